"""The statement that a revision was read: one form, one place, and never an approval."""

from __future__ import annotations

import pytest

from isodocs.errors import CanonicalError
from isodocs.model.approval import Sealed
from isodocs.statements import kinds
from tests.helpers.company import document
from tests.helpers.signed_company import KEYS, approval, confirmed, fingerprint

((PLACE, DATA),) = confirmed("SOP-001", 1, document(), signed=False).items()


def test_what_is_written_reads_back() -> None:
    made = kinds.CONFIRMATION.parse(DATA)
    assert kinds.write(made) == DATA
    assert kinds.path_of(made, DATA) == PLACE
    assert PLACE.startswith(".isodocs/confirmations/SOP-001/1/ann.")
    assert (made.person, made.doc, made.rev) == ("ann", "SOP-001", "1")
    assert made.key == fingerprint(KEYS["ann"])


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"v":1', '"v":2'),
        ('"type":"confirmation"', '"type":"approval"'),
        ('"meaning":"read-and-understood"', '"meaning":"approval"'),
        ('"doc":"SOP-001"', '"doc":"../SOP-001"'),
        ('"rev":"1"', '"rev":1'),
        ('"person":"ann"', '"person":"an/n"'),
        ('"name":"Ann Author"', '"name":""'),
        ('"name":"Ann Author"', '"name":"\u202erohtuA nnA"'),
        (f'"key":"{fingerprint(KEYS["ann"])}"', '"key":null'),
        ('"project":', '"more":1,"project":'),
        ('"signed_at":"2024-02-01T10:00:00+00:00"', '"signed_at":"2024-02-01"'),
    ],
)
def test_another_form_is_refused(old: str, new: str) -> None:
    changed = DATA.replace(old.encode(), new.encode())
    assert changed != DATA
    with pytest.raises(CanonicalError):
        kinds.CONFIRMATION.parse(changed)
    record = kinds.read_confirmation(PLACE, Sealed(changed))
    assert record.confirmation is None
    assert "the confirmation cannot be read" in record.problems[0].message


def test_in_another_place_it_is_none() -> None:
    assert kinds.read_confirmation(PLACE, Sealed(DATA)).confirmation is not None
    for other in (PLACE.replace("ann", "dora"), PLACE.replace("/1/", "/2/")):
        record = kinds.read_confirmation(other, Sealed(DATA))
        assert "its content belongs at" in record.problems[0].message


def test_neither_reads_as_the_other() -> None:
    approved = min(approval("SOP-001", 1, document(), signed=False).values(), key=len)
    with pytest.raises(CanonicalError):
        kinds.CONFIRMATION.parse(approved)
    with pytest.raises(CanonicalError):
        kinds.APPROVAL.parse(DATA)
