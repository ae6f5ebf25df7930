"""The words of docs/style.md: looked for in every message, help text, comment, name and page."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from tests.helpers import prose
from tests.helpers.prose import PACKAGE, ROOT, Text

WORDS = {
    r"(?<!body-)(tells?|told|telling)": "report, show, say; distinguish (apart)",
    r"(?<!out)(stands?|stood|standing)(?! (in )?for\b|-alone|-down)": "is, applies, is kept",
    r"mend(s|ed|ing)?": "fix, correct, repair",
    r"anew|afresh": "again, renew",
    r"whoever|whomever|whosoever|whatsoever": "anyone who, the person who",
    r"nobody|somebody|anybody|everybody": "no one, someone, anyone, everyone",
    r"nowhere": "not ... anywhere",
    r"(?<!there )(?<!here )(is|are|was|were|be) no "
    r"(?!longer|more|one|less|later|earlier|worse|better|different)\w+": "is not a",
    r"besides": "also, as well as, too",
    r"(?<!no )one['’]s|(?<!-)oneself": "your, its",
    r"for ever": "indefinitely, permanently",
    r"by way of": "through, by",
    r"made good|makes? good": "corrected, carried out later",
    r"(is|are|was|were) to be(?! confirmed)": "must be, is due",
    r"(?<!each )(an)?other \w+ than": "different ... from",
    r"(held|holds?|holding) (\w+ )?(\w+ )?against": "compare with",
    r"shall|hence|thus|lest|amongst|whilst|upon|thereby|thereof": "must, so, among, while, on",
    r"so (was|were|did|is|are) \d": "as was",
}
"""Pattern → what to write instead."""

NUMBERS = re.compile(
    r"(?<![\w.,:-])1 (rows|documents|days|gaps(?!, 2)|errors|warnings|notes|records|people|persons"
    r"|clauses|files|events|owners|approvals|statements|lines|months|revisions|commits|keys|others)\b"
    r"|\b(were|are|have) 1 (?!of|in|and)[a-z]|\b\w+\(s\)"
)
"""`1 rows`, `were 1 more`, `row(s)`: `isodocs.words` knows better. `1 gaps, 2 …` are exit codes."""

UNFILLED = re.compile(r"\b(FIXME|XXX)\b|\blorem ipsum\b|\bNone\b|\{\w+\}|<\w+ object at")

STILL_TO_DO: dict[str, int] = {
    "docs/standards": 5,
    "schemas": 118,
}
"""Room → findings that are left in it. A number may only fall; a room that is done has no line."""

PLURALS_TO_DO: dict[str, int] = {}
"""The same for endings chosen, and names joined, outside `isodocs/words.py`."""

_ALL = re.compile("|".join(rf"\b(?:{pattern})\b" for pattern in WORDS), re.IGNORECASE)
_DOUBLE_BLANK = re.compile(r"[a-z][,.;:)]? {2}(?! )[A-Za-z(]")


def findings(text: Text) -> Iterator[str]:
    """What is wrong with one piece of prose."""
    found = [*_ALL.finditer(text.words)]
    if text.place.startswith("isodocs/parsing/said_no.py"):
        return  # words that people fill in
    if text.said and "standards/" not in text.place:  # titles of clauses are ISO's words
        found += NUMBERS.finditer(text.words)
        if "\n" not in text.shown and "\\" not in text.shown:  # neither a table nor a pattern
            found += _DOUBLE_BLANK.finditer(text.shown)
    for match in found:
        start, end = match.span()
        yield f"{text.place}: {match[0]!r} in {match.string[max(start - 40, 0) : end + 40]!r}"


def test_every_room_keeps_to_the_style_page() -> None:
    found = prose.by_room(
        (text.room, finding) for text in prose.everything() for finding in findings(text)
    )
    _only_fewer(found, STILL_TO_DO)


def test_endings_and_joins_are_chosen_in_one_place() -> None:
    found = prose.by_room(
        (path.relative_to(PACKAGE).parts[0].removesuffix(".py"), finding)
        for path in sorted(PACKAGE.rglob("*.py"))
        if path.name != "words.py"
        for look in (prose.endings_chosen, prose.names_joined)
        for finding in look(path.read_text("utf-8"), path.relative_to(ROOT).as_posix())
    )
    _only_fewer(found, PLURALS_TO_DO)


def _only_fewer(found: dict[str, list[str]], allowed: dict[str, int]) -> None:
    worse = [
        line for room, lines in found.items() for line in lines if len(lines) > allowed.get(room, 0)
    ]
    assert not worse, "docs/style.md has a better word:\n" + "\n".join(worse)


def test_what_a_report_prints_is_filled_in_and_in_the_right_number() -> None:
    for path in sorted((ROOT / "tests").glob("*/golden/*")):
        text = path.read_text("utf-8")
        for pattern in (NUMBERS, UNFILLED):
            assert not pattern.search(text), f"{path.name}: {pattern.search(text)}"


@pytest.mark.parametrize(
    "sentence",
    [
        "nobody told the owner",
        "a rejection that\n    stands",
        "Whoever signs, renews it anew",
        "the file is no table",
        "27 gaps, 4 notes besides",
        "the audit was to be held",
        "other bytes than the file holds",
        "for ever",
        "there were 1 more",
        "1 rows",
        "2 row(s)",
        "two  blanks",
    ],
)
def test_a_bad_word_is_found_in_a_message_whichever_way_it_is_written(sentence: str) -> None:
    for source in (f"yield Gap({sentence!r})", f"x = f{sentence + ' {1}'!r}"):
        assert [f for t in prose.of_python(source, "isodocs/rules/x.py") for f in findings(t)]


@pytest.mark.parametrize(
    "source",
    [
        '"""What stands there."""',
        "# it is told\nx = 1",
        "# a comment that is no\n# sentence\nx = 1",
        "def tell(x): ...",
        "class Standing: ...",
        "still_told = 1",
        "def f(whoever): ...",
    ],
)
def test_a_bad_word_is_found_in_docstrings_comments_and_names(source: str) -> None:
    assert [f for t in prose.of_python(source, "isodocs/x.py") for f in findings(t)]


@pytest.mark.parametrize(
    "sentence",
    [
        "there is no table",
        "it is no longer approved",
        "1 row, 11 rows, ISO 9001 clauses and 0.1 days",
        "run `isodocs tell`",
        "an understanding of outstanding standards",
        "a reference that stands for a branch",
    ],
)
def test_what_is_plain_passes(sentence: str) -> None:
    source = f"yield Gap({sentence!r})"
    assert not [f for t in prose.of_python(source, "isodocs/x.py") for f in findings(t)]


@pytest.mark.parametrize(
    ("source", "bad"),
    [
        ('f\'{n} row{"" if n == 1 else "s"}\'', True),
        ("'s' * (n != 1)", True),
        ("'ies' if many else 'y'", True),
        ("' and '.join(names)", True),
        ("f' {last} '.join(names)", False),
        ("'is' if n == 1 else 'are'", False),
        ("', '.join(names)", False),
    ],
)
def test_an_ending_or_a_join_is_found(source: str, bad: bool) -> None:
    found = [*prose.endings_chosen(source, "x"), *prose.names_joined(source, "x")]
    assert bool(found) is bad
