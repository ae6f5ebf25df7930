"""A repository, its server, a user's home and a clock, in which calls are compared.

Every call is made twice: by a user who remembers what was found out before, and from scratch. Both
must print the same, byte for byte, and end alike.
"""

from __future__ import annotations

import difflib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import timedelta
from functools import cache
from pathlib import Path

from hypothesis import HealthCheck, Phase, assume, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    run_state_machine_as_test,
)

from tests.helpers import rich_company
from tests.helpers.any_call import Words
from tests.helpers.calls import Answer, Running, begin, call, noon
from tests.helpers.repository import RepositoryBuilder, environment

EXPLORING = os.environ.get("HYPOTHESIS") == "explore"
LONGEST = 60 * float(os.environ.get("HYPOTHESIS_MINUTES", "30"))
"""For so many seconds new steps are tried, where they are looked for."""
Edit = Callable[[bytes], bytes]
MESSAGE = b"Change purchasing\n\nAs agreed.\n"
_NO_CACHE = {"ISODOCS_NO_CACHE": "1"}
_KEPT: list[tempfile.TemporaryDirectory[str]] = []


@cache
def _made(folder: str) -> Path:
    """The company as every example begins, with its server; made once, and copied."""
    _KEPT.append(tempfile.TemporaryDirectory())
    place = Path(_KEPT[-1].name)
    repo = rich_company.build(place / "repo", folder)
    repo.git("branch", "side", "HEAD~2")
    repo.git("tag", "v1", "HEAD~1")
    repo.bare_clone()
    return place


class _TimeIsOver(BaseException):
    """Ends a machine; Hypothesis would take an `Exception` for a failure of it."""


class World(RuleBasedStateMachine):
    """What steps change; they come in mixins."""

    remembered = 0
    asked = 0
    until = 0.0
    """When the time is over, unless an example has failed: that is then made shorter."""
    failed = False

    def __init__(self) -> None:
        super().__init__()
        self.place = tempfile.TemporaryDirectory()
        self.base = Path(self.place.name)
        self.home = self.base / "home"
        self.home.mkdir()
        self.day = noon(2025, 6, 25)
        self.variables: dict[str, str] = {}
        self.fresh_homes = 0
        self.commits = 0
        self.questions: list[Words] = []

    def begin(self, folder: str) -> None:
        """Put the company there; `folder` is that of its system, where it has one of its own."""
        self.folder = folder
        for name in ("repo", "server.git"):
            shutil.copytree(_made(folder) / name, self.base / name, symlinks=True)
        self.repo = RepositoryBuilder(self.base / "repo", object_format=None)
        self.server = self.base / "server.git"
        self.pushed = self.repo.head()
        self.git("update-index", "-q", "--refresh")

    @initialize(luck=st.integers(0, 100))
    def not_the_simplest(self, luck: int) -> None:
        """Hypothesis tries the simplest example first: the same step, again and again."""
        assume(luck)
        self.go_on()

    def go_on(self) -> None:
        """Leave an example that is not done once the time is over: one takes many minutes."""
        if not self.failed and time.monotonic() >= self.until:
            raise _TimeIsOver

    def teardown(self) -> None:
        self.place.cleanup()

    @property
    def top(self) -> Path:
        """The folder of the system."""
        return self.repo.path / self.folder

    def path(self, name: str) -> Path:
        """A file of the system."""
        return self.top / name

    def change(self, name: str, edit: Edit) -> bool:
        """Write a file as the edit has it; False where that is no file, or nothing changes."""
        path = self.path(name)
        if path.is_symlink() or not path.is_file():
            return False
        before = path.read_bytes()
        path.write_bytes(edit(before))
        return before != path.read_bytes()

    def clear(self, name: str) -> None:
        """Let nothing be at a path, and its folder be one."""
        path = self.path(name)
        for parent in reversed(path.relative_to(self.repo.path).parents):
            above = self.repo.path / parent
            if above.is_symlink() or above.is_file():
                above.unlink()
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        path.unlink(missing_ok=True)
        path.parent.mkdir(parents=True, exist_ok=True)

    def git(self, *args: str, stdin: bytes = b"") -> str | None:
        """What Git prints in the folder of the system; None where it fails, as it well may."""
        self.commits += 1
        when = f"{self.day + timedelta(seconds=self.commits):%Y-%m-%dT%H:%M:%S}+00:00"
        process = subprocess.run(
            ["git", *args],
            cwd=self.top if self.top.is_dir() else self.repo.path,
            env={
                **self.repo.env,
                "GIT_AUTHOR_DATE": when,
                "GIT_COMMITTER_DATE": when,
                "GIT_EDITOR": ":",
            },
            input=stdin,
            capture_output=True,
            check=False,
        )
        return None if process.returncode else os.fsdecode(process.stdout).strip()

    def all_variables(self, at: Path) -> dict[str, str]:
        """The environment, where it is not that of every test; Git's own in the server's hook."""
        server = {"GIT_DIR": "."} if at == self.server else {}
        return {
            **server,
            "HOME": str(self.home),
            "GIT_CONFIG_GLOBAL": str(self.home / ".gitconfig"),
            **self.variables,
        }

    def call(
        self,
        words: Words,
        variables: Mapping[str, str] | None = None,
        *,
        prepare: Callable[[], object] = int,
    ) -> Answer:
        """Ask, as the user or (with other `variables`) as somebody else."""
        message = self.base / "message"
        message.write_bytes(MESSAGE)
        at, words, stdin = self._asked(words)
        found = call(
            *words,
            at=at,
            day=self.day,
            variables=self.all_variables(at) | dict(variables or {}),
            stdin=stdin,
            prepare=prepare,
        )
        changed = message.read_bytes()
        return found._replace(out=found.out + changed) if changed != MESSAGE else found

    def begin_call(self, words: Words) -> Running:
        """Ask, and do not wait for the answer."""
        at, words, stdin = self._asked(words)
        return begin(*words, at=at, day=self.day, variables=self.all_variables(at), stdin=stdin)

    def afresh(self, words: Words) -> Answer:
        """The answer from scratch: by a user who never remembers, or who never asked before."""
        self.fresh_homes += 1
        if self.fresh_homes % 2:
            return self.call(words, _NO_CACHE)
        with tempfile.TemporaryDirectory() as place:
            return self.call(words, {"XDG_CACHE_HOME": place, "XDG_STATE_HOME": place})

    def compared(self, words: Words) -> Answer:
        """The answer, which is the one from scratch."""
        self.go_on()
        found = self.call(words)
        self.check_same(words, found, self.afresh(words))
        return found

    def check_same(self, words: Words, found: Answer, right: Answer) -> None:
        """Fail where an answer is not the right one."""
        type(self).asked += 1
        type(self).remembered += found.remembered
        if found[:3] != right[:3]:
            fault = (
                f"isodocs {' '.join(words)}: {found.code}, from scratch {right.code}\n"
                + _difference(right.out, found.out)
                + _difference(right.err, found.err)
            )
            type(self).failed = True
            # It is shown even where the same steps do not lead there again.
            sys.stdout.write(f"{fault}\n")
            raise AssertionError(fault)

    def compared_in_processes(self, words: Words) -> None:
        """The same with the real program, on the machine's day, and with all of its streams."""
        at, words, stdin = self._asked(words)
        right = self._process(words, at, stdin, _NO_CACHE)
        for _ in range(2):
            self.check_same(words, self._process(words, at, stdin, {}), right)

    def _process(self, words: Words, at: Path, stdin: bytes, also: Mapping[str, str]) -> Answer:
        (self.base / "message").write_bytes(MESSAGE)
        program = shutil.which("isodocs", path=os.fspath(Path(sys.executable).parent))
        process = subprocess.run(
            [program or "isodocs", *words],
            cwd=at,
            env={**environment(self.home), **self.all_variables(at), **also},
            input=stdin,
            capture_output=True,
            check=False,
        )
        message = (self.base / "message").read_bytes()
        return Answer(process.returncode, process.stdout + message, process.stderr, False)

    def _asked(self, words: Words) -> tuple[Path, Words, bytes]:
        """Where a call is made, its words, and what it reads: hooks are called by Git."""
        if words[:2] != ("hook", "run"):
            return self.top if self.top.is_dir() else self.repo.path, words, b""
        hook = words[2]
        if hook == "commit-msg":
            return self.repo.path, (*words, str(self.base / "message")), b""
        if hook == "pre-push":
            return (
                self.repo.path,
                words,
                self._update("refs/heads/main {new} refs/heads/main {old}"),
            )
        if hook == "pre-receive":
            head = self.git("rev-parse", "HEAD")
            if head:
                self.git(
                    "push", "--quiet", "--force", str(self.server), f"{head}:refs/pushed/{head}"
                )
            return self.server, words, self._update("{old} {new} refs/heads/main")
        return self.repo.path, words, b""

    def _update(self, line: str) -> bytes:
        """The line that Git says where HEAD is pushed to the server."""
        head = self.git("rev-parse", "HEAD")
        return f"{line.format(old=self.pushed, new=head)}\n".encode() if head else b""

    def be_received(self) -> None:
        """Let the server have HEAD."""
        head = self.git("rev-parse", "HEAD")
        if head:
            self.git("push", "--quiet", "--force", str(self.server), f"{head}:refs/heads/main")
            self.pushed = head

    def stores(self) -> Sequence[Path]:
        """The files in which the user remembers."""
        return sorted(self.home.glob(".cache/isodocs/*.sqlite"))


def try_out(machine: type[World], steps: int) -> None:
    """Let a machine take so many steps; to look for new ones, many times as many for a while."""
    machine.remembered = machine.asked = 0
    machine.until = time.monotonic() + LONGEST
    size = settings(
        max_examples=500 if EXPLORING else 1,
        stateful_step_count=50 if EXPLORING else steps,
        deadline=None,
        # To shrink a failure takes minutes.
        phases=tuple(Phase) if EXPLORING else (Phase.generate,),
        suppress_health_check=[*HealthCheck],
    )
    with suppress(_TimeIsOver):
        run_state_machine_as_test(machine, settings=size)
    assert machine.asked


def _difference(right: bytes, found: bytes) -> str:
    lines = [data.decode(errors="backslashreplace").splitlines() for data in (right, found)]
    return "\n".join(difflib.unified_diff(*lines, "from scratch", "remembered", lineterm="", n=1))
