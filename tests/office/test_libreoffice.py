"""Real files of LibreOffice come back as they were. The files were made by `make_files` of
tests/interop/test_word.py, which makes those of every document of the sample again."""

from __future__ import annotations

from pathlib import Path

import pytest

from isodocs.office.word import read_word
from isodocs.parsing import front_matter
from tests.helpers.outlines import text_outline

FILES = sorted((Path(__file__).parent / "libreoffice").glob("*.docx"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_headings_tables_lists_and_words_come_back(file: Path) -> None:
    source = front_matter.read(file.with_suffix(".md").read_bytes()).body.decode()
    assert text_outline(read_word(file.read_bytes(), file.name, "x").markdown) == text_outline(
        source
    )


def test_there_are_twenty() -> None:
    assert len(FILES) == 20
