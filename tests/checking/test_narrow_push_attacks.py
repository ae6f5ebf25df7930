"""What a pusher may try with commits that look simple, and with what the server remembers."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from isodocs.checking import enforcement
from tests.checking.test_narrow import DRAFT, FINAL, FIRST, ONE, PICTURE, PROGRAM, SECOND
from tests.checking.test_narrow_push import AGAIN, LAST, MAIN, Server, commits, start
from tests.helpers import signed_company as signed
from tests.helpers.company import ANN, CONFIG, QUINN, approval, approved, document, path
from tests.helpers.repository import Content, RepositoryBuilder


@pytest.fixture
def server(repo: RepositoryBuilder, monkeypatch: pytest.MonkeyPatch) -> Server:
    """A server that has judged one push, so that it remembers what came before the next."""
    return known(repo, monkeypatch, {})


def known(
    repo: RepositoryBuilder, monkeypatch: pytest.MonkeyPatch, files: Mapping[str, Content]
) -> Server:
    start(repo)
    begin = repo.commit("More", files)
    found = Server(repo, monkeypatch)
    repo.commit("Known", {PROGRAM: "int y;"})
    found(begin)
    found.quick.clear()
    return found


def test_a_text_written_with_the_one_who_approves_it(server: Server) -> None:
    repo, old = server.repo, server.repo.head()
    repo.commit("Text\n\nCo-authored-by: Quinn <quinn@example.com>", {SECOND: LAST})
    repo.commit("Approve", approval("SOP-002", 2, LAST))
    assert server(old).refused


@pytest.mark.parametrize("author", [ANN, QUINN])
def test_a_text_that_someone_else_had_a_hand_in(server: Server, author: str) -> None:
    repo, old = server.repo, server.repo.head()
    repo.commit("One", {SECOND: DRAFT.replace("before", "ever")}, author=author)
    repo.commit("Two", {SECOND: FINAL.replace("before", "ever")}, author=ANN)
    repo.commit("Three", approval("SOP-002", 2, FINAL.replace("before", "ever")))
    assert server(old).refused is (author == QUINN)
    assert server.quick[True] == (author == ANN)


def test_a_statement_that_is_the_text_of_another_file_too(server: Server) -> None:
    """One content at two paths names what it names at either of them."""
    (statement,) = approval("SOP-001", 1, ONE, shown={PICTURE: b"2"}).values()
    for name in ("README.md", "AAA.md"):
        place = {".isodocs/approvals/SOP-002/2/x.json": statement, name: statement}
        server.repo.commit("Begin", {"AAA.md": "x\n"})
        old = server.repo.head()
        server(old)
        commits(server.repo, place)
        server(old)
        server.repo.git("reset", "--quiet", "--hard", old)


@pytest.mark.parametrize("back", [0, 1], ids=["first", "second"])
def test_a_merge_that_puts_the_branch_on_its_side(server: Server, back: int) -> None:
    """What had landed by then would land only now, with the day of the merge."""
    repo, old = server.repo, server.repo.head()
    repo.branch("side", f"{old}~1")
    side = repo.commit("On the side", {SECOND: AGAIN})
    parents = (old, side) if back else (side, old)
    files = repo.git("rev-parse", f"{side}^{{tree}}")
    merged = repo.git("commit-tree", files, "-p", parents[0], "-p", parents[1], "-m", "Merge")
    repo.git("checkout", "--quiet", "-B", "main", merged)
    server(old)
    assert server.quick == {False: 1}


def test_a_merge_of_an_old_state(server: Server) -> None:
    """No commit says that it takes back what the branch had."""
    repo = server.repo
    fork = repo.head()
    repo.commit("Approved", {SECOND: FINAL, **approval("SOP-002", 2, FINAL)})
    server(fork)
    old = repo.head()
    repo.branch("side", fork).commit("On the side", {PROGRAM: "int z;"})
    tree = repo.git("rev-parse", "side^{tree}")
    merged = repo.git("commit-tree", tree, "-p", old, "-p", "side", "-m", "Merge")
    repo.git("checkout", "--quiet", "-B", "main", merged)
    server.quick.clear()
    assert server(old).refused
    assert server.quick == {False: 1}


@pytest.mark.parametrize("ending", [".sig", ".sig.tst"])
def test_what_is_put_beside_an_approval(
    repo: RepositoryBuilder, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    server = known(repo, monkeypatch, {**signed.base(), **signed.approved("SOP-003")})
    statement = min(approval("SOP-001", 1, ONE, shown={PICTURE: b"1"}))
    server(commits(repo, {f"{statement}{ending}": "x"}))


def test_an_old_tip_that_is_not_the_branchs(server: Server) -> None:
    """Git finds that out only later; nothing is learnt from such a commit."""
    repo, old = server.repo, server.repo.head()
    claimed = repo.commit("Claimed", {FIRST: ONE.replace("One", "Eins")})
    repo.commit("New", {SECOND: AGAIN})
    repo.git("update-ref", MAIN, old)
    server(claimed, moves=False)
    assert server.quick == {False: 1}
    repo.git("reset", "--quiet", "--hard", old)
    commits(repo, {SECOND: AGAIN})
    server(old)
    assert server.quick == {False: 1, True: 1}


def test_what_the_pusher_may_have_written_does_not_count(server: Server) -> None:
    server.patch.setattr(enforcement, "_is_own", lambda _: False)
    server(commits(server.repo, {SECOND: AGAIN}))
    assert server.quick == {False: 1}


def test_a_refused_push_leaves_what_was_known_as_it_was(server: Server) -> None:
    repo, old = server.repo, server.repo.head()
    commits(repo, {SECOND: FINAL}, {"documents/new.png": "1"})
    assert server(old).refused
    repo.git("reset", "--quiet", "--hard", old)
    commits(repo, {SECOND: FINAL, **approval("SOP-002", 2, FINAL)})
    assert not server(old).refused
    assert server.quick == {False: 1, True: 1}


def test_a_new_document_in_the_place_of_another(server: Server) -> None:
    """By its number, or by its path on a disk that ignores case."""
    repo, old = server.repo, server.repo.head()
    for files in (
        {"documents/copy.md": DRAFT},
        {path("SOP-003"): document("sop-001", 1, "draft")},
        {"documents/sop-001.md": document("SOP-003", 1, "draft")},
        {"documents/SOP-001.MD/x.md": document("SOP-003", 1, "draft")},
        {"Documents/x.md": document("SOP-003", 1, "draft")},
        {path("SOP-003"): approved("SOP-001")[FIRST]},
    ):
        commits(repo, files)
        found = server(old)
        assert found.refused or found.open
        repo.git("reset", "--quiet", "--hard", old)
    assert not server.quick[True]


def test_a_gap_of_all_documents_becomes_one_of_each(
    repo: RepositoryBuilder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As soon as one document has the field, each of the others lacks it."""
    config = f"{CONFIG}required: [id, language]\n"
    server = known(repo, monkeypatch, {"isodocs.yaml": config, **approved("SOP-003")})
    assert server(commits(repo, {SECOND: DRAFT.replace("title:", "language: en\ntitle:")})).refused
    assert server.quick == {False: 1}


def test_documents_that_lack_what_all_pushed_before_them_lack(
    repo: RepositoryBuilder, monkeypatch: pytest.MonkeyPatch
) -> None:
    lacking = {path(id): document(id, 1, "draft", owner="") for id in ("SOP-003", "SOP-004")}
    lacking[SECOND] = DRAFT.replace("owner: quality-manager\n", "")
    server = known(repo, monkeypatch, lacking)
    more = {place: f"{text}More.\n" for place, text in lacking.items()}
    old = commits(repo, {**more, path("SOP-005"): document("SOP-005", 1, "draft", owner="")})
    assert server(old).refused
    assert server.quick == {False: 1}
