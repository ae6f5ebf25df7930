"""What waits for one person: texts here to be approved at once, and texts on other branches."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from isodocs.assess.persons import named
from isodocs.lifecycle import review_branch, waiting
from isodocs.lifecycle.approvers import known_rule, open_roles
from isodocs.lifecycle.compare import compare, whole
from isodocs.lifecycle.decision import digest_of
from isodocs.model.document import State
from isodocs.model.page import SideBySide, Verdict
from isodocs.portal.views import addresses, document_story, to_do_here
from isodocs.readiness.plan import held_by
from isodocs.reports.redline import RedlineReport
from isodocs.reports.redline_sides import Compared, as_judged
from isodocs.repository import branches
from isodocs.workspace import View

if TYPE_CHECKING:
    from isodocs.copies.wording import Wording
    from isodocs.lifecycle.approvers import Awaited
    from isodocs.model.authority import Person
    from isodocs.model.branch import Waiting
    from isodocs.model.document import Document
    from isodocs.model.page import Part
    from isodocs.model.redline import Redline
    from isodocs.portal.snapshot import PortalSnapshot

ELSEWHERE = "elsewhere"
"""Under that name a snapshot keeps what waits on other branches."""
PREFIX = "seen."
"""What the names of fields begin with that say which text was seen of a document."""


def to_approve(snapshot: PortalSnapshot, wording: Wording, who: Person) -> list[dict[str, Any]]:
    """What waits here for a person, each with what it changes and the digest of what is shown."""
    return [_one(snapshot, wording, each) for each in to_do_here.awaited_by(snapshot, who)]


def _one(snapshot: PortalSnapshot, wording: Wording, awaited: Awaited) -> dict[str, Any]:
    register, entry, document = snapshot.register, awaited.entry, awaited.document
    found = document_story.sides(entry)
    usual = document_story.usual(entry, found) if entry.in_force else None
    parts = document_story.redline(snapshot, entry, *usual) if usual else None
    word = wording.word
    return {
        "id": entry.id,
        "title": document.title,
        "to": addresses.document(entry.id, "changes" if entry.in_force else ""),
        "field": f"{PREFIX}{entry.id}",
        "seen": digest_of(register, document),
        "revision": word("Revision {number}").format(number=document.revision),
        "change": document.change,
        "roles": ", ".join(named(register, role) for role in awaited.roles),
        "summary": next((p.answer for p in parts or () if isinstance(p, Verdict)), ""),
        "parts": parts or _first(snapshot, wording, document),
    }


def _first(snapshot: PortalSnapshot, wording: Wording, document: Document) -> Sequence[Part]:
    """A text that is the first of its document, whole."""

    def made(each: PortalSnapshot) -> Redline:
        with each.reading:
            return whole(each.workspace, each.register, each.view, (document, None))

    redline = snapshot.once("first texts", made, (document.path, document.blob))
    return (_as_new(wording, document, redline),)


def _as_new(wording: Wording, document: Document, redline: Redline) -> Part:
    said = wording.word("Revision {number}").format(number=document.revision)
    return SideBySide("–", said, redline)


def on_branches(snapshot: PortalSnapshot) -> tuple[Waiting, ...]:
    """Every final form that waits on another branch."""

    def made(each: PortalSnapshot) -> tuple[Waiting, ...]:
        with each.reading:
            return waiting.waiting(each.workspace, each.register)

    return snapshot.once(ELSEWHERE, made)


def theirs(snapshot: PortalSnapshot, who: Person | None) -> Iterator[tuple[Waiting, str]]:
    """What waits on branches for a person, each with their roles; for anyone without a person."""
    for form in on_branches(snapshot):
        if form.complete or form.status.state is not State.AWAITING:
            continue
        rule = known_rule(form.register, form.document)
        roles = open_roles(form.register, form.status, rule, who) if rule and who else ()
        if roles or who is None:
            yield form, ", ".join(named(form.register, role) for role in roles)


def complete(snapshot: PortalSnapshot, person: str) -> Iterator[Waiting]:
    """What has every approval on a branch, and someone brings in: its owner or one who approved.

    For anyone where no person is named.
    """
    for form in on_branches(snapshot):
        if not form.complete or form.status.state is State.AWAITING:
            continue
        given = form.status.judgement.statements if form.status.judgement else ()
        theirs = held_by(snapshot.register, [person]) if person else ()
        mine = form.document.owner in theirs or any(each.person == person for each in given)
        if mine or not person:
            yield form


def address(form: Waiting) -> str:
    """The page of a text that waits on a branch."""
    query = urlencode({"branch": form.names[0]})
    return f"{addresses.document(form.entry.id, 'waiting')}?{query}"


def waits(snapshot: PortalSnapshot, id: str, branch: str) -> Waiting | None:
    """What waits of a document on a branch."""
    found = (each for each in on_branches(snapshot) if each.entry.id == id)
    return next((each for each in found if not branch or branch in each.names), None)


def on_its_branch(snapshot: PortalSnapshot, id: str) -> Waiting | None:
    """What waits of a document on the branch that `submit` gives it.

    All branches are looked at only where there is one of that name.
    """

    def names(each: PortalSnapshot) -> frozenset[str]:
        git, tip = each.workspace.git, each.sight.tip
        with each.reading:
            return frozenset(branch.name for branch in branches.branches(git, beyond=tip or ""))

    usual = review_branch.name_of(id)
    known = snapshot.once("names of branches", names)
    return waits(snapshot, id, usual) if usual in known else None


def changes(snapshot: PortalSnapshot, wording: Wording, form: Waiting) -> Sequence[Part]:
    """What a text on a branch changes against the revision in force; all of it where none is.

    It is compared as it is there.
    """
    earlier, commit, new = (
        form.entry.in_force,
        form.branches[0].commit,
        (form.document, form.status),
    )

    def made(each: PortalSnapshot) -> Redline:
        with each.reading:
            there, view = each.workspace.at(commit), View(form.register.on, rev=commit)
            if earlier is None:
                return whole(there, form.register, view, new)
            return compare(there, form.register, view, (earlier.document, earlier), new)

    key = (form.entry.id, commit, form.document.blob)
    redline = snapshot.once("redlines elsewhere", made, key)
    if earlier is None:
        return (_as_new(wording, form.document, redline),)
    sides = (as_judged(form.entry, earlier), as_judged(form.entry, form.status))
    return RedlineReport(redline, Compared(form.register, form.entry, *sides)).page().parts
