"""Records as they are read: every value with its line, whatever the file."""

from __future__ import annotations

import itertools
import json
import re
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from isodocs import resources
from isodocs.model.config import DEFAULT_DAYS
from isodocs.model.record import Record, RecordField, RecordKind
from isodocs.records import record_names
from isodocs.records import record_parsing as reader
from isodocs.records.record_kinds import SUFFIX, kinds
from isodocs.standards.load import load

REFERRED = (
    *("person", "role", "owner", "document", "revision", "clause", "standard"),
    *("file", "file-or-number", "record"),
)
SCHEMAS = sorted((resources.path("schemas") / "records").glob(f"*{SUFFIX}"))
CSV = """person,competence,date,result
ann,measuring,2026-03-02,effective

ben,"measuring, fine",2026-02-30,good
"""


def read(path: str, text: str) -> tuple[Record, ...]:
    return reader.parse(path, "b", text.encode())


def problems(record: Record) -> list[tuple[int, int, str]]:
    return [(p.line, p.column, p.message) for p in record.problems]


def test_a_table_in_csv_knows_its_lines() -> None:
    ann, ben = read("records/training.csv", CSV)
    assert (ann.kind, ann.line, ann.text("person")) == ("training", 2, "ann")
    assert ann.day("date") == date(2026, 3, 2)
    assert ann.problems == ()
    assert (ben.line, ben.text("competence")) == (4, "measuring, fine")
    assert problems(ben) == [
        (4, 3, "'date' is '2026-02-30', which is not a calendar date"),
        (4, 4, "'result' is 'good'."),
    ]


def test_semicolons_and_a_byte_order_mark_are_what_spreadsheets_write() -> None:
    (row,) = read("records/training.csv", "\ufeffperson;competence;date\nann;a, b;2026-03-02\n")
    assert row.text("competence") == "a, b"


def test_a_table_in_yaml_in_a_folder_of_its_kind() -> None:
    text = "- person: ann\n  competence: measuring\n  date: 2026-03-02\n- {person: ben}\n- x\n"
    ann, ben, stray = read("records/training/2026.yaml", text)
    assert (ann.line, ann.places["date"], ann.problems) == (1, (3, 3), ())
    assert [p.message for p in ben.problems] == [
        "training record without 'competence'",
        "training record without 'date'",
    ]
    assert problems(stray) == [(5, 0, "a row must hold 'key: value'")]


def test_a_story_is_known_by_its_front_matter_or_its_folder() -> None:
    text = (
        "---\n{0}id: NC-1\ntitle: Wrong gauge\nstatus: open\nsource: process\ngrade: minor\n"
        "raised: 2026-03-02\nowner: quality-manager\nclauses: [8.10, '7.1.5.2']\n---\n# What\n\nx\n"
    )
    (named,) = read("records/anything/nc-1.md", text.format("record: nonconformity\n"))
    (placed,) = read("records/nonconformities/nc-1.md", text.format(""))
    for record in (named, placed):
        assert (record.kind, record.id, record.problems) == ("nonconformity", "NC-1", ())
        assert record.items("clauses") == ("8.10", "7.1.5.2")
        assert record.outline is not None
    (homeless,) = read("records/notes/nc-1.md", text.format(""))
    assert homeless.kind == ""
    assert "what kind of record this is" in homeless.problems[0].message


def test_an_unknown_kind_and_field_suggest_the_right_one() -> None:
    (record,) = read("records/x.md", "---\nrecord: nonconformty\n---\n")
    assert "Did you mean 'nonconformity'?" in record.problems[0].message
    (row,) = read("records/training.csv", "person,competence,date,sertificate\na,b,2026-03-02,x\n")
    assert "Did you mean 'certificate'?" in row.problems[0].message


@pytest.mark.parametrize(
    ("path", "text", "says"),
    [
        ("records/training.csv", 'person\n"ann', "not readable as CSV"),
        ("records/training.csv", "person\nann,b\n", "the row has 2 cells, the header 1"),
        ("records/training.csv", "person\nann\u202e\n", "U+202E"),
        ("records/training.yaml", "a: b\n", "a table is a list of records"),
        ("records/training.yaml", "- &a {person: ann}\n", "anchor"),
    ],
)
def test_what_cannot_be_read_says_so(path: str, text: str, says: str) -> None:
    found = [p.message for record in read(path, text) for p in record.problems]
    assert any(says in message for message in found)


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("records/training-2026.csv", "training"),
        ("records/training_2025.02.csv", "training"),
        ("records/people.csv", "people"),
        ("records/risks.csv", "risk"),
        ("records/interested-parties.yaml", "interested-party"),
        ("records/2026/certification-events.csv", "certification-event"),
        ("records/nonconformities/2026/nc-1.md", "nonconformity"),
        ("records/applicability-iso-27001-2022.csv", "applicability"),
        ("records/applicability-acme-quality-2026.yaml", "applicability"),
        ("records/competence-matrix-2026.csv", ""),
        ("records/lunch.csv", ""),
    ],
)
def test_a_path_names_its_kind(path: str, kind: str) -> None:
    found = record_names.kind_of(path)
    assert (found.name if found else "") == kind


def test_a_table_whose_name_nearly_names_a_kind_is_a_slip() -> None:
    (row,) = read("records/trianing.csv", "person\nann\n")
    assert (row.kind, row.problems[0].kind) == ("", record_names.NO_KIND)
    assert "Did you mean 'training'?" in row.problems[0].message
    (row,) = read("records/SoA.csv", "control,applicable\nA.5.1,yes\n")
    assert "Did you mean 'applicability'?" in row.problems[0].message
    (story,) = read("records/x.md", "---\nrecord: training\n---\n")
    assert "a training record is a row of a table" in story.problems[0].message


def test_what_is_wrong_with_a_header_is_told_once() -> None:
    text = "person,competence,day,person\nann,a,x,b\nben,b,y,c\n"
    ann, ben = read("records/training.csv", text)
    assert problems(ann) == [
        (1, 3, "unknown field 'day' in training record."),
        (1, 4, "the column 'person' is there twice"),
        (1, 0, "training record without 'date'"),
    ]
    assert (ann.text("person"), ben.text("person"), ben.problems) == ("ann", "ben", ())


def test_a_table_of_a_common_name_is_of_the_kind_only_with_its_columns() -> None:
    assert read("records/measurements.csv", "gauge,bore\nA,3.01\n") == ()
    assert read("records/measurement/bores.yaml", "- {gauge: A, value: 3}\n") == ()
    (row,) = read("records/measurement.csv", "objective,date,value\nO-1,2026-03-31,94.2\n")
    assert (row.kind, row.problems) == ("measurement", ())


def test_an_empty_cell_has_its_place_and_a_wrong_one_is_told_each_time() -> None:
    text = "date,person,competence\n2026-13-01,,a\n2026-13-01,ann, a \n"
    first, second = read("records/training.csv", text)
    assert problems(first) == [
        (2, 1, "'date' is '2026-13-01', which is not a calendar date"),
        (2, 0, "training record without 'person'"),
    ]
    assert str(first.place("person")) == "records/training.csv:2:2"
    assert str(first.place("course")) == "records/training.csv:2"
    assert [p.line for p in second.problems] == [3]
    assert second.text("competence") == "a"


def test_front_matter_that_cannot_be_read_is_told_once() -> None:
    (record,) = read("records/nonconformities/nc-1.md", "---\nid: [\n---\n")
    assert (record.kind, len(record.problems)) == ("", 1)


def test_what_is_no_record_is_left_alone() -> None:
    assert read("records/training/certificate.pdf", "%PDF") == ()
    assert read("records/calibration/evidence/g-17.csv", "a,b\n1,2\n") == ()
    assert read("records/readme.md", "# Records\n") == ()
    assert read("records/lunch.csv", "a,b\n1,2\n") == ()


@given(st.sampled_from(["records/training.csv", "records/training.yaml"]), st.binary(max_size=300))
def test_reading_never_raises(path: str, data: bytes) -> None:
    for record in reader.parse(path, "b", data):
        assert record.path == path


@pytest.mark.parametrize("path", SCHEMAS, ids=lambda path: path.name)
def test_a_kind_is_a_schema_that_is_read_whole(path: Any) -> None:
    """A schema says nothing that the reader does not look at."""
    schema = json.loads(path.read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    kind = kinds()[path.name.removesuffix(SUFFIX)]
    assert schema["x-form"] in ("table", "story")
    assert schema["additionalProperties"] is False
    assert set(schema["required"]) <= set(schema["properties"])
    assert schema["description"]
    assert not kind.key or kind.key in kind.fields
    assert not kind.retained_from or kind.fields[kind.retained_from].form == "date"
    asking = (*kind.law.some, *kind.law.duties)
    for reference in (*kind.proves, *itertools.chain(*(each.clauses for each in asking))):
        standard, _, number = reference.partition(":")
        assert load(standard).get(number), reference
    assert not kind.closed or set(kind.closed) <= set(kind.fields["status"].choices)
    assert kind.table or not kind.final
    assert not (kind.closed and kind.table), "a row that closes would freeze its whole file"
    choices = kind.fields["status"].choices if "status" in kind.fields else ()
    assert set(kind.ended) <= {*kind.fields, *choices}
    for name, content in schema["properties"].items():
        assert content["description"], name
        assert all(kind.fields[day].form == "date" for day in kind.fields[name].on), name
        assert set(content) <= {
            "type", "format", "enum", "pattern", "description", "items", "x-refers", "x-on",
            "x-names-only", "x-day", "x-least", "x-known-in", "x-last-in", "x-site",
        }, name  # fmt: skip
        assert (kind.fields[name].day is not None) == (kind.fields[name].form == "date"), name
        assert content.get("format", "date") in ("date", "period", "number", "flag"), name
        known_in = kind.fields[name].known_in
        assert not known_in or {"id", "title"} <= kinds()[known_in].fields.keys(), name
        refers = kind.fields[name].refers
        assert refers in {"", *REFERRED} or kinds()[refers].key, name
        assert not name.endswith("-sha256") or (
            kind.fields[name.removesuffix("-sha256")].refers.startswith("file")
        ), name


@pytest.mark.parametrize("kind", kinds().values(), ids=lambda kind: kind.name)
def test_what_is_declared_of_a_kind_names_fields_of_it(kind: RecordKind) -> None:
    """The laws of a schema speak of fields that there are, and of words that these may hold."""
    law = kind.law
    for name in (*itertools.chain(*law.order), *law.deeds):
        assert field_at(kind, name).form == "date" or name == "document.written", name
    assert kind.proves_when.keys() <= set(kind.proves)
    asking = [each.when for each in (*law.facts, *law.unique, *law.some, *law.at_most)]
    asking += kind.proves_when.values()
    asking += [duty.runs for duty in law.duties]
    asking += [each.when for duty in law.duties for each in duty.no_day]
    for name, asked in itertools.chain(*(when.items() for when in asking)):
        field = field_at(kind, name)
        choices = {"", *(("yes", "no") if field.form == "flag" else field.choices)}
        assert set(asked.values) <= choices or (not field.choices and field.form == "text"), name
        assert (asked.past is None and not asked.ahead) or field.form == "date", name
    fields = {
        *(name for fact in law.facts for name in (*fact.needs, *fact.one_of)),
        *itertools.chain(*(pair for fact in law.facts for pair in fact.among.items())),
        *itertools.chain(*((each.field, *each.others) for each in law.differs)),
        *itertools.chain(*(each.fields for each in law.unique)),
        *law.scale,
        *itertools.chain(*((each.field, each.limit) for each in law.at_most)),
        *(law.target or ()),
        *((law.limit.found, law.limit.left, *law.limit.follows) if law.limit else ()),
        *itertools.chain(*((*duty.done, duty.every or duty.by) for duty in law.duties)),
        *(name for duty in law.duties for name in (duty.start, duty.or_by) if name),
        *(duty.done_by.claim for duty in law.duties if duty.done_by),
        *(law.written.elsewhere if law.written else ()),
        *(name for part in (law.written.parts if law.written else ()) for name in part.fields),
    }
    assert fields <= kind.fields.keys()
    others = {name for fact in law.facts for name in fact.followed_by}
    others |= {field.last_in for field in kind.fields.values() if field.last_in}
    for name in others:
        other, _, field = name.partition(".")
        assert not field or field in kinds()[other].fields, name
    words = [*(f.say + f.do for f in law.facts), *(d.say + d.do for d in law.differs)]
    words += [each.say for each in law.at_most]
    named = set(re.findall(r"\{([^}]*)\}", " ".join([*words, *(u.say for u in law.unique)])))
    assert named <= {*kind.fields, "missing"}
    assert all(fact.needs for fact in law.facts if "{missing}" in fact.say)
    assert law.written or not any(fact.text for fact in law.facts)


def test_every_default_of_the_configuration_is_for_something() -> None:
    declared = {duty.default for kind in kinds().values() for duty in kind.law.duties}
    apart = {"management-review", "nonconformity-major", "nonconformity-minor"}
    assert declared - {""} | apart == set(DEFAULT_DAYS)


def test_every_duty_without_a_day_may_have_a_default() -> None:
    """Where a record may leave day and interval empty, and this is not an answer of its own."""
    for kind in kinds().values():
        for duty in kind.law.duties:
            field = kind.fields.get(duty.every or duty.by)
            ends = field is not None and field.day == "until"
            answered = any(each.never for each in duty.no_day)
            by_the_body = kind.name == "nonconformity"
            if field and not (field.required or ends or answered or by_the_body):
                assert duty.default, f"{kind.name}: {duty.what}"


def test_what_may_lack_a_day_can_be_given_a_default() -> None:
    """But an instrument that is never calibrated is one that needs it not: that is its own word."""
    without = [
        (kind.name, duty.what)
        for kind in kinds().values()
        for duty in kind.law.duties
        if duty.no_day and not duty.default
    ]
    assert without == [("equipment", "calibration")]


def field_at(kind: RecordKind, name: str) -> RecordField:
    """A field of a kind, or of the kind that one of its fields refers to."""
    reference, _, rest = name.partition(".")
    field = kind.fields[reference]
    return kinds()[field.refers].fields[rest] if rest and field.refers in kinds() else field
