"""A pack opens on an auditor's laptop: from a file, at any width, and leads to its evidence."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser.conftest import WIDTHS, Browser
from tests.helpers.command import run
from tests.packs.conftest import DAY, company


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pack of a company, as a folder with an umlaut and a blank in its name."""
    repo = company(tmp_path_factory.mktemp("company") / "repo")
    folder = tmp_path_factory.mktemp("auditor") / "Prüfung 2025"
    run("pack", str(folder), "--for", "internal", "--html", "--on", DAY, at=repo.path)
    return folder


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", ["index", "coverage", "documents", "records/audits/AUD-1"])
def test_a_page_of_a_pack_needs_nothing_and_bars_no_one(
    browser: Browser, unpacked: Path, name: str, width: str
) -> None:
    noticed(browser, unpacked / f"{name}.html", width)


@pytest.mark.parametrize("name", ["approvals", "authority", "verify-by-hand", "records/supplier"])
def test_the_other_pages_fit_a_phone(browser: Browser, unpacked: Path, name: str) -> None:
    noticed(browser, unpacked / f"{name}.html", "phone")


def noticed(browser: Browser, page: Path, width: str) -> None:
    browser.open(page, width, dark=width == "phone")
    asked = [url for url in browser.requests() if not url.startswith("data:")]
    assert asked == [page.as_uri()]
    assert browser.console() == []
    assert browser.sideways() <= 0
    assert browser.barriers() == []


def test_section_and_record_are_three_clicks_away(browser: Browser, unpacked: Path) -> None:
    for last, seen in {
        'a[href="copies/SOP-001.html#t-choosing-suppliers"]': "SOP-001 Purchasing",
        'a[href="records/supplier.html#r1"]': "Supplier",
    }.items():
        browser.open(unpacked / "index.html")
        for click in ('a[href="coverage.html"]', '.heat a[href="#s1-8.4.1"]', last):
            link = browser.driver.find_element("css selector", click)
            browser.driver.execute_script("arguments[0].click()", link)
        assert browser.driver.title.startswith(seen)
        there = browser.driver.current_url.partition("#")[2]
        assert browser.driver.find_element("id", there).is_displayed()
