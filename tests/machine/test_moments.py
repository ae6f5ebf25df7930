"""What was seen at a moment is what is recalled of it, however little of it is kept."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isodocs.machine import moments, store
from isodocs.machine.moments import Changed
from isodocs.machine.store import Store

ABOUT = (b"check", b"register")
MANY = {f"folder {number}": b"as it was" for number in range(300)}
SEEN = st.dictionaries(st.sampled_from([*list(MANY)[:4], "new", "other"]), st.binary(max_size=2))


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("XDG_CACHE_HOME", str(home / "cache"))
        patched.setenv("XDG_STATE_HOME", str(home / "state"))
        found = store.of(str(home / "repo/.git"), str(home / "repo"))
        assert found
        yield found


@given(st.lists(st.tuples(st.sampled_from(ABOUT), SEEN, st.booleans(), st.booleans()), max_size=8))
def test_what_is_recalled_is_what_was_seen(
    kept: Store, story: list[tuple[bytes, dict[str, bytes], bool, bool]]
) -> None:
    last: dict[bytes, dict[str, bytes]] = {}
    for about, other, most, goes_on in story:
        seen = {**(MANY if most else {}), **other}
        before = moments.recall(kept, about) if goes_on else None
        moments.keep(kept, about, {"files": seen}, [about.decode()], before)
        last[about] = seen
        for each, found in last.items():
            moment = moments.recall(kept, each)
            assert moment or each != about, "only an earlier one may be forgotten"
            if moment is None:
                continue
            assert (moment.parts, moment.found) == ({"files": found}, [each.decode()])
            assert moment.changed("files", seen) == tuple(
                Changed(name, found.get(name), seen.get(name))
                for name in sorted(found.keys() | seen)
                if found.get(name) != seen.get(name)
            )


def test_of_a_moment_like_the_one_before_little_is_kept(kept: Store) -> None:
    first, second = ({**MANY, "folder 7": text, "folder 8": b"x" * 100} for text in (b"1", b"2"))
    moments.keep(kept, b"first", {"files": first}, None)
    moments.keep(kept, b"second", {"files": second}, None, moments.recall(kept, b"first"))
    row = kept.get("moments", b"second")
    assert row
    assert len(row) < 1_000
