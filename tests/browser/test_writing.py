"""In a browser, people who know neither Git nor Markdown keep records, alone and two at a time."""

from __future__ import annotations

from pathlib import Path

from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import Select

from tests.browser.conftest import Browser, Running, find, press, says, send, wait
from tests.helpers.company import approval, document, path
from tests.helpers.markdown_texts import png
from tests.helpers.planted_company import DAY

PASTE = """
const data = new DataTransfer();
data.setData("text/plain", arguments[1]);
const about = {clipboardData: data, bubbles: true, cancelable: true};
arguments[0].dispatchEvent(new ClipboardEvent("paste", about));
"""


def enter(browser: Browser, **fields: str) -> None:
    """Fill in fields of a record, as a person does."""
    for name, text in fields.items():
        field = find(browser, f"#f-{name.replace('_', '-')}")
        if not field.is_displayed():
            field.find_element("xpath", "ancestor::details/summary").send_keys(Keys.ENTER)
        if field.tag_name == "select":
            Select(field).select_by_visible_text(text)
        elif field.get_attribute("type") == "date":
            browser.driver.execute_script("arguments[0].value = arguments[1]", field, text)
        else:
            field.clear()
            field.send_keys(text)


def save(browser: Browser, button: str = ".bar-below button") -> None:
    """Press a button, and wait for the page that follows."""
    driver = browser.driver
    pressed = find(browser, button)
    driver.execute_script("arguments[0].click()", pressed)
    wait(browser, lambda: pressed not in driver.find_elements("css selector", ".bar-below button"))
    wait(browser, lambda: driver.find_elements("css selector", ".hint.good, #wrong"))


ALL_THE_SAME = ".bar-below button[name=accept]"


def save_with_gaps(browser: Browser) -> None:
    """Save, and where that brings gaps, save all the same."""
    save(browser)
    if browser.driver.find_elements("css selector", ALL_THE_SAME):
        save(browser, ALL_THE_SAME)


def shown(browser: Browser, selector: str) -> WebElement:
    """What the script of the page shows, once it does."""
    wait(
        browser,
        lambda: [e for e in browser.driver.find_elements("css selector", selector) if is_seen(e)],
    )
    return find(browser, selector)


def is_seen(element: WebElement) -> bool:
    return element.is_displayed() and element.is_enabled()


def offered(browser: Browser, id: str, text: str) -> list[str]:
    """What a field of a list offers once someone has typed a text, which goes again."""
    driver = browser.driver
    field = find(browser, f"#{id}")
    field.send_keys(text)
    options = "return Array.from(arguments[0].list ? arguments[0].list.options : [], o => o.value)"
    wait(browser, lambda: driver.execute_script(options, field))
    found: list[str] = driver.execute_script(options, field)
    field.clear()
    return found


def complaints(browser: Browser) -> list[str]:
    """What the console says, but for the answers that say what is wrong with a form."""
    return [said for said in browser.console() if "422" not in said and "403" not in said]


def test_a_nonconformity_is_brought_to_closure_while_another_window_looks_on(
    let_in: Browser, running: Running
) -> None:
    driver = let_in.driver
    let_in.visit(f"{running.address}/records/nonconformity")
    watching = driver.current_window_handle
    driver.switch_to.new_window("window")
    let_in.visit(f"{running.address}/records", "phone")
    press(let_in, "a.act")
    press(let_in, 'a[href="/begin/nonconformity"]')
    enter(let_in, title="Tape worn", source="process", owner="quality-manager")
    assert offered(let_in, "f-clauses", "8.4; 7.5")[:2] == ["8.4; 7.5", "8.4; 7.5.1"]
    save(let_in)
    assert "nonconformity without 'Grade'" in says(let_in, "#f-grade-wrong")
    assert let_in.barriers() == []
    assert let_in.sideways() <= 0
    enter(let_in, grade="minor")
    driver.execute_script("document.querySelector('[name=form]').value = 'of before a restart'")
    save(let_in)
    assert says(let_in, "#f-due-wrong").startswith("NC-")
    assert let_in.barriers() == []
    assert let_in.sideways() <= 0
    save(let_in, ALL_THE_SAME)
    press(let_in, "a.act")
    text = find(let_in, "#text")
    text.send_keys(Keys.CONTROL + Keys.HOME)
    text.send_keys("Seen on <script>alert(1)</script> *Monday*.\n\n")
    wait(let_in, lambda: driver.find_elements("css selector", "#preview em"))
    assert not driver.find_elements("css selector", "#preview script")
    enter(let_in, correction="Withdrawn", cause="No interval was set", action="Interval set")
    save_with_gaps(let_in)
    press(let_in, "a.act")
    days = ("corrected", "implemented", "verified", "effectiveness_reviewed", "closed")
    enter(let_in, **dict.fromkeys(days, DAY), verified_by="ann", effective="yes", status="closed")
    save_with_gaps(let_in)
    driver.close()
    driver.switch_to.window(watching)
    wait(let_in, lambda: "closed" in says(let_in, "#list"))
    assert "Tape worn" in says(let_in, "#list")
    assert complaints(let_in) == []
    assert running.repo.git("status", "--porcelain", "records") == ""


def cell(browser: Browser, row: int, name: str) -> WebElement:
    (found,) = browser.driver.find_elements("css selector", f'[name="c.{row}.{name}"]')
    return found


def write(field: WebElement, text: str) -> None:
    field.clear()
    field.send_keys(text)


def test_a_table_is_filled_by_keys_and_by_paste_and_two_people_lose_nothing(
    let_in: Browser, running: Running
) -> None:
    driver, file = let_in.driver, running.repo.path / "records/complaint.csv"
    to = f"{running.address}/edit/records/complaint"
    let_in.visit(to)
    shown(let_in, "#add-row").click()
    first = driver.switch_to.active_element
    rows = f'C-1\t"Late, ""again"""\t{DAY}\tAcme\tann\r\nC-2\tWet\tsoon\tAcme\tann\r\n'
    driver.execute_script(PASTE, first, rows)
    assert len(driver.find_elements("css selector", "#rows tr")) == 2
    save(let_in)
    assert len(driver.find_elements("css selector", "td.invalid .wrong")) == 1
    assert "'Received' is 'soon', which is not a calendar date" in says(let_in, "td.invalid .wrong")
    assert let_in.barriers() == []
    soon = find(let_in, "td.invalid input")
    write(soon, DAY)
    soon.send_keys(Keys.ALT, Keys.ARROW_UP)
    save_with_gaps(let_in)
    said = "id,received,from,what"
    assert file.read_text().startswith(said)
    lines = file.read_text().splitlines()
    assert lines[1].startswith(f"C-2,{DAY},Acme,Wet,")
    assert lines[2].startswith(f'C-1,{DAY},Acme,"Late, ""again""",')

    let_in.visit(to)
    mine = driver.current_window_handle
    write(cell(let_in, 2, "what"), "Wet box")
    driver.switch_to.active_element.send_keys(Keys.ENTER)
    assert driver.switch_to.active_element == cell(let_in, 3, "what")
    driver.switch_to.new_window("window")
    let_in.visit(to)
    write(cell(let_in, 2, "what"), "Damp")
    write(cell(let_in, 3, "from"), "Bolt Ltd")
    save(let_in)
    driver.close()
    driver.switch_to.window(mine)
    wait(let_in, lambda: find(let_in, "#stale").is_displayed())
    assert cell(let_in, 2, "what").get_attribute("value") == "Wet box"
    save(let_in)
    wrong = says(let_in, "#c-2-what-wrong")
    assert "someone else wrote something else here meanwhile" in wrong
    assert cell(let_in, 2, "what").get_attribute("value") == "Wet box"
    assert cell(let_in, 3, "from").get_attribute("value") == "Bolt Ltd"
    save(let_in)
    assert f"C-2,{DAY},Acme,Wet box," in file.read_text()
    assert f"C-1,{DAY},Bolt Ltd," in file.read_text()
    assert complaints(let_in) == []


def test_a_revision_is_written_with_a_table_and_a_picture_while_another_window_looks_on(
    let_in: Browser, running: Running, tmp_path: Path
) -> None:
    driver, repo, id = let_in.driver, running.repo, "SOP-095"
    text = document(
        id, title="Packing", body="# Packing\n\n| Part | Box |\n|---|:-:|\n| M\\|8 | a |\n"
    )
    repo.commit("Packing", {path(id): text, **approval(id, 1, text)}, date="2024-01-21T09:00:00Z")
    running.portal.next_version(running.portal.alarm.ring)
    let_in.visit(f"{running.address}/documents/{id}")
    watching = driver.current_window_handle
    driver.switch_to.new_window("window")
    let_in.visit(f"{running.address}/documents/{id}")
    press(let_in, f'a[href="/edit/documents/{id}/revise"]')
    send(let_in, "#f-change", "Boxes are named.")
    press(let_in, ".bar-below button")
    wait(let_in, lambda: driver.find_elements("id", "text-tables"))
    press(let_in, "#text-tables summary")
    shown(let_in, 'input[data-line="4"][data-at="1"]').send_keys(" or|b")
    picture = tmp_path / "box.png"
    picture.write_bytes(png(12, 8))
    send(let_in, "#picture", str(picture))
    area = find(let_in, "#text")
    wait(let_in, lambda: "![box](sop-095-" in (area.get_attribute("value") or ""))
    wait(let_in, lambda: driver.find_elements("css selector", "#preview img"))
    assert says(let_in, "#preview td:last-child") == "a or|b"
    assert let_in.barriers() == []
    save(let_in)
    file = (repo.path / path(id)).read_text()
    assert "| M\\|8 | a or\\|b |\n" in file
    press(let_in, f'a[href="/edit/documents/{id}/submit"]')
    wait(let_in, lambda: driver.find_elements("id", "f-effective"))
    day = find(let_in, "#f-effective")
    driver.execute_script("arguments[0].value = arguments[1]", day, DAY)
    save(let_in)
    assert "awaits approval" in says(let_in, ".hint.good")
    driver.close()
    driver.switch_to.window(watching)
    wait(let_in, lambda: f'href="/edit/documents/{id}/submit"' in driver.page_source)
    assert "a or\\|b" in repo.git("show", f"review/{id}:{path(id)}")
    assert repo.git("status", "--porcelain", "documents/SOP-095.md") == ""
    assert complaints(let_in) == []
