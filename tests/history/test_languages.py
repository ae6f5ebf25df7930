"""Which files are texts of one document in several languages, and what each is called."""

from __future__ import annotations

from datetime import date

import pytest

from isodocs.model.register import Register
from isodocs.workspace import View, Workspace
from tests.helpers.company import base, document
from tests.helpers.repository import RepositoryBuilder


def register(repo: RepositoryBuilder) -> Register:
    return Workspace.open(repo.path).register(View(date(2024, 6, 1)))


def text(id: str = "SOP-1", **fields: str) -> str:
    return document(id, status="draft", **fields)


def called(repo: RepositoryBuilder) -> dict[str, str]:
    """What each file is called."""
    return {each.path.removeprefix("documents/"): each.id for each in register(repo).documents}


@pytest.mark.parametrize(
    ("files", "translations", "setting"),
    [
        ("SOP-1/en.md=en SOP-1/de.md=de", "SOP-1/de.md@de", ""),
        ("en.md de.md", "de.md@de", ""),
        ("SOP-1.md SOP-1.de.md", "SOP-1.de.md@de", ""),
        ("SOP-1.md SOP-1.en.md", "SOP-1.en.md@en", ""),
        ("SOP-1_DE.md SOP-1-en.md", "SOP-1_DE.md@de", ""),
        ("de/SOP-1.md en/SOP-1.md", "de/SOP-1.md@de", ""),
        ("i18n/de/a.md a.md", "i18n/de/a.md@de", ""),
        ("a.md=German b.md=pt_br", "b.md@pt-BR", "de-AT"),
        ("a.md b.md=fr", "b.md@fr", "de"),
        # Two files in one language, or in none, are two documents with one identifier.
        ("a.md b.md", "", ""),
        ("a.md=de b.de.md", "", ""),
        ("a.md b.md=en", "", ""),
        ("it/SOP-1.md hr/SOP-1.md", "", ""),
        ("it/SOP-1.md SOP-1.md", "", ""),
        ("check-in.md x.md", "", ""),
    ],
)
def test_files_in_several_languages_are_told_apart(
    files: str, translations: str, setting: str, repo: RepositoryBuilder
) -> None:
    settings = str(base()["isodocs.yaml"])
    repo.write("isodocs.yaml", settings + f"language: {setting}\n" * bool(setting))
    for path, _, language in (file.partition("=") for file in files.split()):
        repo.write(f"documents/{path}", text(language=language, title=path))
    marked = [f"{path}@{id.partition('@')[2]}" for path, id in called(repo).items() if "@" in id]
    assert " ".join(marked) == translations


def test_what_is_called_what_follows_from_history(repo: RepositoryBuilder) -> None:
    """What was there first is the original; a corrected language is no other text."""
    repo.commit("Begin", {**base(), "documents/a.md": text(language="dee")})
    repo.commit("Correct the language", {"documents/a.md": text(language="de")})
    assert list(register(repo).entries) == ["SOP-1"]
    repo.commit(
        "Say it in the name", {"documents/a.md": None, "documents/a.de.md": text(language="de")}
    )
    repo.commit("Translate", {"documents/a.en.md": text(language="en", title="Other")})
    assert called(repo) == {"a.de.md": "SOP-1", "a.en.md": "SOP-1@en"}
    assert len(register(repo).entries["SOP-1"].history.transitions) == 3
    repo.commit("Give up the translation", {"documents/a.en.md": None})
    assert called(repo) == {"a.de.md": "SOP-1"}
    assert list(register(repo).entries) == ["SOP-1", "SOP-1@en"]
