"""Readiness for the change to a new edition: what must be shown, from when, and by when."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.helpers.command import invoke, refused, run
from tests.helpers.company import base
from tests.helpers.repository import Content, RepositoryBuilder

OLD, NEW = "iso-27001-2013", "iso-27001-2022"
ON = "2025-09-01"
CERTIFICATE = f"""---
id: CERT-1
title: Information security
status: open
standard: {OLD}
owner: quality-manager
body: Northgate
decided: 2023-09-15
issued: 2023-09-15
expires: 2026-09-14
---
# CERT-1

Our certificate.
"""
CERTIFICATE_AT = "records/certification/cert-1.md"
EVENTS = "id,certification,standard,kind,planned,started,finished,result,transition\n"
SHOWN: dict[str, Content] = {
    "records/changes/chg-1.md": f"---\nid: CHG-1\ntitle: Gap analysis of the new edition\n"
    f"status: implemented\nstandard: {NEW}\npurpose: Move to the edition of 2022\n"
    "owner: quality-manager\nrequested: 2025-01-08\nrequested-by: ann\n---\n# CHG-1\n\nMuch.\n",
    "records/competence.csv": "id,title,kind,standard,persons\n"
    f"CR-9,The new edition,internal-auditor,{NEW},ann\n",
    "records/training.csv": "person,competence,date,passed,evaluated,evaluated-by,result\n"
    "ann,CR-9,2025-02-03,yes,2025-02-10,quinn,effective\n",
    "records/management-reviews/mr-1.md": "---\nid: MR-1\ntitle: Review of the move\n"
    f"standards: [{OLD}, {NEW}]\nheld: 2025-06-12\nchair: quinn\nattended: [quinn, ann]\n"
    "inputs: [changes, audit-results]\noutputs: [improvement]\n---\n# MR-1\n\nWe looked at the "
    "move to the new edition, at what the audit found and at what it takes until October. We "
    "decided to change the Statement of Applicability and to train two more auditors this year.\n",
}


def company(path: Path, config: str = f"standards: [{OLD}]\n", **files: Content) -> Path:
    """A company of its first days that is certified to the edition of 2013."""
    repo = RepositoryBuilder(path / "company")
    content = {**base(), "isodocs.yaml": config, CERTIFICATE_AT: CERTIFICATE}
    repo.commit("Start", {**content, **files}, date="2024-01-05T12:00:00+00:00")
    return repo.path


def points(at: Path, *args: str) -> dict[str, str]:
    """The points by their messages, with their weights."""
    given = ("readiness", "transition", "--on", ON, "--format", "json", *args)
    (found,) = json.loads(invoke(*given, at=at).stdout)["readiness"]
    assert (found["purpose"], found["standard"]) == ("transition", NEW)
    return {point["message"]: point["weight"] for point in found["points"]}


def said(found: dict[str, str], word: str) -> list[str]:
    return [weight for message, weight in found.items() if word in message]


def test_what_must_be_shown_against_the_new_edition(tmp_path: Path) -> None:
    found = points(company(tmp_path))
    assert said(found, "a gap analysis against the new edition") == ["stops you"]
    assert said(found, "no internal audit within a year") == ["stops you"]
    assert said(found, "a management review is missing") == ["stops you"]
    assert said(found, "auditors and those concerned know ISO/IEC 27001:2022") == ["worth fixing"]
    assert "stops you" in said(found, "it requires documented information: scope of the")
    assert said(found, "certificates to it end on 2025-10-31, in 60 days") == ["will be asked"]
    assert not said(found, "no certificate")


def test_what_is_shown_is_not_asked_for_again(tmp_path: Path) -> None:
    found = points(company(tmp_path, **SHOWN))
    for word in ("gap analysis", "management review is missing", "those concerned know"):
        assert not said(found, word), word


def test_what_is_older_than_the_edition_was_not_about_it(tmp_path: Path) -> None:
    old = {
        name: text.replace("2025-0", "2021-0")
        for name, text in SHOWN.items()
        if isinstance(text, str)
    }
    found = points(company(tmp_path, **old))
    assert said(found, "a gap analysis against")
    assert said(found, "those concerned know")


def test_the_day_is_that_of_the_arranged_audit(tmp_path: Path) -> None:
    row = f"T,CERT-1,{OLD},surveillance,2025-10-07,,,,{NEW}\n"
    at = company(tmp_path, **{"records/certification-event.csv": EVENTS + row})
    text = invoke("readiness", "transition", "--on", ON, at=at).stdout
    assert "36 days left until 2025-10-07" in text
    that_day = invoke("readiness", "transition", "--on", "2025-10-07", at=at).stdout
    assert "the audit is today" in that_day
    given = ("plan", "--for", "transition", "--on", ON, "--format", "csv")
    plan = run(*given, at=at)
    assert re.search("2025-09-23,.*gap analysis", plan)
    later = run(*given, "--until", "2026-05-31", at=at)
    assert re.search("2025-09-23,.*gap analysis", later)
    assert "is after the last day" not in later


def test_an_audit_after_the_end_of_the_edition_stops(tmp_path: Path) -> None:
    found = points(company(tmp_path), "--until", "2025-11-15")
    assert said(found, "after the last day of certificates to ISO/IEC 27001:2013") == ["stops you"]


def test_without_a_certificate_there_is_nothing_to_change(tmp_path: Path) -> None:
    at = company(
        tmp_path,
        **{CERTIFICATE_AT: CERTIFICATE.replace("decided: 2023-09-15\n", "")},
    )
    assert said(points(at), "no certificate to ISO/IEC 27001:2013 to change") == ["stops you"]


def test_the_new_edition_may_be_listed_or_not(tmp_path: Path) -> None:
    at = company(tmp_path, f"standards: [{OLD}]\nin-preparation: [{NEW}]\n")
    assert points(at) == points(at, "--standard", NEW)
    both = company(tmp_path / "both", f"standards: [{OLD}, {NEW}]\n")
    assert said(points(both), "a gap analysis against") == ["stops you"]


@pytest.mark.parametrize(
    ("standard", "says"),
    [
        (OLD, "Name the edition to move to: `--standard iso-27001-2022`."),
        ("iso-45001-2018", "no edition is known that iso-45001-2018 replaced"),
        ("iso-27001", "Name the edition to move to: `--standard iso-27001-2022`."),
        ("iso-27001-2020", "Did you mean 'iso-27001-2022'?"),
        ("iso-19011-2026", "is not mapped here"),
    ],
)
def test_what_no_one_can_move_to_is_refused(tmp_path: Path, standard: str, says: str) -> None:
    at = company(tmp_path)
    assert says in refused("readiness", "transition", "--on", ON, "--standard", standard, at=at)


def test_nothing_to_move_to(tmp_path: Path) -> None:
    at = company(
        tmp_path, "standards: [iso-22000-2018]\n", **{"records/certification/cert-1.md": ""}
    )
    assert "no standard in use was replaced" in refused("readiness", "transition", at=at)
    assert "no standard in use was replaced" in refused("plan", "--for", "transition", at=at)


def test_audits_to_an_edition_whose_time_is_over(tmp_path: Path) -> None:
    at = company(tmp_path)
    for purpose in ("stage-2", "surveillance", "recertification"):
        text = invoke("readiness", purpose, "--on", "2025-11-01", at=at).stdout
        assert "certificates to it ended on 2025-10-31" in " ".join(text.split())
    text = invoke("readiness", "stage-1", "--on", "2024-06-01", at=at).stdout
    assert "since 2024-05-01 first certifications are to ISO/IEC 27001:2022" in " ".join(
        text.split()
    )
    text = invoke("readiness", "internal", "--on", "2024-06-01", at=at).stdout
    assert "how and when you move" not in text


def test_the_work_may_be_to_the_new_edition_already(tmp_path: Path) -> None:
    at = company(tmp_path / "held", f"standards: [{NEW}]\n")
    assert not said(points(at), "no certificate")
    held = points(company(tmp_path / "none", f"standards: [{NEW}]\n", **{CERTIFICATE_AT: b""}))
    assert said(held, "no certificate to ISO/IEC 27001:2013 to change") == ["stops you"]


def test_nothing_is_left_to_change_once_the_old_edition_has_ended(tmp_path: Path) -> None:
    at = company(tmp_path, f"standards: [{NEW}]\n", **{CERTIFICATE_AT: b""})
    refused("readiness", "transition", "--on", "2025-11-01", at=at)


def test_the_gap_analysis_names_the_two_editions(tmp_path: Path) -> None:
    text = " ".join(
        invoke("readiness", "transition", "--on", ON, at=company(tmp_path)).stdout.split()
    )
    assert f"What differs: `isodocs standards transition {OLD} {NEW}`." in text


def test_what_is_due_says_that_the_edition_of_a_certificate_was_replaced(tmp_path: Path) -> None:
    at = company(tmp_path, f"standards: [{NEW}]\n")
    text = " ".join(run("due", "--within", "1d", "--on", ON, at=at).split())
    assert "ISO/IEC 27001:2013 was replaced by ISO/IEC 27001:2022 (2022-10-25)" in text
    assert f"`isodocs standards transition {OLD} {NEW}` lays out the way." in text


def test_how_far_the_audit_for_the_change_is(tmp_path: Path) -> None:
    """Until it is arranged the last day is that of the certificate; then a decision follows."""
    plain = company(tmp_path / "plain")
    assert "how and when you move" in "".join(points(plain))
    assert said(points(plain), "no audit for the change is arranged") == ["will be asked"]
    row = f"T,CERT-1,{OLD},surveillance,2025-08-18,2025-08-18,2025-08-19,recommended,{NEW}\n"
    at = company(tmp_path / "held", **{"records/certification-event.csv": EVENTS + row})
    assert said(points(at), "was over on 2025-08-19, and the decision follows")
    steps = " ".join(run("certification", "--on", ON, at=at).split())
    assert "surveillance, with the change" in steps
    assert "decision on the change" in steps


def test_what_is_wrong_with_the_certificate_to_be_changed_stops(tmp_path: Path) -> None:
    """It is to the edition before, listed or not; so is what its body found and is not closed."""
    major = (
        "---\nid: NCR-1\ntitle: Keys are not listed\nstatus: open\ngrade: major\nsource: "
        f"surveillance\nstandards: [{OLD}]\nraised: 2025-08-25\nraised-by: ann\n"
        "owner: quality-manager\ndue: 2025-10-15\n---\n# NCR-1\n\nNo list of the keys was kept.\n"
    )
    files = {"records/nonconformities/ncr-1.md": major}
    for config in (f"[{OLD}]", f"[{OLD}, {NEW}]", f"[{NEW}]"):
        found = points(company(tmp_path / config, f"standards: {config}\n", **files))
        assert said(found, "the surveillance audit was due by 2024-09-15") == ["stops you"], config
        assert said(found, "no recognised accreditation is shown") == ["stops you"], config
        assert said(found, "NCR-1 of the last audit (major) is still open") == ["stops you"], config


def test_a_change_that_is_complete_is_said_to_be(tmp_path: Path) -> None:
    """Whether the certificate is another or its record was changed, and whatever is listed."""
    new = CERTIFICATE.replace("CERT-1", "CERT-2").replace(OLD, NEW).replace("2023-09", "2025-08")
    followed = new.replace("owner:", "previous: CERT-1\nowner:")
    complete = "The change to ISO/IEC 27001:2022 is complete: CERT-{} is to that edition."
    for name, files, config in (
        ("changed", {CERTIFICATE_AT: CERTIFICATE.replace(OLD, NEW)}, f"[{OLD}, {NEW}]"),
        ("followed", {"records/certification/cert-2.md": followed}, f"[{NEW}]"),
    ):
        at = company(tmp_path / name, f"standards: {config}\n", **files)
        said = complete.format(1 if name == "changed" else 2)
        asked = ("readiness", "transition", "--on", ON)
        assert said in run(*asked, "--standard", NEW, at=at)
        for form in ("text", "markdown", "html"):
            assert said in re.sub("</?span[^>]*>", "", run(*asked, "--format", form, at=at))
        assert json.loads(run(*asked, "--format", "json", at=at))["complete"] == [said]
        assert said in run("plan", "--for", "transition", "--on", ON, at=at)
    beside = company(tmp_path / "beside", **{"records/certification/cert-2.md": new})
    weights = {message: weight for message, weight in points(beside).items() if "beside" in message}
    text = "ISO/IEC 27001:2022: CERT-1 to ISO/IEC 27001:2013 still holds beside CERT-2"
    assert weights == {text: "worth fixing"}


def test_the_changed_clauses_are_audited_before(tmp_path: Path) -> None:
    audit = (
        f"---\nid: AUD-1\ntitle: Context\nstatus: closed\nstandards: [{NEW}]\nscope: Context\n"
        "clauses: ['4']\nauditors: [dora]\nplanned: 2025-06-02\nstarted: 2025-06-02\n"
        "finished: 2025-06-02\nreported: 2025-06-03\nclosed: 2025-06-04\n---\n# AUD-1\n\nWe looked "
        "at the context, with samples of the papers. The system works as it is described there.\n"
    )
    for clauses, left in (("clauses: ['4']\n", True), ("", False)):
        text = audit.replace("clauses: ['4']\n", clauses)
        found = points(company(tmp_path / f"{left}", **{"records/audit/AUD-1.md": text}))
        assert said(found, "no internal audit within a year") == []
        assert said(found, "changed clauses that no internal audit") == ["stops you"] * left
        assert any(" 6.3" in m for m in found if "changed clauses that" in m) is left


def test_a_certificate_that_does_not_hold_is_named_with_its_state(tmp_path: Path) -> None:
    at = company(tmp_path)
    for more, says, remedy in (
        ("suspended: 2025-05-02", "has been suspended since 2025-05-02", "CERT-1 reinstated=DAY"),
        ("withdrawn: 2025-05-02", "was withdrawn on 2025-05-02", "stage 1 and stage 2 come first"),
        ("scope: Keys", "ended on 2025-01-14", "stage 1 and stage 2 come first"),
    ):
        text = CERTIFICATE.replace("owner:", f"{more}\nowner:")
        if says.startswith("ended"):
            text = text.replace("2023-09-15", "2022-01-15").replace("2026-09-14", "2025-01-14")
        (at / CERTIFICATE_AT).write_text(text)
        shown = " ".join(invoke("readiness", "transition", "--on", ON, at=at).stdout.split())
        assert f"CERT-1 {says}, and cannot be changed to another edition" in shown
        assert remedy in shown
        assert "Record it: `isodocs new certification`" not in shown
        shown = " ".join(invoke("readiness", "surveillance", "--on", ON, at=at).stdout.split())
        assert f"CERT-1 {says}, and cannot be surveyed" in shown
