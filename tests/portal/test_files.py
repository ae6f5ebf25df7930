"""Files are attached to records in the portal, and downloaded from the snapshot alone."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from html import unescape
from typing import Any

import pytest

from isodocs.lifecycle.evidence_files import LARGEST, kind_of
from isodocs.repository.tree import SnapshotFile
from isodocs.repository.work_tree import WorkTreeSnapshot
from tests.helpers.command import invoke
from tests.helpers.company import ANN, base
from tests.helpers.markdown_texts import png
from tests.helpers.portal import OWN, Portal, served
from tests.helpers.repository import RepositoryBuilder

DAY = "2024-06-01"
NC = (
    "---\nrecord: nonconformity\nid: NC-2024-001\ntitle: Gauges\nstatus: open\nsource: process\n"
    "grade: minor\nraised: 2024-05-02\nowner: quinn\n---\n# Gauges\n\nText.\n"
)
TRAINING = (
    "person,course,date,competence,certificate,certificate-sha256\n"
    "ann,Gauges,2024-05-02,gauging,,\n"
)
PDF = b"%PDF-1.7\n<script>alert(1)</script>\0"
HERE, TO = "/records/nonconformity/NC-2024-001", "/edit/records/nonconformity/NC-2024-001/file"
ROW = "/edit/records/training/records~1training.csv:2/file"


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Portal, RepositoryBuilder]]:
    """Quinn's portal, for all tests of this file."""
    repo = RepositoryBuilder(tmp_path_factory.mktemp("files"))
    people = "id,name\nann,Ann Author\nquinn,Quinn Quality\n"
    files = {"records/nonconformities/NC-2024-001.md": NC, "records/training.csv": TRAINING}
    more = {"records/people.csv": people, ".gitattributes": "*.webp filter=lfs\n"}
    repo.commit("Start", {**base(), **files, **more}, author=ANN)
    repo.configure("user", name="Quinn Quality", email="quinn@example.com")
    found = Portal(served(repo.path, DAY, "quinn"))
    found.next_version(found.current.start)
    yield found, repo
    found.current.stop()


def send(
    portal: Portal, data: bytes, name: str, field: str = "evidence", to: str = TO, **more: str
) -> tuple[int, Mapping[str, str]]:
    headers = {
        **OWN,
        "content-type": "application/octet-stream",
        "accept": "application/json",
        "isodocs-form": portal.door.form,
        **more,
    }
    about = {"field": field, "file": name}
    answer = portal.browser().post(to, params=about, content=data, headers=headers)
    return answer.status_code, answer.json() if answer.status_code == 200 else {}


def packed(**parts: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        for name, text in parts.items():
            made.writestr(name.replace("__", "/").replace("_x", ".x").replace("_b", ".b"), text)
    return file.getvalue()


def test_a_file_is_attached_shown_and_downloaded(
    kept: tuple[Portal, RepositoryBuilder],
) -> None:
    portal, repo = kept
    assert 'id="attach"' in portal.browser().get(HERE, headers=OWN).text
    assert send(portal, PDF, "Audit report <b>Ü.exe") == (200, {"to": f"{HERE}?done=attach"})
    at = "records/nonconformities/evidence/NC-2024-001-audit-report-b-ue.pdf"
    at_once = repo.git("show", "--format=%an: %s", "--name-only", "HEAD").split("\n")
    assert at_once[0].startswith("Quinn Quality: NC-2024-001")
    assert at_once[2:] == ["records/nonconformities/NC-2024-001.md", at]
    assert (repo.path / at).read_bytes() == PDF
    assert send(portal, png(8, 8), "..\\..\\photo.png")[0] == 200
    assert send(portal, png(9, 9), "photo.png")[0] == 200, "another file of that name"
    story = (repo.path / "records/nonconformities/NC-2024-001.md").read_text()
    digests = [hashlib.sha256(each).hexdigest() for each in (PDF, png(8, 8), png(9, 9))]
    assert re.findall(r"[0-9a-f]{64}", story) == digests
    page = unescape(portal.browser().get(f"{HERE}?done=attach", headers=OWN).text)
    assert "The file is attached and committed." in page
    assert page.count('<img src="/records/') == 2
    for data, digest, media in zip(
        (PDF, png(8, 8)), digests, ("application/pdf", "image/png"), strict=False
    ):
        answer = portal.browser().get(f"{HERE}/files/{digest}", headers=OWN)
        assert (answer.content, answer.headers["content-type"]) == (data, media)
        assert answer.headers["content-disposition"].startswith("attachment; filename*=UTF-8''NC-")
        assert answer.headers["content-security-policy"] == "sandbox; default-src 'none'"
        assert answer.headers["x-content-type-options"] == "nosniff"
    other = hashlib.sha256((repo.path / "isodocs.yaml").read_bytes()).hexdigest()
    for name in (other, "..%2f..%2fisodocs.yaml", "0"):
        assert portal.browser().get(f"{HERE}/files/{name}", headers=OWN).status_code == 404
    assert portal.stranger().get(f"{HERE}/files/{digests[0]}").status_code == 401
    gaps = invoke("check", "--on", DAY, "--format", "csv", at=repo.path).stdout
    assert "/evidence/" not in gaps
    assert "digest" not in gaps


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"<html><script>alert(1)</script>", "report.pdf"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "photo.png"),
        (b"MZ\x90\0", "report.pdf"),
        (b"id,what\nA-1,x\n", "action.csv"),
        (b"---\nrecord: audit\nid: AUD-1\n---\n", "audit.md"),
        (packed(word__document_xml="<a/>", word__vbaProject_bin="x"), "report.docx"),
        (packed(evil="x"), "report.xlsx"),
        (b"PK\x03\x04broken", "report.docx"),
        (b"", "nothing.pdf"),
    ],
)
def test_what_is_no_evidence_is_not_taken(
    kept: tuple[Portal, RepositoryBuilder], data: bytes, name: str
) -> None:
    portal, repo = kept
    head = repo.head()
    status, said = send(portal, data, name)
    assert (status, said["said"].partition("evidence")[0]) == (
        200,
        "this is not a kind of file that is kept as ",
    )
    assert repo.head() == head
    assert repo.git("status", "--porcelain") == ""


def test_files_of_office_suites_are_known_by_their_parts() -> None:
    assert kind_of(packed(word__document_xml="<a/>")) == "docx"
    assert kind_of(packed(mimetype="application/vnd.oasis.opendocument.text")) == "odt"
    assert kind_of(packed(mimetype="text/html", xl__workbook_xml="<a/>")) == ""


def test_one_file_stays_and_others_cannot_send_any(
    kept: tuple[Portal, RepositoryBuilder],
) -> None:
    portal, repo = kept
    assert send(portal, PDF, "card.pdf", "certificate", ROW)[0] == 200
    assert "evidence/training-card.pdf" in (repo.path / "records/training.csv").read_text()
    head = repo.head()
    assert "already" in send(portal, PDF + b"2", "card.pdf", "certificate", ROW)[1]["said"]
    assert "does not name a file" in send(portal, PDF, "x.pdf", "person", ROW)[1]["said"]
    assert "filter 'lfs'" in send(portal, b"RIFF0000WEBPVP8 ", "a.webp")[1]["said"]
    large = PDF + b"0" * LARGEST
    assert send(portal, large, "a.pdf")[0] == 413
    assert send(portal, large[: 1 << 21], "a.pdf", to="/preview")[0] == 413
    assert send(portal, PDF, "a.pdf", to=TO.replace("2024-001", "2024-009"))[0] == 404
    assert send(portal, PDF, "a.pdf", **{"isodocs-form": "x"})[0] == 403
    assert send(portal, PDF, "a.pdf", origin="https://evil.example")[0] == 403
    assert send(portal, PDF, "a.pdf", **{"content-type": "text/plain"})[0] == 415
    assert portal.stranger().post(TO, content=PDF, headers=OWN).status_code == 401
    assert repo.head() == head


def test_each_file_keeps_its_own_digest(kept: tuple[Portal, RepositoryBuilder]) -> None:
    """`isodocs set` replaces and takes out files as well."""
    _, repo = kept
    files = {f"records/evidence/{name}.pdf": PDF + name.encode() for name in "abc"}
    story = NC.replace("2024-001", "2024-002")
    repo.commit("More", {**files, "records/nonconformities/NC-2024-002.md": story}, author=ANN)
    a, b, c = (hashlib.sha256(data).hexdigest() for data in files.values())

    def digests(*names: str) -> list[str]:
        said = "evidence=" + "; ".join(f"records/evidence/{name}.pdf" for name in names)
        assert invoke("set", "NC-2024-002", said, at=repo.path).exit_code == 0
        text = (repo.path / "records/nonconformities/NC-2024-002.md").read_text()
        return re.findall(r"[0-9a-f]{64}", text)

    assert digests("a", "b") == [a, b]
    (repo.path / "records/evidence/b.pdf").write_bytes(b"%PDF-another")
    assert digests("c", "b") == [c, b], "that of b is of the file that was recorded"
    assert digests("b") == [b]
    assert digests() == []
    repo.git("reset", "-q", "--hard")


def test_a_file_is_read_once_however_often_its_record_is_looked_at(
    kept: tuple[Portal, RepositoryBuilder], monkeypatch: pytest.MonkeyPatch
) -> None:
    portal, _ = kept
    large = PDF + b"\0" * 100_000
    for number in range(2):
        portal.next_version(
            lambda n=number: send(portal, large + bytes([n]), f"once-{n}.pdf")  # type: ignore[misc]
        )
    read: list[int] = []
    reads = WorkTreeSnapshot.read

    def counted(
        snapshot: WorkTreeSnapshot, paths: Iterable[str], **how: Any
    ) -> Iterator[tuple[str, SnapshotFile]]:
        for path, file in reads(snapshot, paths, **how):
            if "once-" in path:
                read.append(len(file.data))
            yield path, file

    monkeypatch.setattr(WorkTreeSnapshot, "read", counted)
    browser = portal.browser()
    pages = [browser.get(HERE, headers=OWN).text for _ in range(3)]
    assert read == [len(large) + 1] * 2
    (at,) = re.findall(rf'href="({HERE}/files/[0-9a-f]+)" download>[^<]*once-1', pages[0])
    assert browser.get(at).content == large + b"\1"
    assert read == [len(large) + 1] * 3
