"""Path patterns as `isodocs.yaml` writes them: `*` within a folder, `**` across folders.

`**/` is any number of whole folders, also none; `?` is one character; everything else is itself.
A pattern comes from a repository that anyone may have written, so it must cost no more than its
length for each character of a path, whatever it is. Regular expressions that go back and try again
cost far more; here all patterns are followed at once, one character at a time and never back.
"""

from __future__ import annotations

import posixpath

TYPE_CHECKING = False  # as that of `typing`, which takes long to load
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

LONGEST = 1_024
"""The longest pattern that is read, in characters; no path worth controlling is as long."""
MOST = 64 * 1024
"""How many characters all patterns of one list may have together."""

_LONG = ("**/", "**", "*")
_REMEMBERED = 4_000_000
"""About how many bytes the steps that were found are remembered in."""


def matcher(include: Sequence[str], exclude: Sequence[str] = ()) -> Callable[[str], bool]:
    """Return a test for paths (`/` between folders): any of `include` and none of `exclude`."""
    if not include:
        return lambda path: False
    wanted = _Automaton(include)
    if not exclude:
        return wanted.fits
    unwanted = _Automaton(exclude)
    return lambda path: wanted.fits(path) and not unwanted.fits(path)


def fixed_folder(pattern: str) -> str:
    """The folders of a pattern up to its first wildcard: `docs/sop` of `docs/sop/**/*.md`."""
    return posixpath.dirname(pattern.removeprefix("./").replace("?", "*").partition("*")[0])


class _State(dict[str, "_State"]):
    """Where all patterns are after some characters: `at` has one bit for each possible place.

    Its items are the steps that were taken from here, by character; others are worked out.
    """

    __slots__ = ("at", "automaton", "fits")

    def __init__(self, at: int, automaton: _Automaton) -> None:
        self.at = at
        self.automaton = automaton
        self.fits = bool(at & automaton.ends)

    def __missing__(self, character: str) -> _State:
        return self.automaton.step(self, character)


class _Automaton:
    """Patterns as places in a row, one bit for each; all that can hold are followed together.

    A place says what may come next: a certain character, any within a folder, or a wildcard. A
    wildcard lets its place be kept, and lets it be passed at once. `**/` has two places, one
    between folders and one within the name of a folder. States met before are remembered, so that
    an ordinary path costs one look-up for each character.
    """

    def __init__(self, patterns: Sequence[str]) -> None:
        self.characters: dict[str, int] = {}
        self.one = self.star = self.anything = self.between = self.within = 0
        self.ends = start = 0
        place = 0
        for pattern in patterns:
            start |= 1 << place
            for piece in _pieces(pattern):
                bit = 1 << place
                if piece == "**/":
                    self.between |= bit
                    self.within |= bit << 1
                    place += 1
                elif piece == "**":
                    self.anything |= bit
                elif piece == "*":
                    self.star |= bit
                elif piece == "?":
                    self.one |= bit
                else:
                    character = piece.removeprefix("\\")
                    self.characters[character] = self.characters.get(character, 0) | bit
                place += 1
            self.ends |= 1 << place
            place += 1
        self._most = _REMEMBERED // (100 + place // 8)
        self._states: dict[int, _State] = {}
        self._steps = 0
        self._start = self._state(self._passed(start))

    def fits(self, path: str) -> bool:
        """Whether any of the patterns is the path from its first to its last character."""
        state = self._start
        for character in path:
            state = state[character]
        return state.fits

    def step(self, state: _State, character: str) -> _State:
        """Where a character leads from a state; remembered for the next time."""
        at = state.at
        given = self.characters.get(character, 0)
        if character == "/":
            reached = (at & given) << 1 | at & self.anything | (at & self.within) >> 1
        else:
            reached = (at & (given | self.one | self.between)) << 1
            reached |= at & (self.anything | self.star | self.within)
        self._steps += 1
        if self._steps > self._most:
            self._forget()
        following = self._state(self._passed(reached))
        state[character] = following
        return following

    def _passed(self, at: int) -> int:
        """The places, and those behind the wildcards among them; no more than two in a row."""
        at |= (at & self.between) << 2
        return at | (at & (self.star | self.anything)) << 1

    def _state(self, at: int) -> _State:
        if at not in self._states:
            self._states[at] = _State(at, self)
        return self._states[at]

    def _forget(self) -> None:
        """Keep what is remembered small; states refer to each other and are taken apart."""
        for state in self._states.values():
            state.clear()
        self._steps = 0
        self._states = {self._start.at: self._start}


def _pieces(pattern: str) -> Iterator[str]:
    """Characters and wildcards; wildcards in a row that mean the same as one are one.

    `docs/` stands for everything below. A character that is itself has a backslash before it.
    """
    pattern = pattern.removeprefix("./")
    if pattern.endswith("/"):
        pattern += "**"
    wild = ""
    at = 0
    while at < len(pattern):
        piece = next((each for each in _LONG if pattern.startswith(each, at)), pattern[at])
        at += len(piece)
        if piece not in _LONG:
            yield from _written(wild)
            wild = ""
            yield piece if piece == "?" else f"\\{piece}"
        elif piece == "*" and wild == "**/":
            wild = "**/*"
        else:
            wild = piece if wild in ("", piece) else "**"
    yield from _written(wild)


def _written(wild: str) -> Iterator[str]:
    if wild == "**/*":
        yield from ("**/", "*")
    elif wild:
        yield wild
