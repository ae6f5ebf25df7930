"""Every sentence of the project, with its place, for the word list of docs/style.md."""

from __future__ import annotations

import ast
import io
import json
import re
import tokenize
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from tests.helpers.syntax import nodes_of

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "isodocs"
_CODE = re.compile(r"``[^`]*``|`[^`\n]*`|<!--.*?-->", re.DOTALL)
_KEYS = {"anew"}
"""Names that are also keys of people's files and of JSON."""
_WORD_LISTS = ("the of and to ", "not no none ")
"""Data: the commonest words of English."""
_FENCED = re.compile(r"^ *```.*?^ *```", re.DOTALL | re.MULTILINE)


class Text(NamedTuple):
    """One piece of prose."""

    room: str  # `rules`, `schemas`, `docs`: the folder whose people answer for it
    place: str  # path:line
    words: str  # on one line, without code in backticks
    shown: str  # as it is written
    said: bool  # an expression's value: a message, a help text, a heading; not a comment


def everything() -> Iterator[Text]:
    """All prose: code, schemas, pages; decisions are history and keep their words."""
    for path in sorted(PACKAGE.rglob("*.py")):
        yield from of_python(path.read_text("utf-8"), path.relative_to(ROOT).as_posix())
    for path in sorted((ROOT / "schemas").rglob("*.json")):
        if "compiled" not in path.parts:
            yield from _of_schema(path)
    for path in sorted((ROOT / "schemas").rglob("*.yaml")):
        yield _text("schemas", path, path.read_text("utf-8"))
    folders = (ROOT / "docs", ROOT / "schemas", PACKAGE)
    pages = [*ROOT.glob("*.md"), *(page for each in folders for page in each.rglob("*.md"))]
    for path in sorted(pages):
        if "decisions" not in path.parts and path.name != "style.md":
            yield from _of_page(path)


def of_python(source: str, place: str) -> Iterator[Text]:
    """The strings, docstrings, comments and defined names of one module."""
    room = place.split("/")[1].removesuffix(".py")
    nodes = nodes_of(source)
    docstrings = _docstrings(nodes)
    for node, value in _strings(nodes):
        if " " in value and not value.startswith(_WORD_LISTS):
            words = _plain(value)
            yield Text(room, f"{place}:{node.lineno}", words, value, node not in docstrings)
    for line, comment in _comments(source):
        yield Text(room, f"{place}:{line}", _plain(comment), comment, False)
    for line, name in _defined(nodes):
        words = " ".join(re.findall(r"[A-Z]?[a-z]+", name)).lower()
        yield Text(room, f"{place}:{line} {name}", words, "", False)


def _strings(nodes: Iterable[ast.AST]) -> Iterator[tuple[ast.expr, str]]:
    """Every string, with `…` for what an f-string fills in."""
    inside: set[ast.AST] = set()
    for node in nodes:
        if isinstance(node, ast.JoinedStr):
            constants = [part for part in node.values if isinstance(part, ast.Constant)]
            inside.update(constants)
            yield (
                node,
                "".join(str(p.value) if isinstance(p, ast.Constant) else "…" for p in node.values),
            )
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in inside:
            yield node, node.value


def _docstrings(nodes: Iterable[ast.AST]) -> set[ast.expr]:
    """Strings that are statements: docstrings, also those below an attribute."""
    return {node.value for node in nodes if isinstance(node, ast.Expr)}


def _comments(source: str) -> Iterator[tuple[int, str]]:
    """Blocks of comment lines, joined."""
    block: list[str] = []
    last = -1
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type != tokenize.COMMENT:
            continue
        if block and token.start[0] != last + 1:
            yield last, " ".join(block)
            block = []
        block.append(token.string.lstrip("# "))
        last = token.start[0]
    if block:
        yield last, " ".join(block)


def _defined(nodes: Iterable[ast.AST]) -> Iterator[tuple[int, str]]:
    """The names that a module gives to functions, classes, arguments and variables."""
    seen = set()
    for node in nodes:
        name = ""
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            name = node.name
        elif isinstance(node, ast.arg):
            name = node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            name = node.id
        if name and name not in seen and name not in _KEYS:
            seen.add(name)
            yield getattr(node, "lineno", 0), name


def _of_schema(path: Path) -> Iterator[Text]:
    def walk(value: object) -> Iterator[str]:
        if isinstance(value, dict):
            for key, each in value.items():
                prose = key in ("title", "description", "$comment") or key.startswith("x-")
                if prose and isinstance(each, str):
                    yield each
                yield from walk(each)
        elif isinstance(value, list):
            for each in value:
                yield from walk(each)

    for value in walk(json.loads(path.read_text("utf-8"))):
        yield _text("schemas", path, value)


def _of_page(path: Path) -> Iterator[Text]:
    """Paragraphs; code in fences is somebody else's text."""
    place = path.relative_to(ROOT).as_posix()
    room = place.split("/")[1] if place.startswith("isodocs/") else place
    room = "docs/standards" if place.startswith("docs/standards/") else room
    for paragraph in re.split(r"\n\s*\n", _FENCED.sub("", path.read_text("utf-8"))):
        yield _text(room, path, paragraph)


def _text(room: str, path: Path, value: str) -> Text:
    return Text(room, path.relative_to(ROOT).as_posix(), _plain(value), value, True)


def _plain(value: str) -> str:
    return re.sub(r"\s+", " ", _CODE.sub("`…`", _FENCED.sub("", value)))


def endings_chosen(source: str, place: str) -> Iterator[str]:
    """Expressions that choose the ending of a noun: `"" if n == 1 else "s"`, `"s" * (n > 1)`."""
    for node in nodes_of(source):
        if isinstance(node, ast.IfExp):
            ends, choice = [node.body, node.orelse], node.test
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
            ends, choice = [node.left, node.right], node
        else:
            continue
        endings = {end.value for end in ends if isinstance(end, ast.Constant)}
        if endings & {"s", "es", "ies", "y"} and _compares(choice):
            yield f"{place}:{node.lineno} {ast.unparse(node)}"


def _compares(node: ast.AST) -> bool:
    return any(isinstance(each, ast.Compare | ast.Name) for each in ast.walk(node))


def names_joined(source: str, place: str) -> Iterator[str]:
    """`" and ".join(names)`: three names become `A and B and C`, which `words.listed` avoids."""
    for node in nodes_of(source):
        if (
            isinstance(node, ast.Attribute)
            and node.attr == "join"
            and isinstance(node.value, ast.Constant | ast.JoinedStr)
            and ast.unparse(node.value).strip("'\"f") in (" and ", " or ")
        ):
            yield f"{place}:{node.lineno} {ast.unparse(node)}"


def by_room(texts: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """`(room, finding)` pairs, by room."""
    found: dict[str, list[str]] = {}
    for room, finding in texts:
        found.setdefault(room, []).append(finding)
    return found
