"""A reading site in a browser, opened from files: it finds, answers and leads on by keys alone."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import pytest
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from tests.browser.conftest import WIDTHS, Browser
from tests.helpers.command import run
from tests.helpers.planted_company import (
    ANCIENT,
    AWAITING,
    BEGUN,
    DAY,
    DRAFT,
    ENDED,
    FORMER,
    IN_FORCE,
    SECRET,
    TO_COME,
    USED,
    planted_company,
)

PAGES = (
    *("index.html", "documents.html", "clauses.html", "lately.html", "check.html"),
    *("documents/SOP-001.html", "documents/SOP-011.html", "changes/SOP-001.html"),
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    repo = planted_company(tmp_path_factory.mktemp("planted"))
    folder = tmp_path_factory.mktemp("sites") / "site"
    run("site", str(folder), "--up-to", "internal", "--on", DAY, at=repo.path)
    return folder


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_asks_for_nothing_but_its_own_script_and_bars_no_one(
    browser: Browser, site: Path, name: str, width: str
) -> None:
    browser.open(site / name, width, dark=width == "phone")
    own = (site / "site").as_uri()
    asked = [url for url in browser.requests() if not url.startswith(("data:", own))]
    assert asked == [(site / name).as_uri()]
    assert browser.console() == []
    assert browser.sideways() <= 0
    assert browser.barriers() == []


def wait(browser: Browser, script: str) -> str:
    """What a script says once it says anything."""
    return str(WebDriverWait(browser.driver, 20, 0.02).until(lambda d: d.execute_script(script)))


def found(browser: Browser, question: str) -> list[str]:
    """What a search finds."""
    field = browser.driver.find_element("id", "q")
    field.clear()
    field.send_keys(question)
    asked = json.dumps(question)
    wait(browser, f"return document.getElementById('main').dataset.answered === {asked}")
    texts = "return [...document.querySelectorAll('#results a')].map(each => each.textContent)"
    return list(browser.driver.execute_script(texts))


def test_the_search_finds_beginnings_misspellings_umlauts_and_japanese(
    browser: Browser, site: Path
) -> None:
    browser.open(site / "index.html")
    purchasing, welding = "SOP-001 Einkauf", "SOP-002 Schweißen"
    assert found(browser, "schweiss") == [welding, purchasing]
    assert found(browser, "Schweissnaht") == [purchasing]
    assert found(browser, "pruefung") == [purchasing]
    assert found(browser, "Lieferranten frist") == [purchasing]
    assert found(browser, "sop-002")[0] == welding
    assert found(browser, "sop002") == [welding]
    assert found(browser, "寸法検査") == ["SOP-010 検査手順書"]
    assert found(browser, "ＳＯＰ") != []
    for planted in ("Planted", "Plantedformer", "Planteddraft", "Plantedcomment"):
        assert found(browser, planted) == []
    assert browser.driver.find_element("id", "status").text == "Kein Dokument enthält das."
    found(browser, "Schweissnaht")
    assert browser.driver.find_element("id", "status").text == "1 Dokument gefunden"
    marks = browser.driver.find_elements("css selector", "#results mark")
    assert [mark.text for mark in marks] == ["Schweißnaht"]
    assert browser.driver.current_url.endswith("#q=Schweissnaht")
    assert browser.console() == []
    assert browser.barriers() == []


def test_keys_alone_lead_from_any_page_to_a_document(browser: Browser, site: Path) -> None:
    browser.open(site / "documents" / "SOP-010.html")
    wait(browser, "return !document.querySelector('.find').hidden")
    keys = browser.driver.switch_to.active_element
    keys.send_keys("/")
    field = browser.driver.switch_to.active_element
    assert field.get_attribute("type") == "search"
    field.send_keys("lieferanten", Keys.ENTER)
    wait(browser, "return document.querySelector('#results a') !== null")
    browser.driver.switch_to.active_element.send_keys(Keys.ARROW_DOWN)
    chosen = browser.driver.switch_to.active_element
    assert chosen.text == "SOP-001 Einkauf"
    chosen.send_keys(Keys.ARROW_UP)
    assert browser.driver.switch_to.active_element.get_attribute("id") == "q"
    browser.driver.switch_to.active_element.send_keys(Keys.ENTER)
    browser.driver.switch_to.active_element.send_keys(Keys.ENTER)
    wait(browser, "return document.title.startsWith('SOP-001')")


def code(text: str, id: str, revision: int) -> str:
    return f"{id}/{revision}/{hashlib.sha256(text.encode()).hexdigest()[:12]}"


def test_a_site_answers_for_copies_as_verify_copy_does(browser: Browser, site: Path) -> None:
    page = site / "check.html"

    def answer(typed: str) -> list[str]:
        field = browser.driver.find_element("id", "code")
        field.clear()
        field.send_keys(typed, Keys.ENTER)
        return [each.text for each in browser.driver.find_elements("css selector", "#answer p")]

    browser.open(page)
    wait(browser, "return !document.getElementById('ask').hidden")
    good = code(IN_FORCE, "SOP-001", 3)
    now = "Gültig ist Revision 3. SOP-001"
    assert answer(good) == ["Gültig seit 1. Juni 2024: Diese Kopie gilt."]
    whole = hashlib.sha256(IN_FORCE.encode()).hexdigest()
    assert answer(f" sop-001 / 3 / {whole.upper()}") == answer(good)
    assert answer(code(FORMER, "SOP-001", 2)) == [
        *("Nicht mehr gültig: seit dem 1. Juni 2024 durch Revision 3 ersetzt.", now),
    ]
    assert answer(code(ANCIENT, "SOP-001", 1))[0].endswith("durch Revision 2 ersetzt.")
    assert answer(code(DRAFT, "SOP-001", 4)) == ["Nicht gültig: Sie ist ein Entwurf.", now]
    assert answer(code(BEGUN, "SOP-PlantedId", 1)) == ["Nicht gültig: Sie ist ein Entwurf."]
    assert answer(code(AWAITING, "SOP-004", 1))[0].startswith("Nicht gültig: Sie ist noch nicht")
    assert answer(code(TO_COME, "SOP-002", 2))[0].endswith("tritt am 1. Januar 2030 in Kraft.")
    assert answer(code(SECRET, "SOP-008", 1)) == ["Gültig seit 1. Februar 2024: Diese Kopie gilt."]
    for text in (USED, ENDED):
        assert answer(code(text, "SOP-003", 1)) == [
            *("Nicht mehr gültig: außer Kraft seit dem 10. September 2024.",),
            *("SOP-002 ersetzt sie.",),
        ]
    foreign = "Nicht von uns: Keiner unserer Texte hat diesen Code."
    digits = good[-12:]
    assert answer(f"SOP-001/2/{digits}") == [foreign, "Das ist der Code von Revision 3.", now]
    assert answer(f"SOP-001/3/{digits[:-1]}{'0' if digits[-1] != '0' else '1'}") == [
        *(foreign, "Kein Text von SOP-001, Revision 3, hat diese Prüfsumme.", now),
    ]
    assert answer(f"SOP-001/9/{digits}")[1] == "Das ist der Code von Revision 3."
    assert answer(f"SOP-001/9/{'0' * 12}")[1] == "SOP-001 hat hier diese Revisionen: 1, 2, 3."
    assert answer(f"XYZ-1/1/{digits}")[1] == "Kein gültiges Dokument heißt hier XYZ-1."
    assert answer("nonsense")[0].startswith("Das ist kein Code einer Kopie.")
    assert answer(f"{good}{'0' * 9}")[0] == foreign
    browser.driver.get(f"{page.as_uri()}#isodocs-copy:{good}")
    wait(browser, "return document.querySelector('#answer .good') !== null")
    assert browser.console() == []


def test_no_script_but_that_of_the_site_runs(browser: Browser, site: Path, tmp_path: Path) -> None:
    folder = tmp_path / "site"
    shutil.copytree(site, folder)
    (folder / "site" / "evil.js").write_text("document.title = 'taken';")
    page = folder / "lately.html"
    added = '<script src="site/evil.js"></script><script>document.title="taken"</script></body>'
    page.write_text(page.read_text("utf-8").replace("</body>", added), "utf-8")
    browser.open(page)
    wait(browser, "return !document.querySelector('.find').hidden")
    assert browser.driver.title == "Zuletzt geändert – Test Works Ltd"
    assert len(browser.console()) == 2


def test_a_site_is_whole_without_scripts(browser: Browser, site: Path) -> None:
    browser.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        browser.open(site / "index.html")
        forms = browser.driver.find_elements("css selector", "form")
        assert not any(form.is_displayed() for form in forms)
        browser.driver.find_element("link text", "Alle Dokumente").click()
        browser.driver.find_element("partial link text", "Einkauf").click()
        assert "Geprüft wird die Schweißnaht." in browser.driver.page_source
        browser.open(site / "check.html")
        assert browser.driver.find_element("css selector", ".notice").is_displayed()
    finally:
        browser.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
