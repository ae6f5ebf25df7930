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
from isodocs.dossier.certificates import certificate_cycles
from isodocs.model.audit import AuditKind
from isodocs.model.certification import CertificateState
from isodocs.model.gap import Level
from isodocs.model.record import Record
from isodocs.parsing.said_no import says_no
from isodocs.readiness.certification import points
from isodocs.readiness.duties import duties
from isodocs.rules.registry import all_rules
from isodocs.standards.editions import editions
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

EDITIONS_THAT_END = [id for id, edition in editions().items() if edition.ends]
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
        assert due("2025-01-10", "stage 2", certificate(), FIRST[0], plan) == ["2025-03-04"]

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
            ("2026-10-13", "2029-10-12", {"CER009", "CER031"}),
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


class TestEditions:
    """A certificate ends with its edition; a day that is to be confirmed ends nothing."""

    old = certificate(standard="iso-27001-2013", decided="2023-09-15", expires="2026-09-14")
    years = (audit("V1", "surveillance", "2024-08-13"), audit("V2", "surveillance", "2025-08-12"))
    quality: Mapping[str, str] = MappingProxyType(
        {"decided": "2027-05-15", "expires": "2030-05-14"}
    )

    def test_it_ends_with_its_edition(self) -> None:
        here = (self.old, *FIRST, *self.years)
        assert not codes("2025-09-01", *here)
        assert due("2025-09-01", "change of edition", *here) == ["2025-10-31"]
        assert codes("2025-10-31", *here) == {"CER029"}
        assert codes("2025-11-01", *here) == codes("2026-02-02", *here) == {"CER003"}
        assert due("2026-02-02", "", *here) == []

    def test_who_has_arranged_the_change_is_not_warned(self) -> None:
        alone = arranged("T", "transition", "2025-10-20", standard="iso-27001-2022")
        beside = arranged("V3", "surveillance", "2025-10-20", transition="iso-27001-2022")
        renewal = arranged("R", "recertification", "2025-10-20")
        new = certificate("C2", standard="iso-27001-2022", previous="C")
        here = (self.old, *FIRST, *self.years)
        for more in (alone, beside, renewal, new):
            assert not codes("2025-10-15", *here, more), more
        assert due("2025-10-15", "change of edition", *here, alone) == ["2025-10-20"]

    def test_the_audit_for_the_change_belongs_to_the_certificate_before(self) -> None:
        held = audit("T", "transition", "2025-09-09", certification="", standard="iso-27001-2022")
        here = (self.old, *FIRST, *self.years, held)
        assert not codes("2025-09-20", *here)
        assert due("2025-09-20", "decision on the change of edition", *here) == ["2025-10-31"]
        new = certificate(
            "C2",
            standard="iso-27001-2022",
            previous="C",
            decided="2025-10-01",
            issued="2025-10-01",
            expires="2026-09-14",
        )
        assert not codes("2026-02-02", *here, new)
        assert due("2026-02-02", "recertification", *here, new) == ["2026-09-14"]

    def test_one_renewed_with_the_change_follows_the_end_it_bore(self) -> None:
        held = audit("R", "recertification", "2025-09-09")
        new = certificate(
            "C2",
            standard="iso-27001-2022",
            previous="C",
            decided="2025-10-01",
            expires="2029-09-14",
        )
        assert not codes("2025-12-01", self.old, *FIRST, *self.years, held, new)

    def test_it_does_not_come_back_after_its_edition(self) -> None:
        short = certificate(standard="iso-27001-2013", decided="2022-09-15", expires="2025-09-14")
        years = (
            audit("V1", "surveillance", "2023-08-13"),
            audit("V2", "surveillance", "2024-08-12"),
        )
        first = (audit("S1", "stage-1", "2022-01-17"), audit("S2", "stage-2", "2022-02-07"))
        (before,) = certifications(register("2025-10-31", short, *first, *years))
        (after,) = certifications(register("2025-11-01", short, *first, *years))
        assert before.state is CertificateState.EXPIRED
        assert after.state is CertificateState.LOST

    def test_granted_after_the_end_it_never_held(self) -> None:
        late = certificate(standard="iso-27001-2013", decided="2025-11-05", expires="2028-11-04")
        (found,) = certifications(register("2025-11-10", late))
        assert (found.state, found.holds) == (CertificateState.LOST, False)
        assert "CER003" in codes("2025-11-10", late)

    def test_a_first_certification_to_the_old_edition_is_too_late(self) -> None:
        days = {"decided": "2024-07-15", "expires": "2025-10-31"}
        given = certificate(standard="iso-27001-2013", **days)
        stages = (audit("S1", "stage-1", "2024-03-05"), audit("S2", "stage-2", "2024-05-01"))
        assert codes("2024-08-01", given, *stages) == {"CER030"}
        in_time = (stages[0], audit("S2", "stage-2", "2024-04-30"))
        assert not codes("2024-08-01", given, *in_time)
        again = certificate(standard="iso-27001-2013", previous="C0", **days)
        assert "CER030" not in codes("2024-08-01", again, *stages)

    def test_a_day_to_be_confirmed_ends_nothing(self) -> None:
        given = certificate(**self.quality)
        first = (audit("S1", "stage-1", "2027-01-19"), audit("S2", "stage-2", "2027-02-09"))
        years = (
            audit("V1", "surveillance", "2028-02-08"),
            audit("V2", "surveillance", "2029-02-06"),
        )
        here = (given, *first, *years)
        assert codes("2029-08-29", *here) == {"CER031"}
        assert due("2029-03-01", "change of edition", *here) == ["2029-09-30"]
        assert due("2029-03-01", "recertification", *here) == []
        (duty,) = [d for d in duties(register("2029-03-01", *here)) if d.kind == "certification"]
        assert duty.what == (
            "change of edition to ISO 9001:2026 from ISO 9001:2015 (Certify Ltd); this last day is "
            "to be confirmed"
        )
        (cycle,) = certificate_cycles(register("2029-03-01", *here))
        assert {step.name for step in cycle.steps if not step.sure} == {"change of edition"}
        for day in ("2029-08-31", "2029-09-30", "2029-10-01", "2030-05-14"):
            assert codes(day, *here) == {"CER029"}, day
        (found,) = certifications(register("2030-01-15", *here))
        assert found.holds
        assert "CER003" in codes("2030-05-15", *here)

    def test_one_granted_after_a_day_to_be_confirmed_has_its_full_time(self) -> None:
        given = certificate(decided="2029-10-15", expires="2032-10-14")
        assert due("2029-11-01", "recertification", given) == ["2032-10-14"]
        assert due("2029-11-01", "change of edition", given) == []

    def test_first_certification_after_a_day_to_be_confirmed_is_a_note(self) -> None:
        stages = (audit("S1", "stage-1", "2028-02-08"), audit("S2", "stage-2", "2028-04-04"))
        given = certificate(decided="2028-05-02", expires="2029-09-30")
        here = register("2028-06-01", given, *stages)
        (found,) = all_rules()["CER030"].function(here)
        assert found.level is Level.NOTE
        assert "to be confirmed" in found.message

    @given(st.sampled_from([*EDITIONS_THAT_END]), st.integers(-1200, 1200))
    def test_nothing_is_asked_for_after_the_end(self, id: str, days: int) -> None:
        ends = editions()[id].ends
        assert ends
        decided = ends.last + timedelta(days)
        (found,) = certifications(register(decided, certificate(standard=id, decided=decided)))
        sure = ends.sure or decided <= ends.last
        assert all(m.due <= ends.last for m in found.milestones) or not sure


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
        ends = {"suspended": "has been suspended since", "withdrawn": "was withdrawn on"}
        for more, words in ends.items():
            said = self.told(kind, "2025-01-10", certificate(**granted, **{more: "2025-01-02"}))
            assert f"C {words} 2025-01-02, and cannot be surveyed" in said


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
