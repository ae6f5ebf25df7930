"""The documents: their names, their revisions and the approvals of these."""

from __future__ import annotations

import hashlib
import posixpath
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from benchmarks.company.system import APPROVERS, AUTHORITY, AUTHORS, CLAUSES, QUALITY, STANDARD
from isodocs.model.approval import (
    ApprovalStatement,
    AuthorityReference,
    Decision,
    Meaning,
    Part,
    Previous,
)
from isodocs.standards import load
from isodocs.statements import kinds

MANUAL = "MAN-000001"
PER_FOLDER = 250
"""How many documents a folder holds."""
_TYPES = (
    ("SOP", "procedure"),
    ("WI", "instruction"),
    ("WI", "instruction"),
    ("FRM", "form"),
    ("SOP", "procedure"),
)
_POLICY_EVERY = 20
"""One document in so many is a policy, which two people approve."""
_WORDS = (
    "supplier order drawing inspection batch gauge tolerance operator record release measure "
    "review process customer requirement change risk action result plan machine fixture store "
    "delivery complaint sample limit report training site shift tool program contract"
).split()
_SECTIONS = ("Purpose", "Scope", "Responsibilities", "Method", "Criteria", "Records", "Exceptions")


class Name(NamedTuple):
    """What never changes about a document; the number counts from 0."""

    number: int
    id: str
    type: str
    path: str


def name(number: int) -> Name:
    """The identifier, type and place of a document."""
    prefix, kind = _TYPES[number % len(_TYPES)]
    if number % _POLICY_EVERY == 0:
        prefix, kind = "POL", "policy"
    id = f"{prefix}-{number + 1:06d}"
    return Name(number, id, kind, f"documents/process-{number // PER_FOLDER + 1:03d}/{id}.md")


@dataclass
class Draft:
    """A revision in the making, free to be changed before it is approved and committed.

    `approvers` are who approves it, by role; `seen` is the text that they saw where that is another
    than the one committed.
    """

    fields: dict[str, str]
    lines: list[str]
    author: str
    approvers: dict[str, str]
    seen: bytes = b""

    @property
    def text(self) -> bytes:
        """The file."""
        front = [f"{key}: {value}" for key, value in self.fields.items()]
        return "\n".join(["---", *front, "---", *self.lines, ""]).encode()


class Writer:
    """Writes the revisions of documents, each with a few lines changed from the one before."""

    def __init__(self, seed: int, sound: Sequence[int]) -> None:
        """`sound` are the numbers of the documents that others may refer to."""
        self._seed = seed
        self._sound = sound
        rng = random.Random(f"{seed} sentences")
        self._sentences = [
            " ".join(rng.choices(_WORDS, k=rng.randint(8, 16))).capitalize() + "."
            for _ in range(2000)
        ]

    def revisions(self, number: int, days: Iterable[date]) -> Iterator[Draft]:
        """A document as it was revised on each of these days, from revision 1 on.

        Each draft may be changed by who receives it: the next starts from what it should have been.
        """
        rng = random.Random(f"{self._seed} document {number}")
        called = name(number)
        targets = [name(other) for other in sorted(rng.sample(self._sound, k=2))]
        lines = list(self._body(rng, number, targets))
        wording = [at for at, line in enumerate(lines) if line[:1].isupper()]
        clauses = sorted(rng.sample(CLAUSES, k=2), key=CLAUSES.index)
        for revision, day in enumerate(days, start=1):
            for at in rng.sample(wording, k=3):
                lines[at] = rng.choice(self._sentences)
            yield Draft(
                fields={
                    "id": called.id,
                    "title": f"{called.type.capitalize()} {number + 1}",
                    "type": called.type,
                    "revision": str(revision),
                    "status": "approved",
                    "owner": "quality-manager",
                    "effective": str(day),
                    "clauses": f"{{{STANDARD}: [{_quoted(clauses)}]}}",
                    "references": f"[{', '.join(target.id for target in targets)}]",
                    "change": rng.choice(self._sentences),
                },
                lines=list(lines),
                author=rng.choice(AUTHORS),
                approvers={role: APPROVERS[role] for role in _roles(called.type)},
            )

    def _body(self, rng: random.Random, number: int, targets: list[Name]) -> Iterator[str]:
        """About 5 KB: sections of text, a list, a table, and links to sections of the targets."""
        yield f"# {name(number).type.capitalize()} {number + 1}"
        located = CLAUSES[number % len(CLAUSES)]
        for section in _SECTIONS:
            mark = f' {{clause="{located}"}}' if section == "Method" else ""
            yield from ("", f"## {section}{mark}", "")
            yield from rng.choices(self._sentences, k=4)
            yield ""
            yield from (f"- {sentence}" for sentence in rng.choices(self._sentences, k=3))
        yield from ("", "| Record | Kept |", "| --- | ---: |")
        yield from (f"| {' '.join(rng.choices(_WORDS, k=3))} | {n} years |" for n in range(1, 7))
        for target in targets:
            place = posixpath.relpath(target.path, posixpath.dirname(name(number).path))
            yield from ("", f"See [the method of {target.id}]({place}#method).")


def manual(day: date) -> Draft:
    """A manual with a section for every clause, so that none is without a document."""
    sections: list[str] = []
    for clause in load.load(STANDARD).auditable:
        kept = ", ".join(each.what.lower() for each in clause.evidence)
        how = f"The quality manager sees to it, and to what shows that it was done: {kept}."
        sections += ["", f'## {clause.title} {{clause="{clause.number}"}}', "", how]
    fields = {
        "id": MANUAL,
        "title": "Quality manual",
        "type": "manual",
        "revision": "1",
        "status": "approved",
        "owner": "quality-manager",
        "effective": str(day),
        "change": "First issue.",
    }
    return Draft(fields, ["# Quality manual", *sections], AUTHORS[0], {"quality-manager": QUALITY})


def approvals(
    draft: Draft, path: str, moment: datetime, previous: Previous | None
) -> dict[str, bytes]:
    """The files that record the approvals of a draft, by path."""
    text = draft.seen or draft.text
    files = {}
    for role, person in draft.approvers.items():
        made = ApprovalStatement(
            project=AUTHORITY.sha256,
            doc=draft.fields["id"],
            rev=draft.fields["revision"],
            decision=Decision.APPROVE,
            role=role,
            meaning=Meaning.APPROVAL,
            person=person,
            name=AUTHORITY.people[person].name,
            key="",
            parts=(Part(path, hashlib.sha256(text).hexdigest(), len(text)),),
            prev=previous,
            authority=AuthorityReference(AUTHORITY.version, AUTHORITY.sha256),
            reason="",
            effective_from=None,
            signed_at=moment,
        )
        written = kinds.write(made)
        files[kinds.path_of(made, written)] = written
    return files


def _roles(type: str) -> tuple[str, ...]:
    rule = AUTHORITY.rule_for(type)
    return rule.roles if rule else ()


def _quoted(clauses: Iterable[str]) -> str:
    return ", ".join(f'"{clause}"' for clause in clauses)
