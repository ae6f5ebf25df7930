"""A copy is made again and compared: genuine, altered, or not to be compared, and whose it is."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from pypdf import PdfReader

from isodocs.copies.theme import Theme
from tests.helpers.command import invoke, refused, run, run_json
from tests.helpers.company import approval, base, document, path
from tests.helpers.repository import RepositoryBuilder

BODY = "# Purchasing\n\nOrder only from [approved](SOP-002.md) suppliers, above 500 EUR with two.\n"
FIRST = document(body=BODY)
SECOND = document(revision=2, body=f"{BODY}\nNew.\n", effective="2024-06-01")
OTHER = document("SOP-002", title="Suppliers", body="# Suppliers\n\nSee [this](SOP-001.md).\n")
HEAD = "document,revision,copy,holder,place,issued,returned,fate\n"
FORMER, DAY = "2024-03-01", "2025-02-01"
ROWS = (
    "SOP-001,1,1,quality-manager,Office,2024-02-01,,\n"
    "SOP-001,2,1,quality-manager,Office,2024-06-01,2024-12-01,returned\n"
    "SOP-001,2,2,Night shift / hall 2,,2024-06-01,,\n"
    "SOP-001,2,,Night shift: hall 2,,2024-06-01,,\n"
    "SOP-001,2,K 3,night shift / hall 2,,2024-06-01,,\n"
)


@pytest.fixture(scope="module")
def repo(tmp_path_factory: pytest.TempPathFactory) -> RepositoryBuilder:
    """Two revisions of a document, another one, and who holds printed copies."""
    repo = RepositoryBuilder(tmp_path_factory.mktemp("company") / "repo")
    sop, other = path("SOP-001"), path("SOP-002")
    files = {**base(), sop: FIRST, other: OTHER, **approval("SOP-002", 1, OTHER)}
    files |= approval("SOP-001", 1, FIRST)
    repo.commit("Issue", files, date="2024-01-20T11:00:00+00:00")
    at = "2024-05-20T10:00:00+00:00"
    repo.commit(
        "Revise",
        {sop: SECOND, **approval("SOP-001", 2, SECOND, at=at)},
        date="2024-05-20T11:00:00+00:00",
    )
    repo.commit(
        "Hand out",
        {"records/distribution.csv": HEAD + ROWS},
        date="2024-12-01T11:00:00+00:00",
    )
    return repo


@pytest.fixture(scope="module")
def copies(repo: RepositoryBuilder, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("published")
    run("publish", str(folder / "copies"), "--on", DAY, at=repo.path)
    return folder / "copies"


def said(file: Path, at: Path, on: str = DAY) -> tuple[str, int]:
    """How a file compares, and what the command exits with."""
    result = invoke("verify-copy", str(file), "--on", on, "--format", "json", at=at)
    return json.loads(result.stdout)["file"]["likeness"], result.exit_code


@pytest.mark.parametrize("ending", ["html", "pdf"])
def test_what_publish_makes_is_the_same(repo: RepositoryBuilder, copies: Path, ending: str) -> None:
    for name in ("SOP-001", "SOP-002"):
        assert said(copies / f"{name}.{ending}", repo.path) == ("same", 0)
    text = run("verify-copy", str(copies / f"SOP-001.{ending}"), "--on", DAY, at=repo.path)
    assert "byte for byte, the copy that isodocs makes of this text." in " ".join(text.split())
    assert "whether someone has changed its pages" not in " ".join(text.split())


def test_links_may_lead_to_what_was_published_with_it(
    repo: RepositoryBuilder, tmp_path: Path
) -> None:
    run("publish", str(tmp_path / "one"), "SOP-001", "--on", DAY, at=repo.path)
    assert b"SOP-002.html" not in (tmp_path / "one" / "SOP-001.html").read_bytes()
    for ending in ("html", "pdf"):
        assert said(tmp_path / "one" / f"SOP-001.{ending}", repo.path) == ("same", 0)


ALTERED = [
    (
        b"500 EUR",
        b"900 EUR\x1b",
        'It says "… approved suppliers, above 900 EUR\\x1b with two. …" where isodocs writes '
        '"… approved suppliers, above 500 EUR with two. …".',
    ),
    (b"</body>", b"<p>Or anyone.</p></body>", "Or anyone."),
    (b"</body>", b" </body>", "Its words are the same"),
    (b'href="SOP-002.html"', b'href="https://evil.example/SOP-002.html"', "behind them: a link"),
]


@pytest.mark.parametrize(("before", "after", "differs"), ALTERED)
def test_an_altered_page_is_called_so(
    repo: RepositoryBuilder,
    copies: Path,
    tmp_path: Path,
    before: bytes,
    after: bytes,
    differs: str,
) -> None:
    data = (copies / "SOP-001.html").read_bytes()
    assert before in data
    (tmp_path / "x.html").write_bytes(data.replace(before, after))
    assert said(tmp_path / "x.html", repo.path) == ("altered", 1)
    result = invoke("verify-copy", str(tmp_path / "x.html"), "--on", DAY, at=repo.path)
    assert "The file was ALTERED after it was made" in result.stdout
    assert differs in " ".join(result.stdout.split())
    assert "byte for byte, the copy" not in " ".join(result.stdout.split())


def test_an_altered_print_is_called_so(
    repo: RepositoryBuilder, copies: Path, tmp_path: Path
) -> None:
    data = (copies / "SOP-001.pdf").read_bytes()
    (tmp_path / "x.pdf").write_bytes(data + b"\n")
    assert said(tmp_path / "x.pdf", repo.path) == ("altered", 1)
    middle = len(data) // 2
    other = bytes([data[middle] ^ 1])
    (tmp_path / "x.pdf").write_bytes(data[:middle] + other + data[middle + 1 :])
    assert said(tmp_path / "x.pdf", repo.path) == ("altered", 1)


def test_who_alters_the_marks_as_well_gains_nothing(
    repo: RepositoryBuilder, copies: Path, tmp_path: Path
) -> None:
    """What the file says of itself decides why it is not the same, and never that it is."""
    data = (copies / "SOP-001.html").read_bytes().replace(b"500 EUR", b"900 EUR")
    start = data.index(b'"isodocs-made" content="') + 24
    end = data.index(b'"', start)
    programs, theme, content, links = data[start:end].split(b"/")
    for marks, wanted in [
        ((b"0" * 12, theme, content, links), "other-programs"),
        ((programs, b"0" * 12, content, links), "other-theme"),
        ((programs, theme, b"0" * 24, links), "says-other"),
        ((programs, theme, content, b"SOP-001"), "says-other"),
        ((programs, theme, content, b"*"), "altered"),
        ((b"x",), "not-said"),
    ]:
        (tmp_path / "x.html").write_bytes(data[:start] + b"/".join(marks) + data[end:])
        assert said(tmp_path / "x.html", repo.path) == (wanted, 1)


def test_a_copy_of_former_days_is_known(repo: RepositoryBuilder, tmp_path: Path) -> None:
    """It was in force when it was made; today a copy of the same text says that it is not."""
    run("publish", str(tmp_path / "then"), "SOP-001", "--on", FORMER, at=repo.path)
    for ending in ("html", "pdf"):
        file = tmp_path / "then" / f"SOP-001.{ending}"
        assert said(file, repo.path) == ("same", 1)
        text = " ".join(invoke("verify-copy", str(file), "--on", DAY, at=repo.path).stdout.split())
        assert "SUPERSEDED since 2024-06-01 by revision 2" in text
        assert "isodocs makes of this text, as of 2024-05-" in text


def test_another_theme_is_named(
    repo: RepositoryBuilder, copies: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    look = Theme(header="Another")
    monkeypatch.setattr("isodocs.commands._made_again.theme_of", lambda *_: look)
    assert said(copies / "SOP-001.html", repo.path) == ("other-theme", 1)
    monkeypatch.setattr("isodocs.copies.recipe.makers", lambda: "f" * 64)
    assert said(copies / "SOP-001.html", repo.path) == ("other-programs", 1)


# -- for holders


@pytest.fixture(scope="module")
def handed_out(repo: RepositoryBuilder, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("handed") / "out"
    text = run("publish", str(folder), "--for-holders", "--on", DAY, at=repo.path, width=200)
    assert "Published 3 numbered copies of 1 document" in text
    assert "SOP-001 revision 1 copy 1: Quality Manager" in text
    return folder


def test_each_holder_gets_a_numbered_copy(handed_out: Path) -> None:
    names = sorted(file.name for file in handed_out.glob("*.pdf"))
    assert names == [
        "SOP-001 2 Night shift _ hall 2.pdf",
        "SOP-001 K 3 night shift _ hall 2.pdf",
        "SOP-001 Night shift_ hall 2.pdf",
    ]
    for page in PdfReader(io.BytesIO((handed_out / names[0]).read_bytes())).pages:
        text = page.extract_text()
        assert "Controlled copy 2: Night shift / hall 2" in text
        assert "Uncontrolled" not in text
        assert "~2" in text
    listed = json.loads((handed_out / "manifest.json").read_text())["copies"]
    assert [copy["holder"]["number"] for copy in listed] == ["2", "", "K 3"]
    assert {copy["code"].partition("~")[2] for copy in listed} == {"2", "", "K_3"}
    assert "Controlled copy 2: Night shift / hall 2" in (handed_out / "index.html").read_text()


def test_a_numbered_copy_says_whose_it_is(repo: RepositoryBuilder, handed_out: Path) -> None:
    wanted = {
        "SOP-001 2 Night shift _ hall 2.pdf": ("2", "Night shift / hall 2"),
        "SOP-001 Night shift_ hall 2.pdf": ("", "Night shift: hall 2"),
    }
    for name, holder in wanted.items():
        found = run_json(
            "verify-copy", "verify-copy", str(handed_out / name), "--on", DAY, at=repo.path
        )
        assert found["file"]["likeness"] == "same"
        (row,) = found["handed-out"]
        assert (row["number"], row["name"]) == holder
    code = found["code"]
    text = run("verify-copy", f"{code}~k_3", "--on", DAY, at=repo.path, width=200)
    assert "Copy K 3 was handed out to night shift / hall 2 on 2024-06-01: it is still out." in text
    text = run("verify-copy", f"{code}~1", "--on", DAY, at=repo.path, width=200)
    assert (
        "Copy 1 was handed out to Quality Manager, Office on 2024-06-01: returned 2024-12-01"
        in text
    )
    unknown = invoke("verify-copy", f"{code}~9", "--on", DAY, at=repo.path, width=200)
    assert "No copy 9 of this revision is in records/distribution." in unknown.stdout
    assert unknown.exit_code == 1


def test_where_no_one_holds_a_copy_that_is_said(repo: RepositoryBuilder, tmp_path: Path) -> None:
    out = str(tmp_path / "out")
    text = refused("publish", out, "SOP-002", "--for-holders", "--on", DAY, at=repo.path)
    assert "no one holds a printed copy" in text
    assert "isodocs new distribution" in text
    for more in ("--html", "--current-file"):
        assert "--for-holders is for" in refused(
            "publish", out, "--for-holders", more, at=repo.path
        )
