"""A copy is made again, and compared with the file that someone has."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import date, timedelta
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from isodocs.commands._copies import copies_of, paths_of, theme_of, with_history_up_to
from isodocs.copies import recipe
from isodocs.copies.collect import handed_out
from isodocs.copies.make import CopyFormat, Workshop
from isodocs.copies.page_words import difference
from isodocs.copies.publish import WantedCopies, names_of, order_of
from isodocs.copies.recipe import ALL
from isodocs.copies.validity import ask
from isodocs.dataclass import replace
from isodocs.errors import IsodocsError, ProgramMissingError
from isodocs.inventory.shown_files import site_of
from isodocs.model.controlled_copy import FileComparison, Likeness
from isodocs.model.validity import plain_number
from isodocs.named_tuple import NamedTuple

if TYPE_CHECKING:
    from isodocs.copies.make import MadeCopy, Order
    from isodocs.copies.recipe import Recipe
    from isodocs.copies.theme import Theme
    from isodocs.copies.validity import Asked
    from isodocs.model.register import Register
    from isodocs.model.validity import CopyCode
    from isodocs.workspace import View, Workspace

_MOST_DAYS = 8


class _Possible(NamedTuple):
    """What a copy with the code may be made of, as it was on a day."""

    day: date
    order: Order
    theme: Theme
    recipe: Recipe


def compare(
    workspace: Workspace, view: View, register: Register, code: CopyCode, data: bytes
) -> FileComparison:
    """Whether a file is byte for byte the copy that it says it is.

    What a copy says changes with approvals and time, so it is made as of the days on which it may
    have been made, the newest first, for no holder and for each. Its marks say which of them it is;
    someone who altered the file may have altered these, but not what is made again.
    """
    said = recipe.in_file(data)
    if said is None:
        return FileComparison(Likeness.NOT_SAID)
    ending = "pdf" if data.startswith(b"%PDF") else "html"
    now: _Possible | None = None
    for possible in _possible(workspace, view, register, code, said, ending):
        now = now or possible
        if possible.recipe.content == said.content:
            return _compared(possible, said, data)
    if now is None:
        return FileComparison(Likeness.NOT_SAID)
    return FileComparison(Likeness.SAYS_OTHER, now.day)


def _compared(possible: _Possible, said: Recipe, data: bytes) -> FileComparison:
    day, holder = possible.day, possible.order.copy.holder
    try:
        with TemporaryDirectory() as folder:
            # What the file says of programs and theme is written into it, and decides nothing else.
            own = possible.recipe._replace(programs=said.programs, theme=said.theme)
            made = Workshop(possible.theme, Path(folder)).make(possible.order, own)
    except ProgramMissingError as error:
        return FileComparison(Likeness.NOT_MADE, day, holder, f"{error} {error.hint}")
    except IsodocsError as error:
        return FileComparison(Likeness.NOT_MADE, day, holder, str(error))
    if made.data == data:
        return FileComparison(Likeness.SAME, day, holder)
    is_page = possible.order.format is CopyFormat.HTML
    why = difference(data, made.data) if is_page else ""
    return FileComparison(_unlike(possible, said, made), day, holder, why)


def _unlike(possible: _Possible, said: Recipe, made: MadeCopy) -> Likeness:
    """Why a file differs from what is made again, as far as its marks explain that."""
    if said.programs != possible.recipe.programs:
        return Likeness.OTHER_PROGRAMS
    if said.theme != possible.recipe.theme:
        return Likeness.OTHER_THEME
    return Likeness.OTHER_FONTS if made.borrowed else Likeness.ALTERED


def _possible(
    workspace: Workspace,
    view: View,
    register: Register,
    code: CopyCode,
    said: Recipe,
    ending: str,
) -> Iterator[_Possible]:
    """What the copy may be made of, as of each day, for no one and for each holder."""
    yield from _as_of(workspace, view, register, code, said, ending)
    for day in _days(ask(register, code), view.on):
        before = replace(view, on=day, latest=False)
        with suppress(IsodocsError):  # the repository may hold nothing as old
            then = workspace.register(before)
            yield from _as_of(workspace, before, then, code, said, ending)


def _as_of(
    workspace: Workspace,
    view: View,
    register: Register,
    code: CopyCode,
    said: Recipe,
    ending: str,
) -> Iterator[_Possible]:
    sight = workspace.see(view)
    asked = ask(register, code)
    if asked.entry is None or asked.document is None:
        return
    theme = theme_of(sight.snapshot, register.config)
    site = site_of(sight.snapshot, register.config.include)
    texts = [(asked.entry, asked.document)]
    (copy,) = copies_of(workspace, register, sight.snapshot, texts)
    levels = register.config.classification.levels
    cut = [copy, *(with_history_up_to(register, copy, level) for level in levels)]
    histories = dict.fromkeys(each.revisions for each in cut)
    wanted = WantedCopies(
        organisation=register.config.organisation,
        language="",
        on=view.on,
        commit="",
        copies=(),
        formats=(),
        documents=_led_to(register, said),
        tops=tuple(site.tops),
        bases=tuple(site.bases),
        ids=[entry.id for entry in register],
    )
    names = names_of(wanted)
    given = handed_out(register, copy.id, copy.revision)
    holders = [each.holder for each in given if plain_number(each.holder.number) == code.copy]
    for revisions, holder in product(histories, (*holders, None)):
        mine = replace(copy, revisions=revisions, holder=holder)
        order = order_of(wanted, mine, CopyFormat(ending), names)
        yield _Possible(view.on, order, theme, recipe.recipe_of(order, theme))


def _led_to(register: Register, said: Recipe) -> dict[str, list[tuple[str, str]]]:
    """Where the documents are that the links of the copy lead to."""
    ids = [*register.entries] if ALL in said.links else [*said.links]
    texts = [
        (entry, (entry.in_force or entry.newest).document)
        for id in ids
        if (entry := register.entries.get(id))
    ]
    return paths_of(texts)


def _days(asked: Asked, on: date) -> list[date]:
    """The days on which something was still as before: the newest of those that may matter."""
    if asked.entry is None:
        return []
    days = {asked.validity.day, asked.entry.next_review}
    for status in asked.entry.revisions:
        for form in (status, *status.others):
            given = form.judgement.statements if form.judgement else ()
            days |= {form.effective_on, form.approved_on, *(statement.day for statement in given)}
    before = {day - timedelta(days=1) for day in days if day and day <= on}
    return sorted(before, reverse=True)[:_MOST_DAYS]
