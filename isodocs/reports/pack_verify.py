"""Whether an evidence pack is as it was made."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from isodocs.dataclass import immutable
from isodocs.formats import Data, Report, Rows
from isodocs.formats.text.escape import one_line
from isodocs.formats.text.layout import Text, wrapped
from isodocs.reports import heading
from isodocs.words import agreed, counted, joined, say

if TYPE_CHECKING:
    from isodocs.model.pack import PackChecked, PackCompared

HEADER = ("file", "state", "sha256")
_MOST = 50
_ALONE = say(
    "Anyone who changes a file can write another manifest. Compare its "
    "digest with the one that the organisation gives you in another way, or "
    "run this in a whole clone of its repository."
)


@immutable(frozen=True)
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
        about = say(
            "{standards}, {purpose}", standards=joined(", ", made.standards), purpose=made.purpose
        )
        where = say("commit {commit}, {on}", commit=made.commit[:7], on=made.on)
        parts = (say("Evidence pack"), *map(one_line, (made.organisation, about, where)))
        yield from heading.title(parts, width)
        yield from self._files()
        for note in checked.notes:
            yield from wrapped(Text(note, ("yellow",)), width)
        if checked.compared:
            yield from _compared(checked.compared, width)
        yield say("SHA-256 of its manifest: {sha256}", sha256=checked.sha256)
        if checked.compared is None or checked.compared.is_of_nothing:
            yield from ("", *wrapped(_ALONE, width))

    def _files(self) -> Iterator[str]:
        faults = self.checked.faults
        number = len(self.checked.files)
        if not faults:
            yield from wrapped(
                Text(say("All {number} files are as in the manifest.", number=number), ("green",)),
                self.width,
            )
        for file in faults[:_MOST]:
            yield from wrapped(
                Text(say("{state}: {name}", state=file.state, name=one_line(file.name)), ("red",)),
                self.width,
            )
        if len(faults) > _MOST:
            yield say("and {faults} more", faults=len(faults) - _MOST)
        if faults:
            verb = agreed(len(faults), "is", "are")
            yield say(
                "{files} of {number} {verb} not as in the manifest.",
                files=counted(len(faults), "file"),
                number=number,
                verb=verb,
            )


def _compared(compared: PackCompared, width: int) -> Iterator[str]:
    for note in compared.notes:
        yield from wrapped(Text(note, ("yellow",)), width)
    for difference in compared.differences:
        yield from wrapped(
            Text(say("not ours: {difference}", difference=one_line(difference)), ("red",)), width
        )
    if compared.is_of_nothing:
        said = say(
            "Nothing of it was compared with this repository: all of it may have been altered."
        )
        yield from wrapped(Text(said, ("yellow", "bold")), width)
        return
    if compared.not_compared:
        verb = agreed(compared.not_compared, "was", "were")
        said = say(
            "{files} {verb} NOT COMPARED, and may have been altered. Rely on the "
            "documents and on what is in Git alone.",
            files=counted(compared.not_compared, "file"),
            verb=verb,
        )
        yield from wrapped(Text(said, ("yellow", "bold")), width)
    if not compared.differences:
        what = say("Its part that could be compared") if compared.not_compared else say("It")
        said = say(
            "{what} is what this repository gives: {documents} with their approvals, "
            "{files} with the same bytes.",
            what=what,
            documents=counted(compared.documents, "document"),
            files=counted(compared.files, "file"),
        )
        yield from wrapped(Text(said, ("green",)), width)
