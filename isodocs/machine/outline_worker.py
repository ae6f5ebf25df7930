"""A process that reads Markdown for the one that started it (`second_core`).

It is given lists of texts, each with the line of its file on which it begins, and answers each list
with the outlines as `outline_cache` keeps them. It ends when there is no one to give it more.
"""

from __future__ import annotations

import gc
import marshal
import sys

from isodocs.machine.outline_cache import encode
from isodocs.parsing.document_outline import of_body


def work() -> None:
    """Answer until there is nothing more to read."""
    gc.disable()  # reading makes no garbage that has to be looked for
    given, answers = sys.stdin.buffer, sys.stdout.buffer
    while True:
        try:
            texts = marshal.load(given)  # noqa: S302 (from the process that began this one)
        except EOFError:
            return
        marshal.dump([encode(of_body(body, line)) for body, line in texts], answers)
        answers.flush()
