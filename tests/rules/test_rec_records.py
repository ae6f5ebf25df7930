"""REC: records that can be read, say what they must, refer to what is there, and stay as kept."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest

from tests.helpers.company import approved, document
from tests.helpers.repository import Content, RepositoryBuilder
from tests.rules.case import Case, Commit, Expected

PEOPLE = "records/people.csv"
TRAINING = "records/training.csv"
STAFF = {PEOPLE: "id,name,roles,joined\nwes,Wes Welder,welder,2020-01-01\n"}
PDF = b"%PDF-1.4 a certificate\x00\xff"
DIGEST = hashlib.sha256(PDF).hexdigest()
SCAN = "records/training/evidence/wes.pdf"


def change(**fields: str) -> dict[str, Content]:
    """A change that refers to things; it has no deadlines of its own."""
    values = {
        "id": "CHG-1",
        "title": "A new press",
        "status": "proposed",
        "purpose": "Faster.",
        "owner": "quality-manager",
        "requested": "2024-05-20",
        **{key.replace("_", "-"): value for key, value in fields.items()},
    }
    lines = [f"{key}: {value}" for key, value in values.items()]
    return {"records/changes/CHG-1.md": "\n".join(["---", *lines, "---", "# Why", "", "So.", ""])}


def people(rows: str, header: str = "id,name,roles") -> dict[str, Content]:
    """The people table and nothing else."""
    return {PEOPLE: f"{header}\n{rows}\n"}


CHANGE = "records/changes/CHG-1.md"
CLOSED = change(status="rejected", closed="2024-03-01")
REWRITTEN = change(status="rejected", closed="2024-03-01", purpose="Other.")
NOT_KEPT = change(status="rejected", requested="2009-01-12", closed="2009-03-01")
BY_ANN = "by Ann Author on 2024-04-01"


def calibration(*, digest: str = DIGEST, certificate: str = SCAN) -> dict[str, Content]:
    """A calibration with its certificate, in use until 2025."""
    return {
        "records/equipment.csv": "id,description,status,interval\nG-1,Gauge,in-use,12 months\n",
        "records/calibration.csv": (
            "equipment,calibrated,result,certificate,certificate-sha256\n"
            f"G-1,2024-03-01,passed,{certificate},{digest}\n"
        ),
        SCAN: PDF,
    }


_CASES = (
    # -- unreadable
    Case("REC001", "tables and a story", work={**STAFF, **change()}),
    Case(
        "REC001",
        "a quote that never ends",
        (Expected(f"{PEOPLE}:2", "not readable as CSV", "Close every quote", document=""),),
        work=people('wes,"Wes,x'),
    ),
    Case(
        "REC001",
        "front matter that is no YAML",
        (Expected(f"{CHANGE}:3:1", "not readable as YAML", "indentation", document=""),),
        work={CHANGE: "---\nid: [\n---\n"},
    ),
    # -- fields
    Case("REC002", "every field that must be there", work=STAFF),
    Case(
        "REC002",
        "a person without a name",
        (Expected(f"{PEOPLE}:3", "person without 'name'", "as people know it", document=""),),
        work=people("a,A,\nwes,,welder"),
    ),
    Case(
        "REC002",
        "a column left out is told once",
        (Expected(f"{PEOPLE}:1", "person without 'name'", "Add 'name'", document=""),),
        work=people("a,author\nb,author\nc,author", "id,roles"),
    ),
    Case("REC003", "a leap day", work=people("a,A,2024-02-29", "id,name,joined")),
    Case(
        "REC003",
        "no leap day, and a word that is none of the known",
        (
            Expected(f"{CHANGE}:4:9", "'status' is 'open'", "Write one of", document=""),
            Expected(f"{PEOPLE}:2:3", "is not a calendar date", "year-month-day", document=""),
        ),
        work={**people("a,A,2023-02-29", "id,name,joined"), **change(status="open")},
    ),
    Case("REC004", "known fields", work=STAFF),
    Case(
        "REC004",
        "a column misspelt, told once",
        (Expected(f"{PEOPLE}:1:3", "Did you mean 'roles'?", "Known", "warning", ""),),
        work=people("a,A,x\nb,B,y", "id,name,role"),
    ),
    Case("REC005", "a note without front matter", work={"records/README.md": "# Records\n"}),
    Case(
        "REC005",
        "a table and a story of no kind",
        (
            Expected("records/notes/a.md:1", "neither", "record: <kind>", "warning", ""),
            Expected("records/poeple.csv:1", "'people'?", "Rename", "warning", ""),
        ),
        work={"records/poeple.csv": "id\n", "records/notes/a.md": "---\na: b\n---\n"},
    ),
    # -- references
    Case(
        "REC006",
        "everything there",
        work={
            **STAFF,
            **approved(),
            **change(
                documents="[SOP-001]",
                standard="iso-9001-2015",
                clauses="['8.4.1', 7.1.5.2]",
                reviewed_by="wes",
                approved_by="quality-manager",
                evidence="[photo.png, https://example.com/x, /records/changes/photo.png]",
                evidence_sha256=f"[{DIGEST}, {DIGEST}]",
            ),
            "records/changes/photo.png": PDF,
            **calibration(certificate="TÜV 44-100/2024", digest=""),
        },
    ),
    Case(
        "REC006",
        "nobody, nothing and nowhere",
        (
            Expected(f"{CHANGE}:6:1", "'owner' names 'quality-manger'", "by id", document=""),
            Expected(f"{CHANGE}:8:1", "Did you mean 'SOP-001'?", "register", document=""),
            Expected(f"{CHANGE}:9:1", "8.10 is not in ISO 9001:2015", "standards", document=""),
            Expected(f"{CHANGE}:10:1", "The id of Wes Welder is 'wes'.", "people", document=""),
            Expected(f"{CHANGE}:11:1", "'photo.png'", "own folder", document=""),
            Expected(f"{CHANGE}:12:1", "a risk or opportunity", "`isodocs new risk`", document=""),
        ),
        work={
            **STAFF,
            **approved(),
            **change(
                owner="quality-manger",
                documents="[SOP-100]",
                clauses="['8.10']",
                reviewed_by="Wes Welder",
                evidence="[photo.png]",
                risks="[RSK-1]",
            ),
        },
    ),
    Case(
        "REC006",
        "the same slip in many rows, and an action from nowhere",
        (
            Expected(
                "records/action.csv:2:3",
                "'owner' names 'qinn', which is not a role or person known here. Did you mean "
                "'quinn'? (and in 2 more rows)",
                "by id",
                document="",
            ),
            Expected(
                "records/action.csv:4:5", "not a record. Did you mean 'CHG-1'", "", document=""
            ),
        ),
        work={
            **change(),
            "records/action.csv": (
                "id,what,owner,due,from\nA-1,Do,qinn,2024-07-01,CHG-1\nA-2,Do,qinn,2024-07-01,\n"
                "A-3,Do,qinn,2024-07-01,CHG-01\n"
            ),
        },
    ),
    Case(
        "REC006",
        "a revision that never was and a standard not in use",
        (
            Expected(
                "records/distribution.csv:2:2",
                "SOP-001 never had a revision '7'",
                "Its revisions are 1.",
                document="",
            ),
            Expected(
                "records/interested-party.csv:2:4",
                "'standards' names 'iso-14001-2015'",
                "iso-9001-2015",
                document="",
            ),
        ),
        work={
            **approved(),
            "records/distribution.csv": (
                "document,revision,holder,issued\nSOP-001,7,Press,2024-02-01\n"
            ),
            "records/interested-party.csv": (
                "id,name,needs,standards\nI,Town,Quiet,iso-14001-2015\n"
            ),
        },
    ),
    Case("REC007", "two kinds may share a number", work={**STAFF, **change(id="wes")}),
    Case(
        "REC007",
        "a number used twice",
        (
            Expected(
                f"{PEOPLE}:3:1",
                "wes is also the identifier of records/people.csv:2",
                "renumber wes",
                document="",
            ),
        ),
        work=people("wes,Wes,\nwes,Wesley,"),
    ),
    # -- closed records
    Case(
        "REC008",
        "closed, moved, and removed after its time",
        history=(
            Commit({**CLOSED, "records/changes/old.md": NOT_KEPT[CHANGE]}),
            Commit({CHANGE: None, "records/changes/2024/CHG-1.md": CLOSED[CHANGE]}),
            Commit({"records/changes/old.md": None}, date="2024-04-01T09:00:00+00:00"),
        ),
    ),
    Case(
        "REC008",
        "open ones are worked on",
        history=(Commit(change()), Commit(change(purpose="Other."))),
    ),
    Case(
        "REC008",
        "rewritten, and put back",
        history=(Commit(CLOSED), Commit(REWRITTEN), Commit(CLOSED)),
    ),
    Case(
        "REC008",
        "rewritten a month later",
        (
            Expected(
                CHANGE,
                f"CHG-1 was changed after it was closed {BY_ANN}",
                f"-- {CHANGE}",
                document="",
            ),
        ),
        history=(Commit(CLOSED), Commit(REWRITTEN, date="2024-04-01T09:00:00+00:00")),
        example=True,
    ),
    Case(
        "REC008",
        "opened again, not yet committed",
        (Expected(CHANGE, "not yet committed", "HEAD", document=""),),
        history=(Commit(CLOSED),),
        work=change(),
    ),
    Case(
        "REC008",
        "removed before its time",
        (
            Expected(
                CHANGE,
                "the change CHG-1 was removed by Ann Author on 2024-04-01",
                " 432bfc1c2c~1 -- records/changes/CHG-1.md`. Write new information in",
                document="",
            ),
        ),
        history=(Commit(CLOSED), Commit({CHANGE: None}, date="2024-04-01T09:00:00+00:00")),
    ),
    # -- evidence
    Case("REC009", "the very file", work=calibration()),
    Case("REC009", "the digest in capitals is one too", work=calibration(digest=DIGEST.upper())),
    Case(
        "REC009",
        "another file",
        (
            Expected(
                "records/calibration.csv:2:5",
                "records/training/evidence/wes.pdf does not match the digest in the record",
                f"digest: {DIGEST}",
                document="",
            ),
        ),
        work=calibration(digest="0" * 64),
    ),
    Case("REC010", "a number needs no digest", work=calibration(certificate="A-7", digest="")),
    Case(
        "REC010",
        "a file without one",
        (Expected("records/calibration.csv:2:4", SCAN, "sha256sum", "note", ""),),
        work=calibration(digest=""),
    ),
)


def _in_company(case: Case) -> Case:
    """The case in a company that has a document, as every one has."""
    if not case.history:
        return replace(case, work={**approved(), **case.work})
    first, *later = case.history
    return replace(case, history=(replace(first, files={**approved(), **first.files}), *later))


CASES = tuple(_in_company(case) for case in _CASES)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_rule(case: Case, repo: RepositoryBuilder) -> None:
    case.prove(repo)


def test_a_document_may_refer_to_an_external_one(repo: RepositoryBuilder) -> None:
    external = "id,title,edition,status\nDWG-7,Bracket,B,current\n"
    text = document(status="draft", references="[DWG-7]")
    work = {"records/external-document.csv": external, "documents/SOP-001.md": text}
    Case("REF001", "an external document", work=work).prove(repo)
