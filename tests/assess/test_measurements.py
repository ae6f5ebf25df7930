"""Series of measurements: what they come to, for their objective and for its records."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isodocs.assess.measurements import Series, all_series
from isodocs.assess.record_facts import impossible_values, states_without_facts
from isodocs.assess.targets import meets, says_no_value, target_of
from isodocs.model.register import Register
from tests.assess.test_deadlines import registered

OBJECTIVE = "id,title,measure,target,owner,due,result,measured,evaluated,unit,direction,status,note"
MEASUREMENT = "objective,supplier,figure,date,value,unit,follows"


def kept(objective: str, *measured: str, on: date = date(2026, 6, 1)) -> Register:
    """A register with one objective and its measurements."""
    return registered(
        on,
        objective=f"{OBJECTIVE}\n{objective}\n",
        measurement="\n".join([MEASUREMENT, *measured, ""]),
    )


def wrong(register: Register) -> list[str]:
    """What contradicts itself."""
    found = [*impossible_values(register), *states_without_facts(register)]
    return [each.message for each in found if each.level != "note"]


ACHIEVED = "O-1,Returns,returns,at most 2 %,ann,2026-12-31,{},{},{},,,achieved,"


@pytest.mark.parametrize(
    ("said", "rows", "problem"),
    [
        (("", "", ""), ["O-1,,,2026-03-31,1.4,%,"], None),
        (("", "", ""), ["O-1,,,2026-03-31,3.4,%,"], "is achieved with 3.4 %"),
        (("", "", ""), ["O-1,,,2026-03-31,3.4,,"], "is achieved with 3.4;"),
        (("", "", ""), ["O-1,,,2026-03-31,3.4,a month,"], None),
        (("", "", ""), ["O-1,,,2026-03-31,1.4,%,", "O-1,,,2026-04-30,3.4,%,"], "with 3.4 %"),
        (("", "", ""), ["O-1,,,2026-04-30,1.4,%,", "O-1,,,2026-03-31,3.4,%,"], None),
        (("", "", ""), ["O-1,,,2026-07-31,1.4,%,"], "is achieved without a result"),
        (("", "", ""), ["O-2,,,2026-03-31,1.4,%,"], "is achieved without a result"),
        # What cannot be read is reported by another rule.
        (("", "", ""), ["O-1,,,2026-03-31,none yet,%,"], None),
        # The newest counts, be it written in the objective or in its measurements.
        (("1.4 %", "2026-02-28", ""), ["O-1,,,2026-03-31,3.4,%,"], "is achieved with 3.4 %"),
        (("1.4 %", "2026-03-31", ""), ["O-1,,,2026-02-28,3.4,%,"], None),
        (("3.4 %", "2026-03-31", ""), ["O-1,,,2026-02-28,1.4,%,"], "is achieved with 3.4 %"),
        # What is measured after the last word on it says nothing about that word.
        (("", "", "2026-03-31"), ["O-1,,,2026-03-31,1.4,%,", "O-1,,,2026-04-30,3.4,%,"], None),
        # Of several figures of one day it is not said which is the result.
        (("", "", ""), ["O-1,,here,2026-03-31,3.4,%,", "O-1,,there,2026-03-31,1.4,%,"], None),
    ],
)
def test_the_newest_measurement_is_the_result(
    said: tuple[str, ...], rows: list[str], problem: str | None
) -> None:
    found = wrong(kept(ACHIEVED.format(*said), *rows))
    assert bool(found) == bool(problem), found
    assert problem is None or problem in found[0]


def test_what_followed_a_missed_objective_may_stand_beside_its_value() -> None:
    missed = "O-1,Returns,returns,at most 2 %,ann,2026-12-31,,,,,,missed,"
    assert wrong(kept(missed, "O-1,,,2026-03-31,3.4,%,Another carrier")) == []
    assert wrong(kept(missed, "O-1,,,2026-03-31,3.4,%,")) == ["was missed, and nothing follows"]
    assert wrong(kept(missed, "O-1,,,2026-03-31,1.4,%,Another carrier")) == []


@pytest.mark.parametrize(
    ("target", "side", "unit", "reached", "met"),
    [
        ("at most 2 %", "", "", "2.0 per cent", True),
        ("at most 2 %", "", "", "0.5", None),
        ("2", "at-most", "%", "3 %", False),
        ("2 %", "at-least", "", "3 %", True),
        ("2 %", "", "", "3 %", None),
        ("zero accidents", "", "", "1", False),
        ("no complaint", "", "", "none", True),
        ("100 % of the trainings", "", "", "98.5 %", False),
        ("at least 96", "", "%", "97", True),
        ("at least 96", "", "%", "97 days", None),
        ("better than before", "at-least", "", "97", None),
        ("2.0 % or less", "", "", "3.4 %", False),
        ("4 complaints or fewer", "", "", "4 complaints", True),
        ("4 or fewer", "", "", "5 complaints", None),
        ("96 % or more of the orders", "", "", "95 %", False),
        ("5 Tage oder weniger", "", "", "6 Tage", False),
        # The limit itself is good, unless the words leave it out.
        ("at most 2 %", "", "", "2 %", True),
        ("<= 2 %", "", "", "2 %", True),
        ("below 2 %", "", "", "2 %", False),
        ("< 2 %", "", "", "1.9 %", True),
        ("fewer than 3 complaints", "", "", "3 complaints", False),
        ("more than 95 %", "", "", "95 %", False),
        ("über 95 %", "", "", "96 %", True),
        # What is better depends on what is measured.
        ("96 % or better", "", "", "95 %", False),
        ("3 days or better", "at-most", "", "4 days", False),
        ("3 days or better", "at-most", "", "2 days", True),
        # A number or a range that can be read in two ways is not judged.
        ("at least 1,000 parts", "", "", "900 parts", None),
        ("at least 900 parts", "", "", "1,100 parts", None),
        ("at most 0,125 mm", "", "", "0,2 mm", False),
        ("at most 2.125 %", "", "", "2.250 %", False),
        ("5 - 7 days", "at-most", "", "6", None),
        ("2", "at-most", "-", "3 -", False),
    ],
)
def test_a_value_meets_a_target_or_it_cannot_be_said(
    target: str, side: str, unit: str, reached: str, met: bool | None
) -> None:
    assert meets(target_of(target, side, unit), reached, unit) is met


@pytest.mark.parametrize(
    ("target", "every"),
    [
        ("at least 0 %", True),
        (">= 0 percent", True),
        ("at least 0", True),
        ("at least -5 %", True),
        ("more than 0 %", False),
        ("at least 1 %", False),
        ("at most 0 %", False),
        ("0 complaints", False),
        ("at least 0 °C", False),
        ("at least 0 EUR", False),
        ("better", True),
        ("Continuous improvement", True),
        ("fewer complaints", False),
        ("ok from the laboratory", False),
        ("passed", False),
    ],
)
def test_a_target_that_no_result_can_miss(target: str, every: bool) -> None:
    assert says_no_value(target) is every


def series(values: list[int], target: str = "at least 50") -> Series:
    """One series of these values, a day after the other."""
    rows = [f"O-1,,,{date(2026, 1, 1) + timedelta(n)},{v},,," for n, v in enumerate(values)]
    register = kept(f"O-1,Yield,yield,{target},ann,2026-12-31,,,,,,open,", *reversed(rows))
    (found,) = all_series(register)
    return found


@given(st.lists(st.integers(-1000, 1000), min_size=2, max_size=9))
def test_a_trend_is_turned_around_with_its_values(values: list[int]) -> None:
    opposite = {"rising": "falling", "falling": "rising", "steady": "steady"}
    found = series(values)
    assert found.trend.removeprefix("… → ").split(" → ")[0] == str(values[-6:][0])
    assert series([-value for value in values]).direction == opposite[found.direction]
    if len(set(values[-6:])) == 1:
        assert found.direction == "steady"


def test_a_trend_says_whether_it_leads_to_the_target() -> None:
    assert series([40, 45, 51]).trend == "40 → 45 → 51, rising (better)"
    assert series([40, 45, 51], "at most 50").trend == "40 → 45 → 51, rising (worse)"
    assert series([7]).trend == "7"


EQUIPMENT = 'id,description,status,tolerance\nG-1,Gauge,in-use,"{}"\n'
CALIBRATION = "equipment,calibrated,result,as-found,as-left,traceable-to,nonconformity"


@pytest.mark.parametrize(
    ("allowed", "rows", "problem"),
    [
        ("±0.02 mm", ["passed,0.02,"], None),
        ("±0.02 mm", ["passed,-0.02,"], None),
        ("±0.02 mm", ["passed,-0.021,"], "is passed with a deviation of -0.021; G-1 may deviate"),
        ("0,5 °C", ["passed,0.6,"], "is passed with a deviation of 0.6"),
        ("≤ 0.02 mm", ["passed,0.03,"], "is passed with a deviation of 0.03"),
        ("1,000 g", ["passed,2,"], None),  # one or a thousand
        ("+/- 1", ["adjusted,0.6,1.2"], "is adjusted with a deviation of 1.2"),
        ("+/- 1", ["adjusted,1.6,0.2"], "nothing shows that earlier results were looked at"),
        ("+/- 1", ["adjusted,0.6,0.2"], None),
        ("+/- 1", ["failed,1.6,"], None),
        ("2 % of the value", ["passed,30,"], None),
        ("±(2 + L/300) µm", ["passed,30,"], None),
        ("", ["passed,30,"], None),
        ("0.02 mm", ["passed,0.05,", "passed,0.01,"], None),
    ],
)
def test_a_deviation_beyond_the_tolerance_has_not_passed(
    allowed: str, rows: list[str], problem: str | None
) -> None:
    lines = [f"G-1,2026-0{n}-12,{row},NPL,{{}}" for n, row in enumerate(rows, 1)]
    tables = {
        "equipment": EQUIPMENT.format(allowed),
        "calibration": "\n".join([CALIBRATION, *lines, ""]),
    }
    tables["calibration"] = tables["calibration"].replace(
        "{}", "N-1" if "failed" in rows[0] else ""
    )
    found = wrong(registered(date(2026, 6, 1), **tables))
    assert bool(found) == bool(problem), found
    assert problem is None or problem in found[0]
