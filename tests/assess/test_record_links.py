"""What records refer to, followed both ways by what their schemas declare."""

from __future__ import annotations

import pytest

from isodocs.assess.record_links import links_from, links_to
from isodocs.model.record import RecordField
from isodocs.records.record_kinds import kinds
from tests.helpers.certification import record, register

SUPPLIER = record("supplier", "SUP-1", name="Steel Ltd")
FINDING = record("nonconformity", "NC-1", supplier="SUP-1", documents=("SOP-1", "SOP-2"))
ACTION = record("action", "ACT-1", **{"from": "NC-1", "owner": "ann"})
PERSON = record("people", "ann", name="Ann Author")
ALL = register("2024-01-01", SUPPLIER, FINDING, ACTION, PERSON)


def test_each_value_of_a_list_is_one_link() -> None:
    named = [(link.field, link.sort, link.id) for link in links_from(ALL, FINDING)]
    assert named == [
        ("supplier", "supplier", "SUP-1"),
        ("documents", "document", "SOP-1"),
        ("documents", "document", "SOP-2"),
    ]


@pytest.mark.parametrize(
    ("sort", "id", "by"),
    [
        ("supplier", "SUP-1", FINDING),
        ("document", "SOP-2", FINDING),
        ("nonconformity", "NC-1", ACTION),
        ("person", "ann", ACTION),
    ],
)
def test_what_is_named_knows_by_whom(sort: str, id: str, by: object) -> None:
    (link,) = links_to(ALL, sort, id)
    assert link.record is by


def test_an_owner_that_is_not_a_person_is_a_role() -> None:
    action = record("action", "ACT-2", owner="director")
    (link,) = links_to(register("2024-01-01", action), "role", "director")
    assert link.record is action


def test_what_is_not_there_has_no_target() -> None:
    lost = record("nonconformity", "NC-2", supplier="SUP-9")
    (link,) = links_from(register("2024-01-01", lost), lost)
    assert (link.id, link.target) == ("SUP-9", None)


def test_a_field_is_followed_as_soon_as_its_schema_declares_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    training = record("training", "", person="ann", course="SUP-1")
    fields = kinds()["training"].fields
    assert not links_to(register("2024-01-01", SUPPLIER, training), "supplier", "SUP-1")
    monkeypatch.setitem(fields, "course", RecordField("course", refers="supplier"))  # type: ignore[arg-type]
    (link,) = links_to(register("2024-01-01", SUPPLIER, training), "supplier", "SUP-1")
    assert (link.record, link.target) == (training, SUPPLIER)
