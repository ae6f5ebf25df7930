"""History as a stream of commits, through one `rev-list` and one `diff-tree`."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta, timezone
from io import BufferedReader
from sys import intern
from typing import TYPE_CHECKING

from isodocs.errors import RepositoryError
from isodocs.expressions import expression
from isodocs.model.commit import Change, Commit, Signature
from isodocs.repository import questions
from isodocs.repository.refs import commit_id

if TYPE_CHECKING:
    from isodocs.repository.git import Git

_CHUNK = 1 << 20
# A record begins with a byte that no other field can begin with, and its fields end with NUL.
_MARK = "\x01"
_FORMAT = "tformat:%x01%H%x00%P%x00%an%x00%ae%x00%ad%x00%cn%x00%ce%x00%cd%x00%s%x00%b"
_FIELDS = _FORMAT.count("%x00")
_DIFF = (
    "diff-tree",
    "--stdin",
    "--root",
    "-r",
    "-z",
    "-c",
    "--raw",
    "--always",
    "--no-renames",
    "--no-ext-diff",
    "--no-textconv",
    "--ignore-submodules=none",
    "--encoding=UTF-8",
    "--date=raw",
    f"--format={_FORMAT}",
)
_CO_AUTHOR_KEY = "co-authored-by"
_CO_AUTHOR = expression(r"^co-authored-by[ \t]*:([^<\n]*)<[ \t]*([^>\s]+)[ \t]*>", re.I | re.M)
_TRAILERS = expression(r"[A-Za-z0-9-]+[ \t]*:[^\n]*(?:\n(?:[A-Za-z0-9-]+[ \t]*:|[ \t])[^\n]*)*")
_BLANK_LINES = expression(r"\n(?:[ \t]*\n)+")
_ABSENT = "000000"
_FILE_MODES = ("100644", "100755")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def walk(
    git: Git, tip: str, *, exclude: Sequence[str] = (), also: Sequence[str] = ()
) -> Iterator[Commit]:
    """Every commit reachable from `tip` and not from `exclude`, parents before children.

    `also` are further tips, by their full ids.

    The folder that `git` looks at narrows the changes, never the commits. Renames are reported as
    a removal and an addition. The first commit, and in a shallow clone each commit at the boundary,
    adds all its files. Raises RepositoryError when a revision is unknown or history cannot be read.
    """
    revisions = [commit_id(git, tip), *also, *(f"^{commit_id(git, rev)}" for rev in exclude)]
    with (
        git.stream("rev-list", "--topo-order", "--reverse", *revisions, "--") as ids,
        git.stream(*_DIFF, "--", *git.pathspecs, source=ids) as out,
    ):
        yield from _commits(_tokens(out), len(git.prefix))


def listed(git: Git, tip: str) -> list[tuple[str, tuple[str, ...]]]:
    """Every commit reachable from `tip` with its parents, in the order of `walk`."""
    arguments = ("--topo-order", "--reverse", "--parents", commit_id(git, tip), "--")
    lines = git.run("rev-list", *arguments).decode().splitlines()
    return [(id, tuple(parents)) for id, *parents in map(str.split, lines)]


def first_parents(git: Git, tip: str, most: int) -> list[str]:
    """The full ids of the newest commits on the line of first parents, from `tip` on."""
    arguments = ("--first-parent", f"--max-count={most}", commit_id(git, tip), "--")
    return git.run("rev-list", *arguments).decode().split()


def count(git: Git, tip: str) -> int:
    """How many commits there are up to `tip`."""
    return int(git.run("rev-list", "--count", commit_id(git, tip), "--"))


def differences(git: Git, base: str, commits: Sequence[str]) -> Iterator[Commit]:
    """Each of the commits (full ids) with all that it changes against `base`, by one process."""
    lines = (f"{commit} {base}\n".encode() for commit in commits)
    with git.stream(*_DIFF, "--", *git.pathspecs, stdin=lines) as out:
        yield from _commits(_tokens(out), len(git.prefix))


def named(git: Git, commits: Sequence[str]) -> Iterator[Commit]:
    """The commits (full ids), in the order given, without what they changed."""
    lines = (f"{commit}\n".encode() for commit in commits)
    with git.stream(*_DIFF, "--no-patch", stdin=lines) as out:
        yield from _commits(_tokens(out), 0)


def commit_at(git: Git, tip: str, day: date) -> str | None:
    """The newest first-parent commit committed by the end of `day` (UTC); None when none is."""
    end = datetime.combine(day, time.max, UTC)
    seconds = int((end - _EPOCH).total_seconds())
    arguments = ("--first-parent", "--max-count=1", f"--min-age={seconds}")
    out = git.run("rev-list", *arguments, commit_id(git, tip), "--")
    return out.decode().strip() or None


def changing(git: Git, paths: Sequence[str], most: int) -> list[str]:
    """The newest commits, so many at most, that changed any of these paths, the newest first."""
    if not paths or git.ask("rev-parse", "--verify", "--quiet", "HEAD") is None:
        return []
    names = [f":(literal,top){git.prefix}{path}" for path in paths]
    return git.run("rev-list", f"--max-count={most}", "HEAD", "--", *names).decode().split()


def is_ancestor(git: Git, old: str, new: str) -> bool:
    """Whether `old` is `new` or one of its ancestors, so that a move to `new` rewrites nothing."""
    arguments = ("--is-ancestor", commit_id(git, old), commit_id(git, new))
    return git.ask("merge-base", *arguments) is not None


def follows(git: Git, new: str, remembered: str) -> bool:
    """Whether `new` has a commit among its ancestors that someone saw here once.

    That may be gone: history was rewritten and cleaned up, or another repository is here now.
    """
    try:
        return is_ancestor(git, remembered, new)
    except RepositoryError:
        return False


def touches(git: Git, old: str | None, new: str) -> bool:
    """Whether any commit that moving a branch from `old` to `new` brings changes the folder.

    `old` is None (or the null id) for a new branch: what no branch or tag has yet is then new. A
    commit that another one undoes counts as well.
    """
    arguments = ("--full-history", "--max-count=1", commit_id(git, new), *_not_known(git, old))
    return bool(git.run("rev-list", *arguments, "--", *git.pathspecs))


def between(git: Git, old: str, new: str) -> Iterator[Change]:
    """What differs from one tree to another (full ids of trees or commits), in the folder."""
    return _raw(git, git.run(*questions.differing(old, new), *git.pathspecs))


def staged(git: Git, commit: str) -> Iterator[Change]:
    """What the next commit would change of `commit`, in the folder."""
    return _raw(git, git.run(*questions.staged(commit), *git.pathspecs))


def _raw(git: Git, out: bytes) -> Iterator[Change]:
    fields = iter(os.fsdecode(out).split("\0")[:-1])
    for raw in fields:
        yield _change(raw, next(fields)[len(git.prefix) :])


def _not_known(git: Git, old: str | None) -> list[str]:
    return ["--not", "--all"] if old in (None, git.null_id) else [f"^{commit_id(git, old)}"]


def _tokens(out: BufferedReader) -> Iterator[str]:
    """The NUL-ended fields of the output; what is not UTF-8 is kept by surrogate escapes."""
    rest = b""
    while chunk := out.read1(_CHUNK):
        whole, end, tail = chunk.rpartition(b"\0")
        if not end:
            rest += chunk
            continue
        yield from (rest + whole).decode("utf-8", "surrogateescape").split("\0")
        rest = tail
    if rest.strip(b"\n"):
        raise EOFError


def _commits(tokens: Iterator[str], cut: int) -> Iterator[Commit]:
    """Put the fields together, `cut` characters off each path; a broken record raises EOFError."""
    header: list[str] = []
    changes: list[Change] = []
    take = tokens.__next__
    for token in tokens:
        # Git sets a line feed or an empty field between the header and the changes.
        token = token.lstrip("\n")
        try:
            if token[:1] == ":":
                changes.append(_change(token, take()[cut:]))
            elif token[:1] == _MARK:
                if header:
                    yield _commit(header, changes)
                    changes = []
                header = [token[1:], *[take() for _ in range(_FIELDS)]]
        except StopIteration:
            raise EOFError from None
    if header:
        yield _commit(header, changes)


def _change(raw: str, path: str) -> Change:
    parents = len(raw) - len(raw.lstrip(":"))
    # what one change leaves is what the next one finds
    fields = [intern(field) for field in raw[parents:].split(" ")]
    old_mode, new_mode = fields[0], fields[parents]
    return Change(
        intern(path),
        None if old_mode == _ABSENT else fields[parents + 1],
        None if new_mode == _ABSENT else fields[2 * parents + 1],
        "" if old_mode == _ABSENT else old_mode,
        "" if new_mode == _ABSENT else new_mode,
        tuple(
            blob
            for mode, blob in zip(
                fields[1:parents], fields[parents + 2 : 2 * parents + 1], strict=True
            )
            if mode in _FILE_MODES
        )
        if parents > 1
        else (),
    )


def _commit(header: list[str], changes: list[Change]) -> Commit:
    id, parents, name, email, when, committer, committer_email, committed, subject, body = header
    author = _signature(name, email, when)
    same = (committer, committer_email, committed) == (name, email, when)
    return Commit(
        id,
        tuple(parents.split()),
        author,
        author if same else _signature(committer, committer_email, committed),
        subject,
        tuple(changes),
        _co_authors(body),
    )


def _co_authors(body: str) -> tuple[tuple[str, str], ...]:
    """Who else wrote it: the trailers at the end of the message, also when a hook adds its own."""
    if _CO_AUTHOR_KEY not in body.lower():
        return ()
    *before, last = _BLANK_LINES.split(body.replace("\r", "").strip())
    block = [last]
    while before and _TRAILERS.fullmatch(block[0]) and _TRAILERS.fullmatch(before[-1]):
        block.insert(0, before.pop())
    found = _CO_AUTHOR.findall("\n".join(block))
    return tuple((name.strip(), email) for name, email in found)


def _signature(name: str, email: str, raw: str) -> Signature:
    return Signature(name, email, _when(raw))


_ZONES: dict[str, timezone] = {"+0000": UTC}


def _when(raw: str) -> datetime:
    """Git's `seconds offset`; a date that no calendar holds is the epoch, as Git prints it."""
    seconds, _, offset = raw.partition(" ")
    try:
        return datetime.fromtimestamp(int(seconds), _ZONES.get(offset) or _zone(offset))
    except (ValueError, OverflowError, OSError):
        return _EPOCH


def _zone(offset: str) -> timezone:
    """The zone of Git's `+hhmm`; UTC where it is a day or more, which Python's calendar lacks.

    Old imports have `+051800` (518 hours to Git). The moment is right all the same: Git counts the
    seconds in UTC, and the zone only says how the author's clock showed them.
    """
    number = int(offset)
    hours, minutes = divmod(abs(number), 100)
    span = timedelta(hours=hours, minutes=minutes)
    try:
        zone = timezone(-span if number < 0 else span)
    except ValueError:
        zone = UTC
    _ZONES[offset] = zone
    return zone
