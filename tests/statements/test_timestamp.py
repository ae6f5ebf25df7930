"""Time-stamp tokens: the one over exactly this signature, by an authority we know, and no other."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from isodocs.authority import authority_register
from isodocs.model.approval import SIGNATURE, Sealed
from isodocs.model.authority import AuthorityHistory
from isodocs.model.judgement import Assurance
from isodocs.statements import enrolment, kinds, timestamp
from isodocs.statements.seal import SignaturePurpose, assess
from isodocs.statements.timestamp import TimestampError
from tests.helpers import signed_company
from tests.helpers.company import document
from tests.helpers.time_authority import TimeAuthority, certificate, needs_openssl

pytestmark = needs_openssl
SIGNED = b"-----BEGIN SSH SIGNATURE-----\nas it stands in the file\n"


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> TimeAuthority:
    return TimeAuthority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="module")
def token(authority: TimeAuthority) -> bytes:
    return authority.stamp(SIGNED)


def refusal(token: bytes, *roots: str, over: bytes = SIGNED) -> str:
    with pytest.raises(TimestampError) as error:
        timestamp.verify(token, over, roots)
    return error.value.message


def test_a_token_says_when_the_signature_existed(authority: TimeAuthority, token: bytes) -> None:
    at = timestamp.verify(token, SIGNED, (authority.root.pem,))
    assert f"Time stamp: {at.astimezone(UTC):%b %e %H:%M:%S %Y} GMT" in authority.shown(token)
    assert at.utcoffset() == timedelta(0)
    assert timestamp.imprint(token).fits(SIGNED)


@pytest.mark.parametrize("digest", ["sha256", "sha384", "sha512"])
def test_the_request_and_other_digests(authority: TimeAuthority, digest: str) -> None:
    roots = (certificate("Another").pem, authority.root.pem)
    for answer in (
        authority.stamp(SIGNED, digest=digest),
        authority.stamp(SIGNED, digest=digest, nonce=False),
        authority.answer(timestamp.request(SIGNED), digest=digest),
    ):
        assert timestamp.verify(answer, SIGNED, roots)


def test_other_bytes(authority: TimeAuthority, token: bytes) -> None:
    for other in (SIGNED + b"\n", SIGNED.replace(b"\n", b"\r\n"), b""):
        assert "for a different signature" in refusal(token, authority.root.pem, over=other)


def test_a_sha1_imprint_or_signature(authority: TimeAuthority) -> None:
    weak = authority.stamp(SIGNED, digest="sha1")
    assert authority.accepts(weak, SIGNED)
    assert "a digest that does not count (1.3.14.3.2.26)" in refusal(weak, authority.root.pem)
    weak = authority.answer(timestamp.request(SIGNED), digest="sha1")
    assert authority.accepts(weak, SIGNED)
    assert "signed over a digest that does not count" in refusal(weak, authority.root.pem)


def test_an_authority_that_the_register_does_not_name(token: bytes) -> None:
    assert "does not hold" in refusal(token, certificate("Time Root").pem)  # the name alone
    assert "names no time-stamping authority" in refusal(token)


def test_a_certificate_that_had_expired_or_not_begun(tmp_path: Path) -> None:
    past = datetime(2020, 1, 1, tzinfo=UTC)
    future = datetime(2300, 1, 1, tzinfo=UTC)
    for name, authority in (
        ("expired", TimeAuthority(tmp_path / "past", end=past)),
        ("not yet valid", TimeAuthority(tmp_path / "future", begin=future)),
    ):
        assert name in refusal(authority.stamp(SIGNED), authority.root.pem)


def test_a_certificate_that_is_not_for_time_stamps(authority: TimeAuthority, token: bytes) -> None:
    """Whoever has some certificate under the same root, for a web site say, stamps with it."""
    web = certificate("Web", by=authority.root, serial=9)
    assert "purpose" in refusal(authority.sign_as_other(token, web), authority.root.pem)
    # And encloses one of the same name and number that seems to be for time stamps.
    double = certificate("Web", by=certificate("Time Root"), stamps=True, serial=9)
    said = refusal(authority.sign_as_other(token, web, double), authority.root.pem)
    assert said == "the time stamp holds 2 certificates of its signer"


def test_another_signer_under_the_same_root_holds(authority: TimeAuthority, token: bytes) -> None:
    """What the two tests around this one forge is otherwise right."""
    second = certificate("Second", by=authority.root, stamps=True, serial=9)
    told = authority.sign_as_other(token, second)
    roots = (authority.root.pem,)
    assert timestamp.verify(told, SIGNED, roots) == timestamp.verify(token, SIGNED, roots)


def test_a_stranger_enclosing_the_root(authority: TimeAuthority, token: bytes) -> None:
    own = certificate("Time Root")
    mine = certificate("Time", by=own, stamps=True, serial=8)
    forged = authority.sign_as_other(token, mine, authority.root)
    assert "does not hold" in refusal(forged, authority.root.pem)
    assert timestamp.verify(forged, SIGNED, (own.pem,))


def test_no_byte_can_be_changed_to_another_time(authority: TimeAuthority, token: bytes) -> None:
    """Some bytes are not signed (the answer's status line): they change nothing that we read."""
    at, held = timestamp.verify(token, SIGNED, (authority.root.pem,)), 0
    for place in range(len(token)):
        changed = token[:place] + bytes([token[place] ^ (1 << place % 8)]) + token[place + 1 :]
        try:
            assert timestamp.verify(changed, SIGNED, (authority.root.pem,)) == at
            held += 1
        except TimestampError:
            continue
    assert held < 40


def test_trailing_bytes_and_pieces(authority: TimeAuthority, token: bytes) -> None:
    root = authority.root.pem
    assert "damaged, or none at all" in refusal(token + b"\0", root)
    assert "damaged, or none at all" in refusal(token + token, root)
    for size in range(0, len(token), 37):
        assert "damaged, or none at all" in refusal(token[:size], root)
    assert "damaged, or none at all" in refusal(b"<html>Service unavailable</html>", root)
    assert "longer than" in refusal(token + bytes(timestamp.LIMIT), root)


def test_an_authority_that_refused(authority: TimeAuthority) -> None:
    refused = bytes.fromhex("3005300302 0102".replace(" ", ""))
    assert "refused to stamp (status 2)" in refusal(refused, authority.root.pem)
    empty = bytes.fromhex("30053003020100")
    assert "damaged, or none at all" in refusal(empty, authority.root.pem)


def test_the_answer_must_be_to_the_question(authority: TimeAuthority, token: bytes) -> None:
    question, other = timestamp.request(SIGNED), timestamp.request(SIGNED)
    assert question != other  # each has a nonce of its own
    answer = authority.answer(question)
    timestamp.check_answer(answer, question)
    for wrong in (token, authority.answer(other), authority.stamp(SIGNED, nonce=False)):
        with pytest.raises(TimestampError, match="answers another request"):
            timestamp.check_answer(wrong, question)
    # A question asked with openssl may carry no nonce.
    authority.stamp(SIGNED, nonce=False)
    timestamp.check_answer(answer, (authority.folder / "asked.tsq").read_bytes())
    for broken in (b"", b"\x30", b"\x30\x05\x02", question[:-20], b"\x31" + question[1:]):
        with pytest.raises(TimestampError, match="request beside the time stamp"):
            timestamp.check_answer(answer, broken)


@pytest.mark.parametrize("pem", ["", "x", "-----BEGIN CERTIFICATE-----\nAAAA\n"])
def test_a_root_that_is_none_makes_no_token_hold(token: bytes, pem: str) -> None:
    assert "a root of time stamps" in refusal(token, pem)


def test_a_root_is_one_certificate(authority: TimeAuthority, token: bytes) -> None:
    assert "exactly one" in refusal(token, authority.root.pem + certificate("Second").pem)


def history(*roots: str) -> AuthorityHistory:
    """The signed company's register with these roots, and Quinn's key proven."""
    version = signed_company.read_back(replace(signed_company.AUTHORITY, timestamp_roots=roots))
    files = signed_company.proof("quinn", signed_company.KEYS["quinn"])
    proven = enrolment.proven(files, {signed_company.DOMAIN})
    return AuthorityHistory({1: version}, version.sha256, proven=proven)


def sealed(token: bytes | None = None) -> Sealed:
    files = signed_company.approval("SOP-001", 1, document())
    ((path, data),) = [item for item in files.items() if item[0].endswith(".json")]
    return Sealed(data, files[path + SIGNATURE], token)


def assured(record: Sealed, register: AuthorityHistory) -> Assurance:
    said = kinds.APPROVAL.parse(record.data)
    return assess(
        record, SignaturePurpose.APPROVAL, said.person, said.key, register.current, register
    )


def test_what_stands_behind_a_stamped_approval(authority: TimeAuthority) -> None:
    register = history(authority.root.pem)
    plain = sealed()
    assert plain.signature is not None
    token = authority.stamp(plain.signature)
    found = assured(sealed(token), register)
    at = timestamp.verify(token, plain.signature, (authority.root.pem,))
    assert found == Assurance(True, timestamped=True, stamped_at=at)
    assert found.label == "signed + timestamped"
    assert found.reaches("timestamped")
    assert found.lack("timestamped") == ""


def test_a_token_that_does_not_hold_leaves_a_signed_approval(authority: TimeAuthority) -> None:
    register = history(authority.root.pem)
    found = assured(sealed(authority.stamp(SIGNED)), register)
    assert found.label == "signed"
    assert not found.reaches("timestamped")
    assert found.reaches("signed")
    assert found.lack("timestamped") == ": the time stamp is for a different signature"
    assert assured(sealed(), register).lack("timestamped").startswith(": there is no time stamp")
    assert assured(sealed(), register).lack("signed") == ""


def test_roots_are_read_back_from_the_register(authority: TimeAuthority) -> None:
    version = history(authority.root.pem).current
    assert version.timestamp_roots == (authority.root.pem,)
    assert authority_register.parse(authority_register.write(version)) == version


def test_without_the_extra_the_reason_says_what_to_install(
    authority: TimeAuthority, token: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "rfc3161_client", None)
    assert "pip install rfc3161-client" in refusal(token, authority.root.pem)
    with pytest.raises(TimestampError, match="pip install rfc3161-client"):
        timestamp.request(SIGNED)
    found = assured(sealed(token), history(authority.root.pem))
    assert found.label == "signed"
    assert "pip install rfc3161-client" in found.lack("timestamped")


def test_nothing_is_imported_where_no_token_is() -> None:
    code = (
        "import sys; from tests.statements import test_timestamp as t\n"
        "for name in [n for n in sys.modules if n.startswith('rfc3161')]: del sys.modules[name]\n"
        "t.assured(t.sealed(), t.history('a root')); print('rfc3161_client' in sys.modules)"
    )
    root = Path(__file__).resolve().parents[2]
    run = [sys.executable, "-c", code]
    said = subprocess.run(run, cwd=root, capture_output=True, encoding="utf-8", check=True)
    assert said.stdout.strip() == "False"
