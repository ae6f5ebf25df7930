"""JSON in one form only, so that what was signed can never be read in two ways.

Sorted keys, no blanks, integers only, UTF-8, one newline at the end. Reading demands exactly the
bytes that writing would give: a duplicate key, a float, another order or an escape more than
needed is refused (after the idea of RFC 8785, with fewer types).
"""

from __future__ import annotations

import json
from typing import Any

from isodocs.errors import CanonicalError
from isodocs.parsing import conflict
from isodocs.words import say

LIMIT = 1024 * 1024
"""The largest file read, in bytes, where nothing else is said."""


def dump(value: Any, *, readable: bool = False) -> bytes:
    """Write `value` (dicts with text keys, lists, text, integers, booleans, None).

    `readable` indents by two blanks, for files whose changes people read line by line. Raises
    CanonicalError for text that is not UTF-8, such as a file name of other bytes.
    """
    text = json.dumps(
        value,
        sort_keys=True,
        separators=(",", ": ") if readable else (",", ":"),
        indent=2 if readable else None,
        ensure_ascii=False,
        allow_nan=False,
    )
    try:
        return text.encode() + b"\n"
    except UnicodeEncodeError as error:
        named = text[text.rfind('"', 0, error.start) + 1 : text.find('"', error.start)]
        raise CanonicalError(
            say("a statement is UTF-8 and cannot name {named!r}, which is not", named=named),
            hint=say("A file gets another name by `git mv`, a person by `git config user.name`."),
        ) from None


def load(data: bytes, *, readable: bool = False, limit: int = LIMIT) -> dict[str, Any]:
    """Read an object; raises CanonicalError unless `data` is exactly what `dump` would write."""
    hint = say("Restore the file from history; records are never edited by hand.")
    if len(data) > limit:
        raise CanonicalError(say("larger than {limit} bytes", limit=limit), hint=hint)
    if line := conflict.in_data(data):
        raise CanonicalError(
            say("{what} (line {line})", what=conflict.MESSAGE, line=line), hint=hint
        )
    try:
        value = json.loads(data.decode("utf-8", "strict"), parse_float=_refuse)
        again = dump(value, readable=readable)
    except (ValueError, TypeError, RecursionError) as error:
        raise CanonicalError(
            say("not readable as JSON: {part}", part=str(error)[:200]), hint=hint
        ) from None
    if not isinstance(value, dict):
        raise CanonicalError(say("not a JSON object"), hint=hint)
    if again != data:
        raise CanonicalError(
            say("not in canonical form (sorted keys, fixed spacing, integers only, one newline)"),
            hint=hint,
        )
    return value


def _refuse(number: str) -> None:
    raise ValueError(f"{number} is not an integer")
