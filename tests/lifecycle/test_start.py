"""The first files of a repository, new or adopted."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from isodocs.adoption.look import look
from isodocs.authority import authority_register
from isodocs.checking.check import check
from isodocs.errors import LifecycleError
from isodocs.lifecycle.carry_out import carry_out
from isodocs.lifecycle.create import file_name
from isodocs.lifecycle.plan import Plan
from isodocs.lifecycle.start import existing_files, people, start
from isodocs.model.config import Config
from isodocs.parsing import config as config_parsing
from isodocs.repository.git import Git
from isodocs.workspace import View, Workspace
from tests.helpers.repository import RepositoryBuilder

ANN = "Ann Author <ann@example.com>"
QUINN = "Quinn Quality <Quinn@Example.com>"

RULES = ".isodocs/** -text\n*.md text eol=lf\nrecords/**/*.csv merge=union\n"


def planned(git: Git, *persons: str, organisation: str = "") -> Plan:
    return start(
        git,
        organisation=organisation,
        standards=["iso-9001-2015"],
        persons=people(persons or (ANN,)),
        existing=look(existing_files(git)[0], date(2024, 6, 1)),
    )


def begin(repo: RepositoryBuilder, *persons: str, organisation: str = "Test Works") -> Config:
    git = Git.discover(repo.path)
    carry_out(git, planned(git, *persons, organisation=organisation))
    config = config_parsing.parse((repo.path / "isodocs.yaml").read_bytes())
    assert config.problems == ()
    return config


def test_a_new_repository_has_types_and_folders(repo: RepositoryBuilder) -> None:
    config = begin(repo, organisation='Müller: "Präzision" #1')
    assert config.organisation == 'Müller: "Präzision" #1'
    assert config.types["procedure"].prefix == "SOP"
    assert config.types["procedure"].folder == "documents/procedures"
    assert config.include == ("documents/**/*.md",)
    assert (repo.path / ".gitattributes").read_text() == RULES


def test_the_same_people_begin_another_project_each_time(
    repo: RepositoryBuilder, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """What is approved or pinned in one says nothing of the other."""
    other = RepositoryBuilder(tmp_path_factory.mktemp("other") / "repo")
    registers = []
    for each in (repo, other):
        begin(each, ANN)
        registers.append((each.path / ".isodocs/authority/0001.json").read_bytes())
    first, second = map(authority_register.parse, registers)
    assert first.sha256 != second.sha256
    again = replace(first, sha256="", nonce=second.nonce)
    assert authority_register.write(again) == registers[1]
    following = replace(first, version=2, previous_sha256=first.sha256)
    assert b"nonce" not in authority_register.write(following)


def test_one_person_may_approve_alone_and_several_may_not(
    repo: RepositoryBuilder, tmp_path_factory: pytest.TempPathFactory
) -> None:
    begin(repo, ANN)
    other = RepositoryBuilder(tmp_path_factory.mktemp("other") / "repo")
    begin(other, ANN, QUINN)
    alone, two = (
        Workspace.open(place.path).register(View(date(2024, 6, 1), latest=True))
        for place in (repo, other)
    )
    for register, may in ((alone, True), (two, False)):
        assert register.inventory.authority is not None
        assert register.inventory.authority.current.rules[0].author_may_approve is may
    assert two.inventory.authority is not None
    assert list(two.inventory.authority.current.people) == ["ann", "quinn"]
    assert [gap.name for gap in check(alone).gaps if gap.counts] == ["nothing-controlled"]


def test_what_is_there_already_is_not_written_over(repo: RepositoryBuilder) -> None:
    repo.commit("Own rules", {".gitattributes": "*.png binary\n*.md text eol=lf"})
    begin(repo)
    assert (repo.path / ".gitattributes").read_text() == (
        "*.png binary\n*.md text eol=lf\n.isodocs/** -text\nrecords/**/*.csv merge=union\n"
    )
    with pytest.raises(LifecycleError, match="begun here already"):
        begin(repo)


@pytest.mark.parametrize(
    ("texts", "ids"),
    [
        ((ANN, QUINN), ["ann", "quinn"]),
        (("Ann A <a@x.org>", "Ann B <b@x.org>"), ["ann", "ann-b"]),
        (("Ann <a@x.org>", "Ann <b@x.org>"), ["ann", "ann-2"]),
        (("李 <li@x.org>",), ["person"]),
    ],
)
def test_people_get_ids_of_their_own(texts: tuple[str, ...], ids: list[str]) -> None:
    assert [person.id for person in people(texts)] == ids


@pytest.mark.parametrize("text", ["Ann", "<ann@example.com>", "Ann ann@example.com", "Ann <ann>"])
def test_a_person_has_name_and_address(text: str) -> None:
    with pytest.raises(LifecycleError, match="is not a person"):
        people([text])


def test_two_people_cannot_share_an_address() -> None:
    with pytest.raises(LifecycleError, match=r"two people have the address Ann@example\.com"):
        people([ANN, "Other <Ann@example.com>"])


def test_an_adopted_repository_keeps_its_names(repo: RepositoryBuilder) -> None:
    text = (
        "---\ndocument_id: QP-{0}\ntitle: Procedure {0}\nversion: '{0}.1'\nstate: Released\n"
        "last_reviewed_on: 2024-01-0{0}\nreview_in: 6 months\ndoc_type: guide\ncolour: red\n"
        "classification: only for us\n---\n"
        "# Procedure {0}\n\nDo it.\n"
    )
    files = {f"handbook/qp-{n}.md": text.format(n) for n in range(1, 4)}
    repo.commit("As it was", {**files, "README.md": "# Hello\n", "blog/a.md": "---\na: b\n---\n"})
    config = begin(repo)
    assert config.include == ("handbook/**/*.md",)
    assert config.fields == {
        "id": "document_id",
        "type": "doc_type",
        "revision": "version",
        "status": "state",
        "last-review": "last_reviewed_on",
        "review-every": "review_in",
    }
    assert config.status_words == {"Released": "approved"}
    assert config.scheme.name == "major.minor"
    assert list(config.types) == ["guide"]
    assert config.extra_fields == ("classification", "colour")
    assert config.required == ("id", "title", "type", "revision", "status")
    repo.commit("Begin")
    register = Workspace.open(repo.path).register(View(date(2024, 3, 1), latest=True))
    assert list(register.entries) == ["QP-1", "QP-2", "QP-3"]
    names = {gap.name for gap in check(register, ignore=["CLS"]).gaps if gap.counts}
    assert names == {"approval-missing", "field-missing", "change-summary-missing"}


def test_what_is_not_taken_in_is_listed_by_folder_with_the_reason(repo: RepositoryBuilder) -> None:
    one = "---\nid: A-{}\ntitle: A\n---\n# A\n"
    for path, text in {
        "docs/QP-7.5-01.md": one.format(1),
        "docs/a.md": one.format(2),
        "docs/test-output/b.md": one.format(2),
        "guides/p.md": "---\ntitle: A\n---\n# A\n",
        "narratives/n.md": "# A\n",
        "narratives/o.md": "# A\n",
        "other/b.md": one.format(3).replace("id", "number"),
        "README.md": "# A\n",
    }.items():
        repo.write(path, text)
    plan = planned(Git.discover(repo.path))
    assert "2 existing documents in 3 texts have been added." in plan.summary
    listed = (
        "2 in narratives (outside the folders of the others), 1 in the top folder (about the "
        "repository), 1 in docs/test-output (of programs and tests), 1 in guides (outside the "
        "folders of the others); 'include:' in isodocs.yaml says what is."
    )
    assert f"Markdown files not taken in: {listed}" in plan.summary
    config = begin(repo)
    assert config.include == ("docs/**/*.md", "other/**/*.md")
    assert config.exclude == ("docs/test-output/**",)


def test_file_names_spell_out_what_has_marks() -> None:
    assert file_name("SOP-001", "Übersicht der Maßnahmen") == "SOP-001-uebersicht-der-massnahmen.md"
    assert file_name("SOP-002", "Procédure d'œuvre") == "SOP-002-procedure-d-oeuvre.md"
