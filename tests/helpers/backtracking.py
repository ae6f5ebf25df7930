"""Which regular expressions can take more than linear time, seen in their parse trees alone.

An expression becomes an automaton of the positions that consume a character. The time is more than
linear where two places p and q exist, and a text v that leads from p back to p, from p to q and
from q back to q (Weber and Seidl, "On the degree of ambiguity of finite automata", 1991): each
repetition of v is one more place to part the text, and all are tried where the end does not fit.
A search is a loop over every character before the expression.

What is left out, on the safe side: a condition on more than one neighbouring character constrains
nothing. What is left out on the other: a repetition with an upper bound is a constant factor.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from re import _constants as c  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

_ALPHABET = frozenset([*map(chr, range(128)), *"éßÄ—–“«”§°½²中\u0301\u00a0\u2028\u200b\ufffc😀"])
_UNROLLED = 4
_MOST_PATHS = 20_000
_NAMED = {
    c.CATEGORY_DIGIT: r"\d",
    c.CATEGORY_NOT_DIGIT: r"\D",
    c.CATEGORY_SPACE: r"\s",
    c.CATEGORY_NOT_SPACE: r"\S",
    c.CATEGORY_WORD: r"\w",
    c.CATEGORY_NOT_WORD: r"\W",
}
_WORD = frozenset(a for a in _ALPHABET if re.match(r"\w", a))

Chars = frozenset[str]
Tree = Iterable[tuple[Any, Any]]
Guard = tuple[str, Chars]
"""What a step demands of its neighbours: the kind, and the characters the kind is about."""
_UNKNOWN: Guard = ("unknown", frozenset())


@dataclass
class _Step:
    to: int
    guard: Guard | None = None
    counted: bool = False


@dataclass
class _Position:
    source: int
    chars: Chars
    target: int
    regions: frozenset[int]


@dataclass(frozen=True)
class _Edge:
    to: int
    guards: frozenset[Guard]
    counted: bool


@dataclass
class Automaton:
    """The positions of an expression and the steps between them.

    ``searched`` puts a loop over every character first; ``whole`` says that a match must end with
    the text, so that arriving at the end of the expression is not enough.
    """

    expression: re.Pattern[str] | re.Pattern[bytes]
    searched: bool
    whole: bool
    steps: list[list[_Step]] = field(default_factory=list)
    positions: list[_Position] = field(default_factory=list)
    regions: int = 0
    groups: dict[int, Tree] = field(default_factory=dict)
    followed: dict[tuple[int, str, frozenset[int] | None], dict[str, set[int]]] = field(
        default_factory=dict
    )

    def __post_init__(self) -> None:
        source, flags = self.expression.pattern, self.expression.flags
        tree = _parser.parse(source, flags & ~re.DEBUG)
        start = self._node()
        if self.searched:
            self.positions.append(_Position(start, _ALPHABET, start, frozenset()))
        self.end = self._sequence(tree, start, tree.state.flags, frozenset())

    def _node(self) -> int:
        self.steps.append([])
        return len(self.steps) - 1

    def _step(self, a: int, b: int, guard: Guard | None = None, counted: bool = False) -> None:
        self.steps[a].append(_Step(b, guard, counted))

    def _sequence(self, tree: Tree, at: int, flags: int, regions: frozenset[int]) -> int:
        for op, value in tree:
            at = self._item(op, value, at, flags, regions)
        return at

    def _item(self, op: Any, value: Any, at: int, flags: int, regions: frozenset[int]) -> int:
        chars = _chars(op, value, flags)
        if chars is not None:
            after = self._node()
            self.positions.append(_Position(at, chars, after, regions))
            return after
        match op:
            case c.BRANCH:
                after = self._node()
                for branch in value[1]:
                    first = self._node()
                    self._step(at, first)
                    self._step(self._sequence(branch, first, flags, regions), after)
                return after
            case c.SUBPATTERN:
                number, on, off, body = value
                if number:
                    self.groups[number] = body
                return self._sequence(body, at, (flags | on) & ~off, regions)
            case c.MAX_REPEAT | c.MIN_REPEAT:
                return self._repeated(*value, at, flags, regions)
            case c.POSSESSIVE_REPEAT:
                return self._possessive(*value, at, flags, regions)
            case c.ATOMIC_GROUP:
                return self._sequence(value, at, flags, regions | {self._region()})
            case c.ASSERT | c.ASSERT_NOT:
                return self._look(op is c.ASSERT_NOT, *value, at, flags, regions)
            case c.AT:
                after = self._node()
                self._step(at, after, _place(value, flags))
                return after
            case c.GROUPREF:
                return self._sequence(self.groups[value], at, flags, regions)
        raise NotImplementedError(f"{op} in {self.expression.pattern!r}")

    def _possessive(
        self, low: int, high: Any, body: Tree, at: int, flags: int, regions: frozenset[int]
    ) -> int:
        last = self._repeated(low, high, body, at, flags, regions | {self._region()})
        single = _one(body, flags)
        if single is None or high is not c.MAXREPEAT:
            return last
        after = self._node()
        self._step(last, after, ("left before", single))
        return after

    def _look(
        self, no: bool, direction: int, body: Tree, at: int, flags: int, regions: frozenset[int]
    ) -> int:
        after = self._node()
        single = _one(body, flags)
        kind = ("not " if no else "") + ("behind" if direction < 0 else "before")
        self._step(at, after, _UNKNOWN if single is None else (kind, single))
        if single is None and direction > 0:
            look = self._node()
            self._step(at, look)
            self._sequence(body, look, flags, regions | {self._region()})
        return after

    def _region(self) -> int:
        self.regions += 1
        return self.regions

    def _repeated(
        self, low: int, high: Any, body: Tree, at: int, flags: int, regions: frozenset[int]
    ) -> int:
        after = self._node()
        endless = high is c.MAXREPEAT
        if not endless and high <= _UNROLLED:
            for i in range(high):
                if i >= low:
                    self._step(at, after)
                first = self._node()
                self._step(at, first)
                at = self._sequence(body, first, flags, regions)
            self._step(at, after)
            return after
        for _ in range(min(low, _UNROLLED) - 1):
            at = self._sequence(body, at, flags, regions)
        first = self._node()
        self._step(at, first)
        if low == 0:
            self._step(at, after)
        last = self._sequence(body, first, flags, regions)
        self._step(last, first, counted=not endless)
        self._step(last, after)
        return after

    @cached_property
    def edges(self) -> list[list[_Edge]]:
        """The positions that may follow each, one entry for each way that leads there."""
        leaving: dict[int, list[int]] = {}
        for number, position in enumerate(self.positions):
            leaving.setdefault(position.source, []).append(number)
        ways: dict[int, list[tuple[int, frozenset[Guard], bool]]] = {}
        found = []
        for position in self.positions:
            if position.target not in ways:
                ways[position.target] = list(self._ways(position.target))
            found.append(
                [
                    _Edge(to, guards, counted)
                    for node, guards, counted in ways[position.target]
                    for to in leaving.get(node, ())
                ]
            )
        self.accepting = {
            number
            for number, position in enumerate(self.positions)
            if not self.whole
            and any(
                node == self.end and all(kind == "left before" for kind, _ in guards)
                for node, guards, _ in ways[position.target]
            )
        }
        return found

    def _ways(self, start: int) -> Iterator[tuple[int, frozenset[Guard], bool]]:
        waiting = [(start, frozenset[Guard](), False, frozenset([start]))]
        for _ in range(_MOST_PATHS):
            if not waiting:
                return
            node, guards, counted, seen = waiting.pop()
            yield node, guards, counted
            for step in self.steps[node]:
                if step.to not in seen:
                    more = guards | {step.guard} if step.guard else guards
                    waiting.append((step.to, more, counted or step.counted, seen | {step.to}))
        raise NotImplementedError(f"too many ways through {self.expression.pattern!r}")

    @cached_property
    def letters(self) -> list[str]:
        """One character of each kind that the expression tells apart."""
        sets = {position.chars for position in self.positions}
        sets |= {g[1] for edges in self.edges for edge in edges for g in edge.guards}
        kinds: dict[tuple[bool, ...], str] = {}
        for letter in sorted(_ALPHABET.union(*sets)):
            kinds.setdefault(tuple(letter in chars for chars in sets), letter)
        return list(kinds.values())

    def moves(self, edge: _Edge, before: str) -> Iterator[str]:
        for letter in self.letters:
            if letter in self.positions[edge.to].chars and all(
                _allows(guard, before, letter) for guard in edge.guards
            ):
                yield letter

    def following(self, at: int, before: str, within: frozenset[int] | None) -> dict[str, set[int]]:
        """Where each letter leads from a position; asked a thousand times, and answered once."""
        key = at, before, within
        if key not in self.followed:
            found = self.followed[key] = {}
            for edge in self.edges[at]:
                if within is None or (edge.to in within and not edge.counted):
                    for letter in self.moves(edge, before):
                        found.setdefault(letter, set()).add(edge.to)
        return self.followed[key]

    @cached_property
    def loops(self) -> dict[int, frozenset[int]]:
        """The positions that lie on an endless loop, each with those on a loop with it."""
        reach = {p: self._reached(p) for p in range(len(self.positions))}
        return {
            p: frozenset(q for q in there if p in reach[q])
            for p, there in reach.items()
            if p in there
        }

    def _reached(self, start: int) -> set[int]:
        seen: set[int] = set()
        waiting = [start]
        while waiting:
            for edge in self.edges[waiting.pop()]:
                if not edge.counted and edge.to not in seen:
                    seen.add(edge.to)
                    waiting.append(edge.to)
        return seen


def superlinear(
    expression: re.Pattern[str] | re.Pattern[bytes], searched: bool, whole: bool
) -> str:
    """Why the expression can take more than linear time, with the text that repeats; or ''."""
    automaton = Automaton(expression, searched, whole)
    return _twice_the_same_way(automaton) or _two_loops(automaton)


def _twice_the_same_way(automaton: Automaton) -> str:
    for p, mates in automaton.loops.items():
        edges = [edge for edge in automaton.edges[p] if edge.to in mates and not edge.counted]
        for i, one in enumerate(edges):
            for other in edges[i + 1 :]:
                if one.to != other.to or one.to in automaton.accepting:
                    continue
                for before in automaton.letters:
                    if before in automaton.positions[p].chars and (
                        set(automaton.moves(one, before)) & set(automaton.moves(other, before))
                    ):
                        return f"a loop within a loop: {before!r}"
    return ""


def _two_loops(automaton: Automaton) -> str:
    loops, positions = automaton.loops, automaton.positions
    for p in loops:
        leading = automaton.searched and p == 0
        if p in automaton.accepting and not leading:
            continue
        for q in loops:
            if p == q or q in automaton.accepting:
                continue
            if any(
                region not in positions[q].regions
                and all(region in positions[mate].regions for mate in loops[p])
                for region in positions[p].regions
            ):
                continue  # a possessive loop is left once, and never taken up again
            for letter in automaton.letters:
                if letter in positions[p].chars & positions[q].chars and (
                    text := _text(automaton, p, q, letter)
                ):
                    what = "a search that fails late" if leading else "two loops over one text"
                    return f"{what}: {text!r}"
    return ""


def _text(automaton: Automaton, p: int, q: int, letter: str) -> str:
    """The shortest text from p to p, from p to q and from q to q, ending with the letter; or ''."""
    start, goal = (p, p, q, letter), (p, q, q, letter)
    first, last = automaton.loops[p] - automaton.accepting, automaton.loops[q] - automaton.accepting
    if automaton.searched and p == 0:
        first = frozenset([p])
    seen = {start}
    waiting = [(start, "")]
    for (one, two, three, before), text in waiting:
        firsts = automaton.following(one, before, first)
        seconds = automaton.following(two, before, None)
        thirds = automaton.following(three, before, last)
        for after in firsts.keys() & seconds.keys() & thirds.keys():
            for state in (
                (i, j, k, after)
                for i in firsts[after]
                for j in seconds[after]
                for k in thirds[after]
            ):
                if state == goal:
                    return text + after
                if state not in seen:
                    seen.add(state)
                    waiting.append((state, text + after))
    return ""


def _allows(guard: Guard, before: str, after: str) -> bool:
    kind, chars = guard
    match kind:
        case "behind":
            return before in chars
        case "not behind":
            return before not in chars
        case "before":
            return after in chars
        case "not before" | "left before":
            return after not in chars
        case "unknown":
            return True
        case "boundary":
            return (before in chars) != (after in chars)
        case "no boundary":
            return (before in chars) == (after in chars)
    raise ValueError(kind)


def _place(value: Any, flags: int) -> Guard:
    line = frozenset("\n")
    nowhere: Chars = frozenset()
    match value:
        case c.AT_BEGINNING:
            return "behind", line if flags & re.MULTILINE else nowhere
        case c.AT_BEGINNING_STRING:
            return "behind", nowhere
        case c.AT_END:
            return "before", line
        case c.AT_END_STRING:
            return "before", nowhere
        case c.AT_BOUNDARY:
            return "boundary", _WORD
        case c.AT_NON_BOUNDARY:
            return "no boundary", _WORD
    raise NotImplementedError(value)


def _one(body: Tree, flags: int) -> Chars | None:
    """The characters of a body that is exactly one of them."""
    items = list(body)
    if len(items) != 1:
        return None
    op, value = items[0]
    if op is c.SUBPATTERN:
        return _one(value[3], (flags | value[1]) & ~value[2])
    if op is c.BRANCH:
        parts = [_one(branch, flags) for branch in value[1]]
        if any(part is None for part in parts):
            return None
        return frozenset().union(*(part for part in parts if part is not None))
    return _chars(op, value, flags)


def _chars(op: Any, value: Any, flags: int) -> Chars | None:
    fold: Callable[[Chars], Chars] = _folded if flags & re.IGNORECASE else lambda chars: chars
    match op:
        case c.LITERAL:
            return fold(frozenset([chr(value)]))
        case c.NOT_LITERAL:
            return _ALPHABET - fold(frozenset([chr(value)]))
        case c.ANY:
            return _ALPHABET if flags & re.DOTALL else _ALPHABET - {"\n"}
        case c.IN:
            chars: set[str] = set()
            for kind, what in value:
                match kind:
                    case c.LITERAL:
                        chars.add(chr(what))
                    case c.RANGE:
                        chars |= {a for a in _ALPHABET if what[0] <= ord(a) <= what[1]}
                        chars |= {chr(what[0]), chr(what[1])}
                    case c.CATEGORY:
                        chars |= {a for a in _ALPHABET if re.match(_NAMED[what], a)}
            there = fold(frozenset(chars))
            return _ALPHABET - there if value[0][0] is c.NEGATE else there
    return None


def _folded(chars: Chars) -> Chars:
    return chars | {x for a in chars for x in (a.lower(), a.upper()) if len(x) == 1}
