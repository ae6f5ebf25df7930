"""How the benchmarks judge what was measured, and show it."""

from __future__ import annotations

from pathlib import Path

from benchmarks import goals, page
from benchmarks.measure import Spread
from benchmarks.situations import (
    COLD,
    MARKDOWN,
    MARKDOWN_IMPORTED,
    PYTHON,
    READS,
    STATUS,
    UNCHANGED,
)

NEEDED = {
    PYTHON: 0.010,
    STATUS: 0.030,
    READS: 1.0,
    MARKDOWN: 2.050,
    MARKDOWN_IMPORTED: 0.050,
}


def judged(documents: int, **seconds: float) -> dict[str, goals.Result]:
    """The goals for checks, cold and with nothing changed, by what is allowed."""
    given = {**NEEDED, COLD: seconds["cold"], UNCHANGED: seconds["unchanged"]}
    cpu = {name: Spread(value, value, value) for name, value in given.items()}
    peak = {UNCHANGED: Spread(50, 70, 80)}
    return {result.words: result for result in goals.judge(documents, cpu, peak)}


def test_a_goal_is_a_multiple_of_what_others_need_in_the_same_run() -> None:
    small = judged(300, cold=4.65, unchanged=0.2)
    cold = small["2.5 reads + Markdown + 150 ms"]
    assert round(cold.ratio, 6) == 1
    assert cold.met
    unchanged = small["Python + git status + 60 ms"]
    assert round(unchanged.ratio, 6) == 2
    assert not unchanged.met


def test_each_size_has_its_goals_and_tools_that_are_missing_have_none() -> None:
    assert {*judged(300, cold=1, unchanged=1)} == {
        "2.5 reads + Markdown + 150 ms",
        "Python + git status + 60 ms",
        "60 MiB",
    }
    assert {*judged(10_000, cold=1, unchanged=1)} == {
        "2.5 reads + 1.1 Markdown",
        "Python + git status + 90 ms",
        "60 MiB",
    }
    assert {*judged(100_000, cold=1, unchanged=1)} == {"6 reads", "2 git status + 150 ms"}


def test_memory_is_judged_by_the_median_peak() -> None:
    assert not judged(300, cold=1, unchanged=1)["60 MiB"].met


def test_one_document_may_cost_half_as_much_again_in_a_larger_repository() -> None:
    cold = {300: Spread(2, 3, 4), 2_000: Spread(20, 31, 40), 10_000: Spread(100, 150, 200)}
    medium, large = goals.judge_growth(cold)
    assert not medium.met
    assert large.met
    assert round(large.ratio, 6) == 1


def test_the_table_is_written_between_the_marks_of_a_page_again_and_again(tmp_path: Path) -> None:
    file = tmp_path / "page.md"
    file.write_text(f"Before\n{page.BEGIN}\nOld\n{page.END}\nAfter\n", encoding="utf-8")
    results = list(judged(300, cold=4.65, unchanged=0.2).values())
    for _ in range(2):
        page.insert(file, {"processor": "One"}, results)
    text = file.read_text("utf-8")
    assert text.startswith("Before\n")
    assert text.endswith("\nAfter\n")
    assert text.count("- processor: One") == 1
    assert "Old" not in text
    assert "| 300 | check, cold | 4.65 s | 4.65 s to 4.65 s | 4.65 s | 1.00 | met |" in text
    assert "1 of 3 goals are met." in text


def test_an_earlier_run_is_compared_by_medians_where_both_have_a_situation() -> None:
    earlier = {"machine": {}, "costs": {"300": {COLD: [[9, 2.0, 50], [9, 4.0, 50]]}}}
    now = {"machine": {}, "costs": {300: {COLD: [[9, 1.5, 50]], UNCHANGED: [[9, 1, 50]]}}}
    lines = page.comparison(earlier, now).splitlines()
    assert lines[-1].split() == ["3000.0", "1500.0", "0.50", *f"{COLD}, 300 documents".split()]
    assert UNCHANGED not in lines[-1]
