"""What is printed of a text from a repository."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isodocs.formats.text.escape import message, one_line, printable
from isodocs.model.gap import Finding, short_subject

# Format characters that show something: signs that span the digits behind them, and the like
_VISIBLE = (
    *range(0x600, 0x606),
    *(0x6DD, 0x70F, 0x890, 0x891, 0x8E2, 0x110BD, 0x110CD),
    *range(0x13430, 0x13440),
)
_FILLERS = (0x34F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B, 0x180F, 0x3164, 0xFFA0, 0xE0100, 0xE0FFF)


def test_no_character_that_hides_or_steers_is_printed() -> None:
    """Every control and format character of Unicode, and the letters that show nothing."""
    codes = {
        code
        for code in range(sys.maxunicode + 1)
        if unicodedata.category(chr(code)) in ("Cc", "Cf", "Cs", "Zl", "Zp")
    }
    for code in sorted(codes.union(_FILLERS) - {*_VISIBLE, 9, 10}):
        shown = printable(f"a{chr(code)}b")
        assert shown.isascii(), f"U+{code:04X}"
        assert int(shown[3:-1], 16) == code


@pytest.mark.parametrize(
    "text", ["Prüfung → „Maß“", "目的", "हिन्दी", "⚠️ ✅ 1", "👍🏽", "العربية", "a\tb\nc", "\u00a0"]
)
def test_ordinary_text_stays_as_it_is(text: str) -> None:
    assert printable(text) == text


def test_a_form_of_nothing_is_shown() -> None:
    assert printable("a\ufe0fb⚠\ufe0f\ufe0f") == "a\\ufe0fb⚠\ufe0f\\ufe0f"


@given(st.text(max_size=5_000))
def test_a_message_is_one_line_of_bounded_length(text: str) -> None:
    shown = message(text)
    assert len(shown.splitlines()) <= 1
    assert len(shown) <= 10 * 2_100
    if len(text) <= 2_000:
        assert shown == one_line(text)


def test_a_finding_keeps_the_beginning_and_the_end_of_what_is_too_long() -> None:
    long = Finding(
        f"link to {'x' * 1_000_000}, which is not there", "h" * 5_000, subject="y" * 9_999
    )
    short = long.shortened()
    assert short.message.startswith("link to xxx")
    assert short.message.endswith("xxx, which is not there")
    assert max(map(len, (short.message, short.hint, short.subject))) < 1_000
    assert short.subject != Finding("", "", subject="y" * 9_998).shortened().subject
    assert short_subject(short.subject) == short.subject
    ordinary = Finding("a message", "a hint", subject="a subject")
    assert ordinary.shortened() is ordinary
