"""Measure isodocs in everyday situations, against what others need in the same run.

    python -m benchmarks.run [--sizes small medium] [--runs 5] [--seconds 5]
    python -m benchmarks.run --json new.json --against old.json
    python -m benchmarks.run --profile "check, cold" --sizes medium

Whole processes are measured, user and system, with their children. What counts are the ratios,
since machines differ: each goal is a multiple of what Git, Python and the Markdown parser alone
need. The situations are measured in turn, round by round, so that a machine whose speed drifts,
drifts for all. One that has taken so many seconds of processor as --seconds says is not
repeated.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks import goals, machine, page, profiling
from benchmarks.measure import Cost, cost, spread
from benchmarks.peers import peers
from benchmarks.situations import COLD, REFERENCES, Place, Situation
from benchmarks.size import DAY, SIZES

_ROOT = Path(__file__).resolve().parents[1]
Costs = Mapping[str, Sequence[Cost]]
"""Every run of every situation."""


def main() -> None:
    """Generate, measure, print, and write what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", nargs="+", choices=SIZES, default=["small", "medium"])
    parser.add_argument("--only", nargs="+", default=[], metavar="WORDS", help="these situations")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--keep", type=Path, help="keep the generated repositories in this folder")
    parser.add_argument("--json", type=Path, help="write every figure to this file")
    parser.add_argument("--against", type=Path, help="compare with the file of an earlier run")
    parser.add_argument("--page", type=Path, help="write the table into this page")
    parser.add_argument("--profile", metavar="SITUATION", help="show where its time goes, instead")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        made = options.keep or Path(folder, "made")
        if options.profile:
            for name in options.sizes:
                _profile(options.profile, made / name, Path(folder, name))
            return
        measured = {}
        for name in options.sizes:
            chosen = _situations(_generated(made / name), Path(folder, name), options.only)
            documents = SIZES[name].documents
            measured[documents] = measure(chosen, options.runs, options.seconds)
    run = {"machine": machine.description(), "day": DAY, **_as_json(measured)}
    results = list(_results(measured))
    about = {**run["machine"], **dict(_references(measured))}
    print(page.text(about, results))
    if options.json:
        options.json.write_text(json.dumps(run, indent=1) + "\n", encoding="utf-8")
    if options.against:
        print(page.comparison(json.loads(options.against.read_text(encoding="utf-8")), run))
    if options.page:
        page.insert(options.page, about, results)


def measure(situations: Sequence[Situation], runs: int, seconds: float) -> Costs:
    """Run each situation so many times, in turn; one that has taken its seconds is not repeated."""
    taken: dict[str, list[Cost]] = {each.name: [] for each in situations}
    for number in range(runs):
        for each in situations:
            before = taken[each.name]
            if sum(cost.cpu for cost in before) >= seconds:
                continue
            each.before()
            before.append(cost(each.command, each.at, each.environment, stdin=each.stdin))
            _progress(f"run {number + 1}: {each.name}")
    _progress("")
    return taken


def _generated(at: Path) -> Path:
    """The repository of the size that the folder is called after, made where it is not there yet.

    Raises SystemExit where a check reports anything but what was planted.
    """
    if not at.with_suffix(".json").is_file():
        at.parent.mkdir(parents=True, exist_ok=True)
        _progress(f"making {at.name}")
        command = (sys.executable, "-m", "benchmarks.generate", str(at), "--size", at.name)
        subprocess.run(command, cwd=_ROOT, check=True, stdout=subprocess.DEVNULL)
    _progress(f"checking {at.name}")
    planted = _made(at)["gaps"]
    words = ("-C", str(at), "check", "--on", DAY, "--format", "json", "--exit-zero")
    check = (sys.executable, "-m", "isodocs", *words)
    out = subprocess.run(check, check=True, stdout=subprocess.PIPE).stdout
    found = dict(Counter(gap["code"] for gap in json.loads(out)["gaps"]))
    if found != planted:
        raise SystemExit(f"planted in {at}: {planted}\nfound there: {found}")
    return at


def _made(at: Path) -> dict[str, Any]:
    """What the generator says of a repository."""
    made: dict[str, Any] = json.loads(at.with_suffix(".json").read_text(encoding="utf-8"))
    return made


def _situations(at: Path, folder: Path, only: Sequence[str]) -> list[Situation]:
    """The situations of a repository, and other tools on it; only those named, and references."""
    folder.mkdir()
    place = Place(at, folder, _made(at)["sound"])
    _progress(f"preparing {at.name}")
    return [
        each
        for each in (*place.situations(), *peers(at, folder, place.environment("none")))
        if not only or each.name in REFERENCES or any(word in each.name for word in only)
    ]


def _results(measured: Mapping[int, Costs]) -> Iterator[goals.Result]:
    """Every goal, for every size."""
    for documents, costs in measured.items():
        cpu = {name: spread([each.cpu for each in costs]) for name, costs in costs.items()}
        peak = {name: spread([each.peak for each in costs]) for name, costs in costs.items()}
        yield from goals.judge(documents, cpu, peak)
    cold = {
        documents: spread([each.cpu for each in costs[COLD]])
        for documents, costs in measured.items()
        if COLD in costs
    }
    if cold:
        yield from goals.judge_growth(cold)


def _references(measured: Mapping[int, Costs]) -> Iterator[tuple[str, str]]:
    """What others need, which the goals are multiples of: for each size, and in words."""
    for documents, costs in measured.items():
        medians = {name: spread([each.cpu for each in costs[name]]).median for name in REFERENCES}
        words = (f"{name} {page.amount(seconds)}" for name, seconds in medians.items())
        yield f"{documents:,} documents", ", ".join(words)


def _as_json(measured: Mapping[int, Costs]) -> dict[str, Any]:
    return {"costs": measured, "goals": [result.as_json() for result in _results(measured)]}


def _profile(situation: str, at: Path, folder: Path) -> None:
    """Show where the time of one situation goes."""
    for each in _situations(_generated(at), folder, [situation]):
        if each.name == situation:
            each.before()
            print(profiling.profile(each, folder / "profile"))
            return
    raise SystemExit(f"there is no situation {situation!r} in isodocs")


def _progress(text: str) -> None:
    """Say on a terminal what is being done."""
    if sys.stderr.isatty():
        print(f"\r\033[K{text}", end="", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
