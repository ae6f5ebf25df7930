"""Measure how long the requirement maps take to load, compiled and from their YAML.

    python benchmarks/standards.py [--runs 9]

Every figure is the median of several runs in this process, without the imports.
"""

from __future__ import annotations

import argparse
import sys
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.measure import seconds
from isodocs.standards import load
from isodocs.standards.parse import parse_map


def all_maps() -> None:
    """Load every map as a command does."""
    load.load.cache_clear()
    for id in load.available():
        load.load(id)


def one_map(id: str) -> None:
    """Load one map as `isodocs check` does."""
    load.load.cache_clear()
    load.load(id)


def from_yaml(id: str) -> None:
    """Read one map as if it were not compiled."""
    file = load.folder() / f"{id}.yaml"
    parse_map(file.read_bytes(), str(file))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=9)
    runs = parser.parse_args().runs
    ids = load.available()
    print(f"{'map':<20} {'compiled':>9} {'YAML':>9}")
    for id in ids:
        compiled, yaml = (seconds(partial(task, id), runs) * 1000 for task in (one_map, from_yaml))
        print(f"{id:<20} {compiled:>6.1f} ms {yaml:>6.1f} ms")
    print(f"all {len(ids)} maps, compiled: {seconds(all_maps, runs) * 1000:.1f} ms")


if __name__ == "__main__":
    main()
