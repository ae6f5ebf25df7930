"""The words of copies: every one that is used is in German, none is left over, dates are right."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from string import Formatter

import pytest

import isodocs
from isodocs.catalogues import fixed_words
from isodocs.copies.wording import LEVELS, MEANINGS, STATES, Wording
from isodocs.model.approval import Meaning
from isodocs.model.config import Classification
from isodocs.model.document import State
from isodocs.model.judgement import Assurance
from isodocs.parsing.config import default_types
from tests.helpers import syntax

PACKAGE = Path(isodocs.__file__).parent
LANGUAGES = sorted(path.name for path in (PACKAGE / "locales").iterdir())
_IN_TEMPLATE = re.compile(r'\bword\("([^"\\]*+)"\)')


def said() -> Iterator[tuple[str, str]]:
    """Every text that the product says through `word`, with its context."""
    for words, context in ((STATES, "state"), (MEANINGS, "meaning"), (LEVELS, "assurance")):
        yield from ((context, word) for word in words.values())  # type: ignore[attr-defined]
    yield from (("classification", level) for level in Classification().levels)
    yield from (("type", name) for name in default_types())
    for path in PACKAGE.rglob("*.html"):
        yield from (("", text) for text in _IN_TEMPLATE.findall(path.read_text("utf-8")))
    for path in syntax.modules():
        for node in syntax.nodes(path):
            if isinstance(node, ast.Call) and node.args and _name(node.func) == "word":
                text = node.args[0]
                if isinstance(text, ast.Constant) and isinstance(text.value, str):
                    yield "", text.value


def _name(function: ast.expr) -> str:
    return getattr(function, "attr", None) or getattr(function, "id", "")


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_german_has_every_word_and_others_most_of_them() -> None:
    used = {*said()}
    assert {"de", "es", "fr"} <= {*LANGUAGES}
    for language in LANGUAGES:
        known = fixed_words(language)
        assert known.keys() - used == set(), f"{language} has words that nothing says"
        missing = used - known.keys()
        assert len(missing) * 4 < len(used), language
        assert not (missing and language == "de"), f"German lacks {missing}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_keeps_what_is_filled_in(language: str) -> None:
    for (_, text), translated in fixed_words(language).items():
        assert placeholders(translated) == placeholders(text), translated
        assert translated.endswith(".") == text.endswith("."), translated


@pytest.mark.parametrize("language", [*LANGUAGES, "en"])
def test_no_two_states_are_called_the_same(language: str) -> None:
    wording = Wording(language)
    assert len({wording.state(state) for state in State}) == len(State)
    assert len({wording.meaning(meaning) for meaning in Meaning}) == len(Meaning)
    for level in (Assurance(), Assurance(signed=True, user_verified=True, timestamped=True)):
        assert wording.assurance(level.label).count("+") == level.label.count("+")


DAY = date(2026, 3, 4)


@pytest.mark.parametrize(
    ("language", "word", "long", "short"),
    [
        ("en", "Approved by", "4 March 2026", "4 Mar 2026"),
        ("en-US", "Approved by", "March 4, 2026", "Mar 4, 2026"),
        ("de", "Freigegeben von", "4. März 2026", "04.03.2026"),
        ("de-AT", "Freigegeben von", "4. März 2026", "04.03.2026"),
        ("DE-xx-what", "Freigegeben von", "4. März 2026", "04.03.2026"),
        ("fr-CA", "Approuvé par", "4 mars 2026", "4 mars 2026"),
        ("es", "Aprobado por", "4 de marzo de 2026", "4 mar 2026"),
        *((other, "Approved by", "4 March 2026", "4 Mar 2026") for other in
          ("pl", "", "en-", "deutsch", "../de", "x-y-z", "en-Nowhere", "日本語")),
    ],
)  # fmt: skip
def test_words_and_days_are_of_one_language(
    language: str, word: str, long: str, short: str
) -> None:
    wording = Wording(language)
    assert wording.word("Approved by") == word
    assert (wording.day(DAY), wording.day(DAY, short=True)) == (long, short)
    assert wording.word("no such word") == "no such word"


def test_a_german_quality_manager_would_write_so() -> None:
    word = Wording("de").word
    assert word("Uncontrolled when printed") == "Im Ausdruck nicht gelenkt"
    assert word("Controlled copy {number}: {holder}") == "Gelenkte Kopie Nr. {number}: {holder}"
    assert word("Effective from") == "Gültig ab"
    assert Wording("de").state(State.AWAITING) == "noch nicht freigegeben"
    assert Wording("de").assurance("signed + timestamped") == "signiert + mit Zeitstempel"


@pytest.mark.parametrize(
    ("tag", "language"), [("de", "de"), ("de-AT", "de"), ("ja", "en"), ("ar", "en"), ("", "en")]
)
def test_it_says_in_which_language_the_fixed_words_are(tag: str, language: str) -> None:
    assert Wording(tag).language == language
