"""Threats by what a document shows: every way to show a file is approved with it, or refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers.command import refused
from tests.helpers.company import CONFIG, document, path
from tests.helpers.repository import Content, RepositoryBuilder
from tests.helpers.shown_forms import SHOWING, UNSURE, named
from tests.helpers.signed_company import approval, base
from tests.threats.attack import START, gaps, later, push, refused_for, told

FORMS = {f"SOP-{number:03}": named_form for number, named_form in enumerate(SHOWING.values(), 101)}


def every_form(*, listed: bool) -> dict[str, Content]:
    """A document for each form, approved with what it shows, or (not `listed`) without."""
    files: dict[str, Content] = {
        **base(),
        "documents/figure.html": "",
        "layouts/shortcodes/figure.html": "",
        "layouts/shortcodes/readfile.html": "",
    }
    files["_includes/figure.html"] = ""
    for number, (id, (form, place)) in enumerate(FORMS.items()):
        text = document(id, body=f"# Purchasing\n\nAs follows.\n\n{named(form, number)}\n")
        part = named(place, number)
        shown = {part: f"as approved {number}".encode()}
        also = {"figure.html": {"_includes/figure.html": b"", "documents/figure.html": b""}}
        for name, more in also.items():
            if name in form:
                shown |= more
        for name in ("figure", "readfile"):
            if f"{{{{< {name}" in form or f"{{{{% {name}" in form:
                shown[f"layouts/shortcodes/{name}.html"] = b""
        files |= {path(id): text, part: shown[part]}
        files |= approval(id, 1, text, shown=shown if listed else {})
    return files


def test_2_shown_in_any_way_and_swapped(repo: RepositoryBuilder) -> None:
    """No document changes by a byte, and each shows its reader something else."""
    repo.commit("Start", every_form(listed=True), date=START)
    assert "APR007" not in (before := gaps(repo)), before["APR007"]
    assert "APR016" not in before, before
    old = repo.head()
    swapped = {
        named(place, number): f"changed {number}"
        for number, (_, place) in enumerate(SHOWING.values())
    }
    later(repo, swapped)
    assert repo.git("diff", "--name-only", old, "HEAD", "--", *map(path, FORMS)) == ""
    message = told(repo, "APR007")
    assert [id for id in FORMS if f"/{id}/1/" not in message] == []
    assert refused_for(push(repo, old)) >= {"APR007", "APR001"}


def test_2_shown_in_any_way_and_not_in_the_approval(repo: RepositoryBuilder) -> None:
    """A genuine signature over the text alone: whoever brings the file decides what it shows."""
    repo.commit("Start", every_form(listed=False), date=START)
    message = told(repo, "APR007")
    assert [id for id in FORMS if f"/{id}/1/" not in message] == []


def test_2_shown_in_a_way_that_nobody_can_follow(repo: RepositoryBuilder) -> None:
    """Approved by hand, with a genuine key: `check` and the hook do not take it."""
    files: dict[str, Content] = {**base(), path(): document()}
    files |= approval("SOP-001", 1, document())
    repo.commit("Start", files, date=START)
    old = repo.head()
    brought: dict[str, Content] = {"documents/x.png": "x"}
    ids = []
    for number, (form, _) in enumerate(UNSURE.values(), 201):
        ids.append(id := f"SOP-{number}")
        text = document(id, body=f"# Purchasing\n\nAs follows.\n\n{form}\n")
        brought |= {path(id): text, **approval(id, 1, text, shown={"documents/x.png": b"x"})}
    later(repo, brought)
    message = told(repo, "APR016")
    assert [id for id in ids if f"{path(id)}:" not in message] == []
    assert "APR016" in refused_for(push(repo, old))
    waiver = "rule: APR016\ndocument: SOP-201\nreason: We know.\nuntil: 2024-12-31\n"
    later(repo, {".isodocs/waivers/x.yaml": waiver + "granted: 2024-02-01\n"})
    assert "APR016" in refused_for(push(repo, old)), "a waiver is a file without signature"


def test_2_include_of_an_include_swapped(repo: RepositoryBuilder) -> None:
    """The document includes a text, which shows a picture; only the picture changes."""
    text = document(body="# Purchasing\n\n{{#include part.md}}\n")
    part = {"documents/part.md": b"![a](deep.png)", "documents/deep.png": b"as approved"}
    files = {**base(), path(): text, **part, **approval("SOP-001", 1, text, shown=part)}
    repo.commit("Start", files, date=START)
    assert "APR007" not in gaps(repo)
    later(repo, {"documents/deep.png": "changed"})
    assert "documents/deep.png" in told(repo, "APR007")


@pytest.mark.parametrize("place", ["_includes/part.md", "part.md", "documents/part.md.md"])
def test_2_another_file_where_a_tool_looks_first(repo: RepositoryBuilder, place: str) -> None:
    """Nothing approved changes; a new file takes the place of the one that was shown."""
    text = document(body="# Purchasing\n\n{% include part.md %}\n")
    shown = {"documents/part.md": b"as approved"}
    files = {**base(), path(): text, **shown, **approval("SOP-001", 1, text, shown=shown)}
    repo.commit("Start", files, date=START)
    assert "APR007" not in gaps(repo)
    later(repo, {place: "something else"})
    if place == "documents/part.md.md":
        assert "APR007" not in gaps(repo), "control: a name that nothing leads to"
    else:
        assert f"approved without {place}" in told(repo, "APR007")


def test_2_a_shown_file_that_is_taken_away(repo: RepositoryBuilder) -> None:
    """What a reader sees has changed as well when a part of it is gone."""
    text = document(body="# Purchasing\n\n{% include part.md %}\n")
    shown = {"documents/part.md": b"as approved"}
    files = {**base(), path(): text, **shown, **approval("SOP-001", 1, text, shown=shown)}
    repo.commit("Start", files, date=START)
    later(repo, {"documents/part.md": None})
    assert "documents/part.md" in told(repo, "APR007")


def test_2_document_made_a_part_of_another(repo: RepositoryBuilder) -> None:
    """An approved document that another includes is a document still, also without its fields."""
    start = {**base(), path(): document(), **approval("SOP-001", 1, document())}
    repo.commit("Start", start, date=START)
    assert not gaps(repo)
    old = repo.head()
    including = document("SOP-002", status="draft", body="# A\n\n{{#include SOP-001.md}}\n")
    later(repo, {path("SOP-002"): including, path(): document().replace("only", "or any")})
    assert refused_for(push(repo, old)) >= {"REV005"}
    later(repo, {path(): "# Purchasing\n\nBuy from anybody.\n"})
    assert refused_for(push(repo, old)), "without its front matter it is an approved text gone"


def test_2_approve_refuses_what_it_cannot_see(tmp_path: Path) -> None:
    """The command refuses with the line, before anybody is asked."""
    from tests.helpers.company import base as plain

    repo = RepositoryBuilder(tmp_path / "repo")
    for number, (form, says) in enumerate(list(UNSURE.values())[:3], 1):
        text = document(body=f"# Purchasing\n\n{form}\n")
        files = {**plain(), "isodocs.yaml": CONFIG, path(): text, "documents/x.png": "x"}
        repo.commit(f"Change {number}", files)
        said = refused("approve", "SOP-001", "--as", "quinn", "--yes", at=repo.path)
        assert f"{path()}:13" in said
        assert says in said
