"""The checklist of an audit, to be printed or filled in on the screen, clause by clause."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from isodocs.dataclass import immutable
from isodocs.formats import Data, Report, Rows, WithMarkdown, WithPage
from isodocs.formats.markdown import cell as as_markdown
from isodocs.formats.text.layout import Text, wrapped
from isodocs.records.choice_words import chosen
from isodocs.reports import heading
from isodocs.reports.coverage_clause import through
from isodocs.reports.requirement import fresh_enough
from isodocs.standards.edition_words import title_of
from isodocs.words import counted, in_context, joined, listed, say

if TYPE_CHECKING:
    from isodocs.assess.clause_records import KindOfProof
    from isodocs.dossier.audit_checklist import Checklist, ChecklistItem
    from isodocs.model.coverage import ClauseEvidence
    from isodocs.model.nonconformity import Nonconformity
    from isodocs.model.page import Page
    from isodocs.model.register import Register
    from isodocs.model.requirement import DocumentedInformation

HEADER = (
    *("standard", "clause", "title", "asks", "look_for", "documents", "records"),
    *("earlier_findings", "last_audited", "result", "evidence_seen", "finding"),
)
RESULTS = (
    say("conforms"),
    *(in_context(grade, "grade") for grade in ("opportunity", "minor", "major")),
    say("not looked at"),
)
"""What an auditor ticks."""
ROOMS = ((say("Evidence seen (whom, what, where, how many)"), 5), (say("Finding"), 3))
"""What an auditor writes, and in how many lines."""
_BEFORE = ("audit", "audit-programme", "nonconformity")
"""What is said of before: samples are taken of these only where a clause asks for them."""
_MOST = 3
"""So many records of a kind are named."""


@immutable(frozen=True)
class AuditChecklistReport(Report, WithMarkdown, WithPage):
    """A checklist: everything that is known before the audit, and room for what is found in it."""

    register: Register
    checklist: Checklist

    def data(self) -> Data:
        """In the form of `schemas/audit-checklist.schema.json`."""
        record = self.checklist.record
        return {
            **heading.data(self.register, 1),
            "audit": record
            and {
                "id": record.id,
                "title": record.title,
                "path": record.path,
                "line": record.line,
            },
            "standards": [
                {"standard": id, "clauses": [self._item(id, item) for item in items]}
                for id, items in self.checklist.items
            ],
            "not_known": self.checklist.unknown,
        }

    def rows(self) -> Rows:
        """A row to each clause, with empty columns for what is found."""
        return Rows(
            HEADER,
            (
                (
                    *(id, item.requirement.number, self.title_of(id, item)),
                    *(say(item.requirement.asks), joined("; ", look_for(item))),
                    *(joined("; ", documents(item)), joined("; ", records(item))),
                    *(joined("; ", findings(item)), item.last, "", "", ""),
                )
                for id, items in self.checklist.items
                for item in items
            ),
        )

    def text(self) -> Iterator[str]:
        """Each clause with what to ask, where to look, and what was found before."""
        yield from heading.lines(self.register, self.title, self.width)
        for name, said in self.facts():
            yield from wrapped(say("{name}: {said}", name=name, said=said), self.width, "    ")
        for sentence in self.sentences():
            yield from wrapped(sentence, self.width)
        for id, items in self.checklist.items:
            for item in items:
                yield ""
                title = say(
                    "{standard} {name_of}",
                    standard=heading.standard(self.register, id),
                    name_of=self.name_of(id, item),
                )
                yield from wrapped(Text(title, ("bold",)), self.width)
                for name, texts in said_of(item):
                    yield say("  {name}", name=name)
                    for text in texts:
                        yield from wrapped(text, self.width, "      ", "    - ")
                yield from wrapped(
                    joined("   ", (say("[ ] {word}", word=word) for word in RESULTS)),
                    self.width,
                    "  ",
                )

    def markdown(self) -> Iterator[str]:
        """To be filled in as the text of the audit's record."""
        yield from (say("# {as_markdown}", as_markdown=as_markdown(self.title)), "")
        for name, said in self.facts():
            yield say("- {name}: {as_markdown}", name=name, as_markdown=as_markdown(said))
        yield ""
        for sentence in self.sentences():
            yield from (as_markdown(sentence), "")
        for id, items in self.checklist.items:
            for item in items:
                name = say(
                    "{standard} {name_of}",
                    standard=heading.standard(self.register, id),
                    name_of=self.name_of(id, item),
                )
                yield from (say("## {as_markdown}", as_markdown=as_markdown(name)), "")
                for what, texts in said_of(item):
                    yield from (what + ":", "")
                    yield from (
                        say("- {as_markdown}", as_markdown=as_markdown(text)) for text in texts
                    )
                    yield ""
                yield from (say("- [ ] {word}", word=word) for word in RESULTS)
                yield ""
                for room, _ in ROOMS:
                    yield from (room + ":", "")

    def page(self) -> Page:
        """A sheet to each clause, with boxes to fill in."""
        from isodocs.reports.audit_checklist_page import page

        return page(self)

    @property
    def title(self) -> str:
        """What it is called: by the audit, or by the standard."""
        record = self.checklist.record
        if record:
            return say("Audit checklist {id} {title}", id=record.id, title=record.title).strip()
        names = [heading.standard(self.register, id) for id, _ in self.checklist.items]
        return say("Audit checklist {names}", names=listed(names))

    def facts(self) -> list[tuple[str, str]]:
        """What the record says of the audit."""
        record = self.checklist.record
        if record is None:
            return []
        rows = [
            (say("Scope"), record.text("scope")),
            (say("Criteria"), joined(", ", record.items("criteria"))),
            (say("Processes"), joined(", ", record.items("processes"))),
            (say("Sites"), joined(", ", record.items("sites"))),
            (say("Documents"), joined(", ", record.items("documents"))),
            (say("Planned"), str(record.day("planned") or "")),
            (say("Due"), str(record.day("due") or "")),
            (say("Lead auditor"), record.text("lead-auditor")),
            (say("Auditors"), joined(", ", record.items("auditors"))),
            (say("Auditees"), joined(", ", record.items("auditees"))),
        ]
        return [row for row in rows if row[1]]

    def sentences(self) -> Iterator[str]:
        """How much there is to look at, and what is not in it."""
        items = [item for _, items in self.checklist.items for item in items]
        open_ = {one.record.id for item in items for one in item.findings if one.is_open}
        text = counted(len(items), "clause")
        text += (
            say(", earlier findings still open: {open_}", open_=listed(sorted(open_)))
            if open_
            else ""
        )
        yield text + "."
        for id in self.checklist.unknown:
            yield say("Left out: {id}, of which nothing is known here.", id=id)

    def title_of(self, id: str, item: ChecklistItem) -> str:
        """The title of a clause, which says something alone."""
        return title_of(self.register.maps[id], item.requirement.number)

    def name_of(self, id: str, item: ChecklistItem) -> str:
        """`8.4.1 Externally provided products, general`."""
        return say(
            "{number} {title_of}", number=item.requirement.number, title_of=self.title_of(id, item)
        )

    def _item(self, id: str, item: ChecklistItem) -> dict[str, Any]:
        return {
            "clause": item.requirement.number,
            "title": self.title_of(id, item),
            "asks": item.requirement.asks,
            "look_for": look_for(item),
            "status": str(item.row.status),
            "documents": [
                {
                    "document": each.document,
                    "revision": each.revision,
                    "section": each.section,
                    "path": each.path,
                    "line": each.line,
                    "why_not": each.why_not or None,
                }
                for each in item.row.evidence
            ],
            "records": [
                {
                    "kind": proof.kind.name,
                    "number": len(proof.records),
                    "newest": proof.newest,
                    "proves": proof.proves,
                }
                for proof in item.proofs
            ],
            "findings": [
                {
                    "id": one.record.id,
                    "grade": one.record.text("grade"),
                    "title": one.record.title,
                    "raised": one.record.day("raised"),
                    "open": one.is_open,
                }
                for one in item.findings
            ],
            "last_audited": item.last,
        }


def said_of(item: ChecklistItem) -> Iterator[tuple[str, Sequence[str]]]:
    """What is known of a clause, part by part."""
    if item.requirement.asks:
        yield say("What it asks, in our words"), (say(item.requirement.asks),)
    if looked := look_for(item):
        yield say("What to look for"), looked
    yield say("What documents say"), documents(item) or (say("No document names it."),)
    yield say("What records show"), records(item) or (say("No kind of record shows it."),)
    found = findings(item)
    last = (
        say("Last audited on {last}.", last=item.last)
        if item.last
        else say("Never audited, by the records.")
    )
    yield say("Before"), (last, *(found or (say("No finding on it is recorded."),)))


def _required(wanted: DocumentedInformation) -> str:
    """As what it is required."""
    if wanted.as_evidence:
        return say("as evidence")
    return say("a record") if wanted.is_record else say("documented information")


def look_for(item: ChecklistItem) -> list[str]:
    """What must be documented, and what shows that it is done."""
    asked = item.requirement.documented_information
    return [
        *(say("{what} ({required})", what=each.what, required=_required(each)) for each in asked),
        *(
            joined("", (each.what, say(", of the last {fresh}", fresh=span) if span else ""))
            for each in item.requirement.evidence
            for span in (fresh_enough(each),)
        ),
    ]


def documents(item: ChecklistItem) -> list[str]:
    """Where a document says how it is done."""
    return [_document(each) for each in item.row.evidence]


def _document(found: ClauseEvidence) -> str:
    section = say(", section “{section}”", section=found.section) if found.section else ""
    led = say(" ({by})", by=by) if (by := through(found)) else ""
    doubt = say(": {why_not}", why_not=found.why_not) if found.why_not else ""
    return say(
        "{document} {title}, revision {revision}{section}{led}, {path}:{line}{doubt}",
        document=found.document,
        title=found.title,
        revision=found.revision,
        section=section,
        led=led,
        path=found.path,
        line=found.line,
        doubt=doubt,
    )


def records(item: ChecklistItem) -> list[str]:
    """What records there are to take samples of."""
    return [
        _records(proof) for proof in item.proofs if proof.proves or proof.kind.name not in _BEFORE
    ]


def _records(proof: KindOfProof) -> str:
    title = proof.kind.title
    if not proof.records:
        return say("{title}: none is recorded", title=title)
    named = [record.label for _, record in proof.records[:_MOST] if record.id]
    newest = say(", the newest of {newest}", newest=proof.newest) if proof.newest else ""
    said = say(": {named}", named=listed(named, most=_MOST)) if named else ""
    return say(
        "{title} ({records}{newest}){said}, `isodocs records {name}`",
        title=title,
        records=len(proof.records),
        newest=newest,
        said=said,
        name=proof.kind.name,
    )


def findings(item: ChecklistItem) -> list[str]:
    """What was raised on it before, what is open first."""
    return [_finding(one) for one in item.findings]


def _finding(one: Nonconformity) -> str:
    record = one.record
    raised = say(", raised {day}", day=record.day("raised")) if record.day("raised") else ""
    return say(
        "{id} ({grade}) {title}{raised}: {stage}",
        id=record.id,
        grade=chosen("grade", record.text("grade")),
        title=record.title,
        raised=raised,
        stage=one.stage,
    )
