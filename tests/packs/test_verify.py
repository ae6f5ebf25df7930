"""`isodocs pack verify`: whatever was done to a pack is noticed, and no zip does any harm."""

from __future__ import annotations

import io
import json
import os
import shutil
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from isodocs.errors import PackError
from isodocs.model.pack import FileState
from isodocs.packs import archive
from isodocs.packs.check import check
from isodocs.words import speak
from tests.helpers.command import invoke, published, refused, run
from tests.helpers.repository import RepositoryBuilder
from tests.packs.conftest import DAY, MadePack

QUICK = settings(max_examples=25, deadline=None, derandomize=True)


def names_of(folder: Path) -> list[str]:
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())


@pytest.fixture
def copy(pack: MadePack, tmp_path: Path) -> Path:
    """The pack's folder, to be damaged."""
    return Path(shutil.copytree(pack.folder, tmp_path / "copy"))


def test_a_pack_is_what_its_repository_gives(pack: MadePack) -> None:
    said = run("pack", "verify", str(pack.zip), at=pack.repo.path, width=300)
    number = len(names_of(pack.folder))
    assert f"All {number} files are as in the manifest." in said
    assert f"It is what this repository gives: 2 documents with their approvals, {number} f" in said


def test_a_pack_is_compared_in_the_language_that_it_is_in(pack: MadePack, tmp_path: Path) -> None:
    german = tmp_path / "pack"
    options = ("--for", "stage-1", "--html", "--on", DAY)
    try:
        made = invoke("--language", "de", "pack", str(german), *options, at=pack.repo.path)
    finally:
        speak("en")
    assert made.exit_code == 0, made.output
    page = (german / "index.html").read_text("utf-8")
    assert 'lang="de"' in page
    for text in ("Was es beweist", "Was mit Absicht ausgelassen ist", "Wo was zu finden ist"):
        assert text in page
    assert json.loads((german / "manifest.json").read_bytes())["language"] == "de"
    checked = invoke("pack", "verify", str(german), at=pack.repo.path)
    assert checked.exit_code == 0, checked.output
    assert "It is what this repository gives" in checked.stdout


def test_without_a_repository_the_files_are_checked_alone(pack: MadePack, tmp_path: Path) -> None:
    for place in (pack.zip, pack.folder):
        checked = invoke("pack", "verify", str(place), "--format", "json", at=tmp_path)
        assert checked.exit_code == 0
        found = json.loads(checked.stdout)
        published("pack-verify").validate(found)
        assert found["holds"]
        assert found["repository"] is None
        assert {each["state"] for each in found["files"]} == {"as in the manifest"}
        assert found["manifest"] in pack.said


def test_each_change_is_named(pack: MadePack, copy: Path) -> None:
    (copy / "copies/SOP-001.html").write_text("changed")
    (copy / "INDEX.csv").unlink()
    (copy / "new.txt").write_text("new")
    os.mkfifo(copy / "pipe")
    (copy / "register.html").unlink()
    (copy / "register.html").symlink_to(pack.folder / "register.html")
    result = invoke("pack", "verify", str(copy), at=copy, width=300)
    assert result.exit_code == 1
    for line in (
        *("changed: copies/SOP-001.html", "missing: INDEX.csv", "additional: new.txt"),
        *("additional: pipe", "changed: register.html", "5 files of"),
    ):
        assert line in result.stdout


@QUICK
@given(data=st.data())
def test_a_byte_that_is_flipped_in_any_file_is_noticed(pack: MadePack, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(names_of(pack.folder)))
    path = pack.folder / name
    before = path.read_bytes()
    at = data.draw(st.integers(0, len(before) - 1))
    bit = data.draw(st.integers(0, 7))
    path.write_bytes(before[:at] + bytes([before[at] ^ 1 << bit]) + before[at + 1 :])
    try:
        assert not check(pack.folder).holds
    except PackError:
        assert name == "manifest.json"
    finally:
        path.write_bytes(before)


@QUICK
@given(data=st.data())
def test_a_file_that_is_renamed_removed_or_added_is_noticed(
    pack: MadePack, data: st.DataObject
) -> None:
    names = [name for name in names_of(pack.folder) if name != "manifest.json"]
    name = data.draw(st.sampled_from(names))
    other = data.draw(st.sampled_from([f"{name}~", f"{name}.bak", "Thumbs.db", "aux/new"]))
    place, aside = pack.folder / name, pack.folder.with_name("aside")
    kept = place.read_bytes()
    (pack.folder / other).parent.mkdir(exist_ok=True)
    try:
        place.rename(aside)
        assert [f.name for f in check(pack.folder).faults] == [name]
        shutil.copy(aside, pack.folder / other)
        states = {f.name: f.state for f in check(pack.folder).faults}
        assert states == {name: FileState.MISSING, other: FileState.ADDITIONAL}
        place.write_bytes(kept)
        assert [f.name for f in check(pack.folder).faults] == [other]
    finally:
        place.write_bytes(kept)
        (pack.folder / other).unlink(missing_ok=True)
        shutil.rmtree(pack.folder / "aux", ignore_errors=True)


@QUICK
@given(data=st.data())
def test_a_byte_that_is_flipped_anywhere_in_the_zip_is_noticed(
    pack: MadePack, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    """Also in what is around the files: dates, names, modes, the list at the end."""
    before = pack.zip.read_bytes()
    at = data.draw(st.integers(0, len(before) - 1))
    place = tmp_path_factory.getbasetemp() / "flipped.zip"
    bit = data.draw(st.integers(0, 7))
    place.write_bytes(before[:at] + bytes([before[at] ^ 1 << bit]) + before[at + 1 :])
    try:
        checked = check(place)
    except PackError:
        return
    assert not checked.holds or checked.notes


def test_what_was_packed_again_is_said(pack: MadePack, tmp_path: Path) -> None:
    again = tmp_path / "again.zip"
    with zipfile.ZipFile(again, "w") as made:
        for name in names_of(pack.folder):
            made.write(pack.folder / name, name)
    result = invoke("pack", "verify", str(again), at=tmp_path, width=300)
    assert result.exit_code == 0
    assert "the zip around them is not as isodocs writes it" in result.stdout


def forged(folder: Path, name: str, data: bytes) -> None:
    """Change a file, and make manifest and sums fit."""
    from isodocs.copies import publication

    (folder / name).write_bytes(data)
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    digest = publication.put(folder, name, data).sha256
    for each in manifest["files"]:
        if each["name"] == name:
            each["sha256"], each["size"] = digest, len(data)
    seal(folder, manifest)


def seal(folder: Path, manifest: dict[str, object]) -> None:
    from isodocs.copies import publication
    from isodocs.packs.files import digest_of

    text = json.dumps(manifest, ensure_ascii=False, indent=1) + "\n"
    (folder / "manifest.json").write_text(text, "utf-8")
    listed = {each["name"]: each["sha256"] for each in manifest["files"]}  # type: ignore[attr-defined]
    sums = publication.sums_of({**listed, "manifest.json": digest_of(text.encode())})
    (folder / "SHA256SUMS").write_text(sums, "utf-8")


def test_a_forged_pack_holds_alone_and_not_in_its_repository(pack: MadePack, copy: Path) -> None:
    forged(copy, "copies/SOP-001.html", b"<p>Buy from anyone.</p>")
    assert invoke("pack", "verify", str(copy), at=copy).exit_code == 0
    result = invoke("pack", "verify", str(copy), at=pack.repo.path, width=300)
    assert result.exit_code == 1
    assert "copies/SOP-001.html: the repository gives another content" in result.stdout
    manifest = json.loads((copy / "manifest.json").read_text("utf-8"))
    first = manifest["documents"][0]
    first["sha256"], first["approvals"] = "0" * 64, []
    seal(copy, manifest)
    said = invoke("pack", "verify", str(copy), at=pack.repo.path, width=300).stdout
    assert f"{first['document']}: its sha256 is {'0' * 64}, and here" in said
    assert f"{first['document']}: its approvals are not those in the repository" in said


def test_a_pack_of_another_version_is_compared_by_what_is_in_git(
    pack: MadePack, copy: Path
) -> None:
    manifest = json.loads((copy / "manifest.json").read_text("utf-8"))
    manifest["makers"], manifest["isodocs"] = "0" * 64, "9.9"
    seal(copy, manifest)
    result = invoke("pack", "verify", str(copy), at=pack.repo.path, width=300)
    assert result.exit_code == 1  # who alters a page may say that another version made it
    assert "were made by isodocs 9.9" in result.stdout
    assert "2 files were NOT COMPARED" in result.stdout
    assert "Its part that could be compared is what this repository gives" in result.stdout
    forged(copy, "sources/SOP-001/documents/SOP-001.md", b"Buy from anyone.")
    result = invoke("pack", "verify", str(copy), at=pack.repo.path, width=300)
    assert result.exit_code == 1


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("commit", "0" * 40, "does not have commit"),
        ("commit", "--output=x", "cannot be read"),
        ("for", "stage-9", "there is no audit 'stage-9'"),
        ("up_to", "top", "no level of classification is called 'top'"),
        ("standards", ["iso-1"], "the repository cannot make such a pack"),
        ("on", "yesterday", "cannot be read"),
        ("form", "isodocs controlled copies 1", "cannot be read"),
        ("files", [{"name": "../x"}], "cannot be read"),
        ("organisation", ["\x1b[31m"], "cannot be read"),
    ],
)
def test_a_manifest_that_lies_is_met_with_words(
    pack: MadePack, copy: Path, key: str, value: object, said: str
) -> None:
    manifest = json.loads((copy / "manifest.json").read_text("utf-8"))
    manifest[key] = value
    if key == "files":
        (copy / "manifest.json").write_text(json.dumps(manifest))
    else:
        seal(copy, manifest)
    if said == "cannot be read":
        assert said in refused("pack", "verify", str(copy), at=pack.repo.path)
    else:
        result = invoke("pack", "verify", str(copy), at=pack.repo.path, width=300)
        assert said in result.stdout


def test_what_is_no_pack_is_refused(pack: MadePack, tmp_path: Path) -> None:
    assert "no such file" in refused("pack", "verify", str(tmp_path / "x"), at=tmp_path)
    assert "it has no manifest.json" in refused("pack", "verify", str(tmp_path), at=tmp_path)
    (tmp_path / "x.zip").write_bytes(b"PK\x03\x04")
    said = refused("pack", "verify", str(tmp_path / "x.zip"), at=tmp_path)
    assert "not a zip that can be read" in said


def entry(name: str, mode: int = stat.S_IFREG | 0o644) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.external_attr = mode << 16
    return info


HOSTILE = {
    "../evil": "leads out of the folder",
    "a/../../evil": "leads out of the folder",
    "/etc/passwd": "is an absolute path",
    "C:/windows": "is an absolute path",
    "a\\..\\b": "is not a name that every computer takes",
    "a//b": "is not a name that every computer takes",
    "./a": "is not a name that every computer takes",
    "ab:stream": "is not a name that every computer takes",
    "a\u202etxt.exe": "has characters that cannot be seen",
    "index.html.": "ends in a way that Windows drops",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_zip_with_a_hostile_name_is_refused(name: str, tmp_path: Path) -> None:
    assert HOSTILE[name] in refusal(tmp_path, lambda made: made.writestr(entry(name), b"x"))


def refusal(tmp_path: Path, fill: Callable[[zipfile.ZipFile], object]) -> str:
    """What is said of a zip; nothing of it may be unpacked."""
    place = tmp_path / "hostile" / "x.zip"
    place.parent.mkdir()
    with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("manifest.json", b"{}")
        fill(made)
    said = refused("pack", "verify", str(place), at=tmp_path)
    assert "is refused, and nothing of it was unpacked" in said
    assert names_of(tmp_path) == ["hostile/x.zip"]
    return said


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize(
    ("names", "why"),
    [
        (("a", "a"), "is there twice"),
        (("Index.html", "index.HTML"), "are the same name to some computers"),
        (("gr\u00f6\u00dfe", "gro\u0308sse"), "are the same name to some computers"),
        (("a", "a/b"), "is a file and a folder"),
    ],
)
def test_names_that_collide_are_refused(names: tuple[str, ...], why: str, tmp_path: Path) -> None:
    assert why in refusal(tmp_path, lambda made: [made.writestr(name, b"") for name in names])


def test_links_bombs_and_crowds_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = entry("link", stat.S_IFLNK | 0o777)
    assert "symbolic link" in refusal(tmp_path, lambda made: made.writestr(link, b"/etc/passwd"))
    shutil.rmtree(tmp_path / "hostile")
    device = entry("device", stat.S_IFCHR | 0o666)
    assert "not a plain file" in refusal(tmp_path, lambda made: made.writestr(device, b""))
    shutil.rmtree(tmp_path / "hostile")
    monkeypatch.setattr(archive, "_ANY_SIZE", 1 << 20)
    zeros = bytes(2 << 20)
    assert "would unpack to" in refusal(tmp_path, lambda made: made.writestr("bomb", zeros))
    shutil.rmtree(tmp_path / "hostile")
    monkeypatch.setattr(archive, "_MOST_FILES", 9)
    crowd = [f"f{number}" for number in range(10)]
    assert "lists 11 files" in refusal(
        tmp_path, lambda made: [made.writestr(name, b"") for name in crowd]
    )


def test_an_entry_that_unpacks_to_more_than_it_says_is_not_read(tmp_path: Path) -> None:
    """The size in the list at the end says 3 bytes, and 5 are there."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        target.writestr("manifest.json", b"[1,2]")
    data = made.getvalue().replace((5).to_bytes(4, "little"), (3).to_bytes(4, "little"))
    place = tmp_path / "x.zip"
    place.write_bytes(data)
    assert "cannot be unpacked" in refused("pack", "verify", str(place), at=tmp_path)


def test_the_day_is_the_one_that_was_asked_for(pack: MadePack) -> None:
    assert pack.manifest["on"] == DAY


def test_a_list_of_files_that_would_fill_the_memory_is_not_read(
    pack: MadePack, tmp_path: Path
) -> None:
    """The end of the zip says that its list has 2 GB."""
    place = tmp_path / "x.zip"
    data = pack.zip.read_bytes()
    at = data.rindex(b"PK\x05\x06") + 12
    place.write_bytes(data[:at] + (1 << 31).to_bytes(4, "little") + data[at + 4 :])
    said = refused("pack", "verify", str(place), at=tmp_path)
    assert "its list of files is longer than that of any pack" in said


def test_a_deep_folder_is_walked(copy: Path) -> None:
    place = copy
    for _ in range(120):
        place /= "d"
    place.mkdir(parents=True)
    (place / "x").write_text("x")
    assert [file.state for file in check(copy).faults] == [FileState.ADDITIONAL]


def test_what_a_clone_cannot_know_is_said(pack: MadePack, tmp_path: Path) -> None:
    """A pack of a shallow clone, of a commit that was never merged, and one that is not here."""
    clone = tmp_path / "clone"
    pack.repo.git("clone", "--quiet", "--depth", "1", pack.repo.path.as_uri(), str(clone))
    result = invoke("pack", "verify", str(pack.zip), at=clone, width=300)
    assert "One of the two has only a part of the history" in result.stdout
    assert "NOT COMPARED" in result.stdout
    assert result.exit_code == 1
    other = RepositoryBuilder(clone, object_format=None)
    other.configure("user", name="Ann Author", email="ann@example.com")
    other.git("switch", "--quiet", "--create", "aside")
    other.commit("Aside", {"notes.txt": "x"}, date="2024-03-02T11:00:00+00:00")
    options = ("--for", "internal", "--html", "--clauses", "8.4", "--on", DAY)
    run("pack", "aside.zip", *options, at=clone)
    other.git("switch", "--quiet", "main")
    said = run("pack", "verify", "aside.zip", at=clone, width=300)
    assert "is not in the history of what is checked out here" in said
    aside = str(clone / "aside.zip")
    result = invoke("pack", "verify", aside, at=pack.repo.path, width=300)
    assert "does not have commit" in result.stdout
    assert "Nothing of it was compared with this repository" in result.stdout
    assert "what this repository gives" not in result.stdout
    assert result.exit_code == 1  # a check that cannot be made has not been passed
