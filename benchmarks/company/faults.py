"""The faults that are planted, each with the gaps that a check must report of it, and no others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from typing import NamedTuple

from benchmarks.company.documents import Draft
from benchmarks.company.system import AUTHORS


class Fault(NamedTuple):
    """One way to spoil the last revision of a document: how, and what it brings, by rule code."""

    plant: Callable[[Draft], None]
    gaps: Mapping[str, int]


def _set(**fields: str) -> Callable[[Draft], None]:
    return lambda draft: draft.fields.update(fields)


def _add(*lines: str) -> Callable[[Draft], None]:
    return lambda draft: draft.lines.extend(lines)


def _without_owner(draft: Draft) -> None:
    del draft.fields["owner"]


def _unknown_owner(draft: Draft) -> None:
    """One of its own: where many name the same one, that is one gap."""
    draft.fields["owner"] = f"nobody-of-{draft.fields['id'].lower()}"


def _unknown_field(draft: Draft) -> None:
    draft.fields[f"colour-of-{draft.fields['id'].lower()}"] = "blue"


def _not_approved(draft: Draft) -> None:
    draft.approvers = {}


def _approved_another_text(draft: Draft) -> None:
    draft.seen = draft.text.replace(b"\nchange: ", b"\nchange: Not what was committed. ")


def _approved_by_its_author(draft: Draft) -> None:
    draft.author = draft.approvers["quality-manager"]


def _approved_in_a_wrong_role(draft: Draft) -> None:
    draft.approvers["quality-manager"] = next(id for id in AUTHORS if id != draft.author)


def _changed_under_the_same_revision(draft: Draft) -> None:
    draft.fields["revision"] = str(int(draft.fields["revision"]) - 1)
    draft.approvers = {}


def _skipped_a_revision(draft: Draft) -> None:
    draft.fields["revision"] = str(int(draft.fields["revision"]) + 1)


FAULTS: Mapping[str, Fault] = {
    "unknown reference": Fault(_set(references="[SOP-999999]"), {"REF001": 1}),
    "link to a missing file": Fault(_add("", "See [more](missing.md)."), {"REF002": 1}),
    "link to a missing section": Fault(_add("", "See [more](#missing)."), {"REF003": 1}),
    "unknown clause": Fault(_set(clauses='["8.99"]'), {"CLS001": 1}),
    "claim without content": Fault(
        _add("", '## Empty {clause="8.1"}', "", "<!-- -->"), {"CLS003": 1, "DOC021": 1}
    ),
    "no owner": Fault(_without_owner, {"DOC006": 1}),
    "unknown owner": Fault(_unknown_owner, {"DOC011": 1}),
    "unknown field": Fault(_unknown_field, {"DOC008": 1}),
    "placeholder": Fault(_add("", "TODO: write this."), {"DOC021": 1}),
    "no change summary": Fault(_set(change=""), {"REV008": 1}),
    "skipped revision": Fault(_skipped_a_revision, {"REV003": 1}),
    "changed under the same revision": Fault(_changed_under_the_same_revision, {"REV005": 1}),
    "review overdue": Fault(_set(**{"review-every": "1 week"}), {"DOC023": 1}),
    "unknown type": Fault(_set(type="riddle"), {"DOC010": 1}),
    "not approved": Fault(_not_approved, {"APR001": 1}),
    "approved another text": Fault(_approved_another_text, {"APR001": 1, "APR002": 1}),
    "approved by its author": Fault(_approved_by_its_author, {"APR001": 1, "APR004": 1}),
    "approved in a wrong role": Fault(_approved_in_a_wrong_role, {"APR001": 1, "APR003": 1}),
}
IN_RECORDS = {"REC013": 1, "NCR001": 1}
"""What records.py leaves out, once for each set of faults: a calibration, an action."""
IN_ALL = {"TRN001": 1}
"""What is one gap, however many trainings records.py leaves out."""


def expected(sets: int) -> dict[str, int]:
    """How many gaps of each rule a check must report where every fault is planted so many times."""
    counts = Counter(IN_RECORDS)
    for fault in FAULTS.values():
        counts.update(fault.gaps)
    every = {code: count * sets for code, count in counts.items()} | IN_ALL
    return dict(sorted(every.items())) if sets else {}
