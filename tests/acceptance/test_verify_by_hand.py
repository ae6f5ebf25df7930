"""The page for auditors keeps its word: its commands, run as they stand, verify and refuse.

Everything here is made by the real command line and the machine's ssh-keygen, in a home of its
own. Only the three values that the page says are the reader's are put in.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from isodocs.authority import authority_register
from isodocs.model.approval import ApprovalList, AuthorityReference, ListedText, Part
from isodocs.model.authority import Authority, Enrolment, Revocation
from isodocs.statements import kinds, owners, ssh_key
from isodocs.statements.seal import SignaturePurpose
from tests.helpers.repository import RepositoryBuilder, environment
from tests.helpers.ssh import Keygen, SoftPasskey, needs_keygen, signed_bytes

pytestmark = needs_keygen
ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs/verify-by-hand.md").read_text(encoding="utf-8")
TEXT = "\n# Purchasing\n\n## Rule\n\nBuy from approved suppliers only.\n\n![Flow](flow.svg)\n"
DOMAIN = "example.com"


def commands() -> list[str]:
    """Every command of the page, with its continued lines."""
    blocks = "".join(re.findall(r"```console\n(.*?)```", PAGE, re.DOTALL))
    found = re.findall(r"^\$ (.*(?:\n> .*)*)", blocks, re.MULTILINE)
    return [command.replace("\n> ", "\n") for command in found]


def by_passkey() -> list[str]:
    """Every line for passkeys, those that belong together as one."""
    blocks = "".join(re.findall(r"```bash\n(.*?)```", PAGE, re.DOTALL))
    lines = blocks.replace("\n  ", "\0  ").splitlines()
    return [line.replace("\0", "\n") for line in lines]


@dataclass
class Evidence:
    """A signed repository in a folder, which can be copied, changed and verified."""

    folder: Path

    @property
    def repo(self) -> RepositoryBuilder:
        return RepositoryBuilder(self.folder / "quality", object_format=None)

    @property
    def keygen(self) -> Keygen:
        return Keygen(self.folder / "home")

    def read(self, path: str) -> bytes:
        return (self.folder / "quality" / path).read_bytes()

    def only(self, pattern: str) -> str:
        """The path of the one file of this form."""
        top = self.folder / "quality"
        (found,) = top.glob(pattern)
        return found.relative_to(top).as_posix()

    @property
    def record(self) -> str:
        return self.only(".isodocs/approvals/SOP-001/1/*.json")

    @property
    def authority(self) -> Authority:
        """The newest version of the register."""
        top = self.folder / "quality"
        newest = max(top.glob(".isodocs/authority/[0-9][0-9][0-9][0-9].json"))
        return authority_register.parse(newest.read_bytes())

    @property
    def document(self) -> str:
        return self.only("documents/**/*.md")

    def sign(self, data: bytes, purpose: SignaturePurpose, key: str = "key") -> bytes:
        return self.keygen.sign(key, data, purpose.namespace(DOMAIN))

    def change(self, files: dict[str, bytes | None]) -> None:
        """What somebody who may push commits."""
        self.repo.commit("Change", files)

    @property
    def confirmation(self) -> str:
        return self.only(".isodocs/confirmations/SOP-001/1/*.json")

    def verify(
        self,
        genesis: str,
        record: str = "",
        purpose: SignaturePurpose = SignaturePurpose.APPROVAL,
        *,
        reading_on: bool = False,
        document: str = "SOP-001",
        passkey: bool = False,
    ) -> tuple[str, str]:
        """Run the page; the command that failed (empty when none did) and all that was said.

        `passkey` runs what is there for passkeys as well.
        `reading_on` runs it as in an interactive shell; all commands that failed are given then.
        """
        mine = {
            "repository": (self.folder / "quality").as_uri(),
            "genesis": genesis,
            "document": document,
            "record": record or self.record,
            "namespace": purpose,
        }
        script = ["set -o pipefail" if reading_on else "set -eo pipefail"]
        every = [*commands(), *(by_passkey() if passkey else ())]
        for number, command in enumerate(every):
            name, equals, _ = command.partition("=")
            if equals and name in mine:
                command = f"{name}={mine.pop(name)}"
            script += [f"echo '###' {number}", command, "echo '=>' $?"]
        assert not mine, "the page no longer asks for these"
        work = self.folder / "auditor"
        shutil.rmtree(work, ignore_errors=True)
        work.mkdir()
        process = subprocess.run(
            ["bash", "-c", "\n".join(script)],
            cwd=work,
            env=environment(work),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            check=False,
        )
        said = process.stdout
        if reading_on:
            ended = re.findall(r"^### (\d+)$.*?^=> (\d+)$", said, re.MULTILINE | re.DOTALL)
            return "\n".join(every[int(n)] for n, code in ended if code != "0"), said
        last = int(re.findall(r"^### (\d+)$", said, re.MULTILINE)[-1])
        return ("" if process.returncode == 0 else every[last]), process.stdout


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Evidence:
    """A company's first approved document, made as the README shows it."""
    evidence = Evidence(tmp_path_factory.mktemp("evidence"))
    home = evidence.keygen.folder
    evidence.keygen.make("ed25519", "key")
    evidence.keygen.make("ed25519", "other")
    (home / ".gitconfig").write_text("[user]\nname = Ann Author\nemail = ann@example.com\n")
    env = environment(home) | {"GIT_CONFIG_GLOBAL": str(home / ".gitconfig")}
    place = evidence.folder / "quality"
    place.mkdir()

    def isodocs(*args: str) -> None:
        run = [sys.executable, "-m", "isodocs", *args]
        env["PYTHONPATH"] = str(ROOT)
        said = subprocess.run(
            run, cwd=place, env=env, stdin=subprocess.DEVNULL, capture_output=True, check=False
        )
        assert said.returncode == 0, said.stdout.decode() + said.stderr.decode()

    isodocs("init", "--organisation", "Works", "--key", str(home / "key.pub"), "--commit")
    isodocs("new", "procedure", "Purchasing", "--commit")
    document = place / evidence.document
    matter = document.read_text().partition("\n---\n")[0]
    document.write_text(f"{matter}\n---{TEXT}")
    evidence.repo.commit("Draw it", {image(evidence): b"<svg/>\n"})
    isodocs("submit", "SOP-001", "--effective", "2999-01-01")
    sign = ("--key", str(home / "key.pub"), "--yes", "--commit")
    isodocs("approve", "SOP-001", *sign)
    isodocs("confirm", "SOP-001", *sign)
    isodocs("check", "--select", "APR,CFG")
    return evidence


@pytest.fixture(scope="module")
def genesis(made: Evidence) -> str:
    """What the organisation tells its auditor by another way."""
    return hashlib.sha256(made.read(".isodocs/authority/0001.json")).hexdigest()


@pytest.fixture
def evidence(made: Evidence, tmp_path: Path) -> Evidence:
    """A copy to tamper with."""
    shutil.copytree(made.folder, tmp_path / "evidence")
    return Evidence(tmp_path / "evidence")


def test_the_page_verifies_what_isodocs_made(made: Evidence, genesis: str) -> None:
    failed, said = made.verify(genesis)
    assert failed == "", said
    assert said.count('Good "isodocs-') == 2  # the owner's is not printed, only counted
    assert 'Good "isodocs-approval-v1@example.com" signature for ann' in said
    assert said.count("-: OK") == 2  # the document and its image
    assert "0001.json: OK" in said


def test_the_page_verifies_who_read_it(made: Evidence, genesis: str) -> None:
    failed, said = made.verify(genesis, made.confirmation, SignaturePurpose.CONFIRMATION)
    assert failed == "", said
    assert 'Good "isodocs-confirmation-v1@example.com" signature for ann' in said
    assert said.count("-: OK") == 2


def test_neither_is_taken_for_the_other(made: Evidence, genesis: str) -> None:
    """The page, told to look for an approval, is shown a confirmation; and the reverse."""
    failed, said = made.verify(genesis, made.confirmation, SignaturePurpose.APPROVAL)
    assert SIGNATURE in failed, said
    failed, said = made.verify(genesis, made.record, SignaturePurpose.CONFIRMATION)
    assert SIGNATURE in failed, said


def listing(
    e: Evidence, change: Callable[[ListedText], ListedText] = lambda text: text
) -> tuple[str, dict[str, bytes | None]]:
    """The same approval, as one of many texts; its path, and what is committed."""
    one = kinds.APPROVAL.parse(e.read(e.record))
    mine = ListedText("SOP-001", one.rev, (one.role,), one.parts, one.prev, one.effective_from)
    others = (mine._replace(doc=name, parts=(Part(name, "0" * 64, 1),)) for name in ("A-1", "Z-1"))
    made = ApprovalList(
        project=one.project,
        person=one.person,
        name=one.name,
        key=one.key,
        authority=one.authority,
        signed_at=one.signed_at,
        meaning=one.meaning,
        reason='It says {"doc":"SOP-001", and no more.',
        texts=tuple(sorted((change(mine), *others))),
    )
    place, data = kinds.file_of(made)
    sealed = e.sign(data, SignaturePurpose.APPROVAL)
    return place, {place: data, f"{place}.sig": sealed}


def test_the_page_verifies_one_of_many_texts(evidence: Evidence, genesis: str) -> None:
    """The list says nothing of the other documents to the reader of this one, nor they of it."""
    place, files = listing(evidence)
    evidence.change(files)
    failed, said = evidence.verify(genesis, place)
    assert failed == "", said
    assert 'Good "isodocs-approval-v1@example.com" signature for ann' in said
    assert said.count("-: OK") == 2
    assert '["quality-manager"]' in said
    failed, said = evidence.verify(genesis, place, document="SOP-002")
    assert ENTRY in failed, said
    failed, said = evidence.verify(genesis, place, document="A-1")
    assert "sha256sum --check expected" in failed, said
    sealed = files[f"{place}.sig"]
    flaw = lambda text: text._replace(parts=(Part(text.parts[0].path, "0" * 64, 1),))  # noqa: E731
    place, files = listing(evidence, flaw)
    evidence.change(files)
    failed, said = evidence.verify(genesis, place)
    assert "sha256sum --check expected" in failed, said
    evidence.change({f"{place}.sig": sealed})  # that of another list
    failed, said = evidence.verify(genesis, place)
    assert SIGNATURE in failed, said


def one_byte(data: bytes) -> bytes:
    """The same but for one letter, one that carries whole bits also in base64."""
    letter = [*re.finditer(rb"[a-z](?=\w{4})", data)][-1]
    other = b"b" if letter[0] == b"a" else b"a"
    return data[: letter.start()] + other + data[letter.end() :]


def altered(path: Callable[[Evidence], str]) -> Callable[[Evidence], dict[str, bytes | None]]:
    """One byte of a file changed."""
    return lambda e: {path(e): one_byte(e.read(path(e)))}


def replaced(
    path: Callable[[Evidence], str], by: Callable[[Evidence], str]
) -> Callable[[Evidence], dict[str, bytes | None]]:
    """A file put in the place of another."""
    return lambda e: {path(e): e.read(by(e))}


def register(e: Evidence) -> str:
    return ".isodocs/authority/0001.json"


def owner(e: Evidence) -> str:
    return e.only(".isodocs/authority/0001.ann.*.sig")


def proof(e: Evidence) -> str:
    return e.only(".isodocs/authority/keys/ann.*.json")


def signature(path: Callable[[Evidence], str]) -> Callable[[Evidence], str]:
    return lambda e: f"{path(e)}.sig"


def approval(e: Evidence) -> str:
    return e.record


def image(e: Evidence) -> str:
    return str(Path(e.document).with_name("flow.svg"))


def another_approval(
    old: bytes, new: bytes | Callable[[re.Match[bytes]], bytes]
) -> Callable[[Evidence], dict[str, bytes | None]]:
    """The approval with something else in it, named and signed anew by the right key."""

    def change(e: Evidence) -> dict[str, bytes | None]:
        before = e.read(e.record)
        data = re.sub(old, new, before)
        assert data != before
        digest = hashlib.sha256(data).hexdigest()[:16]
        path = re.sub(r"[0-9a-f]{16}\.json$", f"{digest}.json", e.record)
        sealed = e.sign(data, SignaturePurpose.APPROVAL)
        return {e.record: None, f"{e.record}.sig": None, path: data, f"{path}.sig": sealed}

    return change


def under_another_key(e: Evidence) -> dict[str, bytes | None]:
    """An approval that names a key which the register does not have, and is signed with it."""
    other = ssh_key.read_line((e.keygen.folder / "other.pub").read_text())
    said = replace(kinds.APPROVAL.parse(e.read(e.record)), key=other.fingerprint)
    data = kinds.write(said)
    path = kinds.path_of(said, data)
    sealed = e.sign(data, SignaturePurpose.APPROVAL, "other")
    return {e.record: None, f"{e.record}.sig": None, path: data, f"{path}.sig": sealed}


def another_register(e: Evidence) -> dict[str, bytes | None]:
    """The whole register made up anew, and well signed."""
    other = ssh_key.read_line((e.keygen.folder / "other.pub").read_text())
    mine = replace(e.authority.people["ann"], keys=(other.line,))
    data = authority_register.write(replace(e.authority, people={"ann": mine}))
    path = owners.signature_path(register(e), "ann", other.fingerprint)
    return {register(e): data, path: e.sign(data, SignaturePurpose.AUTHORITY, "other")}


def next_version(
    *, signers: tuple[str, ...] = ("key", "other"), prev: str = "", honoured: bool = False
) -> Callable[[Evidence], dict[str, bytes | None]]:
    """Version 2: Ann's key gives way to another and is revoked."""

    def change(e: Evidence) -> dict[str, bytes | None]:
        before = e.authority
        old = ssh_key.read_line(before.people["ann"].keys[0])
        new = ssh_key.read_line((e.keygen.folder / "other.pub").read_text())
        digests = (hashlib.sha256(e.read(e.record)).hexdigest(),) if honoured else ()
        after = replace(
            before,
            version=2,
            previous_sha256=prev or before.sha256,
            people={"ann": replace(before.people["ann"], keys=(new.line,))},
            revocations=(Revocation("ann", old.fingerprint, "lost", digests),),
        )
        data, path = authority_register.write(after), authority_register.path_of(2)
        claim = Enrolment(DOMAIN, "ann", new.line)
        place, shown = kinds.file_of(claim)
        files: dict[str, bytes | None] = {
            path: data,
            place: shown,
            f"{place}.sig": e.sign(shown, SignaturePurpose.ENROLMENT, "other"),
        }
        for name, key in (("key", old), ("other", new)):
            if name in signers:
                sealed = e.sign(data, SignaturePurpose.AUTHORITY, name)
                files[owners.signature_path(path, "ann", key.fingerprint)] = sealed
        return files

    return change


GENESIS = "sha256sum --check"
OWNERS = "signed_by 0001 0001 | wc -l"
VERSIONS = 'test "$version" = "$newest"'
ONE_LINE = "wc -l < approval.json"
NAMED = "${record: -21:16}"
PROJECT = "project"
VERSION = 'grep -F "\\"authority\\"'
KEY = "cat allowed_signers"
PROOF = "cmp - proof.json"
POSSESSION = "isodocs-enrolment-v1"
SIGNATURE = "$namespace@$domain"
ENTRY = "wc -l < entry"
ALL_PARTS = '"size":\' entry'
PARTS = "done < parts"
REVOKED = '"$newest.json" ||'
CHECKS = {
    *(GENESIS, OWNERS, VERSIONS, ONE_LINE, NAMED, PROJECT, VERSION, KEY, PROOF, POSSESSION),
    *(SIGNATURE, ENTRY, ALL_PARTS, PARTS, REVOKED),
}

TAMPERED = [
    ("a byte of the register", altered(register), GENESIS),
    ("another register", another_register, GENESIS),
    ("a byte of the owner's signature", altered(owner), OWNERS),
    ("another signature for the owner's", replaced(owner, signature(approval)), OWNERS),
    ("no owner's signature", lambda e: {owner(e): None}, OWNERS),
    ("a version that does not follow", next_version(prev="0" * 64), VERSIONS),
    ("a version not signed by the old owner", next_version(signers=("other",)), VERSIONS),
    ("a version not signed by the new owner", next_version(signers=("key",)), VERSIONS),
    ("a second line", another_approval(rb"$", b"\n"), ONE_LINE),
    ("a byte of the approval", altered(approval), NAMED),
    ("another document", another_approval(rb'(?<="doc":"SOP-00)1', b"2"), ENTRY),
    ("another repository", another_approval(rb'(?<="project":")..', b"00"), PROJECT),
    ("another register named", another_approval(rb'(?<="authority":{"sha256":").', b"x"), VERSION),
    ("a key the register does not have", under_another_key, KEY),
    ("a byte of the proof", altered(proof), PROOF),
    ("another proof", replaced(proof, approval), PROOF),
    ("a byte of the proof's signature", altered(signature(proof)), POSSESSION),
    ("another signature for the proof's", replaced(signature(proof), owner), POSSESSION),
    ("a byte of the signature", altered(signature(approval)), SIGNATURE),
    ("the owner's signature for it", replaced(signature(approval), owner), SIGNATURE),
    ("the proof's signature for it", replaced(signature(approval), signature(proof)), SIGNATURE),
    (
        "another namespace",
        lambda e: {f"{e.record}.sig": e.keygen.sign("key", e.read(e.record), "git")},
        SIGNATURE,
    ),
    (
        "a part in another form",
        another_approval(rb'("parts":\[)', rb'\1{"path":"x","sha256":"AB","size":1},'),
        ALL_PARTS,
    ),
    ("a byte of the document", altered(lambda e: e.document), PARTS),
    ("a byte of the image", lambda e: {image(e): b"<svg />\n"}, PARTS),
    ("a revoked key", next_version(), REVOKED),
]


@pytest.mark.parametrize(
    ("change", "fails"), [case[1:] for case in TAMPERED], ids=[case[0] for case in TAMPERED]
)
def test_each_check_refuses_a_repository_tampered_with(
    evidence: Evidence,
    genesis: str,
    change: Callable[[Evidence], dict[str, bytes | None]],
    fails: str,
) -> None:
    evidence.change(change(evidence))
    failed, said = evidence.verify(genesis)
    assert fails in failed, said


def test_a_new_version_and_a_revocation_that_honours_it(evidence: Evidence, genesis: str) -> None:
    evidence.change(next_version(honoured=True)(evidence))
    failed, said = evidence.verify(genesis)
    assert failed == "", said


PASSKEY = SoftPasskey("ann")


def signed_by_passkey(**wrong: Any) -> Callable[[Evidence], dict[str, bytes | None]]:
    """Version 2 takes in Ann's passkey, with which she approves instead."""

    def change(e: Evidence) -> dict[str, bytes | None]:
        before = e.authority
        ann = before.people["ann"]
        after = replace(
            before,
            version=2,
            previous_sha256=before.sha256,
            people={"ann": replace(ann, keys=(*ann.keys, PASSKEY.line))},
            passkey_origins=(PASSKEY.origin,),
        )
        data, path = authority_register.write(after), authority_register.path_of(2)
        mine = ssh_key.read_line(ann.keys[0])
        place, shown = kinds.file_of(Enrolment(DOMAIN, "ann", PASSKEY.line))
        made = replace(
            kinds.APPROVAL.parse(e.read(e.record)),
            key=ssh_key.read_line(PASSKEY.line).fingerprint,
            authority=AuthorityReference(2, hashlib.sha256(data).hexdigest()),
        )
        record, said = kinds.file_of(made)
        purpose = SignaturePurpose.APPROVAL.namespace(DOMAIN)
        challenge = signed_bytes(said, purpose.encode())
        if "browser" in wrong:
            wrong["client_data"] = PASSKEY.client_data(challenge, **wrong.pop("browser"))
        return {
            path: data,
            owners.signature_path(path, "ann", mine.fingerprint): e.sign(
                data, SignaturePurpose.AUTHORITY
            ),
            place: shown,
            f"{place}.sig": PASSKEY.sign(shown, SignaturePurpose.ENROLMENT.namespace(DOMAIN)),
            e.record: None,
            f"{e.record}.sig": None,
            record: said,
            f"{record}.sig": PASSKEY.by_passkey(said, purpose, **wrong).armour,
        }

    return change


def test_the_page_verifies_a_passkey_twice(evidence: Evidence, genesis: str) -> None:
    """With ssh-keygen as every other key, and with OpenSSL."""
    evidence.change(signed_by_passkey()(evidence))
    failed, said = evidence.verify(genesis, passkey=True)
    assert failed == "", said
    assert 'Good "isodocs-approval-v1@example.com" signature for ann' in said
    assert '{"type":"webauthn.get","challenge":"' in said
    assert "Verified OK" in said


@pytest.mark.parametrize(
    ("wrong", "fails"),
    [
        ({"flags": 1}, "flags & 5"),
        ({"flags": 0}, "flags & 5"),
        ({"browser": {"crossOrigin": True}}, "crossOrigin"),
        (
            {
                "browser": {"origin": "https://docs.example.com:8443"},
                "origin": "https://docs.example.com:8443",
            },
            "passkey_origins",
        ),
    ],
)
def test_what_ssh_keygen_does_not_ask_of_a_passkey_the_page_does(
    evidence: Evidence, genesis: str, wrong: dict[str, Any], fails: str
) -> None:
    evidence.change(signed_by_passkey(**wrong)(evidence))
    failed, said = evidence.verify(genesis)
    assert failed == "", said
    failed, said = evidence.verify(genesis, passkey=True)
    assert fails in failed, said


def forged_version(e: Evidence) -> dict[str, bytes | None]:
    """The next version without any signature: the revocation is gone, the thief is a manager."""
    before = e.authority
    after = replace(
        before,
        version=before.version + 1,
        previous_sha256=before.sha256,
        revocations=(),
    )
    return {authority_register.path_of(after.version): authority_register.write(after)}


def test_an_unsigned_version_hides_no_revocation(evidence: Evidence, genesis: str) -> None:
    """Whoever reads on past the failure still asks the last version that counts."""
    evidence.change(next_version()(evidence))
    evidence.change(forged_version(evidence))
    failed, said = evidence.verify(genesis)
    assert VERSIONS in failed
    failed, said = evidence.verify(genesis, reading_on=True)
    assert "version 0003 has no effect, nor has any after it" in said
    assert (VERSIONS in failed, REVOKED in failed) == (True, True), said


def test_a_version_before_the_first_is_none(evidence: Evidence, genesis: str) -> None:
    first = evidence.read(".isodocs/authority/0001.json")
    evidence.change({".isodocs/authority/0000.json": first})
    failed, said = evidence.verify(genesis, reading_on=True)
    assert "version 0000 has no effect" in said
    assert failed == VERSIONS


def test_nothing_rests_on_a_version_that_does_not_count(evidence: Evidence, genesis: str) -> None:
    evidence.change(forged_version(evidence))
    made = evidence.authority
    named = f'"authority":{{"sha256":"{made.sha256}","version":{made.version}}}'.encode()
    evidence.change(another_approval(rb'"authority":\{[^}]*\}', named)(evidence))
    failed, said = evidence.verify(genesis, reading_on=True)
    assert VERSION in failed, said


def test_an_honest_version_that_waits_does_not_void_what_stands(
    evidence: Evidence, genesis: str
) -> None:
    evidence.change(forged_version(evidence))
    failed, said = evidence.verify(genesis, reading_on=True)
    assert failed == VERSIONS, said


@pytest.mark.parametrize(
    "name", ['odd "flow".svg', "back\\slash.svg", "ends .svg", "two  blanks.svg"]
)
def test_a_part_with_an_odd_name_is_not_skipped(
    evidence: Evidence, genesis: str, name: str
) -> None:
    path = f"documents/{name}"
    shown = b"<svg>odd</svg>"
    entry = json.dumps({"path": path, "sha256": hashlib.sha256(shown).hexdigest(), "size": 14})
    entry = entry.replace(": ", ":").replace(", ", ",")
    change = another_approval(rb'("parts":\[)', lambda m: m[1] + entry.encode() + b",")
    evidence.change({**change(evidence), path: shown})
    failed, said = evidence.verify(genesis)
    assert failed == "", said
    assert f"\n{path}\n-: OK" in said
    evidence.change({path: b"<svg>bad</svg>"})
    failed, said = evidence.verify(genesis)
    assert PARTS in failed, said


def test_an_object_swapped_by_a_replace_reference(evidence: Evidence, genesis: str) -> None:
    """What Git would show in the place of the document, the page does not look at."""
    repo = evidence.repo
    repo.write("other", one_byte(evidence.read(evidence.document)))
    other = repo.git("hash-object", "-w", "other")
    repo.git("replace", f"HEAD:{evidence.document}", other)
    (repo.path / "other").unlink()
    shown = repo.git("show", f"HEAD:{evidence.document}").encode() + b"\n"
    assert shown == one_byte(evidence.read(evidence.document))
    failed, said = evidence.verify(genesis)
    assert failed == "", said


def test_every_check_of_the_page_is_shown_to_refuse() -> None:
    checking = ("--check", "ssh-keygen -Y verify", "cmp ", "test ", "grep -F", "grep -x")
    helpers = ("signed_by() {", "follows() {", "keys() {", "show() {", "value() {")
    for command in commands():
        if command.startswith(helpers):
            continue
        if any(word in command for word in checking):
            assert any(check in command for check in CHECKS), command
    assert {case[2] for case in TAMPERED} == CHECKS


def test_only_the_tools_that_it_names_are_used() -> None:
    tools = {"git", "sha256sum", "ssh-keygen"}
    text = {"awk", "sed", "grep", "cut", "cat", "echo", "printf", "test", "cmp", "head", "tail"}
    shell = {
        "for",
        "do",
        "done",
        "if",
        "then",
        "fi",
        "while",
        "read",
        "set",
        "export",
        "break",
        "continue",
        "true",
    }
    defined = {"show", "keys", "owners", "threshold", "signed_by", "follows", "value", "wc"}
    start = re.compile(r"(?:^|[|;({]|&&|\|\||\bdo|\bthen)\s*([a-z][a-z0-9-]*)(?=\s)", re.MULTILINE)
    for command in commands():
        bare = re.sub(r"'[^']*'|\"[^\"$]*\"|\\\n", "''", command)
        used = set(start.findall(bare))
        assert used <= tools | text | shell | defined, command
