"""Whether an evidence pack is as it was made."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from isodocs.formats import Data, Report, Rows
from isodocs.formats.text.escape import one_line
from isodocs.formats.text.layout import Text, wrapped
from isodocs.reports import heading
from isodocs.words import agreed, counted

if TYPE_CHECKING:
    from isodocs.model.pack import PackChecked, PackCompared

HEADER = ("file", "state", "sha256")
_MOST = 50
_ALONE = (
    "Anyone who changes a file can write another manifest. Compare its digest with the one that "
    "the organisation gives you in another way, or run this in a whole clone of its "
    "repository."
)


@dataclass(frozen=True)
class PackVerifyReport(Report):
    """What was found out about a pack."""

    checked: PackChecked

    def data(self) -> Data:
        """In the form of `schemas/pack-verify.schema.json`."""
        checked, made = self.checked, self.checked.made
        compared = checked.compared
        return {
            **heading.tool(1),
            "organisation": made.organisation,
            "for": made.purpose,
            "standards": list(made.standards),
            "on": made.on,
            "commit": made.commit,
            "manifest": checked.sha256,
            "holds": checked.holds,
            "files": [dict(zip(HEADER, row, strict=True)) for row in self.rows().rows],
            "notes": list(checked.notes),
            "repository": compared._asdict() if compared else None,
        }

    def rows(self) -> Rows:
        """A row to each file."""
        files = self.checked.files
        return Rows(HEADER, [(file.name, str(file.state), file.sha256 or None) for file in files])

    def text(self) -> Iterator[str]:
        """What is not as it was; then what the repository says."""
        checked, width = self.checked, self.width
        made = checked.made
        about = f"{', '.join(made.standards)}, {made.purpose}"
        where = f"commit {made.commit[:7]}, {made.on}"
        parts = ("Evidence pack", *map(one_line, (made.organisation, about, where)))
        yield from heading.title(parts, width)
        yield from self._files()
        for note in checked.notes:
            yield from wrapped(Text(note, ("yellow",)), width)
        if checked.compared:
            yield from _compared(checked.compared, width)
        yield f"SHA-256 of its manifest: {checked.sha256}"
        if checked.compared is None or checked.compared.is_of_nothing:
            yield from ("", *wrapped(_ALONE, width))

    def _files(self) -> Iterator[str]:
        faults = self.checked.faults
        number = len(self.checked.files)
        if not faults:
            yield from wrapped(
                Text(f"All {number} files are as in the manifest.", ("green",)), self.width
            )
        for file in faults[:_MOST]:
            yield from wrapped(Text(f"{file.state}: {one_line(file.name)}", ("red",)), self.width)
        if len(faults) > _MOST:
            yield f"and {len(faults) - _MOST} more"
        if faults:
            verb = agreed(len(faults), "is", "are")
            yield f"{counted(len(faults), 'file')} of {number} {verb} not as in the manifest."


def _compared(compared: PackCompared, width: int) -> Iterator[str]:
    for note in compared.notes:
        yield from wrapped(Text(note, ("yellow",)), width)
    for difference in compared.differences:
        yield from wrapped(Text(f"not ours: {one_line(difference)}", ("red",)), width)
    if compared.is_of_nothing:
        said = "Nothing of it was compared with this repository: all of it may have been altered."
        yield from wrapped(Text(said, ("yellow", "bold")), width)
        return
    if compared.not_compared:
        verb = agreed(compared.not_compared, "was", "were")
        said = (
            f"{counted(compared.not_compared, 'file')} {verb} NOT COMPARED, and may have been "
            "altered. Rely on the documents and on what is in Git alone."
        )
        yield from wrapped(Text(said, ("yellow", "bold")), width)
    if not compared.differences:
        what = "Its part that could be compared" if compared.not_compared else "It"
        said = (
            f"{what} is what this repository gives: {counted(compared.documents, 'document')} with "
            f"their approvals, {counted(compared.files, 'file')} with the same bytes."
        )
        yield from wrapped(Text(said, ("green",)), width)
