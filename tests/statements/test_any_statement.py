"""Whatever is written in the place of a value: a statement is refused, or read in one way only."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isodocs.authority import authority_register
from isodocs.errors import CanonicalError
from isodocs.model.approval import AuthorityReference, Delegation, Sealed
from isodocs.model.authority import Enrolment
from isodocs.statements import kinds
from isodocs.statements.canonical import dump, load
from tests.helpers.company import AUTHORITY, approval, approval_list, document
from tests.helpers.signed_company import AUTHORITY as SIGNED
from tests.helpers.signed_company import DOMAIN, KEYS, confirmed, without_key
from tests.helpers.signed_company import following as version_after

DIGEST = "0123456789abcdef" * 4
Parse = Callable[[bytes], Any]
Write = Callable[[Any], bytes]

DELEGATION = Delegation(
    project=DIGEST,
    person="quinn",
    name="Quinn Quality",
    role="quality-manager",
    deputy="dora",
    start=date(2024, 1, 15),
    until=date(2024, 1, 31),
    key="",
    authority=AuthorityReference(1, AUTHORITY.sha256),
    reason="Holidays.",
    signed_at=datetime(2024, 1, 10, 10, tzinfo=UTC),
)
CASES: dict[str, tuple[bytes, Parse, Write]] = {
    "approval": (
        min(approval("SOP-001", 1, document()).values(), key=len),
        kinds.APPROVAL.parse,
        kinds.write,
    ),
    "list": (
        *approval_list({"SOP-001": document(), "SOP-002": document("SOP-002")}).values(),
        kinds.APPROVAL_LIST.parse,
        kinds.write,
    ),
    "confirmation": (
        *confirmed("SOP-001", 1, document(), signed=False).values(),
        kinds.CONFIRMATION.parse,
        kinds.write,
    ),
    "delegation": (kinds.write(DELEGATION), kinds.DELEGATION.parse, kinds.write),
    "enrolment": (
        kinds.write(Enrolment(DOMAIN, "quinn", KEYS["quinn"].line)),
        kinds.ENROLMENT.parse,
        kinds.write,
    ),
    "register": (
        authority_register.write(version_after(SIGNED, **without_key(SIGNED, "ann", DIGEST))),
        authority_register.parse,
        authority_register.write,
    ),
}
TEXTS = st.sampled_from(
    [
        *("", " ", "\n", "\0", "\u202e", "a", "A", "-", ".", "..", "*", "quinn", "dora", "SOP-001"),
        *("null", "0", "1", "true", "recorded", "signed", "approve", "withdraw", "approval"),
        *("2024-01-31", "2024-02-30", "2024-W05-3", "20240131", "0000-00-00", "٢٠٢٤-٠١-٠١"),
        *("2024-01-10T10:00:00+00:00", "2024-01-10T10:00:00Z", "2024-01-10T24:00:00+00:00"),
        *("2024-01-10T10:00:00+25:00", "2024-01-10 10:00:00+00:00", "2024-01-10T10:00:60+00:00"),
        *(DIGEST, DIGEST.upper(), DIGEST[1:], "SHA256:" + "A" * 43, "ssh-ed25519 AAAA"),
        *(KEYS["dora"].line, KEYS["eve"].line, KEYS["eve"].line + " comment", "example.com"),
    ]
)
PLAIN = st.one_of(
    st.none(), st.booleans(), st.integers(-2, 3), st.integers(), TEXTS, st.text(max_size=8)
)
VALUES = st.recursive(
    PLAIN,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=6,
)


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to every value in `value`."""
    if isinstance(value, dict):
        inner: list[tuple[Any, Any]] = list(value.items())
    else:
        inner = list(enumerate(value)) if isinstance(value, list) else []
    for key, within in inner:
        yield (*path, key)
        yield from places(within, (*path, key))


@st.composite
def changed(draw: st.DrawFn, base: Any) -> Any:
    """`base` with one to three values replaced, removed or added."""
    made = copy.deepcopy(base)
    for _ in range(draw(st.sampled_from([1, 1, 1, 2, 3]))):
        way = draw(st.sampled_from(sorted(places(made), key=repr)))
        holder = made
        for key in way[:-1]:
            holder = holder[key]
        what = draw(st.sampled_from(["replace", "replace", "replace", "remove", "add"]))
        if what == "replace":
            # a text for a text, so that what is special to a field is met often
            alike = TEXTS if isinstance(holder[way[-1]], str) and draw(st.booleans()) else VALUES
            holder[way[-1]] = draw(alike)
        elif what == "remove":
            del holder[way[-1]]
        elif isinstance(holder, list):
            holder.append(draw(VALUES))
        else:
            holder[draw(TEXTS)] = draw(VALUES)
        if not made:
            break
    return made


@pytest.mark.parametrize("name", CASES)
def test_the_cases_are_sound(name: str) -> None:
    data, parse, write = CASES[name]
    assert write(parse(data)) == data


@pytest.mark.parametrize("name", CASES)
@given(st.data())
def test_it_is_refused_or_reads_back_as_the_same_bytes(name: str, data: st.DataObject) -> None:
    sound, parse, write = CASES[name]
    readable = name == "register"
    made = dump(data.draw(changed(load(sound, readable=readable))), readable=readable)
    try:
        found = parse(made)
    except CanonicalError:
        return
    assert write(found) == made


@pytest.mark.parametrize(
    ("written", "otherwise"),
    [
        ("2024-01-10T10:00:00+00:00", "2024-01-10T10:00:00Z"),
        ("2024-01-10T10:00:00+00:00", "2024-01-10T10:00:00-00:00"),
        ("2024-01-15", "2024-W03-1"),
        ("2024-01-15", "20240115"),
        ("2024-01-15", "2024-015"),
    ],
)
def test_a_time_is_written_in_one_way(written: str, otherwise: str) -> None:
    data = CASES["delegation"][0]
    assert written.encode() in data
    with pytest.raises(CanonicalError, match=r"must be a (date|moment)"):
        kinds.DELEGATION.parse(data.replace(written.encode(), otherwise.encode()))


@given(st.data())
def test_reading_a_record_never_raises(data: st.DataObject) -> None:
    places = ["", "x", ".isodocs/approvals/SOP-001/1/x.json", ".isodocs/approvals/x.json"]
    for name in ("approval", "list", "delegation"):
        made = Sealed(dump(data.draw(changed(load(CASES[name][0])))))
        path = data.draw(st.sampled_from(places))
        if name == "delegation":
            assert kinds.read_delegation(path, made).problems  # that is not a place for it
        else:
            assert all(record.problems for record in kinds.read_approvals(path, made))


@given(st.dictionaries(st.sampled_from(["0001", "0002", "keys/quinn.x", "0001.quinn.x"]), VALUES))
def test_a_folder_of_anything_is_no_register(files: dict[str, Any]) -> None:
    folder = ".isodocs/authority/"
    held = {f"{folder}{name}.json": dump(value) for name, value in files.items()}
    held |= {f"{path}.sig": data for path, data in held.items()}
    reading = authority_register.read_all(held)
    assert reading.history is None
    assert (reading.fault is None) == (not {"0001", "0002"} & files.keys())
