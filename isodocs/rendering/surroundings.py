"""What surrounds a text: the files that it shows, exactly as approved, and where its links lead."""

from __future__ import annotations

import base64
import binascii
import posixpath
import re
from collections.abc import Mapping, Sequence
from urllib.parse import unquote_to_bytes

from isodocs.dataclass import field, immutable
from isodocs.expressions import expression
from isodocs.model.outline import Link, LinkKind, Lookup
from isodocs.named_tuple import NamedTuple
from isodocs.parsing import link_places
from isodocs.parsing.link_places import Site
from isodocs.rendering.pictures import Picture, picture, with_linked

_DATA = expression(r"data:image/([^,]*+),(.*)\Z", re.DOTALL | re.IGNORECASE)
_SCHEME = expression(r"[A-Za-z][A-Za-z0-9+.-]*+:")
_WEB = expression(r"(?:https?|mailto|tel):", re.IGNORECASE)


class Drawn(NamedTuple):
    """A picture, the paths of those that it shows within itself, and the targets that it cannot."""

    picture: Picture | None
    shown: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()


@immutable(frozen=True)
class Surroundings:
    """The files beside the document at `path` that belong to it, by path, as bytes.

    `pages` are the addresses of what is at other paths of the repository, such as those of other
    documents. `tops` and `bases` say where paths count from (`link_places.Site`).
    """

    path: str
    files: Mapping[str, bytes] = field(default_factory=dict)
    pages: Mapping[str, str] = field(default_factory=dict)
    tops: tuple[str, ...] = ("",)
    bases: tuple[str, ...] = ("",)

    @property
    def _site(self) -> Site:
        return Site(self.tops, self.bases, self._named)

    def _named(self, name: str) -> Sequence[str]:
        return [path for path in self.files if posixpath.basename(path) == name]

    def file(self, target: str, source: str, lookup: Lookup, kind: LinkKind) -> str:
        """The path of the file that a target means, written in the text at `source`; else empty."""
        bases = [posixpath.dirname(source)]
        if source != self.path:
            bases.append(posixpath.dirname(self.path))  # what is pasted in counts from there
        elif lookup is Lookup.PAGE:
            bases.append(posixpath.splitext(source)[0])
        found = link_places.places(Link(kind, target, "", 0, 0, lookup), bases, self._site)
        return next((path for path in found.paths if path in self.files), "")

    def drawn(self, path: str) -> Drawn:
        """The file at a path as a picture, a drawing with what it links within itself."""
        found = picture(self.files[path])
        if found is None or found.kind != "svg":
            return Drawn(found)
        shown: list[str] = []
        lost: list[str] = []

        def linked(target: str) -> Picture | None:
            place = self.file(target, path, Lookup.ADDRESS, LinkKind.IMAGE)
            said = picture(self.files[place]) if place else None
            (shown if said else lost).append(place if said else target)
            return said

        return Drawn(with_linked(found.data, linked), tuple(shown), tuple(lost))

    def picture(self, target: str, source: str) -> tuple[str, Drawn]:
        """The picture that a target means, and its path; a path alone for what cannot be shown.

        One that is written into the text itself (`data:`) has no path.
        """
        if written := _DATA.match(target):
            return "", Drawn(_of_data(written[1], written[2]))
        for lookup in (Lookup.ADDRESS, Lookup.PAGE, Lookup.NAME):
            if path := self.file(target, source, lookup, LinkKind.IMAGE):
                return path, self.drawn(path)
        return "", Drawn(None)

    def address(self, target: str, source: str) -> str:
        """Where a link leads on the page: to the web, or to one of `pages`; else empty."""
        if _WEB.match(target):
            return target
        if _SCHEME.match(target) or target.startswith(("//", "\\")):
            return ""
        name, mark, fragment = target.partition("#")
        link = Link(LinkKind.LINK, name, "", 0, 0)
        for path in link_places.places(link, [posixpath.dirname(source)], self._site).paths:
            if known := self.pages.get(path):
                return f"{known}{mark}{anchor(fragment)}" if fragment else known
        return ""


def anchor(name: str) -> str:
    """What a name in a text is on its page: none of them is a name that the page itself has."""
    return f"t-{name}"


def _of_data(parameters: str, content: str) -> Picture | None:
    """The picture in an address such as `data:image/png;base64,...` (RFC 2397)."""
    data = unquote_to_bytes(content)
    if parameters.lower().endswith(";base64"):
        try:
            data = base64.b64decode(data)
        except (binascii.Error, ValueError):
            return None
    return picture(data)
