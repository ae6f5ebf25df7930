"""Git as a process: found once, run in a scrubbed environment, its output streamed.

Only plumbing is called, because porcelain follows the repository's configuration.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from io import BufferedReader
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from typing import IO, TYPE_CHECKING, cast

from isodocs.dataclass import field, immutable, replace
from isodocs.errors import RepositoryError
from isodocs.repository.environment import scrubbed
from isodocs.repository.git_errors import (
    last_line,
    no_folder,
    no_repository,
    not_found,
    partial_hint,
    refuse_other_place,
)

if TYPE_CHECKING:
    from isodocs.repository.next_changes import NextChanges
    from isodocs.repository.object_reader import ObjectReader

_BUFFER = 1 << 17
_STDERR_KEPT = 1 << 16
_QUESTIONS = (
    "--is-bare-repository",
    "--is-shallow-repository",
    "--show-object-format",
    "--git-dir",
    "--git-common-dir",
    "--git-path",
    "index",
    "--show-toplevel",
)


@immutable(frozen=True, slots=True)
class Git:
    """One repository and the way to ask Git about it.

    `top` is the work tree, or the Git directory where the repository is bare; commands run there.
    `object_format` is `sha1` or `sha256`. `folder` is the part of the repository that is looked
    at, such as `quality` (see `repository.systems`): snapshots, history and the writer then know
    the paths below it only, relative to it. It is empty where that is the whole repository.
    `answers` are what Git has said already, by the words in which it was asked; a `reader` reads
    contents while it is open.
    """

    top: Path
    directory: Path
    common_directory: Path
    index: Path
    object_format: str
    is_bare: bool
    is_shallow: bool
    environment: Mapping[str, str] = field(repr=False)
    folder: str = ""
    answers: Mapping[tuple[str, ...], bytes] = field(default_factory=dict, repr=False)
    reader: ObjectReader | None = field(default=None, repr=False)

    @classmethod
    def discover(cls, directory: Path, *, hook: bool = False, bare: bool = False) -> Git:
        """Find the repository around `directory`.

        `hook` keeps the variables with which Git runs a hook. `bare` takes `directory` itself also
        where it is a bare repository, as on a server. Raises RepositoryError when there is no
        repository, its owner is someone else, it is bare and neither was said, or Git is missing
        or too old.
        """
        env = scrubbed(os.environ, hook=hook, bare=bare)
        command = ["git", "rev-parse", "--path-format=absolute", *_QUESTIONS]
        process = _start(command, directory, env, stdin=subprocess.DEVNULL)
        out, err = process.communicate()
        lines = os.fsdecode(out).removesuffix("\n").split("\n")
        if lines[0].startswith("--path-format"):
            from isodocs.words import say

            raise RepositoryError(
                say("this Git is too old"), hint=say("Install Git 2.31 or newer.")
            )
        # In a bare repository the last question fails, after the others have been answered.
        is_bare = lines[0] == "true"
        if len(lines) != (6 if is_bare else 7) or (process.returncode and not is_bare):
            raise not_found(directory, last_line(err))
        git_directory = Path(lines[3])
        if not is_bare and "GIT_WORK_TREE" not in env:
            refuse_other_place(directory, Path(lines[6]))
        if bare and is_bare and git_directory != directory.resolve():
            raise no_repository(directory)  # a bare one is named itself
        return cls(
            top=git_directory if is_bare else Path(lines[6]),
            directory=git_directory,
            common_directory=Path(lines[4]),
            index=Path(lines[5]),
            object_format=lines[2],
            is_bare=is_bare,
            is_shallow=lines[1] == "true",
            environment=env,
        )

    @classmethod
    def of(cls, asked: NextChanges) -> Git:
        """The repository in which a hook has asked already."""
        return cls(
            top=Path(asked.top),
            directory=Path(asked.directory),
            common_directory=Path(asked.common),
            index=Path(asked.index),
            object_format=asked.format,
            is_bare=False,
            is_shallow=False,
            environment=asked.environment,
            answers=asked.answers,
        )

    @classmethod
    def create(cls, directory: Path, *, branch: str, object_format: str = "sha1") -> Git:
        """Start a repository in `directory`, which is made where it is missing.

        No template is copied, so it begins without hooks. Raises RepositoryError when Git cannot.
        """
        directory.mkdir(parents=True, exist_ok=True)
        wanted = (f"--initial-branch={branch}", f"--object-format={object_format}")
        args = ("init", "--quiet", "--template=", *wanted)
        process = _start(["git", *args], directory, scrubbed(os.environ), stdin=subprocess.DEVNULL)
        _, err = process.communicate()
        if process.returncode:
            raise failure(args, process.returncode, err)
        return cls.discover(directory)

    @classmethod
    @contextmanager
    def imagined(cls, directory: Path) -> Iterator[Git]:
        """The repository that `directory` would be once it is one; nothing is written there.

        Raises RepositoryError for a folder that is not there.
        """
        if not directory.is_dir():
            raise no_folder(directory)
        with TemporaryDirectory(prefix="isodocs-") as place:
            made = cls.create(Path(place), branch="main")
            variables = {"GIT_DIR": str(made.directory), "GIT_WORK_TREE": str(directory.resolve())}
            environment = {**made.environment, **variables}
            yield replace(made, top=directory.resolve(), environment=environment)

    def at(self, folder: str) -> Git:
        """The same repository, looked at in this folder only (empty: the whole of it)."""
        return self if folder == self.folder else replace(self, folder=folder)

    @property
    def root(self) -> Path:
        """Where the paths that are looked at begin in the work tree."""
        return self.top / self.folder

    @property
    def prefix(self) -> str:
        """What is before those paths in the repository: `quality/`, or nothing."""
        return f"{self.folder}/" if self.folder else ""

    @property
    def pathspecs(self) -> tuple[str, ...]:
        """Limits a Git command to the folder, whatever characters its name has."""
        return (f":(top,literal){self.folder}/",) if self.folder else ()

    def inside(self, path: str) -> str | None:
        """A path of the repository as it is called in the folder; None outside of it."""
        prefix = self.prefix
        return path[len(prefix) :] if path.startswith(prefix) else None

    @property
    def null_id(self) -> str:
        """The id that stands for no object."""
        return "0" * (64 if self.object_format == "sha256" else 40)

    def run(
        self, *args: str, stdin: bytes = b"", variables: Mapping[str, str] | None = None
    ) -> bytes:
        """Run one command to its end and return its output.

        `variables` are added to the environment. Raises RepositoryError when it fails.
        """
        code, out, err = self._complete(args, stdin, variables)
        if code:
            raise failure(args, code, err, self.directory)
        return out

    def ask(self, *args: str) -> bytes | None:
        """Run one command that says no by exit code 1; its output, or None for no.

        Raises RepositoryError for any other failure.
        """
        code, out, err = self._complete(args, b"", None)
        if code > 1 or code < 0:
            raise failure(args, code, err, self.directory)
        return None if code else out

    def _complete(
        self, args: Sequence[str], stdin: bytes, variables: Mapping[str, str] | None
    ) -> tuple[int, bytes, bytes]:
        if not variables and (known := self.answers.get(tuple(args))) is not None:
            return 0, known, b""
        env = {**self.environment, **variables} if variables else self.environment
        process = _start(["git", *args], self.top, env, stdin=subprocess.PIPE)
        out, err = process.communicate(stdin)
        return process.returncode, out, err

    @contextmanager
    def stream(
        self, *args: str, stdin: Iterable[bytes] = (), source: BufferedReader | None = None
    ) -> Iterator[BufferedReader]:
        """Run a command and give its output while it runs.

        Its input is `stdin`, drawn by a thread of its own, so that neither side can block the
        other, or straight from `source`, the output of another stream. A reader may stop early:
        the process is then killed and how it ended does not matter. Raises RepositoryError when
        the command fails; a reader that finds the output too short raises EOFError, and the
        reason Git gave takes its place. An exception of `stdin` is raised here.
        """
        piped = subprocess.PIPE if source is None else source
        process = _start(["git", *args], self.top, self.environment, stdin=piped)
        stdout = cast("BufferedReader", process.stdout)
        stderr = cast("BufferedReader", process.stderr)
        errors: list[bytes] = []
        faults: list[BaseException] = []
        threads = [Thread(target=_drain, args=(stderr, errors), daemon=True)]
        if process.stdin is not None:
            feeding = (process.stdin, stdin, faults)
            threads.append(Thread(target=_feed, args=feeding, daemon=True))
        for thread in threads:
            thread.start()
        finished = cut_short = False
        try:
            try:
                yield stdout
                finished = not stdout.peek(1)
            except EOFError:
                finished = cut_short = True
        finally:
            if not finished:
                process.kill()
            process.wait()
            stdout.close()
            for thread in threads:
                thread.join()
            stderr.close()
        if faults:
            raise faults[0]
        if finished and (process.returncode or cut_short):
            raise failure(args, process.returncode, b"".join(errors), self.directory)


def failure(
    args: Sequence[str], code: int, stderr: bytes, place: Path | None = None
) -> RepositoryError:
    """The error for a Git command that failed in `place`, with the last thing it said."""
    from isodocs.words import say

    ended = (
        say("it was killed by signal {part}", part=-code)
        if code < 0
        else say("it ended early, exit code {code}", code=code)
    )
    said = last_line(stderr) or ended
    hint = say("Run `git fsck` to see whether the repository is whole.")
    fault = next((words for words in _NO_ROOM if words.encode() in stderr), "")
    if not fault and "write" in said and place and _is_full(place):
        fault = _NO_ROOM[0]  # Git does not always say why
    if fault:
        said = said if fault in said else say("{said} ({fault})", said=said, fault=fault)
        hint = say("The disk is full: make room, then run the command again.")
    elif "index.lock" in said or "cannot lock ref" in said:
        hint = say("Another Git command is writing, or was killed: wait, or remove its lock file.")
    elif "promisor" in said or "lazy fetching" in said or "transport" in said:
        hint = partial_hint()
    return RepositoryError(say("git {args} failed: {said}", args=args[0], said=said), hint=hint)


_NO_ROOM = ("No space left on device", "Out of diskspace", "Disk quota exceeded")
_LITTLE_ROOM = 1 << 16


def _is_full(place: Path) -> bool:
    try:
        found = os.statvfs(place)
    except OSError:
        return False
    return found.f_bavail * found.f_frsize < _LITTLE_ROOM


def _start(
    command: Sequence[str], directory: Path, env: Mapping[str, str], stdin: int | IO[bytes]
) -> subprocess.Popen[bytes]:
    try:
        return subprocess.Popen(
            command,
            cwd=directory,
            env=env,
            bufsize=_BUFFER,
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
    except (FileNotFoundError, NotADirectoryError) as error:
        if not directory.is_dir():
            raise no_folder(directory) from error
        from isodocs.words import say

        raise RepositoryError(
            say("Git is not installed"),
            hint=say("Install Git 2.31 or newer, and put it on the PATH."),
        ) from error


def _feed(pipe: IO[bytes], chunks: Iterable[bytes], faults: list[BaseException]) -> None:
    try:
        for chunk in chunks:
            pipe.write(chunk)
    except BrokenPipeError:
        pass  # the process ended or was killed; its exit code says which
    except BaseException as fault:
        faults.append(fault)
    finally:
        with suppress(BrokenPipeError):
            pipe.close()


def _drain(pipe: BufferedReader, kept: list[bytes]) -> None:
    while chunk := pipe.read1(_BUFFER):
        kept[:] = [(b"".join(kept) + chunk)[-_STDERR_KEPT:]]
