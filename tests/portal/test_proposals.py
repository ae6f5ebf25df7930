"""The register of people is changed in the portal: proposed, signed by each owner, brought in."""

from __future__ import annotations

from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest

from isodocs.authority_change.register_files import committed
from isodocs.machine import signing_keys
from isodocs.repository.git import Git
from tests.helpers import company
from tests.helpers.forms import Fields
from tests.helpers.portal import OWN, Portal, served
from tests.helpers.repository import RepositoryBuilder
from tests.helpers.signed_company import AUTHORITY, KEYS, base, version_files
from tests.threats.attack import START

DAY = "2024-06-01"
KEYS_PAGE, FORM, SIGN = "/my-keys", "/my-keys/people", "/my-keys/sign"
BRANCH = "authority/version-2"


class Owner:
    """An owner at a portal of the same folder, with a key at hand."""

    def __init__(self, folder: Path, name: str, patch: pytest.MonkeyPatch) -> None:
        self.name, self._patch = name, patch
        self.portal = Portal(served(folder, DAY, name))
        self.portal.next_version(self.portal.current.start)

    def sees(self, at: str) -> str:
        self._has_the_key()
        answer = self.portal.browser().get(at, headers=OWN)
        assert answer.status_code == 200, answer.text
        return unescape(answer.text)

    def sends(self, to: str, form: dict[str, str]) -> str:
        self._has_the_key()
        answer = self.portal.browser().post(to, data=form, headers=OWN)
        return unescape(answer.text)

    def signs(self, page: str) -> str:
        done = self.sends(SIGN, Fields(page, SIGN).sent)
        self.portal.next_version(self.portal.alarm.ring)
        return done

    def _has_the_key(self) -> None:
        key = KEYS[self.name]
        found = signing_keys.SigningKey(signing_keys.ssh_key.read_line(key.line))
        sign = lambda _, data, space: key.sign(data, space)  # noqa: E731
        self._patch.setattr(signing_keys, "_at_hand", lambda _: iter([found]))
        self._patch.setattr(signing_keys.SigningKey, "sign", sign)


def renamed(sent: dict[str, str]) -> dict[str, str]:
    """The fields of a register in which Ann has another name."""
    return {name: text.replace("Ann Author", "Ann Archer") for name, text in sent.items()}


@pytest.fixture
def owners(
    repo: RepositoryBuilder, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[Owner, Owner]]:
    repo.commit("Start", {**base(), **version_files(AUTHORITY)}, date=START)
    repo.configure("user", name="Quinn Quality", email="quinn@example.com")
    found = (Owner(repo.path, "quinn", monkeypatch), Owner(repo.path, "dora", monkeypatch))
    yield found
    for each in found:
        each.portal.current.stop()


def test_a_version_is_signed_by_each_owner_and_then_in_force(
    owners: tuple[Owner, Owner], repo: RepositoryBuilder
) -> None:
    quinn, dora = owners
    head = repo.git("rev-parse", "HEAD")
    assert FORM in quinn.sees(KEYS_PAGE)
    sent = Fields(quinn.sees(FORM), FORM).sent
    wrong = quinn.sends(FORM, sent | {"f.owners.threshold": "9"})
    assert SIGN not in wrong
    assert 'name="f.owners.threshold" aria-invalid="true"' in wrong
    shown = quinn.sends(FORM, renamed(sent))
    assert "Ann Archer" in shown.partition("<textarea")[0]
    assert "still needs the signature" in shown
    assert "Your signature is recorded and committed." in quinn.signs(shown)
    assert repo.git("rev-parse", "HEAD") == head
    assert repo.git("branch", "--list", BRANCH).strip() == BRANCH
    again = quinn.sees(KEYS_PAGE)
    assert "It still needs the signature of one owner of both versions (Dora Director)." in again
    assert "You have signed it." in again
    assert SIGN not in again
    assert "A version awaits signatures." in quinn.sees(FORM)

    assert "Version 2 of the register of people" not in quinn.sees("/my-day")
    assert "Version 2 of the register of people" in dora.sees("/my-day")
    offered = dora.sees(KEYS_PAGE)
    assert "Ann Archer" in offered
    assert "a new version, which is in force" in dora.signs(offered)
    current = committed(Git.discover(repo.path)).history.current
    assert (current.version, current.people["ann"].name) == (2, "Ann Archer")
    assert repo.git("branch", "--list", BRANCH) == ""
    assert repo.git("status", "--porcelain") == ""
    assert "Ann Archer" in dora.sees(FORM)


def test_what_was_not_shown_is_not_signed(
    owners: tuple[Owner, Owner], repo: RepositoryBuilder
) -> None:
    quinn, dora = owners
    sent = Fields(quinn.sees(f"{FORM}?as=text"), FORM).sent
    lines = sent["text"].replace("threshold: 2", "threshold: 9")
    wrong = quinn.sends(FORM, sent | {"text": lines})
    assert "Line " in wrong
    assert "threshold: 9" in wrong
    sent["text"] = sent["text"].replace("Ann Author", "Ann Archer")
    form = Fields(quinn.sends(FORM, sent), SIGN).sent
    other = form | {"text": form["text"].replace("Ann Archer", "Mallory")}
    assert "not what you were shown any more" in quinn.sends(SIGN, other)
    german = {**OWN, "accept-language": "de"}
    refused = quinn.portal.browser().post(SIGN, data=other, headers=german)
    assert "dies ist nicht mehr das, was Ihnen gezeigt wurde. Lesen Sie es" in refused.text
    refused = quinn.portal.browser().post(
        SIGN, data=other, headers=german | {"accept": "application/json"}
    )
    assert refused.json()["said"].startswith("dies ist nicht mehr das, was Ihnen gezeigt wurde.")
    quinn.sends(SIGN, form)
    late = Fields(dora.sees(KEYS_PAGE), SIGN).sent | {"sha256": "0" * 64}
    assert "not what you were shown any more" in dora.sends(SIGN, late)
    assert repo.git("rev-list", "--count", f"main..{BRANCH}").strip() == "1"


def test_no_one_but_an_owner_has_the_form(repo: RepositoryBuilder) -> None:
    repo.commit("Start", {**base(), **version_files(AUTHORITY)}, date=START)
    repo.configure("user", name="Ann Author", email="ann@example.com")
    portal = Portal(served(repo.path, DAY, "ann"))
    portal.next_version(portal.current.start)
    browser = portal.browser()
    assert FORM not in browser.get(KEYS_PAGE, headers=OWN).text
    assert browser.get(FORM, headers=OWN).status_code == 404
    sent = {"form": portal.door.form, "text": "x"}
    assert browser.post(FORM, data=sent, headers=OWN).status_code == 404
    portal.current.stop()


def test_where_no_owner_has_a_key_a_version_counts_unsigned(
    repo: RepositoryBuilder, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.commit("Start", company.base(), date=START)
    repo.configure("user", name="Quinn Quality", email="quinn@example.com")
    monkeypatch.setattr(signing_keys, "_at_hand", lambda _: iter(()))
    portal = Portal(served(repo.path, DAY, "quinn"))
    portal.next_version(portal.current.start)
    browser = portal.browser()
    sent = renamed(Fields(browser.get(FORM, headers=OWN).text, FORM).sent)
    shown = browser.post(FORM, data=sent, headers=OWN).text
    assert "No owner has a key, so it counts unsigned" in shown
    browser.post(SIGN, data=Fields(shown, SIGN).sent, headers=OWN)
    current = committed(Git.discover(repo.path)).history.current
    assert (current.version, current.people["ann"].name) == (2, "Ann Archer")
    portal.current.stop()


def test_no_one_but_an_owner_puts_an_unsigned_version_in_force(
    repo: RepositoryBuilder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who can enter a portal need not be one who may write to the repository."""
    repo.commit("Start", company.base(), date=START)
    repo.configure("user", name="Ann Author", email="ann@example.com")
    monkeypatch.setattr(signing_keys, "_at_hand", lambda _: iter(()))
    git = Git.discover(repo.path)
    quinn, ann = (Portal(served(repo.path, DAY, name)) for name in ("quinn", "ann"))
    for portal in (quinn, ann):
        portal.next_version(portal.current.start)
    owner, browser = quinn.browser(), ann.browser()
    sent = Fields(owner.get(FORM, headers=OWN).text, FORM).sent
    sent["f.owners.people"] += "; ann"
    shown = Fields(owner.post(FORM, data=sent, headers=OWN).text, SIGN).sent
    refused = browser.post(SIGN, data=shown | {"form": ann.door.form}, headers=OWN)
    assert "Ann Author is not an owner of the register" in refused.text
    assert committed(git).history.current.version == 1
    owner.post(SIGN, data=shown, headers=OWN)
    assert committed(git).history.current.version == 2
    for portal in (quinn, ann):
        portal.current.stop()
