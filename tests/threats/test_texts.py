"""Threats by what is written: names and front matter that deceive a reader, a loader or a browser.

Nothing becomes HTML yet (threat 29): what can be kept out of a later page is told by `check`, and
what a terminal shows is escaped.
"""

from __future__ import annotations

import hashlib
import itertools
import re
import unicodedata
from datetime import date
from pathlib import Path

import pytest
import yaml
from markdown_it import MarkdownIt

from isodocs.lifecycle.start import start
from isodocs.model.document import State
from isodocs.repository.git import Git
from tests.helpers.command import refused, run
from tests.helpers.company import CONFIG, base, document, path
from tests.helpers.repository import RepositoryBuilder
from tests.helpers.signed_company import approval, approved
from tests.helpers.signed_company import base as signed_base
from tests.threats.attack import START, gaps, register, state, told
from tests.threats.test_running import isodocs

STEERS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u034f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff"
    "\U000e0000-\U000e0fff]"
)
DECEIT = "A\x1b[2J\x1b[31mB\u202egnitirw\u2066C\x07\u061cD\u034f\U000e0041"


def test_23_names_and_titles_that_steer_a_terminal(repo: RepositoryBuilder) -> None:
    """A path that clears the screen, one that reads backwards, one that adds a line of its own."""
    names = [f"documents/{DECEIT}.md", "documents/x\nAll 1 documents are approved.md"]
    files = {name: document(f"SOP-00{n}") for n, name in enumerate(names, 2)}
    files["documents/z.md"] = document("SOP-004", title="devorppA\u202e")
    repo.commit("Start", {**base(), **files}, author=f"{DECEIT} <x@example.com>", date=START)
    shown = repo.git("-c", "core.quotePath=false", "ls-files", "-z")
    assert STEERS.search(shown), "Git passes them on when asked for names as they are"
    for command in (
        ("check", "--exit-zero"),
        ("register",),
        ("history", "SOP-002"),
        ("check", "--exit-zero", "--format", "json"),
    ):
        options = () if command[0] == "history" else ("--on", "2024-06-01")
        said = run(*command, *options, at=repo.path)
        assert not STEERS.search(said.replace("\\u", "")), command
        assert "\nAll 1 documents" not in said


def test_23_names_in_an_error(repo: RepositoryBuilder) -> None:
    """A path whose line feed begins a line of its own, in the words of a command that refuses."""
    evil = f"documents/x\nAll documents are approved{DECEIT}.md"
    twins = {evil: document("SOP-002"), "documents/z.md": document("SOP-002")}
    repo.commit("Start", {**base(), **twins}, date=START)
    assert "\nAll documents" in refused("revise", "SOP-002", "--change", "x", at=repo.path)
    process = isodocs(repo, "revise", "SOP-002", "--change", "x")
    assert (process.returncode, process.stdout) == (2, "")
    assert "All documents are approved" in process.stderr
    assert not STEERS.search(process.stderr)
    assert "\nAll documents" not in process.stderr


def test_34_values_without_end_in_messages(repo: RepositoryBuilder) -> None:
    """A target of a megabyte and a number of 5,000 digits: each is one message of ordinary size."""
    text = document(
        status="draft", body=f"# A\n\n[a]({'x' * 1_000_000}.md)\n\n!include {'y' * 500_000}\n"
    )
    other = document("SOP-002", revision="9" * 5_000, owner="8" * 5_000, review_every="7" * 5_000)
    repo.commit("Start", {**base(), path(): text, path("SOP-002"): other}, date=START)
    with pytest.raises(ValueError, match="digits"):
        int("9" * 5_000)
    for format in ("text", "json"):
        said = run("check", "--exit-zero", "--full", "--format", format, at=repo.path)
        assert "which does not exist" in said
        assert len(said) < 40_000


def test_24_identifiers_that_differ_in_capitals(repo: RepositoryBuilder) -> None:
    """On a disk that folds capitals the one file, and its approvals, replace the other's."""
    twins = {"documents/a/SOP-001.md": document(), "documents/b/x.md": document("sop-001")}
    assert len({name.casefold() for name in ("SOP-001", "sop-001")}) == 1
    repo.commit("Start", {**base(), **twins}, date=START)
    assert "looks like 'SOP-001'" in told(repo, "DOC004")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("documents/Review.md", "documents/review.md"),
        (f"documents/{unicodedata.normalize('NFC', 'Prüfung')}.md",
         f"documents/{unicodedata.normalize('NFD', 'Prüfung')}.md"),
        ("documents/\ufb01nal.md", "documents/final.md"),
    ],
)  # fmt: skip
def test_24_paths_that_look_the_same(repo: RepositoryBuilder, one: str, other: str) -> None:
    """Two names to Git, one to a disk or to an eye."""
    files = {one: document("SOP-001"), other: document("SOP-002")}
    repo.commit("Start", {**base(), **files}, date=START)
    assert len(repo.git("ls-files", "-z", "documents").split("\0")) == 3
    assert "looks like" in told(repo, "DOC004")


@pytest.mark.parametrize("id", ["SОP-001", "SOP\u2010001", "SOP-00１", "ЅОР-001", "SOP-001\u200b"])
def test_24_identifier_in_look_alike_characters(repo: RepositoryBuilder, id: str) -> None:
    """Cyrillic О, a typographic hyphen, a wide digit, nothing visible: SOP-001 to the eye."""
    assert id != "SOP-001"
    twin = document().replace("SOP-001", f'"{id}"')
    repo.commit("Start", {**base(), path(): document(), "documents/x.md": twin}, date=START)
    found = gaps(repo)
    assert "invalid identifier" in found.get("DOC002", "") or "DOC009" in found


@pytest.mark.parametrize("twin", [".ISODOCS", ".Isodocs", ".iso\u200bdocs", ".ｉsodocs"])
def test_24_a_second_folder_of_records(repo: RepositoryBuilder, twin: str) -> None:
    """Checked out where capitals are folded, another register of authority takes the place."""
    files = {f"{twin}/authority/0001.json": b"{}"}
    repo.commit("Start", {**signed_base(), **approved(), **files}, date=START)
    assert "looks like '.isodocs'" in gaps(repo)["DOC009"]


BOMB = [f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]" for a, b in itertools.pairwise("abcdefghi")]
HOSTILE = {
    "alias bomb": "\n".join(["a: &a [x, x, x, x, x, x, x, x, x]", *BOMB, ""]),
    "duplicate key": "status: draft\n",
    "merge key": "base: &base {owner: x}\n<<: *base\n",
    "tag": "owner: !!binary aGVsbG8=\n",
    "giant scalar": f"title: {'x' * 300_000}\n",
    "depth": f"clauses: {'[' * 1000}{']' * 1000}\n",
    "NUL": "title: a\0b\n",
}
ORDINARY_LOADER_FAILS = {"depth", "NUL"}


@pytest.mark.parametrize("name", HOSTILE)
def test_25_hostile_yaml(repo: RepositoryBuilder, name: str) -> None:
    """An ordinary loader takes most of them: a list of 9^9 items, the second of two statuses."""
    text = document().replace("---\n", f"---\n{HOSTILE[name]}", 1)
    matter = text.split("---\n")[1]
    if name in ORDINARY_LOADER_FAILS:
        with pytest.raises((RecursionError, yaml.YAMLError)):
            yaml.safe_load(matter)
    else:
        assert yaml.safe_load(matter)["status"] == "approved"
    repo.commit("Start", {**base(), path(): text, **approval("SOP-001", 1, text)}, date=START)
    found = gaps(repo)
    assert "DOC009" in found, found
    entry = register(repo).entries.get("SOP-001")
    assert entry is None or entry.in_force is None


ACTIVE = {
    "script": "[x](javascript:alert(1))",
    "script in other capitals": "[x](JaVaScRiPt:alert(1))",
    "script in entities": "[x](java&#115;cript:alert(1))",
    "script with a tab in it": "[x](<java\tscript:alert(1)>)",
    "script with a tab in entities": '<a href=" jav&#x09;ascript:alert(1)">x</a>',
    "script by a label": "[x][l]\n\n[l]: javascript:alert(1)",
    "script as an address": "<javascript:alert(1)>",
    "script as an image": '<img src="javascript:alert(1)">',
    "page in a link": "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "page in an image": "![x](data:text/html,hello)",
    "other script": "[x](vbscript:alert)",
}


@pytest.mark.parametrize("name", ACTIVE)
def test_29_links_that_run(repo: RepositoryBuilder, name: str) -> None:
    """A converter that passes links on as they are puts them where a browser runs them."""
    careless = MarkdownIt("commonmark")
    careless.validateLink = lambda url: True  # type: ignore[method-assign]
    page = careless.render(ACTIVE[name]).casefold()
    assert re.search(r'(href|src)="[^"]*(script|data):?', page)
    text = document(body=f"# Purchasing\n\nSee {ACTIVE[name]}\n")
    repo.commit("Start", {**base(), path(): text}, date=START)
    assert "could run or reveal something" in told(repo, "REF006")


def test_29_active_html_is_only_text_so_far(repo: RepositoryBuilder) -> None:
    """Scripts and event handlers stand in the text like any words: no report of ours is HTML.

    Whatever turns documents into pages must take them out.
    """
    active = "# Purchasing\n\n<script>alert(1)</script> <b onclick=alert(1)>Buy.</b>\n"
    assert "<script>" in MarkdownIt("commonmark").render(active)
    repo.commit("Start", {**base(), path(): document(body=active)}, date=START)
    for command in ("check", "register"):
        options = ("--on", "2024-06-01", *(("--exit-zero",) if command == "check" else ()))
        assert "<script>" not in run(command, *options, at=repo.path)


def test_31_line_ends_converted_by_git(repo: RepositoryBuilder, tmp_path: Path) -> None:
    """On a machine with core.autocrlf the files on disk are not the bytes that were approved."""
    repo.commit("Start", {**signed_base(), **approved()}, date=START)
    there = tmp_path / "windows"
    repo.git("-c", "core.autocrlf=true", "clone", "--quiet", str(repo.path), str(there))
    clone = RepositoryBuilder(there, object_format=None).configure("core", autocrlf="true")
    (record, _) = approval("SOP-001", 1, document())
    on_disk = hashlib.sha256((there / path()).read_bytes()).hexdigest()
    assert on_disk not in (repo.path / record).read_text()
    assert b"\r\n" in (there / record).read_bytes()
    assert not gaps(clone)
    assert state(clone) is State.EFFECTIVE


def test_31_what_init_writes_keeps_bytes_as_they_are(
    repo: RepositoryBuilder, tmp_path: Path
) -> None:
    """The attributes that come with the repository outrank the machine's own settings."""
    from isodocs.adoption.look import look
    from isodocs.lifecycle.start import existing_files, people

    git = Git.discover(repo.path)
    plan = start(
        git,
        existing=look(existing_files(git)[0], date(2024, 6, 1)),
        organisation="Test Works",
        standards=["iso-9001-2015"],
        persons=people(["Quinn Quality <quinn@example.com>"]),
    )
    files = {change.path: change.after for change in plan.changes}
    repo.commit("Start", {**files, **approved()}, date=START)
    there = tmp_path / "windows"
    repo.git("-c", "core.autocrlf=true", "clone", "--quiet", str(repo.path), str(there))
    (record, seal) = approval("SOP-001", 1, document())
    for name in (path(), record, seal):
        assert (there / name).read_bytes() == (repo.path / name).read_bytes()


def test_31_byte_order_mark(repo: RepositoryBuilder) -> None:
    """An editor adds three bytes that nobody sees; the digest is of all of them."""
    repo.commit("Start", {**signed_base(), **approved()}, date=START)
    marked = "\ufeff" + document()
    assert marked.strip("\ufeff") == document()
    repo.commit("Save", {path(): marked}, date="2024-03-01T10:00:00+00:00")
    assert "begins with a byte order mark" in told(repo, "DOC009")
    assert "was changed by Ann Author" in told(repo, "REV005")


def test_25_clauses_and_revisions_that_change_when_read(repo: RepositoryBuilder) -> None:
    """8.10 read as a number is 8.1, and `03` is 3: the claim and the revision are others."""
    text = document(clauses="{iso-9001-2015: [8.10]}", revision="03")
    loaded = yaml.safe_load(text.split("---\n")[1])
    assert (loaded["clauses"]["iso-9001-2015"], loaded["revision"]) == ([8.1], 3)
    repo.commit("Start", {**base(), "isodocs.yaml": CONFIG, path(): text}, date=START)
    (read,) = register(repo).documents
    assert (read.claims[0].clause, read.revision) == ("8.10", "03")
