"""`isodocs pack`: all that an auditor needs, nothing that must stay in, and the same each time."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import zipfile
from pathlib import Path

from isodocs import words
from isodocs.packs import by_hand as by_hand_page
from tests.helpers import company, golden
from tests.helpers.command import invoke, refused, run
from tests.helpers.company import CONFIG, document
from tests.helpers.repository import RepositoryBuilder, environment
from tests.helpers.signed_company import approval, approval_list, base
from tests.helpers.ssh import needs_keygen
from tests.packs.conftest import AUDIT, DAY, MAP, SECRET, SOP, MadePack

OPTIONS = ("--for", "internal", "--html", "--on", DAY)


def everything(folder: Path) -> str:
    """All that is in the files of a pack."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return "\n".join(path.read_bytes().decode("utf-8", "replace") for path in files)


def test_the_zip_and_the_folder_hold_the_same(pack: MadePack) -> None:
    with zipfile.ZipFile(pack.zip) as archive:
        names = archive.namelist()
        there = [p for p in pack.folder.rglob("*") if p.is_file()]
        assert names == sorted(p.relative_to(pack.folder).as_posix() for p in there)
        for info in archive.infolist():
            assert info.date_time == (2025, 2, 1, 0, 0, 0)
            assert info.external_attr >> 16 == 0o100644
            assert re.fullmatch(r"[A-Za-z0-9._~/-]+", info.filename)
            assert archive.read(info) == (pack.folder / info.filename).read_bytes()


def test_the_same_commit_and_day_make_the_same_bytes(pack: MadePack, tmp_path: Path) -> None:
    """Also from a work tree that has moved on; what is not committed is not in it, as it says."""
    clone = tmp_path / "clone"
    pack.repo.git("clone", "--quiet", str(pack.repo.path), str(clone))
    (clone / "documents/SOP-001.md").write_text("not committed")
    made = invoke("pack", str(tmp_path / "again.zip"), *OPTIONS, at=clone, width=300)
    assert made.exit_code == 0
    assert "1 changed file is not committed, and not in the pack" in made.stderr
    assert (tmp_path / "again.zip").read_bytes() == pack.zip.read_bytes()


def test_what_is_classified_and_who_was_trained_stays_in(pack: MadePack) -> None:
    """Neither words, title nor path of a closed document, nor a person's training, is anywhere."""
    said = everything(pack.folder)
    planted_words = ("Planted words", "Planned dismissals", "Whom we dismiss", "Unfinished")
    for planted in (*planted_words, "Planted risk", "What may go wrong"):
        assert planted not in said, planted
    assert "documents/HR-001.md" not in said.replace(SOP, "")
    assert "2024-03-01,yes" not in said
    assert "course" not in said
    assert not list(pack.folder.rglob("*HR-001*"))
    assert "  sources/SOP-001/documents/SOP-001.md: HR-001\n" in pack.said  # which links to it
    left_out = {(each["what"], each["number"]) for each in pack.manifest["left_out"]}
    assert left_out == {
        ("document", 2),
        ("document", 1),
        ("training record", 2),
        ("risk record", 1),
    }
    for page in (pack.page("index.html"), pack.said):
        assert "classified above internal" in page
        assert "without a revision in force" in page
        assert "showing what stays out" in page
        assert "2 records (training)" in page
        assert "in a table of documents that stay out" in page


def test_what_stays_in_is_there_where_someone_asks_for_it(pack: MadePack, tmp_path: Path) -> None:
    more = ("--up-to", "Confidential", "--with-people")
    run("pack", str(tmp_path / "all"), *OPTIONS, *more, at=pack.repo.path)
    said = everything(tmp_path / "all")
    assert "Planted words" in said
    assert "Planted risk" in said
    assert "2024-03-01,yes" in said
    assert "classified above" not in said
    assert (tmp_path / "all" / "copies" / "SOP-003.html").is_file()


def test_a_clause_leads_to_its_section_and_to_its_records(pack: MadePack) -> None:
    """Start page, clause, section: three clicks; and so is the record, with its file beside it."""
    assert 'href="coverage.html"' in pack.page("index.html")
    page = pack.page("coverage.html")
    assert 'href="#s1-8.4.1"' in page
    story = page.partition('id="s1-8.4.1"')[2].partition("</section>")[0]
    assert 'href="copies/SOP-001.html#t-choosing-suppliers">Choosing suppliers</a>' in story
    assert 'id="t-choosing-suppliers"' in pack.page("copies/SOP-001.html")
    assert "(left out)" in story
    assert 'href="records/supplier.html#r1">S-1 Brack Steel</a>' in story
    assert 'id="r1"' in pack.page("records/supplier.html")
    assert 'href="evidence/records/evidence/Brack_grosse.html.txt"' in story


def test_every_link_leads_to_something_in_the_pack(pack: MadePack) -> None:
    for path in pack.folder.rglob("*.html"):
        text = path.read_text("utf-8")
        for target in re.findall(r'href="([^"#]*)(?:#([^"]*))?"', text):
            name, fragment = target
            if name.startswith("https:"):
                continue
            there = (path.parent / name).resolve() if name else path
            assert there.is_file(), f"{path}: {name}"
            if fragment and not fragment.startswith("t-"):
                assert f'id="{fragment}"' in there.read_text("utf-8"), f"{path}: {target}"


def test_the_records_asked_for_have_their_files_or_a_reason(pack: MadePack) -> None:
    page = pack.page("records/supplier.html")
    assert "in this pack; the record has no digest of it" in page
    assert "is not in the repository" in page
    assert "is kept in Git LFS, not in Git: 5 bytes" in page
    assert hashlib.sha256(b"large").hexdigest() in page
    lacking = {each["file"]: each["why"] for each in pack.manifest["lacking"]}
    assert lacking.keys() == {
        *("evidence/gone.pdf", "https://example.com/certificate.pdf"),
        *("records/evidence/large.pdf", "(left out)", "documents/SOP-004.md"),
    }
    assert lacking["(left out)"] == "is classified, or about named people"
    assert lacking["documents/SOP-004.md"].endswith("and not its text in force")
    assert lacking["https://example.com/certificate.pdf"] == "is kept outside the repository"
    first = re.sub("<[^>]*>", "", pack.page("index.html"))
    assert all(name in first for name in lacking)
    audit = pack.page("records/audits/AUD-1.html")
    assert "All was looked at." in audit
    assert "data:image/png;base64," in audit
    assert 'href="../records/audits/AUD-1.html"' in pack.page("records/audit.html")


def test_the_sources_are_the_bytes_that_were_approved(pack: MadePack) -> None:
    top = pack.folder / "sources/SOP-001"
    assert (top / "documents/SOP-001.md").read_text("utf-8") == SOP
    assert (top / MAP).read_bytes() == pack.repo.path.joinpath(MAP).read_bytes()
    (first, *_) = [each for each in pack.manifest["documents"] if each["document"] == "SOP-001"]
    assert first["sha256"] == hashlib.sha256(SOP.encode()).hexdigest()
    index = pack.page("INDEX.csv").splitlines()
    assert "SOP-001,Purchasing,1,2024-02-01,Quinn Quality,Quality Manager,2024-01-20" in index[-1]
    assert ",signed," in index[-1]


def test_the_manifest_has_its_form(pack: MadePack) -> None:
    """Keys and kinds of values, and the names of the files; digests and versions differ."""

    def form(value: object) -> object:
        if isinstance(value, dict):
            return {key: form(each) for key, each in value.items()}
        if isinstance(value, list):
            known = [form(each) for each in value]
            return [each for number, each in enumerate(known) if each not in known[:number]]
        return type(value).__name__

    manifest = pack.manifest
    names = "\n".join(f"  {each['name']}" for each in manifest["files"])
    shape = "\n".join(f"{key}: {form(value)}" for key, value in manifest.items())
    written = re.sub(r"[0-9a-f]{16}", "DIGEST", f"{shape}\n\n{names}\n")
    golden.check("pack-manifest", written)


def test_nothing_is_overwritten(pack: MadePack, tmp_path: Path) -> None:
    before = pack.zip.read_bytes()
    for place in (pack.zip, pack.folder):
        said = refused("pack", str(place), *OPTIONS, at=pack.repo.path)
        assert "never takes the place of anything" in said
    assert pack.zip.read_bytes() == before
    (tmp_path / "link.zip").symlink_to(tmp_path / "nothing")
    assert "is there already" in refused(
        "pack", str(tmp_path / "link.zip"), *OPTIONS, at=pack.repo.path
    )


def test_clauses_narrow_it(pack: MadePack, tmp_path: Path) -> None:
    run("pack", str(tmp_path / "p"), *OPTIONS, "--clauses", "8.4", at=pack.repo.path)
    index = (tmp_path / "p" / "INDEX.csv").read_text("utf-8")
    assert "SOP-001" in index
    assert "POL-001" not in index
    assert (tmp_path / "p" / "records" / "supplier.html").is_file()
    assert not (tmp_path / "p" / "records" / "audit.html").exists()
    wrong = refused("pack", "x.zip", *OPTIONS, "--clauses", "8.44", at=pack.repo.path)
    assert "8.44" in wrong


def test_another_audit_in_a_shallow_clone(pack: MadePack, tmp_path: Path) -> None:
    clone = tmp_path / "clone"
    url = pack.repo.path.as_uri()
    pack.repo.git("clone", "--quiet", "--depth", "1", url, str(clone))
    run("pack", str(tmp_path / "p"), "--for", "recertification", "--html", "--on", DAY, at=clone)
    index = (tmp_path / "p" / "index.html").read_text("utf-8")
    assert "Not ready" in index
    assert "This pack was made from a shallow clone" in index


@needs_keygen
def test_the_commands_for_checking_by_hand_hold_and_notice(pack: MadePack, tmp_path: Path) -> None:
    """Run as they stand, by a plain shell, in the unpacked zip."""
    place = tmp_path / "unpacked"
    with zipfile.ZipFile(pack.zip) as archive:
        archive.extractall(place)
    assert by_hand(place) == (0, "")
    assert (place / "verify-by-hand.md").read_text("utf-8").count("```sh") > 8
    record = next((place / "ledger/approvals/SOP-001/1").glob("*.json"))
    for path, damage in {
        place / "sources/SOP-001/documents/SOP-001.md": b"x",
        record: record.read_bytes().replace(b"Quinn", b"Quinx"),
        record.with_suffix(".json.sig"): b"none",
    }.items():
        before, sums = path.read_bytes(), (place / "SHA256SUMS").read_bytes()
        path.write_bytes(damage)
        code, said = by_hand(place)
        assert code != 0
        assert said.startswith("sha256sum")
        old, new = (hashlib.sha256(data).hexdigest().encode() for data in (before, damage))
        (place / "SHA256SUMS").write_bytes(sums.replace(old, new))
        code, said = by_hand(place)
        assert code != 0, f"{path} with sums that someone made to fit"
        path.write_bytes(before)
        (place / "SHA256SUMS").write_bytes(sums)


def test_the_page_about_checking_by_hand_has_the_same_commands_in_each_language() -> None:
    folder = Path(by_hand_page.__file__).parent / "templates"
    pages = [path.read_text("utf-8") for path in sorted(folder.glob("verify-by-hand*.md"))]
    parts = r"```sh\n.*?```|^%%.*?$|@\w+@"
    assert len(pages) > 1
    assert len({tuple(re.findall(parts, page, re.DOTALL | re.MULTILINE)) for page in pages}) == 1
    with words.in_language("de"):
        german = by_hand_page.text(judged=True, signed=True, absent="")
    assert german.startswith("# Diesen Pack von Hand pr\u00fcfen")


def by_hand(place: Path) -> tuple[int, str]:
    """The number of the first of the page's blocks that fails, and it; 0 where none does."""
    page = (place / "verify-by-hand.md").read_text("utf-8")
    blocks = re.findall(r"```sh\n(.*?)```", page, re.DOTALL)
    script = [f"{block}[ $? = 0 ] || exit {number}" for number, block in enumerate(blocks, 1)]
    done = subprocess.run(
        ["sh", "-c", "\n".join(script)],
        cwd=place,
        env=environment(place.parent),
        capture_output=True,
        check=False,
    )
    return done.returncode, blocks[done.returncode - 1] if done.returncode else ""


def test_a_secret_is_not_shown_by_what_refers_to_it(pack: MadePack) -> None:
    """The copy that links to a closed document has no link; readiness does not quote it."""
    assert "HR-001" in SECRET
    assert 'href="HR-001' not in pack.page("copies/SOP-001.html")
    assert "Planned" not in pack.page("readiness.html")


def test_a_company_that_only_begins_has_an_honest_pack(
    repo: RepositoryBuilder, tmp_path: Path
) -> None:
    """Nothing is committed, then nothing is in force: no approval, no register of people."""
    repo.write("isodocs.yaml", CONFIG)
    options = ("--for", "stage-1", "--html")
    said = refused("pack", str(tmp_path / "p"), *options, at=repo.path)
    assert "nothing is committed yet, and a pack is of a commit" in said
    files = {"isodocs.yaml": CONFIG, "documents/a.md": document(status="draft")}
    files |= {"records/\udcff.md": AUDIT} if os.name == "posix" else {}
    repo.commit("Begin", files, date="2024-03-01T11:00:00+00:00")
    said = run("pack", str(tmp_path / "p"), *options, "--on", DAY, at=repo.path)
    assert "Packed 0 documents" in said
    assert "Not ready" in (tmp_path / "p" / "index.html").read_text("utf-8")
    assert "no register of people" in (tmp_path / "p" / "authority.html").read_text("utf-8")
    assert by_hand(tmp_path / "p") == (0, "")
    inside = refused("pack", str(repo.path / ".git" / "p.zip"), *options, at=repo.path)
    assert "a folder that Git or isodocs keeps for itself" in inside


@needs_keygen
def test_a_pack_shows_what_one_approval_of_many_texts_says_of_its_own(
    repo: RepositoryBuilder, tmp_path: Path
) -> None:
    """One of the texts was revised since, so the list names a text that no pack has."""
    texts = {id: document(id, body=f"# {id}\n\nBuy well.\n") for id in ("SOP-001", "SOP-002")}
    issued = {company.path(id): text for id, text in texts.items()}
    began = "2024-03-01T11:00:00+00:00"
    repo.commit("Issue", {**base(), **issued, **approval_list(texts)}, date=began)
    second = document("SOP-002", 2, body="# SOP-002\n\nBuy better.\n")
    given = approval("SOP-002", 2, second, at="2024-04-01T10:00:00+00:00")
    repo.commit("Revise", {company.path("SOP-002"): second, **given}, date=f"2024-04{began[7:]}")
    place = tmp_path / "made"
    said = run("pack", str(place), *OPTIONS, at=repo.path, width=300)
    assert "Packed 2 documents" in said
    assert [*(place / "ledger/approvals").glob("quinn.*.json")]
    (row,) = (row for row in (place / "INDEX.csv").read_text().splitlines() if "SOP-001" in row)
    assert "Quinn Quality" in row
    assert "signed" in row
    assert by_hand(place) == (0, "")
    text = place / "sources/SOP-001/documents/SOP-001.md"
    before, sums = text.read_bytes(), (place / "SHA256SUMS").read_text()
    manifest = (place / "manifest.json").read_text()
    text.write_bytes(b"x")
    digests = [hashlib.sha256(data).hexdigest() for data in (before, b"x")]
    made_to_fit = manifest.replace(*digests)
    (place / "manifest.json").write_text(made_to_fit)
    digests += [hashlib.sha256(data.encode()).hexdigest() for data in (manifest, made_to_fit)]
    (place / "SHA256SUMS").write_text(sums.replace(*digests[:2]).replace(*digests[2:]))
    code, failed = by_hand(place)
    assert code != 0
    assert "no approval lists its text" in failed
