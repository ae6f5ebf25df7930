"""The register of people is changed in fields, by keys alone, on a phone and in the dark."""

from __future__ import annotations

from selenium.webdriver.common.keys import Keys

from tests.browser.conftest import Browser, Running, find, press, says, send, wait

FORM = "/my-keys/people"
PEOPLE, ADDED = 'section[aria-labelledby="of-people"]', "details:nth-of-type({})"
BUTTON = f'form[action="{FORM}"] .bar-below button'


def test_someone_is_added_and_the_change_is_shown(let_in: Browser, running: Running) -> None:
    let_in.visit(f"{running.address}{FORM}", "phone", dark=True)
    known = len(let_in.driver.find_elements("css selector", f"{PEOPLE} input[name$='.was']"))
    new = f"{PEOPLE} {ADDED.format(known + 1)}"
    send(let_in, f"{new} summary", Keys.ENTER)
    fields = ("id", "name", "emails", "keys")
    for name, typed in zip(fields, ("Nia New", "Nia New", "nia@example.com", ""), strict=True):
        send(let_in, f'{new} input[name$=".{name}"]', typed)
    assert let_in.barriers() == []
    assert let_in.sideways() <= 0
    send(let_in, BUTTON, Keys.ENTER)
    wrong = find(let_in, f'{new} input[name$=".id"][aria-invalid="true"]')
    assert "Nothing was saved yet" in says(let_in, "#wrong")
    assert let_in.driver.switch_to.active_element.get_attribute("id") == "wrong"
    assert let_in.barriers() == []
    wrong.clear()
    wrong.send_keys("nia")
    send(let_in, BUTTON, Keys.ENTER)
    wait(let_in, lambda: "Nia New" in says(let_in, "#wrong"))
    assert find(let_in, f'{new} input[name$=".id"]').get_attribute("value") == "nia"
    assert let_in.barriers() == []
    assert let_in.sideways() <= 0
    assert all("422" in said for said in let_in.console()), (
        "a form that is shown again has that status"
    )


def test_the_text_of_it_is_one_click_away(let_in: Browser, running: Running) -> None:
    let_in.visit(f"{running.address}{FORM}")
    press(let_in, f'a[href="{FORM}?as=text"]')
    assert "threshold" in str(find(let_in, "#text").get_attribute("value"))
    assert let_in.barriers() == []
    press(let_in, f'a[href="{FORM}"]')
    find(let_in, PEOPLE)
