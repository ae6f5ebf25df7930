"""An identifier or the name of a file in running text: whole, never a part of a longer one."""

from __future__ import annotations

import re


def replaced(data: bytes, old: str, new: str, *, also_before_slash: bool = True) -> bytes:
    """`data` with `new` wherever `old` stands for itself.

    `SOP-1` is in none of `SOP-10`, `SOP-1.2`, `SOP-1..2`, `XSOP-1` and `SOP-1é`; the full stop of
    a sentence does not belong to it. What has neither a letter nor a figure (`..`) is never found,
    because it means something else in a path. Without `also_before_slash` a folder is none either.
    Every other byte stays, whatever the encoding.
    """
    if not any(map(str.isalnum, old)):
        return data
    behind = r"\.*+[\w-]" if also_before_slash else r"/|\.*+[\w-]"
    whole = re.compile(rf"(?<![\w.-]){re.escape(old)}(?!{behind})")
    text = data.decode("utf-8", "surrogateescape")
    return whole.sub(lambda _: new, text).encode("utf-8", "surrogateescape")
