"""What waits for one person, with what others have decided on it and how sure that is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from isodocs.assess.decisions import Outcome, decisions
from isodocs.assess.statement_evidence import Evidences
from isodocs.authority_change.change_words import assured
from isodocs.formats.text.layout import Text, wrapped
from isodocs.lifecycle.approvers import Awaited, authority_of, known_rule, open_roles
from isodocs.lifecycle.rejected import concerns, rejection
from isodocs.model.document import State
from isodocs.reports import approvals
from isodocs.words import listed

if TYPE_CHECKING:
    from isodocs.model.authority import Person
    from isodocs.model.branch import Waiting
    from isodocs.model.register import Register

_SHOWN = (Outcome.APPROVED, Outcome.RETIRED, Outcome.REJECTED, Outcome.REFUSED)


def lines(register: Register, who: Person, waiting: Iterable[Awaited], width: int) -> Iterator[str]:
    """Each final form in a few lines: what it is, what its type needs, what was decided so far."""
    evidences = Evidences(register)
    authority = authority_of(register).current
    for item in waiting:
        document = item.document
        effective = f", effective {document.effective}" if document.effective else ""
        roles = listed(item.roles)
        if any(not authority.holds(who.id, role) for role in item.roles):
            roles += ", by delegation"
        text = f"{document.label}, {document.title}{effective} (as {roles})"
        yield from wrapped(text, width, "    ", "  ")
        if rule := known_rule(register, document):
            needs = f"For a {document.type or 'document'} {assured(rule.assurance)}."
            yield from wrapped(Text(needs, ("dim",)), width, "    ")
        status = item.entry.form_of(document)
        for made in decisions(register, item.entry, status) if status else ():
            if made.outcome not in _SHOWN:
                continue
            evidence = evidences.of_approval(made.record, made.statement, made.judgement)
            reason = f": {made.statement.reason}" if made.statement.reason else ""
            giver = approvals.giver(register, made.statement, evidence)
            said = f"{made.outcome}, {giver}, {approvals.moment(made.statement.signed_at)}{reason}"
            sure = approvals.backing(made.statement.key, evidence)
            yield from wrapped(f"{said} ({sure})", width, "      ", "    ")


def lines_rejected(
    register: Register, who: Person, forms: Iterable[Waiting], width: int
) -> Iterator[str]:
    """What this person wrote and was rejected, here and on other branches."""
    here = [
        (register, entry, document, "isodocs revise")
        for entry in register
        for document in (entry.current if len(entry.current) == 1 else ())
    ]
    there = [(form.register, form.entry, form.document, "isodocs submit") for form in forms]
    for where, entry, document, command in (*here, *there):
        found, status = rejection(entry, document), entry.form_of(document)
        if found is None or status is None or not concerns(where, status, who):
            continue
        yield from wrapped(f"{document.label}, {document.title}: {found.what}", width, "    ", "  ")
        first = "Correct the draft, then" if command.endswith("submit") else "As a draft again"
        yield from wrapped(f"{first}: {command} {entry.id}", width, "    ")


def lines_elsewhere(forms: Iterable[Waiting], who: Person, width: int) -> Iterator[str]:
    """What awaits a decision on other branches, by branch, each with the command that decides."""
    shown = ""
    for form in forms:
        rule = known_rule(form.register, form.document)
        if form.complete or form.status.state is not State.AWAITING or rule is None:
            continue
        roles = open_roles(form.register, form.status, rule, who)
        if not roles:
            continue
        names = listed(branch.shown for branch in form.branches)
        if names != shown:
            shown = names
            yield from wrapped(Text(f"On {names}:", ("bold",)), width, "  ")
        item = Awaited(form.entry, form.document, roles)
        yield from lines(form.register, who, [item], width)
        yield from wrapped(f"isodocs approve {form.entry.id}", width, "    ")
