"""Add `Document:` trailers to a commit message as Git hands it to the commit-msg hook.

Sources: git-commit(1), "--cleanup"; git-config(1), `core.commentChar` and `core.commentString`;
git-interpret-trailers(1). That program is not called: configuration can make it run others.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import takewhile

from isodocs.dataclass import immutable
from isodocs.expressions import expression

_SCISSORS = expression(rb"(\S{1,16}) -{24} >8 -{24}")
_TRAILER = expression(rb"[A-Za-z0-9][A-Za-z0-9-]*[ \t]*:[ \t]|[ \t]+\S")
_MARK = expression(rb"[^A-Za-z0-9\s]{1,16}")
_LEAST = 3
"""So many lines has the shortest help of Git."""
_AUTO = b"auto"
_HASH = b"#"
_KEEPS_COMMENTS = ("verbatim", "whitespace", "scissors")


@immutable(frozen=True, slots=True)
class MessageCleanup:
    """What decides which lines of a message Git drops.

    `comments` are the values of `core.commentChar` and `core.commentString`, `cleanup` that of
    `commit.cleanup`; `edited` says that an editor was opened, without which Git keeps comments.
    """

    comments: tuple[str, ...] = ()
    cleanup: str = ""
    edited: bool = True


_USUAL = MessageCleanup()


def with_trailers(
    message: bytes, documents: tuple[str, ...], habits: MessageCleanup = _USUAL
) -> bytes:
    """Add `Document: SOP-014 rev 4` lines, each once, above Git's comments.

    A message that may be empty once Git has dropped its comments is returned as it is, so that Git
    still aborts the commit. Lines are added to a last paragraph that is one of trailers already.
    """
    lines = message.split(b"\n")
    cut = next((i for i, line in enumerate(lines) if _SCISSORS.fullmatch(line)), len(lines))
    prefixes = _prefixes(lines, cut, habits)
    end = cut
    while end and (not lines[end - 1].strip() or lines[end - 1].startswith(prefixes)):
        end -= 1
    text = lines[:end]
    wanted = [f"Document: {document}".encode() for document in documents]
    missing = [line for line in wanted if line not in text]
    if not missing or not any(line.strip() and not line.startswith(prefixes) for line in text):
        return message
    apart = [] if _ends_in_trailers(text, prefixes) else [b""]
    return b"\n".join([*text, *apart, *missing, *(lines[end:] or [b""])])


def _prefixes(lines: Sequence[bytes], cut: int, habits: MessageCleanup) -> tuple[bytes, ...]:
    """What the lines begin with that Git may drop.

    A setting may come from the command line, where no hook sees it, so what Git itself has written
    below the message counts too.
    """
    seen = _template(lines[:cut])
    if cut < len(lines) and (scissors := _SCISSORS.fullmatch(lines[cut])):
        seen.add(scissors[1])
    kept = habits.cleanup in _KEEPS_COMMENTS or (not habits.edited and not seen)
    if kept and habits.cleanup != "strip":
        return (b"\0",)  # begins no line: Git takes no such message
    chosen = [value.encode("utf-8", "surrogateescape") for value in habits.comments if value]
    if _AUTO in chosen:  # Git took a character that no line began with, "#" where it could
        chosen = [*(value for value in chosen if value != _AUTO), *([] if seen else [_HASH])]
    return tuple({*chosen, *seen}) or (_HASH,)


def _template(lines: Sequence[bytes]) -> set[bytes]:
    """The comment string of the help that Git writes below a message: it has a line of it alone."""
    marks = {line for line in lines if _MARK.fullmatch(line)}
    return {mark for mark in marks if _ending(lines, mark) >= _LEAST}


def _ending(lines: Sequence[bytes], mark: bytes) -> int:
    """How many lines at the end begin with a mark, blank ones aside."""
    said = filter(bytes.strip, reversed(lines))
    return sum(1 for _ in takewhile(lambda line: line.startswith(mark), said))


def _ends_in_trailers(text: Sequence[bytes], prefixes: tuple[bytes, ...]) -> bool:
    """Whether the last paragraph holds trailers only; the first one is the subject."""
    kept = [line for line in text if not line.startswith(prefixes)]
    paragraphs = list(_paragraphs(kept))
    return len(paragraphs) > 1 and all(_TRAILER.match(line) for line in paragraphs[-1])


def _paragraphs(lines: Iterable[bytes]) -> Iterable[list[bytes]]:
    paragraph: list[bytes] = []
    for line in (*lines, b""):
        if line.strip():
            paragraph.append(line)
        elif paragraph:
            yield paragraph
            paragraph = []
