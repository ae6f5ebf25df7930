"""Approvals, reviews, delegations and confirmations as history brought or changed them.

Each is looked at as it was in the commit that reports it, also where it is gone by now.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from isodocs.assess.confirmations import confirmations
from isodocs.assess.decisions import Outcome, decisions, role_title
from isodocs.assess.statement_evidence import Evidences, StatementEvidence
from isodocs.dataclass import replace
from isodocs.errors import CanonicalError
from isodocs.model.approval import (
    DELEGATIONS,
    FOLDER,
    SIGNATURE,
    TOKEN,
    ApprovalList,
    ApprovalStatement,
    Decision,
    Delegation,
    Ending,
    Meaning,
    Sealed,
    is_list,
)
from isodocs.model.confirmation import FOLDER as CONFIRMATIONS
from isodocs.model.confirmation import MEANING, Confirmation
from isodocs.model.trail import Basis, Event, EventKind, Giver
from isodocs.statements import kinds
from isodocs.words import joined, say

if TYPE_CHECKING:
    from isodocs.model.commit import Change
    from isodocs.model.register import Entry, Register
    from isodocs.trail.files import Files

_Made = ApprovalStatement | Delegation | Ending | Confirmation
_KINDS = {
    Decision.APPROVE: (EventKind.APPROVED, say("approved")),
    Decision.REJECT: (EventKind.REJECTED, say("rejected")),
    Decision.WITHDRAW: (EventKind.WITHDRAWN, say("withdrew the approval of")),
}


def is_statement(path: str) -> bool:
    """Whether a path is one of the files of an approval, a delegation or a confirmation."""
    return path.startswith((FOLDER, DELEGATIONS, CONFIRMATIONS))


class Statements:
    """Says what commits did to the statements of one register about `entries`.

    Of a list of texts, what it says about others is left out where there is `only` one document.
    """

    def __init__(self, register: Register, entries: Sequence[Entry], only: str) -> None:
        self._register, self._only = register, only
        self._evidences = Evidences(register)
        self._remarks = dict(_remarks(register, entries))
        self._retirements = frozenset(_retirements(register, entries))
        self._present = {r.path for r in register.inventory.approvals}
        self._present |= {r.path for r in register.inventory.delegations}
        self._present |= {r.path for r in register.inventory.confirmations}

    def events(self, changes: list[Change], files: Files) -> Iterator[Event]:
        """What the `changes` of one commit did; `files` are as the commit left them."""
        given = set()
        for change in changes:
            if change.path.endswith(".json") and files.is_new(change):
                given.add(change.path)
                yield from self._given(change.path, files)
        for change in changes:
            base = _base(change.path)
            if change.path in given or (base in given and files.is_new(change)):
                continue  # what came together was one act
            yield self._touched(change, base, files)

    def lost(self, path: str) -> Event:
        """A file of a statement that no commit removed and that is gone."""
        what = say(
            "{part} is gone, and no commit removed it: a merge left it out", part=_part(path)
        )
        return Event(EventKind.STATEMENT_LOST, Basis.GIT, what, path, *_about(path))

    def _given(self, path: str, files: Files) -> Iterator[Event]:
        """What someone stated; of a list of texts, what they stated about each."""
        for record, evidence in self._read(path, files):
            yield self._stated(path, record, evidence)

    def _stated(self, path: str, record: _Made | None, evidence: StatementEvidence) -> Event:
        remark = self._remarks.get(_voice(path, record), "")
        if path not in self._present:
            remark = say("its record is gone since")
        if isinstance(record, ApprovalStatement):
            return self._decided(path, record, evidence, remark)
        if isinstance(record, Ending):
            return self._ended(path, record, evidence, remark)
        if isinstance(record, Delegation):
            return self._delegated(path, record, evidence, remark)
        if isinstance(record, Confirmation):
            return _confirmed(path, record, evidence, remark)
        what = say("a statement came that cannot be read")
        return Event(EventKind.UNREADABLE, Basis.GIT, what, path, *_about(path), remark=remark)

    def _read(self, path: str, files: Files) -> list[tuple[_Made | None, StatementEvidence]]:
        signature = path + SIGNATURE
        sealed = Sealed(
            files.data(path) or b"", files.data(signature), files.data(signature + TOKEN)
        )
        evidences, made = self._evidences, list[tuple[_Made | None, StatementEvidence]]()
        if path.startswith(FOLDER):
            for each in kinds.read_approvals(path, sealed):
                about = each.statement
                if about and self._only in ("", about.doc):
                    made.append((about, evidences.of_approval(each, about)))
        elif path.startswith(CONFIRMATIONS):
            read = kinds.read_confirmation(path, sealed)
            if read.confirmation:
                made.append((read.confirmation, evidences.of_confirmation(read, read.confirmation)))
        else:
            found = kinds.read_delegation(path, sealed)
            given = found.delegation or found.ending
            if given:
                made.append((given, evidences.of_delegation(found, given)))
        return made or [(None, StatementEvidence(None, say("it cannot be read")))]

    def _decided(
        self, path: str, made: ApprovalStatement, evidence: StatementEvidence, remark: str
    ) -> Event:
        kind, verb = _KINDS[made.decision]
        if made.meaning is Meaning.PERIODIC_REVIEW:
            kind, verb = EventKind.REVIEWED, say("reviewed, without change,")
        title, deputy = role_title(self._register, made), evidence.deputy
        acting = say(" for {name} by delegation", name=deputy.name) if deputy else ""
        giver = Giver(
            made.person,
            made.name,
            made.role,
            title,
            deputy.person if deputy else "",
            deputy.name if deputy else "",
        )
        text = say("{doc} rev {rev}", doc=made.doc, rev=made.rev)
        if made.meaning is Meaning.ADOPTION:
            verb = say("brought into force by adoption")
        if _voice(path, made) in self._retirements:
            text = say("that {text} is taken out of use,", text=text)
        event = Event(
            kind,
            Basis.CLAIMED,
            say(
                "{verb} {text} as {title}{acting}", verb=verb, text=text, title=title, acting=acting
            ),
            path,
            made.doc,
            made.rev,
            giver=giver,
            said_at=made.signed_at,
            meaning=str(made.meaning),
            reason=made.reason,
            key=made.key,
        )
        return _with(event, evidence, remark)

    def _ended(self, path: str, made: Ending, evidence: StatementEvidence, remark: str) -> Event:
        title, deputy = self._role_and_name(made.role, made.deputy)
        event = _of_deputy(
            EventKind.DELEGATION_ENDED,
            say("ended that {deputy} acts as {title}", deputy=deputy, title=title),
            path,
            made,
            title,
        )
        return _with(event, evidence, remark)

    def _role_and_name(self, role: str, person: str) -> tuple[str, str]:
        """The title of a role and the name of a person, as the newest register has them."""
        authority = self._register.inventory.authority
        if authority is None:
            return role, person
        known, people = authority.current.roles.get(role), authority.current.people
        return known.title if known else role, people[person].name if person in people else person

    def _delegated(
        self, path: str, given: Delegation, evidence: StatementEvidence, remark: str
    ) -> Event:
        title, deputy = self._role_and_name(given.role, given.deputy)
        what = say(
            "named {deputy} deputy as {title} from {start} until {until}",
            deputy=deputy,
            title=title,
            start=given.start,
            until=given.until,
        )
        return _with(_of_deputy(EventKind.DELEGATED, what, path, given, title), evidence, remark)

    def _touched(self, change: Change, base: str, files: Files) -> Event:
        """What became of a file that was there, or what was added to one."""
        path, part = change.path, _part(change.path)
        about = _about(path)
        if change.new_blob is None:
            event = Event(
                EventKind.STATEMENT_REMOVED,
                Basis.GIT,
                say("{part} was removed", part=part),
                path,
                *about,
            )
            return replace(event, remark=say("records are only ever added to"))
        if change.old_blob is not None:
            event = Event(
                EventKind.STATEMENT_CHANGED,
                Basis.GIT,
                say("{part} was changed", part=part),
                path,
                *about,
            )
            return replace(event, remark=say("records are only ever added to"))
        if not files.is_new(change):
            what = say("{part} was brought again", part=part)
            if files.before(change) != change.new_blob:
                what += say(", with another content")
            return Event(EventKind.STATEMENT_RESTORED, Basis.GIT, what, path, *about)
        return self._added(path, base, files)

    def _added(self, path: str, base: str, files: Files) -> Event:
        """A signature or a time stamp that came after what it is over."""
        kind = EventKind.TIME_STAMP if path.endswith(TOKEN) else EventKind.SIGNATURE
        what = (
            say("a time stamp was added")
            if kind is EventKind.TIME_STAMP
            else say("a signature was added")
        )
        event = Event(
            kind,
            Basis.GIT,
            say("{what} to {named}", what=what, named=_named(base)),
            path,
            *_about(path),
        )
        made, evidence = self._read(base, files)[0]
        if made is None:
            return replace(event, remark=say("there is no statement beside it that can be read"))
        return _with(replace(event, key=made.key), evidence, "", unproven=Basis.GIT)


def _of_deputy(
    kind: EventKind, what: str, path: str, made: Delegation | Ending, title: str
) -> Event:
    return Event(
        kind,
        Basis.CLAIMED,
        what,
        path,
        giver=Giver(made.person, made.name, made.role, title),
        said_at=made.signed_at,
        meaning="delegation-end" if isinstance(made, Ending) else "delegation",
        reason=made.reason,
        key=made.key,
    )


def _confirmed(path: str, made: Confirmation, evidence: StatementEvidence, remark: str) -> Event:
    event = Event(
        EventKind.CONFIRMED,
        Basis.CLAIMED,
        say("confirmed {doc} rev {rev} as read and understood", doc=made.doc, rev=made.rev),
        path,
        made.doc,
        made.rev,
        giver=Giver(made.person, made.name),
        said_at=made.signed_at,
        meaning=MEANING,
        key=made.key,
    )
    return _with(event, evidence, remark)


def _with(
    event: Event, evidence: StatementEvidence, remark: str, *, unproven: Basis = Basis.CLAIMED
) -> Event:
    """The event with what supports it."""
    assurance = evidence.assurance
    basis = unproven
    if assurance and assurance.signed:
        basis = Basis.STAMPED if assurance.timestamped else Basis.SIGNED
    unstamped = assurance.unstamped if assurance else ""
    remarks = [
        remark,
        say("nothing proven: {fault}", fault=evidence.fault)
        if evidence.fault and evidence.fault not in remark
        else "",
        say("its time stamp does not count: {unstamped}", unstamped=unstamped) if unstamped else "",
    ]
    return replace(
        event,
        basis=basis,
        assurance=evidence.label,
        stamped_at=assurance.stamped_at if assurance else None,
        remark=joined("; ", filter(None, remarks)),
    )


def _voice(path: str, made: _Made | None) -> tuple[str, ...]:
    """What distinguishes the statements of one file."""
    if isinstance(made, ApprovalStatement):
        return (path, made.doc, made.rev, made.role)
    return (path,)


def _remarks(register: Register, entries: Sequence[Entry]) -> Iterator[tuple[tuple[str, ...], str]]:
    """What became of the decisions that are kept, where that is not what they say."""
    for entry in entries:
        for status in entry.revisions:
            for made in decisions(register, entry, status):
                voice = _voice(made.record.path, made.statement)
                if made.outcome is Outcome.REFUSED:
                    yield voice, say("does not count: {why}", why=made.why)
                elif made.outcome is Outcome.REPLACED:
                    yield voice, say("replaced by a later decision of the same person")
                elif made.outcome is Outcome.UNJUDGED:
                    yield voice, say("not judged: {why}", why=made.why)

    for void in confirmations(register).void:
        yield _voice(void.record.path, None), say("does not count: {message}", message=void.message)


def _retirements(register: Register, entries: Sequence[Entry]) -> Iterator[tuple[str, ...]]:
    """The approvals by which a document is taken out of use."""
    for entry in entries:
        for status in entry.revisions:
            for made in decisions(register, entry, status):
                if made.outcome is Outcome.RETIRED:
                    yield _voice(made.record.path, made.statement)


def _base(path: str) -> str:
    return path.removesuffix(TOKEN).removesuffix(SIGNATURE)


def _named(path: str) -> str:
    id, revision = _about(path)
    if not id:
        return say("an approval of many texts") if is_list(path) else say("a delegation")
    noun = say("confirmation of") if path.startswith(CONFIRMATIONS) else say("decision on")
    return say("a {noun} {id} rev {revision}", noun=noun, id=id, revision=revision)


def _part(path: str) -> str:
    if path.endswith(TOKEN):
        return say("the time stamp of {named}", named=_named(path))
    part = say("signature") if path.endswith(SIGNATURE) else say("record")
    return say("the {part} of {named}", part=part, named=_named(path))


def _about(path: str) -> tuple[str, str]:
    """Document and revision in whose folder a statement lies; empty for a delegation."""
    parts = path.removeprefix(FOLDER).removeprefix(CONFIRMATIONS).split("/")
    return (parts[0], parts[1]) if len(parts) == 3 else ("", "")


def shown_by(approvals: Iterable[bytes]) -> frozenset[str]:
    """Every image and include that any of these approvals was given on."""
    found: set[str] = set()
    for data in approvals:
        for kind in (kinds.APPROVAL, kinds.APPROVAL_LIST):
            try:
                made = kind.parse(data)
            except CanonicalError:
                continue
            texts = made.texts if isinstance(made, ApprovalList) else (made,)
            found.update(part.path for text in texts for part in text.parts[1:])
    return frozenset(found)
