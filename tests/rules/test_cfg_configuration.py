"""CFG: whether configuration, authority register and waivers can be relied on."""

from __future__ import annotations

import pytest

from isodocs.authority import authority_register
from tests.helpers.company import AUTHORITY, CONFIG, approval, approved, authority, document, path
from tests.helpers.repository import RepositoryBuilder
from tests.rules.case import Case, Commit, Expected

SOP = path("SOP-001")
GOOD = approved()
RENAMED = document(revision=2, version="2")
FIRST = authority_register.path_of(1)
SECOND = authority_register.path_of(2)
VERSION_2 = authority_register.write(authority(version=2, previous=AUTHORITY.sha256))
EDITED = authority_register.write(AUTHORITY).replace(b"Quinn Quality", b"Quinn Qualiti")
MAPS = ".isodocs/standards/"
MAP = MAPS + "acme-quality-2026.yaml"
OWN = {
    MAP: """\
id: acme-quality-2026
display-name: Acme Q-26
title: What Acme asks of its suppliers
publisher: Acme
edition: "2026"
clauses:
  - {number: Q, title: Quality, kind: heading}
  - {number: Q-1, title: First articles, kind: requirement}
  - {number: Q-2, title: Changes, kind: requirement}
"""
}
ACME = CONFIG.replace("iso-9001-2015", "iso-9001-2015, acme-quality-2026")


def own_map(line: int, column: int, says: str, hint: str) -> Expected:
    return Expected(f"{MAP}:{line}:{column}", says, hint, document="")


def config(what: str, line: str, says: str, hint: str, column: int = 1) -> Case:
    expected = Expected(f"isodocs.yaml:9:{column}", says, hint, document="")
    return Case("CFG001", what, (expected,), work=GOOD, config=f"{CONFIG}{line}\n")


CASES = (
    Case("CFG016", "texts read as they were approved", history=[Commit(GOOD)]),
    Case(
        "CFG016",
        "other names of fields, and a newer revision that has both",
        history=[Commit(GOOD), Commit({SOP: RENAMED, **approval("SOP-001", 2, RENAMED)})],
        work={"isodocs.yaml": CONFIG + "fields: {revision: version}\nextra-fields: [revision]\n"},
    ),
    Case(
        "CFG016",
        "an approved text that is read as a draft",
        (
            Expected(
                "isodocs.yaml:9:1",
                "isodocs.yaml does not read the approved text of SOP-001 revision 1 as approved",
                "In isodocs.yaml, restore 'fields:', 'status-words:', 'identifier:'",
            ),
        ),
        history=[Commit(GOOD)],
        work={"isodocs.yaml": CONFIG + "fields: {status: state}\n"},
        also={"DOC006", "DOC008"},
        example=True,
    ),
    Case("CFG001", "a configuration without a fault", work=GOOD),
    config(
        "a key misspelt",
        "standarts: [x]",
        "'standarts' in isodocs.yaml. Did you mean 'standards'?",
        "Known fields",
    ),
    config(
        "a span that no one will see the end of",
        "late-entry-after: 900 months",
        "'late-entry-after' is '900 months', which is longer than 10 years",
        "'12 months'",
        19,
    ),
    config(
        "a scheme that does not exist",
        "revision-scheme: numbers",
        "'revision-scheme' is 'numbers'",
        "integer",
        18,
    ),
    config(
        "a rule to ignore that does not exist",
        "rules: {ignore: [ARP001]}",
        "'ignore' names an unknown rule 'ARP001'. Did you mean 'APR001'?",
        "isodocs explain",
    ),
    config(
        "a level for a rule that does not exist",
        "rules: {levels: {revision-jumpd: note}}",
        "'levels' names an unknown rule 'revision-jumpd'. Did you mean 'revision-jumped'?",
        "isodocs explain",
    ),
    Case("CFG001", "an owner of the system", work=GOOD, config=f"{CONFIG}owner: quality-manager\n"),
    config(
        "an owner of the system whom nobody knows",
        "owner: qualty-manager",
        "'owner' names an unknown role or person 'qualty-manager'. Did you mean 'quality-manager'?",
        "authority show",
    ),
    Case(
        "CFG001",
        "no YAML",
        (Expected("isodocs.yaml:2:1", "not readable as YAML", "indentation", document=""),),
        work={"documents/readme.txt": "x"},
        config="[",
        also={"CFG008"},
    ),
    Case("CFG002", "a standard that is installed", work=GOOD),
    Case(
        "CFG002",
        "a standard without its edition",
        (
            Expected(
                "isodocs.yaml:2:1",
                "no requirement map 'iso-9001'. Did you mean 'iso-9001-2015'?",
                "iso-9001-2015",
                document="",
            ),
        ),
        work=GOOD,
        config=CONFIG.replace("iso-9001-2015", "iso-9001"),
    ),
    Case("CFG002", "a map of one's own", work={**GOOD, **OWN}, config=ACME),
    Case(
        "CFG002",
        "a map of one's own that is not called so",
        (
            Expected(
                "isodocs.yaml:2:1",
                "no requirement map 'acme-quality-2026'. Did you mean 'acme-quality-2025'?",
                "iso-9001-2015",
                document="",
            ),
        ),
        work={**GOOD, MAP.replace("2026", "2025"): OWN[MAP].replace("2026", "2025")},
        config=ACME,
    ),
    Case("CFG015", "a sound map, and a note beside it", work={**GOOD, **OWN, MAPS + "a.md": "x"}),
    Case(
        "CFG015",
        "every clause that does not fit, in use or not",
        (
            own_map(
                8,
                48,
                "clause Q-1: 'kind' is 'requirment'. Did you mean 'requirement'?",
                "Write one of",
            ),
            own_map(9, 41, "clause Q-2: 'kind' is 'requirment'", "Write one of"),
            own_map(10, 14, "clause Q-1 is listed twice", "Remove one of the two."),
        ),
        work={
            **GOOD,
            MAP: OWN[MAP].replace("requirement}", "requirment}")
            + "  - {number: Q-1, title: Again, kind: requirement}\n",
        },
    ),
    Case(
        "CFG015",
        "a map that is not told as unknown too",
        (own_map(1, 1, "a requirement map lacks 'display-name'", "Add 'display-name: ...'."),),
        work={**GOOD, MAP: "id: acme-quality-2026\n"},
        config=ACME,
    ),
    Case(
        "CFG015",
        "a map in the place of one that comes with isodocs",
        (
            Expected(
                f"{MAPS}iso-9001-2015.yaml",
                "'iso-9001-2015' comes with isodocs, and no map of your own takes its place",
                "for example 'acme-iso-9001-2015'",
                document="",
            ),
        ),
        work={**GOOD, MAPS + "iso-9001-2015.yaml": OWN[MAP].replace("acme-quality-2026", "x")},
    ),
    Case(
        "CFG015",
        "a map where none is looked for",
        (
            Expected(
                f"{MAPS}acme/quality-2026.yaml",
                "this is not where a requirement map is looked for",
                "Call it .isodocs/standards/<id>.yaml",
                document="",
            ),
        ),
        work={**GOOD, MAPS + "acme/quality-2026.yaml": OWN[MAP]},
    ),
    Case("CFG003", "a register", work=GOOD),
    Case("CFG003", "nothing to approve", history=[Commit({FIRST: None})], also={"CFG008"}),
    Case(
        "CFG003",
        "approved, says the file, and nobody may approve",
        (
            Expected(
                "",
                "there is no authority register; 1 document marked approved without proof",
                "Create it with `isodocs init`. `isodocs approve` then records approvals.",
                "warning",
                "",
            ),
        ),
        history=[Commit({FIRST: None, SOP: document()})],
        example=True,
    ),
    Case("CFG004", "a next version", history=[Commit(GOOD), Commit({SECOND: VERSION_2})]),
    Case(
        "CFG004",
        "not in canonical form",
        (
            Expected(
                FIRST,
                "the authority register cannot be read",
                "Restore the file from history",
                document="",
            ),
        ),
        work={**GOOD, FIRST: "{}"},
    ),
    Case(
        "CFG004",
        "a version missing in the row",
        (
            Expected(
                FIRST,
                "version 1 of the authority register is missing",
                "restore the missing file",
                document="",
            ),
        ),
        history=[Commit({**GOOD, FIRST: None, SECOND: VERSION_2})],
    ),
    Case(
        "CFG004",
        "the last version removed",
        (
            Expected(
                SECOND,
                "a version of the authority register was removed by Ann Author",
                "Restore it: `git checkout ",
                document="",
            ),
        ),
        history=[Commit({**GOOD, SECOND: VERSION_2}), Commit({SECOND: None})],
    ),
    Case(
        "CFG004",
        "a version changed in its own form",
        (
            Expected(
                FIRST,
                "a version of the authority register was changed by Ann Author",
                "Restore it: `git checkout ",
                document="",
            ),
        ),
        history=[Commit(GOOD), Commit({FIRST: EDITED})],
        also={"APR001", "APR005"},
        example=True,
    ),
    Case("CFG007", "a whole history", history=[Commit(GOOD)]),
    Case(
        "CFG007",
        "a shallow clone",
        (
            Expected(
                "",
                "shallow clone: revisions and alterations before the cut are not visible",
                "`git fetch --unshallow`",
                "warning",
                "",
            ),
        ),
        history=[Commit(GOOD), Commit(approved("SOP-002"))],
        depth=1,
        example=True,
    ),
    Case("CFG008", "one document", work=GOOD),
    Case(
        "CFG008",
        "nothing",
        (
            Expected(
                "isodocs.yaml",
                "no controlled document was found",
                "`isodocs new` writes a first document",
                "warning",
                "",
            ),
        ),
    ),
    Case(
        "CFG008",
        "front matter without identifiers",
        (
            Expected(
                "isodocs.yaml",
                "1 Markdown file has front matter but no identifier",
                "identifier: {from: file-name}",
                "warning",
                "",
            ),
        ),
        work={"docs/a.md": "---\ntitle: A\n---\nText.\n"},
        config="organisation: Test Works Ltd\n",
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_case(case: Case, repo: RepositoryBuilder) -> None:
    case.prove(repo)
