"""Make a repository of a given size: documents with revisions, approvals and Markdown bodies."""

from __future__ import annotations

import hashlib
import random
import subprocess
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from isodocs.authority import authority_register
from isodocs.model.approval import ApprovalStatement, AuthorityReference, Decision, Meaning, Part
from isodocs.model.authority import ApprovalRule, Authority, Person, Role
from isodocs.statements import kinds

CLAUSES = (
    "4.1",
    "5.2.1",
    "6.1.1",
    "7.1.5.1",
    "7.2",
    "7.5.2",
    "8.1",
    "8.4.1",
    "8.6",
    "9.2.1",
    "10.3",
)
WORDS = [
    "supplier",
    "order",
    "drawing",
    "inspection",
    "batch",
    "gauge",
    "tolerance",
    "operator",
    "record",
    "release",
    "measure",
    "review",
    "process",
    "customer",
    "requirement",
    "change",
    "risk",
    "action",
    "result",
    "plan",
    "machine",
    "fixture",
]
START = datetime(2023, 1, 2, 8, tzinfo=UTC)
CONFIG = b"""organisation: Benchmark Ltd
standards: [iso-9001-2015]
documents:
  include: ["documents/**/*.md"]
types:
  procedure: {prefix: SOP, review-every: 60 months}
"""


def authority() -> Authority:
    """Two people: one writes, one approves."""
    draft = Authority(
        1,
        "",
        {id: Person(id, id.title(), (f"{id}@example.com",)) for id in ("ann", "ben")},
        {"quality-manager": Role("quality-manager", "Quality Manager", ("ben",))},
        ("ben",),
        1,
        (ApprovalRule(("*",), ("quality-manager",)),),
    )
    return authority_register.parse(authority_register.write(draft))


def body(number: int, revision: int, rng: random.Random) -> str:
    """About 5 KB of Markdown with headings, lists, a table and links."""
    parts = [f"# Procedure {number}\n"]
    for section in range(1, 8):
        mark = f' {{clause="{CLAUSES[(number + section) % len(CLAUSES)]}"}}' if section < 3 else ""
        parts.append(f"\n## Step {section}{mark}\n\n")
        parts.append(" ".join(rng.choices(WORDS, k=60)) + f". Revision {revision}.\n\n")
        parts += [f"- {' '.join(rng.choices(WORDS, k=8))}\n" for _ in range(4)]
    parts.append("\n| Record | Kept |\n| --- | --- |\n")
    parts += [f"| {' '.join(rng.choices(WORDS, k=3))} | 5 years |\n" for _ in range(6)]
    other = max(1, number - 1)
    parts.append(f"\nSee [the step before](SOP-{other:05d}.md#step-1).\n")
    return "".join(parts)


def commits(documents: int, total: int) -> Iterator[bytes]:
    """A fast-import stream of `total` commits over `documents` documents."""
    rng = random.Random(7)
    register = authority()
    data = authority_register.write(register)
    yield from _commit(0, {"isodocs.yaml": CONFIG, authority_register.path_of(1): data})
    for step in range(1, total):
        number = (step - 1) % documents + 1
        revision = (step - 1) // documents + 1
        day = (START + timedelta(hours=step)).date()
        yield from _commit(step, revise(register, number, revision, day, rng))


def revise(
    register: Authority, number: int, revision: int, day: date, rng: random.Random
) -> dict[str, bytes]:
    """The files of one approved revision."""
    id = f"SOP-{number:05d}"
    clause = CLAUSES[number % len(CLAUSES)]
    path = f"documents/{id}.md"
    text = (
        f"---\nid: {id}\ntitle: Procedure {number}\ntype: procedure\nrevision: {revision}\n"
        f"status: approved\nowner: quality-manager\neffective: {day}\n"
        f'clauses:\n  iso-9001-2015: ["{clause}", "7.5.1"]\n'
        f"change: Revision {revision} after review.\n---\n" + body(number, revision, rng)
    ).encode()
    record = ApprovalStatement(
        project=register.sha256,
        doc=id,
        rev=str(revision),
        decision=Decision.APPROVE,
        role="quality-manager",
        meaning=Meaning.APPROVAL,
        person="ben",
        name="Ben",
        key="",
        parts=(Part(path, hashlib.sha256(text).hexdigest(), len(text)),),
        prev=None,
        authority=AuthorityReference(1, register.sha256),
        reason="",
        effective_from=day,
        signed_at=datetime(day.year, day.month, day.day, 9, tzinfo=UTC),
    )
    written = kinds.write(record)
    return {path: text, kinds.path_of(record, written): written}


def _commit(step: int, files: dict[str, bytes]) -> Iterator[bytes]:
    when = int((START + timedelta(hours=step)).timestamp())
    who = f"Ann <ann@example.com> {when} +0000"
    yield f"commit refs/heads/main\nauthor {who}\ncommitter {who}\ndata 4\nstep\n".encode()
    for path, data in files.items():
        yield f"M 100644 inline {path}\ndata {len(data)}\n".encode() + data + b"\n"


def generate(directory: Path, documents: int, total: int) -> None:
    """Make the repository in `directory`."""
    directory.mkdir(parents=True)
    run = ["git", "-C", str(directory)]
    subprocess.run([*run, "init", "-q", "-b", "main"], check=True)
    stream = b"".join(commits(documents, total))
    subprocess.run([*run, "fast-import", "--quiet"], input=stream, check=True)
    subprocess.run([*run, "reset", "-q", "--hard"], check=True)
