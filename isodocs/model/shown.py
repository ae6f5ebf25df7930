"""What a reader of a document sees beside its own text: pictures, and texts that it includes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from isodocs.dataclass import field, immutable
from isodocs.named_tuple import NamedTuple

if TYPE_CHECKING:
    from isodocs.model.outline import Link


class ShownFile(NamedTuple):
    """A file that a document shows.

    `link` is what shows it and `source` the file in which that is written: the document, or a text
    that it includes. `included` says that it is shown as a text. `sure` is False where it may be
    shown, as by an include written as code.
    """

    path: str
    link: Link
    source: str
    included: bool
    sure: bool


@immutable(frozen=True, slots=True)
class ShownFlaw:
    """Something that a document shows and that cannot be looked at: where it is written, and why.

    `path` is where the file would be; empty where that cannot be found out. `target` is as written.
    """

    source: str
    line: int
    column: int
    message: str
    hint: str = ""
    path: str = ""
    link: Link | None = None


@immutable(frozen=True, slots=True)
class ShownFiles:
    """All that a document shows, includes of its includes among them.

    `files` are there, in the order in which they are met. `candidates` are all paths at which
    something could be that it shows, those of `files` among them: whatever appears there, or goes,
    changes what a reader sees. `missing` are files that are not there, `unfollowed` what could show
    a file that no one can find out, `outside` the web addresses of what is fetched from elsewhere.
    """

    files: Mapping[str, ShownFile] = field(default_factory=dict)
    candidates: tuple[str, ...] = ()
    missing: tuple[ShownFlaw, ...] = ()
    unfollowed: tuple[ShownFlaw, ...] = ()
    outside: tuple[ShownFlaw, ...] = ()


NOTHING = ShownFiles()


class Shown(NamedTuple):
    """What a reader of the document sees beside it: path -> digest of images and includes.

    The digest is empty for what is not a plain file, None for what is not there.
    """

    digests: Mapping[str, str | None]
