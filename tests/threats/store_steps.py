"""What happens to what is remembered, and to the machine around it."""

from __future__ import annotations

import os
import random
import resource
import shutil
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import timedelta
from pathlib import Path

from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.helpers.any_call import HOOKS
from tests.threats.file_steps import DOCUMENTS, EDITS, FileSteps

BITS = st.integers(0, 2**20)
PINS = ('{"type":"pins","v":1,"pins":{}}', "damaged", "")
VARIABLES = (
    ("NO_COLOR", "1"),
    ("COLUMNS", "60"),
    ("COLUMNS", "200"),
    ("TZ", "Pacific/Kiritimati"),
    ("TZ", "America/Los_Angeles"),
    ("LC_ALL", "de_DE.UTF-8"),
    ("LANG", "C.UTF-8"),
    ("ISODOCS_REQUIRE_PIN", "1"),
    ("GIT_OPTIONAL_LOCKS", "0"),
    ("GIT_CONFIG_COUNT", "0"),
    ("GIT_NAMESPACE", "other"),
    ("PYTHONHASHSEED", "7"),
)


class StoreSteps(FileSteps):
    """Steps outside of the repository."""

    @rule(days=st.sampled_from((1, -1, 30, 400, -300)))
    def clock(self, days: int) -> None:
        self.day += timedelta(days=days)

    @rule(hours=st.sampled_from((-13, 11)))
    def evening(self, hours: int) -> None:
        """Another day here than where it is noon."""
        self.day += timedelta(hours=hours)

    @rule(variable=st.sampled_from(VARIABLES))
    def environment(self, variable: tuple[str, str]) -> None:
        name, value = variable
        if self.variables.get(name) == value:
            del self.variables[name]
        else:
            self.variables[name] = value

    @rule(text=st.sampled_from(PINS))
    def pins(self, text: str) -> None:
        folder = self.home / ".config/isodocs"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "pins.json").write_text(text)

    @rule(remove=st.booleans())
    def pin(self, remove: bool) -> None:
        self.call(("authority", "pin", *(["--remove"] if remove else [])))

    @rule()
    def in_real_processes(self) -> None:
        self.compared_in_processes(self.questions[0])

    def harm(self, how: Callable[[Path], object]) -> None:
        """Do something to the stores, with what is remembered in them."""
        self.call(self.questions[0])
        for file in self.stores():
            how(file)

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

    @rule(seed=BITS)
    def lose_rows(self, seed: int) -> None:
        """Some rows are gone, as where the oldest are dropped."""
        self.harm(
            lambda file: _each_table(
                file, lambda rows: random.Random(seed).sample(rows, len(rows) // 2)
            )
        )

    @rule(seed=BITS)
    def swap(self, seed: int) -> None:
        """Each key gets the row of another."""

        def shift(rows: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
            sealed = [row for _, row in rows]
            random.Random(seed).shuffle(sealed)
            return [(key, row) for (key, _), row in zip(rows, sealed, strict=True)]

        self.harm(lambda file: _each_table(file, shift))

    @rule()
    def set_aside(self) -> None:
        """Keep a copy of all that is remembered."""
        self.call(self.questions[0])
        with suppress(OSError):
            shutil.copytree(self.home / ".cache", self.base / "aside", dirs_exist_ok=True)

    @rule(seed=BITS, whole=st.booleans())
    def bring_back(self, seed: int, whole: bool) -> None:
        """What was remembered earlier, as a backup has it: all of it, or some rows."""
        for old in sorted((self.base / "aside").glob("isodocs/*.sqlite")):
            file = self.home / ".cache/isodocs" / old.name
            if whole or not file.exists():
                file.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(old, file)
            else:
                _mix(file, old, random.Random(seed))

    @rule()
    def copy_from_another(self) -> None:
        """The store of the server in the place of the work tree's, and the other way round."""
        self.call(("hook", "run", "pre-receive"))
        self.call(self.questions[0])
        files = self.stores()
        if len(files) == 2:
            one, other = (file.read_bytes() for file in files)
            files[0].write_bytes(other)
            files[1].write_bytes(one)

    @rule()
    def new_secret(self) -> None:
        for file in self.home.glob(".local/state/isodocs/store.key"):
            file.write_bytes(os.urandom(32))

    @rule(kind=st.sampled_from(("a file", "a link", "open to others", "read-only")))
    def no_room(self, kind: str) -> None:
        """Something else where the folder of stores should be; then it is there again."""
        folder, aside = self.home / ".cache/isodocs", self.base / "moved"
        if not folder.is_dir():
            return
        if kind in ("open to others", "read-only"):
            folder.chmod(0o777 if kind == "open to others" else 0o500)
            self.compared(self.questions[0])
            folder.chmod(0o700)
            return
        folder.rename(aside)
        folder.symlink_to(aside) if kind == "a link" else folder.write_text("")
        self.compared(self.questions[0])
        folder.unlink()
        aside.rename(folder)

    @rule(room=st.sampled_from((4096, 20_000, 60_000)))
    def full_disk(self, room: int) -> None:
        """No file may become large; an answer that could be printed whole is the right one."""
        words = self.questions[0]
        found = self.call(words, prepare=lambda: limit(room))
        if found.code in (0, 1):
            self.check_same(words, found, self.afresh(words))

    @rule(first=st.integers(0, 3), second=st.integers(0, 3), cold=st.booleans())
    def at_once(self, first: int, second: int, cold: bool) -> None:
        """Two processes ask at the same time."""
        if cold:
            self.forget()
        questions = [
            self.questions[first % len(self.questions)],
            self.questions[second % len(self.questions)],
        ]
        questions = [each for each in questions if "commit-msg" not in each] or [("check",)]
        started = [self.begin_call(each) for each in questions]
        for words, each in zip(questions, started, strict=True):
            self.check_same(words, each.answer(), self.afresh(words))

    @rule(after=st.floats(0.0, 0.15), cold=st.booleans())
    def killed(self, after: float, cold: bool) -> None:
        """A call that is killed somewhere in the middle."""
        if cold:
            self.forget()
        running = self.begin_call(self.questions[0])
        time.sleep(after)
        running.kill()

    @rule(
        after=st.floats(0.0, 0.1),
        name=st.sampled_from(DOCUMENTS),
        edit=st.sampled_from(sorted(EDITS)),
        back=st.booleans(),
    )
    def meanwhile(self, after: float, name: str, edit: str, back: bool) -> None:
        """A file is changed while it may be read; what is learnt of it then must not stay."""
        running = self.begin_call(self.questions[0])
        time.sleep(after)
        path = self.path(name)
        before = path.read_bytes() if path.is_file() else None
        self.change(name, EDITS[edit])
        if back and before is not None:
            time.sleep(after / 2)
            path.write_bytes(before)
        running.answer()

    @rule(name=st.sampled_from(HOOKS))
    def hook(self, name: str) -> None:
        self.compared(("hook", "run", name))


def limit(room: int) -> None:
    """Let no file that this process writes become larger."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))


Row = tuple[bytes, bytes]


def _each_table(file: Path, change: Callable[[list[Row]], list[Row]]) -> None:
    """Let each table of a store have other rows."""
    with suppress(sqlite3.Error), closing(sqlite3.connect(file)) as connection, connection:
        for (name,) in connection.execute(
            "SELECT name FROM sqlite_master WHERE sql IS NOT NULL"
        ).fetchall():
            rows = connection.execute(f"SELECT key, sealed FROM {name} ORDER BY number").fetchall()
            connection.execute(f"DELETE FROM {name}")
            connection.executemany(f"INSERT INTO {name} (key, sealed) VALUES (?, ?)", change(rows))


def _mix(file: Path, old: Path, dice: random.Random) -> None:
    """Put some rows of an older store in the place of those that are there."""
    with suppress(sqlite3.Error), closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("ATTACH ? AS old", (str(old),))
        for (name,) in connection.execute(
            "SELECT name FROM old.sqlite_master WHERE sql IS NOT NULL"
        ).fetchall():
            rows = connection.execute(
                f"SELECT key, sealed FROM old.{name} ORDER BY number"
            ).fetchall()
            some = dice.sample(rows, len(rows) * dice.randrange(1, 4) // 4)
            connection.executemany(
                f"INSERT OR REPLACE INTO main.{name} (key, sealed) VALUES (?, ?)", some
            )
