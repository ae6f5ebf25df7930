"""What a commit changes without changing a document, and what memory must not overlook of it."""

from __future__ import annotations

import pytest

from tests.checking.test_narrow import DRAFT, FINAL, FIRST, PICTURE, RECORD, SECOND, Judge
from tests.helpers import company
from tests.helpers import signed_company as signed
from tests.helpers.company import CONFIG, approval, approved, base, document
from tests.helpers.repository import Content, RepositoryBuilder

MKDOCS = "markdown_extensions:\n  - pymdownx.snippets:\n      base_path: [x]\n"
SNIPPET = '--8<-- "part.txt"\n'
STATEMENT = ".isodocs/approvals/x.json"


def known(
    repo: RepositoryBuilder,
    monkeypatch: pytest.MonkeyPatch,
    files: dict[str, Content],
    draft: str = DRAFT,
) -> Judge:
    """Two documents, these files, and what a hook remembers of them."""
    repo.commit("Start", {**base(), **approved("SOP-002"), **files})
    judge = Judge(repo, monkeypatch)
    repo.stage({SECOND: draft})
    judge()
    repo.commit("A draft", {})
    judge.quick.clear()
    return judge


def shown(line: str, files: dict[str, bytes]) -> dict[str, Content]:
    """A document approved with the files that it shows."""
    text = document("SOP-001", body=f"# One\n\n{line}\n")
    return {FIRST: text, **approval("SOP-001", 1, text, shown=files), **files}


@pytest.mark.parametrize(
    ("there", "staged"),
    [
        (shown(SNIPPET, {"documents/part.txt": b"a\n"}) | {"x/part.txt": b"b"}, "mkdocs.yml"),
        (shown("![[map.png]]", {PICTURE: b"1"}), "other/deep/map.png"),
        (
            shown("{{< hello >}}", {"layouts/shortcodes/hello.html": b"1"}),
            "themes/x/shortcodes/hello.html",
        ),
        (shown("![Map](map.png)", {PICTURE: b"1"}), "documents/Map.png"),
        (shown("![Map](map.png)", {PICTURE: b"1"}), "documents/MAP.png/x.c"),
        (shown("![Map](map.png)", {PICTURE: b"1"}), "Documents/x.c"),
        (shown("![Map](map.png)", {PICTURE: b"1"}), "Documents"),
        ({}, "documents/sop-002.md/x.c"),
        (
            shown("![x](../.isodocs/approvals/p.png) ![y](p.png)", {"documents/p.png": b"1"}),
            ".isodocs/approvals/p.png",
        ),
        (
            {
                RECORD: "person,competence,date,certificate,certificate-sha256\n"
                f"ann,FORK,2024-01-01,scans/0815,{'0' * 64}\n",
                "records/competence.yaml": "- {id: FORK, title: Forks, kind: process}\n",
            },
            "scans/0815",
        ),
    ],
    ids="site anywhere shortcode twin folder elsewhere hidden document control evidence".split(),
)
def test_a_file_that_changes_what_others_are(
    repo: RepositoryBuilder,
    monkeypatch: pytest.MonkeyPatch,
    there: dict[str, Content],
    staged: str,
) -> None:
    judge = known(repo, monkeypatch, there)
    repo.stage({staged: MKDOCS})
    found = judge()
    assert found.refused or found.open
    assert not judge.quick[True]


def test_a_text_that_is_no_longer_included(
    repo: RepositoryBuilder, monkeypatch: pytest.MonkeyPatch
) -> None:
    part = {"documents/part.md": "Of two documents.\n"}
    judge = known(repo, monkeypatch, part, f'{DRAFT}\n--8<-- "part.md"\n')
    repo.stage({SECOND: DRAFT})
    assert [gap.code for gap in judge().gaps] == ["DOC001"]


def test_an_approval_of_another_text_than_was_confirmed(
    repo: RepositoryBuilder, monkeypatch: pytest.MonkeyPatch
) -> None:
    judge = known(repo, monkeypatch, {**signed.base(), **signed.approved("SOP-002")})
    read = signed.confirmed("SOP-002", 2, FINAL.replace("before", "never"))
    repo.commit("Confirmed", {SECOND: FINAL, **read})
    repo.stage({"README.md": "# Read\n"})
    judge()
    repo.commit("Known", {})
    judge.quick.clear()
    repo.stage(signed.approval("SOP-002", 2, FINAL))
    assert [gap.code for gap in judge().gaps] == ["TRN008"]


def test_a_statement_with_half_a_character(
    repo: RepositoryBuilder, monkeypatch: pytest.MonkeyPatch
) -> None:
    judge = known(repo, monkeypatch, {})
    repo.stage({STATEMENT: r'{"doc": "\ud800", "parts": [{"path": "\udfff"}]}'})
    assert judge().refused
    repo.commit("Past the hook", {})
    repo.stage({SECOND: DRAFT.replace("before", "ever")})
    assert not judge().refused


def test_a_text_that_is_left_out_since_it_was_approved(
    repo: RepositoryBuilder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is followed as long as there is its approval, so its history counts."""
    place, text = "documents/SOP-001.txt", document("SOP-001")
    with monkeypatch.context() as patch:
        patch.setattr(company, "path", lambda _: place)
        given = company.approval("SOP-001", 1, text)
    wide = CONFIG.replace("/*.md", "/*.*")
    repo.commit("Wide", {**base(), "isodocs.yaml": wide, place: text, **given})
    judge = known(repo, monkeypatch, {"isodocs.yaml": CONFIG})
    repo.stage({place: text.replace("approved suppliers", "others")})
    judge()
    assert not judge.quick[True]


def test_attributes_above_the_folder(
    repo: RepositoryBuilder, monkeypatch: pytest.MonkeyPatch
) -> None:
    pointer = b"version https://git-lfs.github.com/spec/v1\noid sha256:%b\nsize 1\n" % (b"0" * 64)
    files = {**base(), **approved("SOP-002"), **shown("![Map](map.png)", {PICTURE: pointer})}
    repo.commit("Start", {f"qms/{place}": content for place, content in files.items()})
    judge = Judge(RepositoryBuilder(repo.path / "qms", object_format=None), monkeypatch)
    judge.repo.stage({SECOND: DRAFT})
    judge()
    repo.commit("A draft", {".gitattributes": "*.txt text\n"})
    repo.stage({"qms/src/x.c": "1"})
    judge()
    repo.commit("Another", {})
    judge.quick.clear()
    repo.stage({"qms/src/x.c": "2", ".gitattributes": "*.png filter=lfs\n"})
    assert judge().refused
