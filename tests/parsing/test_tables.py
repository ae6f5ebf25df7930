"""Pipe tables: what a cell says, and what is written beside the table."""

from __future__ import annotations

import pytest

from isodocs.model.outline import Table
from isodocs.parsing.markdown import outline

TABLE = "| A | B |\n|---|---|\n| 1 | 2 |\n"


def table(body: str) -> Table:
    (found,) = outline(body).tables
    return found


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("8.4<br>8.5", "8.4\n8.5"),
        ("8.4<br/>8.5", "8.4\n8.5"),
        ("8.4<BR />8.5", "8.4\n8.5"),
        ("8.4</br>8.5", "8.4\n8.5"),
        ('8.4<br class="x">8.5', "8.4\n8.5"),
        ("<p>8.4</p><p>8.5</p>", "8.4\n\n8.5"),
        ("<ul><li>8.4</li><li>8.5</li></ul>", "8.4\n\n8.5"),
        ("*One*<br>**Two**", "One\nTwo"),
        ("[One](a.md)<br/>[Two](b.md)", "One\nTwo"),
        ("~~8.4~~ 8.5", "8.5"),
        ("<del>8.4</del> 8.5", "8.5"),
        ("8.4<sup>1</sup>", "8.4"),
        ("`8.4`", "8.4"),
        ("8.4<b>.1</b>", "8.4.1"),
    ],
)
def test_a_cell(source: str, says: str) -> None:
    assert table(f"| A |\n|---|\n| {source} |\n").rows[0].cells == (says,)


@pytest.mark.parametrize(
    ("body", "caption"),
    [
        (f"**ISO 14001**\n\n{TABLE}", "ISO 14001"),
        (f"Table 1: of ISO 14001\n\n{TABLE}", "Table 1: of ISO 14001"),
        (f"{TABLE}\nTable 1: of ISO 14001\n", "Table 1: of ISO 14001"),
        (f"{TABLE}\n: of ISO 14001\n", ": of ISO 14001"),
        (f"Above.\n\n{TABLE}\n\\* Below.\n", "Above.\n* Below."),
        (TABLE.replace("A", "A*") + "\n* Below.\n", "Below."),
        (f"## A\n\n**ISO 14001**\n\nThe table:\n\n{TABLE}", "The table:\nISO 14001"),
        (f"> ISO 14001\n\n{TABLE}", "ISO 14001"),
        (f"- ISO 14001\n\n{TABLE}", "ISO 14001"),
        (f"<h2>ISO 14001</h2>\n\n{TABLE}", "ISO 14001"),
        (f"{'Long. ' * 20}\n\nThe table:\n\n{TABLE}", "The table:"),
        (f"{TABLE}\n* A list.\n", ""),
        (f"{TABLE}\nThe text goes on.\n", ""),
        (f"Text.\n\n## Heading\n\n{TABLE}", ""),
        (TABLE, ""),
    ],
)
def test_what_is_written_beside_it(body: str, caption: str) -> None:
    assert table(body).caption == caption


def test_the_footnotes_that_it_names() -> None:
    body = TABLE.replace("A", "A[^1]") + "\n[^1]: Of *ISO 14001*.\n\n[^2]: Not named.\n"
    assert table(body).notes == (("[^1]", "Of ISO 14001."),)
