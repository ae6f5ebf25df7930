"""The register of people as fields says what its text says, and no more than was entered."""

from __future__ import annotations

from dataclasses import replace

import pytest

from isodocs.authority_change import editable_form
from isodocs.authority_change.change_flaws import find
from isodocs.copies.wording import Wording
from isodocs.lifecycle.entered import FieldFault
from isodocs.model.authority import Authority, AuthorityHistory
from isodocs.model.config import Config
from isodocs.portal.views import people_form
from isodocs.statements.ssh_key import read_line
from tests.helpers import company, signed_company
from tests.helpers.signed_company import KEYS

ROOT = "-----BEGIN CERTIFICATE-----\nMIIB\nAAAA\n-----END CERTIFICATE-----\n"
EVERYTHING = replace(
    signed_company.AUTHORITY,
    timestamp_roots=(ROOT, ROOT.replace("MIIB", "MIIC")),
    passkey_origins=("https://docs.example.com", "https://other.example.com"),
)
PROVEN = frozenset(
    (person.id, read_line(line).fingerprint)
    for person in EVERYTHING.people.values()
    for line in person.keys
)


def read(
    sent: dict[str, str], before: Authority = EVERYTHING
) -> tuple[Authority, list[FieldFault]]:
    """The register that fields describe, and what is wrong, at its fields."""
    text, names = people_form.text_of(sent)
    form = editable_form.read(text.encode(), before, Config())
    history = AuthorityHistory({before.version: before}, "")
    flaws = find(form.authority, history, PROVEN)
    problems = [*form.problems, *form.at_their_places(flaws)]
    return form.authority, [people_form.at_its_field(each, names) for each in problems]


def where(sent: dict[str, str], name: str, value: str) -> str:
    """The card of which a field has a value: `people.1`."""
    (found,) = (key for key, text in sent.items() if key.endswith(f".{name}") and text == value)
    return found.removesuffix(f".{name}").removeprefix("f.")


@pytest.mark.parametrize("authority", [company.AUTHORITY, EVERYTHING])
def test_fields_that_no_one_touched_change_nothing(authority: Authority) -> None:
    found, faults = read(people_form.as_sent(authority), authority)
    assert found == authority
    assert [fault for fault in faults if fault.field.startswith(("people", "owners"))] == []


@pytest.mark.parametrize(
    "typed",
    [
        'Ann"\n    keys: []\n  eve:\n    name: "Eve',
        "Ann\r\n  eve: {name: Eve}",
        "Ann # not a comment",
        "{Ann: [x",
        "&a *a !!str ",
        "Ann\x00\x85\u2028Lee",
    ],
)
def test_what_is_typed_is_a_name_and_nothing_else(typed: str) -> None:
    sent = people_form.as_sent(EVERYTHING)
    ann = where(sent, "id", "ann")
    for field in ("name", "emails", "keys"):
        found, faults = read(sent | {f"f.{ann}.{field}": typed})
        assert found.people.keys() == EVERYTHING.people.keys()
        assert found.owners == EVERYTHING.owners
        kept = replace(found.people["ann"], **{field: getattr(EVERYTHING.people["ann"], field)})
        assert faults or kept == EVERYTHING.people["ann"]
        assert {fault.field for fault in faults} <= {f"{ann}.{field}", "register.roots"}


def test_someone_new_and_someone_who_leaves() -> None:
    sent = people_form.as_sent(EVERYTHING)
    number = len(EVERYTHING.people)
    new = {"id": "nia", "name": "Nia New", "emails": "nia@example.com; n@example.com"}
    sent |= {f"f.people.{number}.{name}": text for name, text in new.items()}
    sent[f"f.people.{number}.keys"] = KEYS["ann"].line
    sent[f"f.{where(sent, 'id', 'ann')}.gone"] = "1"
    found, _ = read(sent)
    assert "ann" not in found.people
    assert found.people["nia"].emails == ("nia@example.com", "n@example.com")
    assert found.people["nia"].keys == (KEYS["ann"].line,)


def test_a_rule_that_is_added_comes_before_the_one_for_all_others() -> None:
    sent, number = people_form.as_sent(EVERYTHING), len(EVERYTHING.rules)
    assert EVERYTHING.rules[-1].types == ("*",)
    new = {"types": "form", "roles": "author", "persons": "1", "assurance": "signed"}
    sent |= {f"f.approvals.{number}.{name}": text for name, text in new.items()}
    found, faults = read(sent)
    assert [fault for fault in faults if fault.field.startswith("approvals")] == []
    assert [rule.types for rule in found.rules][-2:] == [("form",), ("*",)]


def test_a_key_is_taken_away() -> None:
    sent = people_form.as_sent(EVERYTHING)
    quinn = where(sent, "id", "quinn")
    found, _ = read(sent | {f"f.{quinn}.away.0": "1"})
    assert found.people["quinn"].keys == EVERYTHING.people["quinn"].keys[1:]


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("owners.threshold", "many"),
        ("owners.threshold", "99"),
        ("owners.people", "quinn; stranger"),
        ("people.0.keys", "ssh-rsa not-a-key"),
        ("roles.0.holders", "stranger"),
        ("approvals.0.persons", "x"),
        ("approvals.0.assurance", "sworn"),
        ("approvals.0.roles", "no-such-role"),
        ("people.90.id", "No Identifier"),
        ("roles.90.title", "A role without an identifier"),
    ],
)
def test_a_fault_is_at_its_field(name: str, typed: str) -> None:
    sent = people_form.as_sent(EVERYTHING) | {f"f.{name}": typed}
    _, faults = read(sent)
    shown = people_form.PeopleForm(Wording("en"), sent, faults)
    data = shown.as_data()
    cards = [card for *_, listed in data["cards"] for card in listed]
    fields = [field for card in cards for field in card.fields] + data["owners"]
    wrong = {field.name.rpartition(".")[0] for field in fields if field.faults}
    assert name.rpartition(".")[0] in wrong
    assert all(card.is_wrong for card in cards if card.key in wrong)
    assert len(cards) - 3 * people_form.BLANK == sum(
        1 for section in ("people", "roles", "approvals") for _ in people_form._keys(sent, section)
    )


def test_an_empty_card_is_no_one() -> None:
    sent = people_form.as_sent(EVERYTHING)
    blank = {"f.approvals.50.persons": "1", "f.approvals.50.assurance": "signed"}
    found, _ = read(sent | blank | {"f.people.50.name": "  ", "f.people.x.name": "X"})
    assert (found.people, found.rules) == (EVERYTHING.people, EVERYTHING.rules)


def test_a_rule_is_called_by_its_types_in_the_reader_s_words() -> None:
    sent = people_form.as_sent(company.AUTHORITY)
    form = people_form.PeopleForm(Wording("de"), sent)
    assert [card.title for card in form.cards("approvals") if card.title] == [
        "Richtlinie",
        "Jede andere Art",
    ]
