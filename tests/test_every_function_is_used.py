"""Every function, class, method and field is used by the product; a test alone is no use of it.

Names at the top level of a module are followed from where isodocs is started. Vulture knows what is
inside classes, by name alone. What is allowed all the same is computed where it can be.
"""

from __future__ import annotations

import ast
import re
import sys
from enum import Enum
from importlib import import_module
from pathlib import Path
from xml.parsers.expat import ParserCreate
from zipfile import ZipInfo

import click
import docx
import pytest
from markdown_it import MarkdownIt
from vulture import Vulture
from vulture.core import Item
from watchdog.events import FileSystemEventHandler

import isodocs
from isodocs import formats
from tests.helpers import syntax
from tests.helpers.reachable import unreached

PACKAGE = Path(isodocs.__file__).parent
FORMATS = [f"isodocs.formats.{name}" for name in formats.names()]
STARTS = [
    ("isodocs.__main__", "run"),
    *((at, name) for at in FORMATS for name in ("TAKES", "ENDING", "write")),
]
"""The entry point of setup.cfg, and formats, which are found by their place.

What a module does when it is run is followed by itself.
"""
REGISTERING = ["rule"]
"""Decorators of ours that hand a function to whoever runs it."""
READ_AS_TEXT = (".REMEMBERED", ".REMEMBERED_WITH_FOLDER")
"""What `isodocs.__main__` looks for in the text of a command, which it does not import."""
WORD = docx.Document()
WORD_PARAGRAPH = WORD.add_paragraph()
WORD_FONT = WORD_PARAGRAPH.add_run().font
SET_ON_OTHERS = {
    "case_sensitive": click.Choice(["any"]),
    "short_help": click.Command("any"),
    "formatter_class": click.Context,
    "validateLink": MarkdownIt(),
    "normalizeLink": MarkdownIt(),
    "normalizeLinkText": MarkdownIt(),
    "create_system": ZipInfo(),
    "buffer_text": ParserCreate(),
    "StartElementHandler": ParserCreate(),
    "EndElementHandler": ParserCreate(),
    "CharacterDataHandler": ParserCreate(),
    "StartDoctypeDeclHandler": ParserCreate(),
    "dispatch": FileSystemEventHandler(),
    **dict.fromkeys(("left_indent", "space_after"), WORD_PARAGRAPH.paragraph_format),
    **dict.fromkeys(("strike", "underline", "subscript", "superscript"), WORD_FONT),
    "rgb": WORD_FONT.color,
    "autofit": WORD.add_table(1, 1),
    **dict.fromkeys(("page_height", "top_margin", "bottom_margin"), WORD.sections[0]),
    **dict.fromkeys(("last_modified_by", "content_status", "keywords"), WORD.core_properties),
}
"""What is set on an object of a library, and such an object: the library reads it."""


def unused(folder: Path) -> list[str]:
    """What nothing uses in the package in `folder`, and why it is thought so."""
    names = unreached(folder, STARTS, REGISTERING)
    found = [f"{name} is not reached" for name in names if not name.endswith(READ_AS_TEXT)]
    vulture = Vulture()
    vulture.scavenge([folder])
    named = {
        node.value
        for path in folder.rglob("*.py")
        for node in syntax.nodes(path)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    named |= {
        name
        for path in folder.rglob("templates/*.html")
        for name in re.findall(r"\.(\w+)", path.read_text("utf-8"))
    }
    for item in vulture.get_unused_code():
        owner = owner_of(item, folder)
        if item.typ == "attribute":
            allowed = hasattr(SET_ON_OTHERS.get(item.name), item.name)
        elif owner is None:
            allowed = True  # followed above, where a name means one thing
        elif item.typ == "variable":
            # a value of an enumeration, or a field read by its name, as in signed statements
            allowed = issubclass(owner, Enum) or item.name in named
        else:
            allowed = any(item.name in vars(base) for base in owner.__mro__ if is_foreign(base))
        if not allowed:
            found.append(f"{item.typ} {item.name} ({item.filename.name}:{item.first_lineno})")
    return found


def owner_of(item: Item, folder: Path) -> type | None:
    """The class in which it is; None where it is in none."""
    for node in syntax.tree(item.filename).body:
        if isinstance(node, ast.ClassDef) and node.lineno < item.first_lineno <= node.end_lineno:
            parts = item.filename.relative_to(folder.parent).with_suffix("").parts
            owner: type = getattr(import_module(".".join(parts)), node.name)
            return owner
    return None


def is_foreign(owner: type) -> bool:
    return owner is not object and owner.__module__.partition(".")[0] not in ("isodocs", "planted")


def test_the_product_uses_everything_in_it() -> None:
    assert unused(PACKAGE) == []


PLANTED = '''
from dataclasses import dataclass
from enum import Enum
from click import Option

USED = 1
UNUSED_VALUE = 2
FORGOTTEN = 3

def main():
    """Started from outside."""
    later()
    return Thing(USED).used(), Choice("--x")

def later():
    from planted.other import render
    return render()

def alone():
    """Called like the method `used`, and by nobody."""
    return chained()

def chained():
    return alone()

def used():
    pass

@dataclass
class Thing:
    read: int
    never_read: int = 0

    def used(self):
        return self.read

    def unused_method(self):
        pass

class Choice(Option):
    def make_metavar(self):
        """Overrides what click calls."""

class Level(Enum):
    HIGH = "high"

print(Level)
'''


def test_what_is_planted_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "planted"
    folder.mkdir()
    (folder / "__init__.py").touch()
    (folder / "cli.py").write_text(PLANTED)
    (folder / "other.py").write_text("def render(): ...\n\n\ndef write(): ...\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(sys.modules[__name__], "STARTS", [("planted.cli", "main")])

    assert unused(folder) == [
        "planted.cli.FORGOTTEN is not reached",
        "planted.cli.UNUSED_VALUE is not reached",
        "planted.cli.alone is not reached",
        "planted.cli.chained is not reached",
        "planted.cli.used is not reached",
        "planted.other.write is not reached",
        "variable never_read (cli.py:32)",
        "method unused_method (cli.py:37)",
    ]
