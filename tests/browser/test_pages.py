"""Every page opens from a file at any width, needs nothing else, and has no barrier."""

from __future__ import annotations

from pathlib import Path

import pytest

from isodocs.lifecycle.sample import materialise
from tests.browser.conftest import WIDTHS, Browser
from tests.helpers.command import invoke, run
from tests.helpers.company import base, document
from tests.helpers.markdown_texts import FILES
from tests.helpers.repository import RepositoryBuilder
from tests.rendering.test_html import HOSTILE

DAY = "2026-11-20"
ALONE = {
    "coverage": ("coverage", "iso-9001-2015"),  # one standard: axe takes seconds for each
    "redline": ("diff", "REG-001"),
}
REPORTS = (
    *("readiness", "register", "nonconformities", "training", "certification", "audit-trail"),
    *("management-review", "audit-checklist", "audit-report", *ALONE),
)
COPIES = ("index.html", "MAN-001.html", "REG-001.html", "FRM-004.html")
REST = ("reports.html", "draft.html", "hostile.html")
PAGES = (*COPIES, *REST, *(f"{name}.html" for name in REPORTS))


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page of each kind, of the sample company and of one that means no good."""
    sample = materialise(tmp_path_factory.mktemp("sample") / "repo").directory
    folder = tmp_path_factory.mktemp("pages") / "pages"
    run("publish", str(folder), "--html", "--on", DAY, at=sample)
    drafts = folder.with_name("drafts")
    run("publish", str(drafts), "--html", "--current-file", "FRM-011", "--on", DAY, at=sample)
    (drafts / "FRM-011.html").rename(folder / "draft.html")
    run("report", str(folder.with_name("reports")), "--on", DAY, at=sample)
    for page in folder.with_name("reports").glob("*.html"):
        page.rename(folder / page.name.replace("index", "reports"))
    for name, command in ALONE.items():
        shown = invoke(*command, "--format", "html", "--on", DAY, at=sample).stdout
        (folder / f"{name}.html").write_text(shown, "utf-8")
    repo = RepositoryBuilder(folder.with_name("hostile"))
    text = document(
        status="draft", title='<img src=x onerror=alert(1)> "x"', body="\n\n".join(HOSTILE)
    )
    files = {**base(), "documents/SOP-001.md": text}
    files |= {path.replace("docs/", "documents/"): data for path, data in FILES.items()}
    repo.commit("Begin", files)
    run("publish", str(drafts), "--html", "--current-file", at=repo.path)
    (drafts / "SOP-001.html").rename(folder / "hostile.html")
    return folder


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_needs_nothing_and_bars_no_one(
    browser: Browser, pages: Path, name: str, width: str
) -> None:
    browser.open(pages / name, width, dark=width == "phone")
    asked = [url for url in browser.requests() if not url.startswith("data:")]
    assert asked == [(pages / name).as_uri()]
    assert browser.console() == []
    assert browser.sideways() <= 0
    assert browser.barriers() == []


def test_a_cell_of_the_heat_map_leads_to_the_details_of_its_clause(
    browser: Browser, pages: Path
) -> None:
    browser.open(pages / "coverage.html")
    cell = browser.driver.find_element("css selector", '.heat td.good a[href="#s1-4.4.1"]')
    cell.click()
    heading = browser.driver.find_element("id", "s1-4.4.1")
    assert heading.text == "4.4.1 Processes of the quality management system"
    assert -1 <= heading.rect["y"] - browser.driver.execute_script("return scrollY") < 900


def test_a_link_from_copy_to_copy_leads_there(browser: Browser, pages: Path) -> None:
    browser.open(pages / "index.html")
    (link,) = browser.driver.find_elements("css selector", 'a[href="MAN-001.html"]')
    link.click()
    assert browser.driver.title.startswith("MAN-001")


def test_a_redline_is_side_by_side_where_there_is_room_and_one_column_where_not(
    browser: Browser, pages: Path
) -> None:
    for width, shown in (("desktop", [True, False]), ("phone", [False, True])):
        browser.open(pages / "redline.html", width)
        deleted = [
            browser.driver.find_element("css selector", f".redline.fields td.{side} > del")
            for side in ("old", "new")
        ]
        assert [each.is_displayed() for each in deleted] == shown
        assert browser.driver.find_element("css selector", ".redline td.new > ins").is_displayed()
