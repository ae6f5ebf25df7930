"""Measure the verifying of signed approvals against the bare cryptography calls, in one run.

    python benchmarks/signatures.py [--signatures 3000] [--keys 6] [--runs 7]

Two of three keys are Ed25519, the third ECDSA P-256. Bare is only the library's `verify` with key,
signature and signed bytes ready at hand; isodocs starts from the signature file and the keys' lines
with nothing remembered. Runs of both alternate, and the ratio is that of the medians.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from isodocs.statements import ssh_key, sshsig
from tests.helpers.ssh import ECDSA, ED25519, SoftKey, signed_bytes

NAMESPACE = "isodocs-approval-v1@example.com"


@dataclass
class Approval:
    """A statement, its signature file, the line of its key, and the bare call that verifies it."""

    statement: bytes
    file: bytes
    line: str
    bare: Callable[[], object]


def bare(signer: SoftKey, statement: bytes) -> Callable[[], object]:
    """The library's own call for a signature over `statement`, with everything else prepared."""
    data = signed_bytes(statement, NAMESPACE.encode())
    if isinstance(signer.private, Ed25519PrivateKey):
        return partial(signer.private.public_key().verify, signer.private.sign(data), data)
    algorithm = ec.ECDSA(SHA256())
    signature = signer.private.sign(data, algorithm)
    return partial(signer.private.public_key().verify, signature, data, algorithm)


def approvals(count: int, keys: int) -> list[Approval]:
    """Signed statements of a usual size, by the keys in turn."""
    signers = [SoftKey(ECDSA if n % 3 == 2 else ED25519, f"approver {n}") for n in range(keys)]
    made = []
    for n in range(count):
        signer = signers[n % keys]
        statement = b'{"decision":"approve","doc":"SOP-%05d","parts":[%s]}\n' % (n, b"x" * 700)
        file = signer.sign(statement, NAMESPACE)
        made.append(Approval(statement, file, signer.line, bare(signer, statement)))
    return made


def everything(made: list[Approval]) -> None:
    """What isodocs does: read each key once, as the register does, then every file; verify."""
    keys = {line: ssh_key.read_line(line) for line in {one.line for one in made}}
    for one in made:
        sshsig.verify(one.file, one.statement, NAMESPACE, keys[one.line])


def forget() -> None:
    """Empty the caches, as in a new process."""
    ssh_key.read_blob.cache_clear()
    sshsig._verifier.cache_clear()


def seconds(task: Callable[[], object]) -> float:
    """The wall time of `task`."""
    start = time.perf_counter()
    task()
    return time.perf_counter() - start


def imports(runs: int) -> float:
    """What the import of the library adds to a bare Python, in seconds."""
    modules = "cryptography.exceptions, cryptography.hazmat.primitives.asymmetric.ed25519"
    bare = (sys.executable, "-c", "pass")
    with_library = (sys.executable, "-c", f"import {modules}")
    taken: dict[tuple[str, ...], list[float]] = {bare: [], with_library: []}
    for _ in range(runs):
        for command, times in taken.items():
            times.append(seconds(partial(subprocess.run, command, check=True)))
    return statistics.median(taken[with_library]) - statistics.median(taken[bare])


def main() -> None:
    """Sign, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--signatures", type=int, default=3000)
    parser.add_argument("--keys", type=int, default=6)
    parser.add_argument("--runs", type=int, default=7)
    options = parser.parse_args()
    made = approvals(options.signatures, options.keys)
    alone, ours = [], []
    for _ in range(options.runs):
        alone.append(seconds(lambda: [one.bare() for one in made]))
        forget()
        ours.append(seconds(lambda: everything(made)))
    bare_time, our_time = statistics.median(alone), statistics.median(ours)
    print(f"{options.signatures} signatures by {options.keys} keys, medians of {options.runs} runs")
    for label, value in (
        ("cryptography's verify alone", bare_time),
        ("isodocs, from the files", our_time),
        ("import of cryptography, once", imports(options.runs)),
    ):
        print(f"  {value * 1000:8.1f} ms  {label}")
    print(f"  {our_time / len(made) * 1e6:8.1f} us  a signature")
    print(f"  {our_time / bare_time:8.2f}     isodocs / cryptography; at most 2 is wanted")


if __name__ == "__main__":
    main()
