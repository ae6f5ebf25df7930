"""A portal in a browser: it bars no one, and what is saved is there without reload."""

from __future__ import annotations

import pytest
from selenium.webdriver.common.keys import Keys

from tests.browser.conftest import Browser, Running, find, press, says, send, wait
from tests.helpers.company import ANN, document
from tests.helpers.planted_company import DAY

PAGES = {
    "desktop": ("/", "/documents", "/documents/SOP-001", "/my-day?person=ann"),
    "phone": (
        *("/", "/documents", "/documents/SOP-011", "/documents/SOP-001?revision=4"),
        *("/documents/SOP-001/changes", "/documents/SOP-001/history", "/clauses/iso-9001-2015"),
        *("/records/competence", "/people/ann", "/training", "/reports/readiness"),
    ),
}


@pytest.mark.parametrize("width", PAGES)
def test_a_page_bars_no_one_and_loads_nothing_from_elsewhere(
    let_in: Browser, running: Running, width: str
) -> None:
    for path in PAGES[width]:
        let_in.visit(f"{running.address}{path}", width, dark=width == "phone")
        asked = [url for url in let_in.requests() if not url.startswith("data:")]
        assert all(url.startswith(running.address) for url in asked), path
        assert let_in.console() == [], path
        assert let_in.sideways() <= 0, path
        assert let_in.barriers() == [], path


def test_a_save_is_shown_in_each_window_while_someone_types(
    let_in: Browser, running: Running
) -> None:
    driver = let_in.driver
    let_in.visit(f"{running.address}/documents")
    field = find(let_in, "#words")
    field.send_keys("gauge")
    wait(let_in, lambda: driver.current_url.endswith("words=gauge&state=&type=&owner=&only="))
    assert driver.find_elements("css selector", "td.id") == []
    first = driver.current_window_handle
    driver.switch_to.new_window("window")
    driver.get(f"{running.address}/")
    second = driver.current_window_handle
    text = document("SOP-090", title="Gauges", status="draft")
    running.save("SOP-090.md", text)
    wait(let_in, lambda: "SOP-090 Gauges" in says(let_in, "#main"))
    driver.switch_to.window(first)
    wait(let_in, lambda: driver.find_elements("css selector", "td.id"))
    assert field.get_attribute("value") == "gauge"  # the very same field, not one made anew
    assert driver.switch_to.active_element == field
    driver.switch_to.window(second)
    driver.close()
    driver.switch_to.window(first)
    assert let_in.console() == []


def test_keys_alone_lead_to_a_document(let_in: Browser, running: Running) -> None:
    driver = let_in.driver
    let_in.visit(f"{running.address}/")
    wait(let_in, lambda: driver.execute_script("return document.readyState === 'complete'"))
    driver.switch_to.active_element.send_keys("/")
    driver.switch_to.active_element.send_keys("schweissnaht", Keys.ENTER)
    wait(let_in, lambda: driver.find_elements("css selector", ".results a"))
    send(let_in, ".results a", Keys.ENTER)
    wait(let_in, lambda: driver.title.startswith("SOP-001"))


def test_who_has_never_seen_git_approves_by_two_clicks(let_in: Browser, running: Running) -> None:
    driver, repo = let_in.driver, running.repo
    text = document("SOP-091", title="Deburring", effective=DAY)
    let_in.visit(f"{running.address}/my-day", "phone")
    repo.commit("Submit SOP-091", {"documents/SOP-091.md": text}, author=ANN)
    running.portal.alarm.ring()
    wait(let_in, lambda: driver.find_elements("css selector", 'a[href="/documents/SOP-091"]'))
    press(let_in, 'a[href="/documents/SOP-091"]')
    assert let_in.barriers() == []
    press(let_in, 'button[value="approve"]')
    wait(let_in, lambda: driver.find_elements("css selector", ".hint.good"))
    running.portal.alarm.ring()
    wait(let_in, lambda: driver.find_elements("css selector", ".badge.good"))
    assert not driver.find_elements("css selector", 'button[value="approve"]')
    assert repo.git("log", "-1", "--format=%s") == "SOP-091 rev 1: approval by Quinn Quality"
    assert let_in.console() == []


def test_what_someone_decides_on_is_not_exchanged_while_they_read(
    let_in: Browser, running: Running
) -> None:
    driver, repo = let_in.driver, running.repo
    text = document("SOP-092", title="Honing", effective=DAY, body="# Honing\n\nHone once.\n")
    repo.commit("Submit SOP-092", {"documents/SOP-092.md": text}, author=ANN)
    running.portal.next_version(running.portal.alarm.ring)
    let_in.visit(f"{running.address}/documents/SOP-092")
    assert "Hone once." in says(let_in, "#main")
    repo.commit("Again", {"documents/SOP-092.md": text.replace("once", "twice")}, author=ANN)
    running.portal.alarm.ring()
    wait(let_in, lambda: "has changed since you" in says(let_in, "#said"))
    assert "Hone once." in says(let_in, "#main")
    before = repo.head()
    press(let_in, 'button[value="approve"]')
    wait(let_in, lambda: "is not what you were shown" in says(let_in, "#main"))
    assert repo.head() == before
    driver.get(f"{running.address}/documents/SOP-092")
    assert "Hone twice." in says(let_in, "#main")
