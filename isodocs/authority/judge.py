"""Judge the approvals of one final form by the authority register (design, sections 5 and 6)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from isodocs.authority import authority_register
from isodocs.authority.deputies import Deputies
from isodocs.authority.seal import Purpose, SealError, assess
from isodocs.model.approval import (
    ApprovalRecord,
    Decision,
    DelegationRecord,
    Meaning,
    Statement,
)
from isodocs.model.authority import ApprovalRule, Authority, AuthorityHistory
from isodocs.model.document import Document
from isodocs.model.history import DocumentHistory, Form, Ledger, Stamp
from isodocs.model.judgement import Assurance, Ground, Judgement, Refusal


@dataclass(frozen=True, slots=True)
class Shown:
    """What a reader of the document sees beside it: path -> digest of images and includes."""

    digests: Mapping[str, str]


def authors_of(history: DocumentHistory, revision: str) -> tuple[Stamp, ...]:
    """The commits whose people wrote a revision.

    Who changed the text counts; who only filled in the front matter (as `submit` does) counts
    when nobody changed the text.
    """
    touched = [t for t in history.transitions if t.new and t.new.revision == revision]
    wrote = [
        t.stamp
        for t in touched
        if t.old is None or (t.new and t.old.body_sha256 != t.new.body_sha256)
    ]
    return tuple(wrote or (t.stamp for t in touched))


class Judge:
    """Judges forms by one repository's authority register and what its ledger knows."""

    def __init__(
        self,
        authority: AuthorityHistory,
        ledger: Ledger,
        delegations: Iterable[DelegationRecord] = (),
    ) -> None:
        self.authority = authority
        self.ledger = ledger
        self.deputies = Deputies(authority, ledger, delegations)
        arrivals = (
            (number, ledger.arrivals.get(authority_register.path_of(number)))
            for number in authority.versions
        )
        self._known_since = {number: stamp.order if stamp else 0 for number, stamp in arrivals}

    def judge(
        self,
        form: Form,
        records: Iterable[ApprovalRecord],
        authors: Iterable[Stamp],
        shown: Shown | None = None,
    ) -> Judgement:
        """Judge `records`, all approvals of the form's document and revision.

        `authors` are the commits that wrote the revision. `shown` is None when what the document
        shows is not at hand (an old form): then only the document's own bytes are compared.
        """
        document = form.document
        accepted: dict[tuple[str, str], ApprovalRecord] = {}
        rejected: list[ApprovalRecord] = []
        reviews: list[ApprovalRecord] = []
        refused: list[Refusal] = []
        assurances: dict[str, Assurance] = {}
        writers = tuple(authors)
        for record in _in_order(records):
            statement = record.statement
            if statement is None:
                continue
            found = self._weigh(statement, record, form, writers, shown)
            if isinstance(found, Refusal):
                refused.append(found)
                continue
            assurances[record.path] = found
            if statement.meaning is Meaning.PERIODIC_REVIEW:
                reviews.append(record)
            elif statement.decision is Decision.APPROVE:
                accepted[statement.person, statement.role] = record
                rejected = [r for r in rejected if not _same_voice(r, statement)]
            else:
                accepted.pop((statement.person, statement.role), None)
                if statement.decision is Decision.REJECT:
                    rejected.append(record)
        rule = self.authority.current.rule_for(document.type)
        counted = tuple(accepted.values())
        if counted and (named := self._named_rule(counted, document)):
            rule = named
        if rule is None:
            return Judgement(
                None,
                counted,
                tuple(refused),
                tuple(rejected),
                tuple(reviews),
                assurances=assurances,
            )
        persons = {person for person, _ in accepted}
        roles = {role for _, role in accepted}
        missing = tuple(role for role in rule.roles if role not in roles)
        return Judgement(
            rule=rule,
            accepted=counted,
            refused=tuple(refused),
            rejected=tuple(rejected),
            reviews=tuple(reviews),
            missing_roles=missing,
            missing_persons=max(0, rule.persons - len(persons) - len(missing)),
            assurances=assurances,
        )

    def _named_rule(
        self, records: Iterable[ApprovalRecord], document: Document
    ) -> ApprovalRule | None:
        """The rule of the newest register version that the approvals themselves name."""
        versions = [r.statement.authority.version for r in records if r.statement]
        return self.authority.versions[max(versions)].rule_for(document.type)

    def _weigh(
        self,
        statement: Statement,
        record: ApprovalRecord,
        form: Form,
        authors: Iterable[Stamp],
        shown: Shown | None,
    ) -> Assurance | Refusal:
        """What stands behind a statement that counts, or why it does not count."""
        document = form.document
        who = f"{statement.name} ({statement.role}, {statement.day})"
        if statement.project != self.authority.project:
            return Refusal(record, Ground.OTHER_PROJECT, f"{who} approved in another repository")
        if statement.document_sha256 != document.sha256:
            return Refusal(
                record,
                Ground.OTHER_BYTES,
                f"{who} approved other bytes ({statement.document_sha256[:12]}…) than the file "
                f"holds ({document.sha256[:12]}…)",
            )
        if shown is not None and (difference := _difference(statement, shown)):
            return Refusal(record, Ground.NOT_LISTED, f"{who} {difference}")
        versions = self._versions(statement, record)
        if versions is None:
            return Refusal(
                record,
                Ground.AUTHORITY,
                f"{who} names version {statement.authority.version} of the authority register, "
                "which this repository does not hold in that form",
            )
        try:
            assurance = assess(
                record.sealed,
                Purpose.APPROVAL,
                statement.person,
                statement.key,
                versions[0],
                self.authority,
            )
        except SealError as error:
            return Refusal(record, Ground.SIGNATURE, f"{who}: {error.message}")
        for authority in versions:
            if refusal := self._refuse(
                statement, record, document, authors, authority, assurance, who
            ):
                return refusal
        arrival = self.ledger.arrivals.get(record.path)
        if arrival is not None and arrival.order < form.first.order:
            return Refusal(
                record, Ground.TOO_EARLY, f"{who} approved before this final form existed"
            )
        return assurance

    def _refuse(
        self,
        statement: Statement,
        record: ApprovalRecord,
        document: Document,
        authors: Iterable[Stamp],
        authority: Authority,
        assurance: Assurance,
        who: str,
    ) -> Refusal | None:
        """Why the statement does not count by one version of the authority register."""
        rule = authority.rule_for(document.type)
        reviews = statement.meaning is Meaning.PERIODIC_REVIEW
        # Whoever looks after a document reviews it, also what they wrote themselves.
        owns = reviews and statement.role == document.owner
        if rule is None or (statement.role not in rule.roles and not owns):
            needed = ", ".join(rule.roles) if rule else "nobody"
            return Refusal(
                record,
                Ground.WRONG_ROLE,
                f"{who}: this role does not approve a {document.type or 'document'}; "
                f"needed: {needed}",
            )
        person, role = statement.person, statement.role
        if not authority.holds(person, role) and not self.deputies.acts(
            statement, record, authority, rule
        ):
            return Refusal(
                record,
                Ground.WRONG_ROLE,
                f"{who} did not hold the role {role!r} "
                f"(authority register, version {authority.version})",
            )
        if not (rule.author_may_approve or reviews) and _wrote(person, authors, authority):
            return Refusal(record, Ground.AUTHOR, f"{who} wrote this revision")
        if not assurance.reaches(rule.assurance):
            return Refusal(
                record,
                Ground.ASSURANCE,
                f"{who} is only {assurance.label}; a {document.type or 'document'} needs an "
                f"approval that is {rule.assurance}",
            )
        return None

    def _versions(
        self, statement: Statement, record: ApprovalRecord
    ) -> tuple[Authority, ...] | None:
        """The version the approval names, and the one in force when it came, if that is newer.

        Judging by both keeps an outdated register from being used after a role has changed hands.
        """
        named = self.authority.versions.get(statement.authority.version)
        if named is None or named.sha256 != statement.authority.sha256:
            return None
        arrival = self.ledger.arrivals.get(record.path)
        if arrival is None:
            return (named,)
        known = max(
            (n for n, order in self._known_since.items() if order < arrival.order),
            default=named.version,
        )
        return (named,) if known <= named.version else (named, self.authority.versions[known])


def _in_order(records: Iterable[ApprovalRecord]) -> list[ApprovalRecord]:
    return sorted(
        (r for r in records if r.statement),
        key=lambda r: (r.statement.signed_at.timestamp() if r.statement else 0.0, r.path),
    )


def _same_voice(record: ApprovalRecord, statement: Statement) -> bool:
    """Whether a record is an earlier word of the same person in the same role."""
    earlier = record.statement
    return earlier is not None and (earlier.person, earlier.role) == (
        statement.person,
        statement.role,
    )


def _difference(statement: Statement, shown: Shown) -> str:
    """How the listed images and includes differ from those shown, in words; empty when equal."""
    listed = {part.path: part.sha256 for part in statement.parts[1:]}
    for path, digest in shown.digests.items():
        if path not in listed:
            return f"approved without {path}, which the document shows"
        if listed[path] != digest:
            return f"approved other bytes of {path} than the document shows now"
    return ""


def _wrote(person: str, authors: Iterable[Stamp], authority: Authority) -> bool:
    writers = (authority.person_with(stamp.email) for stamp in authors if stamp.email)
    return any(writer is not None and writer.id == person for writer in writers)
