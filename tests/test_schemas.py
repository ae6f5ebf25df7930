"""What the schemas publish and what the readers accept are the same."""

from __future__ import annotations

import json
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from isodocs import resources
from isodocs.model.config import FIELDS, REQUIRED_FIELDS, Config
from isodocs.parsing import config as config_parsing
from isodocs.parsing import document as document_parsing
from isodocs.parsing import waiver as waiver_parsing

NAMES = sorted(path.name for path in resources.path("schemas").glob("*.schema.json"))


def schema(name: str) -> dict[str, Any]:
    text = (resources.path("schemas") / f"{name}.schema.json").read_text(encoding="utf-8")
    content: dict[str, Any] = json.loads(text)
    return content


@pytest.mark.parametrize("name", NAMES)
def test_every_schema_is_one_and_explains_itself(name: str) -> None:
    content = schema(name.removesuffix(".schema.json"))
    Draft202012Validator.check_schema(content)
    assert content["title"]
    assert content["description"]


def test_the_fields_of_a_document_are_the_same_in_code_and_schema() -> None:
    document = schema("document")
    assert list(document["properties"]) == list(FIELDS)
    assert document["required"] == list(REQUIRED_FIELDS)


def test_the_keys_of_the_configuration_are_the_same_in_code_and_schema() -> None:
    assert set(schema("config")["properties"]) == set(config_parsing.KEYS)


def test_the_keys_of_a_waiver_are_the_same_in_code_and_schema() -> None:
    assert list(schema("waiver")["properties"]) == list(waiver_parsing.KEYS)


WORD = st.text("abcXYZ019.-_ ", min_size=1, max_size=12).map(str.strip).filter(bool)
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "id": st.sampled_from(["SOP-001", "A", "x.y_z"]),
    "status": st.sampled_from(["draft", "approved", "obsolete", "aproved", "final"]),
    "effective": st.sampled_from(["2026-12-01", "2024-02-29", "1 May 2026", "2026-5-1", "soon"]),
    "last-review": st.sampled_from(["2026-12-01", "yesterday"]),
    "review-every": st.sampled_from(["12 months", "2 years", "90 days", "often", "12"]),
    "clauses": st.sampled_from([{"iso-9001-2015": ["8.4"]}, {"iso-9001-2015": {"8": "x"}}]),
    "references": st.sampled_from([["SOP-002", "POL-001"], "SOP-002", {"a": "b"}]),
    "language": st.sampled_from(["en", "de-AT", "German", "pt_BR"]),
    "approved-by": st.sampled_from(["Quinn", ["Quinn", "Dora"], {"who": "Quinn"}]),
}


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_a_value_the_schema_refuses_is_a_problem_and_the_other_way_round(
    data: st.DataObject,
) -> None:
    known = st.sampled_from(FIELDS)
    names = data.draw(st.lists(known, unique=True, max_size=8))
    content = {"id": "SOP-001", "title": "T", "type": "t", "revision": "1", "status": "draft"}
    content["owner"] = "o"
    content.update(
        {name: data.draw(VALUES.get(name, WORD)) for name in names if name != "revision"}
    )
    if data.draw(st.booleans()):
        content["colour"] = "red"
    text = yaml.safe_dump(content, default_style='"', sort_keys=False, allow_unicode=True)
    file = f"---\n{text}---\n# Title\n".encode()
    document = document_parsing.parse("a.md", "0" * 40, file, Config(standards=("x",)))
    accepted = Draft202012Validator(schema("document")).is_valid(content)
    assert accepted == (not document.problems)


GOOD = """\
organisation: Test Works Ltd
standards: [iso-9001-2015]
documents: {include: ["documents/**/*.md"], exclude: [documents/old/]}
identifier: {from: file-name}
revision-scheme: letter
types:
  procedure: {prefix: SOP, review-every: 24 months, folder: documents/procedures}
  other:
required: [id, title]
fields: {id: document_id}
extra-fields: [tags]
status-words: {released: approved}
not-applicable:
  iso-9001-2015:
    "8.3": {justification: Made to customers' drawings., document: MAN-001}
review-due-within: 6 weeks
default-days: {complaint: 30 days}
late-entry-after: 6 weeks
protected-branches: [main, release]
classification: {levels: [open, secret], default: Open}
rules: {ignore: [DOC005], levels: {REF003: note}}
"""


def test_a_whole_configuration_is_read() -> None:
    config = config_parsing.parse(GOOD.encode())
    assert not config.problems
    assert Draft202012Validator(schema("config")).is_valid(yaml.load(GOOD, yaml.BaseLoader))
    assert config.types["procedure"].prefix == "SOP"
    assert config.not_applicable[0].clause == "8.3"
    assert config.key("id") == "document_id"
    assert config.classification == (("open", "secret"), "open")
    assert str(config.default_days["complaint"]) == "30 days"
    assert (config.scheme.name, config.identifier_from) == ("letter", "file-name")


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("classification: {levels: [open, secret, Open]}", "'Open' twice"),
        ("classification: {default: intern}", "Did you mean 'internal'?"),
        ("classification: {level: [open]}", "Did you mean 'levels'?"),
        ("standarts: [x]", "standards"),
        ("revision-scheme: numbers", "revision-scheme"),
        ("review-due-within: soon", "span of time"),
        ("documents: all", "documents"),
        ("default-days: {complaint: soon}", "span of time"),
        ("default-days: {complaints: 30 days}", "complaint"),
        ("fields: {colour: x}", "colour"),
        ("status-words: {released: done}", "released"),
        ("types: {procedure: SOP}", "procedure"),
        ("not-applicable: {iso-9001-2015: none}", "clauses"),
        ("- a list", "keys"),
        ("organisation: &a x", "anchor"),
    ],
)
def test_what_does_not_fit_is_said_with_its_line(line: str, says: str) -> None:
    config = config_parsing.parse(line.encode())
    (problem,) = config.problems
    assert says in problem.message + problem.hint
    assert problem.line == 1
