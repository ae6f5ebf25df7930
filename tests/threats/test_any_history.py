"""Any history at all: what is in a document's place is judged as a simple reference judge does.

Drafts dropped, numbers raised and lowered, side branches merged either way, files doubled, moved,
replaced by folders and links, waivers, ends, identifiers taken out. The reference judge looks at
the last tree alone; and the commands never disagree about it.
"""

from __future__ import annotations

import json
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from isodocs.checking.run import run
from isodocs.errors import IsodocsError
from isodocs.model.gap import Level
from isodocs.rules.registry import all_rules
from isodocs.workspace import View, Workspace
from tests.helpers.any_story import COPY, LINK, SOP, STEPS, Story, Text, told, written
from tests.helpers.command import invoke
from tests.helpers.repository import RepositoryBuilder
from tests.threats.attack import ON

_GUARDING = {code for code, rule in all_rules().items() if not rule.waivable}
_ANY = st.lists(STEPS, min_size=2, max_size=9)
_SLOW = (HealthCheck.function_scoped_fixture, HealthCheck.too_slow)


def is_sound(story: Story) -> bool:
    """The reference judge: what is in the last tree, and what is approved in it."""
    if story.ever != story.approved:
        return False  # an approval was lost
    files = [c for name, c in story.files.items() if name in (SOP, COPY) and isinstance(c, Text)]
    if story.files.get(SOP) == LINK or len(files) > 1:
        return False
    number = max((text.revision for text in story.approved), default=0)
    issued = {text for text in story.approved if text.revision == number}
    ends = {text for text in issued if text.status == "obsolete"}
    if len({text.body for text in issued}) > 1:
        return False  # two texts were approved under one number
    if not files:
        return bool(ends)
    (text,) = files
    if text in issued:
        return text in ends or not ends
    return text.status == "draft" and text.revision > number


@settings(max_examples=20, deadline=None, suppress_health_check=_SLOW)
@given(_ANY)
def test_the_file_is_judged_as_the_last_tree_shows(
    tmp_path: Path, steps: list[tuple[str, object]]
) -> None:
    story = told(steps, signed=True)
    repo = RepositoryBuilder(tmp_path / "any")
    written(story, repo)
    register = Workspace.open(repo.path).register(View(ON, rev=f"refs/heads/{story.branch}"))
    gaps = run(register)
    errors = {g.code for g in gaps if g.code in _GUARDING and g.counts and g.level is Level.ERROR}
    assert is_sound(story) is not bool(errors), (errors, story.files.get(SOP), story.approved)


def _says(repo: RepositoryBuilder, *args: str) -> tuple[int, str]:
    """How a command ends, and what it prints."""
    try:
        result = invoke(*args, at=repo.path)
    except IsodocsError as error:
        return 2, f"{error} {error.hint}"
    return result.exit_code, result.output


@settings(max_examples=20, deadline=None, suppress_health_check=_SLOW)
@given(_ANY)
def test_the_commands_never_disagree(tmp_path: Path, steps: list[tuple[str, object]]) -> None:
    story = told(steps, signed=False)
    repo = RepositoryBuilder(tmp_path / "any")
    written(story, repo)
    repo.git("symbolic-ref", "HEAD", f"refs/heads/{story.branch}")
    repo.git("reset", "--quiet", "--hard")
    repo.git("clean", "--quiet", "-ffdx")
    listed = json.loads(_says(repo, "register", "--format", "json")[1])["documents"]
    history = json.loads(_says(repo, "history", "SOP-001", "--format", "json")[1])
    state = history["document"]["state"]
    assert [entry["state"] for entry in listed if entry["id"] == "SOP-001"] in ([], [state])

    found = json.loads(_says(repo, "check", "--format", "json", "--exit-zero")[1])["gaps"]
    gaps = {gap["code"] for gap in found if gap["document"] == "SOP-001"}
    files = [story.files.get(name) for name in (SOP, COPY)]
    single = sum(isinstance(file, Text) for file in files) == 1
    assert state != "awaiting approval" or gaps & {"APR001", "DOC022", "DOC003"}, gaps

    quinn = ("--as", "quinn", "--yes", "--dry-run")
    approves = _says(repo, "approve", "SOP-001", *quinn)[0] == 0
    if single:
        assert approves is ("APR001" in gaps), gaps
        (text,) = (file for file in files if isinstance(file, Text))
        revises = _says(repo, "revise", "SOP-001", "--change", "Better.", "--dry-run")[0] == 0
        assert revises is (text.status != "draft")
    else:
        assert not approves
