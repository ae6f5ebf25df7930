"""Every page of a portal can be reached, is inert whatever documents hold, and changes nothing."""

from __future__ import annotations

import hashlib
import html
import re
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urldefrag, urljoin

import html5lib
import pytest

from isodocs.catalogues import catalogue
from tests.helpers.flattened import flattened
from tests.helpers.planted_company import EVIL
from tests.helpers.portal import ADDRESS, Portal

VERSION = re.compile('data-number="([^"]*)"')
_XHTML = "{http://www.w3.org/1999/xhtml}"
_SCRIPTS = {
    *("htmx.js", "idiomorph.js", "portal.js", "writing.js", "text.js", "comments.js"),
    "passkeys.js",
}


class Fetched(NamedTuple):
    """A page: what it says, its elements, and where it leads within the portal."""

    text: str
    elements: list[tuple[str, dict[str, str]]]
    leads_to: set[str]


def read(address: str, text: str) -> Fetched:
    tree = html5lib.parse(text)
    elements = [
        (node.tag.removeprefix(_XHTML), {str(name): value for name, value in node.attrib.items()})
        for node in tree.iter()
        if isinstance(node.tag, str)
    ]
    links = (urljoin(address, a["href"]) for tag, a in elements if tag == "a" and "href" in a)
    return Fetched(text, elements, {urldefrag(to)[0] for to in links if to.startswith(ADDRESS)})


def seen(folder: Path) -> dict[str, str]:
    """Every file below a folder, Git's own as well, by its digest."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file() and not path.is_symlink())
    return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@pytest.fixture(scope="session")
def pages(planted: Portal) -> dict[str, Fetched]:
    """Every page that links lead to from the overview, in English."""
    before = seen(planted.served.folder)
    browser = planted.browser()
    found: dict[str, Fetched] = {}
    waiting = [f"{ADDRESS}/", f"{ADDRESS}/search?q=ein"]
    with flattened("portal/") as english:
        while waiting:
            address = waiting.pop()
            if address in found or "/copy" in address:
                continue
            answer = browser.get(address, headers={"accept-language": "en"})
            assert answer.status_code == 200, address
            found[address] = read(address, answer.text)
            waiting += found[address].leads_to
    assert english == {}, "these sentences stay English for every reader"
    assert seen(planted.served.folder) == before
    return found


def test_links_lead_to_all_there_is(pages: dict[str, Fetched]) -> None:
    paths = {address.removeprefix(ADDRESS) for address in pages}
    assert {
        *("/", "/my-day", "/documents", "/clauses", "/records", "/training", "/certification"),
        *("/reports", "/documents/SOP-001", "/documents/SOP-001/changes", "/reports/audit-trail"),
        *("/documents/SOP-001/history", "/documents/SOP-001?revision=4", "/reports/register"),
    } <= paths


def test_nothing_that_documents_hold_can_run(pages: dict[str, Fetched]) -> None:
    assert any(EVIL in html.unescape(page.text) for page in pages.values())
    for address, page in pages.items():
        for tag, attributes in page.elements:
            assert tag not in ("iframe", "object", "embed", "base", "style", "template"), address
            assert not any(name.startswith("on") for name in attributes), (address, attributes)
            assert "style" not in attributes, (address, attributes)
            if tag == "script":
                assert attributes["src"].rpartition("/")[2] in _SCRIPTS, (address, attributes)
            if tag in ("a", "form"):
                to = attributes.get("href") or attributes.get("action") or ""
                assert not to.lower().lstrip().startswith(("javascript:", "data:", "vbscript:"))
            ours = tag in ("form", "body", "div", "main") or "hx-disable" in attributes
            assert ours or not any(name.startswith("hx-") for name in attributes), address


def test_ids_are_there_once_and_each_field_has_a_label(pages: dict[str, Fetched]) -> None:
    for address, page in pages.items():
        ids = [a["id"] for _, a in page.elements if "id" in a]
        assert len(ids) == len({*ids}), address
        labelled = {a["for"] for tag, a in page.elements if tag == "label" and "for" in a}
        fields = {
            a.get("id", "")
            for tag, a in page.elements
            if tag in ("input", "select", "textarea")
            and a.get("type") != "hidden"
            and "aria-label" not in a
        }
        assert fields <= labelled, address


def test_each_page_says_which_version_it_shows(pages: dict[str, Fetched]) -> None:
    """By another number it would be loaded again as soon as it is open."""
    said = {number for page in pages.values() for number in VERSION.findall(page.text)}
    assert said == {"1"}


def test_a_draft_is_marked_and_what_is_in_force_is_shown_first(pages: dict[str, Fetched]) -> None:
    in_force = pages[f"{ADDRESS}/documents/SOP-001"].text
    assert "Geprüft wird die Schweißnaht." in in_force
    assert "Planteddraft" not in in_force.partition('class="parts"')[0].partition("<main")[2]
    assert "Plantedcomment" not in in_force
    draft = pages[f"{ADDRESS}/documents/SOP-001?revision=4"].text
    assert "Not in force: draft. Do not work by this text. In force is revision 3." in draft
    assert 'class="across"' in draft
    assert 'class="across"' not in in_force


def test_a_page_is_in_the_readers_language(planted: Portal) -> None:
    browser = planted.browser()

    def first(accepted: str) -> str:
        text = browser.get("/", headers={"accept-language": accepted}).text
        return text.partition("<h1>")[2].partition("</h1>")[0]

    assert first("de-CH, en;q=0.8") == "Überblick"
    assert first("en-GB,en;q=0.9,de;q=0.5") == "Overview"
    assert first("fr-FR") == "Vue d’ensemble"
    assert first("ja, de;q=0.1") == "Überblick"
    assert first("") == "Überblick"  # the language of isodocs.yaml
    assert first("*;q=x, ja, en;q=0, -") == "Überblick"


GERMAN = ("/", "/my-day?person=*", "/documents", "/clauses", "/clauses/iso-9001-2015", "/records")
GERMAN += ("/clauses/iso-9001-2015/7.2", "/training", "/certification", "/reports", "/my-keys")
FORMS = (
    "/begin",
    "/begin/documents",
    "/begin/audit",
    "/begin/nonconformity",
    "/edit/records/training",
)


@pytest.mark.parametrize("path", [*GERMAN, *FORMS])
def test_a_german_page_says_nothing_of_ours_in_english(planted: Portal, path: str) -> None:
    known = catalogue("de")
    assert known
    page = planted.browser().get(path, headers={"accept-language": "de"})
    assert page.status_code == 200
    tree = html5lib.parse(page.text)
    texts = {" ".join(text.split()) for text in tree.itertext()}
    found = {text: known.find(text, 1) for text in texts}
    assert not {text: word for text, word in found.items() if word not in (None, text)}


def test_the_register_is_narrowed_by_what_is_asked(planted: Portal) -> None:
    browser = planted.browser()

    def listed(**query: str) -> list[str]:
        text = browser.get("/documents", params=query).text
        rows = text.partition("<tbody>")[2].split('<td class="id">')[1:]
        return [row.partition(">")[2].partition("<")[0] for row in rows]

    assert len(listed()) > 5
    assert listed(words="schweissen") == ["SOP-002"]
    assert listed(words="SOP-00 einkauf") == ["SOP-001"]
    assert listed(words="<script>") == ["SOP-011"]
    assert "SOP-001" in listed(state="effective")
    assert "SOP-001" not in listed(state="draft")
    assert "SOP-001" in listed(only="coming")
    assert listed(type="nothing") == []
    assert listed(start="1000") == []


def test_searching_finds_texts_records_and_people(planted: Portal) -> None:
    browser = planted.browser()
    assert "/documents/SOP-001" in browser.get("/search?q=schweissnaht").text
    assert "/documents/SOP-001" in browser.get("/search?q=issnaht+SCHW").text, "parts of words"
    assert "/documents/" not in browser.get("/search?q=schweissnaht+zzzz").text
    assert "/documents/" not in browser.get("/search?q=zzzz").text
    assert "/people/ann" in browser.get("/search?q=ann").text


def test_a_controlled_copy_is_handed_out_whole(planted: Portal) -> None:
    copy = planted.browser().get("/documents/SOP-001/copy")
    assert copy.headers["content-disposition"] == "attachment; filename*=UTF-8''SOP-001.html"
    assert copy.headers["content-security-policy"] == "sandbox; default-src 'none'"
    assert "Geprüft wird die Schweißnaht." in copy.text
    printed = planted.browser().get("/documents/SOP-001/copy?as=pdf")
    assert printed.content.startswith(b"%PDF-")
    assert planted.browser().get("/documents/SOP-004/copy").status_code == 404
