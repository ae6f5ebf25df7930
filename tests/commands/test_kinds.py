"""`new --list`, `new TYPE --fields`, and what the shell completes of kinds and fields."""

from __future__ import annotations

import shlex
from pathlib import Path

import click
import pytest

from isodocs.cli import cli
from isodocs.commands import _kinds
from isodocs.commands._show_kinds import beginning
from isodocs.lifecycle.create_record import naming_field
from isodocs.records import record_values
from isodocs.records.examples import example
from isodocs.records.record_kinds import kinds
from tests.helpers.command import refused, run
from tests.helpers.repository import RepositoryBuilder


def test_every_kind_is_listed_on_one_line_also_outside_a_repository(tmp_path: Path) -> None:
    lines = run("new", "--list", at=tmp_path).splitlines()
    begun = [line.split()[0] for line in lines if line.startswith("  ")]
    types = ["manual", "policy", "objectives", "procedure", "work-instruction", "form", "register"]
    assert begun == [*types, *kinds()]
    assert "  training              a row   One person, one training" in "\n".join(lines)


def test_types_are_those_of_the_repository(repo: RepositoryBuilder) -> None:
    repo.write("isodocs.yaml", "types:\n  recipe: {prefix: REC, folder: documents/recipes}\n")
    assert "  recipe                REC, kept in documents/recipes" in run(
        "new", "--list", at=repo.path
    )


@pytest.mark.parametrize("kind", kinds().values(), ids=kinds())
def test_every_example_has_the_form_of_its_field(kind: record_values.RecordKind) -> None:
    """And the command that is shown gives all that is required."""
    for field in kind.fields.values():
        if shown := example(kind, field):
            check = record_values.checked if field.form == "list" else record_values.typed
            found = check(field, shown, (1, 1))
            assert found in (None, (None, None)) or found[1] is None, (field.name, shown)
        else:
            assert field.form in ("text", "list"), field.name
            assert not field.refers, field.name
    words = shlex.split(beginning(kind))
    given = {word.partition("=")[0] for word in words if "=" in word}
    assert words[:3] == ["isodocs", "new", kind.name]
    later = {kind.key} if kind.number else set()
    missing = {*record_values.required(kind)} - given - later
    assert missing <= {naming_field(kind), "status", "raised"}, missing


def test_fields_are_shown_with_format_meaning_and_example(tmp_path: Path) -> None:
    said = run("new", "training", "--fields", at=tmp_path)
    assert "  date                date, required, such as 2026-12-01\n" in said
    assert "The day it was finished." in said
    assert "awareness | internal-auditor |" in said
    assert "Begin one: isodocs new training --set person=ann --set competence=" in said
    document = run("new", "procedure", "--fields", at=tmp_path)
    assert "  owner           required, such as purchasing-manager\n" in document
    assert "draft | approved | obsolete, required" in document
    assert "--fields needs a TYPE" in refused("new", "--fields", at=tmp_path)
    assert "Did you mean 'training'?" in refused("new", "trainig", "--fields", at=tmp_path)


@pytest.mark.parametrize(
    ("words", "typed", "found"),
    [
        (["new"], "tra", ["training", "training-plan"]),
        (["new"], "po", ["policy"]),
        (["new", "risk", "--set"], "sta", ["standard=", "status="]),
        (["new", "risk", "--set"], "status=o", ["status=open"]),
        (["new", "training", "--set"], "passed=", ["passed=yes", "passed=no"]),
        (["new", "nothing", "--set"], "", []),
        (["set", "NC-2026-003"], "corrected", ["corrected="]),
        (["set", "records/training.csv:12"], "eval", ["evaluated=", "evaluated-by="]),
        (["set", "XYZ-1"], "", []),
        (["records"], "supp", ["supplier"]),
        (["records", "equipment"], "status=in", ["status=in-use"]),
        (["init", "--start"], "iso-1", ["iso-14001", "iso-13485"]),
        (["init", "--start"], "int", ["integrated"]),
    ],
)
def test_the_shell_completes(
    tmp_path: Path, words: list[str], typed: str, found: list[str]
) -> None:
    from click.shell_completion import ShellComplete

    args = ["-C", str(tmp_path), *words]
    items = ShellComplete(cli, {}, "isodocs", "_ISODOCS_COMPLETE").get_completions(args, typed)
    assert [item.value for item in items] == found


def test_a_kind_says_what_it_is() -> None:
    context = click.Context(cli)
    (item,) = _kinds.complete_kind(context, click.Argument(["kind"]), "supplier")
    assert item.help == "Supplier"
