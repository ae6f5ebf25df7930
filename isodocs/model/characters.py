"""Characters that steer, hide or cannot be seen, in the notation of a regular expression's set.

From Unicode's properties Bidi_Control and Default_Ignorable_Code_Point (DerivedCoreProperties.txt,
Unicode 16), with the interlinear annotation that some programs use to hide text.
"""

from __future__ import annotations

INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff"
)
"""They show nothing by themselves; the directions are among them. See also VARIATIONS."""

VARIATIONS = "\ufe00-\ufe0f"
"""They choose a form of the character before them, such as an emoji, and are invisible too."""
