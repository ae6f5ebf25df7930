"""Threats to an approval of many texts: what it lists is approved, and nothing else ever is."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from isodocs.authority_change.revoke import honoured
from isodocs.model.approval import FOLDER, SIGNATURE, ApprovalList, Meaning, Sealed
from isodocs.model.document import State
from isodocs.model.judgement import Assurance
from isodocs.statements import kinds, provenance
from isodocs.statements.canonical import dump
from tests.helpers.company import document, path
from tests.helpers.repository import Content, RepositoryBuilder
from tests.helpers.signed_company import (
    AUTHORITY,
    KEYS,
    approval_list,
    base,
    fingerprint,
    following,
    seal_list,
    version_files,
    without_key,
)
from tests.threats.attack import START, gaps, later, push, refused_for, register, state, told

TEXTS = {
    id: document(id, body=f"# {id}\n\nBuy well.\n") for id in ("SOP-001", "SOP-002", "SOP-003")
}
FILES: dict[str, Content] = {path(id): text for id, text in TEXTS.items()}
GOOD = approval_list(TEXTS)
RECORD, SEAL = GOOD
MADE = kinds.APPROVAL_LIST.parse(GOOD[RECORD])
SWAPPED = document("SOP-001", body="# SOP-001\n\nBuy anywhere.\n")


def start(repo: RepositoryBuilder, files: dict[str, Content]) -> None:
    repo.commit("Start", {**base(), **FILES, **files}, date=START)


def states(repo: RepositoryBuilder) -> list[State]:
    return [state(repo, id) for id in TEXTS]


def entries(
    made: ApprovalList, change: Callable[[list[dict[str, Any]]], object]
) -> dict[str, bytes]:
    """The list with its texts changed, under the name of its content, beside the old signature."""
    said = json.loads(kinds.write(made))
    change(said["texts"])
    data = dump(said)
    place = f"{FOLDER}quinn.{hashlib.sha256(data).hexdigest()[:16]}.json"
    return {place: data, place + SIGNATURE: GOOD[SEAL]}


def test_each_text_of_a_list_is_approved_and_stays_so(repo: RepositoryBuilder) -> None:
    start(repo, dict(GOOD))
    assert not gaps(repo)
    assert states(repo) == [State.EFFECTIVE] * 3
    for id in TEXTS:
        judgement = register(repo).entries[id].revisions[0].judgement
        assert judgement
        assert judgement.assurance.signed
    old = repo.head()
    later(repo, {path(): SWAPPED})
    assert "revision 1 was approved on 2024-01-20, then its text was" in told(repo, "REV005")
    assert "REV005" in refused_for(push(repo, old))
    assert states(repo)[1:] == [State.EFFECTIVE] * 2  # the others rest on the same statement


@pytest.mark.parametrize(
    "change",
    [
        lambda texts: texts[0]["parts"][0].update(
            sha256=hashlib.sha256(SWAPPED.encode()).hexdigest(), size=len(SWAPPED)
        ),
        lambda texts: texts.append({**texts[-1], "doc": "SOP-004"}),
        lambda texts: texts.pop(),
        lambda texts: texts[0].update(rev="2"),
        lambda texts: texts[0].update(roles=["director", "quality-manager"]),
    ],
    ids=["altered", "added", "removed", "another revision", "another role"],
)
def test_no_entry_changes_under_the_signature(
    repo: RepositoryBuilder, change: Callable[[list[dict[str, Any]]], object]
) -> None:
    start(repo, {**entries(MADE, change)})
    assert "the signature does not fit" in str(gaps(repo)).lower() or "APR003" in gaps(repo)
    assert State.EFFECTIVE not in states(repo)


@pytest.mark.parametrize(
    "change",
    [
        lambda texts: texts.append(texts[0]),
        lambda texts: texts.reverse(),
        lambda texts: texts.clear(),
        lambda texts: texts[0].update(roles=[]),
        lambda texts: texts[0].update(roles=["quality-manager", "quality-manager"]),
        lambda texts: texts[0].update(reason="More"),
        lambda texts: texts[0].pop("prev"),
        lambda texts: texts[0].update(parts=[]),
    ],
    ids=[
        "twice",
        "order",
        "none",
        "no role",
        "role twice",
        "unknown key",
        "missing key",
        "no part",
    ],
)
def test_there_is_one_way_to_write_a_list(
    repo: RepositoryBuilder, change: Callable[[list[dict[str, Any]]], object]
) -> None:
    start(repo, {**entries(MADE, change)})
    assert "APR008" in gaps(repo)
    assert State.EFFECTIVE not in states(repo)


def test_an_entry_with_the_digest_of_another_document_approves_neither(
    repo: RepositoryBuilder,
) -> None:
    one, two, three = MADE.texts
    crossed = replace(
        MADE, texts=(one._replace(parts=two.parts), two._replace(parts=one.parts), three)
    )
    start(repo, {**seal_list(crossed, KEYS["quinn"])})
    assert "approved a different version of this file" in told(repo, "APR002")
    assert states(repo) == [State.AWAITING, State.AWAITING, State.EFFECTIVE]


def test_it_counts_in_its_project_its_folder_and_by_its_giver(repo: RepositoryBuilder) -> None:
    elsewhere = approval_list(TEXTS, project="0" * 64)
    moved = {
        f"{FOLDER}SOP-001/1/quality-manager.{name[len(FOLDER) :]}": d for name, d in GOOD.items()
    }
    renamed = {name.replace("quinn.", "dora."): data for name, data in GOOD.items()}
    anothers = seal_list(MADE, KEYS["eve"])
    no_role = approval_list(TEXTS, person="ann")
    start(repo, {**elsewhere, **moved, **renamed, **anothers, **no_role})
    found = gaps(repo)
    assert State.EFFECTIVE not in states(repo)
    assert "given in another repository" in str(found)
    assert found["APR008"].count("cannot be read") == 2  # moved, and renamed
    assert "is not a key of quinn" in str(found)
    assert "Ann Author (quality-manager, 2024-01-20) did not hold the role" in str(found)


def test_a_list_is_not_taken_for_an_approval_of_one_text(repo: RepositoryBuilder) -> None:
    """Neither type is read in the place of the other, with whatever name."""
    single = json.loads(GOOD[RECORD]) | {"type": "approval"}
    data = dump(single)
    place = f"{FOLDER}quinn.{hashlib.sha256(data).hexdigest()[:16]}.json"
    start(repo, {place: data, place + SIGNATURE: GOOD[SEAL]})
    assert "APR008" in gaps(repo)


def test_it_lists_the_pictures_that_a_text_shows(repo: RepositoryBuilder) -> None:
    drawn = {"SOP-001": document(body="# Purchasing\n\n![flow](flow.svg)\n")}
    picture = "documents/flow.svg"
    made = approval_list(drawn, shown={picture: b"<svg/>"})
    start(repo, {path(): drawn["SOP-001"], picture: b"<svg/>", **made})
    assert state(repo) is State.EFFECTIVE
    later(repo, {picture: b"<svg>other</svg>"})
    assert f"a different version of {picture} from the one" in told(repo, "APR007")


def test_a_list_that_goes_is_missed_and_a_push_of_that_refused(repo: RepositoryBuilder) -> None:
    start(repo, dict(GOOD))
    old = repo.head()
    later(repo, {RECORD: None, SEAL: None})
    assert "the record of an approval was removed" in told(repo, "APR009")
    assert {"APR001", "APR009"} <= refused_for(push(repo, old))
    repo.git("reset", "-q", "--hard", old)
    later(repo, {SEAL: None})
    assert "the signature of an approval was removed" in told(repo, "APR009")
    assert State.EFFECTIVE not in states(repo)


def test_a_revoked_key_takes_all_of_it_or_honours_all_of_it(repo: RepositoryBuilder) -> None:
    start(repo, dict(GOOD))
    print_ = fingerprint(KEYS["quinn"])
    digest = hashlib.sha256(GOOD[RECORD]).hexdigest()
    assert honoured(register(repo), print_) == (digest,)
    old = repo.head()
    for kept, expected in (((), State.AWAITING), ((digest,), State.EFFECTIVE)):
        repo.git("reset", "-q", "--hard", old)
        later(
            repo,
            {
                **version_files(
                    following(
                        owners=("dora",), threshold=1, **without_key(AUTHORITY, "quinn", *kept)
                    )
                )
            },
        )
        assert states(repo) == [expected] * 3


def test_an_author_in_a_list_counts_for_what_others_wrote_only(repo: RepositoryBuilder) -> None:
    """Quinn wrote one of the three and may not approve it; the other two count."""
    repo.commit(
        "Start",
        {**base(), path("SOP-002"): TEXTS["SOP-002"], path("SOP-003"): TEXTS["SOP-003"]},
        date=START,
    )
    quinn = "Quinn Quality <quinn@example.com>"
    later(repo, {path(): TEXTS["SOP-001"]}, day="2024-01-10", author=quinn)
    later(repo, dict(GOOD), day="2024-01-20")
    assert "wrote this revision" in told(repo, "APR004")
    assert states(repo) == [State.AWAITING, State.EFFECTIVE, State.EFFECTIVE]


def test_adoption_counts_as_approval_and_is_called_what_it_is(repo: RepositoryBuilder) -> None:
    start(repo, {**approval_list(TEXTS, meaning=Meaning.ADOPTION)})
    assert not gaps(repo)
    assert states(repo) == [State.EFFECTIVE] * 3
    single = kinds.APPROVAL_LIST.parse(GOOD[RECORD])
    with pytest.raises(Exception, match="'meaning' must be one of approval, adoption"):
        kinds.file_of(replace(single, meaning=Meaning.WITHDRAWAL))


def test_thousands_of_texts_are_one_file_and_one_seal(
    repo: RepositoryBuilder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A seal is looked at once, however many texts rest on it."""
    texts = {f"SOP-{number:05}": TEXTS["SOP-001"] for number in range(5000)}
    ((place, data), (_, seal)) = approval_list(texts).items()
    assert len(data) > 1024 * 1024
    records = kinds.read_approvals(place, Sealed(data, seal))
    assert sum(record.statement is not None for record in records) == 5000
    start(repo, dict(GOOD))
    looked: list[str] = []
    assess = provenance.assess

    def counted(sealed: Sealed, *rest: Any) -> Assurance:
        looked.append(sealed.sha256)
        return assess(sealed, *rest)

    monkeypatch.setattr(provenance, "assess", counted)
    assert states(repo)[0] is State.EFFECTIVE
    assert len(looked) == len(TEXTS)  # once for each register, of which there were three
