"""Type the strings of a YAML mapping, collecting a placed problem for each that does not fit."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from sys import intern

from isodocs.expressions import expression
from isodocs.model.node import Mapping, Node, Scalar, Sequence
from isodocs.model.period import LONGEST, Period
from isodocs.model.problem import Problem
from isodocs.words import did_you_mean, say

_DAY = expression(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


def parse_day(text: str) -> date | None:
    """Read an ISO 8601 calendar date, `2026-12-01`; None for anything else."""
    if not _DAY.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


class Fields:
    """Read one mapping key by key; whatever is wrong lands in `problems`, never in an exception.

    Each reader returns an empty value when the key is missing or of the wrong form; a wrong form
    adds a problem of kind `wrong-form`.
    """

    def __init__(self, mapping: Mapping | None) -> None:
        self.mapping = mapping
        self.nodes: dict[str, Node] = {}
        self.places: dict[str, tuple[int, int]] = {}
        self.problems: list[Problem] = []
        for entry in mapping or ():
            self.nodes[entry.key.text] = entry.value
            self.places[entry.key.text] = (entry.key.line, entry.key.column)

    @classmethod
    def of(cls, node: Node | None) -> Fields:
        """Read a node; one that is not a mapping has no keys."""
        return cls(node if isinstance(node, Mapping) else None)

    def key(self, name: str) -> str:
        """The name that one of our fields has here: its own, unless a subclass knows another."""
        return name

    def our_places(self) -> dict[str, tuple[int, int]]:
        """Where each field is, those that we know under our names."""
        return self.places

    def wrong(self, node: Node, message: str, hint: str, kind: str = "wrong-form") -> None:
        """Note that `node` does not fit."""
        self.problems.append(
            Problem(kind, message, hint, node.line, node.column, self._about(node))
        )

    def _about(self, node: Node) -> str:
        """The key whose value `node` is, with the value; empty for what is deeper within one."""
        key = next((key for key, value in self.nodes.items() if value is node), "")
        return f"{key}: {node.text}" if key and isinstance(node, Scalar) else key

    def text(self, key: str) -> str:
        """One line of text, outer blanks removed."""
        node = self.nodes.get(key)
        if node is None:
            return ""
        if isinstance(node, Scalar):
            return intern(node.text.strip())  # most come again in other documents
        self.wrong(
            node,
            say("'{key}' must be a text", key=key),
            say("Write one value after '{key}:'.", key=key),
        )
        return ""

    def day(self, key: str) -> date | None:
        """A calendar date."""
        text = self.text(key)
        if not text:
            return None
        day = parse_day(text)
        if day is None:
            self.wrong(
                self.nodes[key],
                say("'{key}' is {text!r}, which is not a calendar date", key=key, text=text),
                say("Write year-month-day, for example 2026-12-01."),
            )
        return day

    def day_to_come(self, key: str, since: date | None) -> date | None:
        """A day by which something is done again; ten years after it was done at the latest."""
        day = self.day(key)
        if day and since and day > LONGEST.after(since):
            message = say(
                "'{key}' is {day}, more than {longest} after {since}",
                key=key,
                day=day,
                longest=LONGEST,
                since=since,
            )
            self.wrong(self.nodes[key], message, say("Enter the day by which someone looks again."))
            return None
        return day

    def period(self, key: str) -> Period | None:
        """A span such as `12 months`, of ten years at most."""
        text = self.text(key)
        if not text:
            return None
        period = Period.parse(text)
        hint = say("Write a number and a unit, for example '12 months' or '90 days'.")
        if period is None:
            message = say("'{key}' is {text!r}, which is not a span of time", key=key, text=text)
            self.wrong(self.nodes[key], message, hint)
        elif period.exceeds(LONGEST):
            message = say(
                "'{key}' is {text!r}, which is longer than {longest}",
                key=key,
                text=text,
                longest=LONGEST,
            )
            self.wrong(self.nodes[key], message, hint)
            return None
        return period

    def whole(self, key: str, default: int) -> int:
        """A whole number from 1 to 999."""
        text = self.text(key)
        if not text:
            return default
        # by its length first: Python refuses to convert thousands of digits
        if text.isascii() and text.isdigit() and len(text) < 10 and 0 < int(text) < 1000:
            return int(text)
        self.wrong(
            self.nodes[key],
            say("'{key}' is {text!r}, not a number from 1", key=key, text=text),
            say("Write 1, 2, 3 …"),
        )
        return default

    def flag(self, key: str) -> bool:
        """`true`/`yes` or `false`/`no`; false when missing."""
        text = self.text(key).lower()
        if text not in ("", "true", "yes", "false", "no"):
            self.wrong(
                self.nodes[key],
                say("'{key}' is {text!r}", key=key, text=text),
                say("Write true or false."),
            )
        return text in ("true", "yes")

    def scalars(self, key: str) -> tuple[Scalar, ...]:
        """A list of texts with their places; a single text counts as a list of one."""
        node = self.nodes.get(key)
        return () if node is None else self.as_scalars(node, key)

    def as_scalars(self, node: Node, key: str) -> tuple[Scalar, ...]:
        """The scalars of a list node that stands for `key`."""
        if isinstance(node, Scalar):
            return (node,) if node.text.strip() else ()
        if isinstance(node, Sequence):
            for item in node.items:
                if not isinstance(item, Scalar):
                    self.wrong(
                        item,
                        say("an item of '{key}' must be a text", key=key),
                        say("Write a plain list."),
                    )
            return tuple(item for item in node.items if isinstance(item, Scalar))
        self.wrong(
            node,
            say("'{key}' must be a list", key=key),
            say("Write '{key}: [first, second]'.", key=key),
        )
        return ()

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts."""
        return tuple(scalar.text.strip() for scalar in self.scalars(key))

    def children(self, key: str) -> Mapping | None:
        """A mapping; None when missing or empty."""
        node = self.nodes.get(key)
        if node is None or (isinstance(node, Scalar) and not node.text.strip()):
            return None
        if isinstance(node, Mapping):
            return node
        self.wrong(
            node,
            say("'{key}' must hold keys of its own", key=key),
            say("Indent them below '{key}:'.", key=key),
        )
        return None

    def refuse_unknown(self, known: Iterable[str], where: str, others: Iterable[str] = ()) -> None:
        """Add a problem of kind `unknown-field` for each key not known; `others` are tolerated."""
        names, tolerated = tuple(known), frozenset(others)
        for key, (line, column) in self.places.items():
            if key not in names and key not in tolerated:
                self.problems.append(
                    Problem(
                        "unknown-field",
                        say(
                            "unknown field {key!r} in {where}.{did_you_mean}",
                            key=key,
                            where=where,
                            did_you_mean=did_you_mean(key, names),
                        ),
                        say("Known fields are {names}.", names=", ".join(names)),
                        line,
                        column,
                        key,
                    )
                )
