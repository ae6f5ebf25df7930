"""Judge the approvals of one final form by the authority register."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING

from isodocs.authority import authority_register
from isodocs.authority.authority_register import document_types
from isodocs.authority.authorship import addresses, wrote
from isodocs.authority.deputies import Deputies
from isodocs.model.approval import (
    APPROVING,
    ApprovalRecord,
    ApprovalStatement,
    Decision,
    DelegationRecord,
    Meaning,
)
from isodocs.model.judgement import Assurance, Ground, Judgement, Refusal
from isodocs.parsing.document import type_in
from isodocs.statements.provenance import ProvenanceError, Traces
from isodocs.words import agreed, listed, say

if TYPE_CHECKING:
    from isodocs.authority.authorship import Authorship
    from isodocs.model.authority import ApprovalRule, Authority, AuthorityHistory
    from isodocs.model.document import Document
    from isodocs.model.graph import CommitGraph
    from isodocs.model.history import Form, Ledger, Stamp, TypeReadings
    from isodocs.model.shown import Shown


class _Given:
    """What has been decided of one form so far, by who in which role; the later word counts."""

    def __init__(self, graph: CommitGraph) -> None:
        self.graph = graph
        self.accepted: dict[tuple[str, str], ApprovalRecord] = {}
        self.rejected: list[ApprovalRecord] = []
        self.reviews: list[ApprovalRecord] = []
        self.refused: list[Refusal] = []
        self.assurances: dict[str, Assurance] = {}
        self._taken_back: defaultdict[tuple[str, str], list[int]] = defaultdict(list)

    def take(
        self,
        record: ApprovalRecord,
        statement: ApprovalStatement,
        found: Assurance | Refusal,
        arrival: int,
    ) -> None:
        """Add the next record, which came with the commit `arrival` and was `found` good or not."""
        if isinstance(found, Refusal):
            self.refused.append(found)
            return
        self.assurances[record.path] = found
        voice = (statement.person, statement.role)
        if statement.meaning is Meaning.PERIODIC_REVIEW:
            self.reviews.append(record)
        elif statement.decision is not Decision.APPROVE:
            self.accepted.pop(voice, None)
            self._taken_back[voice].append(arrival)
            if statement.decision is Decision.REJECT:
                self.rejected.append(record)
        elif statement.meaning in APPROVING and all(
            self.graph.reaches(end, arrival) for end in self._taken_back[voice]
        ):
            self.accepted[voice] = record
            self.rejected = [r for r in self.rejected if not _same_voice(r, statement)]


class Judge:
    """Judges forms by one repository's authority register and what its ledger knows."""

    def __init__(
        self,
        authority: AuthorityHistory,
        ledger: Ledger,
        delegations: Iterable[DelegationRecord] = (),
        arriving: frozenset[str] = frozenset(),
    ) -> None:
        """`arriving` are the paths of the records that a push brings."""
        self.authority = authority
        self.ledger = ledger
        self.arriving = arriving
        self.deputies = Deputies(authority, ledger, delegations)
        self._traces = Traces(authority)
        arrivals = (
            (number, ledger.arrivals.get(authority_register.path_of(number)))
            for number in authority.versions
        )
        self._known_since = {number: stamp.order if stamp else 0 for number, stamp in arrivals}

    def judge(
        self,
        form: Form,
        records: Iterable[ApprovalRecord],
        authorship: Authorship,
        shown: Shown | None = None,
        former_types: tuple[str, ...] = (),
    ) -> Judgement:
        """Judge `records`, all approvals of the form's document and revision.

        `shown` is None when what the document shows is not at hand (an old form): then only the
        document's own bytes are compared. `former_types` are those of the revision approved before,
        and of the form elsewhere: whatever they need is needed as well, and whatever the types need
        that it had for those who approved it. So no change of type, no move of a file that says
        none, and no change of isodocs.yaml asks fewer people.
        """
        types = (form.document.type, *former_types)
        given = _Given(self.ledger.graph)
        readings = self.ledger.type_readings
        for record in _in_order(records):
            if record.statement:
                mine = (*types, *_approved_types(readings, form.document, [record]))
                found = self._weigh(record.statement, record, form, mine, authorship, shown)
                given.take(record, record.statement, found, self._order(record))
        counted = tuple(given.accepted.values())
        approved_as = _approved_types(readings, form.document, counted)
        types = (*types, *approved_as)
        named = self._named_rule(counted, types) if counted else None
        rule = named or rule_for(self.authority.current, types)
        roles = {role for _, role in given.accepted}
        missing = tuple(role for role in rule.roles if role not in roles) if rule else ()
        persons = len({person for person, _ in given.accepted}) + len(missing)
        return Judgement(
            rule=rule,
            accepted=counted,
            refused=tuple(given.refused),
            rejected=tuple(given.rejected),
            reviews=tuple(given.reviews),
            missing_roles=missing,
            missing_persons=max(0, rule.persons - persons) if rule else 0,
            assurances=given.assurances,
            types=approved_as,
            before=_asking_more(self.authority.current, types) if rule else (),
        )

    def _named_rule(
        self, records: Iterable[ApprovalRecord], types: tuple[str, ...]
    ) -> ApprovalRule | None:
        """The rule of the newest register version by which any of the approvals was judged.

        One that names an older version must not bring back an older, laxer rule.
        """
        versions = [
            version
            for r in records
            if r.statement
            for version in self._versions(self.authority.versions[r.statement.authority.version], r)
        ]
        return rule_for(max(versions, key=lambda version: version.version), types)

    def _order(self, record: ApprovalRecord) -> int:
        """When a record came, by the ledger; what has no place there is the newest."""
        arrival = self.ledger.arrivals.get(record.path)
        return arrival.order if arrival else self.ledger.commits + 1

    def _weigh(
        self,
        statement: ApprovalStatement,
        record: ApprovalRecord,
        form: Form,
        types: tuple[str, ...],
        authorship: Authorship,
        shown: Shown | None,
    ) -> Assurance | Refusal:
        """What supports a statement that counts, or why it does not count."""
        document = form.document
        who = say(
            "{name} ({role}, {day})", name=statement.name, role=statement.role, day=statement.day
        )
        ours = statement.project == self.authority.project
        if ours and statement.document_sha256 != document.sha256:
            return Refusal(
                record,
                Ground.OTHER_BYTES,
                say(
                    "{who} approved a different version of this file ({document_sha256}…; it "
                    "is now {sha256}…)",
                    who=who,
                    document_sha256=statement.document_sha256[:12],
                    sha256=document.sha256[:12],
                ),
            )
        if ours and shown is not None and (differs := _difference(statement, shown, document.path)):
            return Refusal(
                record, Ground.NOT_LISTED, say("{who} {difference}", who=who, difference=differs)
            )
        try:
            named, assurance = self._traces.trace(statement, record.sealed)
        except ProvenanceError as error:
            return Refusal(
                record, error.ground, say("{who}: {message}", who=who, message=error.message)
            )
        arrival = self.ledger.arrivals.get(record.path)
        authors = authorship.stamps(arrival)
        for authority in self._versions(named, record):
            if refusal := self._refuse(
                statement, record, document, types, authors, authority, assurance, who
            ):
                return refusal
        if arrival is not None and self._too_early(arrival, form, authorship):
            return Refusal(
                record,
                Ground.TOO_EARLY,
                say("{who} approved before this final form existed", who=who),
            )
        return assurance

    def _came_first(self, arrival: int, version: int) -> bool:
        """Whether a statement was on the branch before a version of the register."""
        graph = self.ledger.graph
        landed, known = graph.landed(arrival), graph.landed(version)
        return landed < known or (landed == known and graph.reaches(arrival, version))

    def _too_early(self, arrival: Stamp, form: Form, authorship: Authorship) -> bool:
        """Whether a statement came before every commit that brought the form."""
        if arrival.order >= form.first.order:
            return False
        blob, before = form.document.blob, self.ledger.graph.before
        steps = (step for step in authorship.history.transitions if step.new)
        came = [t.stamp.order for t in steps if t.new and t.new.blob == blob]
        return all(before(arrival.order, order) for order in came)

    def _refuse(
        self,
        statement: ApprovalStatement,
        record: ApprovalRecord,
        document: Document,
        types: tuple[str, ...],
        authors: Iterable[Stamp],
        authority: Authority,
        assurance: Assurance,
        who: str,
    ) -> Refusal | None:
        """Why the statement does not count by one version of the authority register."""
        rule = rule_for(authority, types)
        reviews = statement.meaning is Meaning.PERIODIC_REVIEW
        # Anyone who looks after a document reviews it, also what they wrote themselves.
        owns = reviews and statement.role == document.owner
        if rule is None or (statement.role not in rule.roles and not owns):
            them = document_types([document.type or "document"])
            needed = rule.roles if rule else ()
            verb = agreed(len(needed), "is", "are")
            required = (
                say("{needed} {verb} required", needed=listed(needed), verb=verb)
                if needed
                else say("no role can")
            )
            why = say("{who}: this role cannot approve {them}; ", who=who, them=them)
            return Refusal(record, Ground.WRONG_ROLE, why + required)
        person, role = statement.person, statement.role
        if not authority.holds(person, role) and not self.deputies.acts(
            statement, record, authority, rule
        ):
            return Refusal(
                record,
                Ground.WRONG_ROLE,
                say(
                    "{who} did not hold the role {role!r} (authority register, version {version})",
                    who=who,
                    role=role,
                    version=authority.version,
                ),
            )
        if not (rule.author_may_approve or reviews) and wrote(self.authority, person, authors):
            named = self._co_author_of(person, authors)
            return Refusal(
                record, Ground.AUTHOR, say("{who} wrote this revision{named}", who=who, named=named)
            )
        if not assurance.reaches(rule.assurance):
            return Refusal(
                record,
                Ground.ASSURANCE,
                say(
                    "{who} is only {label}; a {type} needs an approval that is {assurance}{lack}",
                    who=who,
                    label=assurance.label,
                    type=document.type or say("document"),
                    assurance=rule.assurance,
                    lack=assurance.lack(rule.assurance),
                ),
            )
        return None

    def _co_author_of(self, person: str, authors: Iterable[Stamp]) -> str:
        """The commit that names someone as a co-author, where no commit is their own, in words."""
        known = addresses(self.authority, person)
        stamps = [s for s in authors if any(e.casefold() in known for _, e in s.writers)]
        if any(stamp.email.casefold() in known for stamp in stamps):
            return ""
        return (
            say(", as co-author of commit {commit}", commit=stamps[0].commit[:10]) if stamps else ""
        )

    def _versions(self, named: Authority, record: ApprovalRecord) -> tuple[Authority, ...]:
        """The version the approval names, and the newest it can have come under, if that is newer.

        Judging by both keeps an outdated register from being used after a role has changed hands.
        What a push brings came now, whatever its own history says. Later it counts when it came to
        the branch looked at: what was approved there while a new version was being signed elsewhere
        remains approved. What came together is judged by the newest.
        """
        arrival = self.ledger.arrivals.get(record.path)
        if record.path in self.arriving:
            known = self.authority.current.version
        elif arrival is None:
            return (named,)
        else:
            known = max(
                (n for n, o in self._known_since.items() if not self._came_first(arrival.order, o)),
                default=named.version,
            )
        return (named,) if known <= named.version else (named, self.authority.versions[known])


def rule_for(authority: Authority, types: Iterable[str]) -> ApprovalRule | None:
    """What a form needs by its own type, the first, and by those it had before.

    None where no one may approve its type; a former type that no rule names any more asks nothing.
    """
    type, *former = types
    rule = authority.rule_for(type)
    for other in former:
        before = authority.rule_for(other) if rule and other and other != type else None
        rule = rule.with_all_of(before) if rule and before else rule
    return rule


def _approved_types(
    readings: TypeReadings, document: Document, records: Iterable[ApprovalRecord]
) -> tuple[str, ...]:
    """The types that a document had for those who approved it, other than the one it has today.

    They are those of the path that was approved, by the settings of that day.
    """
    found: dict[str, None] = {}
    for record in records:
        statement = record.statement
        if statement is None or statement.document_sha256 != document.sha256:
            continue
        for reading in (readings.now, *readings.then.get(record.path, ())):
            said = readings.said_by(document, reading)
            found[said or type_in(statement.parts[0].path, reading.files)] = None
    found.pop(document.type, None)
    return tuple(found)


def _asking_more(authority: Authority, types: tuple[str, ...]) -> tuple[str, ...]:
    """The types that a form had before that ask for more than the one it has, the first."""
    own, *former = types
    rule = rule_for(authority, [own])
    return tuple(t for t in dict.fromkeys(former) if rule_for(authority, [own, t]) != rule)


def _in_order(records: Iterable[ApprovalRecord]) -> list[ApprovalRecord]:
    return sorted(
        (r for r in records if r.statement),
        key=lambda r: (r.statement.signed_at.timestamp() if r.statement else 0.0, r.path),
    )


def _same_voice(record: ApprovalRecord, statement: ApprovalStatement) -> bool:
    """Whether a record is an earlier word of the same person in the same role."""
    earlier = record.statement
    return earlier is not None and (earlier.person, earlier.role) == (
        statement.person,
        statement.role,
    )


def _difference(statement: ApprovalStatement, shown: Shown, place: str) -> str:
    """How the listed images and includes differ from those shown, in words; empty when equal.

    A document that was moved to `place` together with what it shows still shows the same.
    """
    listed = statement.shown_at(place)
    for path, digest in shown.digests.items():
        if path not in listed and digest is None:
            continue  # no one ever saw it; a rule reports that it is missing
        if path not in listed:
            return say("approved without {path}, which the document shows", path=path)
        if listed[path] != digest:
            return say(
                "approved a different version of {path} from the one the document shows now",
                path=path,
            )
    return ""
