"""Markdown that someone might write, and that no one should: for the tests of what renders it."""

from __future__ import annotations

import struct
import zlib

from hypothesis import strategies as st


def png(width: int, height: int) -> bytes:
    """A picture, all black."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        size, check = len(data), zlib.crc32(kind + data)
        return struct.pack(">I", size) + kind + data + struct.pack(">I", check)

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\0" * width) * height)
    beginning = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header)
    return beginning + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


PICTURE = png(300, 200)
DAMAGED = PICTURE[:20]
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="30" height="20" onload="alert(1)"/>'
FILES = {
    "docs/p.png": PICTURE,
    "docs/small.png": png(8, 8),
    "docs/damaged.png": DAMAGED,
    "docs/d.svg": SVG,
    "_includes/part.md": b"## Part\n\n{% include part.md %}\n\nwords of the part\n",
}

_PIECES = """\
# |## |#### |- |1. |> |    |\t|*|**|_|`|~~|\\|&lt;|&#0;|&amp;|[^1]|[^1]: note|---|***|===|\
![x](p.png)|![](small.png)|![x](damaged.png)|![y](d.svg)|![z](https://e.org/z.png)|\
[l](#t)|[l](javascript:alert(1))|[l](https://e.org/)|[l]( <a b> )|<https://e.org>|\
<b>|</b>|<i>|<div>|</div>|<p id=a>|<ul><li>|<ul>|</ul>|<dl><dt>t<dd>d</dl>|<pre>|</pre>|<br>|<h3>|\
<table><tr><td rowspan=3 colspan=5>c<td>d</table>|<caption>c|<tr>|<td>|<thead>|<details><summary>|\
<min>|<text>|<template>|\
<script>alert(1)</script>|<svg onload=x>|<img src=p.png onerror=x>|<style>|<math><mi>|<!-- c -->|\
<a href="data:text/html,x">|<a name=q>|<iframe src="//e.org">|<textarea>|<base href=x>|\
#eval("1")|$x$|#include "/etc/passwd"|@ref|<label>|#{|]|{% include part.md %}|--8<-- 'part.md'|\
\x00|\x0b|\x7f|é|日本|\u202e|\u200b|\ufffe|\ue000|\U0001f600|\u0e17|aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"""
PIECES = (*_PIECES.split("|"), "|", "\n", "\n\n", "```\n", "| a | b |\n|---|:-:|\n| c | d |\n")

texts = st.lists(
    st.one_of(st.sampled_from(PIECES), st.sampled_from(("\n", "\n\n", " ")), st.text(max_size=6)),
    max_size=25,
).map("".join)
"""Any text, and every piece of Markdown and HTML in any order."""
