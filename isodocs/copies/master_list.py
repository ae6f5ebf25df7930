"""The copies of a folder -> its first page: the master list (ISO 9001:2015, 7.5.3.2)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from isodocs.copies import said
from isodocs.copies.wording import Wording
from isodocs.formats.html import shell
from isodocs.model.approval import APPROVING
from isodocs.model.document import State

if TYPE_CHECKING:
    from datetime import date

    from isodocs.copies.make import CopyFormat
    from isodocs.copies.theme import Theme
    from isodocs.model.controlled_copy import ControlledCopy


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
    rows = [
        {
            "id": copy.id,
            "title": copy.title,
            "revision": copy.revision,
            "state": wording.state(copy.state),
            "in_force": copy.state is State.EFFECTIVE,
            "effective": wording.day(copy.effective) if copy.effective else "",
            "owner": copy.owner,
            "classification": wording.classification(copy.classification),
            "approvers": ", ".join(
                dict.fromkeys(made.name for made in copy.approvals if made.meaning in APPROVING)
            ),
            "control": said.control(copy, wording) if copy.holder else "",
            "files": [(format.upper(), f"{stem}.{format}") for format in formats],
        }
        for copy, stem in zip(copies, stems, strict=True)
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
