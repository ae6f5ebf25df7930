"""Attributes are read as Git reads them; `git check-attr` is the oracle."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from isodocs.repository.attributes import Attributes, Value
from tests.helpers.repository import RepositoryBuilder

PATHS = (
    "a.md",
    "docs/a.md",
    "docs/deep/b.md",
    "docs/deep/c.txt",
    ".isodocs/approvals/S/1/x.json",
    ".isodocs/approvals/S/1/x.json.sig.tsr",
    "we ird/ä.md",
)


def by_git(repo: RepositoryBuilder) -> dict[str, dict[str, Value]]:
    asked = "\0".join(PATHS).encode() + b"\0"
    out = repo.git("check-attr", "-z", "--stdin", "--all", stdin=asked).split("\0")[:-1]
    found: dict[str, dict[str, Value]] = {path: {} for path in PATHS}
    words: dict[str, Value] = {"set": True, "unset": False}
    for path, name, value in zip(out[0::3], out[1::3], out[2::3], strict=True):
        found[path][name] = words.get(value, value)
    return found


def by_us(files: dict[str, bytes], own: bytes) -> dict[str, dict[str, Value]]:
    attributes = Attributes(files, own)
    return {path: attributes.of(path) for path in PATHS}


def agree(repo: RepositoryBuilder, files: dict[str, bytes], own: bytes = b"") -> None:
    for name in (".gitattributes", "docs/.gitattributes", "docs/deep/.gitattributes"):
        (repo.path / name).unlink(missing_ok=True)
    for name, data in files.items():
        repo.write(name, data)
    repo.write(".git/info/attributes", own)
    assert by_us(files, own) == by_git(repo)


@pytest.mark.parametrize(
    "text",
    [
        ".isodocs/** -text\n*.md text eol=lf\n",
        "* text=auto\n*.md binary\ndocs/* !text -diff\n",
        "# *.md text\n\n   *.md   text\r\n\t*.txt -text\r\n",
        '"we ird/*" text\n"\\303\\244.md" eol=crlf\n"*.txt text\n',
        "[attr]ours text eol=lf -x\n*.md ours\n*.txt -ours\ndocs/** !ours\n",
        "!*.md text\ndocs/ text\n/a.md text\n/docs/a.md x=1\n**/b.md y\ndocs/**/b.md z\n",
        "[abc].md text\n[!a].md x\n?.md y\n[a-b].md z\n[a w\n\\a.md v\n[]a].md u\n",
        "*.md filter=evil ident working-tree-encoding=UTF-16\n",
        "*.md text text=auto -text\n*.md =bad -=x $y\n",
        "a.md " + "x" * 2100 + "\n*.md y\n",
        "\ufeff*.md text\n",
        "docs/deep/** text\ndocs/*.md x\n**deep/** y\ndocs/**md z\n*/*/b.md w\n",
        "[attr]binary text\n*.md binary\n[attr]a b\n[attr]b a\n*.txt a\n",
    ],
)
def test_as_git_reads_them(repo: RepositoryBuilder, text: str) -> None:
    agree(repo, {".gitattributes": text.encode()})


def test_deeper_files_and_the_clones_own_come_later(repo: RepositoryBuilder) -> None:
    files = {
        ".gitattributes": b"*.md text eol=lf\n[attr]ours x\n",
        "docs/.gitattributes": b"*.md -text\ndeep/b.md eol=crlf\n[attr]theirs y\n* theirs ours\n",
        "docs/deep/.gitattributes": b"/b.md !eol\n",
    }
    agree(repo, files)
    agree(repo, files, b"docs/** text=auto\n*.sig -text\n")


_WORDS = st.sampled_from(
    ["*.md", "*", "docs/*", "docs/**", "**/b.md", "a.md", "/a.md", "[ab].md", "d*/?.md", "[attr]m"]
)
_SETTINGS = st.sampled_from(["text", "-text", "!text", "eol=lf", "binary", "m", "-m", "text=auto"])
_LINES = st.lists(st.tuples(_WORDS, st.lists(_SETTINGS, min_size=1, max_size=3)), max_size=5)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(_LINES, _LINES, _LINES)
def test_whatever_they_say(
    repo: RepositoryBuilder,
    top: list[tuple[str, list[str]]],
    below: list[tuple[str, list[str]]],
    own: list[tuple[str, list[str]]],
) -> None:
    top_, below_, own_ = (
        "".join(f"{pattern} {' '.join(words)}\n" for pattern, words in lines).encode()
        for lines in (top, below, own)
    )
    agree(repo, {".gitattributes": top_, "docs/.gitattributes": below_}, own_)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300))
def test_nothing_escapes(data: bytes) -> None:
    for value in Attributes({".gitattributes": data}, data).of("docs/a.md").values():
        assert value is not None


def test_no_pattern_makes_it_slow() -> None:
    """Each of these would take for ever if every star were tried at every place."""
    stars, folders = b"*a" * 900 + b"b x\n", b"**/a/" * 300 + b"b x\n"
    attributes = Attributes({".gitattributes": stars + folders + b"*?" * 900 + b"b x\n"})
    assert attributes.of("a" * 3000 + "c") == {}
    assert attributes.of("a/" * 1000 + "c") == {}
