"""The parts of `isodocs.yaml` that few have: what is left out, and what asks for less."""

from __future__ import annotations

from isodocs.expressions import expression
from isodocs.model.config import DAY_FIELDS, DEFAULT_DAYS, NotApplicable
from isodocs.model.node import Mapping, Scalar
from isodocs.parsing.fields import Fields
from isodocs.words import did_you_mean, say

_OF_TYPE_OR_STANDARD = expression(r"types\..+\.review-every|standards\..+")
_OTHERS = (
    "late-entry-after",
    *(f"default-days.{key}" for key in DEFAULT_DAYS),
    *(f"fields.{name}" for name in DAY_FIELDS),
)
"""What else `changed-because` may give a reason for."""


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


def changed_because(fields: Fields) -> dict[str, str]:
    """`changed-because`: why a setting asks for less than it did, by the name of the setting."""
    found = {}
    for entry in fields.children("changed-because") or ():
        name = entry.key.text
        reason = entry.value.text.strip() if isinstance(entry.value, Scalar) else ""
        if not reason:
            fields.wrong(
                entry.value,
                say("'changed-because' gives no reason for {name!r}", name=name),
                say("Write why the setting was changed, and who agreed, as plain text."),
            )
        elif not _OF_TYPE_OR_STANDARD.fullmatch(name) and name not in _OTHERS:
            fields.wrong(
                entry.key,
                say(
                    "'changed-because' names an unknown setting {name!r}.{did_you_mean}",
                    name=name,
                    did_you_mean=did_you_mean(name, _OTHERS),
                ),
                say(
                    "Name it with the keys above it: 'types.procedure.review-every', "
                    "'default-days.risk', 'late-entry-after' or 'standards.iso-9001-2015'."
                ),
            )
        else:
            found[name] = reason
    return found
