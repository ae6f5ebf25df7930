"""What every report says of itself first: what it is about, of whom, and as of when."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from typing import TYPE_CHECKING

from isodocs import __version__
from isodocs.formats.text.layout import Text, wrapped

if TYPE_CHECKING:
    from isodocs.formats import Data
    from isodocs.model.register import Register


def title(parts: Iterable[str], width: int) -> Iterator[str]:
    """`Check · Test Works Ltd`: the parts that are not empty."""
    yield from wrapped(Text(" · ".join(filter(None, parts)), ("bold",)), width)


def lines(register: Register, what: str, width: int) -> Iterator[str]:
    """`Master document register · Test Works Ltd · work tree, 2026-12-01`."""
    yield from title((what, register.config.organisation, source(register)), width)


def source(register: Register) -> str:
    """`work tree, 2026-12-01`."""
    return f"{register.inventory.label}, {register.on}"


def standard(register: Register, id: str) -> str:
    """The name of a standard, with a word on it where it is only in preparation."""
    return named(register.maps[id].display_name, id, register.config.in_preparation)


def named(name: str, id: str, in_preparation: Container[str]) -> str:
    """The same for a standard known by its name."""
    return f"{name} (in preparation)" if id in in_preparation else name


def unlisted(id: str) -> str:
    """That a standard is shown although isodocs.yaml does not list it."""
    return f"isodocs.yaml does not list {id} among the standards in use."


def left_out(register: Register, id: str) -> str:
    """A standard that an audit is not about, and why."""
    name = standard(register, id)
    return name if id in register.config.in_preparation else f"{name} (not certified yet)"


def tool(version: int) -> Data:
    """The head of JSON that is about no register; `version` is that of its format."""
    return {"version": version, "tool": f"isodocs {__version__}"}


def data(register: Register, version: int) -> Data:
    """The head of JSON about a register; `version` is that of its format."""
    return {
        **tool(version),
        "on": register.on,
        "source": register.inventory.label,
        "organisation": register.config.organisation,
    }
