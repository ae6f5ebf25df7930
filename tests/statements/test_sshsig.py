from __future__ import annotations

import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from isodocs.statements.ssh_key import KeyKind, PublicKey, read_blob, read_line
from isodocs.statements.sshsig import SignatureError, Verified, verify
from tests.helpers.ssh import (
    ECDSA,
    ED25519,
    KINDS,
    SK_ECDSA,
    SK_ED25519,
    Envelope,
    Keygen,
    SoftKey,
    armour,
    key_blob,
    mpint,
    needs_keygen,
    string,
    unarmour,
)

NAMESPACE = "isodocs-approval-v1@example.com"
MESSAGE = b'{"decision":"approve","doc":"SOP-014"}\n'
KEYS = {kind: SoftKey(kind) for kind in KINDS}
SIGNED = {kind: key.sign(MESSAGE, NAMESPACE) for kind, key in KEYS.items()}
L = 2**252 + 27742317777372353535851937790883648493
N = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


def check(
    signature: bytes, kind: str = ED25519, message: bytes = MESSAGE, namespace: str = NAMESPACE
) -> Verified:
    return verify(signature, message, namespace, read_line(KEYS[kind].line))


def refusal(
    signature: bytes, kind: str = ED25519, message: bytes = MESSAGE, namespace: str = NAMESPACE
) -> str:
    with pytest.raises(SignatureError) as caught:
        check(signature, kind, message, namespace)
    assert caught.value.hint
    return caught.value.message


@pytest.mark.parametrize("kind", KINDS)
def test_a_signature_holds_and_says_by_which_key(kind: str) -> None:
    found = check(SIGNED[kind], kind)
    assert found == Verified(read_line(KEYS[kind].line).fingerprint)


@pytest.mark.parametrize("message", [b"", b"\n", bytes(range(256)), b"x" * 1_000_000])
def test_any_message_can_be_signed(message: bytes) -> None:
    assert check(KEYS[ED25519].sign(message, NAMESPACE), message=message)


@needs_keygen
@pytest.mark.parametrize("type", ["ed25519", "ecdsa"])
def test_what_ssh_keygen_signs_holds(tmp_path: Path, type: str) -> None:
    keygen = Keygen(tmp_path)
    key = read_line(keygen.make(type, "key", "approver"))
    for count in range(5):
        message = MESSAGE * count
        signature = keygen.sign("key", message, NAMESPACE)
        assert verify(signature, message, NAMESPACE, key).fingerprint == key.fingerprint


@needs_keygen
def test_a_last_line_may_be_full(tmp_path: Path) -> None:
    keygen = Keygen(tmp_path)
    key = read_line(keygen.make("ed25519", "key"))
    full = 0
    for length in range(36, 43):
        signature = keygen.sign("key", MESSAGE, "n" * length)
        full += len(signature.splitlines()[-2]) == 70
        assert verify(signature, MESSAGE, "n" * length, key)
    assert full == 3


@pytest.mark.parametrize("kind", KINDS)
def test_the_signed_bytes_are_exactly_these(kind: str) -> None:
    for other in (b"", MESSAGE[:-1], MESSAGE + b"\n", MESSAGE.replace(b"4", b"5")):
        assert "does not fit" in refusal(SIGNED[kind], kind, other)


@pytest.mark.parametrize("kind", KINDS)
def test_a_signature_is_by_the_key_it_is_judged_by(kind: str) -> None:
    other = SoftKey(kind, "someone else")
    signature = other.sign(MESSAGE, NAMESPACE)
    assert verify(signature, MESSAGE, NAMESPACE, read_line(other.line))
    assert read_line(other.line).fingerprint in refusal(signature, kind)
    # The other's signature under the approver's name.
    forged = other.envelope(MESSAGE, NAMESPACE.encode())
    forged.key = KEYS[kind].blob
    assert "does not fit" in refusal(forged.armour, kind)


def test_a_hardware_key_and_a_plain_key_of_one_point_are_two_keys() -> None:
    plain = KEYS[ED25519]
    hardware = read_blob(key_blob(SK_ED25519, plain.point))
    signed = plain.envelope(MESSAGE, NAMESPACE.encode())
    with pytest.raises(SignatureError, match="is by the key"):
        verify(signed.armour, MESSAGE, NAMESPACE, hardware)
    signed.key = hardware.blob
    with pytest.raises(SignatureError, match="'ssh-ed25519' does not fit its key"):
        verify(signed.armour, MESSAGE, NAMESPACE, hardware)
    signed.signature = signed.signature.replace(
        string(ED25519.encode()), string(SK_ED25519.encode())
    )
    signed.signature += b"\1\0\0\0\7"
    with pytest.raises(SignatureError, match="does not fit: "):
        verify(signed.armour, MESSAGE, NAMESPACE, hardware)


@pytest.mark.parametrize(
    "namespace", ["", "git", "file", NAMESPACE[:-1], NAMESPACE + "x", NAMESPACE + "\0", "\udcff"]
)
def test_a_signature_serves_one_purpose(namespace: str) -> None:
    assert f"was made for '{NAMESPACE}'" in refusal(SIGNED[ED25519], namespace=namespace)


@pytest.mark.parametrize("kind", [SK_ED25519, SK_ECDSA])
@pytest.mark.parametrize("counter", [0, 1, 2**32 - 1])
def test_a_hardware_key_tells_touch_from_verification(kind: str, counter: int) -> None:
    touched = check(KEYS[kind].sign(MESSAGE, NAMESPACE, flags=1, counter=counter), kind)
    assert not touched.user_verified
    verified = check(KEYS[kind].sign(MESSAGE, NAMESPACE, flags=5, counter=counter), kind)
    assert verified.user_verified


@pytest.mark.parametrize("kind", [SK_ED25519, SK_ECDSA])
def test_all_other_flags_are_refused_however_well_signed(kind: str) -> None:
    for flags in set(range(256)) - {1, 5}:
        said = refusal(KEYS[kind].sign(MESSAGE, NAMESPACE, flags=flags), kind)
        assert ("unknown meaning" if flags & 1 else "without being touched") in said


@pytest.mark.parametrize("kind", [SK_ED25519, SK_ECDSA])
def test_flags_counter_and_application_are_signed(kind: str) -> None:
    blob = unarmour(SIGNED[kind])
    assert blob[-5:] == b"\1\0\0\0\7"
    for tail in (b"\5\0\0\0\7", b"\1\0\0\0\6", b"\1\0\0\0\0", b"\1\7\0\0\0"):
        assert "does not fit" in refusal(armour(blob[:-5] + tail), kind)
    other = SoftKey(kind, application="ssh:other")
    assert verify(other.sign(MESSAGE, NAMESPACE), MESSAGE, NAMESPACE, read_line(other.line))
    signed = other.envelope(MESSAGE, NAMESPACE.encode())
    signed.key = KEYS[kind].blob
    assert "does not fit" in refusal(signed.armour, kind)


def with_value(kind: str, value: bytes) -> bytes:
    """A file whose signature value is `value`, for what the signer of `kind` really signed."""
    tail = b"\1\0\0\0\7" if KEYS[kind].hardware else b""
    signature = string(kind.encode()) + string(value) + tail
    return Envelope(KEYS[kind].blob, NAMESPACE.encode(), signature).armour


@pytest.mark.parametrize("kind", [ED25519, SK_ED25519])
def test_an_ed25519_signature_has_one_form_only(kind: str) -> None:
    blob = unarmour(SIGNED[kind])
    tail = 5 if KEYS[kind].hardware else 0
    value = blob[len(blob) - tail - 64 : len(blob) - tail]
    assert check(with_value(kind, value), kind)
    # S + L fits the equation as well as S; no one needs the key to make it.
    again = value[:32] + (int.from_bytes(value[32:], "little") + L).to_bytes(32, "little")
    assert "S is out of range" in refusal(with_value(kind, again), kind)
    for size in (0, 32, 63, 65, 128):
        assert "instead of 64" in refusal(with_value(kind, (value * 2)[:size]), kind)
    assert "does not fit" in refusal(with_value(kind, bytes(64)), kind)
    assert "does not fit" in refusal(with_value(kind, b"\1" + bytes(63)), kind)


@pytest.mark.parametrize("kind", [ECDSA, SK_ECDSA])
def test_an_ecdsa_signature_is_two_shortest_numbers_in_range(kind: str) -> None:
    blob = unarmour(SIGNED[kind])
    value = blob[blob.rindex(kind.encode()) + len(kind) + 4 :]
    value = value[:-5] if KEYS[kind].hardware else value
    size = int.from_bytes(value[:4], "big")
    r, s = (int.from_bytes(raw, "big") for raw in (value[4 : 4 + size], value[8 + size :]))
    assert value == mpint(r) + mpint(s)
    assert check(with_value(kind, value), kind)
    for wrong in (0, -1, -r, N, N + 1, r + N, 2**256, 2**2000):
        assert "its r" in refusal(with_value(kind, mpint(wrong) + mpint(s)), kind)
        assert "its s" in refusal(with_value(kind, mpint(r) + mpint(wrong)), kind)
    bare = r.to_bytes(32, "big")
    for long in (b"\0\0" + bare, b"\0" * 9 + bare, bytes(1 + (bare[0] >> 7)) + bare):
        assert "shortest form in its r" in refusal(with_value(kind, string(long) + mpint(s)), kind)
    assert "shortest form in its s" in refusal(with_value(kind, mpint(r) + string(b"\0")), kind)
    assert "ends within its s" in refusal(with_value(kind, mpint(r)), kind)
    assert "too many" in refusal(with_value(kind, mpint(r) + mpint(s) + mpint(1)), kind)
    assert "does not fit" in refusal(with_value(kind, mpint(s) + mpint(r)), kind)
    assert "does not fit" in refusal(with_value(kind, mpint(1) + mpint(1)), kind)


PLAIN = SIGNED[ED25519]
BLOB = unarmour(PLAIN)
SHOWN = PLAIN.decode().splitlines()


@pytest.mark.parametrize(
    "file",
    [
        b"",
        b"\n",
        SHOWN[0].encode() + b"\n",
        (SHOWN[0] + "\n" + SHOWN[-1] + "\n").encode(),
        b"-----BEGIN SSH SIGNATURE-----END SSH SIGNATURE-----\n",
        PLAIN[:-1],
        PLAIN + b"\n",
        b"\n" + PLAIN,
        b" " + PLAIN,
        b"\xef\xbb\xbf" + PLAIN,
        b"approved by\n" + PLAIN,
        PLAIN + b"# approved\n",
        PLAIN + b"\0",
        PLAIN + PLAIN,
        PLAIN.replace(b"\n", b"\r\n"),
        PLAIN.replace(b"\n", b"\r"),
        PLAIN.replace(b"\n", b"\n\n", 1),
        PLAIN.replace(b"\n", b"\n\n"),
        PLAIN.replace(b"\n", b" \n"),
        PLAIN.replace(b"\n", b"\nVersion: 1\n\n", 1),
        PLAIN.replace(b"SSH SIGNATURE", b"SSH  SIGNATURE"),
        PLAIN.replace(b"SSH SIGNATURE", b"ssh signature"),
        PLAIN.replace(b"SSH SIGNATURE", b"SIGNATURE"),
        PLAIN.replace(b"-----BEGIN", b"----BEGIN"),
        PLAIN.replace(b"BEGIN", b"Begin"),
        PLAIN.replace(b"END", b"End"),
        PLAIN.replace(b"U1NI", b"U1N I"),
        PLAIN.replace(b"U1NI", b"U1N\tI"),
        PLAIN.replace(b"U1NI", b"U1N\0I"),
        PLAIN.replace(b"U1NI", b"U1N-"),
        PLAIN.replace(b"U1NI", b"=U1NI"),
        PLAIN.replace(b"U1NI", b"AAAA"),
        *(armour(BLOB, width) for width in (1, 4, 64, 69, 71, 72, 76, 1000)),
        *(armour(BLOB + more) for more in (b"\0", bytes(4), BLOB)),
        armour(b""),
        armour(b"SSHSIG"),
        PLAIN.replace(b"\n-----END", b"\n\n-----END"),
        PLAIN.replace(b"\n-----END", b"=\n-----END"),
        PLAIN.replace(b"\n-----END", b"====\n-----END"),
        PLAIN.replace(b"\n-----END", b"-----END"),
    ],
)
def test_a_file_is_laid_out_as_ssh_keygen_does_and_in_no_other_way(file: bytes) -> None:
    assert file != PLAIN
    refusal(file)


def test_base64_has_one_form_only() -> None:
    # A namespace of a length at which the base64 ends in "=": the last letter has spare bits.
    namespace = NAMESPACE + "xx"[: (2 - len(BLOB)) % 3]
    file = KEYS[ED25519].sign(MESSAGE, namespace)
    assert check(file, namespace=namespace)
    start, letter = file.index(b"=\n") - 1, file[file.index(b"=\n") - 1]
    varied = file[:start] + bytes([letter + 1]) + file[start + 1 :]
    assert unarmour(varied) == unarmour(file)
    assert "canonical base64" in refusal(varied, namespace=namespace)


def test_windows_line_endings_are_called_by_their_name() -> None:
    assert "CRLF" in refusal(PLAIN.replace(b"\n", b"\r\n"))


def test_a_huge_file_is_refused_unread() -> None:
    assert "longer than" in refusal(armour(bytes(4096)))
    assert "longer than" in refusal(PLAIN * 100_000)


def test_a_key_object_made_by_hand_is_not_trusted() -> None:
    identity = b"\1" + bytes(31)
    blob = string(ED25519.encode()) + string(identity)
    signature = string(ED25519.encode()) + string(identity + bytes(32))
    file = Envelope(blob, NAMESPACE.encode(), signature).armour
    with pytest.raises(SignatureError, match="small order"):
        verify(file, MESSAGE, NAMESPACE, PublicKey(KeyKind.ED25519, blob, identity))
    # The blob is what counts, whatever stands beside it.
    sound = PublicKey(KeyKind.ECDSA_P256, KEYS[ED25519].blob, identity, "ssh:")
    assert verify(PLAIN, MESSAGE, NAMESPACE, sound)


def test_python_without_assertions_refuses_the_same(tmp_path: Path) -> None:
    files = {"good": PLAIN, "message": KEYS[ED25519].sign(b"other", NAMESPACE)}
    files["namespace"] = KEYS[ED25519].sign(MESSAGE, "git")
    files["hash"] = KEYS[ED25519].envelope(MESSAGE, NAMESPACE.encode(), hash="sha256").armour
    files["key"] = SoftKey(ED25519, "other").sign(MESSAGE, NAMESPACE)
    files["layout"] = armour(BLOB, 76)
    files["trailing"] = armour(BLOB + b"\0")
    for name, content in files.items():
        tmp_path.joinpath(name).write_bytes(content)
    program = (
        "import sys, pathlib\n"
        "from isodocs.statements.ssh_key import read_line\n"
        "from isodocs.statements.sshsig import SignatureError, verify\n"
        "if not sys.flags.optimize: sys.exit('assertions are on')\n"
        "key, message, namespace, folder = sys.argv[1:]\n"
        "for path in pathlib.Path(folder).iterdir():\n"
        "    try:\n"
        "        verify(path.read_bytes(), message.encode(), namespace, read_line(key))\n"
        "        print(path.name)\n"
        "    except SignatureError: pass\n"
    )
    arguments = (KEYS[ED25519].line, MESSAGE.decode(), NAMESPACE, str(tmp_path))
    said = subprocess.run(
        [sys.executable, "-O", "-c", program, *arguments], capture_output=True, encoding="utf-8"
    )
    assert (said.stdout, said.stderr) == ("good\n", "")


def test_the_library_is_imported_only_to_verify() -> None:
    program = (
        "import sys\n"
        "from isodocs.statements.ssh_key import read_line\n"
        "from isodocs.statements.sshsig import SignatureError, verify\n"
        "try: verify(sys.argv[2].encode(), b'', 'git', read_line(sys.argv[1]))\n"
        "except SignatureError as error: print('not for' in error.message)\n"
        "print('cryptography' in sys.modules, 'subprocess' in sys.modules)\n"
    )
    arguments = (KEYS[ECDSA].line, SIGNED[ECDSA].decode())
    said = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert said.stdout == "True\nFalse False\n"


FIELDS = st.binary(max_size=80) | st.sampled_from(
    [key.blob for key in KEYS.values()]
    + [key.envelope(MESSAGE, NAMESPACE.encode()).signature for key in KEYS.values()]
    + [NAMESPACE.encode(), b"sha512", b"", string(b""), b"\xff" * 4]
)
FILES = (
    st.binary(max_size=300)
    | st.binary(max_size=300).map(armour)
    | st.binary(max_size=200).map(lambda rest: armour(b"SSHSIG\0\0\0\1" + rest))
    | st.builds(
        Envelope, key=FIELDS, namespace=FIELDS, signature=FIELDS, reserved=FIELDS, hash=FIELDS
    ).map(lambda envelope: envelope.armour)
    | st.builds(
        lambda kind, value: (
            Envelope(KEYS[kind].blob, NAMESPACE.encode(), string(kind.encode()) + value).armour
        ),
        st.sampled_from(KINDS),
        st.binary(max_size=90) | st.binary(max_size=90).map(string),
    )
    | st.builds(
        lambda lines, at, text: "\n".join([*lines[:at], text, *lines[at:]]).encode(),
        st.just(SHOWN),
        st.integers(0, len(SHOWN)),
        st.text(max_size=80).map(lambda text: text.encode(errors="replace").decode()),
    )
)


@settings(max_examples=400)
@given(FILES, st.sampled_from(KINDS), st.binary(max_size=40), st.text(max_size=20))
def test_any_bytes_verify_or_are_refused(
    file: bytes, kind: str, message: bytes, namespace: str
) -> None:
    with pytest.raises(SignatureError):
        verify(file, message, namespace, read_line(KEYS[kind].line))
    with suppress(SignatureError):
        assert check(file, kind)
        assert armour(unarmour(file)) == file
