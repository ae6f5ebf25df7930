"""LibreOffice as a process: it turns files of older or other forms into those of Word and Excel.

It is started once for all files, with a profile of its own that is empty, so that no setting and no
macro of anyone's runs. What it makes is read as untrusted as any file.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from shutil import which
from tempfile import TemporaryDirectory

from isodocs.words import say

_TO = {
    ".doc": "docx", ".odt": "docx", ".rtf": "docx", ".dot": "docx", ".ott": "docx",
    ".xls": "xlsx", ".ods": "xlsx",
}  # fmt: skip
TEXTS = tuple(ending for ending, other in _TO.items() if other == "docx")
"""The endings of texts that it turns into files of Word."""
TABLES = tuple(ending for ending, other in _TO.items() if other == "xlsx")
"""Those of tables that it turns into workbooks of Excel."""
_PATIENCE = 45
"""Seconds without a new file after which it is taken to wait for someone who is not there."""
_OLE, _ZIP, _RTF = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK", b"{\\rtf"
_BEGINNINGS = {
    ".doc": (_OLE, _RTF), ".dot": (_OLE, _RTF), ".xls": (_OLE,), ".rtf": (_RTF,),
    ".odt": (_ZIP,), ".ott": (_ZIP,), ".ods": (_ZIP,),
}  # fmt: skip
"""LibreOffice reads anything else as plain text, whatever comes of that."""
_STREAMS = tuple(name.encode("utf-16-le") for name in ("WordDocument", "Workbook", "Book"))
"""What a file of Word or Excel of those years has within it."""
_DAMAGED = (
    say("LibreOffice cannot read it"),
    say(
        "It may be damaged or protected with a password: open it in its program, and save it again."
    ),
)
_HINT = say(
    "Install LibreOffice (Debian: apt install libreoffice-writer libreoffice-calc), or save the "
    "file as .docx or .xlsx."
)


def program() -> str:
    """Where LibreOffice is; empty where it is not installed."""
    entries = os.environ.get("PATH", os.defpath).split(os.pathsep)
    path = os.pathsep.join(entry for entry in entries if Path(entry).is_absolute())
    return which("soffice", path=path) or which("libreoffice", path=path) or ""


def convert(files: Sequence[Path]) -> Mapping[Path, bytes | tuple[str, str]]:
    """The content of each file in the form of Word or Excel, or why there is none, and what to do.

    A file at which LibreOffice fails takes no other with it.
    """
    found = program()
    if not found:
        return dict.fromkeys(
            files, (say("LibreOffice, which reads such files, is not installed"), _HINT)
        )
    made: dict[Path, bytes | tuple[str, str]] = dict.fromkeys(files, _DAMAGED)
    with TemporaryDirectory(prefix="isodocs-") as folder:
        for ending in dict.fromkeys(_TO.values()):
            left = [f for f in files if _TO[f.suffix.lower()] == ending and _begins_right(f)]
            while left:
                done = _together(found, left, ending, Path(folder))
                made |= done
                # It goes through them in order: where it stopped, it stopped at the next one.
                missing = [file for file in left if file not in done]
                left = missing[1:] if len(missing) < len(left) or len(missing) > 1 else []
    return made


def _begins_right(file: Path) -> bool:
    ending = file.suffix.lower()
    data = file.read_bytes()
    if not data.startswith(_BEGINNINGS[ending]):
        return False
    return not data.startswith(_OLE) or any(name in data for name in _STREAMS)


def _together(soffice: str, files: Sequence[Path], ending: str, folder: Path) -> dict[Path, bytes]:
    """What LibreOffice makes of files in one start; those that it fails at are not there."""
    # Names of our own: one that begins with a hyphen would be an option, and two may be alike.
    inside, outside = folder / "in", folder / "out"
    for place in (inside, outside):
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir()
    names = {file: f"{number:06}" for number, file in enumerate(files)}
    for file, name in names.items():
        shutil.copy(file, inside / f"{name}{file.suffix.lower()}")
    command = [
        soffice,
        "--headless",
        "--norestore",
        "--nolockcheck",
        "--nodefault",
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--convert-to",
        ending,
        "--outdir",
        str(outside),
        *(str(path) for path in sorted(inside.iterdir())),
    ]
    with subprocess.Popen(
        command,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        many, since = 0, time.monotonic()
        while True:
            with suppress(subprocess.TimeoutExpired):
                process.wait(0.2)
                break
            if (now := len(list(outside.iterdir()))) != many:
                many, since = now, time.monotonic()
            if time.monotonic() - since > _PATIENCE:
                # The program is a script that starts another: both go, and nothing else.
                os.killpg(process.pid, signal.SIGKILL)
    made = {file: outside / f"{name}.{ending}" for file, name in names.items()}
    return {file: path.read_bytes() for file, path in made.items() if path.is_file()}
