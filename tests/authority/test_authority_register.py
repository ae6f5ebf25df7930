"""The authority register's files: one form, one row of versions, no doubt."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isodocs.authority.authority_register import RegisterReading, parse, path_of, read_all, write
from isodocs.errors import CanonicalError
from isodocs.statements.canonical import dump, load
from tests.helpers.company import AUTHORITY, authority

FIRST = write(AUTHORITY)
SECOND = write(authority(version=2, previous=AUTHORITY.sha256, director="quinn"))
THIRD = write(authority(version=3, previous=parse(SECOND).sha256))


def test_what_is_written_reads_back() -> None:
    found = parse(FIRST)
    assert found == AUTHORITY
    assert write(found) == FIRST


def test_people_can_read_it() -> None:
    lines = FIRST.decode().splitlines()
    assert len(lines) > 30
    assert max(map(len, lines)) < 100
    assert FIRST.endswith(b"}\n")


def test_who_may_approve_what() -> None:
    policy = AUTHORITY.rule_for("policy")
    assert policy is not None
    assert (policy.roles, policy.persons) == (("quality-manager", "director"), 2)
    anything = AUTHORITY.rule_for("never heard of")
    assert anything is not None
    assert anything.roles == ("quality-manager",)
    assert AUTHORITY.holds("quinn", "quality-manager")
    assert not AUTHORITY.holds("ann", "quality-manager")
    assert not AUTHORITY.holds("ann", "no such role")
    person = AUTHORITY.person_with("QUINN@Example.COM")
    assert person is not None
    assert person.id == "quinn"
    assert AUTHORITY.person_with("eve@example.com") is None


def test_versions_follow_one_another() -> None:
    files = {path_of(3): THIRD, path_of(1): FIRST, path_of(2): SECOND}
    found = read_all(files).history
    assert found is not None
    assert list(found.versions) == [1, 2, 3]
    assert found.current.version == 3
    assert found.project == AUTHORITY.sha256  # the genesis


def test_no_register_is_no_error() -> None:
    assert read_all({}) == RegisterReading()
    others = {".isodocs/authority/notes.txt": b"x", ".isodocs/authority/1.json": b"x"}
    assert read_all(others) == RegisterReading()


@pytest.mark.parametrize(
    ("files", "path", "says"),
    [
        ({path_of(2): SECOND}, path_of(1), "version 1 of the authority register is missing"),
        ({path_of(1): FIRST, path_of(3): THIRD}, path_of(2), "version 2 .* is missing"),
        ({path_of(1): SECOND}, path_of(1), "says version 2 in the file of 1"),
        ({path_of(1): FIRST, path_of(2): FIRST}, path_of(2), "says version 1 in the file of 2"),
        (
            {path_of(1): FIRST.replace(b"Dora", b"Dory"), path_of(2): SECOND},
            path_of(2),
            "'prev' is not the digest of the version before it",
        ),
        ({path_of(1): b"{}"}, path_of(1), "cannot be read"),
        ({path_of(1): FIRST.replace(b"\n", b"\r\n")}, path_of(1), "cannot be read"),
        ({path_of(1): FIRST.replace(b"  ", b" ")}, path_of(1), "cannot be read"),
    ],
)
def test_a_broken_row_is_placed_and_has_a_remedy(
    files: dict[str, bytes], path: str, says: str
) -> None:
    fault = read_all(files).fault
    assert fault is not None
    assert re.search(says, fault.message)
    assert fault.path == path
    assert "from history" in fault.hint


def test_versions_before_a_broken_one_still_hold() -> None:
    reading = read_all({path_of(1): FIRST, path_of(2): b"{}", path_of(3): THIRD})
    assert reading.history is not None
    assert list(reading.history.versions) == [1]
    assert reading.fault is not None


def change(*keys: str | int, to: Any = None) -> Callable[[Any], None]:
    """A change of one value deep in the register; without `to` the key is taken out."""

    def apply(content: Any) -> None:
        for key in keys[:-1]:
            content = content[key]
        if to is None:
            del content[keys[-1]]
        else:
            content[keys[-1]] = to

    return apply


@pytest.mark.parametrize(
    ("fault", "says"),
    [
        (change("owners"), "owners"),
        (change("more", to=1), "more"),
        (change("v", to=2), "format 1"),
        (change("type", to="approval"), "not an authority register"),
        (change("version", to=0), "version"),
        (change("prev", to="abc"), "prev"),
        (change("people", to=[]), "people"),
        (change("people", "Big Boss", to={"name": "x", "emails": [], "keys": []}), "not an id"),
        (change("people", "quinn", "name", to=""), "name"),
        (change("people", "quinn", "age", to=5), "age"),
        (change("roles", "director", "holders", to=["nobody"]), "nobody"),
        (change("owners", "people", to=["nobody"]), "owner 'nobody' is not among the people"),
        (change("owners", "threshold", to=2), "larger than the number of owners"),
        (change("owners", "threshold", to=0), "threshold"),
        (change("approvals", 0, "roles", to=["nothing"]), "nothing"),
        (change("approvals", 0, "persons", to=0), "persons"),
        (change("approvals", 0, "author_may_approve", to="no"), "author_may_approve"),
        (change("approvals", 0, "assurance", to="verified"), "assurance"),
        (change("nonce", to="ABC"), "32 hexadecimal digits"),
    ],
)
def test_a_fault_is_refused_by_name(fault: Callable[[Any], None], says: str) -> None:
    content = load(FIRST, readable=True)
    fault(content)
    with pytest.raises(CanonicalError, match=says):
        parse(dump(content, readable=True))


@given(st.integers(0, len(FIRST) - 1), st.integers(0, 255))
def test_no_other_bytes_read_as_the_same_register(at: int, byte: int) -> None:
    changed = FIRST[:at] + bytes([byte]) + FIRST[at + 1 :]
    try:
        found = parse(changed)
    except CanonicalError:
        return
    assert (found.sha256 == AUTHORITY.sha256) == (changed == FIRST)
    assert write(found) == changed


@given(st.binary(max_size=200))
def test_anything_else_is_refused_without_surprise(data: bytes) -> None:
    with pytest.raises(CanonicalError):
        parse(data)


def test_only_the_first_version_has_random_digits() -> None:
    digits = "0123456789abcdef" * 2
    content = load(FIRST, readable=True)
    content["nonce"] = digits
    found = parse(dump(content, readable=True))
    assert found.nonce == digits
    assert write(found) == dump(content, readable=True)
    later = load(SECOND, readable=True)
    later["nonce"] = digits
    with pytest.raises(CanonicalError, match="first version only"):
        parse(dump(later, readable=True))
