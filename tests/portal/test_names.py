"""Readers meet people and roles by name, choices and flags in words, wherever a page has them."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

import pytest

from isodocs.standards import own
from tests.helpers.company import ANN, CONFIG, base
from tests.helpers.portal import OWN, Portal, served
from tests.helpers.repository import RepositoryBuilder

DAY = "2024-06-01"
NC = (
    "---\nrecord: nonconformity\nid: NC-2024-001\ntitle: Gauges\nstatus: open\nsource: process\n"
    "grade: minor\nraised: 2024-01-02\nowner: quality-manager\ndue: 2024-02-01\n---\n# Gauges\n"
)
RISKS = (
    "id,kind,title,owner,status,evaluated,effective\n"
    "R-1,risk,Fire,quality-manager,closed,2024-05-01,yes\nR-2,risk,Flood,ann,open,,\n"
)
OWN_MAP_AT = own.path_of("hausregeln-2024")
OWN_MAP = (
    "id: hausregeln-2024\ndisplay-name: Hausregeln\ntitle: Hausregeln\npublisher: Acme\n"
    "edition: '2024'\nsources: {S1: {what: Aushang, where: Halle, read: 2024-01-15}}\nclauses:\n"
    "  - {number: '1', title: Licht, kind: requirement, source: [S1], "
    "asks: Abends das Licht ausmachen.}\n"
)


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    repo = RepositoryBuilder(tmp_path_factory.mktemp("names"))
    records = {"records/nonconformities/NC-2024-001.md": NC, "records/risk.csv": RISKS}
    people = {"records/people.csv": "id,name,roles\nann,Ann Author,\nquinn,Quinn Quality,\n"}
    listed = CONFIG.replace("iso-9001-2015", "iso-9001-2015, hausregeln-2024")
    house = {"isodocs.yaml": listed, OWN_MAP_AT: OWN_MAP}
    repo.commit("Start", {**base(), **records, **people, **house}, author=ANN)
    found = Portal(served(repo.path, DAY, "quinn"))
    found.next_version(found.current.start)
    yield found
    found.current.stop()


def page(portal: Portal, to: str, language: str) -> str:
    answer = portal.browser().get(to, headers={**OWN, "accept-language": language})
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", answer.text)))


@pytest.mark.parametrize("to", ["/records/nonconformity/NC-2024-001", "/records/risk"])
def test_an_owner_is_the_title_of_the_role_and_who_holds_it(portal: Portal, to: str) -> None:
    assert "Quality Manager (Quinn Quality)" in page(portal, to, "en")


def test_a_person_is_shown_by_name(portal: Portal) -> None:
    assert "Ann Author" in page(portal, "/records/risk/R-2", "de")


def test_what_was_chosen_is_read_in_the_reader_s_words(portal: Portal) -> None:
    shown = page(portal, "/records/nonconformity/NC-2024-001", "de")
    assert "NC-2024-001 (Nebenabweichung):" in shown
    assert "(minor)" not in shown
    assert "NC-2024-001 (minor):" in page(portal, "/records/nonconformity/NC-2024-001", "en")


def test_a_flag_is_read_as_yes_or_no(portal: Portal) -> None:
    assert "Wirksam ja" in page(portal, "/records/risk/R-1", "de")


def test_what_a_clause_asks_is_in_german_or_said_to_be_in_english(portal: Portal) -> None:
    at = "/clauses/iso-9001-2015/8.4.1"
    assert "nach eigenen Kriterien auswählen" in page(portal, at, "de")
    french = portal.browser().get(at, headers={**OWN, "accept-language": "fr"}).text
    assert '<span lang="en">See to it that what suppliers provide conforms' in french


def test_what_a_map_of_their_own_asks_is_not_said_to_be_in_english(portal: Portal) -> None:
    at = "/clauses/hausregeln-2024/1"
    german = portal.browser().get(at, headers={**OWN, "accept-language": "de"}).text
    assert "Abends das Licht ausmachen." in german
    assert '<span lang="en">Abends' not in german
