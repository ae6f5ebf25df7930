"""A text as it will be shown, while it is being written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import HTMLResponse

from isodocs.lifecycle.text_merge import sent
from isodocs.portal.asking import missing
from isodocs.rendering import html
from isodocs.rendering.body import body
from isodocs.rendering.surroundings import Surroundings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.responses import Response

    from isodocs.portal.asking import Asking, DeedRoutes


def preview(asked: Asking, form: Mapping[str, str]) -> Response:
    """The text, made as those of all pages are, so that nothing in it does anything."""
    if asked.deeds is None:
        raise missing()
    made = body(sent(form.get("text", "")), Surroundings(""))
    pictures = {name: picture.address for name, picture in made.pictures.items()}
    return HTMLResponse(html.write(made.nodes, pictures.__getitem__))


DEEDS: DeedRoutes = (("/preview", preview),)
"""It changes nothing, but a text is too long for an address."""
