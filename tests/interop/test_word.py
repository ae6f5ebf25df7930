"""Every document of the sample through LibreOffice, as Word, and back; 200 files, all revisions.

`make interop` runs it, where LibreOffice is installed; `tests/office` has files that it made.
"""

from __future__ import annotations

import subprocess
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import ClassVar

import pytest

from isodocs.machine import soffice
from isodocs.office.word import read_word
from isodocs.parsing import front_matter
from isodocs.rendering import html
from isodocs.rendering.body import body
from isodocs.rendering.surroundings import Surroundings
from tests.helpers.outlines import text_outline
from tests.helpers.word_files import archive

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


class Asked(BaseHTTPRequestHandler):
    """Notes what is asked for."""

    paths: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.paths.append(self.path)
        self.send_error(404)

    do_HEAD = do_OPTIONS = do_PROPFIND = do_GET  # noqa: N815

    def log_message(self, *_: object) -> None:
        """Nothing is printed."""


def test_no_link_of_a_file_is_followed(tmp_path: Path) -> None:
    """Neither to the web, which would say who reads it, nor to other files of this machine."""
    secret = tmp_path / "secret.txt"
    secret.write_text("a secret of this machine")
    names = {"office": "office", "text": "text", "draw": "drawing", "table": "table"}
    spaces = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for short, name in names.items()
    )
    with ThreadingHTTPServer(("127.0.0.1", 0), Asked) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        away = f"http://127.0.0.1:{server.server_port}"
        links = [f"{away}/x", secret.as_uri()]
        pictures = "".join(
            f'<draw:frame><draw:image xlink:href="{link}.png" xlink:actuate="onLoad"/></draw:frame>'
            for link in links
        )
        parts = "".join(
            f'<text:section text:name="{link}"><text:section-source xlink:href="{link}"/><text:p>'
            "kept</text:p></text:section>"
            for link in links
        )
        data = archive(
            {
                "mimetype": "application/vnd.oasis.opendocument.text",
                "content.xml": f'<office:document-content {spaces} office:version="1.2" '
                'xmlns:xlink="http://www.w3.org/1999/xlink"><office:body><office:text><text:p>'
                f"{pictures}</text:p>{parts}</office:text></office:body></office:document-content>",
                "META-INF/manifest.xml": "<m:manifest "
                'xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" m:version="1.2">'
                '<m:file-entry m:full-path="/" m:media-type="application/vnd.oasis.opendocument'
                '.text"/><m:file-entry m:full-path="content.xml" m:media-type="text/xml"/>'
                "</m:manifest>",
            }
        )
        file = tmp_path / "a.odt"
        file.write_bytes(data)
        rtf = tmp_path / "b.rtf"
        rtf.write_text(rf'{{\rtf1 b {{\field{{\*\fldinst INCLUDEPICTURE "{links[0]}" \\d}}}}}}')
        made = soffice.convert([file, rtf])
        server.shutdown()
    assert Asked.paths == []
    content = made[file]
    assert isinstance(content, bytes)
    text = read_word(content, "a.docx", "a")
    assert "kept" in text.markdown
    assert "secret of" not in text.markdown
    assert not text.pictures
