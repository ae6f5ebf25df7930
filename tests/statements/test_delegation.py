"""The statement that names a deputy: one form, one place, days in order."""

from __future__ import annotations

from datetime import date

import pytest

from isodocs.errors import CanonicalError
from isodocs.model.approval import Sealed
from isodocs.statements import kinds
from tests.helpers.signed_company import KEYS, deputy, fingerprint

GIVEN = deputy()
PLACE, _ = GIVEN
DATA = GIVEN[PLACE]


def test_what_is_written_reads_back() -> None:
    given = kinds.DELEGATION.parse(DATA)
    assert kinds.write(given) == DATA
    assert kinds.path_of(given, DATA) == PLACE
    assert PLACE.startswith(".isodocs/delegations/quality-manager.quinn.")
    assert (given.person, given.deputy, given.role) == ("quinn", "dora", "quality-manager")
    assert (given.start, given.until) == (date(2024, 1, 15), date(2024, 1, 31))
    assert given.key == fingerprint(KEYS["quinn"])


def test_one_that_is_only_recorded_names_no_key() -> None:
    (data,) = deputy(signed=False).values()
    assert kinds.DELEGATION.parse(data).key == ""
    assert kinds.write(kinds.DELEGATION.parse(data)) == data


def test_a_single_day_is_an_absence() -> None:
    day = deputy(start="2024-01-15", until="2024-01-15")
    assert kinds.DELEGATION.parse(next(iter(day.values()))).start == date(2024, 1, 15)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"from":"2024-01-15"', '"from":"2024-02-01"'),
        ('"from":"2024-01-15"', '"from":null'),
        ('"from":"2024-01-15"', '"from":"15.01.2024"'),
        ('"until":"2024-01-31"', '"until":"2024-01-32"'),
        ('"until":"2024-01-31"', '"until":null'),
        ('"v":1', '"v":2'),
        ('"type":"delegation"', '"type":"approval"'),
        ('"deputy":"dora"', '"deputy":"../dora"'),
        ('"person":"quinn"', '"person":""'),
        ('"name":"Quinn Quality"', '"name":""'),
        ('"name":"Quinn Quality"', '"name":"\u202ennuiQ"'),
        ('"reason":', '"more":1,"reason":'),
        ('"deputy":"dora"', '"deputy":"dora","deputy":"ann"'),
    ],
)
def test_another_form_is_refused(old: str, new: str) -> None:
    changed = DATA.replace(old.encode(), new.encode())
    assert changed != DATA
    with pytest.raises(CanonicalError):
        kinds.DELEGATION.parse(changed)
    record = kinds.read_delegation(PLACE, Sealed(changed))
    assert record.delegation is None
    assert "the delegation cannot be read" in record.problems[0].message


def test_in_another_place_it_is_none() -> None:
    assert kinds.read_delegation(PLACE, Sealed(DATA)).delegation is not None
    record = kinds.read_delegation(PLACE.replace("quinn", "dora"), Sealed(DATA))
    assert record.delegation is None
    assert f"its content belongs at {PLACE}" in record.problems[0].message
