"""A company that has all there is to have, and hardly says or does anything, is not ready."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from isodocs.model.audit import AuditKind
from isodocs.model.readiness import Readiness, ReadinessVerdict
from isodocs.readiness.readiness import readiness_by_standard
from isodocs.workspace import View, Workspace
from tests.helpers import ready_company
from tests.helpers.command import invoke, run
from tests.helpers.company import approved, base
from tests.helpers.repository import RepositoryBuilder
from tests.readiness.test_ready_company import NOW


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> RepositoryBuilder:
    return ready_company.build(RepositoryBuilder(tmp_path_factory.mktemp("hollow") / "repo"))


def judged(at: RepositoryBuilder, *changes: tuple[str, str, str], on: date = NOW) -> Readiness:
    """The readiness for a recertification with changed files: each path, what, and by what."""
    before = {at.path / path: (at.path / path).read_text() for path, _, _ in changes}
    try:
        for path, old, new in changes:
            text = (at.path / path).read_text()
            assert re.search(old, text), (path, old)
            (at.path / path).write_text(re.sub(old, new, text))
        register = Workspace.open(at.path).register(View(on))
        (found,) = readiness_by_standard(register, AuditKind.RECERTIFICATION)
    finally:
        for file, text in before.items():
            file.write_text(text)
    return found


def says(found: Readiness) -> str:
    return "\n".join(f"{point.weight}: {point.message}" for point in found.points)


NONE = "none-of:\n"
ONE_ROW = (
    "id,what,where,clauses,owner,looked-at,looked-at-by,seen\n"
    "EVI-1,All,Server,4; 5; 6; 7; 8; 9; 10,quality-manager,2026-05-10,quinn,All fine\n"
)
EVIDENCE, CONFIG = "records/evidence.csv", "isodocs.yaml"


@pytest.mark.parametrize(
    ("changes", "point"),
    [
        ([(EVIDENCE, r"(?s).+", ONE_ROW)], "EVI-1: names 65 clauses in 4 words"),
        ([(CONFIG, "We make parts .* customers", "x")], "8.3 is left out without a justification"),
        ([(CONFIG, "Nobody has complained so far", "n/a")], "'complaint', and not why"),
        ([("records/equipment.csv", "in-use", "retired")], "the equipment that is measured with"),
        (
            [("records/equipment.csv", "15 months", "75 years")],
            "has 'interval' 75 years: nothing happens again within 10 years",
        ),
        (
            [("records/certification-event.csv", r"(V2.*),recommended", r"\1,not-recommended")],
            "the surveillance of 2025-08-19 ended without a recommendation",
        ),
    ],
    ids=[
        "one row",
        "no justification",
        "no reason",
        "all retired",
        "an endless interval",
        "not recommended",
    ],
)
def test_what_is_hollow_is_told(
    company: RepositoryBuilder, changes: list[tuple[str, str, str]], point: str
) -> None:
    found = judged(company, *changes)
    assert found.verdict is not ReadinessVerdict.READY
    assert point in says(found)


def test_a_major_that_names_a_standard_not_in_use_stops_all_the_same(
    company: RepositoryBuilder,
) -> None:
    file = company.path / "records/nonconformity/NC-2026-009.md"
    file.write_text(
        "---\nrecord: nonconformity\nid: NC-2026-009\ntitle: Not inspected\nstatus: open\n"
        "source: internal-audit\ngrade: major\nstandard: iso-9001-2051\nraised: 2026-05-20\n"
        "due: 2026-12-01\nowner: quality-manager\n---\n# Not inspected\n\nFour deliveries.\n"
    )
    try:
        found = judged(company)
    finally:
        file.unlink()
    assert "stops you: NC-2026-009 (major) is still open" in says(found)


def test_a_system_that_was_audited_whole_longer_ago_than_its_cycle_is_not_ready(
    tmp_path: Path,
) -> None:
    """One audit of everything, and a clause a year since: three years later the rest is open."""

    def less(year: int) -> dict[str, str | bytes]:
        files = ready_company.audit(year)
        if year == ready_company.YEARS[0]:
            return files
        whole = 'clauses: ["4", "5", "6", "7", "8", "9", "10"]'
        return {name: str(text).replace(whole, 'clauses: ["10.2"]') for name, text in files.items()}

    company = ready_company.build(RepositoryBuilder(tmp_path / "repo"))
    for year in ready_company.YEARS:
        for name, text in less(year).items():
            (company.path / name).write_text(str(text))
    programme = company.path / "records/audit-programme.csv"
    lines = programme.read_text().splitlines(keepends=True)
    lines[2:] = [line.replace("4; 5; 6; 7; 8; 9; 10", "10.2") for line in lines[2:]]
    programme.write_text("".join(lines))
    assert "stops you: ISO 9001:2015: not audited internally within 3 years" in says(
        judged(company)
    )
    assert "not audited internally" not in says(judged(company, on=date(2026, 5, 16)))


@pytest.mark.parametrize(
    ("said", "point"),
    [
        ("scope: Everything", "AUD-2026 (The whole system) has 'scope' x, which says nothing"),
        ("[ISO 9001]", "AUD-2026 (The whole system) has 'criteria' x, which says nothing"),
        ("Metalstock", "SUP-1 (x) has 'name' x, which says nothing"),
        ("cause: The pen was dry", "NC-2023-001 (minor): closed, but the record lacks cause"),
        ("UKAS", "CERT-1: "),
        ("Ten jobs", "was looked at, and nothing says what was seen"),
        ("correction: Marked", "NC-2023-001 (A gauge without its mark) has 'correction' x"),
        ("conclusion: It works.", "AUD-2026 (The whole system) has 'conclusion' x"),
        ("Metroservice", "the calibration CAL-001 has 'performed-by' x"),
    ],
)
def test_what_was_typed_to_fill_a_field_shows_nothing(
    tmp_path: Path, said: str, point: str
) -> None:
    """It was so from the first day, and no later change shows it."""
    field, colon, _ = said.partition(": ")
    told = {said: "[x]" if said.startswith("[") else f"{field}: x" if colon else "x"}
    found = judged(ready_company.build(RepositoryBuilder(tmp_path / "repo"), told=told))
    assert found.verdict is not ReadinessVerdict.READY
    assert point in says(found)


@pytest.mark.parametrize("text", ["Yes.", "To be defined."])
def test_one_word_below_each_heading_is_no_manual(tmp_path: Path, text: str) -> None:
    company = ready_company.build(RepositoryBuilder(tmp_path / "repo"), section=text)
    said = says(judged(company))
    stops = re.search(
        r"stops you: MAN-001: claims 55 clauses on sections that say the same.*", said
    )
    assert stops
    assert "nothing else in force shows ISO 9001:2015 4.3, 4.4.2" in stops[0]


def test_one_sentence_in_many_documents_is_no_system(tmp_path: Path) -> None:
    """Each document claims a few clauses only, and all say the same below their own headings."""
    company = ready_company.build(RepositoryBuilder(tmp_path / "repo"), split=7)
    found = judged(company)
    assert found.verdict is ReadinessVerdict.NOT_READY
    assert "together with other documents that say the same, with 6 words of text" in says(found)


CERTIFICATE = "records/certification/CERT-1.md"


@pytest.mark.parametrize(
    ("ahead", "verdict", "point"),
    [
        ("suspended: 2026-07-01", ReadinessVerdict.NOT_READY, "CERT-1 is suspended from"),
        ("withdrawn: 2026-07-14", ReadinessVerdict.NOT_READY, "CERT-1 is withdrawn from"),
        (
            "valid-until: 2026-07-01",
            ReadinessVerdict.WITH_WORK,
            "the accreditation of Northgate ends",
        ),
        ("suspended: 2026-07-15", ReadinessVerdict.READY, ""),
        ("valid-until: 2026-07-14", ReadinessVerdict.READY, ""),
    ],
)
def test_what_ends_before_the_audit_counts_on_its_day(
    company: RepositoryBuilder, ahead: str, verdict: ReadinessVerdict, point: str
) -> None:
    """The recertification is arranged for 2026-07-14."""
    found = judged(company, (CERTIFICATE, "applied:", f"{ahead}\napplied:"))
    assert found.verdict is verdict
    assert point in says(found)


def test_an_auditor_with_the_role_of_the_owner_is_asked_about(tmp_path: Path) -> None:
    """By the table of people alone, which does not say since when."""
    told = {"ines,Ines Independent,auditor": "ines,Ines Independent,auditor; quality-manager"}
    company = ready_company.build(RepositoryBuilder(tmp_path / "repo"), told=told)
    assert "will be asked: who audited the own work of ines in AUD-2026" in says(judged(company))


OBJECTIVE, MEASUREMENT = "records/objective.csv", "records/measurement.csv"
MISSED = (MEASUREMENT, ",96,", ",9,")
PLANNED = (OBJECTIVE, r"(?s)^(.*)status\n(.*)open\n", r"\1status,plan\n\2open,A second shift\n")
FOLLOWED = (MEASUREMENT, "target\n(.*),\n(.*)\n", r"target,follows\n\1,,A second shift\n\2,\n")


@pytest.mark.parametrize(
    ("changes", "point"),
    [
        ([(OBJECTIVE, "at least 95 %", "better")], "a target that no result can miss: better"),
        ([MISSED], "OBJ-1 (On time) misses its target (at least 95 %), and nothing says what"),
        ([MISSED, PLANNED], ""),
        ([MISSED, FOLLOWED], ""),
    ],
    ids=["nothing to miss", "missed", "missed with a plan", "missed and followed"],
)
def test_an_objective_can_be_missed_and_something_follows_then(
    company: RepositoryBuilder, changes: list[tuple[str, str, str]], point: str
) -> None:
    found = judged(company, *changes)
    assert (found.verdict is not ReadinessVerdict.READY) is bool(point)
    assert point in says(found)


def test_a_surveillance_looks_for_a_system(tmp_path: Path) -> None:
    """What stops no surveillance by itself does where it is most of what there should be."""
    said = "Those who work here see to it."
    company = ready_company.build(RepositoryBuilder(tmp_path / "repo"), section=said)
    register = Workspace.open(company.path).register(View(NOW))
    (found,) = readiness_by_standard(register, AuditKind.SURVEILLANCE)
    assert found.verdict is ReadinessVerdict.NOT_READY
    assert "stops you: there is nothing to show for 55 of 59 clauses" in says(found)


def test_a_policy_of_one_word_is_none(tmp_path: Path) -> None:
    company = ready_company.build(RepositoryBuilder(tmp_path / "repo"), policy="Quality.")
    assert "stops you: ISO 9001:2015: nothing in force shows a policy" in says(judged(company))


def test_who_has_no_suppliers_and_instruments_misses_none_of_their_records(
    company: RepositoryBuilder,
) -> None:
    """An honest company says so in isodocs.yaml; nothing asks it for evaluations then."""
    none = "none-of:\n  equipment: We measure nothing.\n  supplier: The group buys for us.\n"
    tables = ("equipment", "calibration", "supplier")
    kept = {name: (company.path / f"records/{name}.csv") for name in tables}
    before = {path: path.read_text() for path in kept.values()}
    for path in before:
        path.unlink()
    try:
        found = judged(company, (CONFIG, NONE, none), ("records/measurement.csv", ",SUP-1.*\n", ""))
        without = judged(company, ("records/measurement.csv", ",SUP-1.*\n", ""))
    finally:
        for path, text in before.items():
            path.write_text(text)
    missing = ("nothing shows suppliers", "nothing shows the equipment")
    assert all(each in says(without) for each in missing)
    assert not any(each in says(found) for each in (*missing, "8.4.1", "7.1.5"))


def test_drafts_alone_are_ready_for_nothing(tmp_path: Path) -> None:
    """What begins with templates has texts for every clause, and none that work follows."""
    repo = RepositoryBuilder(tmp_path / "repo")
    run("init", "--start", "iso-9001", "--organisation", "New Ltd", at=repo.path)
    repo.commit("Begin")
    for audit in ("internal", "stage-1"):
        found = invoke("readiness", audit, at=repo.path)
        said = " ".join(found.output.split())
        assert found.exit_code == 1
        assert "Not ready" in said
        assert "no document is in force" in said


def test_nothing_shown_is_ready_for_nothing(tmp_path: Path) -> None:
    """One text in force that names no clause: an internal audit would find nothing to look at."""
    repo = RepositoryBuilder(tmp_path / "repo")
    repo.commit("Begin", {**base(), **approved(clauses="")})
    found = invoke("readiness", "internal", "--on", "2024-06-01", at=repo.path)
    said = " ".join(found.output.split())
    assert (found.exit_code, "Not ready" in said) == (1, True), said
    assert "nothing of what this audit looks at can be shown yet" in said
