"""What every report says of itself first: what it is about, of whom, and as of when."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from isodocs import __version__
from isodocs.formats.text.layout import Text, wrapped

if TYPE_CHECKING:
    from isodocs.model.register import Register


def lines(register: Register, what: str, width: int) -> Iterator[str]:
    """`Master document register · Test Works Ltd · work tree, 2026-12-01`."""
    about = f"{register.inventory.label}, {register.on}"
    parts = (what, register.config.organisation, about)
    yield from wrapped(Text(" · ".join(filter(None, parts)), ("bold",)), width)


def standard(register: Register, id: str) -> str:
    """The name of a standard, with a word on it where it is only in preparation."""
    name = register.maps[id].display_name
    return f"{name} (in preparation)" if id in register.config.in_preparation else name


def left_out(register: Register, id: str) -> str:
    """A standard that an audit is not about, and why."""
    name = standard(register, id)
    return name if id in register.config.in_preparation else f"{name} (not certified yet)"


def as_data(register: Register, version: int) -> dict[str, Any]:
    """The head of a JSON report; `version` is that of its format."""
    return {
        "version": version,
        "tool": f"isodocs {__version__}",
        "on": register.on.isoformat(),
        "source": register.inventory.label,
        "organisation": register.config.organisation,
    }


def as_json(document: Mapping[str, Any]) -> str:
    """One JSON object as text; what a terminal might obey is escaped."""
    return json.dumps(document, indent=2) + "\n"
