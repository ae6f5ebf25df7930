"""The templates to begin with, on the real maps: whole, honest, and in one piece."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import combinations
from pathlib import PurePosixPath
from typing import NamedTuple

import pytest

from isodocs import resources
from isodocs.errors import LifecycleError
from isodocs.lifecycle.starter_set import SIZES, StarterSet, families, starter_set
from isodocs.model.config import Config
from isodocs.model.correspondence import ESTABLISHED, Relation
from isodocs.model.document import Document
from isodocs.model.outline import Outline
from isodocs.parsing import document as documents
from isodocs.parsing import front_matter, markdown, placeholders
from isodocs.records import record_parsing
from isodocs.records.record_kinds import kinds
from isodocs.standards import load
from isodocs.standards.comparison import compare
from isodocs.standards.editions import family
from isodocs.standards.reader import table
from isodocs.words import plural

MANIFEST = table("start/manifest.yaml")
ALONE = [(id,) for id in MANIFEST.texts("editions")]
NEWEST = sorted({family(id): id for (id,) in ALONE}.values())
PAIRS = [*combinations(NEWEST, 2)]
CASES = [(size, chosen) for size in SIZES for chosen in (*ALONE, tuple(NEWEST))]
CASES += [("small", pair) for pair in PAIRS]
IN_GERMAN = [*ALONE, tuple(NEWEST)]
CASES += [(f"{size} de", chosen) for size in SIZES for chosen in IN_GERMAN]
_BRACKETS = re.compile(r"\[([^\[\]]*)\](?!\()")
_FOR_SOME = re.compile(r"^\{for [^}]+\}|(?<=\S )\{[^}]*[0-9]:[^}]+\}$")
_RECORDS = re.compile(r"records/([a-z-]+)\.csv")


class Text(NamedTuple):
    document: Document
    outline: Outline
    body: str


@cache
def begun(size: str, chosen: tuple[str, ...]) -> StarterSet:
    size, _, language = size.partition(" ")
    return starter_set(
        chosen, size=size, organisation="Hartwell Precision", language=language or "en"
    )


@cache
def texts(size: str, chosen: tuple[str, ...]) -> Mapping[str, Text]:
    found = {}
    for path, data in begun(size, chosen).files.items():
        if path.endswith(".md"):
            body = front_matter.read(data)
            read = markdown.outline(body.body.decode(), first_line=body.body_line)
            found[path] = Text(documents.parse(path, "", data, Config()), read, data.decode())
    return found


def claimed(text: Text) -> Iterator[tuple[str, str]]:
    for claim in text.document.claims:
        yield claim.standard, claim.clause
    for section in text.outline.sections:
        for mark in section.clause_marks:
            standard, _, number = mark.text.partition(":")
            yield standard, number


@pytest.mark.parametrize(("size", "chosen"), CASES)
def test_every_clause_is_claimed_and_none_beyond_the_map(
    size: str, chosen: tuple[str, ...]
) -> None:
    """So is each thing that must be maintained; a theme of controls is not a claim on them."""
    found = {each for text in texts(size, chosen).values() for each in claimed(text)}
    assert {standard for standard, _ in found} == {*chosen}
    for standard in chosen:
        known = load.load(standard)
        numbers = {number for of, number in found if of == standard}
        assert numbers <= {clause.number for clause in known}
        reached = {below for number in numbers for below in known.reached_from(number)}
        assert {clause.number for clause in known.auditable} <= numbers | reached


@pytest.mark.parametrize(("size", "chosen"), CASES)
def test_what_must_be_retained_has_a_table_or_a_kind_that_the_text_names(
    size: str, chosen: tuple[str, ...]
) -> None:
    """A kind that proves the clause, or the register of what is kept elsewhere, named there."""
    found = texts(size, chosen)
    named = {name for text in found.values() for name in named_kinds(text.body)}
    for standard in chosen:
        known = load.load(standard)
        for clause in (each for each in known if each.retained):
            proving = {
                name
                for name, kind in kinds().items()
                for proof in kind.proves
                if proof.partition(":")[0] == standard
                and (within := proof.partition(":")[2]) in known
                and (known.within(clause.number, within) or known.within(within, clause.number))
            }
            number = (standard, clause.number)
            there = [text.body for text in found.values() if number in claimed(text)]
            elsewhere = any("records/evidence.csv" in body for body in there)
            assert proving & named or elsewhere, clause


def named_kinds(body: str) -> Iterator[str]:
    for name, kind in kinds().items():
        if f"`records/{name}.csv`" in body if kind.table else f"`records/{plural(name)}/`" in body:
            yield name
        if name == "applicability" and "records/applicability/" in body:
            yield name


@pytest.mark.parametrize(("size", "chosen"), CASES)
def test_every_bracket_is_a_placeholder_with_an_owner(size: str, chosen: tuple[str, ...]) -> None:
    roles = begun(size, chosen).roles
    for path, (document, outline, body) in texts(size, chosen).items():
        assert document.owner in roles, path
        counting = [
            each.text
            for each in outline.placeholders
            if placeholders.counts(each, kind=document.type, language="en", left_out=())
        ]
        brackets = [f"[{text}]" for text in _BRACKETS.findall(body.partition("\n---\n")[2])]
        assert counting == brackets, path
        assert len({*counting}) == len(counting), path  # each a gap of its own


@pytest.mark.parametrize(("size", "chosen"), CASES)
def test_nothing_is_malformed_and_no_reference_leads_astray(
    size: str, chosen: tuple[str, ...]
) -> None:
    files, found = begun(size, chosen).files, texts(size, chosen)
    ids = Counter(text.document.id for text in found.values())
    assert {*ids.values()} == {1}
    for path, (document, outline, body) in found.items():
        assert not document.problems, path
        assert not re.search(r"\{(?!clause=|% include)", body), path
        assert {each.id for each in document.references} <= {*ids}, path
        for link in outline.links:
            to, _, anchor = link.target.partition("#")
            if to.startswith("/"):
                assert to[1:] in files, link
                continue
            there = found[str(relative(path, to))] if to else found[path]
            slugs = {section.slug for section in there.outline.sections}
            assert not anchor or anchor in slugs, link
        assert not [s.title for s in outline.sections if not s.words_below], path
        assert len({s.title for s in outline.sections}) == len(outline.sections), path
        deepest = max(section.level for section in outline.sections)
        marked: dict[str, bool] = {}
        for section in outline.sections:
            if section.level == deepest - 1:
                marked[section.title] = False
            if section.level >= deepest - 1:
                marked[[*marked][-1]] |= bool(section.clause_marks)
        assert not [title for title, named in marked.items() if not named], path
        for name in _RECORDS.findall(body):
            assert f"records/{name}.csv" in files, path
    for path in files:
        if not path.endswith(".md"):
            assert any(path in text.body for text in found.values()), path
            read = record_parsing.parse(path, "", files[path])
            assert not [each.problems for each in read if each.problems], path


def relative(path: str, to: str) -> PurePosixPath:
    parts: list[str] = [*PurePosixPath(path).parent.parts]
    for part in PurePosixPath(to).parts:
        if part == "..":
            parts.pop()
        else:
            parts.append(part)
    return PurePosixPath(*parts)


@pytest.mark.parametrize("chosen", PAIRS)
def test_what_two_standards_ask_alike_is_in_one_document(chosen: tuple[str, ...]) -> None:
    """By the correspondences of the maps: the clauses that are equal past doubt."""
    one, other = chosen
    for link in compare(load.load(one), load.load(other)).links:
        if link.relation is not Relation.EQUAL or link.status != ESTABLISHED:
            continue
        for size in SIZES:
            both = [{*claimed(text)} for text in texts(size, chosen).values()]
            here = (link.source.standard, link.source.number)
            there = (link.target.standard, link.target.number)
            assert any({here, there} <= each for each in both), link


def test_every_chapter_is_used_in_both_sizes() -> None:
    folder = resources.path("schemas") / "start" / "chapters"
    manifest = (folder.parent / "manifest.yaml").read_text("utf-8")
    lists = [re.findall(r"chapters: \[([^]]+)\]", part) for part in manifest.split("\nnormal:")]
    there = sorted(chapter.stem for chapter in folder.glob("*.md"))
    for names in lists:
        assert sorted(name.strip() for each in names for name in each.split(",")) == there


def test_a_standard_without_templates_is_refused() -> None:
    with pytest.raises(LifecycleError, match="no templates for ISO 22301:2019"):
        starter_set(("iso-9001-2015", "iso-22301-2019"))


def test_every_standard_with_a_manager_has_an_edition() -> None:
    assert {family(id) for (id,) in ALONE} == {*families()}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("chosen", IN_GERMAN)
def test_german_says_the_same_in_the_same_places(size: str, chosen: tuple[str, ...]) -> None:
    """Documents, clauses of each section, tables and places to fill in are those of the English."""
    english, german = (texts(name, chosen).values() for name in (size, f"{size} de"))
    for one, other in zip(english, german, strict=True):
        assert one.document.id == other.document.id
        assert one.document.owner == other.document.owner
        marks = [[m.text for s in t.outline.sections for m in s.clause_marks] for t in (one, other)]
        assert marks[0] == marks[1], one.document.id
        assert _RECORDS.findall(one.body) == _RECORDS.findall(other.body), one.document.id
        brackets = [len(_BRACKETS.findall(text.body)) for text in (one, other)]
        assert brackets[0] == brackets[1], one.document.id
    assert begun(size, chosen).roles.keys() == begun(f"{size} de", chosen).roles.keys()


def test_every_control_has_a_german_name_of_our_own() -> None:
    files = [begun(size, ("iso-27001-2022",)).files for size in ("small", "small de")]
    english, german = (
        [*csv.DictReader(files_of["records/applicability/iso-27001-2022.csv"].decode().split("\n"))]
        for files_of in files
    )
    assert [row["control"] for row in english] == [row["control"] for row in german]
    same = [row["title"] for row, other in zip(german, english, strict=True) if row == other]
    assert (len(german), same) == (93, [])
    assert len({row["title"] for row in german}) == 93


def test_chapters_of_both_languages_have_the_same_lines_for_each_standard() -> None:
    """Sections, and lines that are for some standards alone, in the same order."""
    folder = resources.path("schemas") / "start"
    for chapter in (folder / "chapters").glob("*.md"):
        english, german = (
            [
                said[0]
                for line in (place / chapter.name).read_text("utf-8").split("\n")
                if (said := _FOR_SOME.search(line))
            ]
            for place in (chapter.parent, folder / "de" / "chapters")
        )
        assert english == german, chapter.name


def test_a_language_without_templates_says_what_there_is() -> None:
    with pytest.raises(LifecycleError, match="no templates in the language 'nl'"):
        starter_set(["iso-9001-2015"], language="nl")
