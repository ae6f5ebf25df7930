"""The parts of `isodocs.yaml` that few have: what does not apply, and of what there is none."""

from __future__ import annotations

from isodocs.model.config import NotApplicable
from isodocs.model.node import Mapping, Scalar
from isodocs.parsing.fields import Fields
from isodocs.words import say


def not_applicable(fields: Fields) -> tuple[NotApplicable, ...]:
    """`not-applicable`: the clauses that do not apply, by standard."""
    found = []
    for standard in fields.children("not-applicable") or ():
        if not isinstance(standard.value, Mapping):
            fields.wrong(
                standard.value,
                say("'{text}' must hold clauses", text=standard.key.text),
                say("Write '\"8.3\": {justification: ..., document: MAN-001}' below it."),
            )
            continue
        for clause in standard.value:
            inner = Fields.of(clause.value)
            inner.refuse_unknown(("justification", "document"), "'not-applicable'")
            fields.problems.extend(inner.problems)
            found.append(
                NotApplicable(
                    standard.key.text,
                    clause.key.text,
                    inner.text("justification"),
                    inner.text("document"),
                    clause.key.line,
                    clause.key.column,
                )
            )
    return tuple(found)


def none_of(fields: Fields) -> dict[str, str]:
    """`none-of`: the kinds of record of which there is nothing to record, each with its reason."""
    found = {}
    for entry in fields.children("none-of") or ():
        reason = entry.value.text.strip() if isinstance(entry.value, Scalar) else ""
        if reason:
            found[entry.key.text] = reason
        else:
            fields.wrong(
                entry.value,
                say(
                    "'none-of' says of {text!r} that there are none, and not why",
                    text=entry.key.text,
                ),
                say(
                    'Write the reason: {text}: "Nothing is measured; see SCOPE-001".',
                    text=entry.key.text,
                ),
            )
    return found
