"""What is done while Git is in the middle of something: whole and on a branch, or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from starlette.testclient import TestClient

from tests.helpers import company
from tests.helpers.company import approval, document, path
from tests.helpers.forms import Fields
from tests.helpers.portal import ADDRESS, Portal, served
from tests.helpers.repository import RepositoryBuilder
from tests.portal.test_deeds import MUST_KNOW, field
from tests.threats.attack import START

DAY = "2024-06-01"
OWN = {"origin": ADDRESS, "accept-language": "en"}
ACTIONS = "records/action.csv"
READ = "records/confirmation.csv"
State = Callable[[RepositoryBuilder], None]


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Portal, RepositoryBuilder]]:
    """One company for all tests of this file, each of which leaves it as it was."""
    repo = RepositoryBuilder(tmp_path_factory.mktemp("between"))
    text = document()
    files = {**company.base(), **MUST_KNOW, path(): text}
    files |= approval("SOP-001", 1, text, effective=date(2024, 2, 1))
    files[ACTIONS] = "id,what,owner,status,due\nA-1,Label,quinn,open,2024-07-01\n"
    files[READ] = "person,document,revision,date\nann,SOP-001,1,2024-05-01\n"
    repo.commit("Start", files, date=START)
    repo.configure("user", name="Quinn Quality", email="quinn@example.com")
    found = Portal(served(repo.path, DAY, "quinn"))
    found.next_version(found.current.start)
    yield found, repo
    found.current.stop()


def saved(browser: TestClient) -> str:
    """Save another owner of the action; returns what is said."""
    to = "/edit/records/action"
    sent = Fields(browser.get(to, headers=OWN).text, to).sent | {"c.2.what": "Label it"}
    return browser.post(to, data=sent, headers=OWN).text


def merging(repo: RepositoryBuilder) -> None:
    (repo.path / ".git/MERGE_HEAD").write_text(f"{repo.head()}\n")


def locked(repo: RepositoryBuilder) -> None:
    (repo.path / ".git/HEAD.lock").touch()


def detached(repo: RepositoryBuilder) -> None:
    repo.git("checkout", "-q", "--detach")


@pytest.mark.parametrize(
    ("state", "why"),
    [
        (merging, "a merge is in progress"),
        (locked, "Another Git command is writing"),
        (detached, "no branch is checked out here"),
    ],
)
def test_what_cannot_be_committed_is_not_written(
    asked: tuple[Portal, RepositoryBuilder], state: State, why: str
) -> None:
    portal, repo = asked
    head = repo.head()
    state(repo)
    try:
        assert why in saved(portal.browser())
        assert repo.head() == head
        assert repo.git("status", "--porcelain") == ""
    finally:
        for name in ("MERGE_HEAD", "HEAD.lock"):
            (repo.path / ".git" / name).unlink(missing_ok=True)
        repo.git("checkout", "-q", "main")


def test_rows_of_someone_else_are_not_committed_with_a_confirmation(
    asked: tuple[Portal, RepositoryBuilder],
) -> None:
    portal, repo = asked
    browser = portal.browser()
    text = browser.get("/documents/SOP-001", headers=OWN).text
    sent = {name: field(text, name) for name in ("form", "revision", "seen")}
    head, file = repo.head(), repo.path / READ
    before = file.read_text()
    file.write_text(f"{before}dora,SOP-001,1,2024-05-02\n")
    refused = browser.post("/documents/SOP-001/confirm", data=sent, headers=OWN)
    assert refused.status_code == 409
    assert "the file has changes that are not committed" in refused.text
    assert repo.head() == head
    file.write_text(before)
