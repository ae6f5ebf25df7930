"""A company that has everything is ready on the right days, and with one thing less it is not."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from isodocs.checking.run import run
from isodocs.model.audit import AuditKind
from isodocs.model.gap import Gap
from isodocs.model.readiness import Point, Readiness, ReadinessVerdict, Weight
from isodocs.model.register import Register
from isodocs.readiness.readiness import readiness, readiness_by_standard
from isodocs.readiness.relevance import record_at
from isodocs.workspace import View, Workspace
from tests.helpers import ready_company
from tests.helpers.repository import RepositoryBuilder

NOW = date(2026, 6, 20)
"""Its last day: all evidence is there, and the recertification audit is to come."""
OF_THE_BODY = [kind for kind in AuditKind if kind not in (AuditKind.INTERNAL, AuditKind.TRANSITION)]


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> RepositoryBuilder:
    return ready_company.build(RepositoryBuilder(tmp_path_factory.mktemp("ready") / "repo"))


def verdict(at: RepositoryBuilder, purpose: AuditKind, on: date) -> ReadinessVerdict:
    register = Workspace.open(at.path).register(View(on))
    (found,) = readiness_by_standard(register, purpose)
    return found.verdict


@pytest.mark.parametrize(
    ("purpose", "since", "because"),
    [
        (AuditKind.STAGE_1, date(2023, 5, 10), "what is measured and evaluated is there"),
        (AuditKind.STAGE_2, date(2023, 7, 10), "stage 1 is held"),
        (AuditKind.SURVEILLANCE, date(2024, 6, 20), "the review of the year is held"),
        (AuditKind.RECERTIFICATION, date(2026, 6, 20), "the last review is held"),
    ],
)
def test_it_is_ready_on_the_right_day_and_not_a_day_before(
    company: RepositoryBuilder, purpose: AuditKind, since: date, because: str
) -> None:
    before = verdict(company, purpose, since - timedelta(days=1))
    assert before is not ReadinessVerdict.READY, because
    assert verdict(company, purpose, since) is ReadinessVerdict.READY, because


@pytest.mark.parametrize("rules", ["ignore: [REV]", "levels: {REV005: note}"])
def test_what_isodocs_yaml_leaves_out_does_not_make_it_ready(
    company: RepositoryBuilder, tmp_path: Path, rules: str
) -> None:
    shutil.copytree(company.path, tmp_path / "repo")
    config = tmp_path / "repo/isodocs.yaml"
    config.write_text(f"{config.read_text('utf-8')}rules: {{{rules}}}\n", "utf-8")
    there = Workspace.open(config.parent)

    def found() -> Readiness:
        return readiness_by_standard(there.register(View(NOW)), AuditKind.RECERTIFICATION)[0]

    assert found().verdict is ReadinessVerdict.READY, "a rule that finds nothing hides nothing"
    (document, *_) = sorted((tmp_path / "repo/documents").rglob("*.md"))
    document.write_text(document.read_text("utf-8") + "Altered.\n", "utf-8")
    assert found().verdict is not ReadinessVerdict.READY
    (point,) = (each for each in found().points if each.subject == "REV005")
    assert "1 gap that would stop this audit" in point.message


def test_before_its_documents_are_in_force_nothing_is_ready(company: RepositoryBuilder) -> None:
    on = date.fromisoformat(ready_company.IN_FORCE) - timedelta(days=1)
    for purpose in OF_THE_BODY:
        assert verdict(company, purpose, on) is ReadinessVerdict.NOT_READY


def pieces(root: Path) -> Iterator[tuple[str, Path, bytes | None]]:
    """All evidence, one piece each: every file, and every row of every table, with what is left."""
    for path in sorted(root.rglob("*")):
        name = str(path.relative_to(root))
        if not path.is_file() or name.startswith(".git/"):
            continue
        yield name, path, None
        lines = path.read_bytes().splitlines(keepends=True) if path.suffix == ".csv" else []
        for number in range(1, len(lines)):
            rest = b"".join([*lines[:number], *lines[number + 1 :]])
            yield f"{name}:{lines[number].decode().strip()}", path, rest


def said(register: Register) -> set[str]:
    """Every point of every audit of the certification body, questions included."""
    gaps = run(register)
    standards = [ready_company.STANDARD]
    found = [
        point
        for purpose in OF_THE_BODY
        for point in each_cause_once(register, readiness(register, gaps, purpose, standards))
    ]
    return {f"{point.weight}: {point.message}" for point in found}


def each_cause_once(register: Register, found: Readiness) -> tuple[Point, ...]:
    """The points: no two about one document or record ask for the same, whatever rule finds it."""
    told = Counter(
        (cause, point.remedy)
        for point in found.points
        if point.weight is not Weight.ASK
        for cause in {point.because} | {_about(register, gap) for gap in point.gaps}
        if cause
    )
    waiting = Counter(point.because for point in found.points if point.because)
    assert {*told.values(), *waiting.values()} <= {1}, (told, waiting)
    return found.points


def _about(register: Register, gap: Gap) -> str:
    record = record_at(register, gap.finding.place)
    return gap.finding.document or (f"{record.path}:{record.line}" if record else "")


def test_without_any_piece_of_its_evidence_a_point_says_so(company: RepositoryBuilder) -> None:
    """It is not ready then; what an audit of the body came after will only be asked about."""
    workspace = Workspace.open(company.path)
    before = said(workspace.register(View(NOW)))
    assert all(point.startswith(Weight.ASK) for point in before)
    unnoticed, only_asked = [], []
    for name, path, rest in pieces(company.path):
        whole = path.read_bytes()
        if rest is None:
            path.unlink()
        else:
            path.write_bytes(rest)
        new = said(workspace.register(View(NOW))) - before
        path.write_bytes(whole)
        if not new:
            unnoticed.append(name)
        elif all(point.startswith(Weight.ASK) for point in new):
            only_asked.append(name)
    assert not unnoticed, "\n".join(unnoticed)
    assert all("certification-event.csv:" in name for name in only_asked), only_asked


@pytest.mark.parametrize("purpose", [AuditKind.SURVEILLANCE, AuditKind.RECERTIFICATION])
@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("records/audit/AUD-2025.md", b"\n---\n", b"\n---\n# Emptied afterwards\n"),
        ("records/training.csv", b"ann", b"an\xffn"),
        ("records/training.csv", b"effective", b"not-effective"),
    ],
    ids=["closed record", "unreadable table", "finished row"],
)
def test_evidence_that_was_altered_or_cannot_be_read_is_not_ready(
    company: RepositoryBuilder, purpose: AuditKind, path: str, old: bytes, new: bytes
) -> None:
    file = company.path / path
    whole = file.read_bytes()
    assert old in whole
    file.write_bytes(whole.replace(old, new, 1))
    try:
        (found,) = readiness_by_standard(Workspace.open(company.path).register(View(NOW)), purpose)
    finally:
        file.write_bytes(whole)
    assert found.verdict is ReadinessVerdict.NOT_READY


KEPT = (
    "id,what,where,clauses,owner,looked-at,looked-at-by,seen,ended\nEVI-1,All records,Job system,"
)


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("6.1; 6.2; 8.4.1; 7.1.5,quality-manager,,,,", "no one has looked"),
        ("6.1; 6.2; 8.4.1; 7.1.5,quality-manager,2027-01-10,quinn,Ten jobs,", "it is to come"),
        (
            "6.1; 6.2; 8.4.1; 7.1.5,quality-manager,2026-05-10,quinn,Ten jobs,2026-05-31",
            "it is gone",
        ),
    ],
)
def test_records_kept_elsewhere_show_nothing_until_someone_has_looked(
    tmp_path: Path, row: str, why: str
) -> None:
    repo = ready_company.build(RepositoryBuilder(tmp_path / "repo"))
    for name in ("risk", "objective", "supplier", "measurement", "equipment", "calibration"):
        (repo.path / f"records/{name}.csv").unlink()
    (repo.path / "records/evidence.csv").write_text(f"{KEPT}{row}\n")
    new = said(Workspace.open(repo.path).register(View(NOW)))
    for missing in (
        "risks and opportunities, assessed (6.1)",
        "objectives with a measurement within 15 months (6.2)",
        "suppliers, evaluated (8.4.1)",
        "the equipment that is measured with, or the word that nothing is measured (7.1.5)",
    ):
        assert f"{Weight.STOPS}: ISO 9001:2015: nothing shows {missing}" in new, why


def test_reports_that_only_say_ok_show_nothing(tmp_path: Path) -> None:
    """What is written down so from the start is no evidence of what was audited or reviewed."""
    told = {ready_company.REPORT: "OK.", ready_company.MINUTES: "OK."}
    company = ready_company.build(RepositoryBuilder(tmp_path / "repo"), told=told)
    register = Workspace.open(company.path).register(View(NOW))
    for purpose in (AuditKind.STAGE_2, AuditKind.RECERTIFICATION):
        (found,) = readiness_by_standard(register, purpose)
        stops = "; ".join(p.message for p in found.points if p.weight is Weight.STOPS)
        assert "hardly says what was found" in stops
        assert "lacks what was looked at" in stops


_MAJOR = (
    "---\nrecord: nonconformity\nid: NC-2026-001\ntitle: Deliveries not inspected\nstatus: open\n"
    "source: internal-audit\ngrade: major\nraised: 2026-05-20\nowner: quality-manager\n{}---\n"
    "# Deliveries not inspected\n\nFour deliveries came in without an inspection.\n"
)
_DONE = (
    "cause: Nobody was named for the inspection.\naction: The goods-in clerk is.\n"
    "action-by: ann\nimplemented: 2026-05-28\nverified: 2026-06-02\nverified-by: quinn\n"
)


@pytest.mark.parametrize("purpose", OF_THE_BODY)
@pytest.mark.parametrize(
    ("more", "stops"),
    [
        ("", True),
        ("due: 2026-12-31\n", True),
        ("due: 2026-06-01\n", True),
        (f"due: 2026-12-31\n{_DONE}", False),
        (f"due: 2026-12-31\n{_DONE}effectiveness-due: 2026-11-30\n", False),
    ],
    ids=["no day", "a day ahead", "a day past", "verified", "its effect is to come"],
)
def test_an_open_major_stops_until_it_is_verified(
    company: RepositoryBuilder, purpose: AuditKind, more: str, stops: bool
) -> None:
    """Whatever its day; and where it was verified, a review of the effect to come stops nothing."""
    file = company.path / "records/nonconformity/NC-2026-001.md"
    file.write_text(_MAJOR.format(more))
    try:
        register = Workspace.open(company.path).register(View(NOW))
        (found,) = readiness_by_standard(register, purpose)
    finally:
        file.unlink()
    about = [p for p in found.points if "NC-2026-001" in p.message or p.subject == "NC-2026-001"]
    stopping = [point for point in about if point.weight is Weight.STOPS]
    assert bool(stopping) is stops, about
    assert len(stopping) <= 1, "one cause is one point"
