"""An honest certified organisation, looked at every ten days for six years: there is no gap.

What it knows on a day is what it could have entered by then: audits are arranged half a year
before, and entered a few days after.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from isodocs.model.period import Period
from isodocs.model.record import Record
from isodocs.rules.registry import all_rules, select
from tests.helpers.certification import arranged, audit, certificate, major, register

MONTH = Period(1, "month")
RULES = [all_rules()[code] for code in sorted(select(["CER"]))]
ACCREDITED = {
    "accreditation_body": "UKAS",
    "accreditation_number": "0042",
    "accreditation_scope": "ISO 9001, machining",
    "recognised_under": "GACI MRA",
}


def months(number: int, start: date) -> date:
    return Period(number, "month").after(start)


class Life:
    """Everything that happens to a certificate, each with the day from which it is known."""

    def __init__(self, decided: date, *, recertified_before_expiry: int, late: int) -> None:
        """`late`: by how many days the second decision misses the end of the first certificate."""
        self.decided = decided
        self.end = Period(3, "year").after(decided) - timedelta(days=1)
        before = Period(recertified_before_expiry, "month").before(self.end)
        self.again = (self.end if late else before) + timedelta(days=late or 30)
        self.audits = [
            ("S1", "stage-1", Period(5, "month").before(decided), "C"),
            ("S2", "stage-2", Period(2, "month").before(decided), "C"),
            ("V1", "surveillance", months(11, decided), "C"),
            ("V2", "surveillance", months(22, decided), "C"),
            ("R", "recertification", before, "C"),
        ]
        year, end = self.end.year, Period(3, "year").after(self.end)
        self.audits.append(("R2", "recertification", Period(2, "month").before(end), "N"))
        self.audits += [
            (f"W{year}", "surveillance", date(year, self.end.month, 1), "N")
            for year in range(year + 1, end.year)
            if date(year, self.end.month, 1) < end
        ]

    def known(self, on: date) -> Iterator[Record]:
        """The records as they are on a day."""
        days = {"decided": self.decided, "issued": self.decided, "expires": self.end}
        if on < self.decided:
            days = {}
        checked = {"accreditation_verified": on.replace(month=1, day=1)}
        start = Period(8, "month").before(self.decided)
        yield certificate(applied=start, **ACCREDITED, **checked, **days)
        if on >= self.again:
            yield certificate(
                "N",
                previous="C",
                decided=self.again,
                issued=self.again,
                expires=Period(3, "year").after(self.end),
                **ACCREDITED,
                **checked,
            )
        for id, kind, day, of in self.audits:
            if on > day + timedelta(days=4):
                yield audit(id, kind, day, finished=day + timedelta(days=1), certification=of)
            elif on >= Period(7, "month").before(day):
                yield arranged(id, kind, day, certification=of)
        found = self.audits[1][2]
        if on > found + timedelta(days=4):
            seen = found + timedelta(days=30)
            done = {"body_verified": seen} if on >= seen else {}
            yield major("NC-1", "S2", found, due=found + timedelta(days=40), **done)


STARTS = [date(2020, 6, 15), date(2020, 2, 29), date(2021, 12, 30), date(2021, 11, 20)]


@pytest.mark.parametrize("decided", STARTS, ids=str)
@pytest.mark.parametrize("late", [0, 60])
def test_an_honest_life_has_no_gap(decided: date, late: int) -> None:
    life = Life(decided, recertified_before_expiry=2, late=late)
    on, last = Period(7, "month").before(decided), Period(70, "month").after(decided)
    while on < last:
        here = register(on, *life.known(on))
        found = {rule.code: [f.message for f in rule.function(here)] for rule in RULES}
        gaps = {code: messages for code, messages in found.items() if messages}
        if late and life.end < on < life.again:
            assert gaps.pop("CER003")
        assert not gaps, on
        on += timedelta(days=10)


def codes(on: date, records: list[Record]) -> set[str]:
    here = register(on, *records)
    return {rule.code for rule in RULES if [*rule.function(here)]}


@pytest.mark.parametrize(
    ("missing", "found"),
    [
        ("S1", {"CER010"}),
        ("S2", {"CER012"}),
        ("V1", {"CER001"}),
        ("V2", {"CER001"}),
        ("R", {"CER012"}),
        ("W", {"CER001"}),
    ],
)
def test_each_audit_that_is_missing_is_a_gap(missing: str, found: set[str]) -> None:
    decided = STARTS[0]
    life = Life(decided, recertified_before_expiry=2, late=0)
    days = {
        "S": months(1, decided),
        "V": months(14 if missing == "V1" else 34, decided),
        "R": months(2, life.again),
        "W": date(life.end.year + 2, 1, 20),
    }
    on = days[missing[0]]
    without = [r for r in life.known(on) if not r.id.startswith(missing) or r.id == "R2"]
    if missing == "S2":
        without = [record for record in without if record.kind != "nonconformity"]
    assert codes(on, without) >= found


@pytest.mark.parametrize("field", ["accreditation_scope", "recognised_under", "decided"])
def test_each_fact_of_the_certificate_matters(field: str) -> None:
    life = Life(STARTS[0], recertified_before_expiry=2, late=0)
    on = months(14, STARTS[0])
    name = field.replace("_", "-")
    records = [
        certificate(
            **{n.replace("-", "_"): v for n, v in r.values.items() if n not in (name, "id")}
        )
        if r.kind == "certification"
        else r
        for r in life.known(on)
    ]
    assert codes(on, records)
