"""Make the repository of a company that uses isodocs: the same bytes for the same size and seed.

    python -m benchmarks.generate FOLDER [--size small] [--seed 1] [--faults 3]

FOLDER is made; FOLDER.json, beside it, says how many gaps of each rule a check must report. Each
commit brings one approved revision of one document, or records. Everything goes to one
`git fast-import`: first the blobs, those of a document one after another, so that each is stored as
its difference from the one before; then the commits, oldest first.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import subprocess
import sys
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import IO, NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.company.documents import MANUAL, Writer, approvals, manual, name
from benchmarks.company.faults import FAULTS, expected
from benchmarks.company.records import Records
from benchmarks.company.system import AUTHORITY, AUTHORS, CONFIG, START, address
from benchmarks.size import PUSHED, SIZES, Size
from isodocs.authority import authority_register
from isodocs.model.approval import Previous

SETTINGS = {
    "user.name": AUTHORS[0].title(),
    "user.email": address(AUTHORS[0]),
    "gc.auto": "0",  # nothing is packed in the background while something is measured
}
_END = datetime.fromisoformat("2026-11-02T08:00:00+00:00")


class Generated(NamedTuple):
    """What was made: how many gaps of each rule a check must report, on DAY.

    `sound` is the path of a document without a fault.
    """

    documents: int
    commits: int
    gaps: dict[str, int]
    sound: str


class Change(NamedTuple):
    """What one commit brings: by whom, why, and the files."""

    author: str
    message: str
    files: Mapping[str, bytes]


class Commit(NamedTuple):
    """A change whose files are written already: each with the mark of its blob."""

    author: str
    message: str
    files: tuple[tuple[str, int], ...]


class Plan:
    """Which commit brings what: the records at even distances, the revisions in rounds.

    In a round every document is revised once, in an order of its own.
    """

    def __init__(self, size: Size, seed: int, faults: int) -> None:
        self.size = size
        self.seed = seed
        self.sets = faults
        self.record_commits = min(40, size.commits // 20)
        rng = random.Random(f"{seed} faults")
        wanted = [fault for _ in range(faults) for fault in FAULTS]
        if size.documents < len(wanted) + 2 or size.commits < 2 * size.documents:
            raise SystemExit(
                "too few documents for the faults, or too few commits for the documents"
            )
        # a policy needs two approvals, so that one fault would bring two gaps
        single = [at for at in range(size.documents) if name(at).type != "policy"]
        # where there are enough others, none is in what is pushed: that push would be refused
        pushed = set(self.steps[-PUSHED:])
        calm = [at for at in single if at not in pushed]
        spoilt = rng.sample(calm if len(calm) >= len(wanted) else single, k=len(wanted))
        self.faults = dict(zip(spoilt, wanted, strict=True))
        self.sound = [number for number in range(size.documents) if number not in self.faults]

    @cached_property
    def steps(self) -> list[int]:
        """The number of the document that each commit after the first revises; -1 for records.

        What is pushed at the end are revisions alone, where there are enough other commits.
        """
        end = self.size.commits - PUSHED if self.size.commits > 10 * PUSHED else self.size.commits
        every = end // (self.record_commits + 1)
        rounds = self._rounds()
        return [
            -1 if step % every == 0 and step // every <= self.record_commits else next(rounds)
            for step in range(1, self.size.commits)
        ]

    def _rounds(self) -> Iterator[int]:
        rng = random.Random(f"{self.seed} rounds")
        numbers = list(range(self.size.documents))
        while True:
            rng.shuffle(numbers)
            yield from numbers

    def moment(self, step: int) -> datetime:
        """When a commit was made."""
        seconds = int((_END - START).total_seconds() * step / self.size.commits)
        return START + timedelta(seconds=seconds)


def generate(directory: Path, size: Size, *, seed: int = 1, faults: int = 0) -> Generated:
    """Make the repository, each fault planted `faults` times; returns what must be found in it."""
    directory.mkdir(parents=True)
    plan = Plan(size, seed, faults)
    git(
        directory, "init", "--quiet", "--initial-branch=main", "--object-format=sha1", "--template="
    )
    for key, value in SETTINGS.items():
        git(directory, "config", key, value)
    command = ["git", "-C", str(directory), "fast-import", "--quiet"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, env=environment()) as process:
        assert process.stdin
        _write(process.stdin, plan)
        process.stdin.close()
    if process.returncode:
        raise SystemExit(f"git fast-import ended with {process.returncode}")
    git(directory, "commit-graph", "write", "--reachable")
    git(directory, "reset", "--quiet", "--hard")
    return Generated(*size, expected(faults), name(plan.sound[0]).path)


def git(directory: Path, *args: str) -> str:
    """What Git prints, run apart from the settings of this machine's users; raises on failure."""
    command = ["git", "-C", str(directory), *args]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, env=environment())
    return done.stdout.decode().strip()


def environment() -> dict[str, str]:
    """The environment without what would change Git's behaviour."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    return {**kept, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}


def _write(out: IO[bytes], plan: Plan) -> None:
    """The whole stream: every blob, then every commit."""
    mark = 0

    def blob(data: bytes) -> int:
        nonlocal mark
        mark += 1
        out.write(b"blob\nmark :%d\ndata %d\n%b\n" % (mark, len(data), data))
        return mark

    made: dict[int, Commit] = {}
    for step, (author, message, files) in _changes(plan):
        marks = tuple((path, blob(data)) for path, data in files.items())
        made[step] = Commit(author, message, marks)
    for step in range(plan.size.commits):
        author, message, marks = made.pop(step)
        who = f"{author.title()} <{address(author)}> {int(plan.moment(step).timestamp())} +0000"
        out.write(f"commit refs/heads/main\nauthor {who}\ncommitter {who}\n".encode())
        out.write(f"data {len(message)}\n{message}\n".encode())
        out.writelines(f"M 100644 :{at} {path}\n".encode() for path, at in marks)


def _changes(plan: Plan) -> Iterator[tuple[int, Change]]:
    """What each commit brings, by its number: records first, then document by document."""
    batches = [step for step, number in enumerate(plan.steps, start=1) if number < 0]
    records = Records(
        plan.size.documents, [plan.moment(step).date() for step in batches], plan.sets
    )
    yield 0, Change(AUTHORS[0], "Begin", {**_beginning(), **records.beginning()})
    for batch, step in enumerate(batches):
        yield step, Change(AUTHORS[0], "Enter records", records.batch(batch))
    writer = Writer(plan.seed, plan.sound)
    revised: list[list[int]] = [[] for _ in range(plan.size.documents)]
    for step, number in enumerate(plan.steps, start=1):
        if number >= 0:
            revised[number].append(step)
    for number, steps in enumerate(revised):
        yield from zip(steps, _revisions(plan, writer, number, steps), strict=True)


def _revisions(plan: Plan, writer: Writer, number: int, steps: list[int]) -> Iterator[Change]:
    """The revisions of one document, each with its approvals; a fault is in the last."""
    path = name(number).path
    previous = None
    moments = [plan.moment(step) for step in steps]
    drafts = writer.revisions(number, [moment.date() for moment in moments])
    for step, moment, draft in zip(steps, moments, drafts, strict=True):
        if step == steps[-1] and number in plan.faults:
            FAULTS[plan.faults[number]].plant(draft)
        text = draft.text
        revision = draft.fields["revision"]
        yield Change(
            draft.author,
            f"{name(number).id} revision {revision}",
            {path: text, **approvals(draft, path, moment, previous)},
        )
        previous = Previous(revision, hashlib.sha256(text).hexdigest())


def _beginning() -> dict[str, bytes]:
    """The configuration, the register of who may approve, and a manual."""
    path = f"documents/{MANUAL}.md"
    draft = manual(START.date())
    return {
        "isodocs.yaml": CONFIG.encode(),
        authority_register.path_of(1): authority_register.write(AUTHORITY),
        path: draft.text,
        **approvals(draft, path, START, None),
    }


def main() -> None:
    """Make one repository."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--size", choices=SIZES, default="small")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--faults", type=int, help="of each kind; usually one to 100 documents")
    options = parser.parse_args()
    size = SIZES[options.size]
    faults = max(1, size.documents // 100) if options.faults is None else options.faults
    made = generate(options.folder, size, seed=options.seed, faults=faults)
    text = json.dumps(made._asdict(), indent=2) + "\n"
    options.folder.with_suffix(".json").write_text(text, encoding="utf-8")
    print(f"{made.documents} documents and {made.commits} commits in {options.folder}")


if __name__ == "__main__":
    main()
