"""The authority register on the command line: shown, proposed, signed, with ssh-keygen's keys."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import Result

from isodocs.authority import authority_register
from tests.helpers import command, company, golden, signed_company
from tests.helpers.command import refused, run, run_json
from tests.helpers.repository import RepositoryBuilder
from tests.helpers.signed_company import AUTHORITY, KEYS, following, version_files
from tests.helpers.ssh import Keygen, needs_keygen

START = "2024-01-02T09:00:00+00:00"
PEOPLE = ("Quinn Quality <quinn@example.com>", "Dora Director <dora@example.com>")


def invoke(repo: RepositoryBuilder, *args: str) -> Result:
    return command.invoke(*args, at=repo.path, width=100)


def said(result: Result, code: int = 0) -> str:
    assert result.exit_code == code, result.output
    return " ".join(result.output.split())


@pytest.fixture
def works(repo: RepositoryBuilder) -> RepositoryBuilder:
    """The signed company, whose keys are in nobody's folder here; Git knows Ann."""
    repo.commit("Start", signed_company.base(), date=START)
    return repo


def form(repo: RepositoryBuilder, *changes: tuple[str, str]) -> str:
    """The editable form, with texts replaced, as a file beside the repository."""
    text = run("authority", "show", "--format", "yaml", at=repo.path)
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    file = repo.path.parent / "register.yaml"
    file.write_text(text)
    return str(file)


GROWN = (
    ("people:\n", "people:\n  ben: {name: Ben Whitaker, emails: [ben@example.com]}\n"),
    ("holders: [dora]", "holders: [dora, ben]"),
    ("threshold: 2", "threshold: 1"),
    ("persons: 1", "persons: 1\n    author-may-approve: yes"),
    ("    author-may-approve: false\n    assurance: signed\n\ndomain", "\ndomain"),
    ("bind-layout: false", "bind-layout: true"),
)


class TestShow:
    @pytest.mark.parametrize("width", [80, 110])
    def test_in_plain_words(self, works: RepositoryBuilder, width: int) -> None:
        text = run("authority", "show", at=works.path, width=width)
        golden.check(f"authority-show-{width}", text)
        assert max(map(len, text.splitlines())) <= width

    def test_the_form(self, works: RepositoryBuilder) -> None:
        golden.check("authority-form", run("authority", "show", "--format", "yaml", at=works.path))

    def test_what_is_pending_revoked_and_damaged(self, works: RepositoryBuilder) -> None:
        second = following(**signed_company.without_key(AUTHORITY, "ann", "a" * 64))
        works.commit("Revoked", version_files(second))
        third = following(second, owners=("quinn", "dora", "ann"))
        works.commit("Proposed", version_files(third, ["quinn"]))
        golden.check("authority-show-pending", run("authority", "show", at=works.path))
        works.write(".isodocs/authority/0003.json", "{}")
        assert "Damaged" in run("authority", "show", at=works.path)

    def test_for_programs(self, works: RepositoryBuilder) -> None:
        second = following(**signed_company.without_key(AUTHORITY, "ann"))
        works.commit("Proposed", version_files(second, ["quinn"]))
        found = run_json("authority", "authority", "show", at=works.path)
        assert (found["number"], found["project"], found["in_force"]) == (
            1,
            AUTHORITY.sha256,
            True,
        )
        ann = next(person for person in found["people"] if person["id"] == "ann")
        assert ann["keys"][0]["proven"]
        assert found["signers"] == {"1": ["dora", "quinn"]}
        assert found["pending"]["signed_by"] == ["quinn"]
        assert found["fault"]["path"] == ".isodocs/authority/0002.json"

    def test_a_first_version_that_awaits_signatures(self, repo: RepositoryBuilder) -> None:
        files = {**signed_company.base()}
        for path in version_files(AUTHORITY):
            if path.endswith(".sig"):
                del files[path]
        repo.commit("Start", files)
        text = run("authority", "show", at=repo.path)
        assert "version 1, not in force" in text
        assert "Version 1 awaits signatures and has no effect yet" in text
        assert run_json("authority", "authority", "show", at=repo.path)["project"] is None
        assert "Version 1" in run("authority", "log", at=repo.path)

    def test_where_there_is_none(self, repo: RepositoryBuilder) -> None:
        for word in ("show", "log"):
            assert "there is no authority register" in refused("authority", word, at=repo.path)

    def test_names_cannot_steer_a_terminal(self, repo: RepositoryBuilder) -> None:
        """The register's reader refuses such a name; the report would escape it."""
        data = company.base()[".isodocs/authority/0001.json"]
        assert isinstance(data, bytes)
        evil = data.replace(b"Ann Author", b"Ann \\u001b[2J")
        repo.commit("Start", {".isodocs/authority/0001.json": evil})
        assert "\x1b" not in refused("authority", "show", at=repo.path)


class TestLog:
    def test_every_version_newest_first(self, works: RepositoryBuilder) -> None:
        second = following(threshold=1)
        files = version_files(second)
        works.commit("Two", files, date="2024-03-01T09:00:00+00:00", author=company.QUINN)
        third = following(second, threshold=2)
        path = authority_register.path_of(3)
        works.write(path, version_files(third)[path])
        lines = run("authority", "log", at=works.path, width=100).splitlines()
        assert lines[0] == "Authority register · Test Works Ltd"
        assert [line.split(", commit")[0] for line in lines if line.startswith("Version")] == [
            "Version 3 not yet committed",
            "Version 2 2024-03-01 by Quinn Quality",
            "Version 1 2024-01-02 by Ann Author",
        ]
        text = " ".join(" ".join(lines).split())
        assert "It has no effect yet. It still needs the signature of" in text
        assert "one owner signs a change of the register, instead of two. Signed by Dora" in text
        assert "The register begins, with Ann Author, Dora Director and Quinn Quality." in text


class TestPropose:
    def test_what_changes_is_shown_and_nothing_written(self, works: RepositoryBuilder) -> None:
        text = run("authority", "propose", form(works, *GROWN), "--dry-run", at=works.path)
        golden.check("authority-propose", text)
        assert works.git("status", "--porcelain") == ""

    def test_whoever_is_no_owner_writes_it_unsigned(self, works: RepositoryBuilder) -> None:
        text = said(invoke(works, "authority", "propose", form(works, *GROWN), "-y", "--commit"))
        assert "Version 2 has no effect yet. It still needs the signature of" in text
        assert "Quinn Quality or Dora Director: isodocs authority sign" in text
        assert (
            works.git("log", "-1", "--format=%s") == "Propose version 2 of the authority register"
        )
        found = run("check", "--exit-zero", "--select", "CFG", at=works.path)
        assert "CFG009 authority-awaits-signatures" in found
        again = refused(
            "authority",
            "propose",
            form(works, ("threshold: 2", "threshold: 1")),
            "-y",
            at=works.path,
        )
        assert "version 2 awaits signatures already" in again

    def test_every_fault_of_the_form_has_its_place(self, works: RepositoryBuilder) -> None:
        place = form(
            works,
            ("holders: [quinn]", "holders: [quin]"),
            ("threshold: 2", "threshold: 5"),
            ("types: [policy]", "types: [polcy]"),
        )
        result = invoke(works, "authority", "propose", place, "-y")
        assert result.exit_code == 2
        assert result.stdout == ""
        lines = Path(place).read_text().splitlines()
        for words, column in (
            ("'quin' is not among the people. Did you mean 'quinn'?", "holders: [quin]"),
            ("five owners must sign, but there are only two owners", "threshold: 5"),
            ("there is no document type 'polcy'. Did you mean 'policy'?", "types: [polcy]"),
        ):
            (line,) = [n for n, text in enumerate(lines, 1) if column in text]
            assert f"{place}:{line}:" in result.stderr
            assert words in result.stderr
        assert result.stderr.endswith("Nothing was proposed.\n")
        assert works.git("status", "--porcelain") == ""

    def test_a_key_left_out_is_revoked(self, works: RepositoryBuilder) -> None:
        line = f"      - {KEYS['ann'].line}   # {signed_company.fingerprint(KEYS['ann'])}\n"
        place = form(works, (f"    keys:\n{line}", "    keys: []\n"))
        text = said(invoke(works, "authority", "propose", place, "--reason", "left", "-n"))
        assert "of Ann Author is revoked (left); nothing signed with it stays valid." in text

    @pytest.mark.parametrize(
        ("args", "says"),
        [
            ((), "give either an edited FILE.yaml, or --enrolled or --passkeys-at"),
            (("nowhere.yaml",), "nowhere.yaml: it cannot be read"),
            (("--enrolled",), "every enrolled key is in the register already"),
        ],
    )
    def test_wrong_usage(self, works: RepositoryBuilder, args: tuple[str, ...], says: str) -> None:
        assert says in refused("authority", "propose", *args, at=works.path)

    def test_nothing_is_decided_without_a_terminal_or_yes(self, works: RepositoryBuilder) -> None:
        result = invoke(works, "authority", "propose", form(works, *GROWN))
        assert "pass --yes to confirm" in said(result, 2)
        assert works.git("status", "--porcelain") == ""


class TestDelegate:
    def test_a_deputy_is_named(self, repo: RepositoryBuilder) -> None:
        repo.commit("Start", company.base(), date=START)
        repo.configure("user", name="Quinn Quality", email="quinn@example.com")
        args = ("delegate", "quality-manager", "--to", "dora", "--until", "2999-12-31")
        shown = run(
            *args, "--reason", "Leave.", "--from", "2999-12-01", "-y", "--commit", at=repo.path
        )
        assert "Dora Director acts as Quality Manager for Quinn Quality from 2999-12-01" in shown
        assert "This will be recorded, not signed" in shown
        assert repo.git("log", "-1", "--format=%s") == (
            "Dora Director acts as Quality Manager for Quinn Quality until 2999-12-31"
        )
        over = refused(
            "delegate",
            "quality-manager",
            "--to",
            "dora",
            "--from",
            "2020-01-01",
            "--until",
            "2020-01-05",
            "--reason",
            "x",
            "-y",
            at=repo.path,
        )
        assert "would be over already" in over


@needs_keygen
class TestWithKeys:
    """Quinn's key is where Git's usually is, Dora's in a folder of her own."""

    @pytest.fixture
    def keys(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Keygen:
        home = tmp_path / "home"
        monkeypatch.setenv("HOME", str(home))
        monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
        keygen = Keygen(home / ".ssh")
        keygen.make("ed25519", "id_ed25519", "quinn@laptop")
        return keygen

    @pytest.fixture
    def quinn_signs(self, repo: RepositoryBuilder, keys: Keygen) -> RepositoryBuilder:
        repo.configure("user", name="Quinn Quality", email="quinn@example.com")
        persons = [word for person in PEOPLE for word in ("--person", person)]
        run("init", "--organisation", "Works", *persons, "--sign", "--commit", at=repo.path)
        return repo

    def test_from_one_owner_to_two_and_a_new_key(
        self, quinn_signs: RepositoryBuilder, keys: Keygen
    ) -> None:
        """Enrol, take in, share the ownership, sign together, rotate: all of it in order."""
        elsewhere = keys.folder / "other"
        elsewhere.mkdir()
        dora = Keygen(elsewhere)
        dora.make("ecdsa", "dora")
        as_dora = ("--as", "dora", "--key", str(elsewhere / "dora.pub"), "-y", "--commit")

        def authority(*args: str) -> str:
            return said(invoke(quinn_signs, "authority", *args))

        text = authority("enrol", *as_dora)
        assert "An owner (Quinn Quality) takes it in: isodocs authority propose" in text
        text = authority("propose", "--enrolled", "-y", "--commit")
        assert "Dora Director may sign with the key SHA256:" in text
        assert "(ecdsa-p256)" in text
        assert "the key of Dora Director? Its proof: " in text
        assert " by Quinn Quality, commit " in text, "whoever committed the proof is told"
        assert "Version 2 of the authority register is in force" in text
        both = form(
            quinn_signs,
            ("people: [quinn]", "people: [quinn, dora]"),
            ("threshold: 1", "threshold: 2"),
        )
        text = authority("propose", both, "-y", "--commit")
        assert "Version 3 has no effect yet. It still needs the signature of one owner" in text
        text = authority("sign", "--as", "dora", "-n")
        assert "Dora Director becomes an owner of the register." in text
        assert "no key of Dora Director is available" in refused(
            "authority", "sign", "--as", "dora", "-y", at=quinn_signs.path
        )
        text = authority("sign", *as_dora)
        assert "Version 3 of the authority register is in force" in text
        assert "no version of the register awaits signatures" in refused(
            "authority", "sign", "-y", at=quinn_signs.path
        )

        dora.make("ed25519", "new")
        fresh = ("--as", "dora", "--key", str(elsewhere / "new.pub"), "-y", "--commit")
        authority("enrol", *fresh)
        authority("propose", "--enrolled", "-y", "--commit")
        text = authority("sign", *as_dora)
        assert "Version 4 of the authority register is in force" in text
        old = dora.fingerprint((elsewhere / "dora.pub").read_text().strip())
        text = authority("revoke", old[:20], "--reason", "worn out", "-y", "--commit")
        assert f"The key {old} of Dora Director is revoked (worn out)" in text
        text = authority("sign", *fresh)
        assert "Version 5 of the authority register is in force" in text
        found = run_json("authority", "authority", "show", at=quinn_signs.path)
        assert found["number"] == 5
        assert [r["key"] for r in found["revocations"]] == [old]
        assert run("check", "--select", "CFG", "--ignore", "CFG008", at=quinn_signs.path)

    def test_another_key_than_needed_is_refused(
        self, quinn_signs: RepositoryBuilder, keys: Keygen
    ) -> None:
        keys.make("ed25519", "stranger")
        place = form(quinn_signs, ("title: Quality Manager", "title: Head of Quality"))
        text = refused(
            "authority",
            "propose",
            place,
            "-y",
            "--key",
            str(keys.folder / "stranger.pub"),
            at=quinn_signs.path,
        )
        assert "is not needed" in text
        assert quinn_signs.git("status", "--porcelain") == ""

    def test_the_layout_is_bound_by_the_owners(self, quinn_signs: RepositoryBuilder) -> None:
        place = form(quinn_signs, ("bind-layout: false", "bind-layout: true"))
        run("authority", "propose", place, "-y", "--commit", at=quinn_signs.path)
        text = run("check", "--exit-zero", "--select", "CFG011", at=quinn_signs.path)
        assert "No gaps in what was looked at." in text
        config = quinn_signs.path / "isodocs.yaml"
        config.write_text(config.read_text() + "rules: {ignore: [APR, CFG]}\n")
        text = run("check", "--exit-zero", "--select", "CFG011", at=quinn_signs.path)
        assert "isodocs.yaml differs from the layout bound by version 2" in text

    def test_a_register_is_begun_beside_an_isodocs_yaml(
        self, repo: RepositoryBuilder, keys: Keygen
    ) -> None:
        assert "there is no isodocs.yaml yet" in refused("authority", "init", at=repo.path)
        repo.commit("Layout", {"isodocs.yaml": "organisation: Works\n"})
        shown = run("authority", "init", "--sign", "--commit", at=repo.path)
        assert "Ann Author has every role" in shown
        assert "Ann Author owns it" in run("authority", "show", at=repo.path)
        assert (repo.path / ".gitattributes").is_file()
        assert "there is an authority register already" in refused(
            "authority", "init", at=repo.path
        )

    def test_a_deputy_is_named_with_a_signature(
        self, quinn_signs: RepositoryBuilder, keys: Keygen
    ) -> None:
        place = form(quinn_signs, ("holders: [quinn, dora]", "holders: [quinn]"))
        run("authority", "propose", place, "-y", "--commit", at=quinn_signs.path)
        args = ("--to", "dora", "--until", "2999-12-31", "--reason", "Leave.", "-y", "--commit")
        without = refused("delegate", "quality-manager", *args, at=quinn_signs.path)
        assert "names no key of Dora Director" in without
        assert "isodocs authority enrol" in without
        elsewhere = keys.folder / "other"
        elsewhere.mkdir()
        Keygen(elsewhere).make("ed25519", "dora")
        hers = ("--as", "dora", "--key", str(elsewhere / "dora.pub"), "-y", "--commit")
        run("authority", "enrol", *hers, at=quinn_signs.path)
        run("authority", "propose", "--enrolled", "-y", "--commit", at=quinn_signs.path)
        shown = run("delegate", "quality-manager", *args, at=quinn_signs.path)
        assert "It will be signed with SHA256:" in shown
        (record,) = (quinn_signs.path / ".isodocs/delegations").glob("*.json")
        assert record.with_name(f"{record.name}.sig").is_file()
