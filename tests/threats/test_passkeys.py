"""Threats to passkeys: asked for something else or elsewhere, nobody there, files varied, keys.

Each assertion here is really signed by the passkey: what is wrong with it is what was asked, or by
whom. `SoftPasskey` plays the passkey and a browser that does whatever it is told to.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isodocs.model.authority import Authority, Revocation
from isodocs.model.document import State
from isodocs.statements.passkeys import Assertion, PasskeyError, public_key, signature_file
from isodocs.statements.ssh_key import SshKeyError, read_line
from isodocs.statements.sshsig import SignatureError, Verified, verify
from tests.helpers.company import document, path
from tests.helpers.repository import RepositoryBuilder
from tests.helpers.signed_company import (
    AUTHORITY,
    approval,
    base,
    fingerprint,
    following,
    proof,
    version_files,
    with_people,
    without_key,
)
from tests.helpers.ssh import (
    SK_ECDSA,
    Envelope,
    Keygen,
    SoftKey,
    SoftPasskey,
    armour,
    base64url,
    needs_keygen,
    signed_bytes,
    string,
)
from tests.threats.attack import START, gaps, later, push, state, told

NAMESPACE = "isodocs-approval-v1@example.com"
MESSAGE = b'{"decision":"approve","doc":"SOP-014"}\n'
CHALLENGE = signed_bytes(MESSAGE, NAMESPACE.encode())
KEY = SoftPasskey()
ORIGIN = KEY.origin
HERE = (ORIGIN,)
BYTES = st.binary(max_size=40)


def check(file: bytes, origins: tuple[str, ...] = HERE, message: bytes = MESSAGE) -> Verified:
    return verify(file, message, NAMESPACE, read_line(KEY.line), origins)


def refused(envelope: Envelope, reason: str, origins: tuple[str, ...] = HERE) -> None:
    with pytest.raises(SignatureError, match=reason):
        check(envelope.armour, origins)


def saying(**changed: object) -> Envelope:
    """What the passkey signs when the browser's own data says so."""
    data = KEY.client_data(CHALLENGE, **changed)
    origin = changed.get("origin") or ORIGIN
    return KEY.by_passkey(MESSAGE, NAMESPACE, client_data=data, origin=str(origin))


def raw(text: str) -> Envelope:
    """What it signs when the browser's own data is this."""
    return KEY.by_passkey(MESSAGE, NAMESPACE, client_data=text.encode())


def test_44_what_a_browser_signs_for_the_portal_counts() -> None:
    """Also what Safari leaves out, and what Chromium adds so that nobody compares it whole."""
    sound = check(KEY.sign(MESSAGE, NAMESPACE))
    assert (sound.origin, sound.copyable, sound.user_verified) == (ORIGIN, True, False)
    assert not check(KEY.sign(MESSAGE, NAMESPACE, flags=5)).copyable
    assert check(saying(crossOrigin=None).armour)
    assert check(saying(other_keys_can_be_added_here="do not compare clientDataJSON").armour)


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        ({"challenge": base64url(b"x" * 32)}, "asked for something else"),
        ({"challenge": base64url(signed_bytes(MESSAGE + b" ", NAMESPACE.encode()))}, "else"),
        ({"challenge": base64url(signed_bytes(MESSAGE, b"isodocs-confirmation-v1@x"))}, "else"),
        ({"challenge": base64url(CHALLENGE) + "="}, "something else|not the one it names"),
        ({"challenge": base64url(CHALLENGE)[:-1]}, "something else"),
        ({"challenge": ""}, "something else"),
        ({"type": "webauthn.create"}, "not one that a browser makes to sign"),
        ({"type": "payment.get"}, "not one that a browser makes to sign"),
        ({"crossOrigin": True}, "within a page of another site"),
        ({"crossOrigin": 0}, "within a page of another site"),
        ({"crossOrigin": "false"}, "within a page of another site"),
        ({"topOrigin": "https://evil.example"}, "within a page of another site"),
        ({"crossOrigin": None, "topOrigin": None, "a": [1]}, ""),
    ],
)
def test_44_asked_for_something_else(asked: dict[str, Any], reason: str) -> None:
    """A page gets a person to use the passkey for what is not this statement, or in a frame."""
    if reason:
        refused(saying(**asked), reason)
    else:
        check(saying(**asked).armour)


@pytest.mark.parametrize(
    "origin",
    [
        *(
            "https://evil.example",
            "https://docs.example.com.evil.example",
            "http://docs.example.com",
        ),
        *("https://evil.docs.example.com", "https://example.com", "https://docs.example.com:8443"),
        *("https://docs.example.com/", "https://docs.example.com:443", "https://DOCS.example.com"),
        *(
            "null",
            " ",
            "android:apk-key-hash:abc",
            "https://docs.example.com\\u0000",
            "docs.example.com",
        ),
        "https://user@docs.example.com",
    ],
)
def test_44_asked_by_another_page(origin: str) -> None:
    """Also by one below the same name, at another port, or written in another way."""
    named = origin.encode().decode("unicode_escape")
    refused(
        saying(origin=named), "where the authority register|its key is for|not the one it names"
    )
    # It says the right page beside the browser's data, which names the other.
    data = KEY.client_data(CHALLENGE, origin=named)
    refused(KEY.by_passkey(MESSAGE, NAMESPACE, client_data=data), "not the one it names")
    # The address is allowed, and is not that of the passkey.
    if named not in ("https://docs.example.com:8443",):
        refused(saying(origin=named), "its key is for|not the one it names", (named,))


def test_44_another_site_or_statement() -> None:
    """A passkey of another site; the right one that signed for another site; a replay."""
    refused(KEY.by_passkey(MESSAGE, NAMESPACE, site="evil.example"), "does not fit")
    other = SoftPasskey(site="evil.example")
    stolen = other.by_passkey(
        MESSAGE, NAMESPACE, key=KEY.blob, client_data=KEY.client_data(CHALLENGE)
    )
    refused(replace(stolen), "not the one it names|does not fit|its key is for")
    file = KEY.sign(MESSAGE, NAMESPACE)
    for message in (MESSAGE + b"\n", b"", MESSAGE.replace(b"014", b"015")):
        with pytest.raises(SignatureError, match="asked for something else"):
            check(file, message=message)
    with pytest.raises(SignatureError, match="was made for"):
        verify(file, MESSAGE, "isodocs-confirmation-v1@example.com", read_line(KEY.line), HERE)
    with pytest.raises(SignatureError, match="allows no passkeys"):
        check(file, ())


ASKED = base64url(CHALLENGE)
BEGIN = f'{{"type":"webauthn.get","challenge":"{ASKED}","origin":"{ORIGIN}"'


@pytest.mark.parametrize(
    "text",
    [
        BEGIN + ',"crossOrigin":false,"crossOrigin":false}',
        BEGIN + ',"crossOrigin":true,"crossOrigin":false}',
        BEGIN + ',"origin":"https://docs.example.com"}',
        BEGIN + ',"type":"webauthn.get"}',
        BEGIN + ',"x":{"a":1,"a":2}}',
        BEGIN + ',"crossOrigin":false}}',
        BEGIN + ',"crossOrigin":false} ',
        BEGIN + ',"crossOrigin":false}\n',
        BEGIN + ',"crossOrigin":false}{}',
        BEGIN + ',"crossOrigin":false',
        BEGIN + ',"x":NaN}',
        BEGIN + ',"x":"\\ud800',
        BEGIN + ',"x":' + "[" * 1500 + "]" * 1500 + "}",
        BEGIN + ',"x":"' + "x" * 2048 + '"}',
        BEGIN + '.evil.example"}',
        BEGIN + "",
        " " + BEGIN + "}",
        "\ufeff" + BEGIN + "}",
        BEGIN.replace(",", ", ") + "}",
        BEGIN.replace('"type"', '"Type"') + "}",
        f'{{"challenge":"{ASKED}","type":"webauthn.get","origin":"{ORIGIN}"}}',
        json.dumps({"type": "webauthn.get", "challenge": ASKED, "origin": ORIGIN}),
        f'["webauthn.get","{ASKED}","{ORIGIN}"]',
        "",
        "{}",
    ],
)
def test_44_data_that_no_browser_writes(text: str) -> None:
    """Two readers could read it in two ways: keys twice, blanks, another order, more behind it."""
    refused(
        raw(text),
        "no browser writes|not one that|not the one it names|bytes of the browser|longer than",
    )


@pytest.mark.parametrize(
    ("flags", "reason"),
    [
        *((0x00, "no one was there"), (0x04, "no one was there"), (0x18, "no one was there")),
        *((0x01, "without knowing the person"), (0x19, "without knowing the person")),
        *((0x45, "no meaning here"), (0x85, "no meaning here"), (0x07, "no meaning here")),
        *((0x25, "no meaning here"), (0xFF, "no meaning here"), (0x15, "copied and cannot be")),
    ],
)
def test_45_nobody_there_or_nobody_known(flags: int, reason: str) -> None:
    """Malware asks without presence, or a stolen device is asked without PIN or finger."""
    envelope = KEY.by_passkey(MESSAGE, NAMESPACE, flags=flags)
    refused(envelope, reason)
    # The flags put right afterwards: they are part of what was signed.
    at = envelope.signature.index(bytes([flags]) + bytes(4) + string(ORIGIN.encode()))
    right = envelope.signature[:at] + b"\x05" + envelope.signature[at + 1 :]
    refused(replace(envelope, signature=right), "does not fit")


def test_45_another_file_for_one_signature() -> None:
    """Nothing can be varied without the passkey: the twin of s, counters, extensions, lengths."""
    refused(KEY.by_passkey(MESSAGE, NAMESPACE, high=True), "greater of two")
    refused(KEY.by_passkey(MESSAGE, NAMESPACE, extensions=b"\xa0"), "has extensions")
    sound = KEY.by_passkey(MESSAGE, NAMESPACE)
    counted = sound.signature.replace(
        bytes(4) + string(ORIGIN.encode()), b"\0\0\0\1" + string(ORIGIN.encode())
    )
    assert counted != sound.signature
    refused(replace(sound, signature=counted), "does not fit")
    for end in range(len(sound.signature)):
        with pytest.raises(SignatureError):
            check(replace(sound, signature=sound.signature[:end]).armour)
    refused(replace(sound, signature=sound.signature + b"\0"), "1 bytes too many")
    blob = sound.blob
    for at in range(len(blob)):
        with pytest.raises(SignatureError):
            check(armour(blob[:at] + bytes([blob[at] ^ 1]) + blob[at + 1 :]))


def test_45_another_algorithm() -> None:
    """A passkey's key used as SSH does, an SSH key's as a browser does, and names of neither."""
    for algorithm in (SK_ECDSA.encode(), b"ecdsa-sha2-nistp256", b"RS256", b""):
        refused(KEY.by_passkey(MESSAGE, NAMESPACE, algorithm=algorithm), "does not fit its key")
    as_ssh = SoftKey(SK_ECDSA, "approver", "docs.example.com")
    assert as_ssh.blob == KEY.blob
    refused(as_ssh.envelope(MESSAGE, NAMESPACE.encode(), flags=5), "does not fit its key")
    hardware = SoftPasskey(site="ssh:")
    file = hardware.sign(MESSAGE, NAMESPACE)
    with pytest.raises(SignatureError, match="does not fit its key"):
        verify(file, MESSAGE, NAMESPACE, read_line(hardware.line), (hardware.origin,))
    for spki in (b"", KEY.spki[:-1], KEY.spki + b"\0", bytes(91), KEY.spki[:-1] + b"\0"):
        with pytest.raises((PasskeyError, SshKeyError)):
            public_key("docs.example.com", spki)
    assert public_key("docs.example.com", KEY.spki).line == KEY.line


@given(BYTES, BYTES, BYTES, st.integers(0, 255))
def test_45_whatever_a_browser_sends_is_kept_only_if_it_holds(
    said: bytes, about: bytes, der: bytes, at: int
) -> None:
    """What the portal writes is what everyone accepts; anything else is refused before."""
    key, sound = read_line(KEY.line), KEY.assertion(CHALLENGE)
    file = signature_file(Assertion(*sound), MESSAGE, NAMESPACE, key, ORIGIN)
    assert check(file).origin == ORIGIN
    turned = [
        bytes([*part[: at % len(part)], part[at % len(part)] ^ 1, *part[at % len(part) + 1 :]])
        for part in sound
    ]
    for made in (
        *((said, *sound[1:]), (sound[0], about, sound[2]), (*sound[:2], der)),
        *((turned[0], *sound[1:]), (sound[0], turned[1], sound[2]), (*sound[:2], turned[2])),
        (*sound[:2], sound[2] + b"\0"),
    ):
        with pytest.raises((PasskeyError, SignatureError)):
            signature_file(Assertion(*made), MESSAGE, NAMESPACE, key, ORIGIN)


@needs_keygen
def test_45_never_looser_than_openssh(tmp_path: Path) -> None:
    """What counts here counts for ssh-keygen; it looks neither at the page nor at the person."""
    keygen = Keygen(tmp_path)

    def takes(envelope: Envelope) -> bool:
        return keygen.accepts(envelope.armour, MESSAGE, NAMESPACE, KEY.line)

    assert takes(KEY.by_passkey(MESSAGE, NAMESPACE))
    assert takes(saying(crossOrigin=None))
    assert not takes(saying(challenge=base64url(b"x" * 32)))
    assert not takes(saying(type="webauthn.create"))
    for looser in (saying(origin="https://evil.example"), saying(crossOrigin=True)):
        assert takes(looser)
    assert takes(KEY.by_passkey(MESSAGE, NAMESPACE, flags=0))


SOP, FINAL = path("SOP-001"), document()
QUINN = SoftPasskey("quinn")
DORA = SoftPasskey("dora")


def with_passkeys(before: Authority = AUTHORITY, **more: object) -> Authority:
    """Quinn's passkey beside the key, Dora's as well; both may sign at the portal."""
    people = [
        replace(before.people[id], keys=(*before.people[id].keys, key.line))
        for id, key in (("quinn", QUINN), ("dora", DORA))
    ]
    return following(
        before, **{"people": with_people(before, *people), "passkey_origins": HERE, **more}
    )


SECOND = with_passkeys()
KEPT = {**version_files(SECOND), **proof("quinn", QUINN), **proof("dora", DORA)}


def company(repo: RepositoryBuilder, **more: bytes) -> None:
    repo.commit("Start", {**base(), **KEPT, SOP: FINAL, **more}, date=START)


def by_quinn(key: SoftKey = QUINN, **more: Any) -> dict[str, bytes]:
    return approval("SOP-001", 1, FINAL, **{"key": key, "by": SECOND, **more})


def test_46_an_approval_by_passkey_counts_everywhere(repo: RepositoryBuilder) -> None:
    company(repo)
    old = repo.head()
    later(repo, by_quinn())
    assert not gaps(repo)
    assert state(repo) is State.EFFECTIVE
    assert not push(repo, old).refused


@pytest.mark.parametrize(
    ("made", "reason"),
    [
        (lambda: by_quinn(DORA), "is not a key of quinn"),
        (lambda: by_quinn(DORA, names=QUINN), "is by the key"),
        (lambda: by_quinn(by=AUTHORITY), "is not a key of quinn in version 1"),
        (lambda: by_quinn(SoftPasskey("new")), "is not a key of quinn"),
    ],
    ids=["another person's", "another's, named as mine", "used before it was taken in", "unknown"],
)
def test_46_a_passkey_that_is_not_the_persons(
    repo: RepositoryBuilder, made: Any, reason: str
) -> None:
    company(repo)
    old = repo.head()
    later(repo, made())
    assert reason in told(repo, "APR013")
    assert state(repo) is State.AWAITING
    assert push(repo, old).refused


def test_46_a_passkey_that_was_revoked(repo: RepositoryBuilder) -> None:
    """Dated back and naming the version before; what was honoured still counts."""
    good = by_quinn()
    company(repo, **good)
    assert not gaps(repo)
    third = following(
        SECOND,
        people=with_people(
            SECOND, replace(SECOND.people["quinn"], keys=AUTHORITY.people["quinn"].keys)
        ),
        revocations=(Revocation("quinn", fingerprint(QUINN), "phone lost"),),
    )
    later(repo, version_files(third))
    assert "is revoked (phone lost)" in told(repo, "APR013")


def test_46_addresses_come_from_the_owners_alone(repo: RepositoryBuilder) -> None:
    """A push allows its own page, moves the portal, or proves a key at a page of its own."""
    company(repo)
    old = repo.head()
    evil = SoftPasskey("quinn")
    evil.origin = "https://docs.example.com:8443"
    later(repo, {**by_quinn(evil)})
    assert "allows no passkeys" in told(repo, "APR013")
    assert push(repo, old).refused
    wider = following(SECOND, passkey_origins=(*HERE, evil.origin))
    later(repo, version_files(wider, ()))
    assert "lacks 2 signatures" in told(repo, "CFG009")
    assert "allows no passkeys" in told(repo, "APR013")
    assert push(repo, old).refused
    later(repo, version_files(wider))
    assert "allows no passkeys" in told(repo, "APR013")  # it names the version before
    assert "CFG009" not in gaps(repo)


def test_46_a_key_proven_at_a_page_that_nobody_allowed(repo: RepositoryBuilder) -> None:
    """Somebody takes another's passkey for his own: a page below the same name asks for a proof."""
    elsewhere = SoftPasskey("quinn")
    elsewhere.origin = "https://docs.example.com:8443"
    files = {**base(), **version_files(SECOND), **proof("quinn", elsewhere), **proof("dora", DORA)}
    repo.commit("Start", {**files, SOP: FINAL, **by_quinn()}, date=START)
    assert "has never shown to possess" in told(repo, "APR013")


def test_46_an_address_goes_with_its_passkeys(repo: RepositoryBuilder) -> None:
    """A statement dated back would still be taken from a page that someone else has by now."""
    company(repo)
    moved = following(SECOND, passkey_origins=("https://docs.example.com:8443",))
    later(repo, version_files(moved))
    assert "is gone while passkeys that were used there remain" in told(repo, "CFG004")


def test_46_owners_sign_by_passkey(repo: RepositoryBuilder) -> None:
    """The next version, signed with the passkeys of this one; not with those it brings along."""
    company(repo)
    third = following(SECOND, **without_key(SECOND, "ann"))
    later(repo, version_files(third, keys={"quinn": QUINN, "dora": DORA}))
    assert not {"CFG004", "CFG009"} & gaps(repo).keys()
