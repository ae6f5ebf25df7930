"""Every document of the sample through LibreOffice, as Word, and back; 200 files, all revisions.

`make interop` runs it, where LibreOffice is installed; `tests/office` has files that it made.
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from isodocs.machine import soffice
from isodocs.office.word import read_word
from isodocs.parsing import front_matter
from isodocs.rendering import html
from isodocs.rendering.body import body
from isodocs.rendering.surroundings import Surroundings
from tests.helpers.outlines import text_outline

ROOT = Path(__file__).parents[2]
LEAST = 10
"""So many files are read in a second."""
HERE = Path(sys.executable).with_name("outloud").exists()
pytestmark = [
    pytest.mark.skipif(not HERE, reason="`make interop` runs this"),
    pytest.mark.skipif(not soffice.program(), reason="LibreOffice is not installed"),
]


def texts() -> dict[str, str]:
    """The texts of the sample, and pages of docs/, 200 in all."""
    places = [
        *sorted((ROOT / "sample-repo/files").glob("*.md")),
        *sorted((ROOT / "docs").rglob("*.md")),
    ]
    found = {}
    for path in places:
        text = front_matter.read(path.read_bytes()).body.decode()
        found[f"{path.parent.name}-{path.stem}"] = text
    return dict(list(found.items())[:200])


def make_files(texts: dict[str, str], folder: Path) -> dict[str, bytes]:
    """Each text as LibreOffice writes it for Word, in one start."""
    for name, text in texts.items():
        nodes = body(text, Surroundings("x.md")).nodes
        page = f'<html><meta charset="utf-8"><body>{html.write(nodes, str)}</body></html>'
        (folder / f"{name}.html").write_text(page, "utf-8")
    command = [soffice.program(), "--headless", f"-env:UserInstallation={(folder / 'p').as_uri()}"]
    command += ["--infilter=HTML (StarWriter)", "--convert-to", "docx:MS Word 2007 XML"]
    files = [f"{name}.html" for name in texts]
    subprocess.run([*command, *files], cwd=folder, check=True, capture_output=True, timeout=300)
    return {name: (folder / f"{name}.docx").read_bytes() for name in texts}


def test_two_hundred_documents_come_back(tmp_path: Path) -> None:
    sources = texts()
    made = make_files(sources, tmp_path)
    start = time.process_time()
    back = {name: read_word(data, f"{name}.docx", "x").markdown for name, data in made.items()}
    assert len(back) / (time.process_time() - start) > LEAST
    differ = {name for name in sources if text_outline(back[name]) != text_outline(sources[name])}
    assert len(differ) <= len(sources) // 50, differ


def test_older_forms_are_read_through_it(tmp_path: Path) -> None:
    (name, data), *_ = make_files({"a": "# Title\n\n1. one\n2. two\n"}, tmp_path).items()
    (tmp_path / "a.docx").write_bytes(data)
    for ending in ("doc", "odt", "rtf"):
        command = [
            soffice.program(),
            "--headless",
            f"-env:UserInstallation={(tmp_path / 'p').as_uri()}",
        ]
        command += ["--convert-to", ending, "a.docx"]
        subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=300)
    (tmp_path / "b.doc").write_bytes(b"\xd0\xcf\x11\xe0 no document")
    files = [tmp_path / f"a.{ending}" for ending in ("doc", "odt", "rtf")]
    made = soffice.convert([*files, tmp_path / "b.doc"])
    for file in files:
        content = made[file]
        assert isinstance(content, bytes)
        assert "1. one\n2. two" in read_word(content, name, "x").markdown
    assert isinstance(made[tmp_path / "b.doc"], tuple)
