"""Whether a file of objects that was touched still has what it had."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from isodocs.repository.object_files import is_sound
from tests.helpers.repository import RepositoryBuilder


@pytest.mark.parametrize("object_format", ["sha1", "sha256"])
def test_a_file_of_objects_is_sound_or_damaged(tmp_path: Path, object_format: str) -> None:
    repo = RepositoryBuilder(tmp_path / "repo", object_format=object_format)
    repo.commit("Start", {"a.md": "One, and many more words.\n"})
    objects = repo.path / ".git/objects"
    blob = repo.git("rev-parse", "HEAD:a.md").strip()
    repo.git("repack", "-q", "-a")
    (pack,) = objects.glob("pack/*.pack")
    (index,) = objects.glob("pack/*.idx")
    for file in (objects / blob[:2] / blob[2:], pack):
        assert is_sound(str(file))
        data = file.read_bytes()
        for damaged in (data[:-1] + b"?", data[:20] + b"?" + data[21:], data[:30], b""):
            _put(file, damaged)
            assert not is_sound(str(file)), damaged
        _put(file, data)
        assert is_sound(str(file))
    # another pack, which is whole, in its place
    repo.commit("Next", {"a.md": "Three.\n"})
    repo.git("repack", "-q", "-a")
    (other,) = (each for each in objects.glob("pack/*.pack") if each != pack)
    _put(pack, other.read_bytes())
    assert not is_sound(str(pack))
    assert is_sound(str(other))
    assert not is_sound(str(index))
    index.unlink()
    assert not is_sound(str(pack))


def _put(file: Path, data: bytes) -> None:
    file.chmod(0o644)
    file.write_bytes(data)
    os.utime(file)
