"""What one person has to do, in one list: the overdue first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from isodocs.assess.awaiting import awaiting
from isodocs.assess.competence import employees
from isodocs.assess.record_index import record_index
from isodocs.authority_change.next_version import useful_keys
from isodocs.model.dossier import Tone
from isodocs.model.page import Chapter, PagePoint, PageText, Points
from isodocs.portal import proposals
from isodocs.portal.views import addresses, due, my_keys, talk, to_do_here, together
from isodocs.readiness.plan import held_by

if TYPE_CHECKING:
    from isodocs.copies.wording import Wording
    from isodocs.model.document import Document
    from isodocs.model.duty import Duty
    from isodocs.model.page import Part
    from isodocs.model.register import Entry
    from isodocs.portal.proposals import ProposedVersion
    from isodocs.portal.snapshot import PortalSnapshot

EVERYONE = "*"
PROPOSED = "proposed"
"""Under that name a snapshot keeps the version of the register of people that awaits signatures."""
_MOST = 100
_READING, _TRAINING = "reading", "training"


def day_of(snapshot: PortalSnapshot, wording: Wording, person: str) -> dict[str, Any]:
    """What the template of my day shows; `person` is an identifier, or stands for everyone."""
    return snapshot.once("days", lambda each: _day_of(each, wording, person), (person, wording))


def _day_of(snapshot: PortalSnapshot, wording: Wording, person: str) -> dict[str, Any]:
    register, word = snapshot.register, wording.word
    index = record_index(register)
    everyone = person == EVERYONE
    soon = due.soon(snapshot)
    mine = soon if everyone else list(_of(snapshot, person, soon))
    groups = [
        (
            f"{title} ({len(listed)})",
            anchor,
            Tone.BAD if any(duty.overdue(register.on) for duty in listed) else Tone.PLAIN,
            due.rows(snapshot, wording, listed[:_MOST]),
            word("{number} more").format(number=len(listed) - _MOST) if listed[_MOST:] else "",
        )
        for title, anchor, listed in _groups(mine, wording)
        if listed
    ]
    counted = due.in_words(wording, mine, register.on)
    people = sorted(
        ((each.id, each.name) for each in employees(register) if each.works(register.on)),
        key=lambda each: each[1].casefold(),
    )
    return {
        "parts": (
            *_to_approve(snapshot, wording, "" if everyone else person),
            *_elsewhere(snapshot, wording, "" if everyone else person),
            *_to_sign(snapshot, wording, person),
            *_said(snapshot, wording, "" if everyone else person),
        ),
        "groups": groups,
        "person": person,
        "name": word("everyone") if everyone else index.people.get(person, person),
        "people": people,
        "everyone": EVERYONE,
        "said": counted if person else word("Choose a person."),
    }


def _of(snapshot: PortalSnapshot, person: str, duties: Iterable[Duty]) -> Iterator[Duty]:
    """The duties of a person and of the roles they hold, and what they must be trained in.

    A duty of training is owned by the one who looks after the system, and is about someone else.
    """
    register = snapshot.register
    theirs = {*held_by(register, [person])}
    theirs |= {role for role, held in record_index(register).roles.items() if person in held}
    name = record_index(register).people.get(person, "")
    for duty in duties:
        about = duty.kind == _TRAINING and name and f" {name}: " in duty.what
        if duty.owner in theirs or about:
            yield duty


def _to_approve(snapshot: PortalSnapshot, wording: Wording, person: str) -> Iterator[Part]:
    """The final forms that wait for this person; for all that wait where no one is named."""
    word = wording.word
    said = word("Revision {number}")
    points = []
    for entry, document in snapshot.once("to approve", lambda each: _waiting(each, person), person):
        to = addresses.document(entry.id, "changes" if entry.in_force else "")
        more = " · ".join(filter(None, (said.format(number=document.revision), document.change)))
        points.append(PagePoint(PageText(f"{entry.id} {document.title}", to=to), (more,)))
    if points:
        title = f"{word('To approve')} ({len(points)})"
        yield Chapter(title, "approve", (Points(points),), Tone.WARNING)


def _elsewhere(snapshot: PortalSnapshot, wording: Wording, person: str) -> Iterator[Part]:
    """The final forms that wait for this person on other branches, each with its branch."""
    word, who = wording.word, to_do_here.person_of(snapshot, person)
    if person and who is None:
        return
    groups = (
        (
            word("To approve on other branches"),
            "branches",
            [form for form, _ in together.theirs(snapshot, who)],
        ),
        (word("Approved, ready to release"), "bring-in", list(together.complete(snapshot, person))),
    )
    for title, anchor, forms in groups:
        points = []
        for form in forms:
            said = word("Revision {number}").format(number=form.document.revision)
            more = " · ".join(filter(None, (said, form.document.change, ", ".join(form.names))))
            name = f"{form.entry.id} {form.document.title}"
            points.append(PagePoint(PageText(name, to=together.address(form)), (more,)))
        if points:
            parts = (Points(points),)
            yield Chapter(f"{title} ({len(points)})", anchor, parts, Tone.WARNING)


def proposed(snapshot: PortalSnapshot) -> ProposedVersion | None:
    """The version of the register of people that awaits signatures; None where none does."""

    def find(each: PortalSnapshot) -> ProposedVersion | None:
        with each.reading:
            return proposals.awaited(each.workspace)

    return snapshot.once(PROPOSED, find)


def _to_sign(snapshot: PortalSnapshot, wording: Wording, person: str) -> Iterator[Part]:
    """The version of the register of people that awaits this person's signature."""
    word = wording.word
    found = proposed(snapshot)
    if found and useful_keys(found.pending, person):
        said = word("Version {number} of the register of people")
        to = PageText(said.format(number=found.pending.authority.version), to=my_keys.ADDRESS)
        points = Points([PagePoint(to, found.changes)])
        yield Chapter(f"{word('To sign')} (1)", "sign", (points,), Tone.WARNING)


def _said(snapshot: PortalSnapshot, wording: Wording, person: str) -> Iterator[Part]:
    """The drafts on which comments wait for this person: to be answered, or to be looked at."""
    word = wording.word
    answers = tuple(talk.to_answer(snapshot, person))
    title, said = word("Comments to answer"), word("{number} without an answer")
    yield from _drafts(answers, "answer", title, said)
    settles = tuple(talk.to_settle(snapshot, person)) if person else ()
    title, said = word("Your comments, answered"), word("{number} answered")
    yield from _drafts(settles, "answered", title, said)


def _drafts(
    found: Iterable[tuple[Entry, str, int]], anchor: str, title: str, said: str
) -> Iterator[Part]:
    points = [
        PagePoint(
            PageText(
                f"{entry.id} {entry.document.title}",
                to=talk.address(entry, number),
            ),
            (said.format(number=left),),
        )
        for entry, number, left in found
    ]
    if points:
        yield Chapter(f"{title} ({len(points)})", anchor, (Points(points),), Tone.WARNING)


def _waiting(snapshot: PortalSnapshot, person: str) -> list[tuple[Entry, Document]]:
    """The texts that wait for a person, or for anyone where no one is named."""
    register = snapshot.register
    if not person:
        return [(entry, status.document) for entry, status, _ in awaiting(register)]
    who = to_do_here.person_of(snapshot, person)
    found = to_do_here.awaited_by(snapshot, who) if who else ()
    return [(each.entry, each.document) for each in found]


def _groups(duties: Iterable[Duty], wording: Wording) -> Iterator[tuple[str, str, list[Duty]]]:
    """What there is to read, to do with documents and records, and to be trained in."""
    word = wording.word
    titles = {
        _READING: word("To read and confirm"),
        "review": word("Reviews of documents"),
        "nonconformity": word("Actions"),
        _TRAINING: word("Training"),
        "audit": word("Audits"),
        "calibration": word("Calibrations"),
    }
    found: dict[str, list[Duty]] = {kind: [] for kind in titles}
    other: list[Duty] = []
    for duty in duties:
        found.get(duty.kind, other).append(duty)
    for kind, title in titles.items():
        yield title, kind, found[kind]
    yield word("Other"), "other", other
