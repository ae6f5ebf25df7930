"""Repositories of unusual shapes, which must not hurt: made, checked and measured, one by one.

    python -m benchmarks.hard [--only SHAPE ...] [--keep FOLDER]

Each is checked cold, with nothing changed, and after one document was edited, which is what people
wait for; `git status` is measured as well. What a shape makes worse than it must shows at once.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.generate import generate
from benchmarks.measure import cost
from benchmarks.situations import CHANGED, COLD, STATUS, UNCHANGED, Place, git
from benchmarks.size import DAY, SIZES, Size

_SMALL = SIZES["small"]
_WHEN = "2026-11-10T08:00:00+00:00"
"""When commits are made that nothing else dates: before the day that is asked about."""
_FOLDER = 1_000
"""So many files are in a folder where there are many."""
_WORDS = "The operator looks at the gauge, notes what it shows, and signs the sheet. "


def revisions(at: Path) -> str:
    """One document that was revised again and again."""
    return generate(at, Size(2, 20_000)).sound


def touched(at: Path) -> str:
    """All documents were moved by one commit, and moved back by another."""
    made = generate(at, SIZES["medium"])
    for old, new in (("documents", "moved"), ("moved", "documents")):
        git(at, "mv", old, new)
        git(at, "commit", "--quiet", "--message", f"Move everything to {new}")
    return made.sound


def branches(at: Path) -> str:
    """Many branches, none of them packed."""
    made = generate(at, _SMALL)
    heads = git(at, "rev-list", "HEAD").splitlines()
    lines = (f"create refs/heads/work/{n} {heads[n % len(heads)]}\n" for n in range(5_000))
    _feed(at, ("update-ref", "--stdin"), "".join(lines).encode())
    return made.sound


def texts(at: Path) -> str:
    """Five drafts of two megabytes each."""
    made = generate(at, _SMALL)
    body = f"\n\n## More\n\n{_WORDS * 20}"
    for number in range(5):
        text = body * (2_000_000 // len(body))
        head = f"---\nid: SOP-9{number}\ntitle: Much\nrevision: 1\nstatus: draft\n"
        more = f"type: procedure\nowner: quality-manager\n---\n# Much\n{text}\n"
        (at / f"documents/SOP-9{number}.md").write_text(head + more, encoding="utf-8")
    return _committed(at, made.sound)


def attachments(at: Path) -> str:
    """Two hundred megabytes of evidence that no record gives a digest of."""
    made = generate(at, _SMALL)
    folder = at / "records/evidence"
    folder.mkdir(parents=True)
    for number in range(4):
        # what repeats would be packed to nothing
        with (folder / f"scan-{number}.pdf").open("wb") as file:
            file.writelines(os.urandom(1 << 20) for _ in range(50))
    return _committed(at, made.sound)


def files(at: Path) -> str:
    """A million other files beside the documents, all of them tracked."""
    made = generate(at, _SMALL)
    stream = bytearray(b"blob\nmark :1\ndata 2\nx\n\ncommit refs/heads/main\n")
    stream += b"committer Ann <ann@example.com> 1790000000 +0000\ndata 4\nMore\n"
    stream += f"from {git(at, 'rev-parse', 'HEAD')}\n".encode()
    for number in range(1_000_000):
        stream += b"M 100644 :1 code/%d/%d.c\n" % (number // _FOLDER, number)
    _feed(at, ("fast-import", "--quiet"), bytes(stream))
    git(at, "reset", "--quiet", "--hard")
    return made.sound


def rows(at: Path) -> str:
    """A table of trainings with a hundred thousand rows, entered in forty commits."""
    made = generate(at, _SMALL)
    table = at / "records/training.csv"
    people = [line.split(",")[0] for line in (at / "records/people.csv").read_text().splitlines()]
    names = [name for name in people if name.startswith("operator")]
    for batch in range(40):
        day = date(2026, 1, 5) + timedelta(days=7 * batch)
        with table.open("a", encoding="utf-8") as file:
            file.writelines(
                f"{names[n % len(names)]},GRIND,{day},School {n},{day},quinn,effective\n"
                for n in range(2_500)
            )
        _committed(at, made.sound)
    return made.sound


SHAPES: Mapping[str, Callable[[Path], str]] = {
    "one document with 20,000 revisions": revisions,
    "commits that touch all of 2,000 documents": touched,
    "5,000 branches": branches,
    "documents of 2 MB": texts,
    "200 MB of attachments": attachments,
    "1,000,000 other files": files,
    "100,000 rows of trainings": rows,
}
"""What makes each shape; it returns the path of a document that can be edited."""


def main() -> None:
    """Make and measure the shapes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", nargs="+", default=[], metavar="WORDS", help="these shapes")
    parser.add_argument("--keep", type=Path, help="keep the repositories in this folder")
    options = parser.parse_args()
    os.environ |= {"GIT_AUTHOR_DATE": _WHEN, "GIT_COMMITTER_DATE": _WHEN}
    for name, make in SHAPES.items():
        if not options.only or any(word in name for word in options.only):
            with tempfile.TemporaryDirectory() as folder:
                _measure(name, make, options.keep or Path(folder), Path(folder, "work"))


def _measure(name: str, make: Callable[[Path], str], made_in: Path, folder: Path) -> None:
    at = made_in / make.__name__
    sound = at / make(at)
    environment = Place(at, folder, "").environment("hard")
    check = (sys.executable, "-m", "isodocs", "check", "--on", DAY, "--exit-zero")
    git(at, "status")  # it writes the index once, which is a change

    def edit() -> None:
        with sound.open("a", encoding="utf-8") as file:
            file.write("\nOne more paragraph.\n")

    for what in (STATUS, COLD, UNCHANGED, CHANGED):
        if what == CHANGED:
            edit()
        command = ("git", "status", "--porcelain") if what == STATUS else check
        taken = cost(command, at, environment)
        print(f"| {name} | {what} | {taken.cpu:.2f} s | {taken.peak:.0f} MiB |", flush=True)


def _feed(at: Path, command: tuple[str, ...], data: bytes) -> None:
    subprocess.run(("git", "-C", str(at), *command), input=data, check=True)


def _committed(at: Path, sound: str) -> str:
    git(at, "add", "--all")
    git(at, "commit", "--quiet", "--message", "More")
    return sound


if __name__ == "__main__":
    main()
