"""Say which known word somebody probably meant."""

from __future__ import annotations

from collections.abc import Iterable


def suggest(word: str, known: Iterable[str]) -> str:
    """Return the known word nearest to `word`, or an empty string when none is near.

    Underscores, blanks and capitals are forgiven: `Review_Every` is near `review-every`.
    """
    words = list(known)
    plain = {_plain(candidate): candidate for candidate in words}
    if match := plain.get(_plain(word)):
        return match
    import difflib  # only a wrong word pays for it

    near = difflib.get_close_matches(_plain(word)[:200], plain, n=1, cutoff=0.7)
    return plain[near[0]] if near else ""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A sentence such as ` Did you mean 'revision'?`, or nothing; it starts with a blank."""
    near = suggest(word, known)
    return f" Did you mean {near!r}?" if near else ""


def _plain(word: str) -> str:
    return word.casefold().replace("_", "-").replace(" ", "-")
