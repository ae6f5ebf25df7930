"""A rule: a function of the register that yields findings, with its own documentation."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from isodocs.model.gap import Finding, Level
from isodocs.model.register import Register

RuleFunction = Callable[[Register], Iterator[Finding]]

FAMILIES: Final = {
    "DOC": "Identity and state of documents",
    "REV": "Revisions",
    "APR": "Approvals",
    "REF": "References",
    "CLS": "Clauses",
    "SOA": "Statement of Applicability",
    "REC": "Records",
    "TRN": "Training and competence",
    "AUD": "Internal audits and management review",
    "NCR": "Nonconformities and corrective actions",
    "CER": "Certification",
    "CFG": "Configuration and authority",
}


@dataclass(frozen=True, slots=True)
class RuleDocument:
    """The parts of a rule's docstring.

    `files` are the example's files by path; empty where only a history can show the gap.
    """

    summary: str
    why: str
    example: str
    files: Mapping[str, str]
    remedy: str


@dataclass(frozen=True)
class Rule:
    """A rule with its stable code, its name, its level and the clauses it serves.

    `blocks`: a commit or push that brings such a gap, as an error, is stopped. Only what is
    malformed, unreadable, or violates what is approved, signed or closed may do that; a record
    that honestly shows something late, missing or unqualified is let through and reported as open.
    `waits_for_approval`: it blocks, but not where approvals are still being collected.
    `by_calendar`: the passing of time brings it, no commit does.
    `waivable`: also where approvals are signed, a waiver or isodocs.yaml (files that nobody signed)
    can silence it or make it lighter.
    A `fixed` one cannot be ignored, waived or made lighter by anything within the repository.
    """

    code: str
    name: str
    level: Level
    clauses: tuple[str, ...]
    function: RuleFunction
    blocks: bool
    waits_for_approval: bool = False
    by_calendar: bool = False
    waivable: bool = True
    fixed: bool = False

    @property
    def family(self) -> str:
        """The letters of the code."""
        return self.code[:3]

    @property
    def at_a_push(self) -> str:
        """What hooks do about its gaps, to follow its level; empty where they let them through."""
        if not self.blocks:
            return ""
        return "stops a push" if self.level is Level.ERROR else "stops a push where it is an error"

    @cached_property
    def document(self) -> RuleDocument:
        """What `explain`, the rule reference and reports say about it."""
        return parse_document(inspect.getdoc(self.function) or "")


REGISTERED: dict[str, Rule] = {}
"""Every rule by its code, filled as the family files are imported."""


def rule(
    code: str,
    name: str,
    level: Level,
    clauses: tuple[str, ...] = (),
    *,
    blocks: bool,
    waits_for_approval: bool = False,
    by_calendar: bool = False,
    waivable: bool = True,
    fixed: bool = False,
) -> Callable[[RuleFunction], RuleFunction]:
    """Register a function as the rule `code`; `clauses` are of ISO 9001:2015.

    The rest is as in Rule; whether it `blocks` has no default, so that each rule decides.
    """

    def register(function: RuleFunction) -> RuleFunction:
        if code in REGISTERED and REGISTERED[code].function is not function:
            raise ValueError(f"two rules have the code {code}")
        REGISTERED[code] = Rule(
            code,
            name,
            level,
            clauses,
            function,
            blocks=blocks,
            waits_for_approval=waits_for_approval,
            by_calendar=by_calendar,
            waivable=waivable,
            fixed=fixed,
        )
        return function

    return register


def parse_document(text: str) -> RuleDocument:
    """Cut a docstring into its summary and the parts headed `Why:`, `Example:`, `Remedy:`.

    The files of an example follow its sentence, indented: the path of each with a colon, and its
    lines indented further.
    """
    parts = re.split(r"^(Why|Example|Remedy):[ \n]", text, flags=re.MULTILINE)
    found = dict(zip(parts[1::2], parts[2::2], strict=True))
    example, *blocks = re.split(r"^ {4}(\S.*):$", found.get("Example", ""), flags=re.MULTILINE)
    return RuleDocument(
        summary=" ".join(parts[0].split()),
        why=" ".join(found.get("Why", "").split()),
        example=" ".join(example.split()),
        files={
            path: inspect.cleandoc(lines) + "\n"
            for path, lines in zip(blocks[::2], blocks[1::2], strict=True)
        },
        remedy=" ".join(found.get("Remedy", "").split()),
    )
