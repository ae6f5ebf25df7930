"""Every example of every `--help` works in the sample company as it is written."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import click
import openpyxl
import pytest
from click.testing import CliRunner, Result

from isodocs.cli import cli
from isodocs.live.changes import Changes
from isodocs.reference import commands_page
from tests.commands import test_timestamp
from tests.helpers import clock
from tests.helpers.repository import RepositoryBuilder, environment
from tests.helpers.word_files import docx, p

CATALOGUE = Path(__file__).parents[1] / "standards" / "catalogues" / "catalog.json"

COMMANDS = {path: command for path, command, _ in commands_page.commands()}
EXAMPLES = {
    path: re.findall(r"^  isodocs (.+)$", command.epilog or "", re.MULTILINE)
    for path, command in COMMANDS.items()
}
READ = {
    "adopt", "adopt --format json", "approve --format json", "audit-checklist", "audit-report",
    "audit-trail", "audits", "authority log", "authority pin", "authority show", "cache clear",
    "cache info", "certification", "check", "comments", "competence", "completion", "coverage",
    "diff", "doctor", "due", "explain", "history", "hook run", "management-review",
    "new training --fields", "nonconformities", "pack make", "plan", "processes", "publish",
    "readiness", "records", "register", "report", "serve", "show", "site", "soa", "standards",
    "standards compare", "standards export", "standards transition", "verify-copy", "watch",
}  # fmt: skip
"""Commands and examples that write nothing into the repository: they share one sample."""


NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
"""On the day on which the sample's story ends."""


def test_every_command_has_an_example_that_calls_it() -> None:
    for path, examples in EXAMPLES.items():
        assert examples, path
        assert all(example.startswith(path) for example in examples), path


def _interrupted(_: Changes, __: float) -> None:
    """As Ctrl-C does, which ends what watches."""
    raise KeyboardInterrupt


@pytest.fixture
def frozen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    clock.stop(monkeypatch, NOON)
    monkeypatch.setattr("uvicorn.Server.run", lambda server, sockets: None)  # it runs until Ctrl-C
    monkeypatch.setattr("click.launch", lambda address: None)
    monkeypatch.setattr(Changes, "wait", _interrupted)
    monkeypatch.chdir(tmp_path)  # where people.yaml and answer.tsr are looked for


@pytest.mark.usefixtures("frozen")
@pytest.mark.parametrize("example", sorted({each for many in EXAMPLES.values() for each in many}))
def test_an_example_works(example: str, sample: Path, signed_story: Path, tmp_path: Path) -> None:
    words = shlex.split(example)
    called = next(path for path in (" ".join(words[:2]), words[0]) if path in COMMANDS)
    at, before = sample, _state(sample)
    if not _only_reads(called, words):
        at = tmp_path / "repository"
        if called in FRESH:
            at.mkdir()
        else:
            shutil.copytree(signed_story if called in SIGNED else sample, at, symlinks=True)
    if called == "timestamp attach" and not shutil.which("openssl"):
        pytest.skip("openssl, which plays the authority, is not installed")
    if prepare := PREPARED.get(called):
        prepare(at, tmp_path)
    if words[0] == "serve":  # two may run at once
        words += ["--port", "0"]
    if words[0] == "approve":  # the one whose turn it is
        words += ["--as", "piotr.zielinski"]
    result = call(words, at, tmp_path)
    assert result.exit_code in (0, 1), result.output
    assert result.exit_code == 0 or words[0] in {
        "check", "doctor", "readiness", "verify-copy", "watch",
    }  # fmt: skip
    assert _state(sample) == before, "it does not only read"


def _only_reads(called: str, words: list[str]) -> bool:
    """As all do that say what they would write; but one has to be prepared first."""
    dry = "--dry-run" in words and called not in PREPARED
    return dry or not READ.isdisjoint((called, " ".join(words)))


def _state(repository: Path) -> dict[str, tuple[int, int]]:
    """When each file was written, what Git keeps included."""
    return {
        os.path.join(folder, name): (found.st_size, found.st_mtime_ns)
        for folder, _, names in os.walk(repository)
        for name in names
        for found in [os.lstat(os.path.join(folder, name))]
    }


def key(home: Path) -> None:
    """The SSH key that the examples name."""
    place = home / ".ssh" / "id_ed25519"
    place.parent.mkdir()
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", place], check=True)


def begun(at: Path, home: Path) -> None:
    """A repository with isodocs.yaml and no register yet; and a key."""
    key(home)
    RepositoryBuilder(at).commit("Start", {"isodocs.yaml": "organisation: Example\n"})


def unsigned(at: Path, home: Path) -> None:
    """A company that has begun, whose register names no key; its owner has one."""
    key(home)
    done(at, home, "init", "--commit")


def enrolled(at: Path, home: Path) -> None:
    unsigned(at, home)
    done(at, home, "authority", "enrol", "--commit")


def proposed(at: Path, home: Path) -> None:
    """A version that waits for its owner: the key was not there when it was proposed."""
    enrolled(at, home)
    away = (home / ".ssh").rename(home / "away")
    done(at, home, "authority", "propose", "--enrolled", "--commit")
    away.rename(home / ".ssh")


def edited(at: Path, home: Path) -> None:
    """The form as it was printed, with one name changed; and a key to enrol."""
    unsigned(at, home)
    form = done(at, home, "authority", "show", "--format", "yaml")
    (home / "people.yaml").write_text(form.replace("name: Daniel Okafor", "name: Daniel D. Okafor"))
    done(at, home, "authority", "enrol", "--commit")


def reviewed(at: Path, home: Path) -> None:
    """The approval that is missing is on the document's review branch."""
    git = ["git", "-C", str(at)]
    subprocess.run([*git, "switch", "-q", "-c", "review/SOP-009"], check=True)
    done(at, home, "approve", "SOP-009", "--as", "piotr.zielinski", "--commit")
    subprocess.run([*git, "switch", "-q", "-"], check=True)


def answered(at: Path, home: Path) -> None:
    """A time-stamping authority has answered."""
    authority = test_timestamp.TimeAuthority(home / "authority")
    repo = RepositoryBuilder(at)
    test_timestamp.build(repo, test_timestamp.register(authority))
    (answer,) = test_timestamp.answered(repo, authority, "SOP-001")
    answer.rename(home / "answer.tsr")


def own_map(at: Path, home: Path) -> None:
    done(at, home, "standards", "import", str(CATALOGUE), "--id", "sample-2026", "--text")


def catalogue(at: Path, home: Path) -> None:
    shutil.copy(CATALOGUE, at / "catalogue.json")


FRESH = {
    "authority enrol", "authority init", "authority propose", "authority sign", "demo", "init",
    "timestamp attach",
}  # fmt: skip
"""They start in an empty folder: the owner of the sample's register has another key."""
SIGNED = {"authority revoke", "timestamp request"}
"""They are about keys and signatures, of which the sample has none."""


def packed(at: Path, home: Path) -> None:
    """A pack to check, of little."""
    done(at, home, "pack", "evidence.zip", "--for", "internal", "--clauses", "7.5", "--html")


def in_word(at: Path, home: Path) -> None:
    """Files of Word, and one of Excel."""
    book = openpyxl.Workbook()
    for row in (["Supplier", "Products", "Status"], ["Acme", "Steel", "approved"]):
        book.worksheets[0].append(row)
    book.save(at / "Suppliers.xlsx")
    (at / "Word files").mkdir()
    for name in ("Word files/SOP-090 Returns.docx", "Purchasing.docx"):
        (at / name).write_bytes(docx(p("Scope", "berschrift1") + p("All sites.")))


PREPARED: dict[str, Callable[[Path, Path], None]] = {
    "authority enrol": unsigned,
    "authority init": begun,
    "authority propose": edited,
    "authority sign": proposed,
    "import": in_word,
    "merge": reviewed,
    "pack verify": packed,
    "standards check": own_map,
    "standards import": catalogue,
    "timestamp attach": answered,
}
"""What must be there before an example works, by the command."""


def done(at: Path, home: Path, *words: str) -> str:
    """What a command prints that has to work."""
    result = call([*words], at, home)
    assert result.exit_code == 0, result.output
    return result.stdout


def call(words: list[str], at: Path, home: Path) -> Result:
    """Run the words at the folder; what would be asked is answered with yes."""
    command: click.Command = cli
    for word in words:
        inner = command.get_command(click.Context(command), word) if is_group(command) else None
        if inner is None:
            break
        command = inner
    if any("--yes" in parameter.opts for parameter in command.params) and words[1:]:
        words = [*words, "--yes"]
    words = [word.replace("~", str(home)) for word in words]
    env = {
        **environment(home),
        "GIT_AUTHOR_NAME": "Daniel Okafor",
        "GIT_AUTHOR_EMAIL": "daniel.okafor@aldwyke.example",
        "GIT_COMMITTER_NAME": "Daniel Okafor",
        "GIT_COMMITTER_EMAIL": "daniel.okafor@aldwyke.example",
    }
    return CliRunner().invoke(cli, ["-C", str(at), *words], env=env, catch_exceptions=False)


def is_group(command: click.Command) -> bool:
    return isinstance(command, click.Group)
