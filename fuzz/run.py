"""Run the fuzz targets for a bounded time each: `python fuzz/run.py [TARGET ...] --seconds 20`.

libFuzzer ends its process, so each target gets one of its own. What was tried is kept in `.fuzz/`
and begun with the next time; an input that fails is written there and named.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FOUND = ROOT / ".fuzz"
SECONDS_FOR_ONE_INPUT = 5
"""An input of some kilobytes that takes longer is a failure as well."""
LONGEST = 8192


def main() -> int:
    """Run what is asked for; 1 when any target failed."""
    sys.path.insert(0, str(ROOT))
    parser = argparse.ArgumentParser(description="Fuzz the readers of isodocs.")
    parser.add_argument("targets", nargs="*", metavar="TARGET")
    parser.add_argument("--seconds", type=int, default=20, help="for each target")
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.here:
        _fuzz(asked.targets[0], asked.seconds)
    from fuzz.targets import TARGETS

    if unknown := [name for name in asked.targets if name not in TARGETS]:
        parser.error(f"there is no target {unknown[0]!r}; there are {', '.join(TARGETS)}")
    failed = [name for name in asked.targets or TARGETS if not _run(name, asked.seconds)]
    if failed:
        print(f"failed: {', '.join(failed)}; the inputs are in {FOUND}")
    return 1 if failed else 0


def _run(name: str, seconds: int) -> bool:
    """Fuzz one target in a process of its own; whether it held."""
    command = [sys.executable, __file__, name, "--here", "--seconds", str(seconds)]
    process = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    done = [line for line in process.stderr.splitlines() if line.startswith("Done")]
    print(f"{name:<14} {done[0] if done else 'FAILED'}", flush=True)
    if process.returncode:
        told = [line for line in process.stderr.splitlines() if not line.startswith(("#", "INFO"))]
        print(process.stdout[-4000:], *told[-20:], sep="\n")
    return process.returncode == 0


def _fuzz(name: str, seconds: int) -> None:
    """Fuzz one target in this process and end it."""
    import atheris

    with atheris.instrument_imports(include=["isodocs"]):
        from fuzz.targets import SEEDS, TARGETS
    corpus = FOUND / name
    corpus.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(SEEDS[name]):
        (corpus / f"seed-{number}").write_bytes(seed)
    options = (
        f"-max_total_time={seconds}",
        f"-timeout={SECONDS_FOR_ONE_INPUT}",
        f"-max_len={LONGEST}",
        f"-artifact_prefix={FOUND}/{name}-",
        "-rss_limit_mb=2048",
    )
    atheris.Setup([sys.argv[0], *options, str(corpus)], TARGETS[name])
    atheris.Fuzz()


if __name__ == "__main__":
    sys.exit(main())
