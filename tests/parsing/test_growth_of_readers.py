"""Each reader takes a time in proportion to what it reads, however that is made.

Every text is read at a size and at eight times that size, where the square would take 64 times as
long; what takes next to no time passes.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import count

import pytest

from isodocs.assess import clause_cells
from isodocs.model.config import Config
from isodocs.parsing import (
    conflict,
    css_targets,
    document,
    html_references,
    html_tokens,
    includes,
    standard_names,
    yaml_edit,
)
from isodocs.records import record_names, record_parsing
from isodocs.records.table_versions import Version
from tests.parsing.test_growth import seconds

_IN_USE = tuple(
    standard_names.yardstick(id) for id in ("iso-9001-2015", "iso-14001-2015", "iso-27001-2022")
)
_SERIAL = count()
FRONT = "---\nid: SOP-001\ntitle: A\n---\n"


def table(text: str) -> object:
    return list(record_parsing.parse("records/supplier.csv", "0" * 40, text.encode()))


def unread(name: str) -> object:
    return record_names.unread(f"records/{name}.csv")


def columns(text: str) -> object:
    return record_names.unread("records/x.csv", text.split())


def markdown(text: str) -> object:
    return document.parse("documents/a.md", "", text.encode(), Config())


def named(text: str) -> object:
    standard_names.edition_said(text, alone=True)
    return standard_names.named(f"{next(_SERIAL)} {text}", _IN_USE)  # what it said once is kept


def numbers(text: str) -> object:
    return clause_cells.clause_numbers(text, {}, _IN_USE)


def tokens(text: str) -> object:
    return list(html_tokens.HtmlReader().read(text, last=True))


def piece_by_piece(text: str) -> object:
    reader = html_tokens.HtmlReader()
    return [list(reader.read(line)) for line in text.split("\n")]


def references(text: str) -> object:
    return list(html_references.references(html_tokens.HtmlReader(), text, last=True))


def included(text: str) -> object:
    return list(includes.find(text))


def versions(text: str, path: str = "records/supplier.csv") -> object:
    """Compare a table with what it was before every `b` in it was a `c`."""
    old, new = (Version.of_data(path, t.encode()) for t in (text.replace("b", "c"), text))
    assert old
    assert new
    less, more = new.compared_with(old)
    return list(old.records(less)), list(new.records(more))


def grown(text: str) -> object:
    old = Version.of_data("records/supplier.csv", text[: len(text) // 2].encode())
    new = Version.of_data("records/supplier.csv", text.encode())
    assert old
    assert new
    return new.compared_with(old)


READERS: dict[str, tuple[Callable[[str], object], Callable[[int], str]]] = {
    "CSV with an open quote": (table, lambda n: 'id,name\n"a' + "\nb,c" * n),
    "CSV with quotes over lines": (table, lambda n: "id,name\n" + '"a\n"b",c\n' * n),
    "CSV with quotes in cells": (table, lambda n: "id,name\n" + '"a"b\n' * n),
    "CSV of one long row": (table, lambda n: "id,name\n" + "a," * n),
    "CSV below blank lines": (table, lambda n: "\n" * n + "id,name\na,b\n"),
    "CSV below titles": (table, lambda n: "title\n" * n + "id,name\na,b\n"),
    "CSV of many separators": (table, lambda n: ";,\t|" * n + "\na;b"),
    "names of words": (unread, lambda n: "supplier-" * n),
    "names of capitals": (unread, lambda n: "SupplierAudit" * n),
    "names of figures": (unread, lambda n: "a1" * n),
    "names of folders": (unread, lambda n: "supplier/" * n),
    "names of columns": (columns, lambda n: "".join(f"c{i} " for i in range(n))),
    "conflicts": (
        lambda text: (conflict.in_data(text.encode()), conflict.first_side(text.encode())),
        lambda n: "x<<<<<<< a\n<<<<<<< a\nx\n=======\ny\n>>>>>>> b\n" * n,
    ),
    "signs of conflicts": (
        lambda text: conflict.in_data(text.encode()),
        lambda n: "<" * n + "x\n" + "=======a\n" * n,
    ),
    "conflicts in fences": (
        lambda text: conflict.in_markdown(text.encode()),
        lambda n: f"{'`' * n}\n<<<<<<<\n" + "````\n=======\n" * n,
    ),
    "standards": (named, lambda n: "ISO 9001:2015 " * n),
    "publishers of standards": (named, lambda n: "ISO/IEC/EN " * n),
    "blanks in standards": (named, lambda n: f"ISO{' ' * n}-{'1' * n}"),
    "amendments of standards": (named, lambda n: "ISO 9001:2015/Amd 1:2024" + "/Amd 1:2024" * n),
    "numbers": (numbers, lambda n: "8.4, " * n),
    "numbers without an end": (numbers, lambda n: f"8{'.1' * n}x 8{'-1' * n}x 8{',1' * n}x"),
    "lines of numbers": (numbers, lambda n: "8.4\n" * n),
    "versions that grow": (grown, lambda n: "id,name\n" + "a,b\n" * n),
    "versions that change": (
        versions,
        lambda n: "id,name\n" + "".join(f"a{i},b\n" for i in range(n)),
    ),
    "versions with quotes": (
        versions,
        lambda n: "id,name\n" + "".join(f'a{i},"b\n' for i in range(n)),
    ),
    "versions of YAML": (
        lambda text: versions(text, "records/supplier.yaml"),
        lambda n: "".join(f"- id: a{i}\n  name: b\n" for i in range(n // 2)),
    ),
    "fences": (markdown, lambda n: FRONT + "```\ncode ``` \n~~~\n" * n),
    "front matter in fences": (markdown, lambda n: FRONT + "```\n---\nid: A\n---\n```\n" * n),
    "fences without front matter": (markdown, lambda n: "```\n---\nid: A\n---\n```\n" * n),
    "comments over front matter": (markdown, lambda n: "<!--\n-->\n\n" * n + FRONT),
    "front matter without an end": (markdown, lambda n: "---\n" + "--- a\n...b\nid: A\n" * n),
    "attributes": (tokens, lambda n: f"<a {'b ' * n}>"),
    "blanks in tags": (tokens, lambda n: f"<a b{' ' * n}c{' ' * n}" * 2),
    "signs": (tokens, lambda n: "<" * n),
    "open comments": (tokens, lambda n: "<!--" * n + "<!" * n + "<?" * n),
    "scripts": (tokens, lambda n: "<script></scrip" * n),
    "texts": (tokens, lambda n: "<style></style><textarea>" * n),
    "quotes": (tokens, lambda n: "<a b='>" * n + '<a b="' * n),
    "a tag over pieces": (piece_by_piece, lambda n: "<a b='\n" * n),
    "sets of pictures": (references, lambda n: '<img srcset="' + "a (, b 1x," * n + '">'),
    "long words in data": (references, lambda n: '<div data-x="' + "a" * n + '">'),
    "styles": (references, lambda n: '<div style="' + "/*url(" * n + '">'),
    "pages within pages": (references, lambda n: '<iframe srcdoc="&lt;a href=x&gt;">' * n),
    "open addresses in CSS": (
        lambda text: list(css_targets.targets(text)),
        lambda n: "url(" * n + "/*" * n + "\\" * n,
    ),
    "open braces": (included, lambda n: "{{" * n + "{%" * n + "[[[" * n + "![[" * n),
    "templates": (included, lambda n: '{{< include "a" >}} {% include a %}' * n),
    "snippets": (included, lambda n: '--8<-- "a"\n;--8<--\n' * n),
    "an open snippet": (included, lambda n: "--8<--\n" + "a\n" * n),
    "lines of a snippet": (included, lambda n: '--8<-- "a' + ":," * n + 'x"\n'),
    "directives": (included, lambda n: ".. include:: a\n   :x: y\n" * n),
    "verbs": (included, lambda n: "@include(a\n" * n + "include::a" * n),
    "arrows": (included, lambda n: "<<< @/a{" * n + "<<<<< " * n),
    "included comments": (included, lambda n: "<!-- include " * n),
}


@pytest.mark.parametrize("name", READERS)
def test_a_reader_takes_a_time_in_proportion(name: str) -> None:
    read, make = READERS[name]
    small, large = make(400), make(3_200)
    read(small)
    assert seconds(lambda: read(large)) <= 24 * max(seconds(lambda: read(small)), 5e-5)


def test_comments_that_end_as_windows_ends_lines_are_read_once() -> None:
    """There were two ways through each of them, so that forty took a day."""
    comments = b"# a comment\r\n" * 40
    assert yaml_edit._is_flow(comments + b"{id: A}")
    assert not yaml_edit._is_flow(comments + b"id: A")
