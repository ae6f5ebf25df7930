"""Real Git repositories for tests, the same each time and apart from the user's own settings."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Self

from tests.helpers.plain_commit import NotPlainError, PlainRepository

Content = str | bytes | None

AUTHOR = "Ann Author <ann@example.com>"
DATE = "2024-01-10T09:00:00+00:00"


def environment(home: Path) -> dict[str, str]:
    """An environment in which Git knows nothing of this machine's users."""
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "LC_ALL": "C",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
    }


class RepositoryBuilder:
    """A repository at `path` on branch main; `git` runs any command of the real Git in it.

    `object_format` is `sha1` or `sha256`; None takes a repository that is there already.
    """

    def __init__(self, path: Path, *, object_format: str | None = "sha1") -> None:
        self.path = path
        self.env = environment(path.parent)
        settings = b""
        if object_format:
            path.mkdir(parents=True, exist_ok=True)
            made = {} if (path / ".git").exists() else _new(object_format)
            for name, content in made.items():
                if content is None:
                    (path / name).mkdir()
                else:
                    (path / name).write_bytes(content)
            self.configure("user", name="Ann Author", email="ann@example.com")
            # The tests' own hundred small commits must not start a repack in the background.
            self.configure("gc", auto="0").configure("maintenance", auto="false")
            if made and object_format == "sha1":
                settings = (path / ".git/config").read_bytes()
        self._plain = PlainRepository(path, settings)

    def git(self, *args: str, env: Mapping[str, str] | None = None, stdin: bytes = b"") -> str:
        """Run Git; returns what it printed, without the last line feed. Fails the test on error."""
        process = subprocess.run(
            ["git", *args],
            cwd=self.path,
            env={**self.env, **(env or {})},
            input=stdin,
            capture_output=True,
            check=False,
        )
        if process.returncode:
            said = process.stderr.decode(errors="replace")
            raise AssertionError(f"git {' '.join(args)} ended with {process.returncode}: {said}")
        return os.fsdecode(process.stdout).removesuffix("\n")

    def configure(self, section: str, subsection: str = "", **settings: str) -> Self:
        """Write settings to .git/config, without a process."""
        title = f'{section} "{subsection}"' if subsection else section
        lines = [f"[{title}]"]
        for key, value in settings.items():
            quoted = value.replace("\\", "\\\\").replace('"', '\\"')
            lines.append(f'\t{key} = "{quoted}"')
        with (self.path / ".git/config").open("a", encoding="utf-8") as file:
            file.write("\n".join(lines) + "\n")
        return self

    def write(self, path: str, content: str | bytes) -> Path:
        """Write a file of the work tree, and nothing else."""
        place = self.path / path
        place.parent.mkdir(parents=True, exist_ok=True)
        data = content.encode() if isinstance(content, str) else content
        place.write_bytes(data)
        return place

    def stage(self, files: Mapping[str, Content]) -> Self:
        """Write or (None) delete the files, and stage that."""
        for path, content in files.items():
            if content is None:
                (self.path / path).unlink()
            else:
                self.write(path, content)
        if not files:
            return self
        try:
            self._plain.stage(files)
        except NotPlainError:
            self.git("--literal-pathspecs", "add", "--all", "--force", "--", *files)
        return self

    def commit(
        self,
        message: str,
        files: Mapping[str, Content] | None = None,
        *,
        author: str = AUTHOR,
        date: str = DATE,
        committer: str | None = None,
    ) -> str:
        """Commit these files, and what is staged already; returns the new commit's id."""
        self.stage(files or {})
        with suppress(NotPlainError):
            return self._plain.commit(message, author, committer or author, date)
        tell = ("--quiet", "--allow-empty", "--allow-empty-message", "--no-verify")
        self.git("commit", *tell, "-m", message, env=_signed(author, committer or author, date))
        return self.head()

    def head(self) -> str:
        """The id of HEAD; Git is asked where no file says it."""
        with suppress(OSError):
            kind, _, name = (self.path / ".git/HEAD").read_text().partition(" ")
            if kind == "ref:":
                return (self.path / ".git" / name.strip()).read_text().strip()
        return self.git("rev-parse", "HEAD")

    def branch(self, name: str, start: str = "HEAD") -> Self:
        """Start a branch and check it out."""
        self.git("checkout", "--quiet", "-b", name, start)
        return self

    def checkout(self, rev: str) -> Self:
        """Check out a branch, or a commit with HEAD detached."""
        self.git("checkout", "--quiet", rev)
        return self

    def merge(
        self,
        *branches: str,
        files: Mapping[str, Content] | None = None,
        message: str = "Merge",
        date: str = DATE,
    ) -> str:
        """Merge the branches, with `files` as the result where given; returns the commit's id."""
        env = _signed(AUTHOR, AUTHOR, date)
        if files is None:
            self.git("merge", "--quiet", "--no-ff", "-m", message, *branches, env=env)
            return self.head()
        process = ("merge", "--quiet", "--no-ff", "--no-commit", "--strategy=ours", *branches)
        self.git(*process, env=env)
        return self.commit(message, files, date=date)

    def bare_clone(self, name: str = "server.git") -> Path:
        """Make a bare clone beside this repository, with this one's `origin` set to it."""
        place = self.path.parent / name
        self.git("clone", "--quiet", "--bare", "--template=", str(self.path), str(place))
        self.git("remote", "add", "origin", str(place))
        return place

    def clone(self, name: str = "clone", *, depth: int = 0) -> RepositoryBuilder:
        """Clone beside this repository; `depth` makes it shallow."""
        place = self.path.parent / name
        shallow = (f"--depth={depth}",) if depth else ()
        url = f"file://{self.path}"
        self.git("clone", "--quiet", "--template=", *shallow, url, str(place))
        clone = RepositoryBuilder(place, object_format=None)
        return clone.configure("user", name="Ann Author", email="ann@example.com")


@cache
def _new(object_format: str) -> dict[str, bytes | None]:
    """What `git init` makes, by path, each folder (None) before what is in it."""
    with TemporaryDirectory() as place:
        wanted = (f"--object-format={object_format}", "--initial-branch=main")
        subprocess.run(
            ["git", "init", "--quiet", "--template=", *wanted],
            cwd=place,
            env=environment(Path(place)),
            check=True,
        )
        made = sorted(Path(place).rglob("*"))
        return {
            str(each.relative_to(place)): each.read_bytes() if each.is_file() else None
            for each in made
        }


def _signed(author: str, committer: str, date: str) -> dict[str, str]:
    variables = {}
    for role, person in (("AUTHOR", author), ("COMMITTER", committer)):
        name, _, email = person.rpartition(" <")
        variables[f"GIT_{role}_NAME"] = name
        variables[f"GIT_{role}_EMAIL"] = email.removesuffix(">")
        variables[f"GIT_{role}_DATE"] = date
    return variables
