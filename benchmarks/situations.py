"""The situations that are measured: what is run in each, where, and what is done before.

Each has a copy of the repository of its own and a cache of its own, so that none changes what
another finds. `references` are the costs of others (Git, Python, the Markdown parser) that the
goals are multiples of.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from itertools import count
from pathlib import Path
from typing import NamedTuple

from benchmarks.size import DAY, PUSHED

PYTHON = "bare Python"
STATUS = "git status"
READS = "Git's reads"
READS_OF_PUSH = "Git's reads of the push"
MARKDOWN = "Markdown alone"
MARKDOWN_IMPORTED = "Markdown, nothing parsed"
PLAIN_COMMIT = "git commit without hooks"
COMMIT = "git commit, nothing controlled staged"
PRE_COMMIT = "pre-commit, one document staged"
UNCHANGED = "check, nothing changed"
CHANGED = "check, one document changed"
COLD = "check, cold"
COLD_REGISTER = "register, cold"
PUSH = "pre-receive, 100 commits, warm"
COLD_PUSH = "pre-receive, 100 commits, cold"
PAGES = "publish, every document as a page"
PRINTS = "publish, every document as PDF"
SAME_PAGES = "publish, pages, nothing changed"
CHANGED_PAGES = "publish, pages, one document changed"
CHANGED_REGISTER = "register, one document changed"
CHANGED_RECORD = "check, one record changed"
SITE = "site, every document"
SEARCH_READY = "search of the site, made ready"
SEARCHES = "search of the site, made ready, 100 answers"
ANSWERS = 100
"""So many questions are asked of a site: beginnings of words, misspellings, two words."""
PACK = "pack, every document as a page and as PDF"
REFERENCES = (PYTHON, STATUS, READS, READS_OF_PUSH, MARKDOWN, MARKDOWN_IMPORTED, PLAIN_COMMIT)
"""What the goals are multiples of."""
REUSE = "reuse lint"
DOORSTOP = "doorstop"
REPORTS = {
    "coverage": ("coverage",),
    "register": ("register",),
    "readiness": ("readiness", "surveillance"),
    "due": ("due",),
}
CONTROLLED = ("isodocs.yaml", ".isodocs", "documents", "records")
"""What isodocs reads of a generated repository."""
_ISODOCS = (sys.executable, "-m", "isodocs")
_RAW = "git rev-list {commits} | git diff-tree --stdin -r --root --no-renames --raw --no-abbrev"
_BODIES = Path(__file__).with_name("markdown_alone.py")
_SEARCH = Path(__file__).with_name("search.js")


_SETTLED = 2.5
"""Seconds after which what was changed counts as unchanged."""


def _remove(path: Path) -> None:
    path.unlink(missing_ok=True)


def _nothing() -> None:
    """Nothing has to be done before a run."""


class Situation(NamedTuple):
    """What is measured: a command, where it runs, and what is done before each run."""

    name: str
    command: tuple[str, ...]
    at: Path
    environment: Mapping[str, str]
    before: Callable[[], object] = _nothing
    stdin: Path = Path(os.devnull)


class Place:
    """The copies of one generated repository, all in one folder."""

    def __init__(self, repository: Path, folder: Path, sound: str) -> None:
        """`sound` is the path of a document that can be revised."""
        self._repository = repository
        self._folder = folder
        self._sound = sound

    def situations(self) -> Iterator[Situation]:
        """Every situation, in the order in which a round measures them."""
        yield from self._references()
        yield from self._checks()
        yield from self._commits()
        yield from self._pushes()
        yield from self._copies()

    def environment(self, cache: str) -> dict[str, str]:
        """The environment of a user of its own, with a cache of this name.

        Bytecode is kept between runs, as it is where isodocs is installed.
        """
        kept = {
            key: value
            for key, value in os.environ.items()
            if not key.startswith(("GIT_", "ISODOCS_", "PYTHON"))
        }
        return {
            **kept,
            "HOME": str(self._folder),
            "XDG_CACHE_HOME": str(self._folder / "caches" / cache),
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_NOSYSTEM": "1",
        }

    def _references(self) -> Iterator[Situation]:
        at, environment = self._repository, self.environment("none")
        yield Situation(PYTHON, (sys.executable, "-c", "pass"), at, environment)
        yield Situation(STATUS, ("git", "status", "--porcelain"), at, environment)
        yield self._git_reads(READS, "HEAD")
        yield self._git_reads(READS_OF_PUSH, f"HEAD~{PUSHED}..HEAD")
        bodies = (sys.executable, str(_BODIES))
        yield Situation(MARKDOWN, (*bodies, "documents"), at, environment)
        yield Situation(MARKDOWN_IMPORTED, (*bodies, ".isodocs/authority"), at, environment)

    def _git_reads(self, name: str, commits: str) -> Situation:
        """Reading every change of controlled paths in `commits`, and every blob that it brought."""
        environment = self.environment("none")
        raw = f"{_RAW.format(commits=commits)} -- {' '.join(CONTROLLED)}"
        ids = self._folder / f"{name}.ids"
        # by path and by id: neighbours are stored as differences from each other
        script = f"{raw} | grep ^: | LC_ALL=C sort -t '\t' -k 2 | cut -d ' ' -f 4 | uniq"
        with ids.open("wb") as out:
            command = ("sh", "-c", script)
            subprocess.run(command, cwd=self._repository, env=environment, stdout=out, check=True)
        both = f"{raw} && git cat-file --batch --buffer"
        return Situation(name, ("sh", "-c", both), self._repository, environment, stdin=ids)

    def _checks(self) -> Iterator[Situation]:
        check = (*_ISODOCS, "check", "--on", DAY, "--exit-zero")
        cold = self.environment("cold")

        def forget() -> None:
            shutil.rmtree(cold["XDG_CACHE_HOME"], ignore_errors=True)

        yield Situation(COLD, check, self._repository, cold, forget)
        register = (*_ISODOCS, "register", "--on", DAY)
        yield Situation(COLD_REGISTER, register, self._repository, cold, forget)
        warm = self.environment("warm")
        git(self._repository, "status")  # it writes the index once, which is a change
        time.sleep(_SETTLED)
        self._prime(check, self._repository, warm)
        yield Situation(UNCHANGED, check, self._repository, warm)
        for name, words in REPORTS.items():
            report = (*_ISODOCS, *words, "--on", DAY)
            self._prime(report, self._repository, warm)
            yield Situation(name, report, self._repository, warm)
        at, environment = self._copy("changed"), self.environment("changed")
        git(at, "status")
        time.sleep(_SETTLED)
        self._prime(check, at, environment)
        yield Situation(CHANGED, check, at, environment, self._change(at))

    def _commits(self) -> Iterator[Situation]:
        commit = ("git", "commit", "--quiet", "--message", "Change")
        for name in (PLAIN_COMMIT, COMMIT):
            at, environment = self._copy(name), self.environment(name)
            stage = self._stage(at, "notes.txt", "Not controlled.")
            if name == COMMIT:
                self._install(at, environment)
                stage()
                self._prime(commit, at, environment)
            yield Situation(name, commit, at, environment, stage)
        at, environment = self._copy("staged"), self.environment("staged")
        self._install(at, environment)
        stage = self._stage(at, self._sound, self._draft())
        stage()
        self._prime(commit, at, environment)
        hook = (str(at / ".git/hooks/pre-commit"),)
        yield Situation(PRE_COMMIT, hook, at, environment, stage)

    def _pushes(self) -> Iterator[Situation]:
        at = self._copy("server", "--bare")
        new = git(at, "rev-parse", "main")
        old = git(at, "rev-parse", f"main~{PUSHED}")
        given, earlier = self._folder / "push", self._folder / "earlier"
        given.write_text(f"{old} {new} refs/heads/main\n", encoding="utf-8")
        older = git(at, "rev-parse", f"{old}~1")
        earlier.write_text(f"{older} {old} refs/heads/main\n", encoding="utf-8")
        warm, cold = ({**self.environment(cache), "GIT_DIR": "."} for cache in ("server", "cold"))
        self._install(at, self.environment("server"), "--server")
        hook = (str(at / "hooks/pre-receive"),)

        def forget() -> None:
            shutil.rmtree(cold["XDG_CACHE_HOME"], ignore_errors=True)

        git(at, "update-ref", "refs/heads/main", older)
        self._prime(hook, at, warm, earlier)
        git(at, "update-ref", "refs/heads/main", old)
        yield Situation(COLD_PUSH, hook, at, cold, forget, given)
        yield Situation(PUSH, hook, at, warm, stdin=given)

    def _copies(self) -> Iterator[Situation]:
        environment = self.environment("warm")
        for name, option in ((PAGES, "--html"), (PRINTS, "--pdf"), (SAME_PAGES, "--html")):
            folder = self._folder / f"copies{len(name)}"
            publish = (*_ISODOCS, "publish", str(folder), option, "--on", DAY)

            def remove(folder: Path = folder) -> None:
                shutil.rmtree(folder, ignore_errors=True)

            if name == SAME_PAGES:
                self._prime(publish, self._repository, environment)
            before = _nothing if name == SAME_PAGES else remove
            yield Situation(name, publish, self._repository, environment, before)
        yield from self._changed_copies()
        pack = self._folder / "evidence.zip"
        command = (*_ISODOCS, "pack", str(pack), "--for", "stage-2", "--on", DAY)
        yield Situation(PACK, command, self._repository, environment, partial(_remove, pack))
        yield from self._site(environment)

    def _changed_copies(self) -> Iterator[Situation]:
        """What is asked once a document was changed and committed, or a record edited."""
        at, environment = self._copy("revised"), self.environment("revised")
        git(at, "status")
        time.sleep(_SETTLED)
        folder = str(self._folder / "copies-of-revised")
        publish = (*_ISODOCS, "publish", folder, "--html", "--on", DAY)
        register = (*_ISODOCS, "register", "--on", DAY)
        check = (*_ISODOCS, "check", "--on", DAY, "--exit-zero")
        for command in (register, publish, check):
            self._prime(command, at, environment)
        change = self._change(at)

        def commit() -> None:
            """On the day that is asked: later, that would be a day of the past.

            A record that a round before has edited is as it was again: the document alone changes.
            """
            git(at, "checkout", "--quiet", "--", "records")
            change()
            noon = f"{DAY}T12:00:00+00:00"
            subprocess.run(
                ("git", "commit", "--quiet", "--all", "--message", "Change", "--date", noon),
                cwd=at,
                env={**environment, "GIT_COMMITTER_DATE": noon},
                check=True,
            )

        yield Situation(CHANGED_REGISTER, register, at, environment, change)
        yield Situation(CHANGED_PAGES, publish, at, environment, commit)
        records = at / "records/nonconformity"
        record = sorted(records.iterdir())[0].relative_to(at)
        yield Situation(CHANGED_RECORD, check, at, environment, self._change(at, str(record)))

    def _site(self, environment: Mapping[str, str]) -> Iterator[Situation]:
        folder = self._folder / "site"
        site = (*_ISODOCS, "site", str(folder), "--on", DAY)

        def remove() -> None:
            shutil.rmtree(folder, ignore_errors=True)

        yield Situation(SITE, site, self._repository, environment, remove)
        if node := shutil.which("node"):
            searched = self._folder / "searched"
            self._prime((*site[:-3], str(searched), *site[-2:]), self._repository, environment)
            for name, number in ((SEARCH_READY, 0), (SEARCHES, ANSWERS)):
                command = (node, str(_SEARCH), str(searched / "site"), str(number))
                yield Situation(name, command, self._repository, environment)

    def _copy(self, name: str, *options: str) -> Path:
        """A clone with objects of its own: links would change the times of the others."""
        at = self._folder / name.replace(" ", "-").replace(",", "")
        command = ("git", "clone", "--quiet", "--no-hardlinks", "--template=", *options)
        environment = self.environment("none")
        subprocess.run((*command, str(self._repository), str(at)), check=True, env=environment)
        for key in ("user.name", "user.email", "gc.auto"):
            git(at, "config", key, git(self._repository, "config", key))
        return at

    def _install(self, at: Path, environment: Mapping[str, str], *options: str) -> None:
        command = (*_ISODOCS, "hook", "install", *options)
        subprocess.run(command, cwd=at, env=environment, check=True, stdout=subprocess.DEVNULL)

    def _prime(
        self,
        command: tuple[str, ...],
        at: Path,
        environment: Mapping[str, str],
        stdin: Path = Path(os.devnull),
    ) -> None:
        """Run a command once, so that it can remember what it learnt."""
        with stdin.open("rb") as given:
            subprocess.run(
                command,
                cwd=at,
                env=environment,
                stdin=given,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                check=False,
            )

    def _change(self, at: Path, path: str = "") -> Callable[[], None]:
        """Give a file of the work tree, or a document, one more paragraph than it had."""
        document = at / (path or self._sound)

        def change() -> None:
            with document.open("a", encoding="utf-8") as file:
                file.write("\nOne more paragraph.\n")

        return change

    def _stage(self, at: Path, path: str, text: str) -> Callable[[], None]:
        """Stage a file with this text and a number that is another each time."""
        numbers = count(1)

        def stage() -> None:
            (at / path).write_text(f"{text}\nNumber {next(numbers)}.\n", encoding="utf-8")
            git(at, "add", path)

        return stage

    def _draft(self) -> str:
        """The next revision of the document, as a draft."""
        text = (self._repository / self._sound).read_text(encoding="utf-8")
        revision = int(text.partition("\nrevision: ")[2].partition("\n")[0])
        text = text.replace(f"\nrevision: {revision}\n", f"\nrevision: {revision + 1}\n")
        return text.replace("\nstatus: approved\n", "\nstatus: draft\n")


def git(at: Path, *args: str) -> str:
    """What Git prints; raises on failure."""
    command = ("git", "-C", str(at), *args)
    return subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout.decode().strip()
