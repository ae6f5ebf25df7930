"""What became of files of Word that were imported: each with what was lost, and a summary."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from isodocs.dataclass import immutable
from isodocs.formats import Data, Report, Rows
from isodocs.formats.text.escape import one_line
from isodocs.formats.text.layout import Text, wrapped
from isodocs.model.imported import ImportOutcome
from isodocs.model.record import FOLDER
from isodocs.parsing.endings import MARKDOWN
from isodocs.reports import heading
from isodocs.words import counted, joined, listed, say, say_many

if TYPE_CHECKING:
    from isodocs.model.imported import ImportedFile, ImportedFolder

_HEADER = (
    "source",
    "outcome",
    "target",
    "id",
    "title",
    "approved-by",
    "kind",
    "what",
    "place",
    "text",
    "lost",
)
_LOOK = {
    ImportOutcome.FAILED: ("red", "bold"),
    ImportOutcome.TAKEN: ("red", "bold"),
    ImportOutcome.PARTLY: ("yellow", "bold"),
    ImportOutcome.OTHER: ("dim",),
    ImportOutcome.EDITED: ("yellow", "bold"),
    ImportOutcome.GONE: ("yellow",),
    ImportOutcome.AS_BEFORE: ("dim",),
}
_TAKEN = (
    ImportOutcome.NEW,
    ImportOutcome.AGAIN,
    ImportOutcome.PARTLY,
    ImportOutcome.AS_BEFORE,
)
_MOST = 12
"""So many losses of one kind are shown; JSON and CSV have all."""
_ENDINGS = 8


@immutable(frozen=True)
class ImportedReport(Report):
    """What became of the files; `into` is the folder, `dry` says that nothing was written."""

    done: ImportedFolder
    into: str
    dry: bool

    def data(self) -> Data:
        """In the form of `schemas/imported.schema.json`."""
        return {
            **heading.tool(1),
            "into": self.into,
            "written": not self.dry,
            "files": [
                {
                    "source": file.source,
                    "outcome": str(file.outcome),
                    "target": file.target or None,
                    "id": file.identifier or None,
                    "title": file.title or None,
                    "approved-by": file.claim or None,
                    "pictures": list(file.pictures),
                    "why": file.why or None,
                    "losses": [loss._asdict() for loss in file.losses],
                }
                for file in self.done.files
            ],
            "left_out": [{"ending": end, "files": many} for end, many in self.done.left_out],
        }

    def rows(self) -> Rows:
        """A row to each loss, and one to each file without any."""
        rows: list[tuple[object, ...]] = []
        for file in self.done.files:
            own = (
                file.source,
                str(file.outcome),
                file.target,
                file.identifier,
                file.title,
                file.claim,
            )
            if file.why or not file.losses:
                rows.append((*own, "", file.why, "", "", None))
            rows += [(*own, *loss) for loss in file.losses]
        return Rows(_HEADER, rows)

    def text(self) -> Iterator[str]:
        """Each file that was taken now with its losses, then how many of each there are."""
        for file in self.done.files:
            if file.outcome is not ImportOutcome.AS_BEFORE or (file.title and file.losses):
                yield from self._file(file)
        yield from self._summary()

    def _file(self, file: ImportedFile) -> Iterator[str]:
        below = "" if file.target.startswith(FOLDER) else f"{self.into}/"
        target = say(" → {below}{target}", below=below, target=file.target) if file.target else ""
        look = _LOOK.get(file.outcome, ("bold",))
        name = joined("", (file.source, target))
        yield from wrapped(Text(one_line(name), look), self.width, "    ")
        if file.outcome not in _TAKEN:
            why = say(": {why}", why=file.why) if file.why else ""
            yield from wrapped(
                one_line(
                    say("{outcome}{why}. {hint}", outcome=file.outcome, why=why, hint=file.hint)
                ),
                self.width,
                "  ",
                "  ",
            )
        if file.outcome in (ImportOutcome.FAILED, ImportOutcome.TAKEN, ImportOutcome.GONE):
            return
        said = [part for part in (file.identifier, file.title) if part]
        claim = say("; it says that {claim} approved it", claim=file.claim) if file.claim else ""
        if said:
            yield from wrapped(
                one_line(joined("", (joined(", ", said), claim))), self.width, "  ", "  "
            )
        shown: Counter[str] = Counter()
        for loss in file.losses:
            shown[loss.kind] += 1
            if shown[loss.kind] > _MOST:
                continue
            place = say(" ({place})", place=loss.place) if loss.place else ""
            text = say(": {text}", text=loss.text) if loss.text else ""
            mark = say("lost") if loss.lost else say("note")
            line = one_line(
                say(
                    "{mark}: {what}{place}{text}", mark=mark, what=loss.what, place=place, text=text
                )
            )
            yield from wrapped(
                Text(line, ("yellow",) if loss.lost else ()), self.width, "      ", "  - "
            )
        for kind, many in shown.items():
            if many > _MOST:
                yield say(
                    "  - {many} more of the kind {kind}; --format csv has them",
                    many=many - _MOST,
                    kind=kind,
                )

    def _summary(self) -> Iterator[str]:
        files = self.done.files
        if any(file.outcome is not ImportOutcome.AS_BEFORE for file in files):
            yield ""
        outcomes = Counter(file.outcome for file in files)
        said = [
            say("{one} {one_2}", one=outcomes[one], one_2=one)
            for one in ImportOutcome
            if outcomes[one]
        ]
        many = counted(len(files), "file")
        yield from wrapped(
            Text(say("{many}: {said}.", many=many, said=listed(said) or say("none")), ("bold",)),
            self.width,
        )
        lost = Counter(loss.kind for file in files for loss in file.losses if loss.lost)
        if lost:
            number = sum(any(loss.lost for loss in file.losses) for file in files)
            kinds = listed(
                [
                    say("{kind} {count}", kind=kind, count=count)
                    for kind, count in lost.most_common()
                ]
            )
            yield from wrapped(
                say(
                    "Something of {files} could not be carried over: {kinds}.",
                    files=counted(number, "file"),
                    kinds=kinds,
                ),
                self.width,
            )
        claims = sum(bool(file.claim) for file in files)
        if claims:
            yield from wrapped(
                say_many(
                    "{number} document names who approved it: a claim of the old system, "
                    "and no approval here.",
                    "{number} documents name who approved them: a claim of the old system, "
                    "and no approval here.",
                    claims,
                ),
                self.width,
            )
        if self.done.left_out:
            ends = [say("{many} {end}", many=many, end=end) for end, many in self.done.left_out]
            yield from wrapped(
                say("Left out: {ends}.", ends=listed(ends, most=_ENDINGS)), self.width
            )
            if any(end in MARKDOWN for end, _ in self.done.left_out):
                yield from wrapped(
                    say(
                        "Markdown needs no import: copy what is a document to {into}.",
                        into=self.into,
                    ),
                    self.width,
                )
        yield from wrapped(self._next(outcomes), self.width)

    def _next(self, outcomes: Counter[ImportOutcome]) -> str:
        if self.dry:
            return say("Nothing was written (--dry-run).")
        if outcomes[ImportOutcome.NEW] + outcomes[ImportOutcome.AGAIN]:
            return say(
                "Read the documents in {into}, then: `isodocs adopt`, `isodocs init`, "
                "`isodocs check`.",
                into=self.into,
            )
        return say("Nothing was new.")
