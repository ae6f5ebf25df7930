"""A new Statement of Applicability: a table with every control, and a document that shows it."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from isodocs.assess.applicability import applicability
from isodocs.assess.coverage import coverage
from isodocs.assess.soa import controls, statement, table_path
from isodocs.errors import LifecycleError
from isodocs.lifecycle.create import create, next_identifier
from isodocs.lifecycle.plan import FileChange, Plan
from isodocs.model.coverage import ClauseCoverage, Strength
from isodocs.model.requirement import demanding
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.model.register import Register
    from isodocs.model.requirement import RequirementMap

COLUMNS = (
    "control",
    "title",
    "applicable",
    "justification",
    "state",
    "owner",
    "documents",
    "records",
    "evidence",
    "note",
)
_TITLE = say("Statement of Applicability")
_TYPES = ("statement-of-applicability", "statement", "soa", "register", "manual", "policy")
"""Types of document that fit, the best first."""
_TEMPLATE = Path(__file__).with_name("templates") / "_statement.md"


def begin_statement(
    register: Register,
    standard: str,
    *,
    owner: str,
    kind: str = "",
    taken: Collection[str] = (),
) -> Plan:
    """Plan what is missing of the statement for `standard`: its table, the document, or both.

    In the table nothing is decided for anyone: a control that documents claim is taken in and
    names them, one that isodocs.yaml leaves out is left out, and all else is empty. `kind` is the
    type of the document, `taken` are numbers that documents have on other branches. Raises
    LifecycleError when table and document are both there, or the standard has no controls.
    """
    requirements = register.maps[standard]
    if not controls(requirements):
        raise LifecycleError(
            say(
                "{display_name} has no controls, so it has no {title}",
                display_name=requirements.display_name,
                title=_TITLE,
            ),
            hint=say("What does not apply is declared under 'not-applicable:' in isodocs.yaml."),
        )
    found = statement(register, standard)
    if found and found.document:
        raise LifecycleError(
            say(
                "there is a statement for {display_name} already, shown by {document}",
                display_name=requirements.display_name,
                document=found.document,
            ),
            hint=say(
                "`isodocs soa --gaps {standard}` shows what is open in it.", standard=standard
            ),
            path=found.paths[0],
        )
    path = found.paths[0] if found else table_path(standard)
    if found is None and path in register.inventory.paths:
        raise LifecycleError(
            say("there is a file of this name already"),
            path=path,
            hint=say("Rename or remove it first."),
        )
    kind = kind or _fitting_type(register)
    id = next_identifier(register, kind, taken)
    document = _document(register, requirements, path, owner, kind, id)
    table = () if found else (FileChange(path, None, _table(register, requirements)),)
    (draft,) = document.changes
    return Plan(
        say(
            "{id} {title} for {display_name} begins as a draft.",
            id=id,
            title=_TITLE,
            display_name=requirements.display_name,
        ),
        say("{id}: begin the {title}", id=id, title=_TITLE),
        (*table, draft),
        (
            say(
                "Decide on each row of {path}: applicable, justification, state, owner.", path=path
            ),
            say("What is open: isodocs soa --gaps {standard}", standard=standard),
            say("When it is finished: isodocs submit {id} --effective YYYY-MM-DD", id=id),
        ),
    )


def _fitting_type(register: Register) -> str:
    types = register.config.types
    return next((name for name in _TYPES if name in types), next(iter(types), _TYPES[0]))


def _document(
    register: Register, requirements: RequirementMap, table: str, owner: str, kind: str, id: str
) -> Plan:
    asked = demanding(requirements)
    text = _TEMPLATE.read_text(encoding="utf-8")
    several = sum(1 for known in register.maps.values() if controls(known)) > 1
    title = (
        say("{title}, {display_name}", title=_TITLE, display_name=requirements.display_name)
        if several
        else _TITLE
    )
    return create(
        register,
        kind,
        title,
        owner=owner,
        id=id,
        clauses={requirements.id: [asked.number]} if asked else {},
        text=text.format(standard=requirements.display_name, table=table),
    )


def _table(register: Register, requirements: RequirementMap) -> bytes:
    left_out = applicability(register, requirements).excluded
    rows = []
    for row in coverage(register, requirements.id).rows:
        number = row.requirement.number
        if row.requirement.control:
            documents = _claiming(row)
            applies = "no" if number in left_out else "yes" if documents else ""
            rows.append(
                {
                    "control": number,
                    "title": row.requirement.title,
                    "applicable": applies,
                    "justification": left_out.get(number, ""),
                    "documents": "" if applies == "no" else "; ".join(documents),
                }
            )
    return written_table(rows)


def written_table(rows: Iterable[Mapping[str, str]]) -> bytes:
    """A table of controls, in which what no row says is empty."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def _claiming(row: ClauseCoverage) -> list[str]:
    """The documents that name a control themselves, or are mapped to it."""
    found = (item for item in row.evidence if item.strength is not Strength.INHERITED)
    return [item.document for item in found if item.counts or item.partly]
