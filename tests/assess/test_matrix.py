"""What a table of a document says about clauses: which are read, and whose numbers count."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isodocs.assess.matrix import Matrices, matrices
from isodocs.model.register import Register
from isodocs.parsing.markdown import outline
from isodocs.workspace import View, Workspace
from tests.helpers.company import CONFIG, approved, base
from tests.helpers.repository import RepositoryBuilder

QUALITY, ENVIRONMENT, SECURITY = "iso-9001-2015", "iso-14001-2015", "iso-27001-2022"
DEVICES = "iso-13485-2016"
_SERIAL = count()


class Reader:
    """Reads a table as if it stood in FRM-001, by the standards in use."""

    def __init__(self, registers: dict[tuple[str, ...], Register]) -> None:
        self._registers = registers

    def read(
        self,
        header: str,
        *rows: str,
        uses: tuple[str, ...] = (QUALITY,),
        above: str = "# Matrix",
        below: str = "",
        **fields: str,
    ) -> Matrices:
        register = self._registers[uses]
        rule = "|" + "---|" * (header.count("|") - 1)
        body = "\n".join((above, "", header, rule, *rows, below))
        document = replace(
            register.entries["FRM-001"].document,
            blob=str(next(_SERIAL)),
            **fields,  # type: ignore[arg-type]
        )
        return matrices(register, document, outline(body))

    def covers(self, header: str, *rows: str, **more: object) -> set[str]:
        """The clauses that rows lead somewhere for."""
        found = self.read(header, *rows, **more)  # type: ignore[arg-type]
        return {str(clause) for row in found.rows if row.targets for clause in row.clauses}


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    registers = {}
    for uses in ((QUALITY,), (QUALITY, ENVIRONMENT), (SECURITY,), (DEVICES,)):
        repo = RepositoryBuilder(tmp_path_factory.mktemp("repo") / "repo")
        files = {
            **base(),
            "isodocs.yaml": CONFIG.replace("[iso-9001-2015]", f"[{', '.join(uses)}]"),
            **approved("FRM-001", title="Manual"),
            **approved("SOP-001", title="Purchasing goods"),
            **approved("SOP-002", title="Selling, and selling on"),
            **approved("SOP-03_Design_and_later_changes", title="Design"),
            **approved("SOP-004", title="Corrective and Preventive Action (CAPA)"),
            **approved("SOP-005", title="Sorting out things and parts"),
            **approved("SOP-006", title="Sorting-out thing and part"),
        }
        for name, content in files.items():
            repo.write(name, content)
        workspace = Workspace.open(repo.path)
        registers[uses] = workspace.register(View(date(2024, 6, 1)))
    return Reader(registers)


DOCUMENT = "| Clause | Document |"
ROW = "| 8.1 | SOP-001 |"
COVERED = {"iso-9001-2015:8.1"}

OURS = """Clause|Clauses|Clause no.|Relevant clause|Clause (2015)|Control|Annex|ISO clause
9001 clause|ISO 9001:2015 clause|ISO9001|DIN EN ISO 9001:2015-11|ISO 9001:2015/Amd 1:2024 clause
Applicable clause|ISO 9001 / ISO 14001 clause|ISO 9001:2008 / ISO 9001:2015|Normkapitel
Quality management clause|QMS clause|Kapitel|Abschnitt
Cláusula|Apartado|Section|Chapitre|Clausola|Punto|Hoofdstuk|Paragraaf|Seção"""
OTHERS = """ISO 14001:2015 clause|ISO 14001|IEC 62304|ISO 9001:2008 clause|ISO9001-2008|9001:2008
2008 clause|Clause (2008)|Clause, 2008 edition|Old clause|IATF 16949|AS9100D clause|CIS control
cis control|NIST CSF control|BSI C5 control|PCI DSS requirement|MDR Annex I|Annex I|Annex SL clause
TISAX control|SOC 2 control|GDPR article|VDA 6.3|ISO/FDIS 9001 clause|ISO 9001:2016 clause
EMS clause|OH&S clause
Contract clause|Acme clause|Customer requirement|In-house control|ISO 9001 + Acme-X clause|Clause v2
Requirement|Element|Article|Exigence|Requisito|Anforderung|ISO 14001 / ISO 45001 clause"""


@pytest.mark.parametrize("heading", OURS.replace("\n", "|").split("|"))
def test_a_column_of_the_standard_in_use(reader: Reader, heading: str) -> None:
    found = reader.read(f"| {heading} | Document |", ROW)
    assert not found.not_counted
    assert reader.covers(f"| {heading} | Document |", ROW) == COVERED


@pytest.mark.parametrize("heading", OTHERS.replace("\n", "|").split("|"))
def test_a_column_of_another_counts_for_nothing_and_is_reported(
    reader: Reader, heading: str
) -> None:
    found = reader.read(f"| {heading} | Document |", ROW)
    assert not any(row.clauses for row in found.rows)
    (reported,) = found.not_counted
    assert (reported.line, reported.column, reported.numbers) == (5, heading, ("8.1",))


@pytest.mark.parametrize(
    "above",
    [
        "# ISO 14001:2015",
        "# ISO 14001:2015\n\n## Processes\n\n### Matrix",
        "# Matrix\n\n**ISO 14001:2015**",
        "# Matrix\n\n**ISO 14001:2015**\n\nThe table:",
        "# Matrix\n\n> ISO 14001:2015",
        "# Matrix\n\n*Table 1: Clauses of ISO 14001*",
        "# Matrix\n\nThis table leads from ISO 14001:2015 to our documents.",
        "# Edition of 2008\n\n## Matrix",
        "# ISO 9001:2008",
    ],
)
def test_what_stands_above_a_table_says_whose_it_is(reader: Reader, above: str) -> None:
    found = reader.read(DOCUMENT, ROW, above=above)
    assert not found.rows
    assert len(found.not_counted) == 1
    assert reader.covers("| ISO 9001:2015 clause | Document |", ROW, above=above) == COVERED


def test_a_heading_beside_the_table_says_nothing_of_it(reader: Reader) -> None:
    above = "# ISO 14001:2015\n\nText.\n\n# Ours"
    assert reader.covers(DOCUMENT, ROW, above=above) == COVERED


def test_an_edition_left_open_is_the_one_said_farther_out(reader: Reader) -> None:
    header = "| ISO 9001 clause | Document |"
    assert not reader.read(header, ROW, above="# ISO 9001:2008").rows
    assert not reader.read(header, "| ISO 9001 8.1 | SOP-001 |", title="ISO 9001:2008").rows
    assert reader.covers(header, ROW, above="# ISO 9001:2015", title="ISO 9001:2008") == COVERED


@pytest.mark.parametrize("where", ["title", "standard"])
def test_the_document_may_say_whose_its_tables_are(reader: Reader, where: str) -> None:
    assert not reader.read(DOCUMENT, ROW, **{where: "ISO 13485:2016"}).rows  # type: ignore[arg-type]
    named = {where: "ISO 9001 and ISO 13485"}
    assert reader.covers(DOCUMENT, ROW, **named) == COVERED


def test_bare_requirements_count_where_something_names_the_standard(reader: Reader) -> None:
    for heading in ("Requirement", "Element", "Exigence", "Requisito"):
        header = f"| {heading} | Document |"
        assert reader.covers(header, ROW, above="# ISO 9001:2015") == COVERED
        assert reader.covers(header, ROW, title="ISO 9001 manual") == COVERED
        assert reader.covers(header, "| ISO 9001:2015 8.1 | SOP-001 |") == COVERED


def test_footnotes_and_notes_say_whose_a_column_is(reader: Reader) -> None:
    note = "\n[^1]: As numbered in ISO 14001.\n"
    assert not reader.read("| Clause[^1] | Document |", ROW, below=note).rows
    assert not reader.read(DOCUMENT, "| 8.1[^1] | SOP-001 |", below=note).rows
    assert not reader.read(DOCUMENT, ROW, below="\n\\* ISO 14001 clauses\n").rows


def test_a_column_that_names_the_standard_of_each_row(reader: Reader) -> None:
    header = "| Standard | Clause | Document |"
    rows = ("| ISO 14001:2015 | 8.2 | SOP-001 |", "| ISO 9001:2015 | 8.1 | SOP-001 |")
    assert reader.covers(header, *rows, "| Acme | 8.6 | SOP-001 |") == COVERED


def test_columns_side_by_side(reader: Reader) -> None:
    header = "| ISO 9001 clause | ISO 14001 clause | Document |"
    assert reader.covers(header, "| 8.1 | 8.2 | SOP-001 |") == COVERED
    both = {"iso-9001-2015:9.1.2", "iso-14001-2015:9.1.2"}
    uses = (QUALITY, ENVIRONMENT)
    assert reader.covers("| ISO 9001 / 14001 | SOP |", "| 9.1.2 | SOP-001 |", uses=uses) == both
    for third in ("IEC 62304", "ISO 9001:2008 clause", "ISO 14001:2004"):
        row = "| 5.2.1, 7.1.2, 8.2.1 | SOP-001 |"
        assert not reader.covers(f"| {third} | Document |", row, uses=uses)


def test_editions_of_controls(reader: Reader) -> None:
    uses = (SECURITY,)
    header = "| 2013 control | 2022 control | Document |"
    covered = reader.covers(header, "| A.6.2 | A.8.3 | SOP-001 |", uses=uses)
    assert covered == {"iso-27001-2022:A.8.3"}
    for heading in ("CIS control", "ISO 27001:2013", "NIST CSF control", "BSI C5"):
        assert not reader.covers(f"| {heading} | Document |", "| 5.1 | SOP-001 |", uses=uses)
    for cell in ("5.1", "A.5.1", "A5.1"):
        header = "| EN ISO/IEC 27001:2023 control | Document |"
        found = reader.covers(header, f"| {cell} | SOP-001 |", uses=uses)
        assert found == {"iso-27001-2022:A.5.1"}


@pytest.mark.parametrize("all_", ["(All)", "All", "alle", "whole document", "Tout", "todo"])
def test_all_of_the_document_that_holds_the_table(reader: Reader, all_: str) -> None:
    header = "| ISO 13485:2016 Section | Document Section |"
    found = reader.covers(header, f"| 4.2.4 | {all_} |", uses=(DEVICES,))
    assert found == {"iso-13485-2016:4.2.4"}
    header = "| Regulatory requirement | Document section |"
    row = f"| ISO 13485:2016, sections 4.2.4 and 4.2.5 | {all_} |"
    assert len(reader.covers(header, row, uses=(DEVICES,))) == 2


@pytest.mark.parametrize(
    "cell",
    [
        *("SOP-001", "sop-001", "SOP 001", "SOP_001", "SOP001", "SOP-001.md", "SOP\u2011001"),
        *("documents/SOP-001.md", "[[SOP-001]]", "see SOP-001 (Rev. 3)", "[x](SOP-001.md)"),
        *("Purchasing goods", "*purchasing goods*", "Selling, and selling on, Purchasing goods"),
        *("Selling, and selling on<br>Purchasing goods", "SOP-002<br/>SOP-001", "SOP 002 SOP 001"),
    ],
)
def test_a_document_however_it_is_written(reader: Reader, cell: str) -> None:
    found = reader.read(DOCUMENT, f"| 8.1 | {cell} |")
    (row,) = found.rows
    assert "SOP-001" in {target.id for target in row.targets}
    assert not row.missing
    assert not row.unread


def test_a_name_of_several_words(reader: Reader) -> None:
    for cell in ("[[SOP-03 Design and later changes]]", "SOP 03 design and later changes, SOP-001"):
        (row,) = reader.read(DOCUMENT, f"| 8.3 | {cell} |").rows
        assert row.targets[-1].id == "SOP-03_Design_and_later_changes"


@pytest.mark.parametrize(
    ("cell", "meant"),
    [
        ("*SOP Corrective and Preventive Actions*", {"SOP-004"}),
        ("corrective & preventive-action", {"SOP-004"}),
        ("Corrective and Preventive Action (CAPA)", {"SOP-004"}),
        ("Corrective Action", set()),
        ("Sorting out things and parts", {"SOP-005"}),
        ("Sorting out things & parts", set()),  # two are called so, and neither exactly
    ],
)
def test_a_title_is_found_in_its_plainest_form(reader: Reader, cell: str, meant: set[str]) -> None:
    (row,) = reader.read(DOCUMENT, f"| 8.1 | {cell} |").rows
    assert {target.id for target in row.targets} == meant


def test_figures_of_an_identifier_must_agree(reader: Reader) -> None:
    for cell in ("SOP-0011", "SOP-001.1", "SOP-01", "SOP 0 01"):
        (row,) = reader.read(DOCUMENT, f"| 8.1 | {cell} |").rows
        assert not row.targets


@pytest.mark.parametrize(
    "heading",
    [
        *("Document", "Documents", "SOP", "Doc.", "Doc ID", "Evidence", "Process", "File"),
        *("Template Number", "Dokument", "Verfahrensanweisung", "Procedimiento", "Procédure"),
        *("Procedura", "Documento", "Handboek", "Nachweis", "Where", "Política"),
    ],
)
def test_a_column_of_documents(reader: Reader, heading: str) -> None:
    assert reader.covers(f"| Clause | {heading} |", ROW) == COVERED


def test_a_programme_of_audits_is_no_matrix(reader: Reader) -> None:
    found = reader.read("| Process | Clauses | Auditor |", "| Purchasing goods | 8.1 | Quinn |")
    assert not found.rows
    found = reader.read(
        "| Process | Clauses |", "| Purchasing goods | 8.1 |", "| Sawing | 8.2 |", "| Glue | 8.5 |"
    )
    assert not found.rows


def test_sections_are_clauses_only_where_nothing_else_can_be(reader: Reader) -> None:
    header = "| Section | Title | Document |"
    assert reader.covers(header, "| 8.1 | Buying | SOP-001 |") == COVERED
    assert not reader.covers(header, "| 8.1 | Buying | SOP-001 |", "| 3.9 | Own | SOP-002 |")
    (row,) = reader.read("| Clause | Section | Document |", "| 8.1 | 8.2 | SOP-001 |").rows
    assert [str(clause) for clause in row.clauses] == [*COVERED]
    assert row.missing == ("SOP-001 has no section 8.2",)


def test_how_many_controls_a_section_has_is_no_clause(reader: Reader) -> None:
    def covers(header: str, *rows: str) -> set[str]:
        return reader.covers(header, *rows, uses=(SECURITY,), above="# 1 Patches\n\n# 2 Accounts")

    counts = ("| Patches | 4 | 3 |", "| Accounts | 7 | 5 |")
    assert covers("| Section | Controls | Passed |", *counts) == set()
    assert covers("| Section | Clause | Passed |", *counts) == {f"{SECURITY}:4", f"{SECURITY}:7"}
    assert covers("| Section | Controls |", "| Patches | A.8.8 |", "| Accounts | A.5.18 |") == {
        f"{SECURITY}:A.8.8",
        f"{SECURITY}:A.5.18",
    }


def test_a_table_of_crosses(reader: Reader) -> None:
    for first in ("Clause", "", "Clause / document", "ISO 9001:2015"):
        header = f"| {first} | SOP-001 | SOP-002 |"
        rows = ("| 8.1 | X | |", "| 8.6 | | ✓ |", "| 8.7.1 | - | ❌ |")
        found = reader.read(header, *rows)
        led = [(str(r.clauses[0]), [t.id for t in r.targets]) for r in found.rows]
        assert led == [("iso-9001-2015:8.1", ["SOP-001"]), ("iso-9001-2015:8.6", ["SOP-002"])]
    assert not reader.read("| ISO 14001 | SOP-001 | SOP-002 |", "| 8.1 | X | X |").rows


def test_rows_that_nobody_understands(reader: Reader) -> None:
    rows = (ROW, "| 8.2 | the intranet |", "| Leadership | SOP-002 |", "| 8.6 | n/a |", "| | |")
    found = reader.read(DOCUMENT, *rows).rows
    said = [(row.line, bool(row.unread), row.unfound, row.left_out) for row in found]
    assert said == [
        (5, False, "", False),
        (6, False, "the intranet", False),
        (7, True, "", False),
        (8, False, "", True),
    ]
    # a table of which nothing leads to a document may be about something else
    assert not reader.read("| Clause | Where |", "| 8.2 | the intranet |").rows


_NAMES = st.sampled_from(
    [
        *("ISO 14001:2015", "ISO 45001", "IEC 62304", "ISO 9001:2008", "EN ISO 9001:2008", "CIS"),
        *("NIST CSF", "BSI C5", "PCI DSS", "MDR", "IATF 16949", "AS9100", "SOC 2", "GDPR", "TISAX"),
        *(
            "ISO 27001:2013",
            "DIN EN ISO 13485:2021",
            "ISO 22000",
            "ISO 50001:2018",
            "Acme",
            "ACME-9",
        ),
    ]
)
_KINDS = st.sampled_from(
    ["clause", "Clause no.", "control", "requirement", "Section", "Kapitel", "cláusula", "§ clause"]
)
_FORMS = st.sampled_from(["{name} {kind}", "{kind} ({name})", "{kind} of {name}", "{kind}: {name}"])


@given(_NAMES, _KINDS, _FORMS, st.sampled_from(["column", "title", "above", "cell"]))
def test_nothing_that_names_another_standard_ever_yields_coverage(
    reader: Reader, name: str, kind: str, form: str, where: str
) -> None:
    text = form.format(name=name, kind=kind)
    if where in ("title", "above", "cell") and name.upper().startswith("ACME"):
        return  # what no one knows is found only where a heading holds nothing else
    if where == "title":
        found = reader.read(DOCUMENT, ROW, title=text)
    elif where == "above":
        found = reader.read(DOCUMENT, ROW, above=f"# Manual\n\n## {text}")
    elif where == "cell":
        found = reader.read(DOCUMENT, f"| {name} 8.1 | SOP-001 |")
    else:
        found = reader.read(f"| {text} | Document |", ROW)
    assert not any(row.clauses for row in found.rows)
    assert found.not_counted


@pytest.mark.parametrize(
    "title",
    [
        *("Document clause", "SOP clause", "Clause in the manual", "Clause of the procedure"),
        *("Handbook clause", "Clause", "Cl.", "Document §", "Manual chapter"),
    ],
)
def test_clauses_within_a_document_are_none_of_a_standard(reader: Reader, title: str) -> None:
    header = f"| ISO 9001:2015 | Document | {title} |"
    assert reader.covers(header, "| 8.1 | SOP-001 | 7.4 |", "| 8.2 | SOP-002 | 4.4 |") == set()
    assert reader.covers(header, "| 8.1 | SOP-001 | - |", "| 8.2 | SOP-002 | 4.4 |") == COVERED


@pytest.mark.parametrize(
    "title",
    [
        *("Cl.", "§", "Kap.", "Subclause", "Clause¹", "Clause *", "Req. ISO 9001", "Norm-Kap."),
        *("ISO 9001:2015 reference", "ISO reference", "ISO ref.", "Reference to ISO 9001"),
    ],
)
def test_short_headings_of_clauses(reader: Reader, title: str) -> None:
    assert reader.covers(f"| {title} | Document |", ROW) == COVERED


@pytest.mark.parametrize("title", ["ISO 9001 reference", "ISO reference"])
def test_references_that_are_documents_are_no_clauses(reader: Reader, title: str) -> None:
    assert reader.covers(f"| Clause | {title} |", ROW) == COVERED


@pytest.mark.parametrize("title", ["ISO 9001'08 clause", "ISO9001_2008 clause", "ISO 9001’08"])
def test_short_years_of_editions(reader: Reader, title: str) -> None:
    found = reader.read(f"| {title} | Document |", ROW)
    assert not found.rows
    assert len(found.not_counted) == 1


@pytest.mark.parametrize("cell", ["8.1 (2008)", "8.1 [2008]", "8.1/2008", "8.1 (ISO 9001:2008)"])
def test_a_cell_of_another_edition(reader: Reader, cell: str) -> None:
    found = reader.read(DOCUMENT, f"| {cell} | SOP-001 |")
    assert not found.rows
    assert "2008" in found.not_counted[0].other
    assert reader.covers(DOCUMENT, f"| {cell.replace('2008', '2015')} | SOP-001 |") == COVERED


@pytest.mark.parametrize(
    "cell",
    [
        *("8.4.1 Buying, 8.4.2 Controls", "8.4.1 Buying; 8.4.2", "8.4.1 (all), 8.4.2 (all)"),
        *("8.4.1 a), b), 8.4.2 c)", "8.4.1 a-c, 8.4.2", "8.4.1 lit. a, 8.4.2", "8.4.1，8.4.2"),
        *("8.4.1、8.4.2", "8.4.1 plus 8.4.2", "8.4.1 as well as 8.4.2", "8.4.1 u. 8.4.2"),
        *("8.4.1 bzw. 8.4.2", "8-4-1; 8-4-2", "8·4·1, 8·4·2", "8․4․1, 8․4․2", "🟢 8.4.1, 8.4.2"),
        *("- 8.4.1<br>- 8.4.2", "Req. 8.4.1, Req. 8.4.2", "Sub-clauses 8.4.1 and 8.4.2"),
    ],
)
def test_several_clauses_in_one_cell(reader: Reader, cell: str) -> None:
    both = {"iso-9001-2015:8.4.1", "iso-9001-2015:8.4.2"}
    assert reader.covers(DOCUMENT, f"| {cell} | SOP-001 |", ROW) == both | COVERED


@pytest.mark.parametrize(
    "cell",
    [
        *(
            "8.1 Planning (formerly 7.1, 7.2)",
            "8.1 Planning, formerly 7.1",
            "8.1 Planning, see 7.4",
        ),
        *("8.1 Planning, not 7.4", "8.1 and others, siehe 7.4", "8.1 Planning, 7.4 excluded"),
        *("8.1 within 24 h, 7.4 mm", "8.1 Planning 7.4", "8.1 Planning, 99.9 percent"),
    ],
)
def test_numbers_in_a_title_are_not_read(reader: Reader, cell: str) -> None:
    assert reader.covers(DOCUMENT, f"| {cell} | SOP-001 |") == COVERED


@pytest.mark.parametrize("cell", ["8-4", "8.4.1 → 8.4.2", "8.4.1 > 8.4.2"])
def test_what_may_be_a_range_or_a_change_is_reported(reader: Reader, cell: str) -> None:
    found = reader.read(DOCUMENT, f"| {cell} | SOP-001 |", ROW)
    assert found.rows[0].unknown
    assert len(found.rows[0].clauses) < 2


def test_a_letter_before_a_number_is_no_and(reader: Reader) -> None:
    assert reader.covers(DOCUMENT, "| E: 7.4 | SOP-001 |", ROW) == COVERED


@pytest.mark.parametrize(
    ("cell", "leads"),
    [
        ("SOP Purchasing goods", True),  # the title, with the kind that the identifier has
        ("sop-001", True),
        ("Policy Purchasing goods", False),  # of another kind
        ("Purchasing", False),  # not the whole title
        ("SOP Purchasing", False),
    ],
)
def test_a_document_is_found_by_kind_and_title(reader: Reader, cell: str, leads: bool) -> None:
    covered = reader.covers("| ISO 9001 clause | Document |", f"| 8.4.1 | {cell} |")
    assert bool(covered) is leads
