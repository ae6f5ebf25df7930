"""Characters that steer, hide or cannot be seen, in the notation of a regular expression's set.

From Unicode's properties Bidi_Control and Default_Ignorable_Code_Point (DerivedCoreProperties.txt,
Unicode 16), with the interlinear annotation that some programs use to hide text.
"""

from __future__ import annotations

import re

from isodocs.expressions import expression

DEVICES = expression(
    r"(?:con|prn|aux|nul|com[0-9\u00b9\u00b2\u00b3]|lpt[0-9\u00b9\u00b2\u00b3])(?:\.|\Z)",
    re.IGNORECASE,
)
"""What names something else than a file on Windows, with any ending."""

INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff"
)
"""They show nothing by themselves; the directions are among them. See also VARIATIONS."""

VARIATIONS = "\ufe00-\ufe0f"
"""They choose a form of the character before them, such as an emoji, and are invisible too."""

FORBIDDEN = expression(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]"  # control characters
    "|\r(?!\n)"
    "|[\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff]"
    "|[\ud800-\udfff\U000e0000-\U000e007f]"
    # joiners shape Persian, Indic and emoji text; behind an ASCII character they only hide
    "|(?:(?<=[\x00-\x7f])|\\A)[\u200c\u200d]"
)
"""What no text read or written here may hold: it is invisible or makes text look other."""

FORBIDDEN_HINT = "Delete it, or write the text without it: it can make text look other than it is."
