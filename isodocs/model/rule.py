"""A rule: a function of the register that yields findings, what its gaps mean, and why."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from isodocs.dataclass import immutable
from isodocs.model.audit import Area, AuditKind
from isodocs.model.gap import Level
from isodocs.named_tuple import NamedTuple

if TYPE_CHECKING:
    from isodocs.model.gap import Finding
    from isodocs.model.register import Register

    RuleFunction = Callable[[Register], Iterator[Finding]]


class RuleDocument(NamedTuple):
    """The parts of a rule's docstring.

    `files` are the example's files by path; empty where only a history can show the gap.
    """

    summary: str
    why: str
    example: str
    files: Mapping[str, str]
    remedy: str


class Family(NamedTuple):
    """Rules whose codes begin alike; `area` is the part of readiness that they are about."""

    code: str
    title: str
    area: Area
    stops: frozenset[AuditKind] | None = None
    """What its rules stop where they do not say so themselves; None where each of them says it."""
    author_closes: bool = True
    """Whether its rules are `author_closes`, unless they say otherwise."""
    prepares: bool = False
    """Whether closing its gaps is preparation for an audit, planned before it."""
    of_documents: bool = False
    """Whether its rules are `of_documents`, unless they say otherwise."""


@immutable(frozen=True, eq=False)
class Rule:
    """A rule with its stable code, its name, its level and the clauses it serves."""

    code: str
    name: str
    level: Level
    clauses: tuple[str, ...]
    family: Family
    function: RuleFunction
    blocks: bool
    """A commit or push that brings such a gap, as an error, is stopped.

    Only what is malformed, unreadable, or violates what is approved, signed or closed may do that;
    a record that honestly shows something late, missing or unqualified is let through and reported
    as open.
    """
    stops: frozenset[AuditKind]
    """The audits that such a gap, as an error, keeps from going well; for others it is work."""
    stops_as_warning: bool = False
    """It stops them as a warning too."""
    waits_for_approval: bool = False
    """It blocks, but not where approvals are still being collected."""
    by_calendar: bool = False
    """The day of a duty that passes brings it, no commit does."""
    explains: tuple[str, ...] = ()
    """What its gap is only the reason for: rules whose gap on the same document it explains,
    entries of `schemas/must-be-shown.yaml`, or (`not in force`) all that rests on the document
    alone. Readiness counts both as one."""
    part_of: str = ""
    """The entry of `schemas/must-be-shown.yaml` that its gap is one with where that is missing."""
    of_its_day: bool = False
    """It is about a deed that nothing can undo: after a later audit of the certification body it
    blocks nothing."""
    waivable: bool = True
    """Also where approvals are signed, a waiver or isodocs.yaml (files that no one signed) can
    silence it or make it lighter."""
    author_closes: bool = True
    """The author of a document can close its gaps by writing, before anyone approves."""
    of_documents: bool = False
    """Its gaps on a document follow from that document alone: from its file, its history and what
    approves it, by the configuration and the authority register."""
    of_many: bool = False
    """Where many documents have its gap, it may be one gap of all, and it depends on the others
    whether it is."""
    of_people: bool = False
    """Its gaps say of named people what they were trained in: a pack leaves the names out."""
    protects: bool = False
    """It protects what is closed, confirmed or in force from alteration: no baseline records it."""
    fixed: bool = False
    """It cannot be ignored, waived or made lighter by anything within the repository."""

    @property
    def recordable(self) -> bool:
        """Whether a baseline may record its gaps: not where they leave open what counts.

        Approvals, what they rest on and altered texts always count as new: with a file that anyone
        may push, no one must be able to hide what was done to an approved text.
        """
        apart = self.fixed or self.protects or self.family.area is Area.APPROVALS
        return self.waivable and not apart

    @property
    def prepares(self) -> bool:
        """Whether closing its gaps is preparation, such as a clause that no document answers."""
        return self.family.prepares

    @property
    def at_a_push(self) -> str:
        """What hooks do about its gaps, to follow its level; empty where they let them through."""
        if not self.blocks:
            return ""
        return "stops a push" if self.level is Level.ERROR else "stops a push where it is an error"

    @property
    def at_an_audit(self) -> str:
        """Which audits its gaps stop, to follow its level; empty where they stop none."""
        if not self.stops:
            return ""
        kinds = ", ".join(str(kind).replace("-", " ") for kind in AuditKind if kind in self.stops)
        always = self.level is Level.ERROR or self.stops_as_warning
        return f"stops {kinds}" if always else f"stops {kinds} where it is an error"

    @cached_property
    def document(self) -> RuleDocument:
        """What `explain`, the rule reference and reports say about it."""
        from inspect import getdoc  # loads Python's own parser, and a hook explains nothing

        return parse_document(getdoc(self.function) or "")


def parse_document(text: str) -> RuleDocument:
    """Cut a docstring into its summary and the parts headed `Why:`, `Example:`, `Remedy:`.

    The files of an example follow its sentence, indented: the path of each with a colon, and its
    lines indented further.
    """
    from inspect import cleandoc

    parts = re.split(r"^(Why|Example|Remedy):[ \n]", text, flags=re.MULTILINE)
    found = dict(zip(parts[1::2], parts[2::2], strict=True))
    example, *blocks = re.split(r"^ {4}(\S.*):$", found.get("Example", ""), flags=re.MULTILINE)
    return RuleDocument(
        summary=" ".join(parts[0].split()),
        why=" ".join(found.get("Why", "").split()),
        example=" ".join(example.split()),
        files={
            path: cleandoc(lines) + "\n"
            for path, lines in zip(blocks[::2], blocks[1::2], strict=True)
        },
        remedy=" ".join(found.get("Remedy", "").split()),
    )
