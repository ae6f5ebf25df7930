"""The plain part of YAML is read as the library reads it, and nothing else is."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isodocs.errors import StrictYamlError
from isodocs.model.characters import FORBIDDEN
from isodocs.model.node import Node
from isodocs.parsing import front_matter, plain_yaml, yaml_nodes

ROOT = Path(__file__).resolve().parents[2]
PIECES = (
    *("a:", "b: ", ": ", ":", "word", "8.10", "é", "ISO 9001:2015", "#", " #", "-", "- ", "?"),
    *(" ", "  ", "\n", "\n\n", "\n  ", "\n    ", "\n- ", "\n  - ", "\nc:\n", "\n  d: ", "\n # n\n"),
    *('"', "'", '"quoted"', "'it'", "[", "]", "{", "}", ",", ", ", "[]", "{}", '["1", "2.3"]'),
    *(
        "[a, b c ]",
        "{x: y, z: '1'}",
        '{x: [y, "z"], a: [ ] }',
        "&a",
        "*a",
        "!t",
        "|",
        ">-",
        "%",
        "@",
        "`",
        "\\",
        "---",
    ),
    *("<<: ", "\t", "\r\n", "\u2014", "\U0001f600", "= ", "(x)", "/", ".", "_", "+1", "...", "~"),
)
PLAIN = (
    "id: SOP-001\ntitle: What is done\n",
    "clauses:\n  iso-9001-2015: [\"8.4.1\", 8.10, 'x']\n  other: []\n",
    'references:\n- SOP-001\n- "SOP 2"\nowner:\n\nlast: it\'s a "quote" [in] words, and 9:30\n',
    "list:\n  - one\n  - [two, 'three']\n  - {a: b}\ntypes:\n  sop: {prefix: SOP, on: 6 months}\n",
    "# note\na:\n# note\n- b\n     # note\n\n- c\nd: e\n  # note\n",
    "clauses: {iso-9001-2015: [\"8.4.1\", 8.10, 'x' ] , other: [  ], last: on }\nb: {c: [d]}  \n",
    "a:\n  b:\n    c: d\n  e: f   \ng: é\n",
)
NOT_PLAIN = (
    *("", "\n", "- a\n", "a\n", " a: b\n", "a: b # note\n", "a: [b] # note\n", 'a: "\\n"\n'),
    *("a: >-\n  b\n", "a: b\n  c\n", "a: b\na: c\n", "a: b: c\n", "a: &x b\n", "a: *x\n"),
    *("a: !t b\n", "<<: b\n", "a:\tb\n", "a: b\r\n", "a: [b\n", "a: [b, ]\n", "a: {b: [c}\n"),
    *(
        "a: {b: c, b: d}\n",
        "a: 'it''s'\n",
        "---\na: b\n",
        "a:\n  - b: c\n",
        "a:\n    b: c\n  d: e\n",
    ),
    *("a:\n  - b\n c: d\n", 'a: "b" c\n', "a: [b: c]\n", "a: [b:]\n", "a: - b\n", "a: b:\n"),
    *(
        "a:\n- b:\n",
        "\U0001f600: b\n",
        "a: \U0001f600\n",
        "a: {b}\n",
        "a: [b] c\n",
        "a: {b: c} d\n",
        "a: {b: [[c]]}\n",
        "a: {b: {c: d}}\n",
        "a: {b: [c] d}\n",
    ),
)


def by_library(text: str) -> Node | str:
    """The nodes that the library gives, or what it says."""
    try:
        return yaml_nodes.read(text, 2)
    except StrictYamlError as error:
        return error.message


def agrees(text: str) -> bool:
    """Whether a text is left to the library, or read as it would be."""
    read = plain_yaml.read(text, 2)
    return read is None or read == by_library(text)


@given(st.lists(st.sampled_from(PIECES), max_size=16).map("".join))
def test_what_is_read_is_read_as_the_library_reads_it(text: str) -> None:
    if not FORBIDDEN.search(text):
        assert agrees(text)
        assert agrees(f"a: b\nc:\n{text}")


@given(st.sampled_from(PLAIN), st.sampled_from(PIECES), st.integers(0, 80))
def test_so_is_what_is_nearly_plain(text: str, piece: str, at: int) -> None:
    assert agrees(text[:at] + piece + text[at:])


@pytest.mark.parametrize("text", PLAIN)
def test_plain_text_does_without_the_library(text: str) -> None:
    assert plain_yaml.read(text, 2) == by_library(text)


@pytest.mark.parametrize("text", NOT_PLAIN)
def test_anything_else_is_left_to_the_library(text: str) -> None:
    assert plain_yaml.read(text, 2) is None


def test_every_file_at_hand_is_read_as_the_library_reads_it() -> None:
    plain = 0
    for folder in ("sample-repo", "schemas", "tests", "docs"):
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in (".yaml", ".md"):
                data = path.read_bytes()
                block = front_matter.split(data).block if path.suffix == ".md" else data
                text = (block or b"").decode()
                assert agrees(text), path
                plain += plain_yaml.read(text, 2) is not None
    assert plain > 20
