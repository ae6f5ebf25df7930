"""How fast a portal answers, and how much memory it takes.

    python benchmarks/portal.py [small|medium|large] [FOLDER]

makes the repository of that size in FOLDER where there is none, serves it in a process of its own,
and asks for pages of each kind one after the other, then while the repository is read again, then
as 50 readers at once, each of whom asks for a page every two seconds. Last it says how long a save
takes to be shown. The processor's time is what a busy machine does not change.
"""

from __future__ import annotations

import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from copy import copy
from http.client import HTTPConnection
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.generate import generate
from benchmarks.size import DAY, SIZES

_TIMES, _SECONDS = 40, 10
_READERS, _MINUTE, _EVERY = 50, 60, 2.0
_IDLE, _LOOK = 0.02, 3.0
"""A process that has less than this share of a processor within so many seconds is idle."""


class Reader:
    """A browser with the cookie."""

    def __init__(self, address: str) -> None:
        self.host, _, entrance = address.removeprefix("http://").partition("/")
        self._connection = HTTPConnection(self.host, timeout=600)
        self._cookie = ""
        _, headers, _ = self._ask(f"/{entrance}")
        self._cookie = str(headers.get("set-cookie")).partition(";")[0]

    def _ask(self, path: str) -> tuple[int, object, bytes]:
        self._connection.request("GET", path, headers={"cookie": self._cookie})
        answer = self._connection.getresponse()
        return answer.status, answer.headers, answer.read()

    def another(self) -> Reader:
        """Another window of the same browser, with a connection of its own."""
        made = copy(self)
        made._connection = HTTPConnection(self.host, timeout=600)
        return made

    def ask(self, path: str) -> tuple[int, bytes]:
        """A page."""
        status, _, body = self._ask(path)
        return status, body


@contextmanager
def serving(folder: Path) -> Iterator[tuple[str, int]]:
    """A portal that listens, and the number of its process."""
    command = [sys.executable, "-m", "isodocs", "-C", str(folder), "serve"]
    process = subprocess.Popen(
        [*command, "--port", "0", "--on", DAY], stdout=subprocess.PIPE, encoding="utf-8"
    )
    assert process.stdout is not None
    try:
        yield process.stdout.readline().split()[1], process.pid
    finally:
        process.terminate()
        process.wait()


def megabytes(pid: int, field: str) -> int:
    """What Linux says of the memory of a process: VmRSS now, VmHWM at most."""
    status = Path(f"/proc/{pid}/status").read_text("utf-8")
    return int(re.findall(rf"{field}:\s+(\d+)", status)[0]) // 1024


def spent(pid: int) -> float:
    """The processor's time that a process has had, in seconds."""
    fields = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def settle(pid: int) -> None:
    """Wait until a process has read all, and found out what it does on its own: it is idle."""
    before = -1.0
    while (now := spent(pid)) - before > _IDLE * _LOOK:
        before = now
        time.sleep(_LOOK)


def p95(times: list[float]) -> float:
    """The time below which 95 of 100 answers are, in milliseconds."""
    return 1000 * statistics.quantiles(times, n=20)[-1]


def asked(reader: Reader, pages: Callable[[], str], number: int) -> list[float]:
    """How long each of so many pages took, in seconds."""
    times = []
    for _ in range(number):
        begun = time.perf_counter()
        status, _ = reader.ask(pages())
        assert status == 200, status
        times.append(time.perf_counter() - begun)
    return times


def at_once(reader: Reader, pages: Callable[[], str]) -> tuple[list[float], Counter[int]]:
    """How long pages took while many read for a minute, in seconds, and the answers by status."""
    times: list[float] = []
    answers: Counter[int] = Counter()
    end = time.monotonic() + _MINUTE

    def read(number: int) -> None:
        mine = reader.another()
        time.sleep(_EVERY * number / _READERS)
        while time.monotonic() < end:
            begun = time.perf_counter()
            answers[mine.ask(pages())[0]] += 1
            took = time.perf_counter() - begun
            times.append(took)
            time.sleep(max(0.0, _EVERY - took))

    with ThreadPoolExecutor(_READERS) as readers:
        list(readers.map(read, range(_READERS)))
    return times, answers


def draft_list(reader: Reader) -> str:
    """The page of the documents that were never in force."""
    return reader.ask("/documents?state=draft")[1].decode()


def until_shown(reader: Reader, file: Path, document: str) -> float:
    """The seconds from a save until the page of the document shows it."""
    was = file.read_bytes()
    begun = time.perf_counter()
    file.write_bytes(was + b"\nA sentence that is new here.\n")
    while b"A sentence that is new here." not in reader.ask(f"/documents/{document}")[1]:
        time.sleep(0.02)
    took = time.perf_counter() - begun
    file.write_bytes(was)
    return took


def main() -> None:
    """Print a table."""
    size = sys.argv[1] if len(sys.argv) > 1 else "small"
    folder = Path(sys.argv[2] if len(sys.argv) > 2 else tempfile.mkdtemp()) / size
    if not folder.exists():
        generate(folder, SIZES[size])
    with serving(folder) as (address, pid):
        begun = time.perf_counter()
        reader = Reader(address)
        while reader.ask("/")[0] != 200:
            time.sleep(0.1)
        took = time.perf_counter() - begun
        print(f"{size}: {SIZES[size].documents} documents, read in {took:.1f} s")
        settle(pid)
        reader = reader.another()  # the server has closed the connection, which was idle
        _, listed = reader.ask("/documents")
        ids = re.findall(r'<a href="/documents/([^"/?]+)">', listed.decode())
        some = random.Random(1)

        def any_of(*forms: str) -> Callable[[], str]:
            return lambda: some.choice(forms).format(id=some.choice(ids))

        kinds = {
            "overview": any_of("/"),
            "my day": any_of("/my-day?person=*"),
            "register": any_of("/documents", "/documents?words=control", "/documents?state=draft"),
            "document": any_of("/documents/{id}"),
            "changes": any_of("/documents/{id}/changes"),
            "history": any_of("/documents/{id}/history"),
            "clauses": any_of("/clauses", "/clauses/iso-9001-2015", "/clauses/iso-9001-2015/8.4.1"),
            "records": any_of("/records", "/records/training", "/training", "/certification"),
            "search": any_of("/search?q=control", "/search?q=calibration+gauge"),
        }
        for name, pages in kinds.items():
            first = asked(reader, pages, 1)[0]
            before = spent(pid)
            times = asked(reader, pages, _TIMES)
            took = 1000 * (spent(pid) - before) / _TIMES
            said = f"p95 {p95(times):6.1f} ms, the first {1000 * first:7.1f} ms"
            print(f"{name:>10}  {said}, {took:5.1f} ms of processor time each")
        print(f"{'memory':>10}  {megabytes(pid, 'VmRSS')} MiB")
        (folder / "documents" / "benchmark-note.txt").write_text("x")
        mixed = any_of("/", "/documents", "/documents/{id}", "/clauses")
        times = []
        end = time.perf_counter() + _SECONDS
        while time.perf_counter() < end:
            times += asked(reader, mixed, 1)
        print(f"{'renewing':>10}  p95 {p95(times):6.1f} ms of {len(times)}")
        (folder / "documents" / "benchmark-note.txt").unlink()
        settle(pid)
        every = any_of("/", "/my-day?person=*", "/documents", "/documents/{id}", "/clauses")
        times, answers = at_once(reader, every)
        said = ", ".join(f"{number} answers of {status}" for status, number in answers.items())
        print(f"{'together':>10}  p95 {p95(times):6.1f} ms, {said}")
        reader = reader.another()  # the server has closed the connection, which was idle
        drafts = re.findall(r'<a href="/documents/([^"/?]+)">', draft_list(reader))
        if drafts:
            file = next((folder / "documents").rglob(f"{drafts[0]}.md"))
            took = until_shown(reader, file, drafts[0])
            print(f"{'a save':>10}  of a draft is shown after {took:.1f} s")
        print(
            f"{'memory':>10}  {megabytes(pid, 'VmRSS')} MiB, at most {megabytes(pid, 'VmHWM')} MiB"
        )


if __name__ == "__main__":
    main()
