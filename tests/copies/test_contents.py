"""A long text has a list of its headings with their pages, in print."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest
from pypdf import PdfReader

from isodocs.copies.make import CopyFormat, Order, Workshop
from isodocs.copies.theme import Theme
from tests.copies.test_said import COPY

CHAPTER = "## Kapitel {at}\n\n### Abschnitt {at}\n\n#### Punkt {at}\n\n" + "Ein Satz. " * 300
SAME = "## Gleich\n\n" * 2


@pytest.mark.parametrize(
    ("text", "shown", "left_out"),
    [
        (5, ["Kapitel 1", "Abschnitt 5"], ["Punkt 1"]),
        (40, ["Kapitel 1", "Kapitel 40"], ["Abschnitt 1", "Punkt 1"]),
        (2, [], ["Kapitel 1"]),
    ],
)
def test_a_long_text_has_contents(
    tmp_path: Path, text: int, shown: list[str], left_out: list[str]
) -> None:
    body = SAME + "\n".join(CHAPTER.format(at=at) for at in range(1, text + 1))
    copy = replace(COPY, text=body, language="de")
    order = Order(copy, CopyFormat.PDF, {}, ("",), ("",))
    pages = PdfReader(io.BytesIO(Workshop(Theme(), tmp_path).make(order).data)).pages
    _, inhalt, listed = pages[0].extract_text().partition("Inhalt")
    assert bool(inhalt) == bool(shown)
    listed = listed.partition("Ein Satz.")[0]
    for heading in shown:
        assert heading in listed
    if shown:
        for heading in left_out:
            assert listed.count(heading) <= 1  # the heading itself may be on the first page
        last = next(
            at for at, page in enumerate(pages, 1) if f"Punkt {text}\n" in page.extract_text()
        )
        assert str(last) in listed
