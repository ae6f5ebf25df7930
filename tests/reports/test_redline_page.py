"""A redline as a page: both texts, cell by cell in tables, and who decided on each."""

from __future__ import annotations

import re

from isodocs.formats.html.parts import FUNCTIONS
from isodocs.formats.html.side_by_side import RedlineBlock, RedlineSection, sections
from isodocs.history.readable_redline import readable
from isodocs.history.redline import redline
from isodocs.model.redline import Run, RunKind, SectionStatus
from tests.helpers.command import run
from tests.helpers.company import approved, base
from tests.helpers.repository import RepositoryBuilder

TABLE = "| No. | Risk | Score |\n|---|---|---|\n"
ROWS = "".join(f"| {number} | risk {number} | 4 |\n" for number in range(1, 31))


def made(old: str, new: str) -> list[RedlineSection]:
    return list(sections(readable(redline(old.encode(), new.encode()))))


def words(runs: tuple[Run, ...]) -> str:
    signs = {RunKind.DELETE: "[-{}-]", RunKind.INSERT: "{{+{}+}}", RunKind.EQUAL: "{}"}
    return "".join(signs[run.kind].format(run.text) for run in runs)


def table(section: RedlineSection) -> RedlineBlock:
    (found,) = (block for block in section.blocks if block.kind == "table")
    return found


def test_a_cell_is_compared_with_its_cell() -> None:
    old, new = f"{TABLE}| 1 | look for a source | |\n", f"{TABLE}| 1 | second source | 4 |\n"
    (section,) = made(old, new)
    head, row = table(section).rows
    assert head.head
    cells = ["1", "[-look for a-] {+second+} source", "{+4+}"]
    assert [words(cell) for cell in row.cells] == cells


def test_a_row_with_more_cells_than_before_is_shown_as_both_rows() -> None:
    (section,) = made(f"{TABLE}| 1 | old \\| one | 4 |\n", f"{TABLE}| 1 | old \\| one | 4 | x |\n")
    _, old, new = table(section).rows
    assert [words(cell) for cell in old.cells] == ["[-1-]", "[-old | one-]", "[-4-]"]
    assert [words(cell) for cell in new.cells] == ["{+1+}", "{+old | one+}", "{+4+}", "{+x+}"]


def test_rows_far_from_a_change_are_folded_and_the_head_stays() -> None:
    (section,) = made(TABLE + ROWS, TABLE + ROWS.replace("risk 20 |", "risk twenty |"))
    found = table(section)
    firsts = ["".join(map(words, row.cells[:1])) for row in found.rows]
    assert firsts == ["No.", "", "18", "19", "20", "21", "22", ""]
    assert len(found.blocks[0].rows) == 31


def test_sections_say_what_became_of_them_and_unchanged_ones_come_together() -> None:
    old = "# A\n\none two three\n\n# B\n\nfour\n\n# C {#c}\n\nfive\n"
    new = "# A\n\none 2 three\n\n# B\n\nfour\n\n# C {#c}\n\nfive\n\n# D\n\nsix\n"
    first, both, last = made(old, new)
    assert (first.status, both.status, last.status) == (
        *(SectionStatus.CHANGED, SectionStatus.UNCHANGED),
        SectionStatus.ADDED,
    )
    (block,) = first.blocks
    sides = words(block.old), words(block.new), words(block.both)
    assert sides == ("one [-two-] three", "one {+2+} three", "one [-two-] {+2+} three")
    assert [words(title) for title in both.titles] == ["B", "C"]
    assert words(last.titles[0]) == "{+D+}"
    assert FUNCTIONS["sections"] is sections


def test_the_page_says_who_decided_on_each_text(repo: RepositoryBuilder) -> None:
    repo.commit("One", {**base(), **approved(body=f"# Buying\n\n{TABLE}| 1 | fire | 4 |\n")})
    second = f"# Buying\n\n{TABLE}| 1 | flood <b> | 4 |\n"
    repo.commit("Two", approved(revision=2, body=second, effective="2024-06-01"))
    arguments = ("diff", "SOP-001", "1", "2", "--on", "2024-07-01", "--format", "html")
    page = run(*arguments, at=repo.path)
    rows = re.findall(r"<td>Revision ([12])</td><td><span class=\"good\">approved", page)
    assert rows == ["1", "2"]
    assert "Quinn Quality" in page
    assert '<del><span class="unseen">deleted: </span>fire</del>' in page
    assert '<ins><span class="unseen">inserted: </span>flood &lt;b&gt;</ins>' in page
    same = run(*arguments[:2], "2", "2", *arguments[4:], at=repo.path)
    assert "No differences." in same
    assert "<del>" not in same
