"""Catalogues of others become maps that are sound, and copy no text that may not be copied."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from isodocs.errors import StandardError
from isodocs.model.requirement import RequirementMap
from isodocs.standards import ciso_assistant, foreign, oscal_catalog
from isodocs.standards.foreign import Imported, Wish
from isodocs.standards.parse import parse_map
from isodocs.standards.write import as_yaml

FOLDER = Path(__file__).with_name("catalogues")
ID = "workshops-2024"


def wish(**options: Any) -> Wish:
    return Wish(ID, "catalog.json", date(2026, 11, 24), **options)


def opened(name: str) -> Any:
    return foreign.opened((FOLDER / name).read_bytes(), name)


def catalog(profile: Any = None, **options: Any) -> Imported:
    return oscal_catalog.read(opened("catalog.json"), wish(**options), profile)


def library(**options: Any) -> Imported:
    return ciso_assistant.read(opened("library.yaml"), wish(**options))


def rows(found: RequirementMap) -> list[tuple[str, str, str]]:
    kinds = {True: "control", False: "requirement"}
    return [
        (c.number, c.title, kinds[c.control] if c.auditable else "heading")
        for c in found.requirements
    ]


def test_groups_are_headings_and_controls_are_numbered_as_people_write_them() -> None:
    assert rows(catalog().map) == [
        ("AC", "Access Control", "heading"),
        ("AC-1", "Policy", "control"),
        ("AC-2", "Keys", "control"),
        ("AC-2(1)", "Spare Keys for [set by the organisation]", "control"),
        ("GV", "GOVERN", "heading"),
        ("GV.OC", "Context", "heading"),
        ("GV.OC-01", "What the workshop is for is known to all who work in it", "control"),
    ]
    parents = {c.number: catalog().map.parent(c.number) for c in catalog().map}
    assert parents["AC-2(1)"].number == "AC-2"  # type: ignore[union-attr]
    assert parents["GV.OC-01"].number == "GV.OC"  # type: ignore[union-attr]


def test_what_a_control_asks_is_one_sentence_with_its_parameters_rendered() -> None:
    asked = {clause.number: clause.asks for clause in catalog().map}
    assert asked["AC-1"] == "Write a policy for [people or roles] [weekly; every 30 days] …"
    assert asked["AC-2"] == "Number every key, e.g. with tags, as in AC-1."
    assert asked["AC-2(1)"] == "Keep spares apart."
    assert asked["GV"] == asked["GV.OC"] == ""
    assert "Guidance" not in as_yaml(catalog().map)


def test_who_published_it_and_where_it_was_found_are_noted() -> None:
    found = catalog()
    assert (found.map.publisher, found.map.edition) == ("Bureau of Workshops", "2024")
    (source,) = found.map.sources
    assert (source.where, source.read) == ("catalog.json", "2026-11-24")
    assert "version 1.2" in source.what
    assert "2 withdrawn controls left out" in found.notes
    named = catalog(display_name="SP 1-23", publisher="Us").map
    assert (named.display_name, named.publisher) == ("SP 1-23", "Us")


def test_the_text_is_taken_from_the_public_domain_only_or_where_the_user_may() -> None:
    assert any("public domain" in note for note in catalog().notes)
    without = catalog(text=False)
    assert not any(clause.asks for clause in without.map)
    # a title that only repeats the number is not filled with a sentence either
    assert without.map.get("GV.OC-01").title == "GV.OC-01"  # type: ignore[union-attr]
    assert not any(clause.asks for clause in library().map)
    assert "sentence of the Guild" not in library().as_yaml()
    light = library(text=True).map.get("SP.01")
    assert light is not None
    assert light.asks == "There is light to work by."


@pytest.mark.parametrize(
    ("name", "federal"),
    [
        ("National Institute of Standards and Technology", True),
        ("NIST", True),
        ("someone@cio.gov", True),
        ("someone@gov.example.com", False),
        ("Administer Ltd", False),
        ("International Organization for Standardization", False),
    ],
)
def test_who_counts_as_the_government_of_the_united_states(name: str, federal: bool) -> None:
    assert foreign.is_federal([name]) is federal


def test_a_profile_selects() -> None:
    found = catalog(profile=opened("profile.json"))
    assert [c.number for c in found.map] == ["AC", "AC-1", "AC-2(1)"]
    assert "2 controls that the profile does not select left out" in found.notes
    resolved = {"catalog": {"groups": [{"controls": [{"id": "ac-2"}]}]}}
    assert [c.number for c in catalog(profile=resolved).map] == ["AC", "AC-2"]


@pytest.mark.parametrize("profile", [{}, [], {"profile": {"imports": [{"include-all": {}}]}}])
def test_a_profile_that_names_nothing_is_refused(profile: Any) -> None:
    with pytest.raises(StandardError, match="names no control") as raised:
        catalog(profile=profile)
    assert raised.value.hint


def test_a_framework_keeps_its_tree() -> None:
    found = library().map
    assert rows(found) == [
        ("A", "Rooms", "heading"),
        ("SP.01", "Light", "requirement"),
        ("SP.02", "SP.02", "requirement"),
        ("SP.02-1", "Without a number", "requirement"),
        ("Art.5(1)", "Numbered in a way of its own", "requirement"),
        ("SP.01-2", "More light", "requirement"),
    ]
    assert [child.number for child in found.children("A")] == ["SP.01", "SP.02"]
    assert [child.number for child in found.children("SP.02")] == ["SP.02-1"]
    assert found.publisher == "Guild of Workshops"
    assert "numbers that were there twice got -2, -3 …: 1" in library().notes
    assert all(clause.may_be_not_applicable for clause in found.auditable)


@pytest.mark.parametrize("made", [catalog, library])
def test_what_was_imported_reads_back(made: Any) -> None:
    imported = made()
    read = parse_map(imported.as_yaml(), f"{ID}.yaml", own=True)
    for name in ("id", "display_name", "title", "publisher", "edition", "sources", "requirements"):
        assert getattr(read, name) == getattr(imported.map, name)


def test_oscal_may_be_yaml() -> None:
    text = yaml.safe_dump(opened("catalog.json"), sort_keys=False)
    content = foreign.opened(text.encode(), "catalog.yaml")
    assert oscal_catalog.read(content, wish()).map == catalog().map


def test_two_controls_of_one_number_are_refused() -> None:
    content = opened("catalog.json")
    controls = content["catalog"]["groups"][0]["controls"]
    controls.append(controls[0])
    with pytest.raises(StandardError, match="AC-1 is listed twice"):
        oscal_catalog.read(content, wish())


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ({"catalog": {"metadata": {"title": "T"}}}, "does not say who published it"),
        ({"catalog": {}}, "no title"),
    ],
)
def test_what_is_missing_is_said(content: Any, says: str) -> None:
    with pytest.raises(StandardError, match=says) as raised:
        oscal_catalog.read(content, wish())
    assert raised.value.hint
    with pytest.raises(StandardError, match="no control in it"):
        oscal_catalog.read({"catalog": {"metadata": {"title": "T"}}}, wish(publisher="Us"))
    with pytest.raises(StandardError, match="holds no framework"):
        ciso_assistant.read({"objects": {"risk_matrix": []}}, wish())


@pytest.mark.parametrize(
    "data", [b"{", b"\xff\xfe", b"[" * 100_000, b"- " * 5000 + b"x", b"a: *nowhere\n - b"]
)
def test_what_cannot_be_read_is_said(data: bytes) -> None:
    with pytest.raises(StandardError, match="neither JSON nor YAML"):
        foreign.opened(data, "x")


JSON = st.recursive(
    st.none() | st.booleans() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["id", "title", "groups", "controls", "props", "name", "value", "params", "parts",
                 "prose", "values", "select", "metadata", "parties", "class", "urn", "ref_id",
                 "requirement_nodes", "framework", "assessable", "description"]
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=25,
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(JSON)
def test_a_catalogue_of_any_form_is_imported_or_refused(content: Any) -> None:
    for make in (
        lambda: oscal_catalog.read({"catalog": {"metadata": {"title": "T"}, **_d(content)}}, _we()),
        lambda: ciso_assistant.read({"objects": _d(content)}, _we()),
    ):
        try:
            made = make()
        except StandardError:
            continue
        assert made.map.auditable


def _d(content: Any) -> dict[str, Any]:
    return content if isinstance(content, dict) else {"controls": content, "framework": content}


def _we() -> Wish:
    return wish(publisher="Us", text=True)


def test_json_that_is_no_object_is_neither(tmp_path: Path) -> None:
    content = foreign.opened(json.dumps([1]).encode(), "x")
    assert not oscal_catalog.is_catalog(content)
    assert not ciso_assistant.is_library(content)


def numbered_alike(*ids: str) -> Any:
    """A catalogue whose groups number their parts from 1 each, as BSI's Grundschutz++ does."""

    def labelled(id: str, label: str, **more: Any) -> dict[str, Any]:
        return {"id": id, "title": id, "props": [{"name": "label", "value": label}], **more}

    parts = [
        labelled(
            id, id[:2], groups=[labelled(f"{id}.1", "1", controls=[labelled(f"{id}.1.1", "1.1")])]
        )
        for id in ids
    ]
    metadata = {"title": "House rules", "version": "1"}
    return {"catalog": {"metadata": metadata, "groups": parts}}


def test_a_label_that_others_have_too_gives_way_to_the_id() -> None:
    made = oscal_catalog.read(numbered_alike("GC", "STM"), wish(publisher="Us")).map
    numbers = ["GC", "GC.1", "GC.1.1", "ST", "STM.1", "STM.1.1"]
    assert [clause.number for clause in made.requirements] == numbers
    parent = made.parent("STM.1.1")
    assert parent
    assert parent.number == "STM.1"
    alone = oscal_catalog.read(numbered_alike("GC"), wish(publisher="Us")).map
    assert [clause.number for clause in alone.requirements] == ["GC", "1", "1.1"]


def test_a_fault_names_the_file_that_was_given() -> None:
    with pytest.raises(StandardError) as raised:
        oscal_catalog.read(numbered_alike("GC", "GC"), wish(publisher="Us"))
    assert (raised.value.path, raised.value.line) == ("catalog.json", 0)


def test_only_what_is_asked_at_a_level_is_taken_under_the_number_it_has_at_all_levels() -> None:
    """As TISAX and CMMC have levels; an entry without one is asked of everyone."""
    content = {
        "objects": {
            "framework": {
                "name": "Rules",
                "implementation_groups_definition": [
                    {"ref_id": "must", "name": "Requirements (must)"},
                    {"ref_id": "High", "name": "For high needs"},
                ],
                "requirement_nodes": [
                    {"urn": "1", "ref_id": "1", "name": "Rooms", "assessable": "false"},
                    {**node("", "1"), "implementation_groups": ["must", "SGA"]},
                    {**node("", "1"), "implementation_groups": ["high"]},
                    node("", "1"),
                    {"urn": "2", "ref_id": "2", "name": "Cars", "assessable": "false"},
                    {**node("", "2"), "implementation_groups": ["SGA"]},
                ],
            }
        }
    }

    def read(*groups: str) -> Imported:
        return ciso_assistant.read(content, wish(publisher="Us", groups=groups))

    def numbers(*groups: str) -> list[str]:
        return [clause.number for clause in read(*groups).map]

    assert numbers() == ["1", "1-1", "1-2", "1-3", "2", "2-1"]
    assert numbers("HIGH") == ["1", "1-2", "1-3"]
    assert numbers("must", "high") == ["1", "1-1", "1-2", "1-3"]
    every = "must (Requirements (must)), High (For high needs) and SGA"
    assert f"of all groups; --group takes some of {every}" in read().notes
    assert "of the group High (For high needs) only" in read("high").notes
    with pytest.raises(StandardError, match="the framework has no group 'low'") as caught:
        read("low")
    assert caught.value.hint == f"Give one or several of {every}."


def library_of(*nodes: dict[str, Any], **framework: Any) -> Imported:
    held = {"name": "Rules", "requirement_nodes": list(nodes), **framework}
    return ciso_assistant.read({"objects": {"framework": held}}, wish(publisher="Us"))


def node(ref: str, over: str = "", **more: Any) -> dict[str, Any]:
    return {"urn": ref, "parent_urn": over, "ref_id": ref, "assessable": "true", **more}


@pytest.mark.parametrize("said", ["[Withdrawn: Moved to B-1.]", "Withdrawn", "WITHDRAWN in 2020"])
@pytest.mark.parametrize("key", ["name", "description"])
def test_what_a_library_says_is_withdrawn_is_left_out(key: str, said: str) -> None:
    found = library_of(
        node("A", assessable="false", name="Rooms"),
        node("A-1", "A", **{key: said}),
        node("A-1(1)", "A-1", name="Still asked"),
        node("A-2", "A", name="Withdrawn money is counted"),
        node("B", assessable="false", **{key: said}),
    )
    assert [clause.number for clause in found.map] == ["A", "A-1(1)", "A-2"]
    assert found.map.parent("A-1(1)") == found.map.get("A")
    assert "1 withdrawn requirement left out" in found.notes
    assert not any("withdrawn" in note for note in library().notes)


def test_a_withdrawn_category_is_no_control_and_what_is_in_it_is_counted() -> None:
    gone = [{"name": "status", "value": "withdrawn"}]
    below = [
        {"id": f"GV.BE-0{n}", "class": "subcategory", "title": "T", "props": gone} for n in (1, 2)
    ]
    category = {"id": "GV.BE", "class": "category", "title": "T", "props": gone, "controls": below}
    content = opened("catalog.json")
    content["catalog"]["groups"].append({"id": "GV2", "title": "T", "controls": [category]})
    made = oscal_catalog.read(content, wish())
    assert made.map == catalog().map
    assert "4 withdrawn controls left out" in made.notes


def test_a_number_that_had_to_be_written_otherwise_is_titled_as_it_was() -> None:
    found = library_of(node("Article 5"), node("Kapitel Ä 2"), node("5.1", "Article 5")).map
    assert [(clause.number, clause.title) for clause in found] == [
        ("Article5", "Article 5"),
        ("5.1", "5.1"),
        ("Kapitel-2", "Kapitel Ä 2"),
    ]
    assert found.parent("5.1") == found.get("Article5")


def test_a_long_description_of_a_framework_is_a_title_of_one_line() -> None:
    long = f"Rules for {'very ' * 40}large workshops. Found at https://rules.example/"
    title = library_of(node("A"), description=long).map.title
    assert len(title) <= 120
    assert title.endswith("very …")
    assert library_of(node("A"), description="Rules. For all.").map.title == "Rules. For all."
    assert library_of(node("A")).map.title == "Rules"


def test_a_translation_is_taken_where_there_is_one() -> None:
    french = {"fr": {"name": "Salles", "description": "Il y a des salles."}}
    nodes = [
        node("A", name="Rooms", description="There are rooms.", translations=french),
        node("B", name="Light", translations={"fr": None}),
        node("C", translations="none"),
    ]
    framework = {
        "name": "Rules",
        "translations": {"fr": {"name": "Règles"}, "de": {}},
        "requirement_nodes": nodes,
    }
    content = {"locale": "en", "objects": {"framework": framework}}

    def read(language: str) -> Imported:
        return ciso_assistant.read(content, wish(publisher="Us", text=True, language=language))

    own, translated = read(""), read("fr")
    assert [clause.title for clause in own.map] == ["Rooms", "Light", "C"]
    assert "in en; --language takes de or fr" in own.notes
    assert [clause.title for clause in translated.map] == ["Salles", "Light", "C"]
    assert [clause.asks for clause in translated.map][:1] == ["Il y a des salles."]
    assert translated.map.display_name == "Règles"
    assert translated.notes[2:] == ("in fr", "1 entry without a translation, in en")
    with pytest.raises(StandardError, match="not translated into 'it'") as raised:
        read("it")
    assert "de, fr" in (raised.value.hint or "")
    with pytest.raises(StandardError, match="not translated into 'fr'"):
        ciso_assistant.read(
            {"objects": {"framework": {"requirement_nodes": []}}}, wish(language="fr")
        )


def test_a_translation_of_a_text_in_the_public_domain_is_not_in_it() -> None:
    french = {"fr": {"description": "La lumière suffit."}}
    framework = {"requirement_nodes": [node("A", description="Light.", translations=french)]}
    content = {"name": "Rules", "provider": "NIST", "objects": {"framework": framework}}
    asked = {
        language: [c.asks for c in ciso_assistant.read(content, wish(language=language)).map]
        for language in ("", "fr")
    }
    assert asked == {"": ["Light."], "fr": [""]}
    assert library(language="fr").map.get("A").title == "Salles"  # type: ignore[union-attr]
