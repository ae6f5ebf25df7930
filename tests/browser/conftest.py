"""A real browser without a window: Chromium as Debian has it, driven through WebDriver."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from selenium.common.exceptions import (
    ElementClickInterceptedException,
    ElementNotInteractableException,
    StaleElementReferenceException,
    WebDriverException,
)
from selenium.webdriver.remote.errorhandler import ErrorHandler
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait

if TYPE_CHECKING:
    from tests.helpers.portal import Portal
    from tests.helpers.repository import RepositoryBuilder

AXE = Path(__file__).with_name("axe") / "axe.min.js"
"""axe-core 4.14.1 (Deque Systems, MPL-2.0, see LICENSE beside it)."""
WIDTHS = {"desktop": (1280, 900), "phone": (390, 844)}
_FLAGS = (
    *("headless=new", "no-sandbox", "disable-gpu", "disable-quic", "no-first-run"),
    *("disable-background-networking", "disable-component-update", "disable-sync"),
    *("disable-dev-shm-usage", "force-device-scale-factor=1"),
)

_EXCHANGED = (
    "does not belong to the document",
    "No node with given id",
    "Could not find node with given id",
    "Cannot find context with specified id",
    "Execution context was destroyed",
    "Inspected target navigated or closed",
)
"""What Chromium says of an element that was exchanged while it was asked for it."""


class _Stale(ErrorHandler):
    """Calls an element that was exchanged stale, as WebDriver does, whatever Chromium says."""

    def check_response(self, response: dict[str, Any]) -> None:
        try:
            super().check_response(response)
        except WebDriverException as error:
            if any(words in (error.msg or "") for words in _EXCHANGED):
                raise StaleElementReferenceException(error.msg) from None
            raise


class Browser:
    """Opens pages from files, and says what a reader and those who test for them would notice."""

    def __init__(self, driver: Any) -> None:
        self.driver = driver

    def open(self, page: Path, width: str = "desktop", *, dark: bool = False) -> None:
        """Open a page as a double click does."""
        self.visit(page.as_uri(), width, dark=dark)

    def visit(self, address: str, width: str = "desktop", *, dark: bool = False) -> None:
        """Go to an address."""
        across, down = WIDTHS[width]
        override = {"width": across, "height": down, "deviceScaleFactor": 1, "mobile": False}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", override)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [scheme]})
        self.driver.get_log("browser")
        self.driver.get_log("performance")
        self.driver.get(address)

    def console(self) -> list[str]:
        """What the page complained about; a refused style or picture is among it."""
        return [entry["message"] for entry in self.driver.get_log("browser")]

    def requests(self) -> list[str]:
        """What the page has asked for."""
        messages = [json.loads(e["message"])["message"] for e in self.driver.get_log("performance")]
        return [
            message["params"]["request"]["url"]
            for message in messages
            if message["method"] == "Network.requestWillBeSent"
            and not message["params"]["request"]["url"].startswith("chrome:")  # its own first page
        ]

    def barriers(self) -> list[str]:
        """What axe finds serious, each with the element."""
        self.driver.execute_script(AXE.read_text("utf-8"))
        found = self.driver.execute_async_script(
            "const done = arguments[arguments.length - 1];"
            "axe.run(document, {resultTypes: ['violations']}).then(r => done(r.violations));"
        )
        return [
            f"{rule['id']}: {node['html'][:160]} ({node['failureSummary'][:200]})"
            for rule in found
            if rule["impact"] in ("serious", "critical")
            for node in rule["nodes"]
        ]

    def device(self) -> str:
        """Plug in a device that holds passkeys and knows its user; it answers at once."""
        self.driver.execute_cdp_cmd("WebAuthn.enable", {"enableUI": False})
        about = {
            "protocol": "ctap2",
            "transport": "internal",
            "hasResidentKey": True,
            "hasUserVerification": True,
            "isUserVerified": True,
            "automaticPresenceSimulation": True,
        }
        made = self.driver.execute_cdp_cmd("WebAuthn.addVirtualAuthenticator", {"options": about})
        return str(made["authenticatorId"])

    def unplug(self, device: str) -> None:
        """Take the device away."""
        self.driver.execute_cdp_cmd(
            "WebAuthn.removeVirtualAuthenticator", {"authenticatorId": device}
        )

    def sideways(self) -> int:
        """By how many pixels the page is wider than the window."""
        return int(
            self.driver.execute_script(
                "return document.documentElement.scrollWidth - window.innerWidth;"
            )
        )


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """One browser for all tests; they are skipped where there is none."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    driver_program = shutil.which("chromedriver")
    if not program or not driver_program:
        pytest.skip("no Chromium here")
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    options = webdriver.ChromeOptions()
    options.binary_location = program
    for flag in (*_FLAGS, f"user-data-dir={tmp_path_factory.mktemp('browser')}"):
        options.add_argument(f"--{flag}")
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(driver_program))
    driver.error_handler = _Stale()
    driver.set_script_timeout(60)
    driver.get("about:blank")  # the page that Chromium begins with asks for things of its own
    yield Browser(driver)
    driver.quit()


class Running(NamedTuple):
    """A portal that listens."""

    portal: Portal
    repo: RepositoryBuilder
    address: str

    def save(self, name: str, text: str) -> None:
        (self.repo.path / "documents" / name).write_text(text)
        self.portal.alarm.ring()


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """One server for all tests, in this process."""
    from tests.helpers import portal as portals
    from tests.helpers.planted_company import DAY, planted_company

    repo = planted_company(tmp_path_factory.mktemp("planted"))
    with portals.running(portals.served(repo.path, DAY, "quinn")) as portal:
        yield Running(portal, repo, f"http://{portal.door.hosts[0]}")


@pytest.fixture
def let_in(browser: Browser, running: Running) -> Browser:
    """The browser once it has the cookie."""
    browser.visit(running.portal.door.address)
    wait(browser, lambda: browser.driver.find_elements("css selector", "header.app"))
    return browser


def wait(browser: Browser, seen: Callable[[], object]) -> None:
    """Until the page shows it; what is exchanged while it is looked at is looked at again."""
    ignored = (StaleElementReferenceException,)
    waiting = WebDriverWait(browser.driver, 30, 0.02, ignored_exceptions=ignored)
    waiting.until(lambda _: seen())


def find(browser: Browser, selector: str) -> WebElement:
    """The first such element, once the page has one."""
    wait(browser, lambda: browser.driver.find_elements("css selector", selector))
    found: WebElement = browser.driver.find_element("css selector", selector)
    return found


def says(browser: Browser, selector: str) -> str:
    """What the first such element says, once there is one; the page is not exchanged meanwhile."""
    said: list[str] = []
    read = "return Array.from(document.querySelectorAll(arguments[0]), e => e.innerText)"
    wait(browser, lambda: said.extend(browser.driver.execute_script(read, selector)) or said)
    return said[0]


def press(browser: Browser, selector: str) -> None:
    """Click on what the page shows, once it can be clicked; it may be exchanged until then."""

    def is_pressed() -> bool:
        for found in browser.driver.find_elements("css selector", selector)[:1]:
            try:
                found.click()
            except (ElementClickInterceptedException, ElementNotInteractableException):
                return False
            return True
        return False

    wait(browser, is_pressed)


def send(browser: Browser, selector: str, *keys: str) -> None:
    """Type into what the page shows, once it takes it; it may be exchanged until then."""

    def is_sent() -> bool:
        for found in browser.driver.find_elements("css selector", selector)[:1]:
            try:
                found.send_keys(*keys)
            except ElementNotInteractableException:
                return False
            return True
        return False

    wait(browser, is_sent)
