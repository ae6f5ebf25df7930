"""Types of document and kinds of record, with their fields, as the shell completes them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from click.shell_completion import CompletionItem

from isodocs.words import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    import click

    from isodocs.model.config import Config
    from isodocs.model.record import RecordKind


def config_around(directory: Path) -> Config:
    """The configuration of the system around a folder; without one, as `init` would write it."""
    from isodocs.commands._find_standard import snapshot_around
    from isodocs.inventory.configuration import read_config
    from isodocs.model.config import Config
    from isodocs.parsing.config import default_types

    snapshot = snapshot_around(directory)
    config = read_config(snapshot) if snapshot else Config()
    begun = snapshot is not None and bool(config.types or config.include)
    return config if begun else Config(types=default_types())


def complete_type(ctx: click.Context, param: click.Parameter, typed: str) -> list[CompletionItem]:
    """The types of document and kinds of record that begin as typed."""
    from isodocs.records.record_kinds import kinds

    types = config_around(_directory(ctx)).types
    names = {name: say("document, {prefix}", prefix=kind.prefix) for name, kind in types.items()}
    names |= {name: kind.title for name, kind in kinds().items() if name not in names}
    return [CompletionItem(n, help=about) for n, about in names.items() if n.startswith(typed)]


def complete_kind(ctx: click.Context, param: click.Parameter, typed: str) -> list[CompletionItem]:
    """The kinds of record that begin as typed."""
    from isodocs.records.record_kinds import kinds

    return [CompletionItem(n, help=k.title) for n, k in kinds().items() if n.startswith(typed)]


def complete_field(ctx: click.Context, param: click.Parameter, typed: str) -> list[CompletionItem]:
    """The fields of the kind that is named before: `owner=`, and `status=open` where words are set.

    The kind is the TYPE of `new` or the KIND of `records`. After `--set` click has not looked at
    arguments yet.
    """
    from isodocs.records.record_kinds import kinds

    named = (str(ctx.params.get("type")), str(ctx.params.get("kind")), *ctx.args)
    kind = next((kinds()[word] for word in named if word in kinds()), None)
    return [*_fields(kind, typed)] if kind else []


def complete_field_of(
    ctx: click.Context, param: click.Parameter, typed: str
) -> list[CompletionItem]:
    """The fields of the record that `set` names before, by the number that it begins with."""
    from isodocs.records.examples import number
    from isodocs.records.record_kinds import kinds

    named = str(ctx.params.get("record") or "")
    stem = named.rpartition("/")[2].partition(".")[0]
    prefix = named.partition("-")[0]
    fitting = (
        kind
        for kind in kinds().values()
        if kind.name == stem or (kind.number and number(kind).partition("-")[0] == prefix)
    )
    kind = next(fitting, None)
    return [*_fields(kind, typed)] if kind else []


def _fields(kind: RecordKind, typed: str) -> Iterator[CompletionItem]:
    name, equals, _ = typed.partition("=")
    for field in kind.fields.values():
        words = field.choices or (("yes", "no") if field.form == "flag" else ())
        if equals and name == field.name:
            texts = [f"{name}={word}" for word in words]
            yield from (CompletionItem(text) for text in texts if text.startswith(typed))
        elif not equals and field.name.startswith(typed):
            yield CompletionItem(f"{field.name}=", help=field.about)


def _directory(ctx: click.Context) -> Path:
    return Path(ctx.find_root().params.get("directory") or ".")
