"""Records are begun, go on and are kept as tables in the portal: by whom, checked, committed."""

from __future__ import annotations

import fcntl
import re
from collections.abc import Iterator
from html import unescape

import pytest
from starlette.testclient import TestClient

from isodocs.portal import saving
from isodocs.portal.saving import desk
from isodocs.records import record_parsing
from tests.helpers.company import ANN, base
from tests.helpers.forms import Fields
from tests.helpers.portal import OWN, Portal, served
from tests.helpers.repository import RepositoryBuilder

DAY = "2024-06-01"
ACTIONS = (
    b"id,what,owner,status,due,own column\r\n"
    b'A-1,"Label, again",ann,open,2024-07-01,x\r\n'
    b"A-2,Second,ann,open,2024-07-02,\r\n"
    b"A-3,Third,ann,open,2024-07-03,z\r\n"
)
SWEPT = "id,what,owner,due\nB-1,Sweep,ann,2024-07-01\n"
MEASURED = "# kept by hand\n- measure: scrap # a week\n  value: 3\n  date: 2024-05-01\n"
NC = (
    b"---\r\nrecord: nonconformity # as found\r\nid: NC-2024-001\r\ntitle: 'Gauges'\r\n"
    b"status: open\r\nsource: process\r\ngrade: minor\r\nraised: 2024-05-02\r\nowner: ann\r\n"
    b"---\r\n# Gauges\r\n\r\nFirst line.  \r\nSecond line.\r\n\r\nLast line.\r\n"
)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Portal, RepositoryBuilder]]:
    """One company for all tests of this file, whose records each begin with a file of its own."""
    repo = RepositoryBuilder(tmp_path_factory.mktemp("written"))
    files = {"records/action.csv": ACTIONS, "records/measurement.yaml": MEASURED}
    files["records/action-2024.csv"] = SWEPT
    people = "id,name\nann,Ann Author\nquinn,Quinn Quality\n"
    story = {"records/nonconformities/NC-2024-001.md": NC, "records/people.csv": people}
    repo.commit("Start", {**base(), **files, **story}, author=ANN)
    repo.configure("user", name="Quinn Quality", email="quinn@example.com")
    found = Portal(served(repo.path, DAY, "quinn"))
    found.next_version(found.current.start)
    yield found, repo
    found.current.stop()


def form(browser: TestClient, to: str, at: str = "") -> dict[str, str]:
    return Fields(browser.get(at or to, headers=OWN).text, to).sent


def accepting(browser: TestClient, to: str, sent: dict[str, str]) -> str:
    """Where someone is led who saves a form with the gaps that it brings."""
    shown = browser.post(to, data=sent, headers=OWN, follow_redirects=False)
    if shown.status_code == 422:
        again = Fields(shown.text, to).sent | {"accept": accept_of(shown.text)}
        shown = browser.post(to, data=again, headers=OWN, follow_redirects=False)
    assert shown.status_code == 303, shown.text
    return shown.headers["location"]


def accept_of(page: str) -> str:
    """What the button to save all the same sends."""
    return re.findall('name="accept" value="([^"]*)"', page)[0]


def at(page: str, id: str) -> str:
    """What is said at a field."""
    found = re.findall(f'<span class="wrong" id="{id}-wrong"[^>]*>(.*?)</strong>', unescape(page))
    return re.sub("<[^>]*>", "", found[0]) if found else ""


def test_records_are_found_by_the_words_of_their_choices(
    written: tuple[Portal, RepositoryBuilder],
) -> None:
    portal, repo = written
    browser, german = portal.browser(), {**OWN, "accept-language": "de"}
    here = "/records/nonconformity"
    for words, number in (("nebenabweichung prozess", 1), ("minor", 1), ("hauptabweichung", 0)):
        page = browser.get(here, params={"words": words}, headers=german).text
        assert ("NC-2024-001" in page) == bool(number), words
        assert ("Nebenabweichung" in page.partition("<table")[2]) == bool(number)
    assert b"grade: minor" in (repo.path / "records/nonconformities/NC-2024-001.md").read_bytes()


def test_what_is_ticked_is_a_list_in_which_each_keeps_its_place(
    written: tuple[Portal, RepositoryBuilder],
) -> None:
    portal, repo = written
    browser, to = portal.browser(), "/begin/management-review"
    sent = form(browser, to) | {"f.id": "MR-2024-77", "f.date": DAY, "f.title": "Review"}
    ticks = {"choose.inputs.risks": "1", "choose.inputs.policy": "1", "choose.outputs.scope": "1"}
    begun = accepting(browser, to, sent | ticks).partition("?")[0]
    file = next(repo.path.glob("records/**/MR-2024-77.md"))
    assert re.findall("(?m)^(?:inputs|outputs): .*", file.read_text()) == [
        'inputs: ["risks", "policy"]',
        'outputs: ["scope"]',
    ]
    edit = f"/edit{begun}"
    sent = form(browser, edit)
    assert sent["choose.inputs.policy"] == "1"
    assert "choose.inputs.objectives" not in sent
    del sent["choose.inputs.risks"]
    accepting(browser, edit, sent | {"choose.inputs.complaints": "1"})
    assert 'inputs: ["policy", "complaints"]' in file.read_text()


def test_a_nonconformity_is_begun_and_brought_to_closure(
    written: tuple[Portal, RepositoryBuilder],
) -> None:
    portal, repo = written
    browser = portal.browser()
    to = "/begin/nonconformity"
    sent = form(browser, to)
    assert (sent["f.raised"], sent["f.status"]) == (DAY, "open")
    sent |= {"f.title": "Tape worn", "f.source": "nowhere", "f.owner": "zoe"}
    wrong = browser.post(to, data=sent, headers=OWN)
    assert wrong.status_code == 422
    for said in ("'Source' is 'nowhere'.", "nonconformity without 'Grade'", "'Owner' names 'zoe'"):
        assert said in unescape(wrong.text)
    assert Fields(wrong.text, to).sent["f.title"] == "Tape worn"
    sent |= {"f.source": "process", "f.grade": "minor", "f.owner": "ann", "f.id": "con"}
    wrong = browser.post(to, data=sent, headers=OWN)
    assert at(wrong.text, "f-id") == "'con' cannot be the name of a file on Windows"
    sent |= {"f.id": ""}
    sent["text"] = "Seen at\r\nbay 3."
    begun = accepting(browser, to, sent)
    address = begun.partition("?")[0]
    assert address == "/records/nonconformity/NC-2024-002"
    assert "The record was created and committed." in browser.get(begun).text
    file = repo.path / "records/nonconformities/NC-2024-002.md"
    assert file.read_text().endswith("---\n# Tape worn\n\nSeen at\nbay 3.")
    steps = {"correction": "Withdrawn", "cause": "No interval", "action": "Interval set"}
    days = {"corrected": DAY, "implemented": DAY, "verified": DAY, "effectiveness-reviewed": DAY}
    ends = {"verified-by": "ann", "effective": "yes", "status": "closed", "closed": DAY}
    edit = f"/edit{address}"
    for values in (steps, {**days, **ends}):
        sent = form(browser, edit)
        sent |= {f"f.{name}": text for name, text in values.items()}
        assert browser.post(edit, data=sent, headers=OWN).status_code == 200
    (record,) = record_parsing.parse("records/nonconformities/x.md", "", file.read_bytes())
    assert record.text("status") == "closed"
    assert record.text("cause") == "No interval"
    log = repo.git("log", "-3", "--format=%an: %s").splitlines()
    assert log[0].startswith("Quinn Quality: NC-2024-002: corrected,")
    assert log[2] == "Quinn Quality: NC-2024-002 Tape worn: begin"
    sent = form(browser, edit) | {"f.cause": "Another"}
    closed = browser.post(edit, data=sent, headers=OWN)
    assert closed.status_code == 422
    assert "is closed, and a closed record stays as it is" in closed.text
    assert repo.git("status", "--porcelain") == ""


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("issue", {"title": "New rules", "kind": "external"}),
        ("audit", {"title": "Stores", "criteria": "SOP-1", "scope": "all", "auditors": "ann"}),
    ],
)
def test_a_row_of_a_table_and_a_story_are_begun(
    written: tuple[Portal, RepositoryBuilder], kind: str, fields: dict[str, str]
) -> None:
    portal, repo = written
    browser, to = portal.browser(), f"/begin/{kind}"
    given = {**fields, "standards": "iso-9001-2015", "planned": DAY}
    sent = {n: given.get(n.removeprefix("f."), text) for n, text in form(browser, to).items()}
    assert accepting(browser, to, sent).endswith("?done=begin")
    assert fields["title"] in repo.git("show", "HEAD")


def test_what_is_not_touched_keeps_its_bytes(written: tuple[Portal, RepositoryBuilder]) -> None:
    portal, repo = written
    browser, edit = portal.browser(), "/edit/records/nonconformity/NC-2024-001"
    file = repo.path / "records/nonconformities/NC-2024-001.md"
    head = repo.git("rev-parse", "HEAD")
    same = browser.post(edit, data=form(browser, edit), headers=OWN, follow_redirects=False)
    assert same.headers["location"] == "/records/nonconformity/NC-2024-001"
    assert (repo.git("rev-parse", "HEAD"), file.read_bytes()) == (head, NC)
    sent = form(browser, edit)
    sent["text"] = sent["text"].replace("Second line.", "Second\r\nand third.")
    sent["f.process"] = "welding"
    browser.post(edit, data=sent, headers=OWN)
    after = NC.replace(b"Second line.", b"Second\r\nand third.")
    after = after.replace(b"raised:", b"process: welding\r\nraised:")
    assert file.read_bytes() == after


def test_what_was_shown_is_not_read_again_where_nothing_changed(
    written: tuple[Portal, RepositoryBuilder],
) -> None:
    portal, repo = written
    snapshot, deeds = portal.current.snapshot, portal.served.deeds
    assert snapshot is not None
    assert deeds is not None
    with desk(deeds, snapshot) as at:
        assert at.register is snapshot.register
    note = repo.path / "note.txt"
    note.write_text("x")
    with desk(deeds, snapshot) as at:
        assert at.register is not snapshot.register
    note.unlink()


def test_two_people_on_one_record(written: tuple[Portal, RepositoryBuilder]) -> None:
    portal, repo = written
    browser, edit = portal.browser(), "/edit/records/nonconformity/NC-2024-001"
    first, second = form(browser, edit), form(browser, edit)
    first |= {"f.cause": "Mine", "text": first["text"].replace("First line.", "First, edited.")}
    browser.post(edit, data=first, headers=OWN)
    second |= {"f.elsewhere": "No", "text": second["text"].replace("Last line.", "Last, edited.")}
    assert browser.post(edit, data=second, headers=OWN, follow_redirects=False).status_code == 303
    text = (repo.path / "records/nonconformities/NC-2024-001.md").read_text()
    for said in ("cause: Mine", "elsewhere: No", "First, edited.", "Last, edited."):
        assert said in text
    third = first | {"f.cause": "Theirs", "text": first["text"].replace("edited", "again")}
    refused = browser.post(edit, data=third, headers=OWN)
    assert refused.status_code == 422
    shown = unescape(refused.text)
    assert "someone else wrote something else here meanwhile" in shown
    assert "someone else changed the same lines of the text meanwhile" in shown
    kept = Fields(refused.text, edit).sent
    assert (kept["f.cause"], kept["f.elsewhere"]) == ("Theirs", "No")  # what others did stays
    assert "First, again." in kept["text"]
    assert "Last, edited." in shown
    browser.post(edit, data=kept, headers=OWN)
    assert "cause: Theirs" in (repo.path / "records/nonconformities/NC-2024-001.md").read_text()


def test_a_table_is_edited_moved_added_to_and_merged(
    written: tuple[Portal, RepositoryBuilder],
) -> None:
    portal, repo = written
    browser, to = portal.browser(), "/edit/records/action"
    file = repo.path / "records/action.csv"
    old = form(browser, to)
    same = browser.post(to, data=old, headers=OWN, follow_redirects=False)
    assert (same.headers["location"], file.read_bytes()) == ("/records/action", ACTIONS)
    wrong = browser.post(to, data=old | {"c.3.due": "soon", "c.4.what": ""}, headers=OWN)
    assert "'Due' is 'soon', which is not a calendar date" in unescape(wrong.text)
    assert "action without 'What'" in unescape(wrong.text)
    assert 'id="c-3-due-wrong"' in wrong.text
    hidden = {name: old[name] for name in ("form", "digest", "table", "start")}
    moved = {"line.4": "4", "line.new1": "0", "line.2": "2", "line.3": "3", "gone.3": "1"}
    added = {"c.new1.what": "Paint", "c.new1.owner": "ann", "c.new1.due": "2024-08-01"}
    done = browser.post(to, data={**hidden, **moved, **added, "c.2.note": "Fine"}, headers=OWN)
    assert "Your change was committed." in done.text
    assert file.read_bytes() == (
        b"id,what,owner,status,due,own column,note\r\n"
        b"A-3,Third,ann,open,2024-07-03,z\r\n"
        b"A-4,Paint,ann,,2024-08-01,,\r\n"
        b'A-1,"Label, again",ann,open,2024-07-01,x,Fine\r\n'
    )
    assert repo.git("log", "-1", "--format=%s").strip() == (
        "records/action.csv: 1 row changed, 1 row added and 1 row taken out"
    )
    late = {"line.2": "2", "c.2.what": "Label, once more", "line.3": "3", "c.3.what": "Kept?"}
    lost = browser.post(to, data={**hidden, **late}, headers=OWN)
    assert lost.status_code == 422
    assert "someone else took this row out" in lost.text
    kept = Fields(lost.text, to).sent
    assert (kept["c.3.what"], kept["line.3"], kept["line.2"]) == ("Kept?", "0", "4")
    assert kept["c.2.what"] == "Label, once more"
    kept = {name: text for name, text in kept.items() if name != "c.3.id"}
    assert browser.post(to, data=kept, headers=OWN).status_code == 200
    assert b"A-5,Kept?,ann,,2024-07-02,," in file.read_bytes()
    assert b"Label, once more" in file.read_bytes()


def test_what_is_not_committed_is_neither_lost_nor_committed(
    written: tuple[Portal, RepositoryBuilder],
) -> None:
    portal, repo = written
    browser, to = portal.browser(), "/edit/records/measurement"
    sent = form(browser, to) | {"c.2.value": "4"}
    file = repo.path / "records/measurement.yaml"
    ours = f"{MEASURED}- measure: scrap\n"
    file.write_text(ours)
    head = repo.git("rev-parse", "HEAD")
    refused = browser.post(to, data=sent, headers=OWN)
    assert refused.status_code == 422
    assert "the file has changes that are not committed" in refused.text
    assert 'value="4"' in refused.text
    assert (file.read_text(), repo.git("rev-parse", "HEAD")) == (ours, head)
    repo.git("add", "records/measurement.yaml")
    file.write_text(MEASURED)
    assert browser.post(to, data=sent, headers=OWN).status_code == 422
    repo.git("reset", "-q", "records/measurement.yaml")
    accepting(browser, to, sent)
    assert file.read_text() == MEASURED.replace("value: 3", "value: 4")


def test_a_table_that_could_not_be_saved_shows_the_rows_it_began_from(
    written: tuple[Portal, RepositoryBuilder], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Someone else put a row above them meanwhile: what is saved again is not of that row."""
    portal, repo = written
    browser, path = portal.browser(), "records/feedback.csv"
    head, first = "date,how,result\n", "2024-05-01,survey,good\n"
    portal.next_version(
        lambda: (repo.commit("Given", {path: f"{head}{first}"}), portal.alarm.ring())
    )
    to = "/edit/records/feedback"
    # Scripts send only what was changed.
    sent = {name: text for name, text in form(browser, to).items() if not name.startswith("c.")}
    sent["c.2.result"] = "fair"
    above = "2024-05-09,visit,bad\n"
    portal.next_version(
        lambda: (repo.commit("Above", {path: f"{head}{above}{first}"}), portal.alarm.ring())
    )
    monkeypatch.setattr(saving, "_PATIENCE", 0.0)
    (repo.path / ".git/isodocs").mkdir(exist_ok=True)
    with (repo.path / ".git/isodocs/lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        kept = browser.post(to, data=sent, headers=OWN)
    assert (kept.status_code, "another isodocs is writing" in kept.text) == (422, True)
    again = Fields(kept.text, to).sent
    assert (again["c.2.how"], again["c.2.result"]) == ("survey", "fair")
    done = browser.post(to, data=again, headers=OWN, follow_redirects=False)
    assert done.status_code == 303, re.findall(r"<strong>.{0,300}", done.text)
    assert (repo.path / path).read_text() == f"{head}{above}{first.replace('good', 'fair')}"


@pytest.mark.parametrize("to", ["/begin/action", "/edit/records/action", "/preview"])
def test_a_forged_form_writes_nothing(written: tuple[Portal, RepositoryBuilder], to: str) -> None:
    portal, repo = written
    browser, head = portal.browser(), repo.git("rev-parse", "HEAD")
    sent = {"form": portal.door.form, "f.what": "x", "table": "records/action.csv", "text": "x"}

    def status(data: dict[str, str], **headers: str) -> int:
        return browser.post(to, data=data, headers={**OWN, **headers}).status_code

    assert status({**sent, "form": "x"}) == 403
    assert status({name: text for name, text in sent.items() if name != "form"}) == 403
    assert status(sent, origin="https://evil.example") == 403
    assert status(sent, **{"sec-fetch-site": "same-site"}) == 403
    assert status(sent, host="evil.example") == 421
    assert browser.post(to, data=sent).status_code == 403
    assert portal.stranger().post(to, data=sent, headers=OWN).status_code == 401
    assert status({**sent, "text": "x" * (1 << 20)}) == 413
    assert browser.post(to, json=sent, headers=OWN).status_code == 415
    assert repo.git("rev-parse", "HEAD") == head


def test_a_number_that_is_longer_than_any_is_none(
    written: tuple[Portal, RepositoryBuilder],
) -> None:
    portal, _ = written
    browser, to, long = portal.browser(), "/edit/records/action", "9" * 5000
    sent = form(browser, to) | {"digest": "0" * 40}  # so that nothing is saved
    for name in ("start", "line.2"):
        assert browser.post(to, data=sent | {name: long}, headers=OWN).status_code < 500
    record = "/edit/records/nonconformity/NC-2024-001"
    sent = form(browser, record) | {"line": long}
    assert browser.post(record, data=sent, headers=OWN).status_code < 500


def test_no_form_names_a_file_of_its_own(written: tuple[Portal, RepositoryBuilder]) -> None:
    portal, repo = written
    browser, head = portal.browser(), repo.git("rev-parse", "HEAD")
    sent = {"form": portal.door.form, "line.n": "0", "c.n.what": "x"}
    for table in ("isodocs.yaml", "../x.csv", "records/people.csv", "/etc/passwd", ""):
        answer = browser.post("/edit/records/action", data={**sent, "table": table}, headers=OWN)
        assert answer.status_code == 404
    for digest in ("x", "0" * 40, "HEAD", "../x"):
        data = {**sent, "table": "records/action.csv", "digest": digest}
        answer = browser.post("/edit/records/action", data=data, headers=OWN)
        assert answer.status_code == 422
        assert "is not known here" in answer.text
    gone = "/edit/records/action/none"
    assert browser.get(gone, headers=OWN).status_code == 404
    kept = browser.post(gone, data={**sent, "f.what": "Typed"}, headers=OWN)
    assert (kept.status_code, 'value="Typed"' in kept.text) == (422, True)
    for at in ("/begin/nothing", "/edit/records/nothing"):
        assert browser.get(at, headers=OWN).status_code == 404
        assert browser.post(at, data=sent, headers=OWN).status_code == 404
    assert repo.git("rev-parse", "HEAD") == head


def test_hostile_markdown_is_inert_in_the_preview(
    written: tuple[Portal, RepositoryBuilder],
) -> None:
    portal, _ = written
    text = "<script>alert(1)</script>\n\n[x](javascript:alert(1)) <img src=x onerror=alert(1)>"
    sent = {"form": portal.door.form, "text": text}
    shown = portal.browser().post("/preview", data=sent, headers=OWN).text
    for evil in ("<script", "javascript:", "onerror=", "<img"):
        assert evil not in shown.replace("&lt;", "")


def test_a_past_day_has_no_forms(written: tuple[Portal, RepositoryBuilder]) -> None:
    portal, _ = written
    past = Portal(portal.served._replace(is_past=True))
    past.current.snapshot = portal.current.snapshot
    browser = past.browser()
    for at in ("/begin", "/begin/action", "/edit/records/action"):
        assert browser.get(at, headers=OWN).status_code == 404
    assert "/begin" not in browser.get("/records", headers=OWN).text
    sent = {"form": past.door.form}
    assert browser.post("/begin/action", data=sent, headers=OWN).status_code == 405


def test_what_no_one_sees_is_left_out_of_what_is_entered(
    written: tuple[Portal, RepositoryBuilder],
) -> None:
    """It comes along with what is pasted, and a record with it would be refused."""
    portal, repo = written
    browser, to = portal.browser(), "/begin/issue"
    pasted = "New\u00ad \ufeffrules\u2028for\x0bgauges\u200b"
    sent = form(browser, to) | {"f.title": pasted, "f.kind": "internal"}
    accepting(browser, to, sent)
    assert "New rules\n+for\n+gauges" in repo.git("show", "HEAD")


def test_gaps_that_a_record_would_bring_are_shown_at_its_fields_first(
    written: tuple[Portal, RepositoryBuilder],
) -> None:
    portal, repo = written
    browser, to = portal.browser(), "/begin/nonconformity"
    given = {"f.title": "Late", "f.source": "process", "f.grade": "minor", "f.owner": "ann"}
    head, sent = repo.git("rev-parse", "HEAD"), form(browser, to) | given
    shown = browser.post(to, data=sent, headers=OWN)
    assert shown.status_code == 422
    assert at(shown.text, "f-due").endswith("has no due date")
    assert "Nothing was saved yet" in shown.text
    other = {**sent, "accept": "0123456789abcdef"}
    assert browser.post(to, data=other, headers=OWN).status_code == 422
    assert repo.git("rev-parse", "HEAD") == head
    mended = {**Fields(shown.text, to).sent, "f.due": "2024-08-01"}
    saved = browser.post(to, data=mended, headers=OWN, follow_redirects=False)
    assert saved.headers["location"].endswith("?done=begin")


def test_gaps_that_a_row_would_bring_are_shown_at_its_cells_first(
    written: tuple[Portal, RepositoryBuilder],
) -> None:
    portal, repo = written
    browser, to = portal.browser(), "/edit/records/action"
    head, sent = repo.git("rev-parse", "HEAD"), form(browser, to, f"{to}?table=0")
    new = {"line.new1": "0", "c.new1.id": "B-2", "c.new1.what": "Paint", "c.new1.owner": "ann"}
    first = {n: t for n, t in sent.items() if not n.startswith(("line.", "c."))} | new
    late = {**first, **sent, "c.new1.due": "2024-05-01"}
    shown = browser.post(to, data=late, headers=OWN)
    assert shown.status_code == 422
    assert at(shown.text, "c-new1-due").endswith("B-2 Paint: the action was due on 2024-05-01")
    assert repo.git("rev-parse", "HEAD") == head
    accepting(browser, to, late)
    assert "B-2,Paint,ann,2024-05-01\n B-1" in repo.git("show", "HEAD")
