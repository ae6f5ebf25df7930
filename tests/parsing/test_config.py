"""isodocs.yaml, key by key. What the schema publishes is compared in tests/test_schemas.py."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isodocs.model.config import REQUIRED_FIELDS, Config
from isodocs.model.gap import Level
from isodocs.model.period import Period
from isodocs.parsing.config import KEYS, default_types, parse


def read(text: str) -> Config:
    config = parse(text.encode())
    assert config.problems == ()
    return config


def test_an_empty_file_gives_the_defaults() -> None:
    for text in ("", "# nothing yet\n"):
        config = read(text)
        assert config.configured
        assert config.required == REQUIRED_FIELDS
        assert config.protected_branches == ("main", "master")
        assert config.review_due_within == Period(30, "day")
        assert (config.scheme.name, config.identifier_from) == ("integer", "field")
        assert (config.standards, config.include, config.types) == ((), (), {})


def test_one_value_counts_as_a_list_of_one() -> None:
    config = read("standards: iso-9001-2015\ndocuments: {include: docs/}\n")
    assert config.standards == ("iso-9001-2015",)
    assert config.include == ("docs/",)


def test_types_with_and_without_keys() -> None:
    config = read("types:\n  procedure: {prefix: SOP, review-every: 2 years}\n  other:\n")
    assert config.types["procedure"].review_every == Period(2, "year")
    assert config.types["other"].prefix == ""


def test_names_of_this_repository() -> None:
    config = read("fields: {id: document_id, effective: Effective date}\n")
    assert config.key("id") == "document_id"
    assert config.key("effective") == "Effective date"
    assert config.key("owner") == "owner"


def test_clauses_that_do_not_apply_keep_their_form_and_place() -> None:
    config = read(
        "not-applicable:\n  iso-9001-2015:\n    8.10: {justification: none, document: MAN-001}\n"
    )
    (declared,) = config.not_applicable
    assert (declared.clause, declared.line, declared.column) == ("8.10", 3, 5)
    assert (declared.justification, declared.document) == ("none", "MAN-001")


def test_levels_by_rule() -> None:
    config = read(
        "rules: {ignore: [DOC005, REF], levels: {REV003: error, placeholder-text: note}}\n"
    )
    assert config.ignore == ("DOC005", "REF")
    assert config.levels == {"REV003": Level.ERROR, "placeholder-text": Level.NOTE}


@pytest.mark.parametrize(
    ("text", "place", "says", "hint"),
    [
        ("a:\n  b: [", (3, 1), "not readable as YAML", "indentation"),
        ("standards: {a: b}", (1, 12), "'standards' must be a list", "[first, second]"),
        ("identifier: {from: title}", (1, 20), "'from' is 'title'", "field, file-name"),
        ("types:\n  form: {prefx: F}", (2, 10), "Did you mean 'prefix'?", "prefix"),
        ("types:\n  form: {review-every: often}", (2, 24), "not a span of time", "12 months"),
        ("required: [titel]", (1, 12), "Did you mean 'title'?", "Known fields"),
        ("fields: {tilte: name}", (1, 10), "Did you mean 'title'?", "on the left"),
        ("fields: {title: ''}", (1, 17), "'title' needs the name used here", ""),
        ("status-words: {released: final}", (1, 26), "'released' a meaning", "draft, approved"),
        ("rules: {levels: {REF002: fatal}}", (1, 26), "'REF002' a meaning", "error, warning"),
        ("rules: {skip: [x]}", (1, 9), "unknown field 'skip' in 'rules'", "ignore, levels"),
        ("organisation: [a, b]", (1, 15), "'organisation' must be a text", "one value"),
        ("just text", (1, 1), "must hold keys", "isodocs init"),
    ],
)
def test_what_does_not_fit_has_its_place_and_its_remedy(
    text: str, place: tuple[int, int], says: str, hint: str
) -> None:
    config = parse(text.encode())
    (problem,) = config.problems
    assert (problem.line, problem.column) == place
    assert says in problem.message
    assert hint in problem.hint


def test_one_fault_leaves_the_rest_standing() -> None:
    config = parse(b"standards: [iso-9001-2015]\nreview-due-within: soon\norganisation: Works\n")
    assert len(config.problems) == 1
    assert (config.standards, config.organisation) == (("iso-9001-2015",), "Works")
    assert config.review_due_within == Config().review_due_within


def test_the_types_that_init_writes_are_sound() -> None:
    types = default_types()
    assert types["procedure"].prefix == "SOP"
    prefixes = [kind.prefix for kind in types.values()]
    assert len(set(prefixes)) == len(prefixes)
    assert all(kind.review_every and kind.folder for kind in types.values())


LINE = st.sampled_from(KEYS).flatmap(
    lambda key: st.sampled_from(["x", "[a, b]", "{a: b}", "{a: {b: c}}", "", "[[a]]", "&a x"]).map(
        lambda value: f"{key}: {value}"
    )
)


@given(st.binary(max_size=200) | st.lists(LINE, max_size=5).map(lambda ls: "\n".join(ls).encode()))
def test_reading_never_raises_and_places_every_problem(data: bytes) -> None:
    config = parse(data)
    assert config.configured
    assert all(p.line >= 1 and p.message and p.hint for p in config.problems)


def test_patterns_beyond_all_measure_are_an_error_and_not_read() -> None:
    config = parse(f'documents: {{include: [docs/, "{"*a" * 600}"]}}\n'.encode())
    assert config.include == ("docs/",)
    (problem,) = config.problems
    assert "is not read" in problem.message
    assert (problem.line, problem.column) == (1, 30)
    many = "".join(f'  - "{"a" * 1_000}{n}"\n' for n in range(100))
    config = parse(f"documents:\n exclude:\n{many}".encode())
    assert len(config.exclude) == 65
    assert len(config.problems) == 35


def test_the_address_of_a_site_is_one_on_the_web() -> None:
    assert read("site-address: https://docs.example.com/qm/\n").site_address == (
        "https://docs.example.com/qm"
    )
    for wrong in ("docs.example.com", "javascript:alert(1)", "'https://a b'", "file:///x"):
        config = parse(f"site-address: {wrong}\n".encode())
        assert config.site_address == ""
        assert "is not an address on the web" in config.problems[0].message
    bound = read("site-address: https://docs.example.com\n").controlled
    assert bound["site-address"] == "https://docs.example.com"
