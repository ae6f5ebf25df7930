"""A review round in two windows: a passage is selected, asked about, answered and settled."""

from __future__ import annotations

from selenium.webdriver.common.keys import Keys

from tests.browser.conftest import Browser, Running, find, press, says, send, wait
from tests.helpers.company import approval, document, path
from tests.helpers.markdown_texts import PICTURE, png
from tests.helpers.planted_company import DAY

SELECT = """
const text = document.querySelector(".paper section.text"), walk =
  document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
let node;
while ((node = walk.nextNode()) && !node.data.includes(arguments[0]));
const range = document.createRange(), at = node.data.indexOf(arguments[0]);
range.setStart(node, at);
range.setEnd(node, at + arguments[0].length);
getSelection().removeAllRanges();
getSelection().addRange(range);
"""
DRAFT = "/documents/SOP-001?revision=4"
WORDS = "Nur freigegebene Lieferanten."


def test_a_passage_is_asked_about_answered_and_settled(let_in: Browser, running: Running) -> None:
    driver, portal = let_in.driver, running.portal
    let_in.visit(f"{running.address}{DRAFT}")
    writes = driver.current_window_handle
    driver.switch_to.new_window("window")
    let_in.visit(f"{running.address}{DRAFT}")
    reads = driver.current_window_handle
    driver.switch_to.window(writes)
    driver.execute_script(SELECT, WORDS)
    here = find(let_in, "#comment-here")
    wait(let_in, here.is_displayed)
    here.click()
    assert find(let_in, "#passage").get_attribute("value") == WORDS
    assert find(let_in, "#section").get_attribute("value") == "Lieferanten"
    driver.switch_to.active_element.send_keys("Which list?")
    portal.next_version(
        lambda: running.save("SOP-092.md", "---\nid: SOP-092\nstatus: draft\n---\n")
    )
    wait(let_in, lambda: driver.execute_script("return document.body.dataset.number") != "1")
    assert find(let_in, "#passage").get_attribute("value") == WORDS, "it is kept"
    press(let_in, 'button[value="comment"]')
    wait(let_in, lambda: driver.find_elements("css selector", ".hint.good"))
    portal.alarm.ring()
    driver.switch_to.window(reads)
    wait(let_in, lambda: driver.find_elements("css selector", ".talk li.warning"))
    assert "Which list?" in says(let_in, "#comments")
    assert let_in.barriers() == []
    assert let_in.sideways() <= 0
    # By keys alone: the answer is unfolded, written and sent.
    send(let_in, ".talk li summary", Keys.ENTER)
    send(let_in, ".talk li textarea", "That of FRM-022.", Keys.TAB)
    driver.switch_to.active_element.send_keys(Keys.ENTER)
    wait(let_in, lambda: driver.find_elements("css selector", ".hint.good"))
    portal.alarm.ring()
    driver.switch_to.window(writes)
    wait(let_in, lambda: "That of FRM-022." in says(let_in, "#comments"))
    press(let_in, ".talk li summary")
    press(let_in, ".talk button[value='resolve']")
    wait(let_in, lambda: driver.find_elements("css selector", ".hint.good"))
    portal.alarm.ring()
    driver.switch_to.window(reads)
    wait(let_in, lambda: driver.find_elements("css selector", ".talk li.plain"))
    driver.close()
    driver.switch_to.window(writes)
    subjects = running.repo.git("log", "-3", "--format=%s").splitlines()
    assert [each.rpartition(": ")[2] for each in reversed(subjects)] == [
        "comment by Quinn Quality",
        "Quinn Quality answers a comment",
        "Quinn Quality resolves a comment",
    ]
    assert let_in.console() == []


def test_from_the_link_to_an_approval_by_three_clicks(let_in: Browser, running: Running) -> None:
    driver, repo, portal = let_in.driver, running.repo, running.portal
    body = '# Sawing\n\nSaw {}.\n\n![How](sawing.png)\n\n--8<-- "documents/blades.txt"\n'
    old, new = (
        document("SOP-094", number, body=body.format(how), title="Sawing", effective=DAY)
        for number, how in ((1, "by hand"), (2, "by machine"))
    )
    shown = {"documents/sawing.png": PICTURE, "documents/blades.txt": b"Blade A.\n"}
    given = approval("SOP-094", 1, old, shown=shown, at="2025-01-20T10:00:00+00:00")
    repo.commit("Saw", {path("SOP-094"): old, **shown, **given}, date="2025-01-21T10:00:00+00:00")
    changed = {"documents/sawing.png": png(60, 40), "documents/blades.txt": b"Blade B.\n"}
    repo.commit("Next", {path("SOP-094"): new, **changed}, date="2025-01-22T10:00:00+00:00")
    portal.next_version(portal.alarm.ring)
    clicks = 0

    def click(selector: str) -> None:
        nonlocal clicks
        wait(let_in, lambda: driver.find_elements("css selector", selector))
        press(let_in, selector)
        clicks += 1

    let_in.visit(portal.door.address, "phone")  # the link
    click('.ways a[href="/my-day"]')
    click('a[href="/documents/SOP-094/changes"]')
    wait(let_in, lambda: driver.find_elements("css selector", "img.shown"))
    widths = [
        driver.execute_script("return arguments[0].naturalWidth", picture)
        for picture in driver.find_elements("css selector", "img.shown")
    ]
    assert widths[1] == 60
    assert len(widths) == 2
    assert 0 not in widths
    redline = says(let_in, "#main")
    assert "machine" in redline
    assert "Blade" in redline
    assert "Quality Manager" in says(let_in, "table.block")
    assert let_in.barriers() == []
    assert let_in.sideways() <= 0
    click('button[value="approve"]')
    wait(let_in, lambda: driver.find_elements("css selector", ".hint.good"))
    assert repo.git("log", "-1", "--format=%s") == "SOP-094 rev 2: approval by Quinn Quality"
    assert clicks <= 4
    assert let_in.console() == []
