"""A text as it will be shown, while it is being written."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from starlette.responses import HTMLResponse

from isodocs.lifecycle.add_picture import NAME
from isodocs.lifecycle.text_merge import sent
from isodocs.portal.asking import missing
from isodocs.rendering import html
from isodocs.rendering.body import body
from isodocs.rendering.surroundings import Surroundings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.responses import Response

    from isodocs.portal.asking import Asking, DeedRoutes

_MOST = 40
"""So many pictures are looked at."""


def preview(asked: Asking, form: Mapping[str, str]) -> Response:
    """The text, made as those of all pages are, so that nothing in it does anything."""
    if asked.deeds is None:
        raise missing()
    text = sent(form.get("text", ""))
    made = body(text, _around(asked, form.get("of", ""), text))
    pictures = {name: picture.address for name, picture in made.pictures.items()}
    return HTMLResponse(html.write(made.nodes, pictures.__getitem__))


def _around(asked: Asking, id: str, text: str) -> Surroundings:
    """The pictures that a draft shows: those it had, and those that were put beside it."""
    entry = asked.snapshot.register.entries.get(id)
    if entry is None or not entry.current:
        return Surroundings("")
    path = entry.current[0].path
    shown = asked.snapshot.register.inventory.shown_by.get(path)
    folder = posixpath.dirname(path)
    put = [posixpath.join(folder, match[0]) for match in NAME.finditer(text)]
    wanted = [*(shown.files if shown else ()), *put][:_MOST]
    with asked.snapshot.reading:
        files = asked.snapshot.workspace.shown(asked.snapshot.view, wanted)
    return Surroundings(path, {name: file.data for name, file in files.items()})


DEEDS: DeedRoutes = (("/preview", preview),)
"""It changes nothing, but a text is too long for an address."""
