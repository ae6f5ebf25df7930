"""A record that honestly shows something late, missing or unqualified is never refused by a hook.

For each rule of records and coverage one of its own failing cases is committed and pushed. A new
rule is in it without being named here; one that stops a push must be justified below.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest

from isodocs.checking.enforcement import judge_commit, judge_push
from isodocs.checking.verdict import HookVerdict
from isodocs.model.gap import Level
from isodocs.repository.git import Git
from isodocs.repository.updates import Update
from isodocs.rules.registry import all_rules
from isodocs.rules.rule import Rule
from isodocs.workspace import Workspace
from tests.helpers.company import base
from tests.helpers.repository import Content, RepositoryBuilder
from tests.rules.case import Case
from tests.rules.test_reference import all_cases

FAMILIES = ("REC", "TRN", "AUD", "NCR", "CER", "CLS")
STOPS = {
    "REC001": "unreadable",
    "REC002": "malformed: a field is missing without which a record is none",
    "REC003": "malformed: a day or a choice that there is not",
    "REC006": "malformed: it names what is not there",
    "REC007": "malformed: one identifier for two records",
    "REC008": "a closed record was altered or removed",
    "REC009": "evidence was altered that its record vouches for",
    "REC015": "a finished row was altered or removed",
    "TRN008": "a signed statement is forged, copied or damaged",
    "TRN009": "a signed statement was altered or removed",
}
COMES_WITH_THE_CONFIGURATION = {"CLS007"}
"""What a push says in isodocs.yaml counts from the next one on, and is told by `check`."""
RULES = [rule for rule in all_rules().values() if rule.family.code in FAMILIES]


def test_what_stops_a_push_is_justified() -> None:
    assert {rule.code for rule in RULES if rule.blocks} == STOPS.keys()


IN_A_DRAFT = "DOC021"
"""Of a draft this is a note, which stops nothing."""


def honest(rule: Rule) -> Case:
    """A case in which the rule finds something, and nothing is wrong besides."""
    rules = all_rules()
    for case in all_cases():
        wrong = [code for code in case.also if rules[code].blocks and code != IN_A_DRAFT]
        if case.code == rule.code and case.gaps and not wrong and not case.depth:
            return case
    raise AssertionError(f"{rule.code} has no failing case without anything that stops a push")


@pytest.mark.parametrize(
    "rule", [rule for rule in RULES if not rule.blocks], ids=lambda rule: rule.code
)
def test_it_is_committed_and_pushed(rule: Rule, repo: RepositoryBuilder) -> None:
    case = honest(rule)
    start = repo.commit(
        "Start", {**base(), "isodocs.yaml": case.config}, date="2023-12-01T12:00:00+00:00"
    )
    for step in case.history:
        repo.commit("A change", changed(repo, step.files), author=step.author, date=step.date)
    repo.stage(changed(repo, case.work))
    on = date.fromisoformat(case.on)
    verdicts = [judge_commit(Workspace(Git.discover(repo.path)), on)]
    tip = repo.commit("What happened", date="2024-05-30T12:00:00+00:00")
    update = Update("refs/heads/main", start, tip)
    verdicts += judge_push(Git.discover(repo.path), [update], on)
    for verdict in verdicts:
        assert not verdict.refused, said(verdict)
    told = {gap.code for verdict in verdicts for gap in verdict.open}
    # Of commits of documents alone, hooks report what these leave open; `check` reports the rest.
    left_to_check = rule.family.code == "CLS" and not rule.of_documents
    quiet = rule.level is Level.NOTE or rule.code in COMES_WITH_THE_CONFIGURATION
    assert rule.code in told or quiet or left_to_check, told


def changed(repo: RepositoryBuilder, files: Mapping[str, Content]) -> dict[str, Content]:
    """Without the removal of what is not there: cases leave files of the start out that way."""
    return {p: data for p, data in files.items() if data is not None or (repo.path / p).exists()}


def said(verdict: HookVerdict) -> str:
    return "\n".join([*verdict.reasons, *(f"{g.code} {g.finding.message}" for g in verdict.gaps)])
