"""Folders for readers: what they may not take the place of, and where none can be made."""

from __future__ import annotations

import json
import stat
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isodocs.copies import publication
from isodocs.errors import PublicationError


@pytest.mark.parametrize("name", [".git/copies", ".GIT", ".isodocs/approvals/copies"])
def test_nothing_is_published_where_git_or_isodocs_keep_files(tmp_path: Path, name: str) -> None:
    with pytest.raises(PublicationError, match="keeps for itself"):
        publication.earlier(tmp_path / name, publication.COPIES)
    (tmp_path / ".git").mkdir(exist_ok=True)
    (tmp_path / "elsewhere").symlink_to(".git")
    with pytest.raises(PublicationError, match="keeps for itself"):
        publication.earlier(tmp_path / "elsewhere", publication.COPIES)


@pytest.mark.parametrize("name", ["file/copies", "file/a/copies", "x" * 300, "loop/copies"])
def test_a_folder_that_cannot_be_made_is_an_error_that_says_so(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_text("mine")
    (tmp_path / "loop").symlink_to("loop")
    place = tmp_path / name
    publication.earlier(place, publication.COPIES)
    with (
        pytest.raises(PublicationError, match="no folder can be made there") as caught,
        publication.replaced(place, publication.COPIES),
    ):
        pytest.fail("nothing can be put there")
    assert caught.value.path == str(place)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["file", "loop"]


def test_a_link_that_has_the_name_of_a_file_leads_there() -> None:
    ids = ("SOP-1", "sop-1", "QP#1", "50%20a", "a?b", "../x", "con")
    names = publication.file_names(ids)
    assert list(names.values()) == ["SOP-1", "sop-1~2", "QP_1", "50_20a", "a_b", "__x", "_con"]
    assert all(urlsplit(name).path == unquote(name) == name for name in names.values())


def test_who_may_open_a_folder_may_open_the_one_that_takes_its_place(tmp_path: Path) -> None:
    """A folder that was closed to others stays closed; a new one is as any that is made here."""
    place, plain = tmp_path / "site", tmp_path / "plain"
    plain.mkdir()
    for mode in (stat.S_IMODE(plain.stat().st_mode), 0o750, 0o2710):
        if place.exists():
            place.chmod(mode)
        with publication.replaced(place, publication.SITE) as made:
            publication.seal(made, publication.SITE, [], {})
        assert stat.S_IMODE(place.stat().st_mode) == mode
    assert sorted(p.name for p in tmp_path.iterdir()) == ["plain", "site"]


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.tuples(inner, inner)
        | st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(VALUES)
def test_a_manifest_is_indented_as_json_is(value: object) -> None:
    assert publication.indented(value) == json.dumps(value, ensure_ascii=False, indent=1)


@pytest.mark.parametrize("forged", [False, True])
def test_a_file_that_was_taken_over_is_compared_where_it_was_written_meanwhile(
    tmp_path: Path, forged: bool
) -> None:
    place = tmp_path / "copies"
    for _ in range(2):
        before = publication.earlier(place, publication.COPIES)
        with publication.replaced(place, publication.COPIES) as made:
            taken = before.take("a.html", "key", made)
            file = taken or publication.put(made, "a.html", b"A copy.", "key")
            sums = publication.seal(made, publication.COPIES, [file], {})
    assert taken
    assert publication.holds(place, sums, before.looks)
    path = place / "a.html"
    if forged:
        path.unlink()
    path.write_bytes(b"A cope.")
    assert not publication.holds(place, sums, before.looks)
