"""What a repository of documents that exists already is like, as isodocs would read it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from isodocs.adoption.typed import Evidence
from isodocs.dataclass import immutable
from isodocs.formats import Data, Report, Rows
from isodocs.formats.text.layout import Column, Row, Text, table, wrapped
from isodocs.model.config import (
    FILE_NAME,
    FOLDER_NAME,
    FOLDER_NUMBER,
    HEADING,
    WHOLE_NAME,
    WHOLE_PATH,
)
from isodocs.reports import heading
from isodocs.standards.editions import name_of
from isodocs.words import agreed, counted, joined, listed, say, say_many

if TYPE_CHECKING:
    from isodocs.adoption.look import Existing
    from isodocs.adoption.understood import FieldUnderstood

_HEADER = ("field", "name", "found", "wrong", "examples")
_IDENTIFIERS = {
    "field": say("in a field"),
    HEADING: say("the number that the first heading of each text begins with"),
    FILE_NAME: say("the number that the name of each file begins with, or the name"),
    WHOLE_NAME: say("the name of each file"),
    FOLDER_NUMBER: say(
        "the folder of each file and the number that its name begins with, because numbers occur "
        "in several folders"
    ),
    FOLDER_NAME: say(
        "the folder and the name of each file, because names occur in several folders"
    ),
    WHOLE_PATH: say(
        "the path of each file, because folders of the same name have files of the same name"
    ),
}
_ELSEWHERE = {"id": say("name of the file"), "title": "heading", "type": say("by isodocs.yaml")}
"""Where a field is that no file has."""
_EVIDENCE = {
    Evidence.SAID: say("said in the file"),
    Evidence.NUMBER: say("by its number"),
    Evidence.NAME: say("by the name of its file"),
    Evidence.FOLDER: say("by its folder"),
    Evidence.TITLE: say("by its title, a guess"),
}
_MOST = 12
_FEW_FILES = 5
_HALF = 2


@immutable(frozen=True)
class AdoptionReport(Report):
    """What was found; `begun` says that there is an isodocs.yaml, which stays as it is.

    `roles` are the owners that are titles of roles, by id.
    """

    existing: Existing
    fields: Sequence[FieldUnderstood]
    roles: Mapping[str, str]
    begun: bool

    def data(self) -> Data:
        """In the form of `schemas/adoption.schema.json`."""
        found, habits = self.existing.candidates, self.existing.habits
        return {
            **heading.tool(1),
            "documents": list(found.paths),
            "other_files": list(self.existing.others),
            "records": list(found.records),
            "sure": found.sure,
            "include": list(found.include),
            "exclude": list(found.exclude),
            "left_out": [
                {"folder": folder, "reason": why, "files": number}
                for (folder, why), number in sorted(found.left.items())
            ],
            "identifiers": habits.identifiers.form,
            "counted": self.existing.documents,
            "without_identifier": list(self.existing.counted.nameless),
            "repeated": {id: list(paths) for id, paths in self.existing.counted.repeated.items()},
            "repeated_and_not_used": dict(habits.identifiers.repeated),
            "not_used": dict(habits.identifiers.unused),
            "fields": [
                {**dict(zip(_HEADER, one, strict=True)), "examples": list(one.examples)}
                for one in self.fields
            ],
            "types": [
                {"type": name, "documents": count, "by": {str(why): n for why, n in by.items()}}
                for name, count, by in habits.types.counted()
            ],
            "untyped": habits.types.untyped,
            "roles": [{"id": id, "title": title} for id, title in self.roles.items()],
            "dates": str(habits.dates) if habits.dates else None,
            "open_days": list(habits.open_days),
            "language": habits.language or None,
            "in_several_languages": {
                id: list(paths) for id, paths in self.existing.counted.texts.items()
            },
            "standards": [
                {"id": id, "documents": count, "begins": id in self.existing.standards}
                for id, count in habits.standards.items()
            ],
            "begun": self.begun,
        }

    def rows(self) -> Rows:
        """A row to each field."""
        rows = [(*one[:-1], joined("; ", one.examples)) for one in self.fields]
        return Rows(_HEADER, rows)

    def text(self) -> Iterator[str]:
        """Where the documents are, what each field says, what was left out, what to do."""
        found = self.existing.candidates
        many, texts = counted(self.existing.documents, "document"), len(found.paths)
        if texts != self.existing.documents:
            many += say(" in {texts}", texts=counted(texts, "text"))
        yield from heading.title((say("What is here"), many), self.width)
        for said in self._sentences():
            yield from wrapped(said, self.width)
        if self.fields:
            yield ""
            columns = (Column("FIELD"), Column("FOUND"), Column("CALLED"), Column("AS", share=1))
            yield from table(columns, [self._row(one) for one in self.fields], self.width)
        yield from self._left_out()
        yield ""
        yield from wrapped(self._next(), self.width)

    def _sentences(self) -> Iterator[str]:
        found, habits = self.existing.candidates, self.existing.habits
        if not found.paths:
            yield say("No Markdown file here looks like a document.")
            return
        without = (
            say(", without {exclude}", exclude=listed(found.exclude, most=_MOST))
            if found.exclude
            else ""
        )
        yield say(
            "In {include}{without}.", include=listed(found.include, most=_MOST), without=without
        )
        if not found.sure:
            yield (
                say(
                    "Few or none say of themselves that they are controlled documents, so "
                    "this is a guess: look at the folders."
                )
            )
        yield say(
            "Identifier: {identifier_from}.", identifier_from=_IDENTIFIERS[habits.identifiers.form]
        )
        yield from self._about_identifiers()
        if texts := self.existing.counted.texts:
            number = counted(len(texts), "document")
            which = (
                say("; the originals are in {language}", language=habits.language)
                if habits.language
                else ""
            )
            yield say("{number} in several languages{which}.", number=number, which=which)
        for id, count in habits.standards.items():
            begins = "" if id in self.existing.standards else say("; too few to begin with it")
            verb = agreed(count, "names", "name")
            yield say(
                "{documents} {verb} {name_of}{begins}.",
                documents=counted(count, "document"),
                verb=verb,
                name_of=name_of(id),
                begins=begins,
            )
        if found.paths and not self.existing.standards:
            yield no_standard()
        yield from self._types()
        if self.roles:
            yield say(
                "{roles} as owners: {listed}.",
                roles=counted(len(self.roles), "role"),
                listed=listed(self.roles.values(), most=_MOST),
            )
        if habits.open_days and habits.dates is None:
            yield say(
                "Which number is the month in {open_days}?",
                open_days=listed(habits.open_days, most=_MOST),
            )

    def _about_identifiers(self) -> Iterator[str]:
        """Why texts are not a document each, and which identifiers are not used."""
        said, seen = self.existing.habits.identifiers, self.existing.counted
        if said.repeated:
            id, most = next(iter(said.repeated.items()))
            yield say(
                "The identifiers that texts say are not used, because several say the same: {id} "
                "is in {texts}. `identifier: {{from: field}}` in isodocs.yaml takes them.",
                id=id,
                texts=counted(most, "text"),
            )
        elif said.unused:
            shown = [say("{id} says {other}", id=id, other=o) for id, o in said.unused.items()]
            yield say_many(
                "{number} text says another identifier, which is not used: {listed}.",
                "{number} texts say another identifier, which is not used: {listed}.",
                len(shown),
                listed=listed(shown, most=_MOST),
            )
        if seen.nameless:
            yield say(
                "{texts} without an identifier: a gap for each, and no document until it has one.",
                texts=counted(len(seen.nameless), "text"),
            )
        if seen.repeated:
            shown = [f"{id} ({len(paths)})" for id, paths in seen.repeated.items()]
            yield say(
                "{identifiers} with several texts: {listed}. Each is one document, and a gap.",
                identifiers=counted(len(shown), "identifier"),
                listed=listed(shown, most=_MOST),
            )

    def _types(self) -> Iterator[str]:
        """Of what type documents are, and what speaks for it."""
        types = self.existing.habits.types
        found = [
            say(
                "{type} {count} ({why})",
                type=name,
                count=count,
                why=listed([_EVIDENCE[evidence] for evidence in Evidence if evidence in by]),
            )
            for name, count, by in types.counted()
        ]
        if found:
            rest = say("; of {count} it is not known", count=types.untyped) if types.untyped else ""
            yield say("Type: {types}{rest}.", types=listed(found, most=_MOST), rest=rest)

    def _row(self, one: FieldUnderstood) -> Row:
        many = len(self.existing.candidates.paths)
        look = ("green",) if one.found * _HALF >= many else ("yellow",)
        wrong = say(", {wrong} unread", wrong=one.wrong) if one.wrong else ""
        name = one.name or _ELSEWHERE[one.field]
        return [
            one.field,
            Text(say("{found} of {many}{wrong}", found=one.found, many=many, wrong=wrong), look),
            name,
            joined("; ", one.examples),
        ]

    def _left_out(self) -> Iterator[str]:
        if self.existing.others:
            yield ""
            yield from wrapped(other_files(self.existing.others), self.width)
        if records := self.existing.candidates.records:
            yield ""
            yield from wrapped(_records(records), self.width)
        left = sorted(self.existing.candidates.left.items(), key=lambda each: -each[1])
        if left:
            yield ""
            yield from wrapped(say("Not taken in:"), self.width)
        for (folder, why), number in left[:_MOST]:
            place = folder or say("the top folder")
            reason = say(": {why}", why=why) if why else ""
            yield from wrapped(
                say("{number} in {place}{reason}", number=number, place=place, reason=reason),
                self.width,
                "    ",
                "  - ",
            )
        if len(left) > _MOST:
            yield from wrapped(
                say("{left} more folders", left=len(left) - _MOST), self.width, "    ", "  - "
            )

    def _next(self) -> str:
        if self.begun:
            return say("Document control has begun here: isodocs.yaml says how documents are read.")
        return say(
            "Nothing was written. `isodocs init` begins so, and shows isodocs.yaml to you first."
        )


def no_standard() -> str:
    """That nothing is measured until someone says against what."""
    return say(
        "No standard was found that the documents are for, so no clause is measured yet. Write "
        "yours in isodocs.yaml, as in 'standards: [iso-9001-2015]', or begin with `isodocs init "
        "--standard ID`; `isodocs standards` lists them."
    )


def _records(paths: Sequence[str]) -> str:
    """That some texts are evidence, which is kept and not revised."""
    return say(
        "{texts} of what was done, by their titles: {listed}. They are evidence, not documents "
        "that are revised and approved: keep them as they are, and record what they show with "
        "`isodocs new`, such as `isodocs new management-review`. To control one all the same, take "
        "it out of 'exclude' in isodocs.yaml.",
        texts=counted(len(paths), "record"),
        listed=listed(paths, most=_FEW_FILES),
    )


def other_files(paths: Sequence[str]) -> str:
    """That some documents may be files of other programs, which are not controlled."""
    return say(
        "{files} that may be documents too and are not read: {listed}. `isodocs import` makes "
        "documents of those of Word and Excel.",
        files=counted(len(paths), "file"),
        listed=listed(paths, most=_FEW_FILES),
    )
