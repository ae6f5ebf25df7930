"""`isodocs management-review`: every input is filled from the records, or said to be missing."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from isodocs.dossier import review_pack
from isodocs.formats.markdown import cell
from isodocs.records.record_kinds import kinds
from isodocs.standards.management_review import agendas
from isodocs.standards.review_inputs import review_inputs, review_outputs
from tests.helpers.command import refused, run, run_json
from tests.helpers.company import base
from tests.helpers.repository import RepositoryBuilder

DAY = "2026-11-20"
REVIEW = """\
---
record: management-review
id: MR-2024
title: Management review
status: held
standards: [iso-9001-2015]
chair: quinn
held: 2024-03-01
period-until: 2024-02-15
inputs: [objectives]
---
# Management review
"""


def test_every_input_and_output_is_explained_and_rests_on_what_there_is() -> None:
    fields = kinds()["management-review"].fields
    assert {*review_inputs()} == {*fields["inputs"].choices}
    assert {*review_outputs()} == {*fields["outputs"].choices}
    for asked in review_inputs().values():
        assert asked.title
        assert asked.asks
        assert asked.sources or asked.figures or asked.facts
        assert {*asked.facts} <= {*review_pack._FACTS}
        assert {*asked.figures} <= {"objective", "process", "supplier", "other"}
        for source in asked.sources:
            kind = kinds()[source.kind]
            assert not source.by or kind.fields[source.by].day, (asked.word, source)
            assert not source.field or source.field in kind.fields
            assert {*source.values} <= {*kind.fields[source.field].choices} if source.values else 1
            assert not source.trend or source.by
    for agenda in agendas().values():
        assert all(any(w in review_inputs() for w in p) for p in agenda["inputs"].points)


def test_the_sample_company_is_shown_what_it_has_and_what_it_lacks(sample: Path) -> None:
    found = run_json("review-pack", "management-review", "--on", DAY, at=sample)
    by_word = {each["word"]: each for each in found["inputs"]}
    assert found["since"] == "2026-01-01"
    assert [each["id"] for each in found["earlier"]] == ["MR-2026-01", "MR-2026-02"]
    assert [word for word, each in by_word.items() if not each["filled"]] == [
        *("customer-satisfaction", "interested-parties"),
    ]
    (actions,) = by_word["earlier-actions"]["tables"]
    assert [row["id"] for row in actions["rows"]] == [
        "ACT-2026-003",
        "ACT-2026-002",
        "ACT-2026-001",
    ]
    assert by_word["supplier-performance"]["looked_at"]["id"] == "MR-2025-01"
    (trend,) = by_word["nonconformities"]["trends"]
    assert [point["value"] for point in trend["points"]][-3:] == [1, 2, 1]
    objectives = {each["name"]: each for each in by_word["objectives"]["trends"]}
    assert "misses its target" in objectives["Deliveries on the date agreed"]["note"]
    assert "Job system back within eight hours" not in objectives  # one value is no trend
    security = [row["figure"] for row in by_word["security-performance"]["tables"][-1]["rows"]]
    assert security == ["OBJ-2026-07"]


def test_a_pack_is_read_and_sent(sample: Path) -> None:
    text = run("management-review", "iso-27001-2022", "--on", DAY, at=sample, width=300)
    assert "Last reviewed: MR-2026-02 on 2026-10-06." in text
    assert "No incident is recorded since 2026-10-01: `isodocs new incident` enters it." in text
    assert "Satisfaction of customers" not in text
    assert "isodocs new management-review 'Management review 2026'" in text
    markdown = run("management-review", "--on", DAY, "--format", "markdown", at=sample)
    assert "## Results of audits" in markdown
    assert "| Whether the system" not in markdown  # no output of these standards
    assert cell("at least 96 %") in markdown
    rows = run("management-review", "--on", DAY, "--format", "csv", at=sample)
    assert re.search(
        r"^interested-parties,.*,0,No interested party is recorded", rows, re.MULTILINE
    )


def test_a_pack_begins_where_the_last_review_ended(repo: RepositoryBuilder) -> None:
    old = "- {id: A-1, what: Old and done, decided: 2023-05-01, owner: quinn, done: 2023-06-01}\n"
    late = "- {id: A-2, what: Old and open, decided: 2023-05-01, owner: quinn}\n"
    new = "- {id: A-3, what: New and done, decided: 2024-03-02, owner: quinn, done: 2024-03-03}\n"
    files = {**base(), "records/management-reviews/MR-2024.md": REVIEW}
    files["records/action.yaml"] = old + late + new
    audit = "id: AUD-1\ntitle: Buying\nstatus: closed\nstarted: 2024-06-01\nreported: 2024-06-02"
    files["records/audits/AUD-1.md"] = f"---\n{audit}\n---\n# Its last day is not recorded\n"
    repo.commit("Begin", files, date="2024-03-04T09:00:00+00:00")
    found = run_json("review-pack", "management-review", "--on", "2024-12-01", at=repo.path)
    assert found["since"] == "2024-02-16"
    by_word = {each["word"]: each for each in found["inputs"]}
    assert by_word["earlier-actions"]["missing"] == [
        "No action is recorded since 2024-02-16: `isodocs new action` enters it."
    ]
    tables = {each["name"]: each for each in by_word["improvement"]["tables"]}
    assert [row["id"] for row in tables["action"]["rows"]] == ["A-3", "A-2"]
    tables = {each["name"]: each for each in by_word["audit-results"]["tables"]}
    assert [row["id"] for row in tables["audit"]["rows"]] == ["AUD-1"]
    assert by_word["objectives"]["looked_at"]["id"] == "MR-2024"
    assert by_word["changes"]["looked_at"] is None
    assert "--set chair=quinn --set period-from=2024-02-16" in found["command"]
    assert "after 2024-12-01" in refused(
        *("management-review", "--since", "2025-01-01", "--on", "2024-12-01"), at=repo.path
    )


def test_what_is_about_other_standards_only_is_not_in_a_pack(sample: Path) -> None:
    arguments = ("management-review", "iso-45001-2018", "--on", DAY)
    found = run_json("review-pack", *arguments, at=sample)
    filled = {each["word"] for each in found["inputs"] if each["filled"]}
    assert filled <= {"changes", "policy", "resources", "monitoring", "improvement"}


@pytest.mark.parametrize("day", [date(2024, 1, 31), date.max])
def test_without_a_review_a_pack_looks_back_a_year(repo: RepositoryBuilder, day: date) -> None:
    repo.commit("Begin", base())
    found = run_json("review-pack", "management-review", "--on", str(day), at=repo.path)
    assert found["since"] == str(day.replace(year=day.year - 1))
    assert not any(each["filled"] for each in found["inputs"])
    assert all(each["missing"] or each["tables"] for each in found["inputs"])
