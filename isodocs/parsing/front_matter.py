"""The block of facts at the top of a Markdown file: found and read.

The block begins with a `---` line at the very top and ends with a line `---` or `...`; between
`+++` lines it is TOML (`toml_front_matter`). A byte order mark and Windows line ends are tolerated;
the mark is reported. What only looks like front matter is `front_matter_look`'s work, editing is
that of `yaml_edit`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping as MappingABC
from collections.abc import Sequence as SequenceABC

from isodocs.dataclass import immutable
from isodocs.errors import IsodocsError, StrictYamlError
from isodocs.expressions import expression
from isodocs.model.config import FIELDS
from isodocs.model.node import Mapping, Node, Scalar
from isodocs.model.problem import Problem
from isodocs.named_tuple import NamedTuple
from isodocs.parsing import conflict, strict_yaml, yaml_edit
from isodocs.words import say

_BOM = b"\xef\xbb\xbf"
_OPEN = expression(rb"---[ \t]*\r?\n")
_OPEN_TOML = expression(
    rb"\+\+\+[ \t]*+\r?\n"
    rb"(?=(?>(?:[ \t]*+(?:#[^\n]*+)?\r?+\n)*)[ \t]*+(?:[\"'\w.-]++[ \t]*+=|\[[\w\"']))"
)
"""A key or a table must follow: to MyST such a line parts two cells."""
_CLOSE = expression(rb"^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.MULTILINE)
_CLOSE_TOML = expression(rb"^\+\+\+[ \t]*(?:\r?\n|\Z)", re.MULTILINE)


class Split(NamedTuple):
    """A file cut in two. `block` is None without front matter; lines are 1-based.

    The block starts on line 2; `start` and `end` are its byte offsets. `problem` reports a block
    that never ends or of a byte order mark. `is_toml` says that it is between `+++` lines.
    """

    block: bytes | None
    start: int
    end: int
    body: bytes
    body_line: int
    problem: Problem | None = None
    is_toml: bool = False


@immutable(frozen=True, slots=True)
class FrontMatter:
    """What was read; `mapping` is None when there is no block or it cannot be read."""

    mapping: Mapping | None
    body: bytes
    body_line: int
    problems: tuple[Problem, ...] = ()


def has_front_matter(data: bytes) -> bool:
    """Whether the file begins like one with front matter."""
    return _opening(data) is not None


def _opening(data: bytes) -> re.Match[bytes] | None:
    offset = len(_BOM) if data.startswith(_BOM) else 0
    pattern = _OPEN_TOML if data.startswith(b"+", offset) else _OPEN
    return pattern.match(data, offset)


def split(data: bytes) -> Split:
    """Find the block; never raises."""
    opening = _opening(data)
    if opening is None:
        return Split(None, 0, 0, data, 1)
    offset, start = opening.span()
    is_toml = data.startswith(b"+", offset)
    closing = (_CLOSE_TOML if is_toml else _CLOSE).search(data, start)
    if closing is None:
        problem = Problem(
            "front-matter",
            say("the front matter never ends"),
            say(
                "Close it with a line '{part}' before the text begins.",
                part="+++" if is_toml else "---",
            ),
            1,
            1,
        )
        return Split(None, 0, 0, data, 1, problem)
    mark = Problem(
        "front-matter",
        say("the file begins with a byte order mark"),
        say("Save it as UTF-8 without a byte order mark."),
        1,
        1,
    )
    end = closing.end()
    return Split(
        data[start : closing.start()],
        start,
        closing.start(),
        data[end:],
        data.count(b"\n", 0, end) + 1,
        mark if offset else None,
        is_toml,
    )


def read(data: bytes) -> FrontMatter:
    """Read the front matter; never raises, whatever is wrong is a placed problem.

    A file that is not text at all (not UTF-8, NUL characters) is a problem wherever in it that is.
    Conflict marks of Git are the one problem of a file that holds them.
    """
    parts = split(data)
    body = len(data) - len(parts.body)
    if line := conflict.in_markdown(data, body):
        problems = [conflict.problem(line)]
        if parts.block is None or line < parts.body_line:
            return FrontMatter(None, parts.body, parts.body_line, tuple(problems))
    else:
        problems = [parts.problem] if parts.problem else []
    if problem := _not_text(data):
        problems.append(problem)
    if parts.block is None:
        return FrontMatter(None, parts.body, parts.body_line, tuple(problems))
    mapping = None
    try:
        root = _root(parts)
    except StrictYamlError as error:
        fault = Problem("front-matter", error.message, error.hint, error.line, error.column)
        if problem is None or problem.line != fault.line:  # else it is one fault, said once
            problems.append(fault)
    else:
        if isinstance(root, Mapping):
            mapping = root
        elif isinstance(root, Scalar) and not root.text:
            mapping = Mapping((), 2, 1, 2)
        else:
            problems.append(
                Problem(
                    "front-matter",
                    say("the front matter holds no 'key: value' lines"),
                    say("Write one fact to a line, for example 'id: SOP-014'."),
                    2,
                    1,
                )
            )
    return FrontMatter(mapping, parts.body, parts.body_line, tuple(problems))


def _root(parts: Split) -> Node:
    """What the block holds. Raises StrictYamlError for one that cannot be read."""
    block = parts.block or b""
    if not parts.is_toml:
        return strict_yaml.read(block, first_line=2)
    from isodocs.parsing import toml_front_matter

    return toml_front_matter.read(block, 2)


def edit(
    data: bytes, changes: MappingABC[str, yaml_edit.Value], *, order: SequenceABC[str] = FIELDS
) -> bytes:
    """Set top-level keys of a file's front matter to texts or lists, or remove them (None).

    Every other line stays byte for byte, but TOML is written as YAML. A missing key goes behind the
    key that precedes it in `order`. Raises IsodocsError for a file without front matter, or with
    one that cannot be edited in place (see `yaml_edit.edit`).
    """
    parts = split(data)
    if parts.block is None:
        raise IsodocsError(
            say("there is no front matter to edit"),
            hint=say(
                "Begin the file with a '---' line, 'key: value' lines and another '---' line."
            ),
            line=1,
            column=1,
        )
    newline = "\r\n" if data[: parts.start].endswith(b"\r\n") else "\n"
    if parts.is_toml:
        from isodocs.parsing import toml_front_matter

        root = toml_front_matter.read(parts.block, 2)
        rule = f"---{newline}".encode()
        plain = rule + toml_front_matter.as_yaml(root, newline) + rule + parts.body
        return edit(plain, changes, order=order)
    block = yaml_edit.edit(parts.block, changes, order=order, first_line=2, newline=newline)
    return data[: parts.start] + block + data[parts.end :]


def _not_text(data: bytes) -> Problem | None:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Problem(
            "front-matter", say("the file is UTF-16, not UTF-8"), say("Save it as UTF-8."), 1, 1
        )
    at, message = data.find(b"\0"), say("a NUL character: this is not a text file")
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        if at < 0 or error.start < at:
            at, message = error.start, say("not UTF-8 text")
    if at < 0:
        return None
    return Problem(
        "front-matter",
        message,
        say("Save the file as UTF-8 text."),
        data.count(b"\n", 0, at) + 1,
        at - data.rfind(b"\n", 0, at),
    )
