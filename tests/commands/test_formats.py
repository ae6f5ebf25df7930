"""Every report can be read by a program, and what has rows by a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from markdown_it import MarkdownIt

from isodocs import formats, reports, resources
from isodocs.reference import commands_page
from isodocs.reports.rules import RulesReport
from tests.helpers import clock
from tests.helpers.command import invoke


def _source(name: str) -> str:
    return Path(reports.__file__).with_name(f"{name}.py").read_text("utf-8")


FILES = sorted(path.stem for path in Path(reports.__file__).parent.glob("[a-z]*.py"))
REPORTS = [name for name in FILES if re.search(r"^class \w+Report\(", _source(name), re.MULTILINE)]
FORMATS = {
    path: tuple(option.type.choices)
    for path, command, _ in commands_page.commands()
    for option in command.params
    if option.name == "format_name"
}
EXCHANGED = "requirement_map"
"""Not a report but a file to exchange: YAML as it is kept, or a catalogue as OSCAL defines it."""
ARGUMENTS = {
    "import": "documents --dry-run",
    "audit-checklist": "AP-2026-03",
    "audit-report": "AUD-2026-02",
    "approve": "--as sofia.lindqvist",
    "diff": "SOP-004",
    "history": "SOP-004",
    "readiness": "stage-2",
    "records": "nonconformity",
    "show": "SOP-004 NC-2026-001 CAL-001 daniel.okafor quality-manager",
    "standards check": str(resources.path("schemas") / "standards/iso-9001-2015.yaml"),
    "standards compare": "iso-9001-2015 iso-14001-2015",
    "standards transition": "iso-9001-2015 iso-14001-2015",
    "verify-copy": "POL-001/2/1f2fcefd3230",
}


def schema(path: str) -> dict[str, Any] | None:
    """The schema that says it is what `isodocs <path> ... --format json` prints."""
    says = re.compile(rf"What `isodocs {path}( [A-Z]+)* --format json` prints")
    for file in resources.path("schemas").glob("*.schema.json"):
        content: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        if says.match(content["description"]):
            return content
    return None


@pytest.mark.parametrize("name", sorted({*REPORTS} - {EXCHANGED}))
def test_every_report_has_the_formats_of_all(name: str) -> None:
    assert {"text", "json", "csv", "markdown", "xlsx"} <= {*formats.of(reports.named(name))}


def test_every_report_is_printed_by_a_command_in_all_its_formats() -> None:
    printed = {
        option.type.report: option.type.choices
        for _, command, _ in commands_page.commands()
        for option in command.params
        if option.name == "format_name"
    }
    assert {*printed, "coverage_matrix"} == {*REPORTS}
    for name, choices in printed.items():
        assert tuple(choices) == formats.of(reports.named(name))


def test_a_format_is_one_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sample: Path
) -> None:
    (tmp_path / "count.py").write_text(
        "from isodocs.formats import Report\n"
        "TAKES = Report\n"
        "def write(report): return f'{len([*report.rows().rows])} rows\\n'\n"
    )
    monkeypatch.setattr(formats, "__path__", [*formats.__path__, str(tmp_path)])
    assert [name for name in REPORTS if not formats.fits(reports.named(name), "count")] == [
        EXCHANGED
    ]
    rows = list(csv.DictReader(io.StringIO(output("due", "csv", sample))))
    assert output("due", "count", sample) == f"{len(rows)} rows\n"


def test_what_a_report_lacks_is_refused() -> None:
    with pytest.raises(ValueError, match="RulesReport has no format ics"):
        formats.write(RulesReport([]), "ics")
    for name in ("", "nothing", "text.layout", "__init__"):
        assert not formats.fits(RulesReport, name)


def test_no_exception_is_left_over() -> None:
    assert EXCHANGED in REPORTS
    assert {*ARGUMENTS} <= {*FORMATS}


# A pack must be made first: tests/packs/test_verify.py.
@pytest.mark.parametrize("path", sorted({*FORMATS} - {"standards export", "pack verify"}))
def test_json_is_printed_in_its_published_form(path: str, sample: Path) -> None:
    assert "json" in FORMATS[path]
    published = schema(path)
    assert published, f"no schema says that `isodocs {path} --format json` prints it"
    found = json.loads(output(path, "json", sample))
    checker = Draft202012Validator.FORMAT_CHECKER
    Draft202012Validator(published, format_checker=checker).validate(found)


@pytest.mark.parametrize(
    ("path", "rows"),
    [
        ("approve", lambda d: d["waiting"]),
        ("audits", lambda d: [c for s in d["standards"] for c in s["clauses"]]),
        ("check", lambda d: d["gaps"]),
        ("doctor", lambda d: d["lines"]),
        ("due", lambda d: d["duties"]),
        ("explain", lambda d: d["rules"]),
        ("nonconformities", lambda d: d["nonconformities"]),
        ("plan", lambda d: d["duties"]),
        ("register", lambda d: d["documents"]),
        ("readiness", lambda d: [p for r in d["readiness"] for p in r["points"]]),
    ],
)
def test_csv_and_json_say_the_same(
    path: str, rows: Any, sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock.stop(monkeypatch, datetime(2026, 11, 20, 12, tzinfo=UTC))
    found = rows(json.loads(output(path, "json", sample)))
    table = list(csv.DictReader(io.StringIO(output(path, "csv", sample))))
    assert len(table) == len(found) > 0
    for row, one in zip(table, found, strict=True):
        for name in {*row} & {*one} - {"clause", "revision"}:
            assert row[name].removeprefix("'") == cell(one[name])


@pytest.mark.parametrize("path", ["nonconformities", "register", "standards compare"])
def test_markdown_has_the_rows_of_csv(path: str, sample: Path) -> None:
    table = list(csv.reader(io.StringIO(output(path, "csv", sample))))
    tokens = MarkdownIt("commonmark").enable("table").parse(output(path, "markdown", sample))
    texts = [t.children or [] for t in tokens if t.type == "inline"]
    assert sum(token.type == "tr_open" for token in tokens) == len(table) > 1
    assert len(texts) == sum(map(len, table))
    for said, wanted in zip(texts, chain.from_iterable(table), strict=True):
        shown = "".join(f"`{c.content}`" if c.tag == "code" else c.content for c in said)
        assert shown == wanted.removeprefix("'").strip()


def cell(value: Any) -> str:
    """A value of the JSON as a cell has it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(value)
    return "" if value in (None, 0) else str(value).replace("\n", "\\n")


def output(path: str, format: str, at: Path) -> str:
    """What the command prints for the sample company on the last day of its story."""
    arguments = [*path.split(), *ARGUMENTS.get(path, "").split(), "--format", format]
    command = next(command for name, command, _ in commands_page.commands() if name == path)
    if any(option.name == "on" for option in command.params):
        arguments += ["--on", "2026-11-20"]
    result = invoke(*arguments, at=at)
    assert result.exit_code in (0, 1), result.output
    return result.stdout
