"""The report of an audit: scope and criteria, findings, conclusion, and what is left open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from isodocs.dataclass import immutable
from isodocs.formats import Data, Report, Rows, WithMarkdown, WithPage
from isodocs.formats.markdown import cell as as_markdown
from isodocs.formats.markdown import table as markdown_table
from isodocs.formats.text.layout import Column, Row, Text, part, table, wrapped
from isodocs.records.choice_words import chosen
from isodocs.reports import heading
from isodocs.reports.days import span
from isodocs.words import counted, joined, listed, say

if TYPE_CHECKING:
    from isodocs.dossier.audit_report import AuditFacts
    from isodocs.model.nonconformity import Nonconformity
    from isodocs.model.page import Page
    from isodocs.model.register import Register

HEADER = (
    "id",
    "grade",
    "title",
    "clauses",
    "owner",
    "due",
    "stage",
    "correction",
    "cause",
    "action",
)
GRADES = ("major", "minor", "observation", "opportunity")


@immutable(frozen=True)
class AuditReportReport(Report, WithMarkdown, WithPage):
    """The report of one audit."""

    register: Register
    audit: AuditFacts

    def data(self) -> Data:
        """In the form of `schemas/audit-report.schema.json`."""
        record = self.audit.record
        return {
            **heading.data(self.register, 1),
            "audit": {
                "id": record.id,
                "title": record.title,
                "path": record.path,
                "standards": record.items("standards"),
                "criteria": record.items("criteria"),
                "scope": record.text("scope") or None,
                "processes": record.items("processes"),
                "sites": record.items("sites"),
                "lead_auditor": record.text("lead-auditor") or None,
                "auditors": record.items("auditors"),
                "auditees": record.items("auditees"),
                "started": record.day("started"),
                "finished": record.day("finished"),
                "reported": record.day("reported"),
                "conclusion": record.text("conclusion") or None,
            },
            "findings": [_as_data(one) for one in self.audit.findings],
            "clauses": [
                {"standard": clause.standard, "clause": clause.number, "findings": ids}
                for clause, ids in self.audit.clauses
            ],
            "not_covered": self.audit.not_covered,
            "missing": self.audit.missing,
            "text": self.audit.text,
        }

    def rows(self) -> Rows:
        """A row to each finding."""
        return Rows(HEADER, ([*_as_data(one).values()] for one in self.audit.findings))

    def text(self) -> Iterator[str]:
        """What it comes to, what was found, and what was looked at."""
        yield from heading.lines(self.register, self.title, self.width)
        yield from wrapped(Text(self.summary(), ("bold",)), self.width)
        yield from wrapped(self.conclusion(), self.width)
        for name, said in self.facts():
            yield from wrapped(
                say("{name}: {said}", name=name, said=said), self.width, "    ", "  "
            )
        if self.audit.missing:
            yield from part(say("What the report lacks"))
            for sentence in self.audit.missing:
                yield from wrapped(Text(sentence, ("yellow",)), self.width, "    ", "  - ")
        yield from part("Findings")
        columns = (Column(""), Column("GRADE"), Column("WHAT", share=1), Column("STAGE", share=1))
        rows: list[Row] = [
            [one.record.id, one.record.text("grade"), one.record.title, say(str(one.stage))]
            for one in self.audit.findings
        ]
        yield from table(columns, rows, self.width) if rows else (say("None is recorded."),)
        yield from part(say("Clauses audited"))
        yield from wrapped(self.looked_at(), self.width)
        for text in self.audit.not_covered:
            yield from wrapped(
                say("Planned and not covered: {text}", text=text), self.width, "    ", "  "
            )

    def markdown(self) -> Iterator[str]:
        """To hand over or to keep with the record."""
        yield from (
            say("# {as_markdown}", as_markdown=as_markdown(self.title)),
            "",
            as_markdown(self.summary()),
            "",
        )
        yield from (as_markdown(self.conclusion()), "")
        yield from (
            say("- {name}: {as_markdown}", name=name, as_markdown=as_markdown(said))
            for name, said in self.facts()
        )
        yield from ("", say("## Findings"), "")
        if self.audit.findings:
            yield from markdown_table(self.rows())
        else:
            yield say("None is recorded.")
        yield from ("", say("## Clauses audited"), "", as_markdown(self.looked_at()), "")
        yield from (
            say("- Planned and not covered: {as_markdown}", as_markdown=as_markdown(t))
            for t in self.audit.not_covered
        )
        if self.audit.missing:
            yield from ("", say("## What the report lacks"), "")
            yield from (
                say("- {as_markdown}", as_markdown=as_markdown(sentence))
                for sentence in self.audit.missing
            )

    def page(self) -> Page:
        """With room for signatures."""
        from isodocs.reports.audit_report_page import page

        return page(self)

    @property
    def title(self) -> str:
        """What it is called."""
        record = self.audit.record
        about = f"{record.id} {record.title}".strip()
        return say("Audit report {about}", about=about)

    def summary(self) -> str:
        """`2 findings: 1 × minor, 1 × observation`."""
        counts = Counter(one.record.text("grade") for one in self.audit.findings)
        if not counts:
            return say("No finding is recorded.")
        parts = [
            say("{number} × {grade}", number=counts[grade], grade=chosen("grade", grade))
            for grade in GRADES
            if counts[grade]
        ]
        return say(
            "{findings}: {parts}.",
            findings=counted(len(self.audit.findings), "finding"),
            parts=joined(", ", parts),
        )

    def conclusion(self) -> str:
        """What the audit comes to."""
        return self.audit.record.text("conclusion") or say("No conclusion is recorded.")

    def facts(self) -> list[tuple[str, str]]:
        """What the record says of the audit."""
        record = self.audit.record
        names = [
            heading.standard(self.register, id) if id in self.register.maps else id
            for id in record.items("standards")
        ]
        days = [str(record.day(name) or "") for name in ("started", "finished")]
        rows = [
            (say("Standards"), joined(", ", names)),
            (say("Criteria"), joined(", ", record.items("criteria"))),
            (say("Scope"), record.text("scope")),
            (say("Clauses"), joined(", ", record.items("clauses"))),
            (say("Processes"), joined(", ", record.items("processes"))),
            (say("Sites"), joined(", ", record.items("sites"))),
            (say("Documents"), joined(", ", record.items("documents"))),
            (say("Held"), span(*days)),
            (say("Lead auditor"), record.text("lead-auditor")),
            (say("Auditors"), joined(", ", record.items("auditors"))),
            (say("Auditees"), joined(", ", record.items("auditees"))),
            (say("Audit sampling"), record.text("sampling")),
            (say("Reported"), str(record.day("reported") or "")),
        ]
        return [row for row in rows if row[1]]

    def looked_at(self) -> str:
        """How many clauses were audited, and on which something was found."""
        found = [clause.number for clause, ids in self.audit.clauses if ids]
        number = counted(len(self.audit.clauses), "clause")
        if found:
            return say("{number}, with findings on {found}.", number=number, found=listed(found))
        return (
            say("{number}, named by no finding.", number=number)
            if self.audit.findings
            else say("{number}, no finding.", number=number)
        )


def _as_data(one: Nonconformity) -> dict[str, Any]:
    record = one.record
    return {
        "id": record.id,
        "grade": record.text("grade"),
        "title": record.title,
        "clauses": record.items("clauses"),
        "owner": record.text("owner") or None,
        "due": one.due,
        "stage": str(one.stage),
        "correction": record.text("correction") or None,
        "cause": record.text("cause") or None,
        "action": record.text("action") or None,
    }
