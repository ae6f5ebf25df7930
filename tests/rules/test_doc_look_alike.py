"""DOC012: a file that takes the place of a controlled one on a disk that ignores capitals."""

from __future__ import annotations

import pytest

from tests.helpers.company import CONFIG, approval, approved, document, path
from tests.helpers.repository import RepositoryBuilder
from tests.rules.case import Case, Commit, Expected

FLOW = "documents/flow.svg"
SHOWS = document(body="# Purchasing\n\n![flow](flow.svg)\n")
DRAWN = {path(): SHOWS, FLOW: b"<svg/>"}
DRAWN |= approval("SOP-001", 1, SHOWS, shown={FLOW: b"<svg/>"})


def twin(place: str, of: str, level: str = "error") -> Expected:
    hint = (
        "Rename or remove it"
        if level == "error"
        else "Rename it, or move its files into that folder."
    )
    return Expected(place, of, hint, level, document="")


CASES = [
    *(
        Case(
            "DOC012",
            place,
            [twin(place, f"this file replaces {path()}")],
            config=CONFIG.replace("documents:\n", f"documents:\n  exclude: ['{place}']\n"),
            history=[Commit({**approved(), place: "Other text.\n"})],
        )
        for place in ("Documents/SOP-001.md", "documents/sop-001.md", "DOCUMENTS/Sop-001.MD")
    ),
    Case(
        "DOC012",
        "what DOC009 names already",
        history=[Commit({**approved(), "Documents/SOP-001.md": "Other text.\n"})],
        also={"DOC009"},
    ),
    Case(
        "DOC012",
        "a folder that holds other files",
        [twin("Documents", "the folder documents", "warning")],
        history=[Commit({**approved(), "Documents/deep/x.txt": "x\n", "Documents/a.txt": "x\n"})],
    ),
    Case(
        "DOC012",
        "a picture and the configuration",
        [twin("ISODOCS.yaml", "isodocs.yaml"), twin("documents/Flow.svg", FLOW)],
        history=[Commit({**DRAWN, "documents/Flow.svg": b"x", "ISODOCS.yaml": "x: 1\n"})],
    ),
    Case(
        "DOC012",
        "files that are nobody's business",
        history=[
            Commit(
                {
                    **approved(),
                    "README.md": "a\n",
                    "src/Readme.md": "b\n",
                    "src/README.md": "c\n",
                    "documents/flow.svg": b"x",
                    "docs/SOP-001.md": "x\n",
                }
            )
        ],
    ),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_rule(case: Case, repo: RepositoryBuilder) -> None:
    case.prove(repo)
