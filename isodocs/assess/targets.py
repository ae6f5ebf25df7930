"""Whether a value meets a target that is written in words: `at most 2 %`, `≥ 96 %`."""

from __future__ import annotations

import re

_VALUE = r"(-?[0-9]{1,9}(?:[.,][0-9]{1,6})?)\s*(\S{0,20})"
_AT_MOST = re.compile(
    r"^(?:at most|max(?:imum)?\.?|no more than|not more than|up to|below|under|less than|fewer than"
    rf"|<=?|≤|höchstens|maximal|unter)\s*{_VALUE}",
    re.IGNORECASE,
)
_AT_LEAST = re.compile(
    r"^(?:at least|min(?:imum)?\.?|no less than|not less than|above|over|more than|>=?|≥"
    rf"|mindestens|über)\s*{_VALUE}",
    re.IGNORECASE,
)
_REACHED = re.compile(f"^{_VALUE}")


def meets(target: str, reached: str) -> bool | None:
    """Whether a value meets a target; None where the two cannot be compared."""
    most, least = _AT_MOST.match(target.strip()), _AT_LEAST.match(target.strip())
    limit, value = most or least, _REACHED.match(reached.strip())
    if not limit or not value or limit[2].rstrip(".,;") != value[2].rstrip(".,;"):
        return None
    wanted, found = _decimal(limit[1]), _decimal(value[1])
    return found <= wanted if most else found >= wanted


def _decimal(text: str) -> float:
    return float(text.replace(",", "."))
