"""What waits for one person: to be approved, corrected or merged.

Text also says what others have decided on it, and how sure that is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from isodocs.assess.decisions import Outcome, decisions
from isodocs.assess.statement_evidence import Evidences
from isodocs.authority_change.change_words import assured
from isodocs.dataclass import immutable
from isodocs.formats import Data, Report, Rows
from isodocs.formats.text.layout import Text, wrapped
from isodocs.lifecycle.approvers import Awaited, authority_of, known_rule, open_roles
from isodocs.lifecycle.rejected import Rejected, concerns, rejection
from isodocs.model.document import State
from isodocs.named_tuple import NamedTuple
from isodocs.reports import approvals, heading
from isodocs.words import listed, say

if TYPE_CHECKING:
    from isodocs.model.authority import Person
    from isodocs.model.branch import Waiting
    from isodocs.model.document import Document
    from isodocs.model.register import Register

_SHOWN = (Outcome.APPROVED, Outcome.RETIRED, Outcome.REJECTED, Outcome.REFUSED)


_HEADER = (
    "waits_for",
    "document",
    "revision",
    "title",
    "type",
    "path",
    "effective",
    "roles",
    "branches",
    "because",
    "command",
)


class _Entry(NamedTuple):
    waits_for: str
    document: Document
    command: str
    roles: Sequence[str] = ()
    branches: Sequence[str] = ()
    because: str = ""


@immutable(frozen=True)
class AwaitedReport(Report):
    """What waits for `who`: `mine` here, and of `others` on other branches what concerns them."""

    register: Register
    who: Person
    mine: Sequence[Awaited]
    others: Sequence[Waiting]

    def data(self) -> Data:
        """In the form of `schemas/awaited.schema.json`."""
        return {
            **heading.data(self.register, 1),
            "person": self.who.id,
            "waiting": [dict(zip(_HEADER, _cells(each), strict=True)) for each in self._entries()],
        }

    def rows(self) -> Rows:
        """A row to each form that waits."""
        return Rows(_HEADER, map(_cells, self._entries()))

    def text(self) -> Iterator[str]:
        """Each with the command that takes it on."""
        name = self.who.name
        if self.mine or self._elsewhere:
            yield say("Awaiting the approval of {name}:", name=name)
        else:
            yield say("{name} has nothing to approve.", name=name)
        yield from _lines(self.register, self.who, self.mine, self.width)
        yield from _lines_elsewhere(self._elsewhere, self.who, self.width)
        if self.mine:
            yield say("To read and decide on one: isodocs approve ID")
        if self._rejected:
            yield say("Rejected, for {name} to correct:", name=name)
        for found, command in self._rejected:
            document = found.document
            text = say(
                "{label}, {title}: {what}",
                label=document.label,
                title=document.title,
                what=found.what,
            )
            yield from wrapped(text, self.width, "    ", "  ")
            submits = command.startswith("isodocs submit")
            first = say("Correct the draft, then") if submits else say("As a draft again")
            yield from wrapped(
                say("{first}: {command}", first=first, command=command), self.width, "    "
            )
        if self._ready:
            yield say("Approved, not yet merged:")
        for form in self._ready:
            yield say("  {label}: isodocs merge {id}", label=form.document.label, id=form.entry.id)

    @cached_property
    def _elsewhere(self) -> Sequence[tuple[Waiting, Awaited]]:
        return tuple(_elsewhere(self.who, self.others))

    @cached_property
    def _rejected(self) -> Sequence[tuple[Rejected, str]]:
        return tuple(_rejected(self.register, self.who, self.others))

    @cached_property
    def _ready(self) -> Sequence[Waiting]:
        return tuple(form for form in self.others if form.complete)

    def _entries(self) -> Iterator[_Entry]:
        for mine in self.mine:
            yield _Entry(
                "approval", mine.document, say("isodocs approve {id}", id=mine.entry.id), mine.roles
            )
        for form, found in self._elsewhere:
            command = say("isodocs approve {id}", id=form.entry.id)
            yield _Entry("approval", form.document, command, found.roles, _branches(form))
        for rejected, command in self._rejected:
            yield _Entry("correction", rejected.document, command, because=rejected.what)
        for form in self._ready:
            command = say("isodocs merge {id}", id=form.entry.id)
            yield _Entry("merge", form.document, command, branches=_branches(form))


def _branches(form: Waiting) -> tuple[str, ...]:
    return tuple(branch.shown for branch in form.branches)


def _cells(entry: _Entry) -> tuple[object, ...]:
    """A value to each name of `_HEADER`."""
    document = entry.document
    return (
        entry.waits_for,
        document.id,
        document.revision,
        document.title,
        document.type,
        document.path,
        document.effective,
        list(entry.roles),
        list(entry.branches),
        entry.because,
        entry.command,
    )


def _lines(
    register: Register, who: Person, waiting: Iterable[Awaited], width: int
) -> Iterator[str]:
    """Each final form in a few lines: what it is, what its type needs, what was decided so far."""
    evidences = Evidences(register)
    authority = authority_of(register).current
    for item in waiting:
        document = item.document
        effective = (
            say(", effective {effective}", effective=document.effective)
            if document.effective
            else ""
        )
        roles = listed(item.roles)
        if any(not authority.holds(who.id, role) for role in item.roles):
            roles += say(", by delegation")
        text = say(
            "{label}, {title}{effective} (as {roles})",
            label=document.label,
            title=document.title,
            effective=effective,
            roles=roles,
        )
        yield from wrapped(text, width, "    ", "  ")
        if rule := known_rule(register, document):
            needs = say(
                "For a {type} {assured}.",
                type=document.type or say("document"),
                assured=assured(rule.assurance),
            )
            yield from wrapped(Text(needs, ("dim",)), width, "    ")
        status = item.entry.form_of(document)
        for made in decisions(register, item.entry, status) if status else ():
            if made.outcome not in _SHOWN:
                continue
            evidence = evidences.of_approval(made.record, made.statement, made.judgement)
            reason = (
                say(": {reason}", reason=made.statement.reason) if made.statement.reason else ""
            )
            giver = approvals.giver(register, made.statement, evidence)
            said = say(
                "{outcome}, {giver}, {moment}{reason}",
                outcome=made.outcome,
                giver=giver,
                moment=approvals.moment(made.statement.signed_at),
                reason=reason,
            )
            sure = approvals.backing(made.statement.key, evidence)
            yield from wrapped(
                say("{said} ({sure})", said=said, sure=sure), width, "      ", "    "
            )


def _lines_elsewhere(
    found: Iterable[tuple[Waiting, Awaited]], who: Person, width: int
) -> Iterator[str]:
    """What awaits a decision on other branches, by branch, each with the command that decides."""
    shown = ""
    for form, item in found:
        names = listed(_branches(form))
        if names != shown:
            shown = names
            yield from wrapped(Text(say("On {names}:", names=names), ("bold",)), width, "  ")
        yield from _lines(form.register, who, [item], width)
        yield from wrapped(say("isodocs approve {id}", id=form.entry.id), width, "    ")


def _rejected(
    register: Register, who: Person, forms: Iterable[Waiting]
) -> Iterator[tuple[Rejected, str]]:
    """What this person wrote and was rejected, here and on branches, with how to begin again."""
    here = [
        (register, entry, document, say("isodocs revise"))
        for entry in register
        for document in (entry.current if len(entry.current) == 1 else ())
    ]
    there = [(form.register, form.entry, form.document, say("isodocs submit")) for form in forms]
    for where, entry, document, command in (*here, *there):
        found, status = rejection(entry, document), entry.form_of(document)
        if found and status and concerns(where, status, who):
            yield found, say("{command} {id}", command=command, id=entry.id)


def _elsewhere(who: Person, forms: Iterable[Waiting]) -> Iterator[tuple[Waiting, Awaited]]:
    """What awaits a decision of this person on other branches."""
    for form in forms:
        rule = known_rule(form.register, form.document)
        if form.complete or form.status.state is not State.AWAITING or rule is None:
            continue
        if roles := open_roles(form.register, form.status, rule, who):
            yield form, Awaited(form.entry, form.document, roles)
