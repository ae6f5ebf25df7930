"""What a path says of itself: whether it may hold anything that is read, and what is wrong with it.

It is asked before anything is read, so it loads little itself.
"""

from __future__ import annotations

import unicodedata

from isodocs.model import layout
from isodocs.parsing import endings, globs

TYPE_CHECKING = False  # as that of `typing`, which takes long to load
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from isodocs.model.problem import Problem

CONTROL = (
    layout.APPROVALS,
    layout.DELEGATIONS,
    layout.CONFIRMATIONS,
    layout.COMMENTS,
    layout.AUTHORITY,
    layout.STANDARDS,
    layout.CORRESPONDENCES,
    layout.WAIVERS,
    layout.BASELINE,
)
"""The folders that isodocs itself reads."""
FILE_MODES = ("100644", "100755")
SITES = ("mkdocs.yml", "mkdocs.yaml")
"""What says, anywhere in a repository, where the files are that documents show."""
TOP = ".isodocs"
"""The folder of isodocs itself."""
_READ_FOLDERS = (TOP, layout.RECORDS[:-1])
_ODD = r"(?i)(?:^|/)(?:\.{0,2}|\.git[ .]*)(?:/|$)"
_INVISIBLE = dict.fromkeys((*range(0x200B, 0x2010), *range(0x202A, 0x202F), 0x2060, 0xFEFF))


def misplaced(path: str) -> Problem | None:
    """What is wrong with a path wherever it leads; None for one that an honest Git would write."""
    top, folder, _ = path.partition("/")
    is_odd, looks_like_ours = _is_odd(path), top[:1] == "." and top != TOP and look(top) == TOP
    must_be_folder = (not folder and path == TOP) or any(name == f"{path}/" for name in CONTROL)
    if not (is_odd or looks_like_ours or must_be_folder):
        return None
    from isodocs.words import say  # it takes longer to load than all that most commits need

    if is_odd:
        return _no_file(
            say("the path has a part that no file can have, such as '..' or '.git'"),
            say(
                "Git writes no such path: find out who made the commit (`git fsck` names the tree)."
            ),
        )
    if looks_like_ours:
        return _no_file(
            say(
                "the folder {top!r} looks like {top_2!r} and takes its place on some disks",
                top=top,
                top_2=TOP,
            ),
            say("Take it out; what isodocs keeps is in {top} and not elsewhere.", top=TOP),
        )
    return _no_file(
        say("this must be a folder, with the records in it, and is something else"),
        say("Put the folder back from history; nothing in it is read as long as this is here."),
    )


def _is_odd(path: str) -> bool:
    if "/." not in f"/{path}" and "//" not in f"/{path}/":
        return False
    import re  # few paths have such a part, and what stages no document needs nothing else of it

    return re.search(_ODD, path) is not None


def _no_file(message: str, hint: str) -> Problem:
    from isodocs.model.problem import Problem

    return Problem("not-a-file", message, hint)


def is_beside(include: Sequence[str]) -> Callable[[str], bool]:
    """Return a test for paths: whether no file there is ever read, or keeps another from being.

    `include` are the patterns of documents. What is beside is a picture, a program or whatever
    else a repository holds; a document may still show it.
    """
    matches = globs.matcher(list(map(look, include)))

    def beside(path: str) -> bool:
        seen = look(path)
        name = seen.rpartition("/")[2]
        return not (
            is_kept_apart(path)
            or f"/{TOP}/" in f"/{seen}/"
            or name in (layout.CONFIG, *SITES)
            or name.startswith(".git")
            # A folder may be on some disks what a document is on others.
            or any(endings.is_markdown(each) or matches(each) for each in (seen, *above(seen)))
            or misplaced(path)
        )

    return beside


def is_kept_apart(path: str) -> bool:
    """Whether a path is in the folder of records or of isodocs itself, in whatever letters."""
    return look(path.partition("/")[0]) in _READ_FOLDERS


def above(path: str) -> Iterator[str]:
    """The folders that a path is in, the nearest first."""
    while path := path.rpartition("/")[0]:
        yield path


def look(name: str) -> str:
    """A name as disks that fold capitals and drop invisible characters take it."""
    if name.isascii():
        return name.lower()
    return unicodedata.normalize("NFKC", name).translate(_INVISIBLE).casefold()
