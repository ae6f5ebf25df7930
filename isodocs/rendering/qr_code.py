"""A short text -> a QR code (ISO/IEC 18004) as SVG, for pages and for print."""

from __future__ import annotations

import segno


def svg(text: str) -> str:
    """The code, which readers' telephones still read where a seventh of it is dirty (level M)."""
    return str(segno.make(text, error="m", micro=False).svg_inline(border=0, omitsize=True))
