"""A form of a record shows at once what begins it; later steps wait, folded, until they are due."""

from __future__ import annotations

import pytest

from isodocs.copies.wording import Wording
from isodocs.lifecycle.entered import FieldFault
from isodocs.model.record import RecordKind
from isodocs.portal.views.entry_fields import fields_of
from isodocs.portal.views.entry_steps import EntryStep, beginning, later_steps
from isodocs.records.attachments import DIGEST
from isodocs.records.record_kinds import kinds

MOST_AT_ONCE = 16
NC = kinds()["nonconformity"]
BEGUN = {"title": "Gauges", "status": "open", "source": "process", "grade": "minor"}


def steps(goes_on: bool, faults: tuple[str, ...] = (), **typed: str) -> dict[str, EntryStep]:
    wrong = [FieldFault(name, "is wrong", "") for name in faults]
    fields = list(fields_of(Wording("en"), NC, None, {**BEGUN, **typed}, wrong))
    return {step.title: step for step in later_steps(NC, fields, goes_on=goes_on)}


def opened(found: dict[str, EntryStep]) -> list[str]:
    return [title for title, step in found.items() if step.is_open]


def following(found: dict[str, EntryStep]) -> list[str]:
    return [title for title, step in found.items() if step.is_next]


@pytest.mark.parametrize("kind", kinds().values(), ids=lambda kind: kind.name)
def test_every_form_begins_with_few_fields_and_has_each_of_them_once(kind: RecordKind) -> None:
    fields = list(fields_of(Wording("en"), kind, None, {}))
    first = beginning(kind, fields)
    later = [field for step in later_steps(kind, fields, goes_on=False) for field in step.fields]
    assert sorted(field.name for field in (*first, *later)) == sorted(kind.fields)
    assert "postponed-because" not in [field.name for field in first]
    assert len([field for field in first if not field.name.endswith(DIGEST)]) <= MOST_AT_ONCE
    for step in kind.steps:
        assert not step.done or step.done in step.fields
    # What a begun record already says may wait: the status in which a story begins.
    assert {field.name for field in later if field.required} <= {"status"}
    assert not kind.table or not any(field.required for field in later)


def test_a_record_that_begins_has_every_step_folded() -> None:
    found = steps(goes_on=False)
    assert (opened(found), following(found)) == ([], [])


def test_the_next_step_is_the_first_that_is_not_taken() -> None:
    assert following(steps(goes_on=True)) == ["Correction"]
    found = steps(goes_on=True, corrected="2024-05-02", cause="None set", action="Set one")
    assert following(found) == ["Corrective action"]
    assert opened(found) == ["Correction", "Cause", "Corrective action"]


def test_a_day_by_which_someone_looks_is_not_the_look() -> None:
    due = {"effectiveness-due": "2024-09-01"}
    found = steps(goes_on=True, corrected="2024-05-02", **due)
    assert following(found) == ["Cause"]


def test_a_fault_is_never_folded_away() -> None:
    assert opened(steps(goes_on=False, faults=("reclassified-by", "closed"))) == [
        "Closure",
        "Reopened or reclassified",
    ]


def test_no_one_waits_for_what_few_records_need() -> None:
    taken = ("corrected", "cause", "verified", "effectiveness-reviewed", "closed")
    assert following(steps(goes_on=True, **dict.fromkeys(taken, "2024-05-02"))) == []
