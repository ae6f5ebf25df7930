"""Every rule is documented and tried: the reference is current, and cases fail and pass."""

from __future__ import annotations

import re
from functools import cache
from importlib import import_module
from pathlib import Path

import click
import pytest

from isodocs.cli import cli
from isodocs.model.gap import Level
from isodocs.model.rule import Rule, parse_document
from isodocs.readiness.readiness import AREAS
from isodocs.reference import rules_page
from isodocs.rules.registry import MODULES, all_rules
from isodocs.rules.rule import FAMILIES
from isodocs.rules.rule import rule as registered
from tests.helpers.company import CONFIG, base
from tests.helpers.repository import RepositoryBuilder
from tests.rules.case import ASIDE, Case, run

COMPANY = {
    **base(),
    "isodocs.yaml": f"{CONFIG}required: [id]\n",
    "documents/manual.md": "---\nid: MAN-001\nowner: quality-manager\n---\n# Manual\n\nText.\n",
}
"""The company of the examples; docs/rules.md describes it and names the day."""
DAY = "2026-06-01"
COMPANIONS: dict[str, set[str]] = {
    **{f"AUD00{number}": {"AUD012"} for number in (4, 5, 6, 7)},
    "AUD008": {"AUD009"},
    **{f"CER00{number}": {"CER006", "CER012"} for number in (1, 2, 3, 8, 9)},
    "CER032": {"CER006", "CER012"},
    **{f"CER00{number}": {"CER006"} for number in (4, 5)},
    **{f"CER00{number}": {"CER012"} for number in (6, 7)},
    **{code: {"APR001"} for code in ("DOC021", "REF005", "REV008")},
    "SOA002": {"SOA007", "SOA009"},
    "SOA007": {"SOA002", "SOA009"},
    **{f"SOA00{number}": {"SOA002", "SOA007"} for number in (3, 4, 5, 6, 8, 9)},
    "SOA010": {"SOA001"},
}
"""Rules that an example cannot help bringing up too."""
ROOT = Path(__file__).resolve().parents[2]
RULES = tuple(all_rules().values())
COMMAND = re.compile(r"`isodocs ([a-z]+)")


@cache
def all_cases() -> tuple[Case, ...]:
    """The cases of every test file beside this one."""
    names = sorted(path.stem for path in Path(__file__).parent.glob("test_*.py"))
    modules = [import_module(f"tests.rules.{name}") for name in names]
    return tuple(case for module in modules for case in getattr(module, "CASES", ()))


def cases(rule: Rule) -> list[Case]:
    """The cases of one rule."""
    return [case for case in all_cases() if case.code == rule.code]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
class TestEveryRule:
    def test_says_what_why_and_what_to_do(self, rule: Rule) -> None:
        document = rule.document
        assert document.summary.endswith(".")
        assert document.why
        assert document.example
        assert document.remedy
        written = re.findall(r"\b(?:[4-9]|10)\.[0-9](?:\.[0-9]+)*", document.why)
        assert set(rule.clauses) <= set(written), "Why names the clauses"

    def test_has_a_code_of_its_family_and_a_name(self, rule: Rule) -> None:
        assert re.fullmatch(r"[A-Z]{3}[0-9]{3}", rule.code)
        assert FAMILIES[rule.code[:3]] is rule.family
        assert re.fullmatch(r"[a-z]+(-[a-z]+)+", rule.name)

    def test_fails_and_passes_in_a_case(self, rule: Rule) -> None:
        mine = cases(rule)
        assert any(not case.gaps for case in mine)
        assert any(case.gaps for case in mine)
        for case in mine:
            assert all(expected.says for expected in case.gaps), str(case)


@pytest.mark.parametrize(
    "rule", [rule for rule in RULES if rule.document.files], ids=lambda rule: rule.code
)
def test_an_example_shows_its_gap(rule: Rule, repo: RepositoryBuilder) -> None:
    for path, text in {**COMPANY, **rule.document.files}.items():
        repo.write(path, text)
    gaps = [gap for gap in run(repo, DAY).gaps if gap.code == rule.code or gap.code not in ASIDE]
    found = "\n".join(f"{gap.code} {gap.finding.message}" for gap in gaps)
    assert [gap.code for gap in gaps].count(rule.code) == 1, found
    assert {gap.code for gap in gaps} - {rule.code} == COMPANIONS.get(rule.code, set()), found


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_every_rule_has_one_tested_example(rule: Rule) -> None:
    """Files in the docstring, or a failing case that is marked as what its sentence describes."""
    marked = [case for case in cases(rule) if case.example]
    assert all(case.gaps for case in marked)
    assert len(marked) == (0 if rule.document.files else 1)


def test_what_a_rule_stops_is_decided() -> None:
    """By its family or by itself; the areas of the score decide nothing silently either."""
    for family in FAMILIES.values():
        if family.stops is None:
            with pytest.raises(ValueError, match="which audits"):
                registered(f"{family.code}999", "new-rule", Level.ERROR, blocks=False)
    for known in RULES:
        weighed = {kind for kind in known.stops if known.family.area in AREAS[kind]}
        assert weighed == known.stops, f"{known.code} stops an audit that does not look at it"


def test_what_a_rule_stops_is_said() -> None:
    said = {known.code: known.at_an_audit for known in RULES}
    assert said["APR001"] == "stops stage 1, stage 2, surveillance, recertification, transition"
    assert said["CLS003"] == "stops stage 2, recertification, transition where it is an error"
    assert said["SOA001"] == "stops stage 1, stage 2, recertification, transition"
    assert said["REF001"] == ""


def test_only_commands_that_exist_are_named() -> None:
    commands = set(cli.list_commands(click.Context(cli)))
    for source in (ROOT / "isodocs/rules").glob("*.py"):
        assert set(COMMAND.findall(source.read_text(encoding="utf-8"))) <= commands, source.name


def test_every_case_is_of_a_rule_that_exists() -> None:
    assert {case.code for case in all_cases()} <= set(all_rules())


def test_names_are_unique() -> None:
    assert len({rule.name for rule in RULES}) == len(RULES)


def test_every_family_is_there() -> None:
    assert {rule.family.code for rule in RULES} == set(FAMILIES)


def test_the_reference_is_current() -> None:
    """`make docs` writes it."""
    assert (ROOT / "docs/rules.md").read_text(encoding="utf-8") == rules_page.render()


def test_the_reference_names_every_rule() -> None:
    text = rules_page.render()
    for rule in RULES:
        assert f"### {rule.code} {rule.name}" in text


def test_a_docstring_is_cut_into_its_parts() -> None:
    document = parse_document("What.\n\nWhy: Because\nof it.\n\nExample: `x`\n\nRemedy: Do it.")
    assert (document.summary, document.why) == ("What.", "Because of it.")
    assert (document.example, document.remedy) == ("`x`", "Do it.")
    assert document.files == {}


def test_the_files_of_an_example_are_cut_from_its_sentence() -> None:
    document = parse_document(
        "What.\n\nExample: A list\nin two files:\n\n    a/b.yaml:\n        x:\n          - 1\n\n"
        "        y: 2\n\n    c.md:\n        # C\n\nRemedy: Do it."
    )
    assert document.example == "A list in two files:"
    assert document.files == {"a/b.yaml": "x:\n  - 1\n\ny: 2\n", "c.md": "# C\n"}
    assert document.remedy == "Do it."


def test_the_code_leads_to_the_file() -> None:
    """`APR003` is in a file that begins with `apr_`, and the registry knows every such file."""
    for rule in RULES:
        module = rule.function.__module__.rpartition(".")[2]
        assert module.startswith(f"{rule.family.code.lower()}_"), rule.code
    files = {path.stem for path in (ROOT / "isodocs/rules").glob("*.py")}
    helpers = {name for name in files if name.startswith("_")}
    assert files - helpers - {"rule", "registry"} == set(MODULES)
    assert {rule.function.__module__.rpartition(".")[2] for rule in RULES} == set(MODULES)
