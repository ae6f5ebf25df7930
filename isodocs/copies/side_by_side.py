"""Things that are ordered -> what is made of them, several at a time, in processes of their own."""

from __future__ import annotations

import hashlib
import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from isodocs.errors import IsodocsError, ProgramMissingError, PublicationError
from isodocs.progress import watched
from isodocs.words import counted, say

if TYPE_CHECKING:
    from isodocs.copies.make import CopyFormat
    from isodocs.model.controlled_copy import ControlledCopy

_FEW = 16
"""Up to so many are made in this process: starting another takes longer."""
_NAMED = 10
_MAKERS = ("rendering", "copies", "locales", "parsing", "formats/html")
_LIBRARIES = ("typst", "nh3", "markdown-it-py", "jinja2", "segno", "babel")
_RECORDS = (".dist-info", ".egg-info")
"""How the folders end that say which version of a library is installed beside them."""


class Ordered(Protocol):
    """What someone wants made of a copy."""

    @property
    def copy(self) -> ControlledCopy:
        """The copy."""

    @property
    def format(self) -> CopyFormat:
        """What it becomes."""


_Order = TypeVar("_Order", bound=Ordered)
_Order_contra = TypeVar("_Order_contra", bound=Ordered, contravariant=True)
_Made = TypeVar("_Made")
_Made_co = TypeVar("_Made_co", covariant=True)


class Maker(Protocol[_Order_contra, _Made_co]):
    """Makes what is ordered, one after the other."""

    def make(self, order: _Order_contra, /) -> _Made_co:
        """What was ordered; raises IsodocsError where it cannot be made."""


def side_by_side(
    what: str,
    orders: Sequence[_Order],
    maker: Callable[[Path], Maker[_Order, _Made]],
    processes: int = 0,
) -> list[_Made]:
    """What is ordered, in the same order; `what` is said of it while it is made.

    `maker` opens a maker in a folder of its own that is empty; it must be one that can be handed to
    another process. Raises PublicationError with all that cannot be made.
    """
    processes = min(processes or os.cpu_count() or 1, len(orders) // _FEW + 1)
    with TemporaryDirectory() as folder:
        if processes == 1:
            results = list(watched(what, _each(maker(Path(folder)), orders), lambda: len(orders)))
        else:
            results = _spread(what, orders, (maker, folder), processes)
    if failed := [result for result in results if isinstance(result, _Failure)]:
        more = say(" and {part} more", part=len(failed) - _NAMED) if len(failed) > _NAMED else ""
        raise PublicationError(
            say(
                "{copys} cannot be made, so nothing is published: {part}{more}",
                copys=counted(len(failed), "copy"),
                part="; ".join(failed[:_NAMED]),
                more=more,
            )
        )
    return [result for result in results if not isinstance(result, _Failure)]


def _spread(
    what: str,
    orders: Sequence[_Order],
    opening: tuple[Callable[[Path], Maker[_Order, _Made]], str],
    processes: int,
) -> list[_Made | _Failure]:
    """What several processes make; raises PublicationError where one of them is ended."""
    from concurrent.futures import ProcessPoolExecutor  # for few copies there is one process
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import get_context

    with ProcessPoolExecutor(processes, get_context("spawn"), _open, opening) as pool:
        with _deaf():
            made = pool.map(_make, orders, chunksize=4)
        try:
            return list(watched(what, made, lambda: len(orders)))
        except BrokenProcessPool:
            raise PublicationError(
                say("a process that makes copies was ended from outside, so nothing is published"),
                hint=say("Where there is too little memory, publish fewer documents at a time."),
            ) from None
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


@contextmanager
def _deaf() -> Iterator[None]:
    """Let processes begin that do not hear Ctrl-C: this one does, and ends them."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


class _Failure(str):
    """Why something cannot be made."""

    __slots__ = ()


def _each(maker: Maker[_Order, _Made], orders: Iterable[_Order]) -> Iterator[_Made | _Failure]:
    return (_tried(maker, order) for order in orders)


def _tried(maker: Maker[_Order, _Made], order: _Order) -> _Made | _Failure:
    """What was ordered, or why it cannot be made."""
    try:
        return maker.make(order)
    except IsodocsError as error:
        if isinstance(error, ProgramMissingError):
            raise
        return _Failure(f"{order.copy.id}.{order.format}: {error}")


_tried_here: Callable[[Any], Any] | None = None


def _open(maker: Callable[[Path], Maker[Any, Any]], folder: str) -> None:
    """Begin in a process beside the first."""
    global _tried_here  # of this process
    own = Path(folder) / str(os.getpid())
    own.mkdir()
    _tried_here = partial(_tried, maker(own))


def _make(order: Any) -> Any:
    if _tried_here is None:
        raise RuntimeError("the maker is not open")
    return _tried_here(order)


@cache
def makers(*also: str) -> str:
    """The digest of the code that makes copies, and the versions of its libraries.

    `also` are further folders of the package whose code takes part.
    """
    digest = hashlib.sha256()
    for name in (*_MAKERS, *also):
        for path in sorted((Path(__file__).parents[1] / name).rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                digest.update(path.read_bytes())
    for name, version in sorted(_versions(_LIBRARIES).items()):
        digest.update(f"{name} {version}\n".encode())
    return digest.hexdigest()


def _versions(libraries: Sequence[str]) -> dict[str, str]:
    """The versions of libraries that are installed, as the names of their records have them.

    `importlib.metadata` says the same, and takes longer to load than a page to make.
    """
    found: dict[str, str] = {}
    wanted = {name.replace("-", "_"): name for name in libraries}
    for folder in sys.path:
        try:
            names = os.listdir(folder or ".")
        except OSError:
            continue
        for each in names:
            stem, ending = os.path.splitext(each)
            name, _, version = stem.partition("-")
            known = wanted.get(name.lower().replace(".", "_"))
            if known and ending in _RECORDS:
                found.setdefault(known, version)
    return found
