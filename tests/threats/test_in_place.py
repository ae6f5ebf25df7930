"""Threats to what is in a document's place: nothing may make the judgement of a file milder.

Not a higher number that history has seen, not a side branch, another file, a folder, a link, a
waiver, a change of type or isodocs.yaml. None of these attacks needs a key, and honest people do
several of them by accident. What is honest and looks alike is at the end.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from isodocs.model.document import State
from tests.helpers.any_story import waiver
from tests.helpers.company import ANN, CONFIG, QUINN, document, path
from tests.helpers.repository import RepositoryBuilder
from tests.helpers.signed_company import approval, approved, base
from tests.threats.attack import START, gaps, later, push, refused_for, state, told

SOP, POL, FLOW = path("SOP-001"), path("POL-001"), "documents/flow.svg"
ONE = document(body="# Purchasing\n\nApproved suppliers only.\n\n![flow](flow.svg)\n")
DRAFT = document(revision=2, status="draft", body="# Purchasing\n\nSuppliers are reviewed.\n")
TWO = document(revision=2, body="# Purchasing\n\nSuppliers are reviewed.\n", effective="2024-03-01")
ALTERED = ONE.replace("Approved suppliers only", "Whomever you like")
SECOND = {SOP: TWO, **approval("SOP-001", 2, TWO, at="2024-02-28T10:00:00+00:00")}
APPROVED = {SOP: ONE, FLOW: b"<svg/>", **approval("SOP-001", 1, ONE, shown={FLOW: b"<svg/>"})}
SCRATCH = "notes/x.md"


def scratch(status: str = "draft") -> str:
    return document(revision=9, status=status, body="# Nothing\n\nA note.\n")


@pytest.fixture
def two_approved(repo: RepositoryBuilder) -> RepositoryBuilder:
    repo.commit("Start", {**base(), **APPROVED, **approved("POL-001")}, date=START)
    assert not gaps(repo)
    return repo


def unrelated(repo: RepositoryBuilder, files: dict[str, str]) -> None:
    """Merge a history that shares nothing with this one, and keep nothing of it."""
    repo.git("checkout", "--quiet", "--orphan", "elsewhere")
    repo.git("rm", "-r", "--quiet", "--force", ".")
    repo.commit("Elsewhere", files, date="2024-02-10T10:00:00+00:00")
    repo.checkout("main")
    merge = ("merge", "--quiet", "--strategy=ours", "--allow-unrelated-histories", "-m", "Merge")
    repo.git(*merge, "elsewhere")


Attack = Callable[[RepositoryBuilder], object]

BY_A_NUMBER: dict[str, Attack] = {
    "a draft of revision 2, then revision 1 with another text": lambda r: (
        later(r, {SOP: DRAFT}),
        later(r, {SOP: ALTERED}),
    ),
    "revision 1 put back, and its picture exchanged": lambda r: (
        later(r, {SOP: DRAFT}),
        later(r, {SOP: ONE, FLOW: b"<svg>other</svg>"}),
    ),
    "a new document whose higher draft was dropped": lambda r: (
        later(r, {path("SOP-050"): document("SOP-050", 2, "draft")}),
        later(r, {path("SOP-050"): document("SOP-050", 1)}),
    ),
    "other text called revision 1 over revision 2": lambda r: (
        later(r, SECOND),
        later(r, {SOP: ALTERED}),
    ),
    "a draft called revision 1 over revision 2": lambda r: (
        later(r, SECOND),
        later(r, {SOP: ALTERED.replace("status: approved", "status: draft")}),
    ),
    "the text of revision 2 under the number 1": lambda r: (
        later(r, SECOND),
        later(r, {SOP: TWO.replace("revision: 2", "revision: 1")}),
    ),
    "a scratch file with the identifier": lambda r: (
        later(r, {SCRATCH: scratch()}),
        later(r, {SCRATCH: None}),
        later(r, {SOP: ALTERED}),
    ),
    "a scratch file that says obsolete": lambda r: (
        later(r, {SCRATCH: scratch("obsolete")}),
        later(r, {SCRATCH: None, SOP: None}),
    ),
    "an unrelated history with a higher draft": lambda r: (
        unrelated(r, {SOP: document(revision=7, status="draft")}),
        later(r, {SOP: ALTERED}),
    ),
    "an unrelated history that says obsolete, then the picture exchanged": lambda r: (
        unrelated(r, {SOP: document(revision=99, status="obsolete")}),
        later(r, {FLOW: b"<svg>other</svg>"}),
    ),
    "an unrelated history that says obsolete, then deletion": lambda r: (
        unrelated(r, {SOP: document(revision=99, status="obsolete")}),
        later(r, {SOP: None}),
    ),
    "an end that nobody approved, then deletion": lambda r: (
        later(r, {SOP: document(revision=2, status="obsolete")}),
        later(r, {SOP: None}),
    ),
}


@pytest.mark.parametrize("attack", BY_A_NUMBER.values(), ids=BY_A_NUMBER)
def test_37_higher_number_in_history(two_approved: RepositoryBuilder, attack: Attack) -> None:
    old = two_approved.head()
    attack(two_approved)
    assert push(two_approved, old).refused
    assert {code[:3] for code in gaps(two_approved)} & {"APR", "DOC", "REV"}


def test_37_poison_in_one_push_and_the_attack_in_the_next(two_approved: RepositoryBuilder) -> None:
    later(two_approved, {SCRATCH: scratch()})
    later(two_approved, {SCRATCH: None})
    old = two_approved.head()
    later(two_approved, {SOP: ALTERED})
    assert "REV005" in refused_for(push(two_approved, old))


def test_38_approved_file_replaced_by_a_folder(two_approved: RepositoryBuilder) -> None:
    old = two_approved.head()
    later(two_approved, {SOP: None, f"{SOP}/readme.txt": "Do what you like."})
    assert "it was replaced by a folder" in told(two_approved, "DOC022")
    assert "DOC022" in refused_for(push(two_approved, old))


@pytest.mark.parametrize("config", [CONFIG, CONFIG.replace("documents:\n  include", "extra")])
def test_38_identifier_taken_out_of_an_approved_file(repo: RepositoryBuilder, config: str) -> None:
    """Where no paths are named, a file without identifier is no document at all."""
    config = "\n".join(line for line in config.splitlines() if not line.startswith("extra")) + "\n"
    repo.commit("Start", {**base(), **APPROVED, "isodocs.yaml": config}, date=START)
    old = repo.head()
    later(repo, {SOP: ALTERED.replace("id: SOP-001\n", "")})
    assert "DOC022" in refused_for(push(repo, old))
    repo.git("reset", "--quiet", "--hard", old)
    later(repo, {SOP: "# Purchasing\n\nWhomever you like.\n"})
    assert "DOC022" in refused_for(push(repo, old))


def test_38_copy_under_another_name_removed_with_the_document(repo: RepositoryBuilder) -> None:
    """Where files are known by their names, the same bytes elsewhere are no document."""
    config = CONFIG + "identifier: {from: file-name}\n"
    repo.commit("Start", {**base(), **APPROVED, "isodocs.yaml": config}, date=START)
    old = repo.head()
    later(repo, {"aaa/copy.md": ONE})
    later(repo, {"aaa/copy.md": None, SOP: None})
    assert "DOC022" in refused_for(push(repo, old))


def test_38_approved_file_left_out_of_the_controlled_paths(two_approved: RepositoryBuilder) -> None:
    later(two_approved, {"isodocs.yaml": CONFIG + '  exclude: ["documents/SOP-001.md"]\n'})
    two_approved.write("isodocs.yaml", CONFIG.replace("types:", f'  exclude: ["{SOP}"]\ntypes:'))
    two_approved.commit(
        "Leave it out", {"isodocs.yaml": (two_approved.path / "isodocs.yaml").read_text()}
    )
    assert "is no longer a controlled document" in told(two_approved, "DOC022")


WAIVED: dict[str, Attack] = {
    "DOC003": lambda r: later(r, {"documents/copy.md": ALTERED}),
    "DOC009": lambda r: link(r, SOP),
    "DOC001": lambda r: later(r, {SOP: ALTERED.replace("id: SOP-001\n", "")}),
    "DOC010": lambda r: later(r, lesser_policy()),
    "DOC020": lambda r: (later(r, SECOND), later(r, {SOP: ONE})),
}


def link(repo: RepositoryBuilder, place: str) -> None:
    file = repo.path / place
    file.unlink()
    repo.write("elsewhere.md", ALTERED)
    file.symlink_to("../elsewhere.md")
    repo.git("add", "--all")
    later(repo, {})


def lesser_policy() -> dict[str, str | bytes]:
    """A policy whose type is written so that it falls to the rule for everything else."""
    text = document("POL-001", 2).replace("type: policy", "type: policY")
    return {POL: text, **approval("POL-001", 2, text)}


@pytest.mark.parametrize("rule", WAIVED)
def test_39_waiver_in_one_push_and_the_attack_in_the_next(
    two_approved: RepositoryBuilder, rule: str
) -> None:
    for about in ("SOP-001", "POL-001", SOP, "documents/copy.md"):
        later(two_approved, waiver(rule, about))
    assert not gaps(two_approved).keys() - {"CFG005"}
    old = two_approved.head()
    WAIVED[rule](two_approved)
    assert push(two_approved, old).refused
    assert gaps(two_approved).keys() - {"CFG005"}


@pytest.mark.parametrize("line", ["{ignore: [REV, APR, DOC]}", "{levels: {REV005: note}}"])
def test_39_rules_that_guard_approvals_ignored(two_approved: RepositoryBuilder, line: str) -> None:
    later(two_approved, {"isodocs.yaml": f"{CONFIG}rules: {line}\n"})
    old = two_approved.head()
    later(two_approved, {SOP: ALTERED})
    assert "REV005" in refused_for(push(two_approved, old))
    assert "REV005" in gaps(two_approved)


def test_40_obsolete_document_back_in_use(two_approved: RepositoryBuilder) -> None:
    ended = ONE.replace("status: approved", "status: obsolete")
    shown = {FLOW: b"<svg/>"}
    later(
        two_approved,
        {SOP: ended, **approval("SOP-001", 1, ended, shown=shown, at="2024-02-28T10:00:00+00:00")},
    )
    assert state(two_approved) is State.OBSOLETE
    assert not gaps(two_approved)
    old = two_approved.head()
    for text in (ONE, ONE.replace("title: ", "title: New "), ALTERED):
        later(two_approved, {SOP: text})
        assert {"DOC020", "REV005"} & refused_for(push(two_approved, old))
        assert state(two_approved) is State.OBSOLETE
        two_approved.git("reset", "--quiet", "--hard", old)


def test_41_type_changed_so_that_fewer_people_approve(two_approved: RepositoryBuilder) -> None:
    old = two_approved.head()
    text = document("POL-001", 2, effective="2024-03-01")
    text = text.replace("type: policy", "type: procedure")
    later(two_approved, {POL: text, **approval("POL-001", 2, text, at="2024-02-28T10:00:00+00:00")})
    assert "Director (Dora Director)" in told(two_approved, "APR001")
    assert "APR001" in refused_for(push(two_approved, old))
    both = approval(
        "POL-001", 2, text, person="dora", role="director", at="2024-02-28T11:00:00+00:00"
    )
    later(two_approved, both)
    assert not push(two_approved, old).refused


def test_7_author_who_lets_another_raise_the_number(two_approved: RepositoryBuilder) -> None:
    """Quinn writes it while it still has the old number; Ann changes one line of front matter."""
    body = "# Purchasing\n\nSuppliers are reviewed.\n"
    draft = document(status="draft", body=body)
    for author, text in ((QUINN, draft), (ANN, draft.replace("revision: 1", "revision: 2"))):
        later(two_approved, {SOP: text}, author=author)
    later(two_approved, SECOND, author=ANN)
    assert "wrote this revision" in told(two_approved, "APR004")


@pytest.mark.parametrize("source", [path("SOP-002"), "drafts/purchasing.md", "documents/raw.md"])
def test_7_text_from_a_file_without_front_matter(
    two_approved: RepositoryBuilder, source: str
) -> None:
    body = "# Stores\n\nFirst in, first out.\n"
    text = document("SOP-002", body=body)
    later(two_approved, {source: body}, author=QUINN)
    moved: dict[str, str | bytes | None] = {} if source == path("SOP-002") else {source: None}
    later(
        two_approved, {**moved, path("SOP-002"): text, **approval("SOP-002", 1, text)}, author=ANN
    )
    assert "wrote this revision" in told(two_approved, "APR004")


@pytest.mark.parametrize(
    "trailer",
    [
        "Co-authored-by: Quinn Quality <quinn@example.com>",
        "co-authored-BY:Quinn <QUINN@example.com>",
        "Reviewed-by: Dora <dora@example.com>\nCo-authored-by: Q <quinn@example.com>",
        "Co-authored-by: Q <quinn@example.com>\n\nDocument: SOP-002 rev 1 (approved)",
    ],
)
def test_7_co_author(two_approved: RepositoryBuilder, trailer: str) -> None:
    old = two_approved.head()
    text = document("SOP-002")
    two_approved.commit(f"Write SOP-002\n\n{trailer}", {path("SOP-002"): text})
    later(two_approved, approval("SOP-002", 1, text))
    assert "wrote this revision" in told(two_approved, "APR004")
    assert push(two_approved, old).refused


def test_7_co_author_whom_a_squash_names(two_approved: RepositoryBuilder) -> None:
    """Nothing shows whether the approver wrote some of it: only a merge commit keeps that."""
    old = two_approved.head()
    names = "Co-authored-by: Quinn Quality <quinn@example.com>"
    listed = f"* SOP-001 rev 2: final form\n\n* SOP-001 rev 2: approval by Quinn Quality\n\n{names}"
    two_approved.commit(
        f"Review suppliers (#12)\n\n{listed}", SECOND, date="2024-03-01T10:00:00+00:00"
    )
    assert "wrote this revision, as co-author of commit " in told(two_approved, "APR004")
    assert "APR004" in refused_for(push(two_approved, old))


def test_7_somebody_elses_text_merged(two_approved: RepositoryBuilder) -> None:
    """What a merge puts together was written on both of its sides."""
    draft = DRAFT.replace("reviewed", "reviewed\nand listed")
    two_approved.branch("side")
    later(two_approved, {SOP: draft.replace("Suppliers", "All suppliers")}, author=QUINN)
    two_approved.checkout("main")
    later(two_approved, {SOP: draft.replace("listed", "named")}, author=ANN)
    two_approved.merge("side", files={SOP: TWO})
    later(two_approved, SECOND)
    assert "wrote this revision" in told(two_approved, "APR004")


# --- honest, and not to be refused ----------------------------------------------------------------


def test_touched_and_put_back_by_the_approver(two_approved: RepositoryBuilder) -> None:
    """A slip of the approver makes her no author of what she approved before."""
    old = two_approved.head()
    later(two_approved, {SOP: ONE + "\nA slip.\n"}, author=QUINN)
    assert "REV005" in refused_for(push(two_approved, old))
    later(two_approved, {SOP: ONE}, "2024-03-02", author=ANN)
    assert state(two_approved) is State.EFFECTIVE
    assert not push(two_approved, old).refused


def test_side_branch_under_the_address_of_the_approver(two_approved: RepositoryBuilder) -> None:
    """Anybody can type an address: the approval that was given stays given."""
    two_approved.branch("side", "HEAD")
    later(two_approved, {SOP: DRAFT}, author=QUINN)
    later(two_approved, {SOP: ONE}, author=QUINN)
    two_approved.checkout("main")
    later(two_approved, {"notes.txt": "x"})
    old = two_approved.head()
    two_approved.merge("side", files={})
    assert state(two_approved) is State.EFFECTIVE
    assert not push(two_approved, old).refused
    assert not gaps(two_approved)


def test_approver_who_begins_the_next_revision(two_approved: RepositoryBuilder) -> None:
    """Quinn edits the text one commit before the number is raised: revision 1 remains in force."""
    later(two_approved, {SOP: DRAFT.replace("revision: 2", "revision: 1")}, author=QUINN)
    later(two_approved, {SOP: DRAFT}, author=ANN)
    assert state(two_approved) is State.EFFECTIVE
    assert "DOC020" not in gaps(two_approved)


def test_draft_that_was_given_up(two_approved: RepositoryBuilder) -> None:
    old = two_approved.head()
    later(two_approved, {SOP: DRAFT})
    later(two_approved, {SOP: ONE})
    assert not gaps(two_approved)
    assert not push(two_approved, old).refused


def test_co_author_who_does_not_approve(two_approved: RepositoryBuilder) -> None:
    text = document("SOP-002")
    message = "Write SOP-002\n\nCo-authored-by: Eve <eve@example.com>"
    two_approved.commit(message, {path("SOP-002"): text})
    later(two_approved, approval("SOP-002", 1, text))
    assert not gaps(two_approved)
