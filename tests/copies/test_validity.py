"""Whether a copy counts: the text in force on each day, and what became of every other."""

from __future__ import annotations

import hashlib
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from isodocs.assess.shown_parts import ShownPart
from isodocs.copies.collect import collect, holders_of, parts_of
from isodocs.copies.validity import ask, validity_of
from isodocs.errors import IsodocsError
from isodocs.model.controlled_copy import ControlledCopy, Holder
from isodocs.model.document import State
from isodocs.model.register import Register
from isodocs.model.validity import Answer, CopyCode
from isodocs.workspace import View, Workspace
from tests.helpers.any_story import STEPS, told, written
from tests.helpers.command import invoke, run
from tests.helpers.company import CONFIG, approval, base, document, path
from tests.helpers.repository import RepositoryBuilder

MAP = "documents/img/map.png"
OLD, NEW = b"\x89PNG the old map", b"\x89PNG the new map"
BODY = (
    '# Purchasing\n\n![map](img/map.png)\n\n## Suppliers {clause="8.4.1"}\n\nOnly approved ones.\n'
)
DRAFT = document(status="draft", body=BODY)
FIRST = document(body=BODY, language="de_AT", classification="Confidential")
SECOND = document(revision=2, body=BODY.replace("Only", "None but"), effective="2024-06-01")
THIRD = document(revision=3, status="draft", body=BODY)
USED = document("SOP-002", title="Welding", body="# Welding\n\nWeld.\n")
ENDED = document("SOP-002", title="Welding", body="# Welding\n\nWeld.\n", status="obsolete",
                 effective="2024-09-10", superseded_by="SOP-001")  # fmt: skip
FINAL = document("SOP-003", title="Packing", effective="2024-03-01")
HANDED_OUT = """document,revision,copy,holder,place,issued,returned,fate
SOP-001,1,1,quinn,Office,2024-02-02,2024-06-02,returned
SOP-001,2,1,quality-manager,Office,2024-06-02,,
SOP-001,2,2,Night shift,Hall 2,2024-06-03,,
SOP-001,2,3,Night shift,Hall 3,2024-06-03,,lost
SOP-001,2,4,Night shift,Hall 4,2025-06-03,,
"""


def later(data: str, at: str, **options: object) -> dict[str, bytes]:
    """An approval of revision 2 of SOP-001, or of the end of SOP-002."""
    id, revision = ("SOP-001", 2) if "SOP-001" in data[:20] else ("SOP-002", 1)
    return approval(id, revision, data, at=f"{at}T10:00:00+00:00", **options)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def repo(tmp_path_factory: pytest.TempPathFactory) -> RepositoryBuilder:
    """Two revisions with a map each and a draft; one taken out of use; one that awaits approval."""
    repo = RepositoryBuilder(tmp_path_factory.mktemp("company") / "repo")
    sop, other, final = path("SOP-001"), path("SOP-002"), path("SOP-003")
    levels = f"{CONFIG}language: fr\nclassification: {{default: internal}}\n"
    files = {**base(), "isodocs.yaml": levels, sop: DRAFT, MAP: OLD}
    repo.commit("Start", files, date="2024-01-10T09:00:00+00:00")
    files = {sop: FIRST, other: USED, final: FINAL, **approval("SOP-002", 1, USED)}
    files |= approval("SOP-001", 1, FIRST, shown={MAP: OLD})
    repo.commit("Issue", files, date="2024-01-20T11:00:00+00:00")
    files = {sop: SECOND, MAP: NEW, **later(SECOND, "2024-05-20", shown={MAP: NEW})}
    repo.commit("Revise", files, date="2024-05-20T11:00:00+00:00")
    files = {other: ENDED, **later(ENDED, "2024-09-01"), "records/distribution.csv": HANDED_OUT}
    repo.commit("Retire", files, date="2024-09-01T11:00:00+00:00")
    repo.commit("Begin", {sop: THIRD, MAP: None}, date="2025-01-10T09:00:00+00:00")
    return repo


def register(repo: RepositoryBuilder, day: str) -> Register:
    return Workspace.open(repo.path).register(View(date.fromisoformat(day)))


def code(text: str, id: str = "SOP-001", revision: str = "") -> CopyCode:
    number = revision or next(line[10:] for line in text.split("\n") if line[:8] == "revision")
    return CopyCode(id, number, hashlib.sha256(text.encode()).hexdigest()[:12])


def answers(known: Register, *texts: str, id: str = "SOP-001") -> list[str]:
    """The answer to the code of each text, with its day and what took its place."""
    found = (ask(known, code(text, id)).validity for text in texts)
    return [" ".join(map(str, filter(None, given[:3]))) for given in found]


def test_a_copy_counts_from_the_effective_day_until_another_does(repo: RepositoryBuilder) -> None:
    texts = (DRAFT, FIRST, SECOND, THIRD)
    gone, missing = "never approved", "not ours"
    expected = {
        "2024-01-15": ["draft", missing, missing, missing],
        "2024-01-25": [gone, "not in force yet 2024-02-01", missing, missing],
        "2024-02-01": [gone, "in force 2024-02-01", missing, missing],
        "2024-05-25": [gone, "in force 2024-02-01", "not in force yet 2024-06-01", missing],
        "2024-06-01": [gone, "superseded 2024-06-01 2", "in force 2024-06-01", missing],
        "2025-02-01": [gone, "superseded 2024-06-01 2", "in force 2024-06-01", "draft"],
    }
    found = {day: answers(register(repo, day), *texts) for day in expected}
    assert found == expected


def test_what_is_retired_awaits_approval_or_was_changed_is_reported(
    repo: RepositoryBuilder,
) -> None:
    assert answers(register(repo, "2024-09-05"), USED, ENDED, id="SOP-002") == [
        "in force 2024-02-01",
        "not in force yet 2024-09-10",
    ]
    known = register(repo, "2024-10-01")
    both = ["obsolete 2024-09-10 SOP-001"] * 2
    assert answers(known, USED, ENDED, id="SOP-002") == both
    assert answers(known, FINAL, id="SOP-003") == ["awaiting approval"]

    clone = repo.clone("changed-copy")
    changed = SECOND.replace("None but", "All but")
    clone.write(path(), changed)
    clone.write(MAP, NEW)
    known = Workspace.open(clone.path).register(View(date(2025, 2, 1)))
    given = ask(known, code(changed)).validity
    assert given.answer is Answer.NEVER_APPROVED
    assert given.why == "it took the place of the approved text of revision 2"
    assert answers(known, SECOND) == ["in force 2024-06-01"]
    (clone.path / path()).unlink()
    known = Workspace.open(clone.path).register(View(date(2025, 2, 1)))
    assert ask(known, code(SECOND)).validity == (
        Answer.IN_FORCE,
        date(2024, 6, 1),
        "",
        "its file is gone, and no one took it out of use",
    )


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        (CopyCode("SOP-01", "1", "0" * 12), "there is no document 'SOP-01'. Did you mean"),
        (code(SECOND, revision="1"), "this is the text of revision 2, not of 1"),
        (CopyCode("SOP-001", "9", "0" * 12), "has no revision '9'; it has 1, 2, 3"),
        (CopyCode("SOP-001", "2", "0" * 12), "no text of SOP-001 revision 2"),
        (CopyCode("SOP-001", "1", ""), "several texts of revision 1 have it"),
    ],
)
def test_what_is_not_ours_is_said_why(repo: RepositoryBuilder, asked: CopyCode, why: str) -> None:
    given = ask(register(repo, "2025-02-01"), asked)
    assert given.validity.answer is Answer.NOT_OURS
    assert why in given.validity.why
    assert given.document is None


def test_letter_case_is_not_looked_at(repo: RepositoryBuilder) -> None:
    asked = code(SECOND)._replace(document="sop-001")
    assert ask(register(repo, "2025-02-01"), asked).validity.answer is Answer.IN_FORCE


def copy_of(repo: RepositoryBuilder, text: str, day: str, id: str = "SOP-001") -> ControlledCopy:
    workspace, view = Workspace.open(repo.path), View(date.fromisoformat(day))
    sight = workspace.see(view)
    known = workspace.register(view, sight=sight)
    asked = ask(known, code(text, id))
    assert asked.entry is not None
    assert asked.document is not None
    parts = parts_of(known, asked.entry, asked.document)
    contents = workspace.parts(known, sight.snapshot, parts)
    return collect(known, asked.entry, asked.document, text.encode(), contents)


def test_a_copy_has_the_bytes_that_were_approved(repo: RepositoryBuilder) -> None:
    """The map was replaced for revision 2, and removed for the draft of revision 3."""
    assert copy_of(repo, FIRST, "2025-02-01").files == {MAP: OLD}
    assert copy_of(repo, FIRST, "2024-03-01").files == {MAP: OLD}
    assert copy_of(repo, SECOND, "2025-02-01").files == {MAP: NEW}
    assert copy_of(repo, DRAFT, "2024-01-15").files == {MAP: OLD}
    assert copy_of(repo, THIRD, "2025-02-01").files == {}


def test_a_copy_says_who_approved_it_when_and_what_it_answers(repo: RepositoryBuilder) -> None:
    made = copy_of(repo, SECOND, "2025-02-01")
    assert (made.organisation, made.owner) == ("Test Works Ltd", "Quality Manager")
    assert (made.state, made.validity.answer) == (State.EFFECTIVE, Answer.IN_FORCE)
    assert (str(made.effective), str(made.approved_on)) == ("2024-06-01", "2024-05-20")
    assert str(made.next_review) == "2026-05-20"
    assert [tuple(map(str, given)) for given in made.approvals] == [
        ("Quinn Quality", "Quality Manager", "2024-05-20", "approval", "recorded", "")
    ]
    assert [(r.number, str(r.state), r.approvers) for r in made.revisions] == [
        ("2", "effective", ("Quinn Quality",)),
        ("1", "superseded", ("Quinn Quality",)),
    ]
    assert [tuple(clause)[1:] for clause in made.clauses] == [("8.4.1", "General", "Suppliers")]
    assert made.text.startswith("# Purchasing")
    assert made.code == code(SECOND)
    assert made.commit == repo.git("log", "--format=%H", "--grep=Revise")


def test_a_superseded_copy_and_a_draft_say_no_more_than_is_so(repo: RepositoryBuilder) -> None:
    old, draft = copy_of(repo, FIRST, "2025-02-01"), copy_of(repo, THIRD, "2025-02-01")
    assert (old.state, draft.state) == (State.SUPERSEDED, State.DRAFT)
    assert [r.number for r in old.revisions] == ["1"]
    assert old.next_review is None
    assert (old.language, old.classification) == ("de-AT", "confidential")
    assert (draft.language, draft.classification) == ("fr", "internal")
    assert draft.approvals == ()
    assert [(r.number, r.approved_on is None) for r in draft.revisions] == [
        ("3", True),
        ("2", False),
        ("1", False),
    ]
    former = copy_of(repo, DRAFT, "2025-02-01")
    assert (former.state, former.approvals, former.files) == (State.DRAFT, (), {})


def test_a_picture_that_is_lost_stops_the_copy(repo: RepositoryBuilder) -> None:
    known = register(repo, "2025-02-01")
    asked = ask(known, code(FIRST))
    assert asked.entry is not None
    assert asked.document is not None
    (part,) = parts_of(known, asked.entry, asked.document)
    assert isinstance(part, ShownPart)
    with pytest.raises(IsodocsError, match=r"SOP-001 rev 1 was approved with this file") as raised:
        collect(known, asked.entry, asked.document, FIRST.encode(), {})
    assert raised.value.path == MAP


def test_holders_are_those_whose_copy_is_out(repo: RepositoryBuilder) -> None:
    known = register(repo, "2025-02-01")
    assert holders_of(known, "SOP-001", "1") == ()
    assert holders_of(known, "SOP-001", "2") == (
        Holder("1", "Quality Manager", "Office"),
        Holder("2", "Night shift", "Hall 2"),
    )


def test_the_command_answers_by_text_json_and_exit_code(repo: RepositoryBuilder) -> None:
    def asked(text: str, *options: str) -> tuple[int, str]:
        done = invoke("verify-copy", str(code(text)), "--on", "2025-02-01", *options, at=repo.path)
        return done.exit_code, done.output

    status, said = asked(SECOND)
    assert status == 0
    assert "IN FORCE since 2024-06-01." in said
    assert "approval: Quinn Quality (Quality Manager), 2024-05-20, recorded" in said
    assert "printed copy 2: Night shift, Hall 2" in said
    status, said = asked(FIRST)
    assert status == 1
    assert "SUPERSEDED since 2024-06-01 by revision 2." in said
    assert "In force is revision 2: `isodocs show SOP-001`" in said
    columns = [
        row.split(",")[-3] for row in run("register", "--format", "csv", at=repo.path).splitlines()
    ]
    assert columns[-3:] == ["internal"] * 3
    assert '"answer":"superseded"' in asked(FIRST, "--format", "json")[1].replace(": ", ":")
    nonsense = invoke("verify-copy", "SOP-001", at=repo.path)
    assert nonsense.exit_code == 2
    assert "neither a file nor a code" in nonsense.output


@settings(max_examples=15)
@given(steps=st.lists(STEPS, max_size=12))
def test_in_any_story_one_text_is_in_force_and_every_other_is_said_why(
    steps: list[tuple[str, object]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    repo = RepositoryBuilder(tmp_path_factory.mktemp("story") / "repo")
    written(told(steps, signed=False), repo)
    known = Workspace.open(repo.path).register(View(date(2024, 3, 1), rev="main"))
    counting = (Answer.IN_FORCE, Answer.SUPERSEDED, Answer.OBSOLETE)
    for entry in known:
        texts = [form.document for each in entry.history.revisions for form in each.forms]
        given = {text.blob: validity_of(known, entry, text) for text in texts}
        in_force = [blob for blob, validity in given.items() if validity.answer is Answer.IN_FORCE]
        assert in_force == ([entry.in_force.document.blob] if entry.in_force else [])
        for text in texts:
            form, validity = entry.form_of(text), given[text.blob]
            assert (form is not None and form.approved_on is not None) == (
                validity.answer in counting
            )
            assert bool(validity.day) == (validity.answer in counting)
            assert collect(known, entry, text, b"---\n---\n").validity == validity
