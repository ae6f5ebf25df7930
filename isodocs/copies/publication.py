"""A folder of files for readers, with a manifest and sums: made whole, and replaced as a whole.

It is made beside the one that is there. A file that is made of the same as before is taken over.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import stat
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from json.encoder import encode_basestring
from operator import attrgetter
from pathlib import Path, PurePosixPath
from typing import Any

from isodocs.copies.file_names import free_name
from isodocs.errors import PublicationError
from isodocs.named_tuple import NamedTuple
from isodocs.words import say

MANIFEST = "manifest.json"
SUMS = "SHA256SUMS"
COPIES = "isodocs controlled copies 1"
PAGES = "isodocs pages of reports 1"
PACK = "isodocs evidence pack 1"
SITE = "isodocs reading site 1"
"""What a manifest says that its folder holds, and the number of its form."""
_KEPT_APART = frozenset((".git", ".isodocs"))
_WRITTEN = attrgetter("st_ino", "st_mode", "st_size", "st_mtime_ns")
"""What shows that a file was written; a link to it that comes or goes changes none of that."""
_NO_LOOKS: Mapping[str, tuple[int, ...]] = {}

IsAsMade = Callable[[str, os.stat_result], bool]


class PublishedFile(NamedTuple):
    """A file of the folder; what is made with the same `key` is the same bytes.

    One that is in the repository too has the path and the commit there (`source`, `commit`).
    """

    name: str
    sha256: str
    size: int
    key: str = ""
    source: str = ""
    commit: str = ""

    @property
    def listed(self) -> dict[str, Any]:
        """What the manifest says of it."""
        return {name: value for name, value in self._asdict().items() if value != ""}


class Earlier(NamedTuple):
    """What a folder holds already, by name.

    `is_as_made` says of some files, by path and by how they look, that they were not changed.
    `looks` are how those look that were taken over and are as they were made (`holds`).
    """

    folder: Path
    files: Mapping[str, PublishedFile]
    looks: dict[str, tuple[int, ...]]
    is_as_made: IsAsMade | None = None

    def take(self, name: str, key: str, into: Path) -> PublishedFile | None:
        """Take over a file that is made of the same and is as it was made; None where it is not."""
        known = self.files.get(name)
        if known is None or known.key != key or not key:
            return None
        path = os.path.join(self.folder, name)
        try:
            found = os.lstat(path)
            if not self._is_as_made(path, found) and not self.read(name):
                return None
            if "/" in name:
                (into / name).parent.mkdir(parents=True, exist_ok=True)
            _take_over(path, found, os.path.join(into, name))
        except OSError:
            return None
        self.looks[name] = _WRITTEN(found)
        return known

    def _is_as_made(self, path: str, found: os.stat_result) -> bool:
        known = self.is_as_made
        return known is not None and stat.S_ISREG(found.st_mode) and known(path, found)

    def read(self, name: str) -> bytes:
        """The content of a file that is as it was made; nothing where it is not."""
        known = self.files.get(name)
        try:
            data = _content(self.folder, name)
        except OSError:
            return b""
        return data if known and _sha256(data) == known.sha256 else b""


def earlier(folder: Path, form: str, is_as_made: IsAsMade | None = None) -> Earlier:
    """What is in the folder now; `is_as_made` as in `Earlier`.

    Raises PublicationError where there is anything but what was published here in that form.
    """
    if not _KEPT_APART.isdisjoint(map(str.casefold, Path(os.path.realpath(folder)).parts)):
        raise PublicationError(
            say("this is within a folder that Git or isodocs keeps for itself"),
            path=str(folder),
            hint=say("Name a folder elsewhere."),
        )
    if not os.path.lexists(folder):
        return Earlier(folder, {}, {})
    if not folder.is_dir():
        raise PublicationError(say("this is not a folder"), path=str(folder))
    if not any(folder.iterdir()):
        return Earlier(folder, {}, {})
    known = _manifest(folder / MANIFEST, form)
    if known is None:
        raise PublicationError(
            say(
                "this folder holds something other than '{form}', and would be replaced",
                form=form[:-2],
            ),
            path=str(folder),
            hint=say("Name a folder that does not exist, is empty, or was published to before."),
        )
    ours = known.keys() | {MANIFEST, SUMS}
    above = {name.rpartition("/")[0] for name in ours}
    folders = {parent.as_posix() for name in above for parent in PurePosixPath(name, "x").parents}
    strangers = {
        name for name, is_file in _names_below(folder) if name not in (ours if is_file else folders)
    }
    if strangers:
        raise PublicationError(
            say(
                "this folder holds files that were not published: {part}",
                part=", ".join(sorted(strangers)[:5]),
            ),
            path=str(folder),
            hint=say("Move them elsewhere: the folder is replaced as a whole."),
        )
    return Earlier(Path(os.path.realpath(folder)), known, {}, is_as_made)


def _names_below(folder: Path) -> Iterator[tuple[str, bool]]:
    """The names of all that is below a folder, with slashes, and whether nothing is below each."""
    waiting = [""]
    while waiting:
        within = waiting.pop()
        with os.scandir(os.path.join(folder, within)) as found:
            for each in found:
                name = f"{within}{each.name}"
                is_folder = each.is_dir(follow_symlinks=False)
                yield name, not is_folder
                if is_folder:
                    waiting.append(f"{name}/")


def _take_over(path: str, seen: os.stat_result, into: str) -> None:
    """Let a file be in another folder as well, which soon is the only one.

    One that other folders share, such as a backup, is copied: who writes to it there wrote to ours.
    """
    try:
        if not stat.S_ISREG(seen.st_mode) or seen.st_nlink != 1:
            raise OSError
        os.link(path, into)
    except OSError:  # or links cannot be made there
        shutil.copy2(path, into)


def _manifest(path: Path, form: str) -> dict[str, PublishedFile] | None:
    """The files that a manifest of this form lists, by name; None for anything else."""
    try:
        found = json.loads(path.read_text("utf-8"))
        if found["form"] != form:
            return None
        return {str(entry["name"]): PublishedFile(**entry) for entry in found["files"]}
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None


def put(folder: Path, name: str, data: bytes, key: str = "") -> PublishedFile:
    """Write a new file into the folder; `name` may be below folders of its own, with slashes."""
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(data)
    return PublishedFile(name, _sha256(data), len(data), key)


def seal(folder: Path, form: str, files: Sequence[PublishedFile], said: Mapping[str, Any]) -> str:
    """Write the manifest, which begins with what is `said`, and the sums of all files.

    `sha256sum --check SHA256SUMS` reads these (GNU coreutils). Their own digest, which is returned,
    stands for the whole folder (`holds`).
    """
    listed = sorted(files)
    text = indented({"form": form, **said, "files": [file.listed for file in listed]}) + "\n"
    whole = [*listed, put(folder, MANIFEST, text.encode())]
    sums = sums_of({file.name: file.sha256 for file in whole})
    return put(folder, SUMS, sums.encode()).sha256


def indented(value: Any, depth: int = 0) -> str:
    """The text that `json.dumps` makes with `indent=1`, where that would leave its fast encoder.

    People read the manifest, and what they verify by hand reads it line by line.
    """
    if isinstance(value, str):
        return encode_basestring(value)
    if not value or not isinstance(value, (dict, list, tuple)):
        return json.dumps(value)
    if isinstance(value, dict):
        first, last = "{}"
        parts = [
            f"{encode_basestring(key)}: "
            f"{encode_basestring(each) if type(each) is str else indented(each, depth + 1)}"
            for key, each in value.items()
        ]
    else:
        first, last = "[]"
        parts = [indented(each, depth + 1) for each in value]
    between = f",\n{' ' * (depth + 1)}"
    return f"{first}{between[1:]}{between.join(parts)}\n{' ' * depth}{last}"


def sums_of(digests: Mapping[str, str]) -> str:
    """The lines that `sha256sum` reads, of digests by the names of their files."""
    return "".join(f"{digest}  {name}\n" for name, digest in digests.items())


def holds(folder: Path, sums: str, looks: Mapping[str, tuple[int, ...]] = _NO_LOOKS) -> bool:
    """Whether the folder holds what `seal` gave this digest, byte for byte, and nothing else.

    Files that look as `looks` says (`Earlier.looks`) were compared when they were taken over.
    """
    try:
        data = (folder / SUMS).read_bytes()
        said = [line.partition("  ") for line in data.decode().split("\n")[:-1]]
        same = all(
            looks.get(name) == _WRITTEN(os.lstat(os.path.join(folder, name)))
            or _sha256(_content(folder, name)) == digest
            for digest, _, name in said
        )
        found = {name for name, is_file in _names_below(folder) if is_file}
    except (OSError, ValueError):
        return False
    return same and _sha256(data) == sums and found == {SUMS, *(name for _, _, name in said)}


def _content(folder: Path, name: str) -> bytes:
    with open(os.path.join(folder, name), "rb") as file:
        return file.read()


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


@contextmanager
def replaced(folder: Path, form: str) -> Iterator[Path]:
    """A new folder to be filled, which takes the place of `folder` if nothing goes wrong.

    Who may open the one that is there may open the new one. Raises PublicationError where none can
    be made.
    """
    target = Path(os.path.realpath(folder))
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    except OSError as error:
        raise PublicationError(
            say("no folder can be made there: {strerror}", strerror=error.strerror),
            path=str(folder),
            hint=say("Name a folder elsewhere, or get the right to write there."),
        ) from None
    try:
        made = beside / "made"
        made.mkdir()
        yield made
        _swap(made, target, beside / "before", form)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _swap(made: Path, target: Path, aside: Path, form: str) -> None:
    earlier(target, form)  # what was put into it in the meantime stays
    if not target.exists():
        made.rename(target)
        return
    with suppress(OSError):  # what this person may not set was set by another
        os.chown(made, -1, target.stat().st_gid)
    shutil.copystat(target, made)
    os.utime(made)  # it is new all the same
    target.rename(aside)
    try:
        made.rename(target)
    except BaseException:  # whatever stops this, the copies that were there stay
        aside.rename(target)
        raise


def file_names(ids: Iterable[str], taken: Iterable[str] = ()) -> dict[str, str]:
    """A name for each document that any file system takes; `taken` are those that are not free."""
    known = {name.casefold() for name in taken}
    return {id: free_name(id, known) for id in ids}
