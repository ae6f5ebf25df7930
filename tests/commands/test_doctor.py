"""`isodocs doctor`: what is enforced where, without running or following anything."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from isodocs import resources
from isodocs.commands import doctor
from isodocs.doctor import machine
from isodocs.lifecycle import hooks
from isodocs.repository import settings
from tests.helpers import company, golden, signed_company
from tests.helpers.command import invoke, run
from tests.helpers.company import document, path
from tests.helpers.large_files import pointer
from tests.helpers.repository import RepositoryBuilder
from tests.helpers.signed_company import KEYS, approval, approved, base, following, version_files

NOW = datetime.fromisoformat("2024-06-01T12:00:00+02:00")
NO_HOOKS = "pre-commit, pre-merge-commit, pre-applypatch, commit-msg and pre-push are not installed"
ATTRIBUTES = ".isodocs/** -text\n*.md text eol=lf\n"


@pytest.fixture(autouse=True)
def _clock_and_programs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "now", lambda: NOW)
    monkeypatch.setattr(settings, "version", lambda git: "2.46.0")
    monkeypatch.setattr(machine, "which", lambda name, path: f"/usr/bin/{name}")


@pytest.fixture
def works(repo: RepositoryBuilder) -> RepositoryBuilder:
    """The signed company, with what `init` writes for line ends."""
    files = {**base(), **approved(), ".gitattributes": ATTRIBUTES}
    repo.commit("Start", files, date="2024-01-21T09:00:00+00:00")
    return repo


def look(at: Path) -> tuple[int, str]:
    """Exit code and text."""
    result = invoke("doctor", at=at)
    assert not result.stderr
    return result.exit_code, result.stdout


def lines(at: Path, topic: str = "") -> list[tuple[str, str]]:
    """(state, fact) of every line about a topic; the JSON must fit its published schema."""
    result = invoke("doctor", "--format", "json", at=at)
    found = json.loads(result.stdout)
    schema = json.loads((resources.path("schemas") / "doctor.schema.json").read_text())
    Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER).validate(found)
    states = [line["state"] for line in found["lines"]]
    assert found["counts"] == {state: states.count(state) for state in found["counts"]}
    assert result.exit_code == (1 if "missing" in states else 0)
    return [(e["state"], e["fact"]) for e in found["lines"] if e["topic"].startswith(topic)]


def test_it_reads_well(works: RepositoryBuilder) -> None:
    code, text = look(works.path)
    assert code == 1
    assert max(map(len, text.splitlines())) <= 80
    golden.check("doctor", text.replace(str(works.path), "PLACE"))


def test_nothing_is_missing_once_everything_is_in_place(
    works: RepositoryBuilder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = Path(os.environ["HOME"])
    (home / ".ssh").mkdir()
    (home / ".ssh/id_ed25519.pub").write_text(f"{KEYS['ann'].line} ann@laptop\n")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    server = works.bare_clone()
    for place, more in ((server, ["--server"]), (works.path, [])):
        invoke("hook", "install", *more, at=place)
    assert run("authority", "pin", at=works.path)
    assert look(works.path)[0] == 0
    assert "missing" not in [state for state, _ in lines(works.path)]


class TestHooks:
    def place(self, works: RepositoryBuilder) -> Path:
        folder = works.path / ".git/hooks"
        hooks.install(folder, hooks.LOCAL, sys.executable)
        return folder

    def test_installed(self, works: RepositoryBuilder) -> None:
        self.place(works)
        assert lines(works.path, "local") == [
            (
                "ok",
                "pre-commit, pre-merge-commit, pre-applypatch, commit-msg and pre-push "
                "are installed and can run",
            )
        ]

    @pytest.mark.parametrize(
        ("spoil", "state", "says"),
        [
            (lambda f: f.unlink(), "missing", "pre-push is not installed"),
            (lambda f: f.chmod(0o644), "missing", "ours and not executable"),
            (lambda f: f.write_text("#!/bin/sh\nexit 0\n"), "missing", "pre-push is not ours"),
            (
                lambda f: f.write_text(f"{f.read_text()}exit 0\n"),
                "weak",
                "pre-push is ours and was changed",
            ),
            (
                lambda f: f.write_text(hooks.script("pre-push", "/nowhere/python")),
                "weak",
                "would run /nowhere/python, which is not there any more",
            ),
            (
                lambda f: (f.unlink(), f.symlink_to(f.with_name("pre-commit"))),
                "weak",
                "pre-push is not a plain file",
            ),
            (lambda f: (f.unlink(), os.mkfifo(f)), "weak", "pre-push is not a plain file"),
        ],
        ids=["removed", "not executable", "another's", "edited", "no python", "link", "pipe"],
    )
    def test_spoilt(
        self, works: RepositoryBuilder, spoil: Callable[[Path], object], state: str, says: str
    ) -> None:
        spoil(self.place(works) / "pre-push")
        bad, good = lines(works.path, "local")
        assert bad[0] == state
        assert says in bad[1]
        assert good == (
            "ok",
            "pre-commit, pre-merge-commit, pre-applypatch and commit-msg are installed and can run",
        )

    @pytest.mark.parametrize(
        ("value", "state", "says"),
        [
            ("/dev/null", "missing", "sends hooks to /dev/null: no hook runs"),
            ("/somewhere/else", "unknown", "outside of the repository, where no one looked"),
            ("githooks", "weak", "anyone who can change a file there decides what runs"),
            ("../outside", "unknown", "outside of the repository"),
        ],
    )
    def test_sent_elsewhere(
        self, works: RepositoryBuilder, value: str, state: str, says: str
    ) -> None:
        self.place(works)
        works.configure("core", hooksPath=value)
        first = lines(works.path, "local")[0]
        assert first[0] == state
        assert says in first[1]

    def test_sent_elsewhere_by_the_user(
        self, works: RepositoryBuilder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        own = tmp_path / "own"
        own.write_text("[core]\n\thooksPath = /dev/null\n")
        monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(own))
        assert "in your own configuration" in lines(works.path, "local")[0][1]

    def test_the_folder_of_hooks_is_a_link(self, works: RepositoryBuilder, tmp_path: Path) -> None:
        elsewhere = tmp_path / "elsewhere"
        hooks.install(elsewhere, hooks.LOCAL, sys.executable)
        (works.path / ".git/hooks").symlink_to(elsewhere)
        assert {state for state, _ in lines(works.path, "local")} == {"unknown"}


class TestServer:
    def test_pushed_nowhere(self, works: RepositoryBuilder) -> None:
        ((state, fact),) = lines(works.path, "server")
        assert (state, "no remote is configured" in fact) == ("missing", True)

    def test_a_server_on_this_machine_is_looked_at(self, works: RepositoryBuilder) -> None:
        server = works.bare_clone()
        assert lines(works.path, "server hook (origin)") == [
            ("missing", "pre-receive is not installed")
        ]
        hooks.install(server / "hooks", (hooks.SERVER,), sys.executable)
        sound = [("ok", "pre-receive is installed and can run")]
        assert lines(works.path, "server hook (origin)") == sound
        works.git("remote", "set-url", "origin", f"file://{server}")
        assert lines(works.path, "server hook (origin)") == sound
        works.git("remote", "set-url", "origin", "../server.git")
        assert lines(works.path, "server hook (origin)") == sound
        assert lines(server, "server hook") == sound
        assert not lines(server, "local hooks")
        (server / "config").open("a").write("[core]\n\thooksPath = /dev/null\n")
        assert lines(works.path, "server hook (origin)")[0][0] == "missing"

    @pytest.mark.parametrize(
        ("url", "host"),
        [
            ("https://ann:secret@git.example.com/works.git", "git.example.com"),
            ("git@git.example.com:works.git", "git.example.com"),
            ("ssh://git.example.com:22/works.git", "git.example.com"),
            ("ext::sh -c evil", "ext"),
        ],
    )
    def test_another_machine_cannot_be_seen_and_no_password_is_shown(
        self, works: RepositoryBuilder, url: str, host: str
    ) -> None:
        works.git("remote", "add", "origin", url)
        ((state, fact),) = lines(works.path, "server")
        assert (state, fact) == ("unknown", f"what {host} lets through cannot be seen from here")
        assert "secret" not in look(works.path)[1]

    @pytest.mark.parametrize("url", ["/nowhere", "documents", ".git/objects"])
    def test_a_folder_that_is_no_repository(self, works: RepositoryBuilder, url: str) -> None:
        works.git("remote", "add", "origin", url)
        ((state, _),) = lines(works.path, "server")
        assert state == "unknown"

    def test_a_server_where_nothing_was_pushed(self, tmp_path: Path) -> None:
        builder = RepositoryBuilder(tmp_path / "x")
        builder.git("init", "-q", "--bare", str(tmp_path / "new.git"))
        assert lines(tmp_path / "new.git", "repository") == [
            ("unknown", "nothing was pushed here yet")
        ]


class TestBranches:
    def test_no_protected_branch_is_here(self, works: RepositoryBuilder) -> None:
        works.git("branch", "-m", "trunk")
        works.bare_clone()
        clone = works.clone()
        assert lines(clone.path, "protected")[:3] == [
            ("missing", "isodocs.yaml protects main and master, and there is no such branch here"),
            ("missing", "trunk, the default branch of origin, is not protected"),
            (
                "ok",
                "you are on trunk, which is not protected: approvals may still be missing there",
            ),
        ]

    def test_on_no_branch(self, works: RepositoryBuilder) -> None:
        works.git("checkout", "--quiet", "--detach")
        assert ("weak", "you are on no branch, so nothing here is protected") in lines(
            works.path, "protected"
        )

    def test_bound_by_the_owners(self, works: RepositoryBuilder) -> None:
        assert lines(works.path, "protected")[-1][0] == "weak"
        works.commit("Bind", version_files(following(controlled="0" * 64)))
        assert lines(works.path, "protected")[-1] == (
            "ok",
            "the owners of the authority register bind isodocs.yaml",
        )

    def test_a_pipeline_is_only_believed_to_be_there(self, works: RepositoryBuilder) -> None:
        assert "no pipeline here names isodocs" in lines(works.path, "pipeline")[0][1]
        works.write(".github/workflows/check.yml", "run: isodocs check\n")
        ((state, fact),) = lines(works.path, "pipeline")
        assert (state, ".github/workflows/check.yml names isodocs" in fact) == ("unknown", True)


class TestRegister:
    def test_none(self, repo: RepositoryBuilder) -> None:
        repo.commit("x", {"isodocs.yaml": company.CONFIG})
        assert lines(repo.path, "authority") == [
            ("missing", "there is none, so no one may approve")
        ]

    def test_recorded(self, repo: RepositoryBuilder) -> None:
        repo.commit("x", company.base())
        assert lines(repo.path, "authority") == [
            ("weak", "version 1, unsigned: anyone with write access can change it")
        ]
        assert lines(repo.path, "approvals") == [
            ("weak", "all documents: a record is enough"),
            (
                "weak",
                "No one could approve policies that Dora Director or Quinn Quality wrote. Someone "
                "else writes them, holds the role as well, or is a deputy (isodocs delegate).",
            ),
            (
                "weak",
                "No one could approve documents that Quinn Quality wrote. Someone else writes "
                "them, holds the role as well, or is a deputy (isodocs delegate).",
            ),
        ]

    def test_owners_who_cannot_sign(self, works: RepositoryBuilder) -> None:
        lost = signed_company.following(
            **signed_company.without_key(signed_company.AUTHORITY, "quinn")  # type: ignore[arg-type]
        )
        works.commit("Lost", version_files(lost))
        found = lines(works.path, "authority")
        assert ("weak", "version 2 has no effect yet.") in [(s, f[:28]) for s, f in found]
        assert ("ok", "version 1, signed by its owners") in [(s, f[:31]) for s, f in found]

    def test_damaged(self, works: RepositoryBuilder) -> None:
        works.write(".isodocs/authority/0001.json", "{}")
        ((state, fact),) = lines(works.path, "authority")
        assert (state, "cannot be read" in fact) == ("weak", True)

    def test_a_pin_that_another_register_does_not_fit(
        self, works: RepositoryBuilder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
        assert lines(works.path, "pin")[0][0] == "missing"
        run("authority", "pin", at=works.path)
        assert lines(works.path, "pin")[0][0] == "ok"
        works.write(".isodocs/authority/0001.json", company.base()[".isodocs/authority/0001.json"])
        ((state, fact),) = lines(works.path, "pin")
        assert (state, "was pinned here on" in fact) == ("missing", True)

    def test_damaged_pins_hide_nothing_else(
        self, works: RepositoryBuilder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
        (tmp_path / "isodocs").mkdir()
        (tmp_path / "isodocs/pins.json").write_text("{")
        first, *_ = lines(works.path, "pin")
        assert (first[0], "pins cannot be read" in first[1]) == ("missing", True)
        assert lines(works.path, "authority")[0][0] == "ok"


class TestPeople:
    def test_a_stranger(self, works: RepositoryBuilder) -> None:
        works.configure("user", email="eve@example.com")
        ((state, fact),) = lines(works.path, "identity")
        assert (state, "no one in the authority register" in fact) == ("weak", True)

    def test_nobody(self, works: RepositoryBuilder) -> None:
        works.git("config", "--unset-all", "user.email")
        ((state, fact),) = lines(works.path, "identity")
        assert (state, fact) == ("missing", "Git does not know who you are: user.email is not set")

    def test_a_key_that_a_repository_names_is_not_followed(
        self, works: RepositoryBuilder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Opening a named pipe would wait for ever; a device would never end."""
        pipe = tmp_path / "key.pub"
        os.mkfifo(pipe)
        works.configure("gpg", format="ssh").configure("user", signingKey=str(pipe))
        assert lines(works.path, "signing")[0][0] == "missing"
        key = tmp_path / "mine.pub"
        key.write_text(KEYS["ann"].line)
        own = tmp_path / "own"
        own.write_text(f"[gpg]\n\tformat = ssh\n[user]\n\tsigningKey = {key}\n")
        monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(own))
        assert lines(works.path, "signing")[0][0] == "ok"


class TestLineEnds:
    def test_kept(self, works: RepositoryBuilder) -> None:
        assert {state for state, _ in lines(works.path, "git attributes")} == {"ok"}

    @pytest.mark.parametrize(
        ("files", "says"),
        [
            ({".gitattributes": None}, "line ends of approvals and signatures depend"),
            (
                {".gitattributes": "*.md text=auto\n.isodocs/** -text\n"},
                "line ends of documents depend",
            ),
            ({"documents/.gitattributes": "*.md eol=crlf\n"}, "line ends of documents depend"),
            (
                {"documents/.gitattributes": "*.md filter=x\n"},
                "is converted (filter=x): people see",
            ),
            ({".isodocs/approvals/.gitattributes": "*.tsr text\n"}, "json.sig.tsr"),
        ],
    )
    def test_not_kept(
        self, works: RepositoryBuilder, files: dict[str, str | None], says: str
    ) -> None:
        works.commit("x", files)
        found = lines(works.path, "git attributes")
        assert "weak" in {state for state, _ in found}
        assert says in " ".join(fact for _, fact in found)

    def test_the_clones_own_rules_are_seen(self, works: RepositoryBuilder) -> None:
        works.write(".git/info/attributes", "* text=auto eol=crlf\n")
        assert {state for state, _ in lines(works.path, "git attributes")} == {"weak"}

    def test_tables_that_two_people_add_to(self, works: RepositoryBuilder) -> None:
        fact = "rows that two people add to a table"
        assert fact not in str(lines(works.path, "git attributes"))
        works.write("records/risk.csv", "id\n")
        assert f"{fact} on the same day are a conflict" in str(lines(works.path, "git attributes"))
        works.write("records/.gitattributes", "*.csv merge=union\n")
        assert ("ok", f"{fact} are both kept") in lines(works.path, "git attributes")

    def test_a_link_is_not_followed(self, works: RepositoryBuilder, tmp_path: Path) -> None:
        (tmp_path / "there").write_text(ATTRIBUTES)
        (works.path / ".gitattributes").unlink()
        (works.path / ".gitattributes").symlink_to(tmp_path / "there")
        assert (
            "unknown",
            ".gitattributes is a symbolic link, and links are not followed",
        ) in lines(works.path, "git attributes")


class TestFilters:
    PDF = b"%PDF-1.7 certificate"
    PEOPLE = "id,name\nann,Ann Author\n"
    COMPETENCE = "id,title,kind,persons\nAW,Awareness,awareness,ann\n"

    def training(self, *files: str) -> str:
        rows = [f"ann,AW,2024-01-0{n},{file}" for n, file in enumerate(files, 1)]
        return "\n".join(["person,competence,date,certificate", *rows, ""])

    def evidence(self, works: RepositoryBuilder, attributes: str, *files: str) -> None:
        """Evidence as a clone without any filter has it: what Git keeps is what is on disk."""
        works.commit(
            "Evidence",
            {
                ".gitattributes": ATTRIBUTES + attributes,
                "records/people.csv": self.PEOPLE,
                "records/competence.csv": self.COMPETENCE,
                "records/training.csv": self.training(*files),
                **{file: pointer(self.PDF) for file in files},
            },
        )

    def test_evidence_whose_bytes_are_not_here(self, works: RepositoryBuilder) -> None:
        names = [f"records/evidence/{n}.pdf" for n in range(3)]
        self.evidence(works, "*.pdf filter=lfs -text\n", *names)
        works.write(names[1], self.PDF)
        [(state, fact)] = lines(works.path, "git lfs")
        assert state == "weak"
        assert fact.endswith(f"not here: {names[0]}, {names[2]}")
        for name in names:
            works.write(name, self.PDF)
        [(state, fact)] = lines(works.path, "git lfs")
        assert (state, "bytes of what it keeps are here" in fact) == ("ok", True)

    def test_another_filter_is_named_with_its_files(self, works: RepositoryBuilder) -> None:
        self.evidence(works, "*.pdf filter=git-crypt\n", "records/a.pdf", "records/b.pdf")
        assert lines(works.path, "git lfs") == []
        [(state, fact)] = lines(works.path, "git filters")
        assert state == "weak"
        assert "'git-crypt'" in fact
        assert fact.endswith("records/a.pdf, records/b.pdf")

    def test_nothing_is_said_where_there_is_none(self, works: RepositoryBuilder) -> None:
        self.evidence(works, "*.txt filter=lfs\n", "records/a.pdf")
        assert lines(works.path, "git lfs") == lines(works.path, "git filters") == []


class TestClockAndClone:
    def test_dated_after_now(self, works: RepositoryBuilder) -> None:
        text = document("SOP-002")
        files = approval("SOP-002", 1, text, at="2034-01-20T10:00:00+00:00")
        works.commit("x", {path("SOP-002"): text, **files}, date="2034-01-21T09:00:00+00:00")
        assert [fact for _, fact in lines(works.path, "clock")] == [
            "1 commit dated after this machine's clock, the latest 2034-01-21 09:00",
            "1 statement dated after this machine's clock, the latest 2034-01-20 10:00",
        ]

    def test_dated_long_before_what_it_builds_on(self, works: RepositoryBuilder) -> None:
        works.commit("x", {"notes.txt": "x"}, date="2024-01-10T09:00:00+00:00")
        works.commit("y", {"notes.txt": "y"}, date="2024-01-11T09:00:00+00:00")
        ((state, fact),) = lines(works.path, "clock")
        assert state == "weak"
        assert fact.startswith("1 commit dated more than a day before the one built on, such as ")

    def test_shallow_and_partial(self, works: RepositoryBuilder) -> None:
        works.commit("x", {"notes.txt": "x"})
        clone = works.clone(depth=1)
        clone.configure("remote", "origin", promisor="true")
        assert [(s, f.split(":")[0]) for s, f in lines(clone.path, "clone")] == [
            ("weak", "shallow"),
            ("weak", "partial"),
        ]

    def test_old_and_missing_programs(
        self, works: RepositoryBuilder, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(settings, "version", lambda git: "2.31.1 (Apple Git-1)")
        monkeypatch.setattr(machine, "which", lambda name, path: None)
        assert lines(works.path, "git")[-1][0] == "weak"
        assert lines(works.path, "ssh-keygen")[0][0] == "missing"


def test_what_cannot_be_read_does_not_hide_the_rest(works: RepositoryBuilder) -> None:
    (works.path / ".git/objects" / works.head()[:2] / works.head()[2:]).unlink()
    found = lines(works.path)
    assert found[0][0] == "unknown"
    assert ("missing", NO_HOOKS) in found


def test_an_empty_repository_and_no_repository(tmp_path: Path) -> None:
    assert ("ok", "nothing is committed yet") in lines(RepositoryBuilder(tmp_path / "x").path)
    from isodocs.errors import RepositoryError

    with pytest.raises(RepositoryError, match="not in a Git repository"):
        look(tmp_path)


def test_nothing_of_the_repository_is_run(works: RepositoryBuilder, tmp_path: Path) -> None:
    """Every program that a configuration can name leaves a canary, and so does every hook."""
    canary, program = tmp_path / "canary", tmp_path / "evil"
    program.write_text(f"#!/bin/sh\necho run >>'{canary}'\n")
    program.chmod(0o755)
    works.bare_clone()
    folder = works.path / ".git/hooks"
    hooks.install(folder, hooks.LOCAL, str(program))
    for name in ("post-checkout", "reference-transaction", "fsmonitor-watchman"):
        (folder / name).symlink_to(program)
    evil = str(program)
    works.configure("core", fsmonitor=evil, pager=evil, editor=evil, sshCommand=evil)
    works.configure("filter", "evil", clean=evil, smudge=evil, process=evil)
    works.configure("diff", external=evil).configure("gpg", program=evil)
    works.configure("gpg", "ssh", program=evil, defaultKeyCommand=evil)
    works.configure("alias", **dict.fromkeys(("config", "version", "rev-parse"), f"!{evil}"))
    works.configure("credential", helper=f"!{evil}")
    works.git("remote", "add", "other", f"ext::{evil}")
    works.write(".gitattributes", "* filter=evil diff=evil\n")
    works.write(path(), document() + "x")
    code, text = look(works.path)
    assert (code, canary.exists()) == (1, False)
    assert "is converted (filter=evil)" in text


def test_tables_that_are_evidence_are_listed(works: RepositoryBuilder) -> None:
    for name in ("bore.csv", "AUD-1/samples.xlsx", "training.csv", "staff.csv", "evidence/x.csv"):
        works.write(f"records/{name}", "gauge,value\n")
    told = (
        "2 tables are taken as evidence and not read: records/AUD-1/samples.xlsx, records/bore.csv"
    )
    assert lines(works.path, "records") == [("ok", told)]


def test_a_server_whose_head_names_nothing(works: RepositoryBuilder) -> None:
    """Usual after `git init --bare`, where the work is on main and HEAD names master."""
    server = works.bare_clone()
    settled = lines(server, "protected branches")
    (server / "HEAD").write_text("ref: refs/heads/master\n")
    found = lines(server, "protected branches")
    assert ("ok", "main is protected") in settled
    assert ("ok", "main is protected") in found
    assert [f for s, f in found if s == "weak" and "HEAD names master" in f]
    assert "git symbolic-ref HEAD refs/heads/main" in look(server)[1]
    works.git("push", "--quiet", "origin", "main:refs/heads/develop")
    (server / "HEAD").write_text("ref: refs/heads/develop\n")
    assert [f for s, f in lines(server) if s == "weak" and "HEAD names develop" in f]
