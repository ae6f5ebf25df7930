"""Plain data and a template of ours -> PDF, through Typst, which reads and runs nothing else.

The template is the only program; a document comes as data. Typst reads below a folder of its own
that holds the templates, pictures and the logo. It has no network, and no time but the one it is
given: the same data makes the same bytes.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from isodocs.errors import IsodocsError, ProgramMissingError
from isodocs.expressions import expression
from isodocs.named_tuple import NamedTuple
from isodocs.rendering.runs import by_number, clean
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.rendering.pictures import Picture

BODY = Path(__file__).parent / "templates" / "body.typ"
"""What shows blocks, for templates to import."""
_PICTURES = "pictures"
_STANDARDS = ("a-2a", "ua-1")
"""For archives (ISO 19005-2, level A) and for those who do not see a page (ISO 14289-1)."""


_NO_GLYPH = expression(r'text `"([^`]*)"` could not be displayed')
_ESCAPE = expression(r"\\u\{([0-9a-f]+)\}")
_ATTEMPTS = 40
"""Typst names the characters without a glyph as it meets them, not all at once."""


class Printed(NamedTuple):
    """A PDF, and the characters that it shows by their numbers, as no font has them.

    `borrowed` says that fonts of the machine show others. `not_shown` is what the text names and
    the PDF cannot show.
    """

    pdf: bytes
    missing: tuple[str, ...] = ()
    borrowed: bool = False
    not_shown: tuple[str, ...] = ()


class PrintError(IsodocsError):
    """A text that cannot be printed as it is."""


class Press:
    """Prints with one `template`, in a folder that is its own and empty at first.

    `fonts` are folders with fonts beside those that come with Typst. Fonts of the system are used
    only for characters that these do not have, as they differ from machine to machine.
    """

    def __init__(
        self,
        folder: Path,
        template: Path,
        fonts: Iterable[Path] = (),
        logo: Picture | None = None,
    ) -> None:
        self._typst = _load()
        self._folder = folder
        self._fonts = [str(path) for path in fonts]
        self._compilers: dict[bool, Any] = {}
        self._usable: dict[str, bool] = {}
        self._template = shutil.copy(template, folder)
        shutil.copy(BODY, folder)
        (folder / _PICTURES).mkdir()
        if logo:
            (folder / f"logo.{logo.kind}").write_bytes(logo.data)

    def take(self, picture: Picture) -> bool:
        """Lay a picture ready under its name; False where it is damaged and cannot be drawn."""
        if picture.name not in self._usable:
            path = self._folder / _PICTURES / picture.name
            path.write_bytes(picture.data)
            source = f'#image("{_PICTURES}/{picture.name}")'.encode()
            try:
                self._compiler(system=False).compile(input=source, format="pdf", sys_inputs=None)
            except self._typst.TypstError:
                self._usable[picture.name] = False
            else:
                self._usable[picture.name] = True
        return self._usable[picture.name]

    def print(self, data: Mapping[str, Any], day: date) -> Printed:
        """What the template makes of data; `day` is the time that is written into it.

        Raises PrintError with what Typst says where it cannot print the data.
        """
        said = clean(json.dumps(data, ensure_ascii=False, sort_keys=True))
        missing: dict[str, None] = {}
        for attempt in range(_ATTEMPTS):
            try:
                pdf = self._compiler(system=attempt > 0).compile(
                    input=str(self._template),
                    format="pdf",
                    sys_inputs={"copy": said},
                    pdf_standards=list(_STANDARDS),
                    timestamp=datetime.combine(day, time(), UTC),
                )
            except self._typst.TypstError as error:
                unknown = _without_glyph(error.diagnostic)
                if not unknown:
                    raise PrintError(_first_error(error.diagnostic)) from error
                if attempt:  # fonts of the system did not have them either
                    missing.update(dict.fromkeys(unknown))
                    for character in unknown:
                        said = said.replace(character, by_number(character))
            else:
                return Printed(bytes(pdf), tuple(missing), attempt > 0)
        raise PrintError(
            say("no font has the characters {missing}", missing=" ".join(missing))[:300]
        )

    def _compiler(self, *, system: bool) -> Any:
        if system not in self._compilers:
            fonts = self._typst.Fonts(include_system_fonts=system, font_paths=self._fonts)
            self._compilers[system] = self._typst.Compiler(
                root=str(self._folder), font_paths=fonts, ignore_system_fonts=not system
            )
        return self._compilers[system]


def _load() -> ModuleType:
    try:
        import typst
    except ImportError:
        raise ProgramMissingError(
            say("PDF needs the package typst"), hint=say("Install it: pip install 'isodocs[pdf]'")
        ) from None
    return typst


def _first_error(diagnostic: str) -> str:
    """What Typst says is wrong, without its warnings and where in the template that is."""
    lines = [line for line in diagnostic.split("\n") if line.startswith("error: ")]
    return (lines or [diagnostic])[0].removeprefix("error: ")


def _without_glyph(diagnostic: str) -> list[str]:
    """The characters beyond ASCII of which Typst says that no font shows them."""
    found: dict[str, None] = {}
    for written in _NO_GLYPH.findall(diagnostic):
        text = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), written)
        found.update(dict.fromkeys(character for character in text if ord(character) > 127))
    return list(found)
