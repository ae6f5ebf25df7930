"""`isodocs site`: what is in force is there to read, and no word of anything else is."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from datetime import date
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree

import html5lib
import icalendar
import pytest

from tests.helpers.command import refused, run
from tests.helpers.planted_company import DAY, EVIL, HIDDEN, planted_company
from tests.helpers.repository import RepositoryBuilder

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(scope="module")
def repo(tmp_path_factory: pytest.TempPathFactory) -> RepositoryBuilder:
    return planted_company(tmp_path_factory.mktemp("planted"))


@pytest.fixture(scope="module")
def site(repo: RepositoryBuilder, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of that company, without what is confidential."""
    folder = tmp_path_factory.mktemp("sites") / "site"
    said = run("site", str(folder), "--up-to", "internal", "--on", DAY, at=repo.path, width=300)
    assert f"Wrote a site of 5 documents to {folder}: 5 made, 0 as before." in said
    assert "2 documents are classified above internal and are left out." in said
    return folder


def files(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text("utf-8")
        for path in folder.rglob("*")
        if path.is_file()
    }


def words(page: str) -> str:
    """A page without what it marks as struck out."""
    return re.sub(r"<del>.*?</del>", "", page, flags=re.S)


def test_no_word_of_what_is_not_in_force_is_anywhere(site: Path) -> None:
    found = files(site)
    assert {"documents/SOP-001.html", "changes/SOP-001.html"} < found.keys()
    for name, text in found.items():
        shown = words(text) if name.startswith("changes/") else text
        everything = shown + unquote(shown) + name
        assert re.findall(r"\w*[Pp]lanted\w*", everything, re.I) == [], name
        assert HIDDEN not in text
    redline = found["changes/SOP-001.html"]
    assert re.findall(r"Planted\w+", redline) == ["Plantedformer", "Plantedformer"]
    assert "changes/SOP-009.html" not in found  # the text before was confidential


def test_without_redlines_no_superseded_word_is_there_at_all(
    repo: RepositoryBuilder, tmp_path: Path
) -> None:
    folder = tmp_path / "site"
    at = {"at": repo.path}
    run("site", str(folder), "--without-redlines", "--up-to", "Internal", "--on", DAY, **at)
    assert not (folder / "changes").exists()
    assert "Planted" not in "".join(files(folder).values())
    # everything that differs is made again, and what is left is as it was
    said = run("site", str(folder), "--up-to", "public", "--on", DAY, **at, width=300)
    assert "Wrote a site of 0 documents" in said
    said = run("site", str(folder), "--on", DAY, **at, width=300)
    assert "Wrote a site of 7 documents" in said
    assert "Plantedsecret" in (folder / "documents" / "SOP-008.html").read_text()
    assert "SOP-008" in (folder / "documents" / "SOP-001.html").read_text()
    assert "SOP-009.html" in {path.name for path in (folder / "changes").iterdir()}
    mixed = refused("publish", str(folder), "--html", "--on", DAY, **at)
    assert "holds something other than 'isodocs controlled copies'" in mixed


def test_copies_say_nothing_of_what_was_closed_and_are_known_again(
    repo: RepositoryBuilder, tmp_path: Path
) -> None:
    words, at = ("--html", "--up-to", "internal", "--on", DAY), {"at": repo.path, "width": 300}
    said = run("publish", str(tmp_path / "copies"), *words, **at)
    assert "2 documents are classified above internal and are left out." in said
    for text in files(tmp_path / "copies").values():
        assert not re.search("Planted(once|showing|secret)", text)
    known = run("verify-copy", str(tmp_path / "copies" / "SOP-009.html"), "--on", DAY, **at)
    assert "byte for byte, the copy that isodocs makes" in known


def test_a_document_has_everything_that_belongs_to_it_on_its_page(site: Path) -> None:
    page = (site / "documents" / "SOP-001.html").read_text()
    assert '<html lang="de">' in page
    assert "Geprüft wird die Schweißnaht." in page
    assert 'href="SOP-002.html#t-naht"' in page
    for said in (
        *("Test Works Ltd", "SOP-001 · Revision 3", "Quinn Quality", "Fristen verlängert."),
        *("Zu lesen und zu bestätigen von", "Quality Manager, namentlich: 1", "1 von 2 haben"),
        *("Änderungen seit Revision 2", "../changes/SOP-001.html", "Verweist auf", "8.4.1"),
    ):
        assert said in page, said
    assert "Ann Author" not in page
    assert re.search(r'href="\.\./check.html#SOP-001/3/[0-9a-f]{12}"', page)
    welding = (site / "documents" / "SOP-002.html").read_text()
    assert "Darauf verweisen" in welding
    assert "Revision 2 ist freigegeben und tritt am 1. Januar 2030 in Kraft." in welding
    japanese = (site / "documents" / "SOP-010.html").read_text()
    assert '<h1 dir="auto" lang="ja">検査手順書</h1>' in japanese


def test_a_redline_is_of_words_and_never_of_markup(site: Path) -> None:
    page = (site / "changes" / "SOP-001.html").read_text()
    assert "Einkauf <del>Plantedformer</del>" in page
    assert "Größe | <del>20</del> <ins>30</ins> Tage" in page
    assert "Neue Bilder: 1." in page
    assert "map.png" not in page
    assert "&lt;!--" not in page


def test_every_way_leads_to_documents_that_are_there(site: Path) -> None:
    pages = {name: text for name, text in files(site).items() if name.endswith(".html")}
    for name, text in pages.items():
        for target in re.findall(r'href="([^"#:]+)(?:#[^"]*)?"', text):
            assert (site / name).parent.joinpath(unquote(target)).is_file(), (name, target)
    home = pages["index.html"]
    for said in (
        "PRC-01 Beschaffung",
        "ISO 9001:2015",
        "Quality Manager",
        "Stand: 1. Februar 2025",
    ):
        assert said in home, said
    assert "Dokumente, die über „intern“ eingestuft und nicht hier sind: 2." in home
    assert "SOP-003</span>" in pages["lately.html"]
    assert ">Außer Kraft.</span>" in pages["lately.html"]
    assert ">Stattdessen: SOP-002 Schweißen</a>" in pages["lately.html"]
    assert "SOP-003" not in pages["processes.html"]


def test_titles_that_mean_no_good_stay_words(site: Path) -> None:
    for name, text in files(site).items():
        if name.endswith(".html"):
            parsed = html5lib.parse(text, namespaceHTMLElements=False)
            scripts = list(parsed.iter("script"))
            assert [dict(script.attrib).keys() for script in scripts] == [{"data-root"}], name
            events = [key for each in parsed.iter() for key in each.attrib if key[:2] == "on"]
            assert events == [], name
            sources = {str(image.get("src"))[:5] for image in parsed.iter("img")}
            assert sources <= {"data:"}
    for name in ("search.js", "copies.js"):
        data = (site / "site" / name).read_text("utf-8")
        assert "<" not in data
        assert data.count("\n") == 1
        assert not {"\u2028", "\u2029"} & {*data}
        json.loads(data.partition("=")[2].rstrip().removesuffix(";"))
    feed = (site / "changes.atom").read_text("utf-8")
    assert EVIL not in feed
    calendar = (site / "due.ics").read_text("utf-8")
    assert "\u2028" not in calendar


def test_the_search_knows_the_texts_in_force(site: Path) -> None:
    data = (site / "site" / "search.js").read_text("utf-8")
    rows = json.loads(data.partition("=")[2].rstrip().removesuffix(";"))
    assert [row[1] for row in rows] == ["SOP-001", "SOP-002", "SOP-009", "SOP-010", "SOP-011"]
    file, id, title, about, clauses, headings, text = rows[0]
    assert (file, id, title) == ("SOP-001", "SOP-001", "Einkauf")
    assert about == "Verfahrensanweisung · Quality Manager"
    assert clauses == "ISO 9001:2015 8.4.1"
    assert headings == "Einkauf · Lieferanten"
    assert text.split("\n")[1:] == [
        "Der Plan Siehe Schweißen und prüfe.",
        "Lieferanten",
        "Nur freigegebene Lieferanten. Geprüft wird die Schweißnaht.",
        "Prüfung | Frist",
        "Größe | 30 Tage",
    ]


def test_the_data_of_copies_lists_no_document_that_is_not_here(site: Path) -> None:
    data = (site / "site" / "copies.js").read_text("utf-8")
    known = json.loads(data.partition("=")[2].rstrip().removesuffix(";"))
    assert known["documents"]["sop-001"] == [
        *("SOP-001", "3", "documents/SOP-001.html", ["1", "2", "3"]),
    ]
    answers = sorted(row[1] for rows in known["answers"].values() for row in rows)
    assert {*answers} == {
        *("in force", "not in force yet", "superseded", "obsolete", "awaiting approval", "draft"),
    }
    assert not re.search("SOP-00[348]", data, re.I)


def test_the_feed_is_one_that_readers_accept(site: Path) -> None:
    """RFC 4287, 4.1.1 and 4.1.2: what a feed and an entry must have, each once."""
    root = ElementTree.parse(site / "changes.atom").getroot()
    assert root.tag == f"{ATOM}feed"
    entries = root.findall(f"{ATOM}entry")
    for each in (root, *entries):
        for name in ("id", "title", "updated"):
            (element,) = each.findall(f"{ATOM}{name}")
            assert element.text
        assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", each.findtext(f"{ATOM}id") or "")
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT00:00:00Z", each.findtext(f"{ATOM}updated") or "")
        alternates = [
            link for link in each.findall(f"{ATOM}link") if link.get("rel") == "alternate"
        ]
        assert len(alternates) == 1
        assert (site / unquote(alternates[0].get("href", ""))).is_file()
    assert root.findtext(f"{ATOM}author/{ATOM}name") == "Test Works Ltd"
    ids = [each.findtext(f"{ATOM}id") for each in (root, *entries)]
    assert len({*ids}) == len(ids) == 7
    newest = entries[0]
    assert newest.findtext(f"{ATOM}title") == "SOP-003"
    assert root.findtext(f"{ATOM}updated") == newest.findtext(f"{ATOM}updated")
    summaries = [each.findtext(f"{ATOM}summary") for each in entries]
    assert "Revision 3 gilt und ersetzt Revision 2. Fristen verlängert." in summaries


def test_the_calendar_has_reviews_and_revisions_to_come_and_no_reader(site: Path) -> None:
    calendar = icalendar.Calendar.from_ical((site / "due.ics").read_bytes())
    days = {str(event["summary"]): event["dtstart"].dt for event in calendar.walk("VEVENT")}
    assert days["SOP-001 Einkauf überprüfen"] == date(2026, 5, 20)
    assert days["Revision 2 von SOP-002 Schweißen tritt in Kraft"] == date(2030, 1, 1)
    assert "Ann Author" not in "".join(days)


def test_the_sums_are_of_every_file_and_the_scripts_are_those_that_were_released(
    site: Path,
) -> None:
    lines = (site / "SHA256SUMS").read_text().splitlines()
    sums = dict(reversed(line.split("  ")) for line in lines)
    there = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    assert sums.keys() == there - {"SHA256SUMS"}
    for name, digest in sums.items():
        assert hashlib.sha256((site / name).read_bytes()).hexdigest() == digest
    # MiniSearch 7.2.0 (Luca Ongaro, MIT), dist/umd/index.js as npm has it, and its licence
    assert sums["site/minisearch.js"] == (
        "03c27931eb603af1d3358579e9885eafdb6a2f5fa9929557b3e77d7e99d06d03"
    )
    assert sums["site/minisearch-LICENSE.txt"] == (
        "70d37354d6395629fb99edb28cb37a5d356ffa24a48cd02a5def5b83a300a899"
    )
    found = json.loads((site / "manifest.json").read_text())
    assert (found["documents"], found["closed"], found["up_to"]) == (5, 2, "internal")


def test_the_same_day_makes_the_same_bytes_and_pages_that_are_as_before_stay(
    repo: RepositoryBuilder, site: Path, tmp_path: Path
) -> None:
    at = {"at": repo.path, "width": 300}
    words = ("--up-to", "internal", "--on", DAY)
    run("site", str(tmp_path / "new"), *words, **at)
    assert files(tmp_path / "new") == files(site)
    folder = tmp_path / "again"
    shutil.copytree(site, folder)
    (folder / "documents" / "SOP-002.html").write_text("tampered")
    (folder / "changes" / "SOP-001.html").write_text("tampered")
    assert "2 made, 3 as before" in run("site", str(folder), *words, **at)
    assert files(folder) == files(site)
    (folder / "site" / "search.js").write_text("tampered")
    assert "5 made, 0 as before" in run("site", str(folder), *words, **at)
    assert files(folder) == files(site)
    (folder / "documents" / "mine.txt").write_text("mine")
    said = refused("site", str(folder), *words, at=repo.path)
    assert "files that were not published: documents/mine.txt" in said
