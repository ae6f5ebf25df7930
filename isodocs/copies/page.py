"""A controlled copy -> one page of HTML, complete in itself."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from isodocs.copies import said
from isodocs.formats.html import shell
from isodocs.rendering import html
from isodocs.rendering.body import body
from isodocs.rendering.qr_code import svg

if TYPE_CHECKING:
    from collections.abc import Iterable

    from isodocs.copies.theme import Theme
    from isodocs.copies.wording import Wording
    from isodocs.model.controlled_copy import ControlledCopy
    from isodocs.rendering.body import Body
    from isodocs.rendering.elements import Node
    from isodocs.rendering.surroundings import Surroundings


def page(
    copy: ControlledCopy, around: Surroundings, wording: Wording, theme: Theme, made_of: str
) -> str:
    """The page of a copy, which says that it was `made_of` that (`recipe.Recipe`)."""
    return shell.render(
        "isodocs.copies",
        "copy.html",
        copy.language,
        f"{copy.id} {copy.title}".strip(),
        wording.word,
        made_of=made_of,
        qr=qr_code(copy),
        **shown(copy, body(copy.text, around), wording, theme),
    )


def shown(copy: ControlledCopy, made: Body, wording: Wording, theme: Theme) -> dict[str, Any]:
    """What a page shows of a copy, by the names that templates have for it."""
    addresses = {name: picture.address for name, picture in made.pictures.items()}

    def written(nodes: Iterable[Node]) -> Markup:
        return Markup(html.write(nodes, addresses.__getitem__))

    return {
        "copy": copy,
        "theme": theme,
        "logo": theme.logo.address if theme.logo else "",
        "across": said.across(copy, wording),
        "revision": wording.word("Revision {number}").format(number=copy.revision),
        "header": said.header(copy, wording),
        "notices": said.notices(copy, wording),
        "facts": said.facts(copy, wording),
        "approvals": said.approvals(copy, wording),
        "revisions": said.revisions(copy, wording),
        "clauses": said.clauses(copy),
        "text": written(said.without_title(made.nodes, copy.title)),
        "appended": [
            {
                "path": path,
                "text": written(nodes),
                "sha256": hashlib.sha256(copy.files[path]).hexdigest(),
            }
            for path, nodes in made.appended
        ],
        "not_shown": made.not_shown,
        "footer": said.footer(copy, wording),
        "proof": said.proof(copy),
        "control": said.control(copy, wording),
    }


def qr_code(copy: ControlledCopy) -> Markup:
    """The code by which one who has a print finds out whether it still counts."""
    return Markup(svg(said.asked_at(copy)))
