from __future__ import annotations

import base64
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from isodocs.statements.curve_points import P256_ORDER, ed25519_flaw, p256_flaw
from isodocs.statements.ssh_key import KeyKind, SshKeyError, read_blob, read_line
from tests.helpers.ssh import (
    ECDSA,
    ED25519,
    KINDS,
    SK_ECDSA,
    SK_ED25519,
    Keygen,
    SoftKey,
    key_blob,
    key_line,
    needs_keygen,
    string,
)

P = 2**255 - 19
D = -121665 * pow(121666, -1, P) % P
Q = 2**256 - 2**224 + 2**192 + 2**96 - 1
B = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B
SOUND = SoftKey(ED25519)


def refusal(line: str) -> SshKeyError:
    with pytest.raises(SshKeyError) as caught:
        read_line(line)
    return caught.value


@pytest.mark.parametrize("kind", KINDS)
def test_a_key_is_read_from_its_line_and_its_wire_form(kind: str) -> None:
    made = SoftKey(kind)
    key = read_line(made.line)
    assert key == read_blob(made.blob)
    assert key.kind is KeyKind(kind)
    assert (key.blob, key.point, key.line) == (made.blob, made.point, made.line)
    assert key.application == ("ssh:" if made.hardware else "")
    assert key.kind.hardware is made.hardware
    with pytest.raises(AttributeError):
        key.blob = b""  # type: ignore[misc]


@needs_keygen
@pytest.mark.parametrize("type", ["ed25519", "ecdsa"])
@pytest.mark.parametrize("comment", ["", "helen@example.com", "Helen Marsh, käy 2"])
def test_what_ssh_keygen_writes_is_read(tmp_path: Path, type: str, comment: str) -> None:
    keygen = Keygen(tmp_path)
    line = keygen.make(type, "key", comment)
    assert read_line(line).fingerprint == keygen.fingerprint(line)


@needs_keygen
@pytest.mark.parametrize("kind", KINDS)
def test_fingerprints_are_those_of_ssh_keygen(tmp_path: Path, kind: str) -> None:
    made = SoftKey(kind)
    assert read_line(made.line).fingerprint == Keygen(tmp_path).fingerprint(made.line)


def test_a_fingerprint_stays_what_it_is() -> None:
    # The key of RFC 8032, section 7.1, TEST 1; the fingerprint by `ssh-keygen -l`.
    point = bytes.fromhex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
    key = read_blob(key_blob(ED25519, point))
    assert key.fingerprint == "SHA256:bbXpuKG6zhzdmnxq256TlqzFBzRl2f6OOg722cYNbU8"


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("", "not a public key"),
        ("ssh-ed25519", "not a public key"),
        (f"{SOUND.line}\n\n", "not a public key"),
        (f"{SOUND.line}\r\n", "not a public key"),
        (f" {SOUND.line}", "not a public key"),
        (f"{SOUND.line}\n{SOUND.line}", "not a public key"),
        (f"# comment\n{SOUND.line}", "not a public key"),
        (f"{SOUND.line}\tcomment", "not a public key"),
        (f"{SOUND.line} com\x1b[2Jment", "not a public key"),
        (f"{SOUND.line.replace(' ', '  ')}", "not a public key"),
        (f'namespaces="git" {SOUND.line}', "not a public key"),
        (f"no-pty {SOUND.line}", "not a public key"),
        (f"approver {SOUND.line}", "not a public key"),
        (SOUND.line.replace("ssh-ed25519", "SSH-ED25519"), "not a public key"),
        (SOUND.line.replace(ED25519, ECDSA), "says ecdsa-sha2-nistp256, but the key in it is"),
        (f"{SOUND.line}=", "base64 is damaged"),
        (f"{SOUND.line}AAAA", "3 bytes too many"),
        (SOUND.line[:-1], "base64 is damaged"),
        ("-----BEGIN OPENSSH PRIVATE KEY-----\nb3Blbn", "never reads those"),
    ],
)
def test_a_line_that_is_not_one_plain_key_is_refused(line: str, reason: str) -> None:
    assert reason in refusal(line).message
    assert refusal(line).hint


def test_base64_has_one_form_only() -> None:
    ecdsa = SoftKey(ECDSA).line
    assert ecdsa.endswith("=")
    # The bits behind the last byte are set, which decoders overlook.
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    varied = ecdsa[:-2] + letters[letters.index(ecdsa[-2]) + 1] + "="
    assert base64.b64decode(varied.split()[1]) == SoftKey(ECDSA).blob
    assert "base64 is damaged" in refusal(varied).message


@pytest.mark.parametrize(
    "kind",
    [
        "ssh-rsa",
        "ssh-dss",
        "ecdsa-sha2-nistp384",
        "ecdsa-sha2-nistp521",
        "ssh-ed448",
        "ssh-ed25519-cert-v01@openssh.com",
        "webauthn-sk-ecdsa-sha2-nistp256@openssh.com",
    ],
)
def test_other_kinds_are_refused_with_a_way_on(kind: str) -> None:
    error = refusal(key_line(kind, string(kind.encode()) + string(b"\x01\x00\x01")))
    assert f"'{kind}' are not accepted" in error.message
    assert "ssh-ed25519, ecdsa-sha2-nistp256" in error.hint
    assert "ssh-keygen -t ed25519" in error.hint


@pytest.mark.parametrize("kind", KINDS)
def test_a_key_is_exactly_as_long_as_it_says(kind: str) -> None:
    blob = SoftKey(kind).blob
    for end in range(len(blob)):
        with pytest.raises(SshKeyError):
            read_blob(blob[:end])
    for more in (b"\0", b"ssh:", bytes(4)):
        with pytest.raises(SshKeyError, match="too many at its end"):
            read_blob(blob + more)
    with pytest.raises(SshKeyError, match="longer than"):
        read_blob(blob + bytes(2000))


@pytest.mark.parametrize("kind", [ED25519, SK_ED25519])
@pytest.mark.parametrize("size", [0, 31, 33, 64])
def test_an_ed25519_point_has_32_bytes(kind: str, size: int) -> None:
    with pytest.raises(SshKeyError, match="instead of 32"):
        read_blob(key_blob(kind, (SOUND.point * 2)[:size]))


def small_order_points() -> set[bytes]:
    """The points whose order divides 8, from the other side: as multiples of random points."""

    def add(one: tuple[int, int], two: tuple[int, int]) -> tuple[int, int]:
        (x1, y1), (x2, y2) = one, two
        product = D * x1 * x2 * y1 * y2
        x = (x1 * y2 + x2 * y1) * pow(1 + product, -1, P) % P
        return x, (y1 * y2 + x1 * x2) * pow(1 - product, -1, P) % P

    order = 2**252 + 27742317777372353535851937790883648493
    found: set[bytes] = set()
    y = 2
    while len(found) < 8:
        y += 1
        square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
        x = pow(square, (P + 3) // 8, P)
        if x * x % P != square:
            x = x * pow(2, (P - 1) // 4, P) % P
        if x * x % P != square:
            continue
        rest, doubled = (0, 1), (x, y)
        for bit in range(order.bit_length()):
            if order >> bit & 1:
                rest = add(rest, doubled)
            doubled = add(doubled, doubled)
        found.add((rest[1] | (rest[0] & 1) << 255).to_bytes(32, "little"))
    return found


def test_points_of_small_order_are_refused() -> None:
    points = small_order_points()
    assert len(points) == 8
    assert (1).to_bytes(32, "little") in points
    for point in points:
        assert "small order" in ed25519_flaw(point)
        # With the other sign too, also where x is 0 and no other sign exists.
        assert "small order" in ed25519_flaw(point[:31] + bytes([point[31] ^ 0x80]))
        for kind in (ED25519, SK_ED25519):
            with pytest.raises(SshKeyError, match="small order"):
                read_blob(key_blob(kind, point))


@pytest.mark.parametrize("sign", [0, 1])
@pytest.mark.parametrize("y", range(P, 2**255))
def test_ed25519_points_have_one_form_only(y: int, sign: int) -> None:
    assert "canonical" in ed25519_flaw((y | sign << 255).to_bytes(32, "little"))


def test_about_half_of_all_numbers_are_points_of_ed25519() -> None:
    flaws = [ed25519_flaw(y.to_bytes(32, "little")) for y in range(2, 202)]
    assert set(flaws) == {"", "is not a point of the curve"}
    assert 70 < flaws.count("") < 130


def p256_points(first: int, count: int) -> list[bytes]:
    """Points of P-256 with the lowest x from `first` on."""
    found = []
    for x in range(first, first + 200):
        square = (x**3 - 3 * x + B) % Q
        y = pow(square, (Q + 1) // 4, Q)
        if y * y % Q == square:
            found.append(b"\x04" + x.to_bytes(32, "big") + y.to_bytes(32, "big"))
    return found[:count]


@pytest.mark.parametrize("kind", [ECDSA, SK_ECDSA])
def test_a_p256_point_is_uncompressed_and_on_the_curve(kind: str) -> None:
    point = SoftKey(kind).point
    assert p256_flaw(point) == ""
    y_odd = point[64] & 1
    compressed = bytes([2 + y_odd]) + point[1:33]
    for bad, reason in (
        (b"", "instead of 65"),
        (b"\0", "instead of 65"),
        (compressed, "instead of 65"),
        (point + b"\0", "instead of 65"),
        (bytes([6 + y_odd]) + point[1:], "not an uncompressed point"),
        (b"\x04" + bytes(64), "not a point of the curve"),
        (point[:64] + bytes([point[64] ^ 1]), "not a point of the curve"),
        (b"\x04" + point[33:] + point[1:33], "not a point of the curve"),
        (b"\x04" + b"\xff" * 64, "not a point of the curve"),
    ):
        with pytest.raises(SshKeyError, match=reason):
            read_blob(key_blob(kind, bad))


@needs_keygen
def test_p256_points_that_openssh_refuses_are_refused(tmp_path: Path) -> None:
    keygen = Keygen(tmp_path)
    for point in (*p256_points(0, 2), *p256_points(P256_ORDER, 2)):
        line = key_line(ECDSA, key_blob(ECDSA, point))
        assert not keygen.fingerprint(line)
        assert "out of the range" in refusal(line).message
    bare = p256_points(2**200, 1)[0]
    assert read_blob(key_blob(ECDSA, bare)).point == bare


def test_the_curve_is_named_twice_and_the_same() -> None:
    blob = string(ECDSA.encode()) + string(b"nistp384") + string(SoftKey(ECDSA).point)
    with pytest.raises(SshKeyError, match="nistp384"):
        read_blob(blob)


BAD_APPLICATIONS = (
    *("", "SSH:", "https://example.com", "ssh:a b", "ssh:\0", "ssh:" + "x" * 251),
    *(
        "Example.com",
        "example.com.",
        ".example.com",
        "-a.com",
        "a..b",
        "127.0.0.1",
        "0x7f",
        "[::1]",
    ),
    *("localhost:8437", "a" * 64, "a." * 126 + "aa", "ex_ample.com", "éxample.com", "a.1", "a\n"),
)


@pytest.mark.parametrize("kind", [SK_ED25519, SK_ECDSA])
def test_a_hardware_key_is_made_for_ssh_and_a_passkey_for_a_site(kind: str) -> None:
    for good in ("ssh:", "ssh:approvals", "ssh:" + "x" * 250):
        assert read_line(SoftKey(kind, application=good).line).application == good
        assert not read_line(SoftKey(kind, application=good).line).site
    sites = ("localhost", "docs.example.com", "srv1", "xn--p1ai", "a." * 126 + "a")
    if kind == SK_ECDSA:  # ES256, which every passkey can be of, and the only one OpenSSH knows
        for site in sites:
            key = read_line(SoftKey(kind, application=site).line)
            assert (key.site, key.hardware) == (site, False)
        sites = ()
    for bad in (*BAD_APPLICATIONS, *sites):
        with pytest.raises(SshKeyError, match="neither for SSH"):
            read_blob(SoftKey(kind, application=bad).blob)


@given(st.binary(max_size=200) | st.sampled_from(KINDS).map(lambda kind: SoftKey(kind).blob))
def test_any_bytes_are_a_key_or_refused(blob: bytes) -> None:
    with suppress(SshKeyError):
        assert read_blob(blob).blob == blob


LINES = [SoftKey(kind).line for kind in KINDS]


def with_one_more(line: str, at: int, character: str) -> str:
    return line[:at] + character + line[at:]


@settings(max_examples=200)
@given(
    st.text(max_size=200)
    | st.builds("{} {}".format, st.sampled_from(KINDS), st.text("AQIDBz+/=", max_size=120))
    | st.builds(with_one_more, st.sampled_from(LINES), st.integers(0, 200), st.characters())
)
def test_any_text_is_a_key_or_refused(text: str) -> None:
    with suppress(SshKeyError):
        assert text.startswith(read_line(text).line)
