"""Which clauses a text mentions, and which of them firmly; a mention covers nothing."""

from __future__ import annotations

from datetime import date

import pytest

from isodocs.assess.mentions import ClauseMention, mentions
from isodocs.workspace import View, Workspace
from tests.helpers.company import CONFIG, base, document, path
from tests.helpers.repository import RepositoryBuilder

SECURITY = CONFIG.replace("iso-9001-2015", "iso-27001-2022")


def found(repo: RepositoryBuilder, body: str, config: str = CONFIG) -> dict[str, bool]:
    """The numbers that a text mentions, and whether firmly."""
    return {each.clause.number: each.firm for each in all_found(repo, body, config)}


def all_found(
    repo: RepositoryBuilder, body: str, config: str = CONFIG
) -> tuple[ClauseMention, ...]:
    files = {**base(), "isodocs.yaml": config, path(): document(status="draft", body=body)}
    for name, content in files.items():
        repo.write(name, content)
    register = Workspace.open(repo.path).register(View(date(2024, 6, 1)))
    here = register.entries["SOP-001"].current[0]
    return mentions(register, here, register.outline(here))


FIRM = {
    "- ISO 9001:2015 Sections 8.4.1, 8.4.2": ("8.4.1", "8.4.2"),
    "> **Regulatory basis**: ISO 9001:2015 Section 8.4": ("8.4",),
    "**ISO 9001:2015 — Clause 8.4, 8.5 | Version 1.0**": ("8.4", "8.5"),
    "*ISO 9001:2015 Reference: Clause 8.4*": ("8.4",),
    "ISO 9001:2015 – Quality management systems (clauses 8.4 and 8.6).": ("8.4", "8.6"),
    "## Buying (ISO 9001, clause 8.4)\n\nBuy.": ("8.4",),
    "## Buying (clause 8.4)\n\nBuy.": ("8.4",),
    "| Reference | About |\n|---|---|\n| ISO 9001:2015 Section 8.4 | Buying |": ("8.4",),
    "What we follow of ISO 9001:2015:\n\n- 8.4 Buying\n- 8.6 Release": ("8.4", "8.6"),
    '=== "Policy"\n\n    **ISO 9001 Clause 8.4** | **Owner:** Ann': ("8.4",),
    "DIN EN ISO 9001:2015 Abschnitt 8.4": ("8.4",),
}


@pytest.mark.parametrize("body", FIRM)
def test_a_reference_is_a_firm_mention(repo: RepositoryBuilder, body: str) -> None:
    assert found(repo, f"# A\n\n{body}\n") == dict.fromkeys(FIRM[body], True)


@pytest.mark.parametrize(
    "body",
    [
        "We buy as ISO 9001:2015 section 8.4 asks.",
        "We buy as clause 8.4 of ISO 9001:2015 asks.",
        "| Kept | Why |\n|---|---|\n| Orders | ISO 9001:2015 §8.4 |",
    ],
)
def test_a_sentence_mentions_in_passing(repo: RepositoryBuilder, body: str) -> None:
    assert found(repo, f"# A\n\n{body}\n") == {"8.4": False}


@pytest.mark.parametrize(
    "body",
    [
        "This is not about ISO 9001:2015 clause 8.4.",
        "ISO 9001:2015, without clause 8.4",
        "ISO 9001:2015 Abschnitt 8.4 entfällt",
        "These sections of ISO 9001:2015 are excluded:\n\n- 8.4 Buying",
        "## Exclusions\n\n- ISO 9001:2015 8.4",
        "ISO 14001:2015 clause 8.1",  # of a standard that is not in use
        "ISO 9001:2008 clause 7.4",
        "Section 8.4 says more.",  # of the document itself
        "## 8.4 Buying\n\nBuy.",
        "ISO 9001:2015 clause 8.9",  # is none
        "ISO 9001:2015 asks for much. Version 8.4 of the tool is in use.",
        "```\nISO 9001:2015 clause 8.4\n```",
    ],
)
def test_what_mentions_nothing(repo: RepositoryBuilder, body: str) -> None:
    assert not found(repo, f"# A\n\n{body}\n")


def test_controls_are_known_by_their_letters(repo: RepositoryBuilder) -> None:
    body = (
        "# Access\n\nISO/IEC 27001:2022, Annex A:\n\n- A 5.15 — Access control\n- A.8.2\n\n"
        "Another catalogue:\n\n- A 5.16 — of that one\n\n## Reviews (A.5.18)\n\nWe look.\n"
    )
    assert found(repo, body, SECURITY) == dict.fromkeys(("A.5.15", "A.8.2", "A.5.18"), True)


def test_what_is_claimed_is_not_mentioned_as_well(repo: RepositoryBuilder) -> None:
    assert not found(repo, "# A\n\n## Buying {clause=8.4}\n\nISO 9001:2015 8.4\n")


def test_the_first_firm_mention_counts(repo: RepositoryBuilder) -> None:
    body = "# A\n\nAs ISO 9001 8.4 asks.\n\nISO 9001 8.4\n\n- ISO 9001 8.4\n"
    assert [(each.line, each.firm) for each in all_found(repo, body, CONFIG)] == [(14, True)]
