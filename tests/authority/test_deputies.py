"""Who acts in another's place, judged without a repository."""

from __future__ import annotations

import pytest

from isodocs.authority import authority_register
from isodocs.authority.deputies import Deputies
from isodocs.model.approval import SIGNATURE, Sealed
from isodocs.model.authority import Authority, AuthorityHistory
from isodocs.model.history import Ledger, Stamp
from isodocs.statements import kinds
from tests.helpers.company import document
from tests.helpers.signed_company import (
    AUTHORITY,
    KEYS,
    approval,
    base,
    deputy,
    following,
    holding,
)

(SIGNED_RULE,) = AUTHORITY.rules[1:]
GIVEN = deputy()
PLACE, _ = GIVEN


def history() -> AuthorityHistory:
    files = {name: data for name, data in base().items() if isinstance(data, bytes)}
    found = authority_register.read_all(files).history
    assert found is not None
    return found


HISTORY = history()


def stamp(order: int) -> Stamp:
    return Stamp(order, f"{order:040d}", "Ann", "ann@example.com", None, "A change")


def acts(
    given: dict[str, bytes],
    *,
    at: str = "2024-01-20T10:00:00+00:00",
    person: str = "dora",
    came: tuple[int, int] | None = None,
    by: Authority = AUTHORITY,
) -> bool:
    """Whether `person` acts as quality manager; `came`: the orders of delegation and approval."""
    (place, _) = made = approval("SOP-001", 1, document(), person=person, at=at)
    (record,) = kinds.read_approvals(place, Sealed(made[place], made[place + SIGNATURE]))
    assert record.statement is not None
    records = [
        kinds.read_delegation(name, Sealed(data, given.get(name + SIGNATURE)))
        for name, data in given.items()
        if name.endswith(".json")
    ]
    orders = dict(zip((*(r.path for r in records[:1]), place), came, strict=True)) if came else {}
    ledger = Ledger(arrivals={name: stamp(order) for name, order in orders.items()})
    return Deputies(HISTORY, ledger, records).acts(record.statement, record, by, SIGNED_RULE)


def test_during_the_absence_the_deputy_acts() -> None:
    assert acts(GIVEN)
    assert not acts({})
    assert not acts(GIVEN, person="ann")


@pytest.mark.parametrize(
    ("at", "inside"),
    [
        ("2024-01-14T23:59:59+00:00", False),
        ("2024-01-15T00:00:00+00:00", True),
        ("2024-01-31T23:59:59+00:00", True),
        ("2024-02-01T00:00:00+00:00", False),
        ("2024-01-31T23:30:00-08:00", True),  # the approver's own calendar day
    ],
)
def test_the_first_and_the_last_day_belong_to_it(at: str, inside: bool) -> None:
    assert acts(GIVEN, at=at) is inside


@pytest.mark.parametrize(("came", "counts"), [((1, 2), True), ((2, 2), True), ((3, 2), False)])
def test_it_must_not_come_later(came: tuple[int, int], counts: bool) -> None:
    assert acts(GIVEN, came=came) is counts


def test_it_must_not_be_dated_later() -> None:
    assert not acts(deputy(at="2024-01-20T10:00:01+00:00"))
    assert acts(deputy(at="2024-01-20T12:00:00+02:00"))  # the same moment elsewhere


def test_whoever_gives_it_must_hold_the_role_by_the_version_that_judges() -> None:
    assert not acts(GIVEN, by=following(roles=holding(AUTHORITY, "quality-manager", "ann")))


def test_what_rests_on_nothing_gives_nothing() -> None:
    assert not acts(deputy(signed=False))
    assert not acts({PLACE: GIVEN[PLACE]})
    assert not acts(deputy(key=KEYS["eve"]))
    assert not acts(deputy(project="0" * 64))
    assert not acts(deputy(by=following()))
    assert not acts(deputy("dora", "dora"))


def test_one_sound_delegation_among_others_is_enough() -> None:
    assert acts(
        {**deputy(key=KEYS["eve"]), **deputy(start="2023-01-01", until="2023-01-02"), **GIVEN}
    )
