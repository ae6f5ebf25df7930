"""What a copy says beside its text, in the language of the text."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from isodocs.copies import said
from isodocs.copies.code import parse
from isodocs.copies.wording import Wording
from isodocs.model.controlled_copy import ControlledCopy, CopyApproval, Holder
from isodocs.model.document import State
from isodocs.model.validity import Answer, CopyCode, Validity
from isodocs.rendering.elements import Element

DAY = date(2024, 6, 1)
COPY = ControlledCopy(
    organisation="Prüfwerk GmbH",
    id="VA-014",
    title="Beschaffung",
    type="procedure",
    revision="4",
    state=State.EFFECTIVE,
    validity=Validity(Answer.IN_FORCE, DAY),
    on=DAY,
    path="VA-014.md",
    sha256="3f9a2c71b0de" + "0" * 52,
    commit="c" * 40,
    text="",
    classification="internal",
    effective=DAY,
    approvals=(
        CopyApproval("Ann Amt", "Leiterin QM", DAY, "approval", "signed + timestamped", "Udo Uhl"),
    ),
)
GERMAN = Wording("de")


def test_every_fixed_word_is_german() -> None:
    assert said.header(COPY, GERMAN) == ["gültig ab 1. Juni 2024", "intern"]
    facts = dict(said.facts(COPY, GERMAN))
    assert facts["Dokumentart"] == "Verfahrensanweisung"
    assert (facts["Status"], facts["Klassifizierung"]) == ("gültig", "intern")
    assert said.approvals(COPY, GERMAN)[1] == [
        "Ann Amt",
        "Leiterin QM, in Vertretung für Udo Uhl",
        "1. Juni 2024",
        "Freigabe",
        "signiert + mit Zeitstempel",
    ]
    own = replace(COPY, type="Prozessbeschreibung", classification="nur Werk 2")
    assert dict(said.facts(own, GERMAN))["Dokumentart"] == "Prozessbeschreibung"
    assert said.header(own, GERMAN)[1] == "nur Werk 2"


@pytest.mark.parametrize(
    ("number", "control"),
    [
        ("7", "Gelenkte Kopie Nr. 7: Halle 2"),
        ("", "Gelenkte Kopie: Halle 2"),
        (None, "Im Ausdruck"),
    ],
)
def test_a_print_says_whose_it_is_or_that_it_is_not_controlled(
    number: str | None, control: str
) -> None:
    holder = None if number is None else Holder(number, "Halle 2", "")
    assert said.control(replace(COPY, holder=holder), GERMAN).startswith(control)


@pytest.mark.parametrize(
    ("state", "validity", "across", "notice"),
    [
        (State.EFFECTIVE, Validity(Answer.IN_FORCE, DAY), "", ""),
        (
            State.SUPERSEDED,
            Validity(Answer.SUPERSEDED, DAY, "5"),
            "ERSETZT",
            "Nicht mehr gültig: seit dem 1. Juni 2024 durch Revision 5 ersetzt.",
        ),
        (
            State.OBSOLETE,
            Validity(Answer.OBSOLETE, DAY),
            "UNGÜLTIG",
            "Nicht mehr gültig: außer Kraft seit dem 1. Juni 2024.",
        ),
        (
            State.APPROVED,
            Validity(Answer.NOT_YET, DAY),
            "NOCH NICHT GÜLTIG",
            "Noch nicht gültig: tritt am 1. Juni 2024 in Kraft.",
        ),
        (State.DRAFT, Validity(Answer.DRAFT), "ENTWURF", "Nicht gültig: Entwurf."),
    ],
)
def test_what_is_not_in_force_says_so(
    state: State, validity: Validity, across: str, notice: str
) -> None:
    copy = replace(COPY, state=state, validity=validity)
    assert said.across(copy, GERMAN) == across
    assert said.notices(copy, GERMAN) == ([notice] if notice else [])


def test_a_heading_that_shows_more_than_the_title_stays() -> None:
    picture = Element("img", {"src": "x.png", "alt": "Beschaffung"})
    assert not said.without_title([Element("h1", {}, ("BESCHAFFUNG",))], "Beschaffung")
    assert said.without_title([Element("h1", {}, (picture,))], "Beschaffung")


@pytest.mark.parametrize("address", ["", "https://docs.example.com/qm"])
def test_what_a_qr_code_holds_is_answered_here_as_well(address: str) -> None:
    copy = replace(COPY, site_address=address, id="VA-Ü14")
    asked = said.asked_at(copy)
    assert asked.startswith(f"{address}/check.html#VA-%C3%9C14/" if address else "isodocs-copy:")
    assert parse(asked) == CopyCode("VA-Ü14", "4", "3f9a2c71b0de")
