"""Which controls and clauses apply, and what the organisation says of each one.

A Statement of Applicability (ISO/IEC 27001, 27701 and 42001, 6.1.3) is a table of records, one row
to a control, shown by a controlled document whose approval therefore covers the table's bytes.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING

from isodocs.dataclass import field, immutable
from isodocs.named_tuple import NamedTuple

if TYPE_CHECKING:
    from isodocs.model.gap import Place
    from isodocs.model.requirement import Requirement


class Implementation(StrEnum):
    """How far a control is in place."""

    IMPLEMENTED = "implemented"
    PARTLY = "partly"
    PLANNED = "planned"
    NOT = "not-implemented"


class ControlDecision(NamedTuple):
    """One row: what the organisation decided about one control.

    `number` is that of the standard, or the organisation's own for a control it added.
    `applicable` and `state` are None as long as no one decided. `records` are ids, `evidence` paths
    of files.
    """

    number: str
    title: str
    applicable: bool | None
    justification: str
    state: Implementation | None
    owner: str
    documents: tuple[str, ...]
    records: tuple[str, ...]
    evidence: tuple[str, ...]
    place: Place

    @property
    def in_place(self) -> bool:
        """Whether it is said to apply and to be implemented, wholly or in part."""
        done = (Implementation.IMPLEMENTED, Implementation.PARTLY)
        return self.applicable is True and self.state in done

    @property
    def named(self) -> tuple[str, ...]:
        """Everything that the row puts behind the control."""
        return (*self.documents, *self.records, *self.evidence)


class RowFlaw(NamedTuple):
    """A row that says nothing of any control: why, and what to do."""

    decision: ControlDecision
    message: str
    hint: str


class ControlTable(NamedTuple):
    """The rows of one statement: by control, then the organisation's own additional controls.

    Of a control that is there twice the first row counts; `flaws` reports the other.
    """

    decisions: Mapping[str, ControlDecision]
    additional: tuple[ControlDecision, ...] = ()
    flaws: tuple[RowFlaw, ...] = ()

    @property
    def rows(self) -> tuple[ControlDecision, ...]:
        """Every row that says something."""
        return (*self.decisions.values(), *self.additional)


class TableApproval(StrEnum):
    """The state of the approval of a statement's table."""

    APPROVED = "approved"
    CHANGED = "changed since it was approved"
    UNAPPROVED = "not approved"


class StatementOfApplicability(NamedTuple):
    """The Statement of Applicability for one standard.

    `table` holds what is in the snapshot, `approved` the rows that the revision in force was
    approved with, None where no approval covers any. `document` is the identifier of the controlled
    document that shows the table; `why_not` says why the table as it is is not approved, empty
    when it is. `missing` are the controls of the standard on which nothing was decided.
    """

    standard: str
    paths: tuple[str, ...]
    table: ControlTable
    missing: tuple[Requirement, ...]
    approved: ControlTable | None
    approval: TableApproval
    document: str = ""
    revision: str = ""
    why_not: str = ""

    @property
    def counting(self) -> ControlTable:
        """The rows that coverage rests on: the approved ones, else those that are."""
        return self.table if self.approved is None else self.approved


@immutable(frozen=True, slots=True)
class Applicability:
    """What applies of one standard, and who says so: a statement or `isodocs.yaml`.

    `excluded` gives the justification of each clause that is left out with good reason, and of all
    below it; `disputed` are those that are left out without; `declared` says where each of the two
    is declared, the path of a file. `awaited` says of what is disputed only as long as a document
    is not in force which document that is, and its state.
    """

    excluded: Mapping[str, str] = field(default_factory=dict)
    disputed: frozenset[str] = frozenset()
    declared: Mapping[str, str] = field(default_factory=dict)
    statement: StatementOfApplicability | None = None
    awaited: Mapping[str, str] = field(default_factory=dict)

    def decision(self, number: str) -> ControlDecision | None:
        """What the statement that counts says of a control."""
        return self.statement.counting.decisions.get(number) if self.statement else None
