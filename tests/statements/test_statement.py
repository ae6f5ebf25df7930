from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isodocs.errors import CanonicalError
from isodocs.model.approval import (
    ApprovalStatement,
    AuthorityReference,
    Decision,
    Meaning,
    Part,
    Previous,
    Sealed,
)
from isodocs.statements.canonical import dump, load
from isodocs.statements.kinds import APPROVAL, path_of, read_approvals, write

STATEMENT = ApprovalStatement(
    project="a" * 64,
    doc="SOP-014",
    rev="4",
    decision=Decision.APPROVE,
    role="quality-manager",
    meaning=Meaning.APPROVAL,
    person="helen.marsh",
    name="Helen Marsh",
    key="",
    parts=(Part("documents/SOP-014.md", "b" * 64, 4711), Part("images/flow.svg", "c" * 64, 12)),
    prev=Previous("3", "d" * 64),
    authority=AuthorityReference(2, "e" * 64),
    reason="Supplier review every six months.",
    effective_from=date(2026, 12, 1),
    signed_at=datetime(2026, 11, 24, 9, 30, tzinfo=timezone(timedelta(hours=1))),
)


def test_the_bytes_are_these_for_ever() -> None:
    assert write(STATEMENT) == (
        b'{"authority":{"sha256":"' + b"e" * 64 + b'","version":2},"decision":"approve",'
        b'"doc":"SOP-014","effective_from":"2026-12-01","key":null,"meaning":"approval",'
        b'"name":"Helen Marsh","parts":[{"path":"documents/SOP-014.md","sha256":"'
        + b"b" * 64
        + b'","size":4711},{"path":"images/flow.svg","sha256":"'
        + b"c" * 64
        + b'","size":12}],"person":"helen.marsh","prev":{"rev":"3","sha256":"'
        + b"d" * 64
        + b'"},"project":"'
        + b"a" * 64
        + b'","reason":"Supplier review every six months.","rev":"4","role":"quality-manager",'
        b'"signed_at":"2026-11-24T09:30:00+01:00","type":"approval","v":1}\n'
    )


def test_what_is_written_reads_back() -> None:
    for statement in (
        STATEMENT,
        replace(
            STATEMENT, prev=None, effective_from=None, decision=Decision.REJECT, key="SHA256:x"
        ),
    ):
        assert APPROVAL.parse(write(statement)) == statement


def test_a_record_is_found_at_its_own_name_only() -> None:
    data = write(STATEMENT)
    path = path_of(STATEMENT, data)
    assert path.startswith(".isodocs/approvals/SOP-014/4/quality-manager.helen.marsh.")
    assert read_approvals(path, Sealed(data))[0].statement == STATEMENT
    (moved,) = read_approvals(path.replace("SOP-014/4", "SOP-015/4"), Sealed(data))
    assert moved.statement is None
    assert "moved or edited" in moved.problems[0].message


def test_an_edited_record_no_longer_fits_its_name() -> None:
    data = write(STATEMENT)
    edited = write(replace(STATEMENT, name="Someone Else"))
    assert read_approvals(path_of(STATEMENT, data), Sealed(edited))[0].statement is None


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("v", 2),
        ("type", "authority"),
        ("project", "A" * 64),
        ("doc", "../SOP-014"),
        ("doc", ""),
        ("rev", "4/5"),
        ("decision", "maybe"),
        ("role", "Quality Manager"),
        ("meaning", ""),
        ("person", "../x"),
        ("name", ""),
        ("name", "Helen\u202eMarsh"),
        ("name", "Helen\nMarsh"),
        ("key", 5),
        ("parts", []),
        ("parts", [{"path": "a", "sha256": "b" * 64, "size": -1}]),
        ("parts", [{"path": "a", "sha256": "b" * 64, "size": True}]),
        ("parts", [{"path": "a", "sha256": "b" * 64, "size": 1}] * 2),
        ("parts", [{"path": "a", "sha256": "b" * 64, "size": 1, "more": 1}]),
        ("prev", {"rev": "3"}),
        ("authority", {"version": 0, "sha256": "e" * 64}),
        ("authority", None),
        ("reason", None),
        ("effective_from", "2026-02-30"),
        ("effective_from", "20261201"),
        ("signed_at", "2026-11-24T09:30:00"),
        ("signed_at", "2026-11-24"),
        ("signed_at", "0001-01-01T00:00:00+00:00"),
        ("signed_at", "1969-12-31T23:59:59+00:00"),
        ("signed_at", "2026-13-24T09:30:00Z"),
    ],
)
def test_a_field_of_the_wrong_form_is_refused_by_name(key: str, value: object) -> None:
    content = load(write(STATEMENT))
    content[key] = value
    with pytest.raises(CanonicalError):
        APPROVAL.parse(dump(content))


def test_missing_and_unknown_fields_are_refused() -> None:
    content = load(write(STATEMENT))
    for change in ({**content, "note": "x"}, {k: v for k, v in content.items() if k != "reason"}):
        with pytest.raises(CanonicalError):
            APPROVAL.parse(dump(change))


@given(st.binary(max_size=300))
def test_reading_never_raises(data: bytes) -> None:
    assert read_approvals(".isodocs/approvals/A/1/r.p.0.json", Sealed(data))[0].statement is None
