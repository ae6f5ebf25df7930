"""CFG, continued: the authority register's signatures, keys, layout and pins."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from isodocs.authority import authority_register, controlled
from isodocs.model.authority import Person
from isodocs.model.pin import Pin, Pinned
from isodocs.parsing import config as config_parsing
from tests.helpers import company, signed_company
from tests.helpers.company import CONFIG
from tests.helpers.repository import Content, RepositoryBuilder
from tests.helpers.signed_company import (
    AUTHORITY,
    KEYS,
    fingerprint,
    following,
    proof,
    read_back,
    version_files,
    with_people,
)
from tests.rules.case import Case, Commit, Expected

FIRST, SECOND = authority_register.path_of(1), authority_register.path_of(2)
GOOD = {**signed_company.base(), **signed_company.approved()}
CLAIM = [Commit(GOOD)]
GREW = following(owners=("quinn", "dora", "ann"))
EVE = Person("eve", "Eve Evil", ("eve@example.com",), (KEYS["eve"].line,))
TAKEN = following(people=with_people(AUTHORITY, EVE), owners=("quinn", "dora", "eve"), threshold=1)
MORE = following(people=with_people(AUTHORITY, EVE))

LAYOUT = controlled.digest(config_parsing.parse(CONFIG.encode()))
BOUND = read_back(replace(company.AUTHORITY, controlled=LAYOUT))
BOUND_FILES: dict[str, Content] = {
    FIRST: authority_register.write(BOUND),
    company.path(): company.document(),
    **company.approval("SOP-001", 1, company.document(), by=BOUND, project=BOUND.sha256),
}


def bound(what: str, config: str, *gaps: Expected, **more: object) -> Case:
    return Case("CFG011", what, gaps, history=[Commit(BOUND_FILES)], config=config, **more)  # type: ignore[arg-type]


def pin(version: int = 1, sha256: str = company.AUTHORITY.sha256, **changes: object) -> Pinned:
    made = Pin("example.com", company.AUTHORITY.sha256, version, sha256, date(2024, 3, 1))
    return Pinned(replace(made, **changes), required=True)  # type: ignore[arg-type]


def pinned(code: str, what: str, pin: Pinned, *gaps: Expected, **more: object) -> Case:
    files = {"work": company.approved()} if "history" not in more else {}
    return Case(code, what, gaps, pinned=pin, **files, **more)  # type: ignore[arg-type]


CHANGED = Expected(
    "isodocs.yaml",
    "isodocs.yaml differs from the layout bound by version 1 of the authority register",
    "Undo the change, or have the owners bind the new layout: `isodocs",
    document="",
)
NEXT = authority_register.write(company.authority(version=2, previous=company.AUTHORITY.sha256))
NEXT_SHA256 = authority_register.parse(NEXT).sha256
OTHER = replace(company.AUTHORITY, domain="example.org")

CASES = (
    Case(
        "CFG009",
        "two owners signed two versions",
        history=[
            Commit({**GOOD, **version_files(GREW)}),
        ],
    ),
    Case(
        "CFG009",
        "one owner has signed",
        (
            Expected(
                SECOND,
                "version 2 of the authority register has no effect: it lacks 1 "
                "signature by owners of version 1 (Dora Director) and 1 signature by "
                "owners of version 2",
                "`isodocs authority sign`",
                "warning",
                "",
            ),
        ),
        history=[Commit({**GOOD, **version_files(GREW, ["quinn"])})],
    ),
    Case(
        "CFG009",
        "somebody made himself an owner and signed alone",
        (
            Expected(
                SECOND,
                "version 2 of the authority register has no effect: it lacks 2 "
                "signatures by owners of version 1 (Quinn Quality or Dora Director); "
                "until then version",
                "`isodocs authority sign`",
                "warning",
                "",
            ),
        ),
        history=[Commit({**GOOD, **version_files(TAKEN, ["eve"]), **proof("eve", KEYS["eve"])})],
        example=True,
    ),
    Case(
        "CFG009",
        "the first version is not signed",
        (
            Expected(
                FIRST,
                "version 1 of the authority register has no effect: it lacks 2 "
                "signatures by owners of version 1 (Quinn Quality or Dora Director); "
                "until then no",
                "`isodocs authority sign`",
                "warning",
                "",
            ),
        ),
        history=[Commit({**GOOD, **dict.fromkeys(set(version_files(AUTHORITY)) - {FIRST})})],
    ),
    Case("CFG010", "every key is proven", history=CLAIM),
    Case(
        "CFG010",
        "a key that nobody has proven",
        (
            Expected(
                SECOND,
                f"Eve Evil has not proven possession of the key {fingerprint(KEYS['eve'])}",
                "Eve Evil: run `isodocs authority enrol` once.",
                "warning",
                "",
            ),
        ),
        history=[Commit({**GOOD, **version_files(MORE)})],
        example=True,
    ),
    Case(
        "CFG010",
        "a key proven by another key",
        (
            Expected(
                SECOND,
                "Eve Evil has not proven possession of the key "
                "SHA256:xgAFr0VVigN0JzBc0AP87LMU9BN//xpFg/IDyESjYPc, so it does not "
                "count",
                "Eve Evil: run `isodocs authority enrol` once.",
                "warning",
                "",
            ),
        ),
        history=[
            Commit(
                {
                    **GOOD,
                    **version_files(MORE),
                    **proof("eve", KEYS["eve"], by=KEYS["ann"]),
                }
            )
        ],
    ),
    bound("the layout that the owners bound", CONFIG),
    bound("a comment and another name for the company", f"# ours\n{CONFIG.replace('Ltd', 'plc')}"),
    bound(
        "a folder left out",
        CONFIG.replace("types:", "  exclude: [hr/]\ntypes:"),
        CHANGED,
        example=True,
    ),
    bound("the rule itself ignored", f"{CONFIG}rules: {{ignore: [CFG]}}\n", CHANGED),
    pinned("CFG012", "a pin", pin()),
    pinned(
        "CFG012",
        "none, and one is asked for",
        Pinned(None, required=True),
        Expected(
            "",
            "this machine has no pin for the authority register",
            "`isodocs authority pin`",
            document="",
        ),
        example=True,
    ),
    pinned("CFG012", "none, and nobody asks", Pinned()),
    pinned("CFG013", "the same first version", pin()),
    pinned(
        "CFG013",
        "another first version",
        pin(project="0" * 64),
        Expected(
            FIRST,
            "example.com was pinned here on 2024-03-01 with 0000000000000000…",
            "Do not trust it until the owners confirm it through another channel.",
            document="",
        ),
        config=f"{CONFIG}rules: {{ignore: [CFG], levels: {{CFG013: note}}}}\n",
        example=True,
    ),
    pinned(
        "CFG013",
        "no register any more",
        pin(),
        Expected(
            FIRST,
            "the authority register is missing, but example.com was pinned here on 2024-03-01 with",
            "Do not trust it until the owners confirm it through another channel.",
            document="",
        ),
        history=[Commit({FIRST: None, company.path(): company.document()})],
        also={"CFG003"},
    ),
    pinned("CFG014", "the version seen", pin()),
    pinned(
        "CFG014",
        "a version more than was seen",
        pin(),
        history=[Commit({**company.approved(), SECOND: NEXT})],
    ),
    pinned(
        "CFG014",
        "a version less than was seen",
        pin(2, NEXT_SHA256),
        Expected(
            SECOND,
            "ends with version 1; version 2 was seen here on 2024-03-01",
            "Fetch the newest state",
            document="",
        ),
        example=True,
    ),
    pinned(
        "CFG014",
        "a day before it was seen",
        pin(2, NEXT_SHA256),
        on="2024-02-15",
        history=[Commit(company.approved())],
    ),
    pinned(
        "CFG014",
        "another version of the same number",
        pin(2, "1" * 64),
        Expected(
            SECOND,
            f"({NEXT_SHA256[:16]}…) differs from the one seen here",
            "the history was rewritten",
            document="",
        ),
        history=[Commit({**company.approved(), SECOND: NEXT})],
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_case(case: Case, repo: RepositoryBuilder) -> None:
    case.prove(repo)
