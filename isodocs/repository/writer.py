"""Writing to Git: the index, commits and branches. The files of the work tree are not touched.

No hook and no filter runs: what is written is exactly what is given.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta, timezone
from pathlib import Path
from tempfile import TemporaryDirectory

from isodocs.errors import RepositoryError
from isodocs.expressions import expression
from isodocs.model.commit import Signature
from isodocs.named_tuple import NamedTuple
from isodocs.repository import gitpython, refs
from isodocs.repository.git import Git
from isodocs.repository.git_errors import escaped
from isodocs.repository.index import listing
from isodocs.repository.snapshot import CommitSnapshot, IndexSnapshot
from isodocs.repository.tree import EXECUTABLE, FILE, TreeEntry
from isodocs.words import agreed, listed, say

_IDENT = expression(
    r"(?P<name>[^<>]*\S) <(?P<email>[^<>]+)> (?P<at>[0-9]{1,11}) (?P<zone>[+-][0-9]{4})"
)
_SET_IDENTITY = say(
    'Set both once: `git config --global user.name "Ann Author"` and '
    "`git config --global user.email ann@example.com`, with your own name and address."
)
_asked_by: ContextVar[tuple[str, str] | None] = ContextVar("asked_by", default=None)
_INVISIBLE = expression("[\u200c-\u200f\u202a-\u202e\u2060\u206a-\u206f\ufeff]")


def create(directory: Path, *, branch: str = "main", object_format: str = "sha1") -> Git:
    """Start a repository in `directory`. Raises RepositoryError when Git cannot."""
    return Git.create(directory, branch=branch, object_format=object_format)


def identity(git: Git) -> Signature:
    """Who writes here now, as `git commit` would say (git-var(1), `GIT_AUTHOR_IDENT`).

    That is GIT_AUTHOR_NAME, GIT_AUTHOR_EMAIL and GIT_AUTHOR_DATE, then the configuration. Raises
    RepositoryError with the remedy when the name or the address is not set: Git's own guess from
    the name of the machine is not evidence of who it was.
    """
    asked_by = _asked_by.get()
    if asked_by is None:
        return _ident(git, "AUTHOR")
    name, email = asked_by
    return Signature(name, email, _ident(git, "COMMITTER").when)


@contextmanager
def in_the_name_of(name: str, email: str) -> Iterator[None]:
    """Within, `identity` is this person, who asked for it through the portal, and not Git's."""
    before = _asked_by.set((name, email))
    try:
        yield
    finally:
        _asked_by.reset(before)


def committer(git: Git) -> Signature:
    """Who commits here now: as `identity`, with GIT_COMMITTER_NAME and the like first."""
    return _ident(git, "COMMITTER")


def _ident(git: Git, role: str) -> Signature:
    names = [f"GIT_{role}_{part}" for part in ("NAME", "EMAIL", "DATE")]
    variables = {name: os.environ[name] for name in names if name in os.environ}
    # What the user says of themselves in the environment is theirs; guesses are switched off.
    ask = ("-c", "user.useConfigOnly=true", "var", f"GIT_{role}_IDENT")
    try:
        said = os.fsdecode(git.run(*ask, variables=variables)).strip()
    except RepositoryError as error:
        raise _no_identity(git, error) from None
    found = _IDENT.fullmatch(said)
    if found is None:
        strange = say(
            "Git does not know who you are: it answers {escaped!r}", escaped=escaped(said)
        )
        raise _no_identity(git, RepositoryError(strange, hint=_SET_IDENTITY))
    return Signature(found["name"], found["email"], _moment(int(found["at"]), found["zone"]))


def _moment(seconds: int, zone: str) -> datetime:
    offset = timedelta(hours=int(zone[1:3]), minutes=int(zone[3:5]))
    return datetime.fromtimestamp(seconds, timezone(-offset if zone[0] == "-" else offset))


def _no_identity(git: Git, error: RepositoryError) -> RepositoryError:
    found = git.ask("config", "-z", "--get-regexp", r"^user\.(name|email)$") or b""
    records = found.decode("utf-8", "surrogateescape").split("\0")[:-1]
    values = dict(record.partition("\n")[::2] for record in records)
    absent = [key for key in ("user.name", "user.email") if not values.get(key, "").strip()]
    if not absent:
        return error
    are = agreed(len(absent), "is", "are")
    return RepositoryError(
        say(
            "Git does not know who you are: {listed} {are} not set", listed=listed(absent), are=are
        ),
        hint=_SET_IDENTITY,
    )


def set_identity(git: Git, name: str, email: str) -> None:
    """Set who commits in this repository, for this repository only."""
    gitpython.set_value(git, "user.name", name)
    gitpython.set_value(git, "user.email", email)


def stage(git: Git, files: Mapping[str, bytes | None]) -> None:
    """Put these contents into the index, all or none; None removes the path.

    A path keeps its executable bit. Raises RepositoryError when the index is locked, a conflict is
    unresolved, or a path is not one that Git takes.
    """
    git, files = _from_top(git, files)
    info = _index_info(git, _write_blobs(git, files), IndexSnapshot(git).entries)
    git.run("update-index", "-z", "--index-info", stdin=info)


class Staged(NamedTuple):
    """What the index has for a path, to be put back by `restage`; no mode where it has nothing."""

    mode: str = ""
    blob: str = ""
    left_out: bool = False


def staged(git: Git, paths: Sequence[str]) -> dict[str, Staged]:
    """What the index has for each of these paths."""
    found = dict.fromkeys(paths, Staged())
    for item in listing(git, only=paths) if paths else ():
        if not item.stage:
            found[item.path] = Staged(item.mode, item.blob, item.skipped)
    return found


def restage(git: Git, before: Mapping[str, Staged]) -> None:
    """Put back what `staged` found; raises RepositoryError when Git cannot."""
    lines = [
        f"{was.mode} {was.blob}\t" if was.mode else f"0 {git.null_id}\t" for was in before.values()
    ]
    names = [os.fsencode(git.prefix + path) + b"\0" for path in before]
    info = b"".join(line.encode() + name for line, name in zip(lines, names, strict=True))
    git.run("update-index", "-z", "--index-info", stdin=info)
    left_out = [name for name, was in zip(names, before.values(), strict=True) if was.left_out]
    if left_out:
        git.run("update-index", "-z", "--skip-worktree", "--stdin", stdin=b"".join(left_out))


def commit(
    git: Git,
    message: str,
    files: Mapping[str, bytes | None],
    *,
    author: Signature,
    committer: Signature | None = None,
) -> str:
    """Commit these contents (None removes a path) on top of HEAD and return the new id.

    Whatever else is staged stays staged and is not committed. The branch moves only if no one else
    moved it meanwhile; until then nothing is visible, and after it everything is. Raises
    RepositoryError during a merge, when the branch has moved, or when Git cannot write.
    """
    if (git.directory / "MERGE_HEAD").exists():
        raise RepositoryError(
            say("a merge is in progress"),
            hint=say("Finish it with `git commit`, or `git merge --abort`."),
        )
    git, files = _from_top(git, files)
    parent = refs.head(git)
    modes = CommitSnapshot(git, parent).entries if parent else {}
    info = _index_info(git, _write_blobs(git, files), modes)
    tree = _tree(git, parent, info)
    parents = (parent,) if parent else ()
    id = gitpython.write_commit(
        git, tree, parents, message, author=author, committer=committer or author
    )
    subject = message.strip().partition("\n")[0]
    log = f"commit: {subject}" if parent else f"commit (initial): {subject}"
    gitpython.move(git, "HEAD", id, parent, log)
    git.run("update-index", "-z", "--index-info", stdin=info)
    return id


def loose_commit(
    git: Git,
    message: str,
    files: Mapping[str, bytes | None],
    *,
    parents: Sequence[str],
    author: Signature,
    committer: Signature,
    entries: Mapping[str, TreeEntry | None] | None = None,
) -> str:
    """Make a commit that no branch names yet, and return its id; index and work tree stay.

    It holds the first parent's files with `entries` (paths from the top, None removes one) and then
    `files` (as in `commit`) changed. Raises RepositoryError when Git cannot write.
    """
    top, files = _from_top(git, files)
    known = CommitSnapshot(top, parents[0]).entries
    info = b"".join(
        (f"{entry.mode} {entry.blob}" if entry else f"0 {git.null_id}").encode()
        + b"\t"
        + os.fsencode(path)
        + b"\0"
        for path, entry in (entries or {}).items()
    )
    info += _index_info(top, _write_blobs(top, files), known)
    tree = _tree(top, parents[0], info)
    return gitpython.write_commit(top, tree, parents, message, author=author, committer=committer)


def advance(git: Git, new: str, old: str, why: str) -> None:
    """Let the branch that is checked out name `new`, if it still names `old`.

    Files and index stay as they are: anyone who calls this has brought them there. Raises
    RepositoryError where someone else moved the branch meanwhile.
    """
    gitpython.move(git, "HEAD", new, old, why)


def fast_import(git: Git, stream: Iterable[bytes]) -> None:
    """Write the commits of a `git fast-import` stream, whose dates are in the raw form.

    Raises RepositoryError when the stream is wrong.
    """
    with git.stream("fast-import", "--quiet", "--date-format=raw", stdin=stream) as out:
        out.read()


def check_out(git: Git, branch: str) -> None:
    """Fill the empty work tree of a repository just made with the files of `branch`.

    Raises RepositoryError when there are files already, or the branch holds anything but files.
    """
    if any(entry.name != ".git" for entry in git.top.iterdir()):
        raise RepositoryError(
            say("{top} is not empty", top=git.top),
            hint=say("Only a repository just made is filled."),
        )
    gitpython.point_head(git, f"refs/heads/{branch}")
    snapshot = CommitSnapshot(git, f"refs/heads/{branch}")
    for path, file in snapshot.read(list(snapshot.entries)):
        place = git.top / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(file.data)
        if snapshot.entries[path].mode == EXECUTABLE:
            place.chmod(0o755)
    git.run("read-tree", "HEAD")
    git.run("update-index", "-q", "--refresh")


def _from_top(
    git: Git, files: Mapping[str, bytes | None]
) -> tuple[Git, Mapping[str, bytes | None]]:
    """The whole repository, and the files with their paths in it."""
    return git.at(""), {git.prefix + path: data for path, data in files.items()}


def _write_blobs(git: Git, files: Mapping[str, bytes | None]) -> dict[str, str | None]:
    """Write each content as an object, without filters; nothing refers to it yet."""
    for path in files:
        if not is_allowed(path):
            raise RepositoryError(
                say("{escaped!r} is not a path that Git keeps", escaped=escaped(path)),
                hint=say("Give it relative to the top of the repository, outside .git."),
            )
    return {
        path: None
        if data is None
        else git.run("hash-object", "-w", "--no-filters", "--stdin", stdin=data).decode().strip()
        for path, data in files.items()
    }


def is_allowed(path: str) -> bool:
    """Whether Git takes this path; asked first because `update-index` skips others in silence.

    Some file systems hold `.GIT`, `git~1` and `.git` with invisible characters for `.git`, too
    (git-config(1), `core.protectHFS` and `core.protectNTFS`).
    """
    if "\0" in path:
        return False
    parts = [_INVISIBLE.sub("", part).lower() for part in path.split("/")]
    return not any(
        part in ("", ".", "..") or part.rstrip(". ") in (".git", "git~1") for part in parts
    )


def _index_info(
    git: Git, blobs: Mapping[str, str | None], existing: Mapping[str, TreeEntry]
) -> bytes:
    lines = []
    for path, blob in blobs.items():
        before = existing.get(path)
        mode = EXECUTABLE if before and before.mode == EXECUTABLE else FILE
        entry = f"0 {git.null_id}" if blob is None else f"{mode} {blob}"
        lines.append(entry.encode() + b"\t" + os.fsencode(path) + b"\0")
    return b"".join(lines)


def _tree(git: Git, parent: str | None, info: bytes) -> str:
    """The tree of `parent` with the changes of `info`, made beside the real index."""
    with _scratch_index(git) as variables:
        git.run("read-tree", parent or "--empty", variables=variables)
        git.run("update-index", "-z", "--index-info", stdin=info, variables=variables)
        return git.run("write-tree", variables=variables).decode().strip()


@contextmanager
def _scratch_index(git: Git) -> Iterator[dict[str, str]]:
    with TemporaryDirectory(dir=git.directory, prefix="isodocs-") as folder:
        yield {"GIT_INDEX_FILE": str(Path(folder) / "index")}
