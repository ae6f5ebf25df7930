"""What is said: sentences that know their parts, numbers with their nouns, the word that was meant.

A sentence is English text (`Phrase`), and remembers of which words and fields it was made. So it is
compared, kept and given to programs as it is, and only where people read it, it is written in
their language (`translated`).
"""

from __future__ import annotations

import os
import re
from _thread import _local
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from enum import Enum
from string import Formatter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from isodocs.catalogues import Catalogue

_COMPARISONS = 20_000
"""How many pairs of words are compared by their letters for one list of known words."""
_LONGEST = 200
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
DAY = "{year}-{month}-{day}"
"""How a day is written; a catalogue says how people write it in its language."""
_IRREGULAR = {"person": "people", "child": "children", "half": "halves", "this": "these"}
_HISSING = ("s", "x", "z", "ch", "sh")
_UNCOUNTED = frozenset({"equipment", "evidence", "feedback"})


class Phrase(str):
    """A text in English, and what it was made of; `many` is said of numbers other than one.

    Two of them put together, or one and a text, are a phrase again. What else is made of them
    (slices, an f-string) stays English.
    """

    __slots__ = ("fields", "many", "number", "template")
    template: str
    many: str
    number: int
    fields: Mapping[str, Any]

    def __add__(self, other: str) -> str:
        return joined("", (self, other))

    def __radd__(self, other: str) -> str:
        return joined("", (other, self))

    def format(self, *args: object, **fields: Any) -> str:
        """As `say` with these fields, of a sentence that was kept without any."""
        if args or self.fields:
            return str(self).format(*args, **fields)
        return say(self.template, **fields)

    def capitalize(self) -> str:
        """The sentence with a capital letter first, in each language."""
        return capital(self)

    def removesuffix(self, suffix: str) -> str:
        """Without the full stop at its end, in each language; of others only the English."""
        if suffix != ".":
            return super().removesuffix(suffix)
        return _phrase(super().removesuffix("."), "{_0!b}", {"_0": self})

    def __reduce__(self) -> tuple[Any, ...]:
        return _phrase, (str(self), self.template, self.fields, self.many, self.number)


def _phrase(
    text: str, template: str, fields: Mapping[str, Any], many: str = "", number: int = 1
) -> Phrase:
    phrase = Phrase(text)
    phrase.template, phrase.fields, phrase.many, phrase.number = template, fields, many, number
    return phrase


def say(template: str, /, **fields: Any) -> str:
    """A whole sentence; what is in braces is filled in, as `str.format` does.

    Without fields it is said as it is, braces and all. A member of an enumeration is a word.
    """
    if not fields:
        return _phrase(template, template, fields)
    return _phrase(template.format_map(fields), template, _with_words(fields))


def say_many(one: str, many: str, number: int, /, **fields: Any) -> str:
    """A sentence about a number of things, which is `{number}` in it."""
    fields["number"] = number
    text = (one if number == 1 else many).format_map(fields)
    return _phrase(text, one, _with_words(fields), many, number)


def _with_words(fields: Mapping[str, Any]) -> Mapping[str, Any]:
    if not any(isinstance(value, Enum) for value in fields.values()):
        return fields
    return {
        name: say(str(value)) if isinstance(value, Enum) else value
        for name, value in fields.items()
    }


def joined(between: str, parts: Iterable[str]) -> str:
    """The texts, one after the other, with the same between each two (which has no braces)."""
    fields = {f"_{at}": part for at, part in enumerate(parts)}
    template = between.join(f"{{{name}}}" for name in fields)
    return _phrase(between.join(fields.values()), template, fields)


def capital(text: str) -> str:
    """The text with a capital letter first, in each language."""
    return _phrase(f"{text[:1].upper()}{text[1:]}", "{_0!c}", {"_0": text})


def name_in_words(name: str) -> str:
    """The name of a field as people read it: `approved on` for `approved-on`, in each language."""
    said = say(name.replace("_", " ").replace("-", " "))
    return _phrase(said, "{_0:label}", {"_0": said})


def in_context(text: str, context: str) -> str:
    """A word that a language may say in its own way there: a level is `medium`, and a disk is."""
    return _phrase(text, f"{{_0:{context}}}", {"_0": say(text)})


def in_capitals(text: str) -> str:
    """The text in capitals, as the head of a column on a terminal, in each language."""
    return _phrase(text.upper(), "{_0!u}", {"_0": text})


def noun(title: str) -> str:
    """A title as a noun within a sentence: `training record`; German nouns keep their capital."""
    return _phrase(title.lower(), title, {})


def as_parts(text: str) -> Any:
    """A text as JSON can hold it, with what `from_parts` needs to make the phrase again."""
    if type(text) is not Phrase:
        return str(text)
    fields = {
        name: as_parts(value) if isinstance(value, str) else _plain_number(value)
        for name, value in text.fields.items()
    }
    return [str(text), text.template, fields, text.many, text.number]


def _plain_number(value: object) -> int | str:
    return value if type(value) is int else str(value)


def from_parts(parts: Any) -> str:
    """The text that `as_parts` took apart."""
    if not isinstance(parts, list):
        return str(parts)
    text, template, fields, many, number = parts
    values = {
        name: value if isinstance(value, int) else from_parts(value)
        for name, value in fields.items()
    }
    return _phrase(text, template, values, many, number)


class _Language(_local):
    """In which language people read what this thread writes; machines always read English."""

    usual: str | None = None
    """That of the process; one for all threads."""
    asked: str | None = None
    """That of what this thread writes now; None: the usual one."""
    shown: Callable[[str], str] | None = None
    """What makes of each sentence the one that is shown; None: it is shown as it is."""

    def catalogue(self) -> Catalogue | None:
        """The catalogue of the language; none in English."""
        tag = _Language.usual if self.asked is None else self.asked
        if tag is None:
            tag = _Language.usual = _of_environment()
        if not tag:
            return None
        from isodocs.catalogues import catalogue  # English needs none

        return catalogue(tag)


_language = _Language()


def speak(language: str | None) -> None:
    """Let people read this language from now on; None: the one that the environment names."""
    _Language.usual = None if language is None else _primary(language)


@contextmanager
def in_language(tag: str, shown: Callable[[str], str] | None = None) -> Iterator[None]:
    """What this thread writes meanwhile is in a language (BCP 47), as far as it is translated.

    `shown` makes of each sentence the one that is shown; without it that is as before.
    """
    before = _language.asked, _language.shown
    _language.asked, _language.shown = _primary(tag), shown or _language.shown
    try:
        yield
    finally:
        _language.asked, _language.shown = before


def in_english() -> AbstractContextManager[None]:
    """What is written for programs meanwhile stays English."""
    return in_language("", str)


def language() -> str:
    """The language that people read here: `de`; English where there is no catalogue for theirs."""
    catalogue = _language.catalogue()
    return catalogue.language if catalogue else "en"


def _of_environment() -> str:
    """The language that the environment names, as gettext reads it: `LC_ALL=C` outdoes all."""
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    locale = next((value for name in names if (value := os.environ.get(name))), "")
    if locale in ("C", "POSIX"):
        return ""
    first, _, _ = (os.environ.get("LANGUAGE") or locale).partition(":")
    return _primary(first)


def _primary(tag: str) -> str:
    """`de` of `de_AT.UTF-8`; nothing for English and for the language of no people, `C`."""
    language = re.split(r"[-_.@]", tag)[0].lower()
    return "" if language in ("c", "posix", "en") or not language.isalpha() else language


def translated(text: str) -> str:
    """The text as people read it here."""
    catalogue = _language.catalogue()
    said = str(text) if catalogue is None else _in(catalogue, text)
    return _language.shown(said) if _language.shown and type(text) is Phrase else said


def _in(catalogue: Catalogue, text: str, context: str = "") -> str:
    if type(text) is not Phrase:
        plain = str(text)
        return (isinstance(text, Enum) and catalogue.find(plain, 1)) or plain
    template = catalogue.find(text.template, text.number, context)
    if template is None:
        if not text.fields:
            return str(text)
        template = text.many if text.many and text.number != 1 else text.template
    return "".join(_filled(catalogue, template, text.fields)) if text.fields else template


def _filled(catalogue: Catalogue, template: str, fields: Mapping[str, Any]) -> Iterator[str]:
    typed = False
    """Whether what comes next is part of a command, in backticks, which is in no language."""
    for before, name, form, conversion in Formatter().parse(template):
        yield before
        if name is None:
            continue
        typed ^= before.count("`") % 2 == 1
        value = fields[name]
        if type(value) is Phrase and not typed:
            # a catalogue names the case that a number with its noun is in: `{days:dative}`,
            # and the field of a choice: `{_0:found-at}`
            case = form if form and form.replace("-", "").isalpha() else ""
            value, form = _in(catalogue, value, case), "" if case else form
        if conversion == "r":
            value = repr(str(value))
        elif conversion == "c":
            value = f"{value[:1].upper()}{value[1:]}"
        elif conversion == "u":
            value = value.upper()
        elif conversion == "b":
            value = value.removesuffix(".")
        yield format(value, form or "")


def plural(noun: str) -> str:
    """`day` → `days`, `entry` → `entries`, `branch` → `branches`, `first person` → `first people`.

    Only the last word changes: in `row of records` the caller has to count rows.
    """
    before, blank, last = noun.rpartition(" ")
    if last in _IRREGULAR:
        last = _IRREGULAR[last]
    elif last.endswith("y") and last[-2:-1] not in "aeiou":
        last = f"{last[:-1]}ies"
    else:
        last += "es" if last.endswith(_HISSING) else "s"
    return f"{before}{blank}{last}"


def counted(number: int, noun: str) -> str:
    """`1 day`, `2 days`, `0 people`."""
    text = f"{number} {noun if number == 1 else plural(noun)}"
    return _phrase(text, *_of_noun(noun, number))


def _of_noun(noun: str, number: int) -> tuple[str, Mapping[str, Any], str, int]:
    return f"{{number}} {noun}", {"number": number}, f"{{number}} {plural(noun)}", number


def lasted(days: int | None) -> str:
    """How long something took; unknown for None."""
    return say("unknown") if days is None else counted(days, "day")


def in_days(number: int) -> str:
    """`today`, `in 1 day`, `in 3 days`."""
    return say("in {days}", days=counted(number, "day")) if number else say("today")


def spelled(number: int, noun: str = "") -> str:
    """`one person`, `two people`, `12 people`; without a noun `one`, `two`, `12`."""
    figure = NUMBERS[number] if number < len(NUMBERS) else str(number)
    if not noun:
        return say(figure)
    text = f"{figure} {noun if number == 1 else plural(noun)}"
    return _phrase(text, *_of_noun(noun, number))


def agreed(number: int, one: str, many: str) -> str:
    """The verb or pronoun that goes with a number: `agreed(len(rows), "is", "are")`."""
    return _phrase(one if number == 1 else many, one, {}, many, number)


def listed(names: Iterable[str], last: str = "and", *, most: int = 0) -> str:
    """`A`, `A and B`, `A, B and C`; with `most`, no more than so many: `A, B and 4 more`."""
    items = [*names]
    if 0 < most < len(items):
        items[most - 1 :] = [say("{number} more", number=len(items) - most + 1)]
    if len(items) < 2:
        return items[0] if items else ""
    before = joined(", ", items[:-1]) if len(items) > 2 else items[0]
    return say(f"{{before}} {last} {{last}}", before=before, last=items[-1])


def article(noun: str) -> str:
    """`an audit`, `a nonconformity`; `measuring equipment`, which cannot be counted, has none."""
    if _UNCOUNTED.intersection(noun.split()):
        return noun
    if noun[:1] in "aeiou":
        return say("an {noun}", noun=noun)
    return say("a {noun}", noun=noun)


class Words:
    """Known words that many wrong ones are compared with.

    Comparing letters takes a while, and a repository may hold any number of wrong words: the first
    so many get a suggestion, the others only where nothing but blanks and capitals differ.
    """

    def __init__(self, known: Iterable[str]) -> None:
        self._known = known
        self._plain: dict[str, str] | None = None
        self._left = _COMPARISONS

    def suggest(self, word: str) -> str:
        """Return the known word nearest to `word`, or an empty string when none is near.

        Underscores, blanks, capitals and lacking parts are forgiven: `Every` is `review-every`.
        """
        if self._plain is None:
            self._plain = {_plain(candidate): candidate for candidate in self._known}
        wanted = _plain(word)
        if match := self._plain.get(wanted):
            return match
        if self._left < len(self._plain):
            return ""
        self._left -= len(self._plain)
        import difflib  # only a wrong word pays for it

        if near := difflib.get_close_matches(wanted, self._plain, n=1, cutoff=0.7):
            return self._plain[near[0]]
        longer = [each for each in self._plain if {*wanted.split("-")} < {*each.split("-")}]
        return self._plain[min(longer, key=len)] if longer else ""

    def did_you_mean(self, word: str) -> str:
        """A sentence such as ` Did you mean 'revision'?`, or nothing; it starts with a blank."""
        near = self.suggest(word)
        return say(" Did you mean {near!r}?", near=near) if near else ""


def suggest(word: str, known: Iterable[str]) -> str:
    """Return the known word nearest to `word`, as `Words` does for many."""
    return Words(known).suggest(word)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A sentence such as ` Did you mean 'revision'?`, or nothing; it starts with a blank."""
    return Words(known).did_you_mean(word)


def _plain(word: str) -> str:
    return word[:_LONGEST].casefold().replace("_", "-").replace(" ", "-")
