"""What `check` prints: a gap between what the rules ask and what the repository shows.

And how much of all that there is an answer looked at, of gaps or anything else.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING

from isodocs.dataclass import field, immutable, replace
from isodocs.model.layout import CONFIG
from isodocs.named_tuple import NamedTuple

if TYPE_CHECKING:
    from isodocs.model.audit import AuditKind
    from isodocs.model.rule import Rule


class Level(StrEnum):
    """How much a gap matters; errors and warnings make `check` exit with 1."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@immutable(frozen=True, slots=True)
class Place:
    """Where in the repository; lines and columns are 1-based, 0 for the whole file."""

    path: str = ""
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return ":".join([self.path, *(str(n) for n in (self.line, self.column) if n)])


@immutable(frozen=True, slots=True)
class Finding:
    """What a rule yields: the facts of one gap, before the rule's own code and level are added.

    `subject` distinguishes two findings of one rule on one document (a clause, a link target); it
    goes into the fingerprint in place of the line, so that moving text keeps the fingerprint.
    `level` replaces the rule's own where one finding weighs less, or more, than the rule's others.
    `closer` is who closes it (a role or a person), where that is not the owner. `because` is the
    document that is the whole reason, since it is not in force. `part_of` are the subjects under
    which the rule reports the same once where it holds of many documents.
    """

    message: str
    hint: str
    place: Place = Place()
    document: str = ""
    subject: str = ""
    clauses: tuple[str, ...] = ()
    owner: str = ""
    level: Level | None = None
    closer: str = ""
    because: str = ""
    part_of: tuple[str, ...] = field(default=(), compare=False)

    def shortened(self) -> Finding:
        """The finding with what is too long to read cut: whatever is in a file may be in it."""
        if max(len(self.message), len(self.hint), len(self.subject)) <= _LONGEST:
            return self
        return replace(
            self,
            message=_cut(self.message),
            hint=_cut(self.hint),
            subject=short_subject(self.subject),
        )


_LONGEST = 1_000
"""The longest message that is shown whole, in characters."""


def short_subject(subject: str) -> str:
    """A subject that can be shown and still distinguishes findings, by the digest of a long one."""
    if len(subject) <= _LONGEST:
        return subject
    digest = hashlib.sha256(subject.encode("utf-8", "surrogateescape")).hexdigest()
    return f"{subject[: _LONGEST // 2]}… {digest[:16]}"


def _cut(text: str) -> str:
    """The beginning and the end of a text that is too long."""
    if len(text) <= _LONGEST:
        return text
    return f"{text[: _LONGEST // 2]} … {text[-_LONGEST // 4 :]}"


@immutable(frozen=True, slots=True)
class Gap:
    """One finding of a rule, which says what it means; a running waiver sets `waived_until`.

    `recorded` says that it was there on the first day (see `Baseline`): it is a gap all the same.
    """

    rule: Rule
    level: Level
    finding: Finding
    waived_until: str = ""
    waived_because: str = ""
    recorded: bool = False
    fingerprint: str = field(init=False)

    def __post_init__(self) -> None:
        f = self.finding
        fingerprint = _fingerprint(self.code, f.document or f.place.path, f.subject)
        object.__setattr__(self, "fingerprint", fingerprint)

    @property
    def parts_of(self) -> tuple[frozenset[str], ...]:
        """The fingerprints, by subject, of the gaps that reported it for many documents at once."""
        return tuple(
            frozenset(_fingerprint(self.code, place, subject) for place in ("", CONFIG))
            for subject in self.finding.part_of
        )

    @property
    def code(self) -> str:
        """The code of its rule."""
        return self.rule.code

    @property
    def name(self) -> str:
        """The name of its rule."""
        return self.rule.name

    @property
    def blocks(self) -> bool:
        """Whether it stops the commit or push that brings it."""
        return self.rule.blocks and self.level is Level.ERROR and self.counts

    def stops(self, audit: AuditKind) -> bool:
        """Whether it keeps such an audit from going well."""
        heavy = self.level is Level.ERROR or self.rule.stops_as_warning
        return heavy and audit in self.rule.stops

    @property
    def counts(self) -> bool:
        """Whether it is a gap to be closed: neither a note nor waived."""
        return self.level is not Level.NOTE and not self.waived_until

    @property
    def is_new(self) -> bool:
        """Whether it counts, and was not there on the first day."""
        return self.counts and not self.recorded


def _fingerprint(code: str, of: str, subject: str) -> str:
    identity = "\0".join((code, of, subject))
    return hashlib.sha256(identity.encode("utf-8", "surrogateescape")).hexdigest()[:16]


class LookedAt(NamedTuple):
    """What an answer was narrowed to; all there is where both are empty.

    `only` is what was asked about (`rules`, `paths`, `owners` ...), `without` what was left out.
    """

    only: Mapping[str, Sequence[str]]
    without: Mapping[str, Sequence[str]]

    @property
    def everything(self) -> bool:
        """Whether nothing was left out."""
        return not self.only and not self.without


EVERYTHING = LookedAt({}, {})


def looked_at(
    only: Mapping[str, Sequence[str]], without: Mapping[str, Sequence[str]] | None = None
) -> LookedAt:
    """What an answer was narrowed to; what was not asked for is left out."""
    return LookedAt(
        {what: tuple(words) for what, words in only.items() if words},
        {what: tuple(words) for what, words in (without or {}).items() if words},
    )
