"""Many texts approved at once, and texts that were in use before brought into force."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from isodocs.checking.check import check
from isodocs.errors import IsodocsError, LifecycleError
from isodocs.lifecycle.adopt import Adoption, adopt
from isodocs.lifecycle.approve_together import ApprovedTogether, approve_waiting
from isodocs.lifecycle.carry_out import carry_out
from isodocs.lifecycle.decision import Act
from isodocs.model.approval import Meaning
from isodocs.model.document import State
from tests.helpers.company import CONFIG, document, path
from tests.lifecycle.conftest import Office

ANY = CONFIG + "field-names: any\nrequired: [id]\n"
ANY += "status-words: {Released: approved, Draft: draft}\n"
TABLE = "| Document Number | Revision | Approved by |\n|---|---|---|\n| SOP-010 | 3 | Bob |\n\n"


def together(office: Office, who: str, *paths: str) -> ApprovedTogether:
    act = Act(office.who(who), office.now)
    return approve_waiting(office.workspace, office.register, paths, act)


def adoption(office: Office, who: str, *paths: str, day: date | None = None) -> Adoption:
    act = Act(office.who(who), office.now)
    return adopt(office.workspace, office.register, paths, day or office.today, act)


def ids(documents: Sequence[Any]) -> list[str]:
    return [document.id for document in documents]


def left(found: ApprovedTogether | Adoption) -> dict[str, str]:
    return {each.label: each.why for each in found.left}


def statement(office: Office) -> dict[str, Any]:
    (file,) = (office.repo.path / ".isodocs/approvals").glob("*.json")
    found: dict[str, Any] = json.loads(file.read_text())
    return found


def test_all_that_waits_is_approved_in_one_statement_and_the_rest_left_out(office: Office) -> None:
    """Quinn approves procedures alone, policies with the director, and not what Quinn wrote."""
    texts = {
        id: document(id, body=f"# {id}\n\nText.\n") for id in ("SOP-002", "SOP-003", "POL-001")
    }
    office.repo.stage({path(id): text for id, text in texts.items()})
    office.commit()
    mine = document("SOP-004", body="# Mine\n\nText.\n")
    office.repo.stage(
        {path("SOP-004"): mine, path("SOP-005"): document("SOP-005", body="![x](no.png)\n")}
    )
    office.commit(author="Quinn <quinn@example.com>")
    found = together(office, "quinn")
    assert ids(found.documents) == ["POL-001", "SOP-002", "SOP-003"]
    assert left(found) == {
        "SOP-004": "this would not count: Quinn Quality wrote this revision; needed are "
        "Quality Manager (only Quinn Quality, who wrote it)",
        "SOP-005": left(found)["SOP-005"],
    }
    carry_out(office.workspace.git, found.plan)
    office.commit()
    assert [office.entry(id).state for id in texts] == [
        State.EFFECTIVE,
        State.EFFECTIVE,
        State.AWAITING,
    ]
    assert [text["doc"] for text in statement(office)["texts"]] == ["POL-001", "SOP-002", "SOP-003"]
    again = together(office, "quinn")
    assert not again.documents
    assert "Quinn Quality is not needed for POL-001 rev 1" in left(again)["POL-001"]
    director = together(office, "dora")
    assert ids(director.documents) == ["POL-001"]
    carry_out(office.workspace.git, director.plan)
    office.commit()
    assert office.entry("POL-001").state is State.EFFECTIVE


def test_paths_say_what_is_approved_and_what_is_named_is_explained(office: Office) -> None:
    texts = {
        "documents/a/SOP-002.md": document("SOP-002"),
        "documents/b/SOP-003.md": document("SOP-003"),
    }
    office.repo.stage(texts)
    office.commit()
    assert ids(together(office, "quinn", "documents/a").documents) == ["SOP-002"]
    found = together(office, "quinn", "documents/b", "SOP-001")
    assert ids(found.documents) == ["SOP-003"]
    assert left(found) == {"SOP-001": "it does not await approval: it is effective"}
    with pytest.raises(IsodocsError, match="no file, folder or document 'nowhere' here"):
        together(office, "quinn", "nowhere")


def test_what_is_not_committed_is_written_by_the_person_here(office: Office) -> None:
    """Git does not say yet who wrote it; once it is committed, that is who is at the keyboard."""
    office.repo.git("config", "user.email", "quinn@example.com")
    office.repo.stage({path("SOP-002"): document("SOP-002")})
    assert "Quinn Quality wrote this revision" in left(together(office, "quinn"))["SOP-002"]
    office.repo.git("config", "user.email", "ann@example.com")
    assert ids(together(office, "quinn").documents) == ["SOP-002"]


def test_what_is_here_comes_into_force_as_it_is(office: Office) -> None:
    body = "# Receiving\n\nLook at what comes.\n"
    files = {
        "isodocs.yaml": ANY,
        path("SOP-010"): TABLE + body,
        path(
            "SOP-011"
        ): "---\nid: SOP-011\nState: Released\nversion: 7\neffective: 2019-05-01\n---\n" + body,
        path("SOP-012"): "---\nid: SOP-012\nstatus: Draft\n---\n" + body,
        path("SOP-013"): "---\nid: SOP-013\nstatus: Under review\n---\n" + body,
        path("SOP-014"): "---\nid: SOP-014\nstatus: obsolete\n---\n" + body,
        path("SOP-015"): "---\nid: SOP-015\n---\n" + body + "\nAsk [name of the person].\n\nTODO\n",
        path("SOP-016"): document("SOP-016", body=f"{body}\nMade by <Company Name>, [Date].\n"),
        "documents/x.md": body,
    }
    office.repo.stage(files)
    office.commit()
    day = date(2024, 6, 10)
    found = adoption(office, "quinn", day=day)
    assert ids(found.documents) == ["SOP-010", "SOP-011"]
    assert found.in_force == 1
    assert [document.approved_by for document in found.claims] == ["Bob"]
    why = left(found)
    assert why["documents/x.md"] == "it has no identifier"
    assert why["SOP-012"] == "it says that it is a draft (Draft); name it to bring it into force"
    assert why["SOP-013"].startswith("its status 'Under review' is not known")
    assert why["SOP-014"] == "it says that it is obsolete"
    assert why["SOP-015"] == "it has 1 place to fill in: TODO (line 10)"
    # it said approved before, and so it had this gap before
    what = "it has 2 places to fill in: <Company Name> and [Date] (line 15)"
    assert why["SOP-016"] == what
    before = len(check(office.register).gaps)
    carry_out(office.workspace.git, found.plan)
    office.commit("Adoption", author="Quinn <quinn@example.com>")
    text = office.text(path("SOP-010"))
    assert (
        text == "---\nid: SOP-010\nstatus: approved\neffective: 2024-06-10\n---\n" + TABLE + body
        or (text == "---\nstatus: Released\neffective: 2024-06-10\n---\n" + TABLE + body)
    )
    assert office.text(path("SOP-011")).splitlines()[1:5] == [
        "id: SOP-011",
        "State: Released",
        "version: 7",
        "effective: 2024-06-10",
    ]
    made = statement(office)
    assert made["meaning"] == "adoption"
    assert made["reason"] == "In force by adoption on 2024-06-10."
    assert made["signed_at"].startswith("2024-06-03")  # nothing is dated back
    assert [(t["doc"], t["rev"], t["effective_from"]) for t in made["texts"]] == [
        ("SOP-010", "3", "2024-06-10"),
        ("SOP-011", "7", "2024-06-10"),
    ]
    office.today = day
    for id in ("SOP-010", "SOP-011"):
        entry = office.entry(id)
        assert entry.state is State.EFFECTIVE
        assert entry.in_force is not None
        assert [s.meaning for s in entry.in_force.judgement.statements] == [Meaning.ADOPTION]  # type: ignore[union-attr]
    assert len(check(office.register).gaps) <= before
    assert ids(adoption(office, "quinn", "SOP-012").documents) == ["SOP-012"]  # named by itself
    assert not adoption(office, "quinn").documents


def test_an_adoption_says_nothing_of_the_past_and_no_one_adopts_what_they_wrote(
    office: Office,
) -> None:
    with pytest.raises(LifecycleError, match="2024-06-02 is past"):
        adoption(office, "quinn", day=date(2024, 6, 2))
    office.repo.stage({path("SOP-010"): "---\nid: SOP-010\n---\n# Text\n\nText.\n"})
    office.commit(author="Quinn <quinn@example.com>")
    found = adoption(office, "quinn")
    assert not found.documents
    assert not found.plan.changes  # a text that no one approves stays as it is
    assert "Quinn Quality wrote this revision" in left(found)["SOP-010"]
    assert ids(adoption(office, "ann").documents) == []
    assert "Ann Author is not needed for SOP-010 rev 1" in left(adoption(office, "ann"))["SOP-010"]


def test_a_text_whose_picture_is_missing_is_not_approved_unseen(office: Office) -> None:
    office.repo.stage({path("SOP-010"): "---\nid: SOP-010\n---\n# Text\n\n![flow](flow.svg)\n"})
    office.commit()
    assert left(adoption(office, "quinn")) == {
        "SOP-010": "it shows documents/flow.svg, which is not there"
    }


def test_an_included_text_is_listed_as_it_is_once_it_is_final(office: Office) -> None:
    """One of the texts shows another, and both change in the same step."""
    office.repo.stage(
        {
            path("SOP-010"): '---\nid: SOP-010\n---\n# One\n\n{% include "SOP-011.md" %}\n',
            path("SOP-011"): "---\nid: SOP-011\n---\n# Two\n\nText.\n",
        }
    )
    office.commit()
    carry_out(office.workspace.git, adoption(office, "quinn").plan)
    office.commit("Adoption", author="Quinn <quinn@example.com>")
    assert [office.entry(id).state for id in ("SOP-010", "SOP-011")] == [State.EFFECTIVE] * 2


def test_each_classification_has_a_statement_of_its_own(office: Office) -> None:
    """What may be handed on to an auditor does not name what may not."""
    secret = {"classification": "confidential"}
    texts = {"SOP-002": document("SOP-002"), "SOP-003": document("SOP-003", **secret)}
    office.repo.stage({path(id): text for id, text in texts.items()})
    office.commit()
    found = together(office, "quinn")
    assert "approves 2 texts, in 2 statements, one for each classification" in found.plan.summary
    made = [json.loads(change.after or b"") for change in found.plan.changes]
    assert sorted([text["doc"] for text in each["texts"]] for each in made) == [
        ["SOP-002"],
        ["SOP-003"],
    ]


def test_a_document_comes_into_force_in_each_of_its_languages(office: Office) -> None:
    table = TABLE.replace("SOP-010", "SOP-011")
    files = {
        "documents/SOP-010.en.md": "---\nid: SOP-010\nrevision: 2\n---\n# Buying\n\nBuy.\n",
        "documents/SOP-010.de.md": "---\nid: SOP-010\nrevision: 2\n---\n# Einkauf\n\nKaufen.\n",
        "documents/SOP-011.en.md": f"# Storing\n\n{table}Store.\n",
        "documents/SOP-011.de.md": f"# Lagern\n\n{table}Lagern.\n",
    }
    office.repo.stage({"isodocs.yaml": ANY, **files})
    office.commit()
    found = adoption(office, "quinn")
    assert left(found) == {}
    assert ids(found.documents) == ["SOP-010", "SOP-010@de", "SOP-011", "SOP-011@de"]
    carry_out(office.workspace.git, found.plan)
    office.commit()
    assert {office.entry(id).state for id in ids(found.documents)} == {State.EFFECTIVE}
    for name in files:
        assert "@" not in (office.repo.path / name).read_text("utf-8")
    assert not [gap for gap in check(office.register).gaps if gap.blocks]
