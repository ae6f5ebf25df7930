"""Markdown read on another core, while this one reads some of it too.

What comes back is made by the same code of the same bytes; whatever goes wrong there is read here.
"""

from __future__ import annotations

import marshal
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from functools import partial

from isodocs.dataclass import field, mutable
from isodocs.machine.outline_worker import work

_TOGETHER = 48 * 1024
"""Bytes given at a time: after each answer the process waits for a moment."""
_WAITING = 2
"""How many times that may wait there: enough to keep it busy, and little to wait for at the end."""
_START = f"import sys; sys.path[:] = sys.argv[1:]; from {work.__module__} import work; work()"

Text = tuple[bytes, int]
"""A body, and the line of its file on which it begins."""
Answer = Callable[[], bytes | None]
"""Gives an outline as `outline_cache.encode` writes it; None where the text must be read here."""


class SecondCore:
    """Reads texts elsewhere; this one takes none, as where there is one core."""

    def take(self, text: Text) -> Answer | None:
        """The answer that is to come; None where the text is better read here."""

    def close(self) -> None:
        """Take no more."""


def begun() -> SecondCore:
    """What reads on the second core that this process may use, if there is one."""
    try:
        return _Process() if _cores() > 1 and sys.executable else SecondCore()
    except OSError:
        return SecondCore()


def _cores() -> int:
    allowed = getattr(os, "sched_getaffinity", None)  # not on every system
    return len(allowed(0)) if allowed else os.cpu_count() or 1


class _Process(SecondCore):
    """A process that reads texts. It ends when this one does, however that ends."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-c", _START, *sys.path],  # it finds what this process finds
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C is for this process alone
        )
        self._asking = ThreadPoolExecutor(1)
        self._batch = _Batch()
        self._given: list[Future[Sequence[bytes]]] = []

    def take(self, text: Text) -> Answer | None:
        """See `SecondCore.take`: where enough is waiting there already, none is taken."""
        self._given = [answers for answers in self._given if not answers.done()]
        if len(self._given) >= _WAITING:
            return None
        batch = self._batch
        batch.texts.append(text)
        if sum(len(body) for body, _ in batch.texts) >= _TOGETHER:
            self._batch = _Batch()
            batch.answers = self._asking.submit(self._ask, batch.texts)
            self._given.append(batch.answers)
        return partial(batch.answer, len(batch.texts) - 1)

    def close(self) -> None:
        """See `SecondCore.close`; what has not been answered is not answered any more."""
        self._process.kill()
        self._asking.shutdown(cancel_futures=True)
        with suppress(BrokenPipeError), self._process:  # what was not sent yet never will be
            pass

    def _ask(self, texts: list[Text]) -> Sequence[bytes]:
        given, read = self._process.stdin, self._process.stdout
        marshal.dump(texts, given)  # type: ignore[arg-type]
        given.flush()  # type: ignore[union-attr]
        answers: Sequence[bytes] = marshal.load(read)  # type: ignore[arg-type]  # noqa: S302 (our own)
        return answers


@mutable(slots=True)
class _Batch:
    """Texts that are given together, once there are enough."""

    texts: list[Text] = field(default_factory=list)
    answers: Future[Sequence[bytes]] | None = None

    def answer(self, at: int) -> bytes | None:
        """One of the answers, waited for; None where these are not given, or none comes back."""
        if self.answers is None or self.answers.cancelled() or self.answers.exception():
            return None
        return self.answers.result()[at]
