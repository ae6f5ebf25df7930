"""Certificates played through their years: what is due when, and what an auditor would not accept.

Each scenario is one certificate C with its audits, looked at on several days.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isodocs.assess.accreditation import arrangement, covers
from isodocs.assess.certification import certifications, end_of_cycle
from isodocs.assess.certification_steps import audit_days
from isodocs.model.audit import AuditKind
from isodocs.model.certification import CertificateState
from isodocs.model.record import Record
from isodocs.parsing.said_no import says_no
from isodocs.readiness.certification import points
from isodocs.readiness.duties import duties
from isodocs.rules.registry import all_rules
from isodocs.standards.load import load
from tests.helpers.certification import (
    STANDARD,
    arranged,
    audit,
    certificate,
    major,
    record,
    register,
)

ONLY_HERE = {"CER006", "CER007", "CER022", "CER023"}
"""What the certificates of this file lack: an accreditation."""


def codes(on: str | date, *records: Record, of: str = "CER") -> set[str]:
    """The rules of certification that find something on a day."""
    here = register(on, *records)
    found = {rule.code for rule in all_rules().values() if [*rule.function(here)]}
    return {code for code in found if code.startswith(of)} - ONLY_HERE if of == "CER" else found


def due(on: str | date, word: str, *records: Record) -> list[str]:
    """The days of the duties of certification whose words hold `word`."""
    found = [d for d in duties(register(on, *records)) if d.kind == "certification"]
    return [d.day.isoformat() for d in found if d.day and word in d.what]


FIRST = (audit("S1", "stage-1", "2023-01-17"), audit("S2", "stage-2", "2023-02-07"))


class TestDueDays:
    """A duty has the day of its audit while that is arranged, then the day of the rule."""

    granted = certificate(decided="2023-06-15", expires="2026-06-14")
    audits = (
        *FIRST,
        audit("V1", "surveillance", "2024-05-14"),
        audit("V2", "surveillance", "2025-05-13"),
    )

    def test_a_recertification_before_during_and_after_its_audit(self) -> None:
        here = (self.granted, *self.audits)
        assert due("2026-01-05", "recertification", *here) == ["2026-06-14"]
        plan = arranged("R", "recertification", "2026-04-07")
        assert due("2026-01-05", "recertification", *here, plan) == ["2026-04-07"]
        held = audit("R", "recertification", "2026-04-07", finished="2026-04-09")
        assert due("2026-04-20", "decision on the recertification", *here, held) == ["2026-06-14"]

    def test_a_verification_is_due_by_its_own_limit(self) -> None:
        stage_2 = audit("S2", "stage-2", "2025-10-06", finished="2025-10-07")
        here = (certificate(), FIRST[0], stage_2, major("NC-1", "S2", "2025-10-07"))
        assert due("2025-11-28", "verification", *here) == ["2026-04-07"]

    def test_what_is_arranged_is_due_on_its_day(self) -> None:
        plan = arranged("S2", "stage-2", "2025-03-04")
        assert due("2025-01-10", "stage-2", certificate(), FIRST[0], plan) == ["2025-03-04"]

    def test_an_audit_of_no_milestone_is_due_too(self) -> None:
        special = arranged("X", "special", "2024-02-06")
        assert due("2024-01-08", "special", self.granted, *FIRST, special) == ["2024-02-06"]

    @pytest.mark.parametrize("day", ["2024-05-28", "2024-10-15"])
    def test_readiness_counts_down_to_the_last_day_allowed(self, day: str) -> None:
        here = register("2024-05-01", self.granted, *FIRST, arranged("V", "surveillance", day))
        days = audit_days(certifications(here)[0], "surveillance", here.on)
        assert min(days).isoformat() == min(day, "2024-06-15")


class TestTheYearOfRecertification:
    """No surveillance in the calendar year of the recertification audit."""

    granted = certificate(decided="2023-02-28", expires="2026-02-27")
    first = audit("V1", "surveillance", "2023-12-12")
    second = audit("V2", "surveillance", "2024-12-10")
    planned = arranged("R", "recertification", "2025-12-08")
    held = audit("R", "recertification", "2025-12-08", finished="2025-12-10")

    def all(self, *more: Record) -> tuple[Record, ...]:
        return (self.granted, *FIRST, self.first, *more)

    def test_it_is_arranged_and_then_held(self) -> None:
        assert not codes("2025-10-06", *self.all(self.second, self.planned))
        assert not codes("2025-12-07", *self.all(self.second, self.planned))
        assert not codes("2026-01-02", *self.all(self.second, self.held))
        assert due("2025-12-11", "surveillance", *self.all(self.second, self.held)) == []

    def test_arranged_and_never_held_it_spares_nothing(self) -> None:
        assert "CER001" in codes("2026-01-02", *self.all(self.second, self.planned))

    def test_another_year_is_missed_all_the_same(self) -> None:
        assert "CER001" in codes("2026-01-02", *self.all(self.held))

    def test_nothing_arranged_is_a_gap_from_october(self) -> None:
        assert not codes("2025-05-05", *self.all(self.second))
        assert codes("2025-10-06", *self.all(self.second)) == {"CER002"}


class TestMajors:
    stage_2 = audit(
        "S2", "stage-2", "2025-08-26", finished="2025-08-31", result="after-corrections"
    )
    first = audit("S1", "stage-1", "2025-06-10")

    def all(self, *more: Record, **fields: str) -> tuple[Record, ...]:
        found = major("NC-1", "S2", "2025-08-31", **fields)
        return (self.first, self.stage_2, found, *more)

    def test_verified_too_late_stage_2_is_repeated(self) -> None:
        here = self.all(certificate())
        assert codes("2026-02-28", *here) == set()
        assert codes("2026-03-01", *here) == {"CER004"}
        late = self.all(certificate(), body_verified="2026-03-10")
        assert codes("2026-03-15", *late) == {"CER004"}
        granted = self.all(certificate(decided="2026-03-20"), body_verified="2026-03-10")
        assert "CER004" in codes("2026-03-25", *granted)
        again = audit("S3", "stage-2", "2026-04-14")
        assert codes("2026-04-20", *late, again) == set()

    def test_of_a_recertification_before_the_certificate_expires(self) -> None:
        old = certificate(decided="2023-06-15", expires="2026-06-14")
        held = audit("R", "recertification", "2026-04-07", finished="2026-04-09")
        years = (
            audit("V1", "surveillance", "2024-05-14"),
            audit("V2", "surveillance", "2025-05-13"),
        )
        here = (old, *FIRST, *years, held)
        open_ = major("NC-1", "R", "2026-04-09", due="2026-06-05")
        assert due("2026-04-13", "verification", *here, open_) == ["2026-06-14"]
        assert codes("2026-06-13", *here, open_) == {"CER027"}
        later = major("NC-1", "R", "2026-04-09", due="2026-07-30")
        assert codes("2026-05-04", *here, later) == {"CER021"}
        new = certificate("C2", previous="C", decided="2026-06-01", expires="2029-06-14")
        assert codes("2026-06-03", *here, open_, new) == {"CER005"}
        verified = major("NC-1", "R", "2026-04-09", body_verified="2026-05-20")
        assert codes("2026-06-03", *here, verified, new) == set()

    def test_what_an_early_certificate_lacked_is_settled_with_the_next(self) -> None:
        """A fault of 2023 stops nobody in 2027."""
        old = certificate(decided="2023-06-15", expires="2026-06-14")
        late = major("NC-1", "S2", "2023-02-07", body_verified="2023-06-20")
        held = audit("R", "recertification", "2026-04-07")
        new = certificate("C2", previous="C", decided="2026-06-01", expires="2029-06-14")
        assert "CER005" in codes("2023-07-01", old, *FIRST, late)
        assert "CER005" not in codes("2026-07-01", old, *FIRST, late, held, new)
        seen = audit("V1", "surveillance", "2024-05-14")
        assert "CER005" not in codes("2024-06-01", old, *FIRST, late, seen)

    def test_of_another_standard_concerns_another_certificate(self) -> None:
        """One audit of two standards, and a major of one of them."""
        quality = certificate(decided="2025-11-03")
        safety = certificate("F", standard="iso-22000-2018", decided="2025-11-03")
        events = [
            record("certification-event", id, line, kind=kind, planned=day, started=day,
                   finished=day, result="recommended", certifications=("C", "F"))
            for line, (id, kind, day) in enumerate(
                (("S1", "stage-1", "2025-06-10"), ("S2", "stage-2", "2025-08-26"))
            )
        ]  # fmt: skip
        found = major("NC-1", "S2", "2025-08-26", standard="iso-22000-2018")
        here = register("2025-12-01", quality, safety, *events, found)
        kinds = {c.record.id: [m.kind for m in c.milestones] for c in certifications(here)}
        assert "verification of NC-1" in kinds["F"]
        assert "verification of NC-1" not in kinds["C"]
        assert codes("2025-12-01", quality, safety, *events, found) == {"CER005"}


def test_days_to_come_do_not_count() -> None:
    """An audit, a verification and a decision with a day in the future have not happened."""
    granted = certificate(decided="2023-06-15", expires="2026-06-14")
    ahead = audit("V1", "surveillance", "2024-09-10")
    assert "CER001" in codes("2024-07-01", granted, *FIRST, ahead)
    held = audit("R", "recertification", "2026-04-07", finished="2026-04-09")
    open_ = major("NC-1", "R", "2026-04-09", body_verified="2026-06-10")
    years = (audit("V1", "surveillance", "2024-05-14"), audit("V2", "surveillance", "2025-05-13"))
    here = (granted, *FIRST, *years, held, open_)
    assert codes("2026-06-01", *here) == {"CER027"}
    new = certificate("C2", previous="C", decided="2026-06-12", expires="2029-06-14")
    assert due("2026-06-01", "recertification", *here, new)[0] == "2026-06-14"


class TestAfterTheEnd:
    days: Mapping[str, str] = MappingProxyType({"decided": "2023-06-15", "expires": "2026-06-14"})
    audits = (
        *FIRST,
        audit("V1", "surveillance", "2024-05-14"),
        audit("V2", "surveillance", "2025-05-13"),
        audit("R", "recertification", "2026-06-09", finished="2026-06-11"),
    )

    def test_a_restored_one_goes_on_in_its_cycle(self) -> None:
        here = (certificate(**self.days, restored="2026-10-14"), *self.audits)
        assert not codes("2026-10-20", *here)
        assert due("2026-10-20", "recertification", *here) == ["2029-06-14"]
        assert due("2026-10-20", "surveillance", *here) == ["2027-12-31", "2028-12-31"]
        assert "CER001" in codes("2028-01-05", *here)
        assert "CER003" in codes("2029-06-15", *here)

    def test_restored_across_the_end_of_a_year(self) -> None:
        days = {"decided": "2023-10-15", "expires": "2026-10-14"}
        here = (certificate(**days, restored="2027-02-10"), *self.audits)
        assert due("2027-02-15", "surveillance", *here) == ["2027-12-31", "2028-12-31"]

    def test_written_with_its_new_end_it_is_the_same(self) -> None:
        days = {**self.days, "expires": "2029-06-14", "restored": "2026-10-14"}
        here = (certificate(**days), *self.audits)
        assert not codes("2026-10-20", *here)
        assert due("2026-10-20", "recertification", *here) == ["2029-06-14"]

    def test_restored_after_seven_months_only_with_a_stage_2(self) -> None:
        here = (certificate(**self.days, restored="2027-01-20"), *self.audits)
        assert "CER003" in codes("2027-01-25", *here)
        again = audit("S9", "stage-2", "2026-12-08")
        assert not codes("2027-01-25", *here, again)

    @pytest.mark.parametrize(
        ("decided", "expires", "found"),
        [
            ("2026-06-12", "2029-06-14", set()),
            ("2026-06-12", "2029-09-14", {"CER009"}),
            ("2026-06-12", "2032-06-14", {"CER009"}),
            ("2026-10-13", "2029-06-14", set()),
            ("2026-10-13", "2029-10-12", {"CER009"}),
            ("2027-01-20", "2029-06-14", {"CER018"}),
        ],
    )
    def test_a_successor_ends_three_years_after_the_old_end(
        self, decided: str, expires: str, found: set[str]
    ) -> None:
        new = certificate("C2", previous="C", decided=decided, expires=expires)
        on = date.fromisoformat(decided) + timedelta(days=3)
        assert codes(on, certificate(**self.days), *self.audits, new) == found

    def test_a_late_successor_without_an_end_ends_like_the_old_one(self) -> None:
        new = certificate("C2", previous="C", decided="2026-10-13")
        here = (certificate(**self.days), *self.audits, new)
        assert due("2026-10-20", "recertification", *here) == ["2029-06-14"]

    def test_the_audit_may_be_on_record_with_the_successor(self) -> None:
        audits = [
            *self.audits[:-1],
            audit("R", "recertification", "2026-05-05", certification="C2"),
        ]
        new = certificate("C2", previous="C", decided="2026-06-01", expires="2029-06-14")
        assert not codes("2026-06-03", certificate(**self.days), *audits, new)
        applying = certificate("C2", previous="C")
        assert not codes("2026-05-20", certificate(**self.days), *audits, applying)

    def test_two_that_name_each_other_end_all_the_same(self) -> None:
        one = certificate("C", previous="C2", decided="2023-06-15")
        two = certificate("C2", previous="C", decided="2026-06-15")
        assert len(certifications(register("2026-07-01", one, two))) == 2


def test_a_certificate_ends_with_its_edition() -> None:
    old = certificate(standard="iso-27001-2013", decided="2023-09-15", expires="2026-09-14")
    years = (audit("V1", "surveillance", "2024-08-13"), audit("V2", "surveillance", "2025-08-12"))
    here = (old, *FIRST, *years)
    assert not codes("2025-09-01", *here)
    assert due("2025-09-01", "change of edition", *here) == ["2025-10-31"]
    assert codes("2026-02-02", *here) == {"CER003"}


def test_after_a_transfer_the_programme_goes_on() -> None:
    """The decision was the first body's: the first surveillance is due a year after it."""
    taken = certificate(decided="2024-06-15", transferred="2025-03-01")
    assert due("2025-03-10", "surveillance", taken) == ["2025-06-15", "2026-12-31"]
    anew = certificate(decided="2025-03-01", transferred="2025-03-01")
    assert due("2025-03-10", "surveillance", anew) == ["2026-12-31", "2027-12-31"]
    assert not codes("2025-03-10", taken)


class TestStepsAskedBeforeAnAudit:
    def told(self, purpose: AuditKind, on: str, *records: Record) -> str:
        here = register(on, *records)
        found = points(here, purpose, load(STANDARD), None)
        return " ".join(point.message for point in found)

    def test_stage_2_comes_after_stage_1(self) -> None:
        plan = arranged("S2", "stage-2", "2025-03-04")
        kind = AuditKind.STAGE_2
        assert self.told(kind, "2025-01-10", certificate(), FIRST[0], plan) == ""
        assert "stage 1 has not been held" in self.told(kind, "2025-01-10", certificate(), plan)
        waiting = arranged("S1", "stage-1", "2025-02-04")
        assert "arranged for 2025-02-04" in self.told(kind, "2025-01-10", certificate(), waiting)
        refused = audit("S1", "stage-1", "2025-01-02", result="not-recommended")
        assert "has not been held" in self.told(kind, "2025-01-10", certificate(), refused)

    def test_recertification_renews_a_certificate(self) -> None:
        kind = AuditKind.RECERTIFICATION
        assert self.told(kind, "2025-01-10") == "", "that nothing is recorded is another point"
        assert "not yet certified" in self.told(kind, "2025-01-10", certificate())
        granted = certificate(decided="2024-06-15")
        assert self.told(kind, "2025-01-10", granted) == ""

    def test_surveillance_needs_one_that_is_valid(self) -> None:
        kind = AuditKind.SURVEILLANCE
        granted = {"decided": "2024-06-15"}
        assert self.told(kind, "2025-01-10", certificate(**granted)) == ""
        for more in ({"suspended": "2025-01-02"}, {"withdrawn": "2025-01-02"}):
            assert "no certificate to survey" in self.told(
                kind, "2025-01-10", certificate(**granted, **more)
            )


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("IAF MLA", "IAF MLA"),
        ("GACI MRA (formerly IAF MLA)", "GACI MRA"),
        ("the IAF MLA for QMS", "IAF MLA"),
        ("iaf-mla", "IAF MLA"),
        ("EA MLA", "EA MLA"),
        ("my uncle", None),
        ("none", None),
        ("not under the IAF MLA", None),
        ("IAF MLA applied for", None),
        ("ILAC MRA", None),
        ("yes", None),
    ],
)
def test_an_arrangement_is_one_that_exists(text: str, name: str | None) -> None:
    assert arrangement(text) == name


@pytest.mark.parametrize(
    ("scope", "named"),
    [
        ("FSMS, ISO 22000:2018, food chain category C", True),
        ("ISO 9001, ISO 14001, ISO 22000", True),
        ("FSMS", True),
        ("QMS, ISO 9001:2015, EA 3", False),
        ("ISO 22000:2005", False),
        ("ISO 9001; ISO 22000 applied for", False),
        ("all standards except ISO 22000", False),
        ("food safety", False),
    ],
)
def test_a_scope_names_the_standard(scope: str, named: bool) -> None:
    assert covers(scope, "iso-22000-2018", "ISO 22000:2018") is named


@pytest.mark.parametrize(
    ("text", "nothing"),
    [
        *((word, True) for word in ("", "no", "None", "-", "–", "n/a", "N.A.", "not yet", "?")),
        *((word, False) for word in ("CQI and IRCA", "Nordic Board", "Notified Body 0123", "yes")),
    ],
)
def test_a_word_that_names_nothing(text: str, nothing: bool) -> None:
    assert says_no(text) is nothing


DECIDED = st.dates(date(2020, 1, 1), date(2030, 12, 31))
DAYS = st.integers(1, 1090)
KINDS = st.sampled_from(["surveillance", "recertification", "special", "stage-2"])


@given(DECIDED, st.lists(st.tuples(KINDS, DAYS, st.booleans()), max_size=4), DAYS)
def test_laws_of_every_programme(
    decided: date, audits: list[tuple[str, int, bool]], after: int
) -> None:
    """Nothing is due on the day of an audit that is over; no year asks for two surveillances."""
    on = decided + timedelta(after)
    events = [
        (audit if held and day <= after else arranged)(f"E{n}", kind, decided + timedelta(day))
        for n, (kind, day, held) in enumerate(audits)
    ]
    granted = certificate(decided=decided)
    (found,) = certifications(register(on, granted, *FIRST, *events))
    for milestone in found.milestones:
        if milestone.event is not None and milestone.event.day("finished"):
            assert milestone.act_on() == milestone.due
        assert milestone.act_on() <= milestone.due
    years = [m.due.year for m in found.milestones if m.rule.name == "surveillance"]
    assert len(set(years)) == len(years) <= 2
    assert set(years) <= set(range(decided.year + 1, end_of_cycle(decided).year))
    places = {d.place for d in duties(register(on, granted, *FIRST, *events))}
    assert {e.place("planned") for e in events if not e.day("finished")} <= places


@given(DECIDED, st.integers(0, 1090), st.lists(st.tuples(KINDS, DAYS), max_size=3))
def test_an_audit_of_one_certificate_makes_no_gap_of_another(
    decided: date, after: int, audits: list[tuple[str, int]]
) -> None:
    on = decided + timedelta(after)
    other = certificate("D", standard="iso-14001-2015", decided=decided)
    here = register(on, certificate(decided=decided), other)
    before = [m for c in certifications(here) if c.record.id == "D" for m in c.milestones]
    events = [audit(f"E{n}", kind, decided + timedelta(d)) for n, (kind, d) in enumerate(audits)]
    here = register(on, certificate(decided=decided), other, *events)
    after_all = [m for c in certifications(here) if c.record.id == "D" for m in c.milestones]
    assert before == after_all


@given(DECIDED, st.integers(1, 1090))
def test_what_is_missing_is_no_gap_once_it_was_held_in_time(decided: date, after: int) -> None:
    on = decided + timedelta(after)
    granted = certificate(decided=decided)
    (found,) = certifications(register(on, granted, *FIRST))
    late = [m for m in found.milestones if m.kind == "surveillance" and m.is_late(on)]
    held = [audit(f"V{n}", "surveillance", m.due) for n, m in enumerate(late)]
    (then,) = certifications(register(on, granted, *FIRST, *held))
    assert not [m for m in then.milestones if m.kind == "surveillance" and m.is_late(on)]
    assert then.state is found.state is CertificateState.CERTIFIED
