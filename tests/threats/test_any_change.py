"""Whatever changes between two calls, what is remembered is what would be made from scratch.

A machine changes files, index, references, settings, clock, pins and the store itself in any order,
and after each change compares a call with one that remembers nothing, byte for byte.
`HYPOTHESIS=explore` goes on for longer.
"""

from __future__ import annotations

import os
import random
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from tests.helpers.calls import Answer, afresh, call, noon
from tests.helpers.company import approved, base, document
from tests.helpers.repository import RepositoryBuilder

EXPLORING = os.environ.get("HYPOTHESIS") == "explore"
COMMANDS = (
    ("check",),
    ("check", "--format", "json"),
    ("check", "--staged"),
    ("register",),
    ("coverage",),
    ("history", "SOP-001"),
    ("due",),
    ("audit-trail",),
    ("-C", "documents", "check", "--full"),
)
PATHS = ("documents/SOP-001.md", "documents/SOP-002.md", "isodocs.yaml", ".gitattributes", "new.md")
BITS = st.integers(0, 2**20)
PIN = '{"type":"pins","v":1,"pins":{}}'


class AnyChange(RuleBasedStateMachine):
    """A repository, its user's home, and a clock."""

    remembered = 0

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        self.home = Path(self.folder.name, "home")
        self.home.mkdir()
        self.repo = RepositoryBuilder(Path(self.folder.name, "repo"))
        self.repo.commit("Start", {**base(), **approved()}, date="2024-01-02T09:00:00+00:00")
        self.other = RepositoryBuilder(Path(self.folder.name, "other"))
        self.other.commit("Start", base(), date="2024-01-02T09:00:00+00:00")
        self.day = noon(2024, 6, 20)

    def teardown(self) -> None:
        self.folder.cleanup()

    def store(self) -> list[Path]:
        return sorted(self.home.glob(".cache/isodocs/*.sqlite"))

    def path(self, name: str) -> Path:
        return self.repo.path / name

    @contextmanager
    def at_home(self) -> Iterator[None]:
        before, os.environ["HOME"] = os.environ["HOME"], str(self.home)
        try:
            yield
        finally:
            os.environ["HOME"] = before

    def compared(self, words: tuple[str, ...]) -> Answer:
        with self.at_home():
            found = call(*words, at=self.repo.path, day=self.day)
            assert found[:3] == afresh(*words, at=self.repo.path, day=self.day)[:3]
        type(self).remembered += found.remembered
        return found

    @initialize(words=st.sampled_from(COMMANDS))
    def first(self, words: tuple[str, ...]) -> None:
        self.words = words
        self.compared(words)

    @rule(words=st.sampled_from(COMMANDS))
    def another_command(self, words: tuple[str, ...]) -> None:
        self.words = words

    @rule(times=st.integers(1, 2))
    def ask(self, times: int) -> None:
        for _ in range(times):
            self.compared(self.words)

    @rule(name=st.sampled_from(PATHS), word=st.sampled_from(("one", "two", "\xe9")))
    def write(self, name: str, word: str) -> None:
        with self.path(name).open("a", encoding="utf-8") as file:
            file.write(f"# {word}\n")
        self.compared(self.words)

    @rule(name=st.sampled_from(PATHS[:2]), at_once=st.booleans())
    def same_size_and_time(self, name: str, at_once: bool) -> None:
        """As an editor, or someone who hides it, leaves them: only the inode's time shows it."""
        path = self.path(name)
        if path.is_file():
            if not at_once:
                self.compared(self.words)
            before, data = path.stat(), path.read_bytes()
            path.write_bytes(data.replace(b"effective: 2024", b"effective: 2023"))
            os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
            self.compared(self.words)

    @rule(name=st.sampled_from(PATHS))
    def touch(self, name: str) -> None:
        if self.path(name).exists():
            os.utime(self.path(name))
        self.compared(self.words)

    @rule(name=st.sampled_from(PATHS))
    def remove(self, name: str) -> None:
        self.path(name).unlink(missing_ok=True)
        self.compared(self.words)

    @rule(name=st.sampled_from(PATHS), flag=st.sampled_from(("assume-unchanged", "skip-worktree")))
    def hide(self, name: str, flag: str) -> None:
        if self.repo.git("ls-files", name) and self.path(name).exists():
            self.repo.git("update-index", f"--{flag}", name)
            self.compared(self.words)
            self.write(name, "two")

    @rule(number=st.integers(2, 3), status=st.sampled_from(("draft", "approved")))
    def new_document(self, number: int, status: str) -> None:
        text = document(f"SOP-00{number}", 1, status)
        self.repo.write(f"documents/SOP-00{number}.md", text)
        self.compared(self.words)

    @rule()
    def stage(self) -> None:
        self.repo.git("add", "--all")
        self.compared(self.words)

    @rule(date=st.sampled_from(("2024-02-01", "2024-06-01", "2025-01-01")))
    def commit(self, date: str) -> None:
        self.repo.git("add", "--all")
        self.repo.commit("Change", date=f"{date}T09:00:00+00:00")
        self.compared(self.words)

    @rule(name=st.sampled_from(("side", "quality/two")), back=st.booleans())
    def branch(self, name: str, back: bool) -> None:
        """A branch that is only there, or with a commit of its own, and perhaps merged."""
        if self.repo.git("branch", "--list", name):
            self.repo.git("branch", "-D", name)
        else:
            self.repo.git("add", "--all")
            self.repo.commit("Before")
            self.repo.git("checkout", "--quiet", "-b", name)
            self.repo.commit("Aside", {"documents/SOP-009.md": document("SOP-009", 1, "draft")})
            self.compared(self.words)
            self.repo.git("checkout", "--quiet", "main")
        self.compared(self.words)
        if back and self.repo.git("branch", "--list", name):
            self.repo.git("merge", "--quiet", "--no-edit", name)
            self.compared(self.words)

    @rule()
    def rewrite(self) -> None:
        """As a rebase does: the same files, other commits."""
        self.repo.git("commit", "--quiet", "--amend", "--allow-empty", "-m", "Otherwise")
        self.compared(self.words)

    @rule(name=st.sampled_from(("v1", "main")))
    def tag(self, name: str) -> None:
        self.repo.git("tag", "--force", name)
        self.compared(self.words)

    @rule()
    def look_with_git(self) -> None:
        """It may write the index again, and makes and removes its lock."""
        self.repo.git("status")
        self.compared(self.words)

    @rule()
    def pack(self) -> None:
        self.repo.git("gc", "--quiet", "--prune=now")
        self.compared(self.words)

    @rule(
        key=st.sampled_from(("core.autocrlf", "core.ignoreCase", "core.fileMode")),
        own=st.booleans(),
    )
    def configure(self, key: str, own: bool) -> None:
        if own:
            (self.home / ".gitconfig").write_text("[core]\n\texcludesFile = ~/ours\n")
        else:
            self.repo.git("config", key, "true")
        self.compared(self.words)

    @rule(place=st.sampled_from((".git/info/exclude", ".gitignore", "../home/ours")))
    def ignore(self, place: str) -> None:
        path = self.path(place)
        path.parent.mkdir(exist_ok=True)
        path.write_text("" if path.exists() and path.read_text() else "SOP-00[29].md\n")
        self.compared(self.words)

    @rule(place=st.sampled_from((".gitattributes", ".git/info/attributes")))
    def attributes(self, place: str) -> None:
        self.path(place).parent.mkdir(exist_ok=True)
        self.path(place).write_text("*.md filter=lfs ident\n")
        self.compared(self.words)

    @rule(text=st.sampled_from((PIN, "damaged")))
    def pins(self, text: str) -> None:
        folder = self.home / ".config/isodocs"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "pins.json").write_text(text)
        self.compared(self.words)

    @rule(days=st.sampled_from((1, -1, 400, -300)))
    def clock(self, days: int) -> None:
        self.day += timedelta(days=days)
        self.compared(self.words)

    def harm(self, how: Callable[[Path], object]) -> None:
        """Do something to the stores, with what is remembered in them."""
        self.compared(self.words)
        for file in self.store():
            how(file)
        self.compared(self.words)

    @rule()
    def forget(self) -> None:
        self.harm(Path.unlink)

    @rule(seed=BITS, cut=st.booleans())
    def damage(self, seed: int, cut: bool) -> None:
        def flip(file: Path) -> None:
            dice, data = random.Random(seed), bytearray(file.read_bytes())
            for _ in range(8):
                data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
            file.write_bytes(data[: dice.randrange(len(data))] if cut else data)

        self.harm(flip)

    @rule()
    def swap(self) -> None:
        """Each key gets the row of another."""

        def shift(file: Path) -> None:
            with sqlite3.connect(file) as connection:
                rows = connection.execute("SELECT key, sealed FROM answers").fetchall()
                for (key, _), (_, sealed) in zip(rows, rows[1:] + rows[:1], strict=True):
                    connection.execute("UPDATE answers SET sealed=? WHERE key=?", (sealed, key))

        self.another_command(("register",))
        self.compared(self.words)
        self.harm(lambda file: shift(file) if b"answers" in file.read_bytes() else None)

    @rule()
    def copy(self) -> None:
        """The store of another repository in the place of this one's."""
        with self.at_home():
            before = set(self.store())
            call(*self.words[-1:], at=self.other.path, day=self.day)
        for theirs in set(self.store()) - before:
            for ours in before:
                ours.write_bytes(theirs.read_bytes())
        self.compared(self.words)

    @rule()
    def new_secret(self) -> None:
        for file in self.home.glob(".local/state/isodocs/store.key"):
            file.write_bytes(os.urandom(32))
        self.compared(self.words)

    @rule()
    def no_room(self) -> None:
        """A file where the folder of stores should be."""
        folder = self.home / ".cache"
        if folder.is_dir():
            folder.rename(self.home / "aside")
            folder.write_text("")
        self.compared(self.words)
        folder.unlink(missing_ok=True)
        if (self.home / "aside").is_dir():
            (self.home / "aside").rename(folder)

    @rule()
    def at_once(self) -> None:
        """Two processes ask the same at the same time."""
        self.forget()
        with self.at_home():
            process = os.fork()
            if not process:
                try:
                    call(*self.words, at=self.repo.path, day=self.day)
                finally:
                    os._exit(0)
            self.compared(self.words)
            os.waitpid(process, 0)


def test_whatever_changes_the_answer_is_the_one_made_afresh() -> None:
    size = settings(
        max_examples=200 if EXPLORING else 3,
        stateful_step_count=40 if EXPLORING else 12,
        deadline=None,
        phases=tuple(Phase)
        if EXPLORING
        else (Phase.generate,),  # to shrink a failure takes minutes
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    AnyChange.remembered = 0
    run_state_machine_as_test(AnyChange, settings=size)
    assert AnyChange.remembered, "nothing was ever remembered, so nothing was tried"
