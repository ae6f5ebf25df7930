"""Threats by isodocs.yaml: what is approved must be read as what it was approved as.

Which key of the front matter is the revision, which word means approved and which files are
documents is said in a file that anybody may edit. A push is judged by that file as it was before,
so the change itself passes unless it is looked at, and all that follows is judged by it.
"""

from __future__ import annotations

import pytest

from isodocs.model.document import State
from tests.helpers.company import CONFIG, document, path
from tests.helpers.repository import RepositoryBuilder
from tests.helpers.signed_company import approval, approved, base
from tests.threats.attack import START, gaps, later, push, refused_for, state, told
from tests.threats.test_in_place import ALTERED, APPROVED, FLOW, ONE, SECOND, SOP, waiver

ANYWHERE = CONFIG.replace('documents:\n  include: ["documents/**/*.md"]\n', "")
QUIET = "rules: {ignore: [DOC, REV001, APR010, CFG008]}\nrequired: [id]\n"


def read_with(repo: RepositoryBuilder, config: str = CONFIG) -> RepositoryBuilder:
    files = {**base(), **APPROVED, **approved("POL-001"), "isodocs.yaml": config}
    repo.commit("Start", files, date=START)
    assert not gaps(repo)
    return repo


READ_OTHERWISE = {
    "status": "fields: {status: state}\nextra-fields: [status]\n",
    "revision": "fields: {revision: version}\nextra-fields: [revision]\n",
    "identifier": "fields: {id: ref}\nextra-fields: [id]\n",
    "keys exchanged": "fields: {id: title, title: id}\n",
}


@pytest.mark.parametrize("config", [CONFIG, ANYWHERE], ids=["in a folder", "anywhere"])
@pytest.mark.parametrize("change", READ_OTHERWISE.values(), ids=READ_OTHERWISE)
def test_42_key_of_the_front_matter_changed(
    repo: RepositoryBuilder, config: str, change: str
) -> None:
    old = read_with(repo, config).head()
    later(repo, {"isodocs.yaml": config + change + QUIET})
    verdict = push(repo, old)
    assert "would no longer be read as the text that is approved" in "\n".join(verdict.reasons)
    later(repo, {SOP: ALTERED})
    assert "text of SOP-001 revision 1 as approved" in told(repo, "CFG016")


OF_ITS_PATH = CONFIG.replace("{prefix: POL,", "{prefix: POL, files: ['documents/POL-*.md'],")


@pytest.mark.parametrize(
    ("config", "changed", "said"),
    [
        (CONFIG, CONFIG + "fields: {type: kind}\nextra-fields: [type]\n", "type: policy\n"),
        (OF_ITS_PATH, CONFIG, ""),
    ],
    ids=["the key", "the paths"],
)
def test_42_type_changed_of_a_text_that_awaits_another_approval(
    repo: RepositoryBuilder, config: str, changed: str, said: str
) -> None:
    """A policy takes two people, and a text without a type one: who comes with the same push."""
    text = document("POL-001").replace("type: policy\n", said)
    repo.commit("Start", {**base(), "isodocs.yaml": config, path("POL-001"): text}, date=START)
    assert state(repo, "POL-001") is State.AWAITING
    old = repo.head()
    later(repo, {"isodocs.yaml": changed})
    later(repo, approval("POL-001", 1, text))
    verdict = push(repo, old)
    assert "POL-001 rev 1 would have enough approvals as a document without a type" in "\n".join(
        verdict.reasons
    )


def test_42_type_of_what_is_approved_changed_by_its_path(repo: RepositoryBuilder) -> None:
    text = document("POL-001").replace("type: policy\n", "")
    both = {
        **approval("POL-001", 1, text),
        **approval("POL-001", 1, text, person="dora", role="director"),
    }
    files = {path("POL-001"): text, **both}
    repo.commit("Start", {**base(), "isodocs.yaml": OF_ITS_PATH, **files}, date=START)
    assert state(repo, "POL-001") is State.EFFECTIVE
    old = repo.head()
    later(repo, {"isodocs.yaml": CONFIG})
    verdict = push(repo, old)
    assert "POL-001 rev 1 would be a document without a type" in "\n".join(verdict.reasons)


BY_FOLDER = CONFIG.replace("{prefix: POL,", "{prefix: POL, files: ['documents/policies/*'],")
IN_POLICIES, ELSEWHERE = "documents/policies/POL-001.md", "documents/forms/POL-001.md"


@pytest.mark.parametrize("said", ["", "type:\n"], ids=["no field", "an empty field"])
def test_42_type_changed_by_a_move_of_the_file(repo: RepositoryBuilder, said: str) -> None:
    """What awaits the director goes on to do so, and so does the next revision of what moved."""

    def moved(revision: int, *persons: str) -> dict[str, str | bytes | None]:
        text = document("POL-001", revision).replace("type: policy\n", said)
        roles = {"quinn": "quality-manager", "dora": "director"}
        given = (approval("POL-001", revision, text, person=p, role=roles[p]) for p in persons)
        files: dict[str, str | bytes | None] = {
            name: d for each in given for name, d in each.items()
        }
        return {**files, ELSEWHERE: text}

    first = moved(1, "quinn")
    there = {IN_POLICIES: first.pop(ELSEWHERE)}
    repo.commit("Start", {**base(), "isodocs.yaml": BY_FOLDER, **first, **there}, date=START)
    assert state(repo, "POL-001") is State.AWAITING
    later(repo, {IN_POLICIES: None, **moved(1)})
    assert state(repo, "POL-001") is State.AWAITING
    later(repo, moved(1, "quinn", "dora"))
    assert state(repo, "POL-001") is State.EFFECTIVE
    later(repo, moved(2, "quinn"))
    assert "Director" in told(repo, "APR001")


def test_42_key_changed_and_looked_at_in_a_shallow_clone(repo: RepositoryBuilder) -> None:
    """A pipeline that fetches one commit still has the approved bytes, and how they are read."""
    read_with(repo)
    assert not gaps(repo.clone("before", depth=1)).keys() - {"CFG007"}
    later(repo, {"isodocs.yaml": CONFIG + READ_OTHERWISE["status"] + QUIET})
    assert "text of SOP-001 revision 1 as approved" in told(repo.clone(depth=1), "CFG016")


def test_42_word_for_approved_made_to_mean_draft(repo: RepositoryBuilder) -> None:
    read_with(repo)
    later(repo, {"isodocs.yaml": CONFIG + "status-words: {Approved: draft}\n"})
    assert "a meaning that differs from its own" in told(repo, "CFG001")
    later(repo, {SOP: ALTERED})
    assert "REV005" in gaps(repo)


def test_42_own_word_for_approved_made_to_mean_draft(repo: RepositoryBuilder) -> None:
    ours = CONFIG + "status-words: {Released: %s}\n"
    text = document("SOP-002").replace("status: approved", "status: Released")
    files = {path("SOP-002"): text, **approval("SOP-002", 1, text)}
    repo.commit("Start", {**base(), **files, "isodocs.yaml": ours % "approved"}, date=START)
    assert not gaps(repo)
    old = repo.head()
    later(repo, {"isodocs.yaml": ours % "draft"})
    assert push(repo, old).reasons
    assert "CFG016" in gaps(repo)


@pytest.mark.parametrize(
    "line", [f'include: ["**/*.md"]\n  exclude: ["{SOP}"]', 'include: ["documents/P*.md"]']
)
def test_42_controlled_paths_changed_in_a_push_before(repo: RepositoryBuilder, line: str) -> None:
    old = read_with(repo).head()
    later(repo, {"isodocs.yaml": f"{ANYWHERE}documents:\n  {line}\n"})
    assert "would no longer be a controlled document" in "\n".join(push(repo, old).reasons)


def test_42_numbers_of_another_scheme(repo: RepositoryBuilder) -> None:
    """Where no number is of the scheme, the text approved last remains the newest."""
    read_with(repo)
    later(repo, SECOND)
    later(repo, {"isodocs.yaml": CONFIG + "revision-scheme: letter\n" + QUIET})
    old = repo.head()
    later(repo, {SOP: ALTERED})
    later(repo, {SOP: ONE})
    assert {"DOC020", "REV002"} & refused_for(push(repo, old))
    assert {"DOC020", "REV002"} & gaps(repo).keys()


def test_41_type_read_from_another_key(repo: RepositoryBuilder) -> None:
    old = read_with(repo).head()
    change = "fields: {type: kind}\nextra-fields: [type]\nrequired: [id]\n"
    later(repo, {"isodocs.yaml": CONFIG + change})
    assert "POL-001 rev 1 would be a document without a type" in "\n".join(push(repo, old).reasons)


def test_38_identifier_gone_beside_an_unknown_field(repo: RepositoryBuilder) -> None:
    """A field nobody knows is no reason to call the file unreadable."""
    later(read_with(repo), {**waiver("DOC001", "SOP-001"), **waiver("DOC001", SOP)})
    old = repo.head()
    later(repo, {SOP: ALTERED.replace("id: SOP-001", "identity: SOP-001")})
    assert "DOC022" in refused_for(push(repo, old))


@pytest.mark.parametrize(("rule", "line"), [("DOC007", "status: released\n"), ("DOC006", "")])
def test_39_text_that_does_not_say_draft(repo: RepositoryBuilder, rule: str, line: str) -> None:
    """Readers take it for approved; that its status is missing or unknown may be waived."""
    later(read_with(repo), {**waiver(rule, "SOP-001"), **waiver(rule, SOP)})
    old = repo.head()
    text = document(revision=2).replace("status: approved\n", line)
    later(repo, {SOP: text})
    assert "revision 2 is not approved; revision 1 is" in told(repo, "DOC020")
    assert "DOC020" in refused_for(push(repo, old))


# --- honest, and not to be refused ----------------------------------------------------------------


def test_folder_moved_in_three_pushes(repo: RepositoryBuilder) -> None:
    """The new folder is controlled first, then the files go there, then the old one is left out."""
    read_with(repo)
    both = CONFIG.replace('["documents/**/*.md"]', '["documents/**/*.md", "quality/**/*.md"]')
    narrow = CONFIG.replace("documents/**", "quality/**")
    for config, move in ((both, False), (both, True), (narrow, False)):
        old = repo.head()
        if move:
            repo.git("mv", "documents", "quality")
        later(repo, {"isodocs.yaml": config})
        assert not push(repo, old).refused
        assert not gaps(repo)
    assert state(repo) is State.EFFECTIVE


def test_2_picture_swapped_while_its_folder_is_moved(repo: RepositoryBuilder) -> None:
    read_with(repo, ANYWHERE)
    old = repo.head()
    repo.git("mv", "documents", "quality")
    later(repo, {FLOW.replace("documents", "quality"): b"<svg>other</svg>"})
    assert "APR007" in refused_for(push(repo, old))


def test_names_of_fields_changed_with_the_next_revision(repo: RepositoryBuilder) -> None:
    """Both names in the next revision, then the new one counts; what is past is let be."""
    config = ANYWHERE + "extra-fields: [version, revision]\n"
    repo.commit("Start", {**base(), **approved(), "isodocs.yaml": config}, date=START)
    text = document(revision=2, effective="2024-03-01", version="2")
    later(repo, {SOP: text, **approval("SOP-001", 2, text, at="2024-02-28T10:00:00+00:00")})
    old = repo.head()
    later(repo, {"isodocs.yaml": config + "fields: {revision: version}\n"})
    assert not push(repo, old).refused
    assert state(repo) is State.EFFECTIVE
    assert not gaps(repo)


def test_configuration_changed_where_nothing_is_approved(repo: RepositoryBuilder) -> None:
    """Who adopts what is there sets the names right after the first commit."""
    draft = document(status="draft").replace("revision: 1", "version: 1")
    repo.commit("Start", {**base(), SOP: draft}, date=START)
    old = repo.head()
    later(repo, {"isodocs.yaml": CONFIG + "fields: {revision: version}\n"})
    assert not push(repo, old).refused
