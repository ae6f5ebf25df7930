"""The records that show what a clause asks for: what an auditor samples after reading a document.

Which kinds of record prove a clause is said in their schemas (`x-proves`). Beside them are those
that name the clause themselves: audits of it, nonconformities against it, risks, changes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import chain
from typing import TYPE_CHECKING

from isodocs.assess.confirmations import confirmations
from isodocs.assess.once import once_per_register_and
from isodocs.assess.record_conditions import all_hold
from isodocs.assess.record_index import (
    cited,
    clauses_of_several,
    editions_before,
    last_done,
    standards_of,
)
from isodocs.assess.thin_claims import thin_record
from isodocs.model.period import Period
from isodocs.model.record import Record, RecordKind
from isodocs.model.record_law import DayKind
from isodocs.model.requirement import ClauseReference, Requirement, RequirementMap
from isodocs.named_tuple import NamedTuple
from isodocs.records.record_kinds import kinds
from isodocs.words import counted, say

if TYPE_CHECKING:
    from isodocs.assess.edition_before import EditionBefore
    from isodocs.model.register import Register

_SOME_DAY = date(2001, 1, 1)


class KindOfProof(NamedTuple):
    """The records of one kind that show a clause, the newest first, each with the day of its deed.

    `proves`: such records are what the clause asks for; the others only name it. `at_once`: they
    show it as they are, with nothing done yet, as an objective does once it is set. Those of the
    time under the edition before are apart: `of` are its clauses that they show, which ask the
    same, `unsure` where that is to be confirmed.
    """

    kind: RecordKind
    proves: bool
    records: tuple[tuple[date | None, Record], ...]
    of: tuple[str, ...] = ()
    unsure: bool = False
    at_once: bool = False

    @property
    def newest(self) -> date | None:
        """The day of the newest."""
        return next((day for day, _ in self.records if day), None)


def proofs(register: Register, standard: str, number: str) -> tuple[KindOfProof, ...]:
    """What shows a clause, or a heading with all below it, kind by kind; kinds without any too.

    A kind that proves the clause is there also when nothing of it is recorded.
    """
    known = register.maps[standard]
    before = None
    if standard in editions_before(register):  # only a next edition pays for it
        from isodocs.assess.edition_before import edition_before

        before = edition_before(register, known)
    claimed = _claimed(register, known)
    found = []
    for name, kind in kinds().items():
        records = register.records.get(name, ())
        if name == "confirmation":
            records = (*records, *signed_confirmations(register))
        if not records and (number, name) not in claimed:
            continue
        shown, mine = _showing(register, kind, records, known, number)
        if (proves := bool(shown) or (kind.proves_named and bool(mine))) or mine:
            at_once = _is_at_once(kind, shown)
            found.append(KindOfProof(kind, proves, _dated(register, mine), at_once=at_once))
        if before and records and not kind.of_edition and (kind.proves or kind.proves_named):
            counted = {*map(id, mine)}
            left = [record for record in records if id(record) not in counted]
            found += _of_before(register, kind, left, before, known, number)
    return tuple(sorted(found, key=lambda proof: (not proof.records, not proof.proves)))


def _showing(
    register: Register,
    kind: RecordKind,
    records: Iterable[Record],
    known: RequirementMap,
    number: str,
) -> tuple[list[str], tuple[Record, ...]]:
    """What a kind proves of a clause, and its records that show it, or name it at least."""
    shown = _claimed(register, known).get((number, kind.name), [])
    if shown:
        return shown, tuple(r for r in records if _shows(register, kind, r, shown, known.id))
    named = "clauses" in kind.fields
    return shown, tuple(r for r in records if named and _names(register, r, known, number))


def _dated(register: Register, records: Iterable[Record]) -> tuple[tuple[date | None, Record], ...]:
    dated = [(day_of_deed(register, record), record) for record in records]
    return tuple(sorted(dated, key=lambda item: item[0] or date.min, reverse=True))


def _of_before(
    register: Register,
    kind: RecordKind,
    records: Iterable[Record],
    before: EditionBefore,
    known: RequirementMap,
    number: str,
) -> Iterator[KindOfProof]:
    """What records of a kind show of a clause because they show what it was in the edition before.

    One that names this edition says itself which clauses of it it shows.
    """
    left = [record for record in records if known.id not in standards_of(record)]
    links = [k for n, some in before.same.items() if known.within(n, number) for k in some]
    for unsure in (False, True):
        of: dict[str, None] = {}
        lent: dict[int, Record] = {}
        at_once = False
        for link in (link for link in links if before.counts(link) is not unsure):
            shown, mine = _showing(register, kind, left, before.requirements, link.source.number)
            if mine and (shown or kind.proves_named):
                of[str(link.source)] = None
                lent |= {id(record): record for record in mine}
                at_once |= _is_at_once(kind, shown)
        left = [record for record in left if id(record) not in lent]
        if lent:
            dated = _dated(register, lent.values())
            yield KindOfProof(kind, True, dated, tuple(of), unsure, at_once)


def _is_at_once(kind: RecordKind, shown: Iterable[str]) -> bool:
    """Whether records of a kind show these clauses before a day on which anything was done.

    What a record must say to show a clause is enough where its kind declares it.
    """
    clauses = tuple(shown)
    declared = bool(clauses) and all(each in kind.proves_when for each in clauses)
    return kind.proves_at_once or declared


@once_per_register_and(lambda known: known.id)
def _claimed(register: Register, known: RequirementMap) -> Mapping[tuple[str, str], list[str]]:
    """What a kind of record proves of a clause, of those above it and of those below it.

    By clause and kind, as every check asks of each clause and every kind.
    """
    editions = (known.id, known.base.id if known.base else known.id)
    found: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for name, kind in kinds().items():
        for each in kind.proves:
            of, _, clause = each.partition(":")
            for number in known.related(clause) if of in editions else ():
                if _meets(each, known, number):
                    found[number, name].append(each)
    return found


def _shows(
    register: Register, kind: RecordKind, record: Record, clauses: Iterable[str], standard: str
) -> bool:
    """Whether a record shows one of these clauses of a standard.

    One that names standards shows nothing of another, and one whose deed is to come shows nothing.
    """
    named = standards_of(record)
    deeds = [day for name in kind.law.deeds if (day := record.day(name))]
    if (named and standard not in named) or (deeds and min(deeds) > register.on):
        return False
    return any(all_hold(register, record, kind.proves_when.get(each, {})) for each in clauses)


class RecordsShown(NamedTuple):
    """Whether records show what a clause asks to be retained.

    `newest` is the day of the newest that proves it. It is `stale` where that is older than what an
    auditor expects (`fresh`). `of` are the clauses of the edition before whose records are all
    there is; `awaits` those whose records show it if they ask the same, which is to be confirmed.
    """

    newest: date | None = None
    number: int = 0
    fresh: Period | None = None
    stale: bool = False
    of: tuple[str, ...] = ()
    awaits: tuple[str, ...] = ()

    @property
    def shown(self) -> bool:
        """Whether a record proves it and is not too old."""
        return self.number > 0 and not self.stale

    @property
    def too_old(self) -> str:
        """That the newest record is too old, in words; empty where it is not, or there is none."""
        if not (self.stale and self.newest and self.fresh):
            return ""
        return say(
            "the newest record is from {newest}, and an auditor expects one from the last {fresh}",
            newest=self.newest,
            fresh=counted(self.fresh.count, self.fresh.unit),
        )


@once_per_register_and(lambda requirement: str(requirement.reference))
def records_shown(register: Register, requirement: Requirement) -> RecordsShown:
    """What the records of the kinds that prove a clause come to on the register's day.

    What is recorded when something happens is not too old: nothing may have happened since. What is
    only planned or listed proves nothing: an audit counts once it was carried out, a supplier once
    it was evaluated.
    """
    counting = [
        (day, proof)
        for proof in proofs(register, requirement.standard, requirement.number)
        if proof.proves
        for day, record in proof.records
        if counts(register, proof, day, record)
    ]
    found = [(day, proof.kind) for day, proof in counting if not proof.unsure]
    of = [proof.of for _, proof in counting if not proof.unsure]
    awaits = [proof.of for _, proof in counting if proof.unsure]
    spans = [Period.parse(item.fresh) for item in requirement.evidence if item.fresh]
    known = [span for span in spans if span]
    fresh = max(known, key=lambda span: span.after(_SOME_DAY), default=None)
    newest = max((day for day, _ in found if day), default=None)
    recurs = not any(kind.on_occasion for _, kind in found)
    stale = bool(recurs and fresh and newest and fresh.after(newest) < register.on)
    lent = tuple(dict.fromkeys(chain.from_iterable(of))) if all(of) else ()
    open_ = tuple(dict.fromkeys(chain.from_iterable(awaits)))
    return RecordsShown(newest, len(found), fresh, stale, lent, open_)


def counts(register: Register, proof: KindOfProof, day: date | None, record: Record) -> bool:
    """Whether a record, with the day of its deed, is more than planned, listed or claimed."""
    done = (day is not None or proof.at_once) and not _is_plan(proof.kind, day)
    return done and not record.problems and is_attested(register, proof.kind, record)


def is_attested(register: Register, kind: RecordKind, record: Record) -> bool:
    """Whether a record that shows what it names (`x-proves-named`) is more than a claim on a day.

    What is kept elsewhere is shown once someone has looked at it there, while it is kept there. A
    number that several standards have proves none of their clauses, and one row that stands for
    everything shows nothing.
    """
    if not kind.proves_named:
        return True
    if clauses_of_several(register, record) or thin_record(register, record):
        return False
    is_over = any(day < register.on for name in kind.ended if (day := record.day(name)))
    return not is_over and day_of_deed(register, record) is not None


def _is_plan(kind: RecordKind, day: date | None) -> bool:
    """Whether a record, with the day of its deed, is only planned, as a line of a programme is."""
    begins_as_plan = any(field.day is DayKind.PLANNED for field in kind.fields.values())
    return begins_as_plan and not (kind.law.deeds and day)


def signed_confirmations(register: Register) -> Iterator[Record]:
    """The confirmations that are signed statements and count, as their table would hold them."""
    void = {found.record.path for found in confirmations(register).void}
    for record in register.inventory.confirmations:
        made = record.confirmation
        if made and record.path not in void:
            values = {
                "person": made.person,
                "document": made.doc,
                "revision": made.rev,
                "date": made.day.isoformat(),
            }
            yield Record("confirmation", "", record.path, 1, values, days={"date": made.day})


def meets(register: Register, reference: str, standard: str, number: str) -> bool:
    """Whether a reference is to the clause, to one above it or to one below it."""
    return _meets(reference, register.maps[standard], number)


def _meets(reference: str, known: RequirementMap, number: str) -> bool:
    of, _, clause = reference.partition(":")
    mine = of == known.id or (
        known.base is not None and of == known.base.id and known.is_of_base(number)
    )
    return mine and known.is_related(number, clause)


def _names(register: Register, record: Record, known: RequirementMap, number: str) -> bool:
    """Whether a record names the clause, one above it or one below it."""
    return any(
        isinstance(clause, ClauseReference) and _meets(str(clause), known, number)
        for clause in cited(register, record)
    )


def day_of_deed(register: Register, record: Record) -> date | None:
    """The day of what a record bears witness to; None before it.

    Where its kind declares no such day (`x-deed`), it is the first that the record has at all.
    """
    kind = kinds().get(record.kind)
    if kind and kind.law.deeds:
        done = [day for name in kind.law.deeds if (day := last_done(register, record, name))]
        return max(done, default=None)
    fields = kind.fields.values() if kind else ()
    days = (record.done(f.name, register.on) for f in fields if f.day is DayKind.DONE)
    return min(filter(None, days), default=None)
