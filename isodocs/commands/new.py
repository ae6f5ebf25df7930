"""`isodocs new`: start a document or a record."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from isodocs.commands._kinds import complete_field, complete_type
from isodocs.commands._open import open_alone, open_today
from isodocs.commands._text import TEXT, echo
from isodocs.commands._write import WritingCommand, can_answer, writes
from isodocs.dataclass import replace
from isodocs.words import joined, say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from isodocs.lifecycle.plan import Plan
    from isodocs.model.config import Config
    from isodocs.model.record import RecordField, RecordKind
    from isodocs.model.register import Register
    from isodocs.workspace import Workspace

EXAMPLES = (
    'new procedure "Purchasing" --clause iso-9001-2015:8.4.1',
    "new nonconformity 'Gauges without calibration' --set source=process --set grade=minor "
    "--set owner=quality-manager",
    "new training --fields",
)


@click.command()
@click.argument("type", metavar="TYPE", required=False, default="", shell_complete=complete_type)
@click.argument("title", required=False, default="")
@click.option("--owner", default="", metavar="ROLE", help="The role or person responsible for it.")
@click.option(
    "--id", default="", metavar="ID", help="Its identifier, instead of the next free one."
)
@click.option(
    "--clause",
    "clauses",
    multiple=True,
    metavar="CLAUSE",
    help="A clause it answers, such as 8.4.1 or iso-9001-2015:8.4.1; several times for several.",
)
@click.option(
    "--set",
    "fields",
    multiple=True,
    metavar="FIELD=VALUE",
    shell_complete=complete_field,
    help="A field of a record; several times for several. A list is written 'a; b'.",
)
@click.option(
    "--list",
    "listed",
    is_flag=True,
    help="List every type of document and kind of record, and stop.",
)
@click.option(
    "--fields",
    "explained",
    is_flag=True,
    help="List the fields of this type or kind, with a format and an example of each, and stop.",
)
@writes()
def command(
    write: WritingCommand,
    type: str,
    title: str,
    owner: str,
    id: str,
    clauses: tuple[str, ...],
    fields: tuple[str, ...],
    listed: bool,
    explained: bool,
) -> None:
    """Start a document or record of TYPE with TITLE.

    A document (procedure, work-instruction, form ... as isodocs.yaml lists them) starts as a
    draft with the outline that such documents usually have. Replace each text in [brackets]: a
    document that still has one cannot be approved.

    A record of how something went (nonconformity, audit, management-review, change, certification)
    is a file; any other (training, action, calibration ...) is a row of its table below records/.
    Required fields not given with --set are asked for; `isodocs set` adds what comes later.

    A number is free if no branch known here has it, including those of the server.
    """
    if listed or explained:
        _explain(write.ctx, type, listed)
        return
    if not type:
        raise click.UsageError(
            say("name what to start: isodocs new TYPE; `isodocs new --list` lists all")
        )
    title = " ".join(title.split())
    answers = {}
    if can_answer():  # asked before it is this command's turn, so that no one waits for it
        workspace, register = open_today(write.ctx)
        if kind := _kind_of(register.config, type):
            given = _given(kind, title, owner, id, clauses, fields)
            answers = _answers(workspace, register, kind, given)
    with open_alone(write.ctx) as (workspace, register):
        if kind := _kind_of(register.config, type):
            from isodocs.commands._find_standard import standard_ids

            given = {**_given(kind, title, owner, id, clauses, fields), **answers}
            plan = _record(workspace, register, kind, standard_ids(register, kind, given))
        else:
            plan = _document(workspace, register, type, title, owner, id, clauses, fields)
        write.record(workspace, plan)


def _explain(ctx: click.Context, type: str, listed: bool) -> None:
    """`--list` and `--fields`."""
    from isodocs.commands._kinds import config_around
    from isodocs.commands._show_kinds import show_fields, show_front_matter, show_kinds

    config = config_around(ctx.obj.directory)
    if listed:
        show_kinds(config)
        return
    if not type:
        raise click.UsageError(say("--fields needs a TYPE: isodocs new training --fields"))
    kind = _kind_of(config, type)
    if kind is None:
        show_front_matter(config)
    else:
        show_fields(kind)


# -- documents ------------------------------------------------------------------------------


def _document(
    workspace: Workspace,
    register: Register,
    type: str,
    title: str,
    owner: str,
    id: str,
    clauses: tuple[str, ...],
    fields: tuple[str, ...],
) -> Plan:
    from isodocs.inventory.taken_numbers import elsewhere
    from isodocs.lifecycle.at_the_keyboard import usual_owner
    from isodocs.lifecycle.create import by_standard, create

    if fields:
        raise click.UsageError(say("--set is for records; a document's fields are in its file"))
    if not title:
        raise click.UsageError(say("a {type} needs a title: isodocs new {type} TITLE", type=type))
    chosen = owner or usual_owner(workspace, register)
    plan = create(
        register,
        type,
        title,
        owner=chosen,
        id=id,
        clauses=by_standard(register, clauses),
        taken=elsewhere(workspace.git, register.config).get("", ()),
    )
    if owner:
        return plan
    whose = say(
        "Its owner is {chosen}; if that is wrong, change 'owner:' in the file.", chosen=chosen
    )
    return replace(plan, then=(*plan.then, whose))


# -- records --------------------------------------------------------------------------------


def _kind_of(config: Config, type: str) -> RecordKind | None:
    """The kind of record of that name; a type of document of isodocs.yaml comes first."""
    from isodocs.errors import LifecycleError
    from isodocs.records.record_kinds import kinds
    from isodocs.words import did_you_mean

    types = config.types
    if type in types or type in kinds():
        return None if type in types else kinds()[type]
    if not types and type:
        return None  # a repository without types has documents of any
    by_prefix = next(
        (name for name, t in types.items() if t.prefix.rstrip("-_.") == type.upper()), ""
    )
    near = (
        say(" Did you mean {by_prefix!r}?", by_prefix=by_prefix)
        if by_prefix
        else did_you_mean(type, [*types, *kinds()])
    )
    raise LifecycleError(
        say(
            "there is neither a document type nor a kind of record {type!r}.{near}",
            type=type,
            near=near,
        ),
        hint=say(
            "Documents are {types}; records are {kinds}. `isodocs new --list` says "
            "what each is for.",
            types=", ".join(types),
            kinds=", ".join(kinds()),
        ),
    )


def _given(
    kind: RecordKind,
    title: str,
    owner: str,
    id: str,
    clauses: tuple[str, ...],
    fields: tuple[str, ...],
) -> dict[str, str]:
    """What the command line says of a record, by field."""
    from isodocs.lifecycle.create_record import naming_field
    from isodocs.words import article

    values: dict[str, str] = {}
    options = (
        ("TITLE", naming_field(kind), title),
        ("--owner", "owner", owner),
        ("--id", kind.key, id),
        ("--clause", "clauses", "; ".join(clauses)),
    )
    for option, name, text in options:
        if text and name not in kind.fields:
            fitting = say(", such as --set course=...") if "course" in kind.fields else ""
            raise click.UsageError(
                say(
                    "{article} has no field for {option}; leave it out, and give what the "
                    "record says with --set FIELD=VALUE{fitting} (isodocs new {name} "
                    "--fields)",
                    article=article(kind.title.lower()),
                    option=option,
                    fitting=fitting,
                    name=kind.name,
                )
            )
        if text:
            values[name] = text
    for field in fields:
        name, equals, text = field.partition("=")
        if not equals:
            raise click.UsageError(say("--set {field}: write FIELD=VALUE", field=field))
        values[name.strip()] = text
    return values


def _record(
    workspace: Workspace, register: Register, kind: RecordKind, given: Mapping[str, str]
) -> Plan:
    from isodocs.inventory.taken_numbers import elsewhere
    from isodocs.lifecycle.create_record import create_record

    taken = elsewhere(workspace.git, register.config)
    return create_record(register, kind, given, workspace.read_file, taken)


def _answers(
    workspace: Workspace, register: Register, kind: RecordKind, given: Mapping[str, str]
) -> dict[str, str]:
    """What must still be said, asked for."""
    from isodocs.lifecycle.create_record import missing, with_defaults

    values = with_defaults(register, kind, given)
    return {field.name: _ask(workspace, register, field) for field in missing(kind, values)}


def _ask(workspace: Workspace, register: Register, field: RecordField) -> str:
    """Ask for a field until the answer has its form; the day is today unless another is given."""
    from isodocs.formats.text.escape import one_line
    from isodocs.records.record_values import checked, cut, typed

    words = say(" ({choices})", choices=", ".join(field.choices)) if field.choices else ""
    echo(joined("", (say(field.about), words)))
    default = _suggested(workspace, register, field)
    while True:
        answer = str(
            click.prompt(say("  {name}", name=field.name), default=default or None, type=TEXT)
        ).strip()
        if field.form == "list":
            problems = [checked(field, item, (0, 0)) for item in cut(answer)]
        else:
            problems = [typed(field, answer, (0, 0))[1]]
        wrong = next((problem for problem in problems if problem), None)
        if answer and wrong is None:
            return answer
        if wrong:
            echo(say("  {message} {hint}", message=one_line(wrong.message), hint=wrong.hint))


def _suggested(workspace: Workspace, register: Register, field: RecordField) -> str:
    """What is probably the answer; empty where nothing is."""
    from isodocs.lifecycle.at_the_keyboard import usual_owner

    if field.form == "date" and field.name not in ("due", "planned", "next-due"):
        return register.on.isoformat()
    if field.refers == "owner":
        return usual_owner(workspace, register)
    if field.refers == "standard":
        return register.config.default_standard
    return ""
