"""Running the rules: which, at which level, in which order, and under which waivers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from isodocs.checking import run as runner
from isodocs.errors import ConfigurationError
from isodocs.model.gap import Finding, Gap, Level, Place
from isodocs.model.register import Register
from isodocs.rules.registry import all_rules, find
from isodocs.workspace import View, Workspace
from tests.helpers.company import CONFIG, base, document, path
from tests.helpers.repository import RepositoryBuilder

SOP = path("SOP-001")
TEXT = document(status="draft", owner="nobody", efective="x", body="# A\n\n[a](b.md) [c](d.md)\n")
WAIVER = """\
rule: REF002
document: SOP-001
subject: b.md
reason: The form comes with the new machine.
granted-by: dora
granted: 2024-05-01
until: 2024-12-31
"""


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Register:
    """One document with gaps of several rules, and a waiver for one of them; read only."""
    repo = RepositoryBuilder(tmp_path_factory.mktemp("run") / "repo")
    files = {**base(), SOP: TEXT, ".isodocs/waivers/w.yaml": WAIVER}
    for name, content in files.items():
        repo.write(name, content)
    return Workspace.open(repo.path).register(View(date(2024, 6, 1)))


def with_config(register: Register, **changes: object) -> Register:
    config = replace(register.config, **changes)  # type: ignore[arg-type]
    return replace(register, inventory=replace(register.inventory, config=config))


def codes(register: Register, **options: list[str]) -> list[str]:
    return [gap.code for gap in runner.run(register, **options)]


def test_worst_first_then_by_place(register: Register) -> None:
    gaps = runner.run(register)
    assert [(gap.code, gap.finding.place.line) for gap in gaps] == [
        ("REF002", 13),
        ("REF002", 13),
        ("DOC011", 7),
        ("DOC008", 9),
        ("CLS004", 2),
    ]
    assert [gap.finding.subject for gap in gaps[:2]] == ["b.md", "d.md"]


def test_the_order_does_not_depend_on_that_of_the_rules(register: Register) -> None:
    def key(gap: Gap) -> tuple[int, str, int]:
        levels = list(Level)
        return levels.index(gap.level), gap.finding.place.path, gap.finding.place.line

    found = [key(gap) for gap in runner.run(register)]
    assert found == sorted(found)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["DOC"], {"DOC011", "DOC008"}),
        (["doc008"], {"DOC008"}),
        (["DOC00"], {"DOC008"}),
        (["owner-unknown", "REF"], {"DOC011", "REF002"}),
        (["APR"], set()),
    ],
)
def test_only_what_is_selected(register: Register, words: list[str], found: set[str]) -> None:
    assert set(codes(register, select=words)) == found


def test_not_what_is_ignored(register: Register) -> None:
    assert codes(register, select=["DOC"], ignore=["DOC008"]) == ["DOC011"]
    assert "REF002" not in codes(with_config(register, ignore=("REF", "nonsense")))


@pytest.mark.parametrize("option", ["select", "ignore"])
def test_a_wrong_rule_is_named_with_the_right_one(register: Register, option: str) -> None:
    with pytest.raises(
        ConfigurationError, match=r"no rule 'ARP001'.*Did you mean 'APR001'"
    ) as error:
        runner.run(register, **{option: ["ARP001"]})
    assert "isodocs explain" in error.value.hint
    with pytest.raises(ConfigurationError):
        runner.run(register, **{option: [""]})


def test_find_knows_codes_and_names() -> None:
    assert find("apr001") is find("approval-missing")
    with pytest.raises(ConfigurationError, match="Did you mean 'approval-missing'"):
        find("approval-mising")


def test_levels_of_the_configuration_hold_by_code_and_name(register: Register) -> None:
    levels = {"DOC008": Level.NOTE, "owner-unknown": Level.ERROR}
    found = {gap.code: gap.level for gap in runner.run(with_config(register, levels=levels))}
    assert found["DOC008"] is Level.NOTE
    assert found["DOC011"] is Level.ERROR
    assert found["REF002"] is Level.ERROR


def on(register: Register, day: str) -> Register:
    return replace(register, on=date.fromisoformat(day))


def waived(register: Register) -> list[str]:
    return [gap.finding.subject for gap in runner.run(register) if gap.waived_until]


def test_a_running_waiver_silences_one_gap_and_is_reported(register: Register) -> None:
    gap, other = runner.run(register, select=["REF002"])
    assert not gap.counts
    assert (gap.waived_until, gap.waived_because) == (
        "2024-12-31",
        "The form comes with the new machine.",
    )
    assert other.counts


@pytest.mark.parametrize(
    ("day", "silenced"),
    [
        ("2024-04-30", []),  # not yet granted
        ("2024-05-01", ["b.md"]),
        ("2024-12-31", ["b.md"]),
        ("2025-01-01", []),  # lapsed, and a gap itself
    ],
)
def test_a_waiver_holds_from_day_to_day(register: Register, day: str, silenced: list[str]) -> None:
    then = on(register, day)
    assert waived(then) == silenced
    assert ("CFG006" in codes(then)) is (day == "2025-01-01")


@pytest.mark.parametrize(
    ("changes", "silenced"),
    [
        ({"subject": ""}, ["b.md", "d.md"]),
        ({"rule": "link-to-missing-file"}, ["b.md"]),
        ({"document": SOP}, ["b.md"]),
        ({"document": "SOP-002"}, []),
        ({"document": ""}, []),
        ({"rule": "REF"}, []),
        ({"subject": "x.md"}, []),
        ({"granted": None}, []),
        ({"until": None}, []),
    ],
)
def test_a_waiver_is_for_one_rule_and_one_document(
    register: Register, changes: dict[str, object], silenced: list[str]
) -> None:
    (waiver,) = register.inventory.waivers
    waivers = (replace(waiver, **changes),)  # type: ignore[arg-type]
    found = replace(register, inventory=replace(register.inventory, waivers_in_force=waivers))
    assert waived(found) == silenced


@settings(max_examples=30, deadline=None)
@given(
    st.integers(0, 9_999),
    st.integers(0, 999),
    st.sampled_from(["b.md", "d.md", ""]),
    st.sampled_from(["SOP-001", "SOP-002", ""]),
    st.text(max_size=5),
)
def test_a_fingerprint_forgets_lines_words_and_levels(
    line: int, column: int, subject: str, id: str, words: str
) -> None:
    def gap(finding: Finding, code: str = "REF002", level: Level = Level.ERROR) -> Gap:
        return Gap(all_rules()[code], level, finding)

    one = Finding("message", "hint", Place(SOP, 1, 1), id, subject)
    two = Finding(words, words, Place(SOP, line, column), id, subject)
    assert gap(one).fingerprint == gap(two, level=Level.NOTE).fingerprint
    assert gap(one).fingerprint != gap(two, code="REF003").fingerprint
    assert gap(one).fingerprint != gap(replace(two, subject=subject + "#a")).fingerprint
    moved = replace(two, place=Place("documents/other.md"))
    assert (gap(one).fingerprint == gap(moved).fingerprint) is bool(id)


def test_moving_text_keeps_the_fingerprints(tmp_path_factory: pytest.TempPathFactory) -> None:
    found = []
    for number, text in enumerate((TEXT, TEXT.replace("# A\n", "# A\n\nMore text.\n"))):
        repo = RepositoryBuilder(tmp_path_factory.mktemp("moved") / str(number))
        repo.write("isodocs.yaml", CONFIG)
        repo.write(SOP, text)
        gaps = runner.run(Workspace.open(repo.path).register(View(date(2024, 6, 1))))
        found.append(
            {(gap.finding.place.line, gap.fingerprint) for gap in gaps if gap.code == "REF002"}
        )
    first, second = found
    assert {fingerprint for _, fingerprint in first} == {fingerprint for _, fingerprint in second}
    assert first != second
