"""A planned training is done once those for whom it was planned are recorded as trained."""

from __future__ import annotations

from datetime import date

import pytest

from isodocs.assess.competence import competence
from tests.assess.test_deadlines import deadlines, registered

PLAN = "id,title,competence,persons,roles,planned,due,held,cancelled,note"
PEOPLE = """id,name,roles,joined,left
ann,Ann,operator,2020-01-06,
ben,Ben,operator,2020-01-06,
cleo,Cleo,operator,2020-01-06,2026-02-28
dan,Dan,operator,2026-05-04,
"""


def open_lines(line: str, *trained: str, on: date = date(2026, 6, 1)) -> list[tuple[str, str]]:
    """What is still to be done about a line of the plan, and by when."""
    register = registered(
        on,
        people=PEOPLE,
        training_plan=f"{PLAN}\n{line}\n",
        training="\n".join(["person,competence,date", *trained, ""]),
    )
    return [(each.what + each.still, str(each.day)) for each in deadlines(register)]


LINE = "P-1,Gauges,K1,{},{},2026-04-10,{},{},{},why"


@pytest.mark.parametrize(
    ("persons", "roles", "held", "trained", "waiting"),
    [
        ("ann", "", "", [], "Ann"),
        ("ann", "", "", ["ann,K1,2026-04-10"], None),
        ("ann", "", "", ["ann,K1,2026-05-29"], None),
        ("ann", "", "", ["ann,K1,2026-03-01"], None),  # earlier than planned
        ("ann", "", "", ["ann,K1,2025-04-11"], "Ann"),  # that of the year before
        ("ann", "", "", ["ann,K1,2026-07-01"], "Ann"),  # to come
        ("ann", "", "", ["ann,K2,2026-04-10", "ben,K1,2026-04-10"], "Ann"),
        ("ann; ben", "", "", ["ann,K1,2026-04-10"], "Ben"),
        # Cleo has left, and Dan was not here yet.
        ("", "operator", "", [], "Ann and Ben"),
        ("", "operator", "", ["ann,K1,2026-04-10", "ben,K1,2026-04-10"], None),
        # Whoever was away is asked by the competence; held without anyone is a claim.
        ("ann; ben", "", "2026-04-10", ["ann,K1,2026-04-10"], None),
        ("ann; ben", "", "2026-04-10", [], "Ann and Ben"),
    ],
)
def test_trainings_end_a_line(
    persons: str, roles: str, held: str, trained: list[str], waiting: str | None
) -> None:
    found = open_lines(LINE.format(persons, roles, "", held, ""), *trained)
    how = "called held but not recorded" if held else "still"
    assert found == ([(f"training, {how} for {waiting}", "2026-04-10")] if waiting else [])


def test_a_line_without_a_competence_ends_by_its_own_word() -> None:
    assert open_lines("P-1,Gauges,,ann,,2026-04-10,,,,") == [("training", "2026-04-10")]
    assert open_lines("P-1,Gauges,,ann,,2026-04-10,,2026-04-11,,") == []
    assert open_lines(LINE.format("ann", "", "", "", "2026-04-02")) == []


def test_once_the_planned_day_is_past_the_last_one_counts() -> None:
    line = LINE.format("ann", "", "2026-04-30", "", "")
    assert open_lines(line, on=date(2026, 4, 10)) == [("training, still for Ann", "2026-04-10")]
    assert open_lines(line, on=date(2026, 4, 11)) == [("training, still for Ann", "2026-04-30")]


def test_one_training_may_be_for_several_competences() -> None:
    register = registered(
        date(2026, 6, 1),
        people=PEOPLE,
        competence="id,title,kind,persons\nK1,Gauges,process,ann\nK2,Lathes,process,ann\n",
        training="person,competence,also-for,date\nann,K2,K1; K1,2026-04-10\n",
        training_plan=f"{PLAN}\n{LINE.format('ann', '', '', '', '')}\n",
    )
    assert {cell.state.value for cell in competence(register).cells.values()} == {"met"}
    assert not deadlines(register)
