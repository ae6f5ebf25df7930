"""Words that fill a field in: nothing at all, a denial, or a sentence that begins with one."""

from __future__ import annotations

import pytest

from isodocs.parsing.said_no import gives_no_reason, only_excuses, says_no, says_nothing


@pytest.mark.parametrize(
    ("text", "denies", "nothing"),
    [
        ("", True, True),
        ("-", True, True),
        ("–", True, True),
        ("?", True, True),
        ("...", True, True),
        ("n/a", True, True),
        ("N.A.", True, True),
        ("None.", True, True),
        ("TBD", True, True),
        ("to be confirmed", True, True),
        ("[what it comes to]", False, True),
        ("no", True, False),
        ("None of the other lines uses this form", True, False),
        ("No room was free", True, False),
        ("[1] and [2] were weighed again", False, False),
        ("x x x x x x", False, True),
        ("x", True, True),
        ("Unknown", True, True),
        ("Unknown until the pump was opened", True, False),
        ("ok ok ok", False, True),
        ("a b c d e f", False, True),
        ("1 2 3", False, False),
        ("The pen was dry", False, False),
        ("2.4", False, False),
    ],
)
def test_what_a_field_says(text: str, denies: bool, nothing: bool) -> None:
    assert (says_no(text), says_nothing(text)) == (denies, nothing)


@pytest.mark.parametrize(
    ("text", "excuse"),
    [
        ("not needed", True),
        ("Not required here.", True),
        ("This clause does not apply to our company", True),
        ("see above", True),
        ("entfällt", True),
        ("Nicht erforderlich", True),
        ("n/a", True),
        ("not required by law", False),
        ("We design nothing", False),
        ("as agreed with the customer", False),
        ("no", False),
        ("ok", False),
        ("Der Kunde gibt alles vor", False),
    ],
)
def test_excuses(text: str, excuse: bool) -> None:
    assert only_excuses(text) is excuse
    assert gives_no_reason(text) is (excuse or len(text) <= len("four"))
