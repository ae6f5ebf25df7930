"""Strict YAML: what is read, what is refused, and that both parsers agree."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from isodocs.errors import StrictYamlError
from isodocs.model.node import Mapping, Node, Scalar, Sequence
from isodocs.parsing import strict_yaml, yaml_nodes
from isodocs.parsing.strict_yaml import read

_PIECES = (
    *("a", "id: x", "key:", ": ", "- ", "? ", "[", "]", "{", "}", ", ", "'", '"', "\\", "\\x41"),
    *("|", ">", "|+", "#", " # c", "\n", "\n  ", "\n\n", "\r\n", "\t", " ", "&a ", "*a", "!t "),
    *("!!int 3", "<<: ", "---", "...", "\n---\n", "%YAML 1.2\n", "é", "8.10", "~", "`", "\u2028"),
)
FRAGMENTS = st.lists(st.sampled_from(_PIECES), max_size=30).map("".join)


@pytest.fixture(params=["as installed", "pure Python"])
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test that asks for it runs over both parsers."""
    if request.param == "pure Python":
        monkeypatch.setattr(yaml_nodes, "_EventParser", yaml_nodes._PureParser)


def plain(node: Node) -> object:
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    return {entry.key.text: plain(entry.value) for entry in node}


@pytest.mark.usefixtures("parser")
class TestReading:
    def test_every_value_stays_the_text_that_was_written(self) -> None:
        block = b"clause: 8.10\nrevision: 03\nsite: NO\ndue: 2026-12-01\nsex: 1e3\nnone: ~\nkey:\n"
        assert plain(read(block)) == {
            "clause": "8.10",
            "revision": "03",
            "site": "NO",
            "due": "2026-12-01",
            "sex": "1e3",
            "none": "~",
            "key": "",
        }

    def test_lists_mappings_and_blocks_of_text(self) -> None:
        block = (
            "a: [x, \"y: z\", 'it''s']\n"
            "b:\n  c: {d: e}\n  f:\n  - g\n"
            "h: |\n  i\n  j\n"
            "k: >-\n  l\n  m\n"
        )
        assert plain(read(block)) == {
            "a": ["x", "y: z", "it's"],
            "b": {"c": {"d": "e"}, "f": ["g"]},
            "h": "i\nj\n",
            "k": "l m",
        }

    def test_nodes_know_the_place_they_have_in_the_file(self) -> None:
        root = read(
            b"# note\nid: SOP-014\nlist:\n  - a\n  - b # why\n  # behind\nnext: x\n", first_line=2
        )
        assert isinstance(root, Mapping)
        assert (root.line, root.column, root.end_line) == (3, 1, 8)
        assert root.key("id") == Scalar("id", 3, 1, 3)
        assert root.get("id") == Scalar("SOP-014", 3, 5, 3)
        items = root.get("list")
        assert isinstance(items, Sequence)
        assert [(item.line, item.column) for item in items.items] == [(5, 5), (6, 5)]
        assert items.end_line == 6  # the comment behind a list is not part of it

    @pytest.mark.parametrize(
        ("block", "end_line"),
        [
            (b"a: x\nb: y\n", 1),
            (b"a: |\n  one\n  two\nb: y\n", 3),
            (b"a: one\n  two\nb: y\n", 2),
            (b'a: "one\n  two"\nb: y\n', 2),
            (b"a: [one,\n  two\n  ]\nb: y\n", 3),
            (b"a:\n  b:\n    - c\n\n# behind\nb: y\n", 3),
            (b"a:\nb: y\n", 1),
        ],
    )
    def test_a_value_ends_on_its_last_line(self, block: bytes, end_line: int) -> None:
        root = read(block)
        assert isinstance(root, Mapping)
        assert root.entries[0].value.end_line == end_line

    @pytest.mark.parametrize("block", [b"", b"\n\n", b"# only a comment\n"])
    def test_an_empty_block_is_an_empty_text(self, block: bytes) -> None:
        assert plain(read(block)) == ""

    def test_windows_line_ends_are_line_ends(self) -> None:
        root = read(b"a: x\r\nb: y\r\n")
        assert isinstance(root, Mapping)
        assert root.get("b") == Scalar("y", 2, 4, 2)

    def test_joiners_are_kept_where_they_shape_a_script(self) -> None:
        assert plain(read("title: می\u200cخواهم\n")) == {"title": "می\u200cخواهم"}

    def test_sixteen_levels_are_read(self) -> None:
        assert isinstance(read("[" * 16 + "]" * 16), Sequence)


HOSTILE = {
    "anchor": (b"a: &x y\n", 1, 4, "anchor"),
    "alias": (b"a: *x\n", 1, 4, "anchor or alias"),
    "alias bomb": (b"a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n", 1, 4, "anchor"),
    "merge key": (b"a: b\n<<: c\n", 2, 1, "merge key"),
    "tag": (b"a: !!int 3\n", 1, 4, "a tag"),
    "non-specific tag": (b"a: ! 3\n", 1, 4, "a tag"),
    "tag that constructs": (b"!!python/object/apply:os.system [x]\n", 1, 1, "a tag"),
    "tag on a key": (b"!t a: b\n", 1, 1, "a tag"),
    "duplicate key": (b"a: b\nc: d\n'a': e\n", 3, 1, "'a' a second time"),
    "duplicate key below": (b"x:\n  a: b\n  a: c\n", 3, 3, "'a' a second time"),
    "list as key": (b"[a, b]: c\n", 1, 1, "key that is not a text"),
    "mapping as key": (b"? {a: b}\n: c\n", 1, 3, "key that is not a text"),
    "second document": (b"a: b\n---\nc: d\n", 2, 1, "second YAML document"),
    "version directive": (b"%YAML 1.1\n---\na: b\n", 1, 1, "directive"),
    "tag directive": (b"%TAG ! x\n---\na: b\n", 1, 1, "directive"),
    "depth, flow": (b"[" * 17 + b"]" * 17, 1, 17, "deeper than 16"),
    "depth, block": (b"- " * 17 + b"x", 1, 33, "deeper than 16"),
    "NUL": (b"a: b\0c\n", 1, 5, "U+0000"),
    "escape sequence of a terminal": (b"a: \x1b[2J\n", 1, 4, "U+001B"),
    "lone carriage return": (b"a: b\rc: d\n", 1, 5, "U+000D"),
    "next line": ("a: b\x85c: d\n".encode(), 1, 5, "U+0085"),
    "line separator": ("a: b\u2028c: d\n".encode(), 1, 5, "U+2028"),
    "right-to-left override": ("a: b\nc: x\u202ey\n".encode(), 2, 5, "U+202E"),
    "isolate": ("\u2066a: b\n".encode(), 1, 1, "U+2066"),
    "zero width space in a key": ("i\u200bd: b\n".encode(), 1, 2, "U+200B"),
    "joiner that hides": ("id: SOP\u200d-1\n".encode(), 1, 8, "U+200D"),
    "tag characters": ("a: b\U000e0041\n".encode(), 1, 5, "U+E0041"),
    "byte order mark": (b"\xef\xbb\xbfa: b\n", 1, 1, "U+FEFF"),
    "escaped NUL": (b'a: "b\\0"\n', 1, 4, "U+0000"),
    "escaped override": (b'a: "\\u202e"\n', 1, 4, "U+202E"),
    "invalid UTF-8": (b"a: b\nc: \xff\n", 2, 4, "not UTF-8"),
    "encoded surrogate": (b"a: \xed\xa0\x80\n", 1, 4, "not UTF-8"),
    "oversized": (b"a: " + b"x" * strict_yaml.LIMIT, 1, 1, "larger than 256 KiB"),
}


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_yaml_is_refused_with_its_place(name: str) -> None:
    block, line, column, words = HOSTILE[name]
    with pytest.raises(StrictYamlError) as caught:
        read(block, first_line=2)
    assert words in caught.value.message
    assert (caught.value.line, caught.value.column) == (line + 1, column)
    assert caught.value.hint


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize(
    ("block", "line"),
    [
        (b"a: b: c\n", 1),
        (b"a: b\n\tc: d\n", 2),
        (b'a: "b\n', 2),
        (b"a: [b\n", 2),
        (b"a: b\n]\n", 2),
    ],
)
def test_broken_yaml_is_refused_near_the_fault(block: bytes, line: int) -> None:
    with pytest.raises(StrictYamlError) as caught:
        read(block)
    assert "not readable as YAML" in caught.value.message
    assert abs(caught.value.line - line) <= 1


SIZE = 100_000
PATHOLOGICAL = {
    "brackets": "[" * SIZE,
    "bracket and text": "[a" + ",a" * (SIZE // 2),
    "braces": "{a: " * (SIZE // 4),
    "dashes": "- " * (SIZE // 2),
    "question marks": "? " * (SIZE // 2),
    "colons": "a:" * (SIZE // 2),
    "empty lists": "[" + "[]," * (SIZE // 3) + "]",
    "one scalar": "a: " + "x" * SIZE,
    "open quote": 'a: "' + "\n" * SIZE,
    "escapes": 'a: "' + "\\x41" * (SIZE // 4) + '"',
    "keys": "".join(f"k{number}: 1\n" for number in range(SIZE // 10)),
    "indentation": "".join(" " * level + "a:\n" for level in range(440)),
    "blank lines": "\n" * SIZE + "a: b",
    "anchors": "&" * SIZE,
    "documents": "---\n" * (SIZE // 4),
}


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize("name", PATHOLOGICAL)
def test_no_more_events_are_read_than_the_text_can_hold(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is refused early costs little however long the rest is; nothing is read twice."""
    events = 0
    real = yaml_nodes._EventParser

    class Counting(real):  # type: ignore[misc, valid-type]
        def get_event(self) -> object:
            nonlocal events
            events += 1
            return super().get_event()

    monkeypatch.setattr(yaml_nodes, "_EventParser", Counting)
    text = PATHOLOGICAL[name]
    try:
        read(text)
    except StrictYamlError:
        assert events <= 200 or name == "bracket and text"
    else:
        assert events <= len(text) + 8


@given(st.one_of(st.text(), FRAGMENTS, st.binary()))
@settings(max_examples=100, deadline=None)
def test_no_input_raises_anything_else(data: str | bytes) -> None:
    try:
        node: object = read(data)
    except StrictYamlError as error:
        node = error
    assert isinstance(node, Scalar | Sequence | Mapping | StrictYamlError)
    assert node.line >= 1
    assert node.column >= 1


@given(FRAGMENTS)
@settings(max_examples=100, deadline=None)
def test_both_parsers_read_the_same(text: str) -> None:
    """Where one of them is laxer it may read more, but never something else."""
    results = []
    installed = yaml_nodes._EventParser
    for parser in (installed, yaml_nodes._PureParser):
        yaml_nodes._EventParser = parser
        try:
            results.append(plain(read(text)))
        except StrictYamlError:
            pass
        finally:
            yaml_nodes._EventParser = installed
    assert all(result == results[0] for result in results)
