"""How the copies of an organisation look: logo, colour, fonts, paper, words at top and foot.

A theme is a folder with `theme.yaml`, a picture `logo.*` and a folder `fonts`, each of them where
it is wanted. It frames the text of a document, and cannot hide or change a word of it.
"""

from __future__ import annotations

import hashlib
import posixpath
from collections.abc import Mapping
from typing import TYPE_CHECKING

from isodocs.errors import ConfigurationError, StrictYamlError
from isodocs.expressions import expression
from isodocs.model.node import Mapping as MappingNode
from isodocs.named_tuple import NamedTuple
from isodocs.parsing import strict_yaml
from isodocs.parsing.fields import Fields
from isodocs.rendering.pictures import picture
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.rendering.pictures import Picture

_FILE = "theme.yaml"
_FONTS = (".ttf", ".otf", ".ttc")
_COLOUR = expression(r"#[0-9a-fA-F]{6}")
_PAPERS = {"A4": "a4", "letter": "us-letter"}
_LONGEST = 200
_EXAMPLE = 'colour: "#1f4e79"'


class Theme(NamedTuple):
    """The look of copies. `font_names` are families, the one to use first; `fonts` their files."""

    colour: str = "#1f4e79"
    paper: str = _PAPERS["A4"]
    header: str = ""
    footer: str = ""
    logo: Picture | None = None
    font_names: tuple[str, ...] = ()
    fonts: tuple[tuple[str, bytes], ...] = ()

    @property
    def digest(self) -> str:
        """The same for the same look."""
        parts = [repr(self[:4]), repr(self.font_names), self.logo.name if self.logo else ""]
        parts += [f"{name} {hashlib.sha256(data).hexdigest()}" for name, data in self.fonts]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def read(folder: str, files: Mapping[str, bytes]) -> Theme:
    """The theme in `folder`; `files` are those below it, by path.

    Raises ConfigurationError where there is none, or where it says what cannot be.
    """
    if not files:
        raise ConfigurationError(
            say("there is no folder {folder!r} for the theme", folder=folder),
            path=folder,
            hint=say(
                "Make it, with a {file} or a logo in it, or take `theme` out of isodocs.yaml.",
                file=_FILE,
            ),
        )
    logo = None
    fonts = []
    for path, data in sorted(files.items()):
        name = posixpath.relpath(path, folder)
        if posixpath.dirname(name) == "fonts" and name.lower().endswith(_FONTS):
            fonts.append((posixpath.basename(name), data))
        elif name.startswith("logo.") and "/" not in name:
            logo = picture(data)
            if logo is None:
                raise ConfigurationError(
                    say("the logo is not a picture that copies can show"),
                    path=path,
                    hint=say("Give it as SVG, PNG or JPEG."),
                )
    path = posixpath.join(folder, _FILE)
    said = _said(path, files[path]) if path in files else Theme()
    return said._replace(logo=logo, fonts=tuple(fonts))


def _said(path: str, data: bytes) -> Theme:
    """What `theme.yaml` says."""
    try:
        node = strict_yaml.read(data)
    except StrictYamlError as error:
        raise ConfigurationError(
            error.message, path=path, line=error.line, column=error.column, hint=error.hint
        ) from None
    if not isinstance(node, MappingNode):
        raise ConfigurationError(
            say("a theme holds keys"),
            path=path,
            line=1,
            hint=say("Write them: {example}", example=_EXAMPLE),
        )
    fields = Fields(node)
    fields.refuse_unknown(("colour", "paper", "header", "footer", "fonts"), "a theme")
    colour, paper = fields.text("colour"), fields.text("paper")
    said = Theme(
        colour=colour or Theme().colour,
        paper=_PAPERS.get(paper, Theme().paper),
        header=fields.text("header")[:_LONGEST],
        footer=fields.text("footer")[:_LONGEST],
        font_names=fields.texts("fonts"),
    )
    for problem in fields.problems:
        raise ConfigurationError(problem.message, path=path, line=problem.line, hint=problem.hint)
    wrong = ""
    if "colour" in fields.nodes and not _COLOUR.fullmatch(colour):
        key, wrong = "colour", say("{colour!r} is not a colour", colour=colour)
        hint = say(
            "Write six hexadecimal digits in quotes, as a comment begins with #: {example}",
            example=_EXAMPLE,
        )
    elif "paper" in fields.nodes and paper not in _PAPERS:
        key, wrong, hint = (
            "paper",
            say("{paper!r} is not a size of paper", paper=paper),
            say("Write A4 or letter."),
        )
    if wrong:
        raise ConfigurationError(wrong, path=path, line=fields.places[key][0], hint=hint)
    return said
