"""Threats by isodocs.yaml: what is overdue by it, or late, is not any more once it says otherwise.

Anyone may edit that file, and only history shows what it said on the day when something was due.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from isodocs.model.config import DEFAULT_DAYS
from isodocs.parsing.config import KEYS
from isodocs.records.record_kinds import kinds
from tests.helpers.company import CONFIG, base, document, path
from tests.helpers.repository import Content, RepositoryBuilder
from tests.threats.attack import gaps, told

Step = Callable[[RepositoryBuilder], object]
FILE = "isodocs.yaml"
_KEY = re.compile(r"`([a-z-]+)")
LONG_AGO, LATE, IN_TIME = (
    f"{day}T09:00:00+00:00" for day in ("2022-01-10", "2024-04-20", "2024-01-20")
)
ISMS = "iso-27001-2022"
BEGUN = (
    CONFIG.replace("iso-9001-2015]", f"iso-9001-2015, {ISMS}]").replace(
        "SOP,", "SOP, files: [documents/procedures/**],"
    )
    + "default-days: {risk: 12 months, risk-action: 3 months, nonconformity-minor: 60 days}\n"
    "late-entry-after: 30 days\n"
)
NC = (
    "---\nid: NC-2024-001\ntitle: Parts\nstatus: open\nsource: internal-audit\ngrade: minor\n"
    "owner: ann\nraised: 2024-01-02\n---\n# Parts\n"
)
RISK = "records/risk.csv"
RISKS = "id,kind,title,owner,status,assessed,action\nR-1,risk,Fire,ann,open,2023-03-01,Buy a door\n"
TRAINED = "records/training.csv"
RECORDS: dict[str, Content] = {
    RISK: RISKS,
    "records/nonconformity/NC-2024-001.md": NC,
    "records/people.csv": "id,name\nann,Ann Author\n",
    TRAINED: "person,competence,date\nann,SAFE,2022-01-10\n",
    "records/competence.csv": "id,title,kind,persons\nSAFE,Safety,safety,ann\n",
}
REVIEWED = {"last-review": "2022-01-10"}
TYPED, UNTYPED = document(**REVIEWED), document("SOP-002", type="", **REVIEWED)
TEXTS: dict[str, Content] = {path("SOP-001"): TYPED, "documents/procedures/SOP-002.md": UNTYPED}


@pytest.fixture
def begun(repo: RepositoryBuilder) -> RepositoryBuilder:
    repo.commit("Start", {**base(), FILE: BEGUN, **RECORDS, **TEXTS}, date=LONG_AGO)
    entered = {TRAINED: f"{RECORDS[TRAINED]!s}ann,SAFE,2023-09-01\n"}
    repo.commit("Enter it", entered, date=IN_TIME)
    return repo


def says(*changes: tuple[str, str], more: str = "", day: str = LATE) -> Step:
    """Commit isodocs.yaml with parts of it changed."""

    def step(repo: RepositoryBuilder) -> None:
        repo.commit("Tidy up", {FILE: changed(*changes, more=more)}, date=day)

    return step


def changed(*changes: tuple[str, str], more: str = "") -> str:
    text = BEGUN
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    return text + more


def steps(*each: Step) -> Step:
    return lambda repo: [step(repo) for step in each]


LONGER = ("24 months", "60 months")
REASON = "changed-because: {types.procedure.review-every: Nothing changed for years}\n"
PREPARED = (f", {ISMS}]", f"]\nin-preparation: [{ISMS}]")
EASED: dict[str, Step] = {
    "a longer review interval": says(LONGER),
    "one that is not committed": lambda r: r.write(FILE, changed(LONGER)),
    "one that is taken out": says((", review-every: 24 months", "")),
    "in two steps": steps(says(("24 months", "28 months")), says(LONGER)),
    "while the file could not be read": steps(
        lambda r: r.commit("Break", {FILE: "types: [\n"}, date=LATE), says(LONGER)
    ),
    "while there was no file": steps(
        lambda r: r.commit("Remove", {FILE: None}, date=LATE), says(LONGER)
    ),
    "by another type for its path": says(
        ("files: [documents/procedures/**], ", ""), ("FRM,", "FRM, files: ['documents/**'],")
    ),
    "with a reason that was there before": steps(
        says(more=REASON, day=IN_TIME), says(LONGER, more=REASON)
    ),
    "with a word for a reason": says(
        LONGER, more=REASON.replace("Nothing changed for years", "n/a")
    ),
    "a day that is read under another key": says(
        more="fields: {last-review: seen}\nextra-fields: [last-review]\n"
    ),
    "a longer default for records": says(("risk: 12", "risk: 48")),
    "one for what is done once": says(("action: 3", "action: 48")),
    "one that is left out": says(("risk: 12 months, ", "")),
    "one for nonconformities": says(("60 days", "600 days")),
    "a longer time for late entries": says(("30 days", "12 months")),
    "a standard that is prepared for again": says(PREPARED),
    "one that was gone in between": steps(says((f", {ISMS}]", "]")), says(PREPARED)),
}
FAIR: dict[str, Step] = {
    "as it was": lambda r: None,
    "a shorter interval": says(("24 months", "12 months")),
    "with a reason": says(LONGER, more=REASON),
    "with a reason that came later": steps(says(LONGER), says(LONGER, more=REASON)),
    "and set back": steps(says(LONGER), says()),
    "before it was due": says(("36 months", "60 months")),
    "and reviewed since": steps(
        says(LONGER),
        lambda r: r.commit(
            "Review",
            {name: str(text).replace("2022", "2024") for name, text in TEXTS.items()},
            date=LATE,
        ),
    ),
    "another key, in the documents as well": lambda r: r.commit(
        "Rename",
        {
            FILE: changed(more="fields: {last-review: seen}\n"),
            **{name: str(text).replace("last-review", "seen") for name, text in TEXTS.items()},
        },
        date=LATE,
    ),
    "other words for the same": says(("24 months", "2 years")),
    "a longer default where it is assessed by now": steps(
        says(("risk: 12", "risk: 48")),
        lambda r: r.commit("Assess", {RISK: RISKS.replace("2023-03", "2024-03")}, date=LATE),
    ),
    "another edition of the standard instead": steps(
        says((ISMS, "iso-27001-2013"), day=LONG_AGO),
        says((ISMS, f"{ISMS}]\nin-preparation: [iso-27001-2013"), day=LATE),
    ),
    "corrected at once": steps(
        says(LONGER, day=LONG_AGO),
        says(("24 months", "12 months"), day="2024-04-10T09:00:00+00:00"),
        says(LONGER, day=LATE),
    ),
}


@pytest.mark.parametrize("step", EASED.values(), ids=EASED)
def test_53_settings_eased_once_something_was_due(begun: RepositoryBuilder, step: Step) -> None:
    assert "CFG019" not in gaps(begun)
    step(begun)
    assert "CFG019" in gaps(begun)


@pytest.mark.parametrize("step", FAIR.values(), ids=FAIR)
def test_settings_that_are_fair(begun: RepositoryBuilder, step: Step) -> None:
    step(begun)
    assert "CFG019" not in gaps(begun)


def test_merge_of_two_lines_eases_nothing(begun: RepositoryBuilder) -> None:
    """A change that was made in time on a branch is not made again where it is merged."""
    begun.git("switch", "-q", "-c", "aside")
    says(LONGER, day="2023-12-01T09:00:00+00:00")(begun)
    begun.git("switch", "-q", "main")
    says(("30 days", "20 days"), day="2023-12-02T09:00:00+00:00")(begun)
    begun.git("merge", "-q", "--no-commit", "-s", "ours", "aside")
    begun.commit("Merge", {FILE: changed(LONGER, ("30 days", "20 days"))}, date=LATE)
    assert "CFG019" not in gaps(begun)


def test_all_that_is_hidden_is_named_once_for_each_setting(begun: RepositoryBuilder) -> None:
    says(LONGER, ("risk: 12", "risk: 48"))(begun)
    found = sorted(told(begun, "CFG019").splitlines())
    assert len(found) == 2
    assert "'types.procedure.review-every' was '24 months', and was changed to '60" in found[0]
    assert found[0].endswith("overdue or late until then: SOP-001 and SOP-002")


def test_every_default_is_asked_for_by_a_record() -> None:
    """A default that nothing of `eased_settings` looks at could be made longer in silence."""
    duties = {d.default for kind in kinds().values() for d in kind.law.promises}
    closing = {"nonconformity-major", "nonconformity-minor"}
    assert set(DEFAULT_DAYS) - duties - closing == {"management-review"}  # a plan, and no gap


def test_every_key_is_in_the_table_for_auditors() -> None:
    table = (Path(__file__).parents[2] / "docs/verdict.md").read_text(encoding="utf-8")
    keys = {
        key
        for row in re.findall(r"^\| (`.*?) \|", table, re.MULTILINE)
        for key in _KEY.findall(row)
    }
    assert set(KEYS) - keys == set()
