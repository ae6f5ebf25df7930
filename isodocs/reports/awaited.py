"""What waits for one person, with what others have decided on it and how sure that is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from isodocs.assess.decisions import Outcome, decisions
from isodocs.assess.evidence import Evidences
from isodocs.lifecycle.approvers import Awaited, authority_of, known_rule
from isodocs.lifecycle.authority_words import assured
from isodocs.model.authority import Person
from isodocs.register import Register
from isodocs.reports import approvals
from isodocs.reports.layout import Text, wrapped

_SHOWN = (Outcome.APPROVED, Outcome.RETIRED, Outcome.REJECTED, Outcome.REFUSED)


def lines(register: Register, who: Person, waiting: Iterable[Awaited], width: int) -> Iterator[str]:
    """Each final form in a few lines: what it is, what its type needs, what was decided so far."""
    evidences = Evidences(register)
    authority = authority_of(register).current
    for item in waiting:
        document = item.document
        effective = f", effective {document.effective}" if document.effective else ""
        roles = " and ".join(item.roles)
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
            told = f"{made.outcome}, {giver}, {approvals.moment(made.statement.signed_at)}{reason}"
            sure = approvals.backing(made.statement.key, evidence)
            yield from wrapped(f"{told} ({sure})", width, "      ", "    ")
