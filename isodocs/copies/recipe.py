"""What a copy was made of, as it says in its own metadata: by that it can be made again.

Everything that decides its bytes is behind one of four marks: the programs, the theme, what the
copy says and shows, and the documents that its links lead to. Who alters a copy can alter its marks
as well; a copy that is made again has the true ones.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from isodocs.copies.code import values_in
from isodocs.copies.side_by_side import makers
from isodocs.dataclass import fields
from isodocs.expressions import expression
from isodocs.named_tuple import NamedTuple

if TYPE_CHECKING:
    from isodocs.copies.make import Order
    from isodocs.copies.theme import Theme
    from isodocs.model.controlled_copy import ControlledCopy

MARK = "isodocs-made"
"""What is before it in the keywords of a PDF, and the name of the `meta` element in a page."""
ALL = "*"
"""In the place of links that are too many to be listed: to every document in force."""
_SHORT, _LONG = 12, 24
_MOST = 2_000
_RECIPE = expression(
    rf"([0-9a-f]{{{_SHORT}}})/([0-9a-f]{{{_SHORT}}})/([0-9a-f]{{{_LONG}}})/([\w.~%*+-]*)"
)


class Recipe(NamedTuple):
    """Digests of the programs, of the theme, and of what the copy says; documents it leads to."""

    programs: str
    theme: str
    content: str
    links: tuple[str, ...]

    def __str__(self) -> str:
        links = "+".join(quote(id, safe="") for id in self.links if id != ALL)
        said = ALL if len(links) > _MOST or self.links == (ALL,) else links
        return f"{self.programs}/{self.theme}/{self.content}/{said}"


def recipe_of(order: Order, theme: Theme) -> Recipe:
    """What an order is made of, here and now."""
    return Recipe(makers()[:_SHORT], theme.digest[:_SHORT], content_of(order)[:_LONG], order.links)


def content_of(order: Order) -> str:
    """The same for what says and shows the same."""
    return content_with(order[1:], said_by(order.copy))


def content_with(around: tuple[object, ...], said: str) -> str:
    """The same of a copy by what it says (`said_by`), and all else that is ordered of it."""
    return _digest((around, said))


def said_by(copy: ControlledCopy) -> str:
    """The same for copies that say and show the same, wherever their links lead."""
    said = [
        (field.name, getattr(copy, field.name))
        for field in fields(copy)
        if field.name not in ("on", "files")
    ]
    files = [(path, hashlib.sha256(data).hexdigest()) for path, data in copy.files.items()]
    return _digest((said, sorted(files)))


def _digest(value: object) -> str:
    return hashlib.sha256(repr(value).encode("utf-8", "surrogatepass")).hexdigest()


def in_file(data: bytes) -> Recipe | None:
    """What a page or a PDF says that it was made of; None where it says nothing, or two things."""
    found = {match for text in values_in(data, MARK) if (match := _RECIPE.fullmatch(text))}
    if len({match[0] for match in found}) != 1:
        return None
    programs, theme, content, links = found.pop().groups()
    return Recipe(programs, theme, content, tuple(unquote(id) for id in links.split("+") if id))
