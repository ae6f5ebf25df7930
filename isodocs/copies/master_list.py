"""The copies of a folder -> its first page: the master list (ISO 9001:2015, 7.5.3.2)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from isodocs.copies import said
from isodocs.copies.wording import Wording, language_name
from isodocs.formats.html import shell
from isodocs.model.approval import APPROVING
from isodocs.model.document import State
from isodocs.named_tuple import NamedTuple

if TYPE_CHECKING:
    from datetime import date

    from isodocs.copies.make import CopyFormat
    from isodocs.copies.theme import Theme
    from isodocs.model.controlled_copy import ControlledCopy


class _Row(NamedTuple):
    """A copy as the page lists it, of which a translation says less.

    Its fields have the names of attributes, since a template looks for these first.
    """

    id: str
    revision: str
    state: str
    in_force: bool
    effective: str
    approvers: str
    files: Sequence[tuple[str, str]]
    title: str
    language: str = ""
    called: str = ""
    owner: str = ""
    classification: str = ""
    control: str = ""
    also: Sequence[_Row] = ()


def master_list(
    copies: Sequence[ControlledCopy],
    formats: Sequence[CopyFormat],
    stems: Sequence[str],
    theme: Theme,
    organisation: str,
    language: str,
    on: date,
) -> str:
    """The page; `stems` are the names of the copies' files without their endings."""
    wording = Wording(language)
    word = wording.word
    listed = list(zip(copies, stems, strict=True))
    translations = _translations(listed)
    rows = [
        _row(copy, stem, formats, wording)._replace(
            owner=copy.owner,
            classification=wording.classification(copy.classification),
            control=said.control(copy, wording) if copy.holder else "",
            also=[
                _row(other, name, formats, wording)._replace(
                    language=other.language, called=language_name(other.language)
                )
                for other, name in (() if copy.holder else translations.get(copy.id, ()))
            ],
        )
        for copy, stem in listed
        if (copy, stem) not in translations.get(_of(copy), ())
    ]
    return shell.render(
        "isodocs.copies",
        "list.html",
        language,
        f"{word('Documents')} – {organisation}" if organisation else word("Documents"),
        word,
        organisation=organisation,
        theme=theme,
        logo=theme.logo.address if theme.logo else "",
        on=word("As of {day}").format(day=wording.day(on)),
        classified=any(copy.classification for copy in copies),
        rows=rows,
    )


def _row(copy: ControlledCopy, stem: str, formats: Sequence[CopyFormat], wording: Wording) -> _Row:
    approvers = (made.name for made in copy.approvals if made.meaning in APPROVING)
    return _Row(
        id=copy.id,
        revision=copy.revision,
        state=wording.state(copy.state),
        in_force=copy.state is State.EFFECTIVE,
        effective=wording.day(copy.effective) if copy.effective else "",
        approvers=", ".join(dict.fromkeys(approvers)),
        files=[(format.upper(), f"{stem}.{format}") for format in formats],
        title=copy.title,
    )


def _of(copy: ControlledCopy) -> str:
    return copy.translates.document if copy.translates else ""


def _translations(
    listed: Sequence[tuple[ControlledCopy, str]],
) -> Mapping[str, Sequence[tuple[ControlledCopy, str]]]:
    """The translations of documents that are listed, which belong in the row of their original."""
    alone = {copy.id for copy, _ in listed if copy.holder is None}
    found: dict[str, list[tuple[ControlledCopy, str]]] = defaultdict(list)
    for copy, stem in listed:
        if copy.holder is None and _of(copy) in alone:
            found[_of(copy)].append((copy, stem))
    return found
