"""Which kinds of records rules read whose gap is of many documents.

A hook passes over pulled records (`checking/narrow.py`); of these kinds it does not.
"""

from __future__ import annotations

from datetime import date

import pytest

from isodocs.checking.check import check
from isodocs.checking.readings import readings_of, watched
from isodocs.recall.simple_changes import OF_MANY
from isodocs.rules.registry import all_rules
from isodocs.workspace import View, Workspace
from tests.helpers.repository import RepositoryBuilder
from tests.rules.case import ON, Case
from tests.rules.test_reference import cases

RULES = [rule for rule in all_rules().values() if rule.of_many]
CASES = [case for rule in RULES for case in cases(rule) if not case.depth]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_rule_of_many_documents_reads_only_these(case: Case, repo: RepositoryBuilder) -> None:
    case.build(repo)
    register = watched(Workspace.open(repo.path).register(View(date.fromisoformat(ON))))
    check(register)
    kept = readings_of(register)
    assert kept
    waiting, read = [rule.code for rule in RULES], set[str]()
    seen = set[str]()
    while waiting:
        name = waiting.pop()
        if name in kept.nodes and name not in seen:
            seen.add(name)
            read |= kept.nodes[name].reads
            waiting += kept.nodes[name].asks
    assert {part for part in read if part.startswith("records")} <= {
        f"records:{kind}" for kind in OF_MANY
    }
