"""The overview: readiness, what is due, what changed, documents by state, actions, clauses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from isodocs.assess.coverage import coverage
from isodocs.assess.nonconformities import nonconformities
from isodocs.model.audit import AuditKind
from isodocs.model.coverage import CoverageStatus
from isodocs.model.document import State
from isodocs.model.dossier import Tone
from isodocs.model.page import Bar, Bars, Paragraphs
from isodocs.model.readiness import ReadinessVerdict, Weight
from isodocs.portal.views import addresses, audits_ahead, changed_lately, due, states
from isodocs.reports import heading
from isodocs.words import joined, say

if TYPE_CHECKING:
    from isodocs.copies.wording import Wording
    from isodocs.model.page import Part
    from isodocs.model.readiness import Readiness
    from isodocs.model.register import Register
    from isodocs.portal.snapshot import PortalSnapshot

_DUE = 8
_AGES = (30, 90, 180)
VERDICTS = {
    ReadinessVerdict.NOT_READY: Tone.BAD,
    ReadinessVerdict.WITH_WORK: Tone.WARNING,
    ReadinessVerdict.READY: Tone.GOOD,
}


def dashboard(snapshot: PortalSnapshot, wording: Wording) -> dict[str, Any]:
    """What the template of the overview shows."""
    return snapshot.once("dashboards", lambda each: _dashboard(each, wording), wording)


def _dashboard(snapshot: PortalSnapshot, wording: Wording) -> dict[str, Any]:
    register = snapshot.register
    duties = due.soon(snapshot)
    return {
        "standards": [_standard(register, each, wording) for each in audits_ahead.ahead(snapshot)],
        "due": due.rows(snapshot, wording, duties[:_DUE]),
        "due_said": due.in_words(wording, duties, register.on),
        "lately": (changed_lately.time_line(snapshot, wording),),
        "states": tuple(_states(register, wording)),
        "ages": tuple(_ages(register, wording)),
        "maps": list(clause_maps(snapshot, wording)),
        "legend": [(states.COVERED[status], name) for status, name in covered(wording).items()],
    }


def verdict(readiness: Readiness, wording: Wording) -> str:
    """A verdict in the reader's language."""
    word = wording.word
    return {
        ReadinessVerdict.NOT_READY: word("Not ready"),
        ReadinessVerdict.WITH_WORK: word("Ready once some things are fixed"),
        ReadinessVerdict.READY: word("Ready"),
    }[readiness.verdict]


def audit(kind: AuditKind, wording: Wording) -> str:
    """The name of an audit in the reader's language."""
    word = wording.word
    return {
        AuditKind.STAGE_1: word("Stage 1 audit"),
        AuditKind.STAGE_2: word("Stage 2 audit"),
        AuditKind.SURVEILLANCE: word("Surveillance audit"),
        AuditKind.RECERTIFICATION: word("Recertification audit"),
        AuditKind.TRANSITION: word("Transition audit"),
        AuditKind.INTERNAL: word("Internal audit"),
    }[kind]


def covered(wording: Wording) -> dict[CoverageStatus, str]:
    """How well a clause is answered, in the reader's language."""
    word = wording.word
    return {
        CoverageStatus.COVERED: word("covered"),
        CoverageStatus.PARTIAL: word("partly covered"),
        CoverageStatus.GAP: word("not covered"),
        CoverageStatus.NOT_APPLICABLE: word("not applicable"),
    }


def days_left(days: int | None, word: Callable[[str], str]) -> str:
    """What follows the number of days to an audit; empty where no day is known."""
    if days is None:
        return ""
    if not days:
        return word("today")
    if days > 0:
        return word("day left") if days == 1 else word("days left")
    return word("day overdue") if days == -1 else word("days overdue")


def _standard(register: Register, readiness: Readiness, wording: Wording) -> dict[str, Any]:
    word, days, counts = wording.word, readiness.days_left, readiness.counts
    name = audit(readiness.purpose, wording)
    if readiness.until:
        said = word("{audit} by {day}")
        name = said.format(audit=name, day=wording.day(readiness.until, short=True))
    share = 100 * readiness.shown / readiness.expected if readiness.expected else 0
    stops, fixes = counts[Weight.STOPS], counts[Weight.FIX]
    return {
        "name": heading.standard(register, readiness.standard),
        "address": f"/readiness/{addresses.segment(readiness.standard)}",
        "tone": VERDICTS[readiness.verdict],
        "verdict": verdict(readiness, wording),
        "audit": name,
        "days": str(abs(days)) if days else "",
        "days_said": days_left(days, word),
        "share": f"{share:.2f}",
        "shown": word("{shown} of {expected} shown").format(
            shown=readiness.shown, expected=readiness.expected
        ),
        "stops": word("{number} blocking").format(number=stops) if stops else "",
        "fixes": word("{number} worth fixing").format(number=fixes) if fixes else "",
    }


def _states(register: Register, wording: Wording) -> Iterator[Part]:
    counts = Counter(entry.state for entry in register.originals)
    whole = len(register.originals)
    yield Bars(
        tuple(
            Bar(wording.state(state), counts[state], whole, str(counts[state]), states.tone(state))
            for state in State
            if counts[state]
        )
    )
    overdue = sum(entry.review_overdue for entry in register)
    coming = sum(entry.pending is not None and entry.in_force is not None for entry in register)
    yield Paragraphs(
        (
            wording.word("Revisions in progress: {number}").format(number=coming),
            wording.word("Reviews overdue: {number}").format(number=overdue),
        )
    )


def _ages(register: Register, wording: Wording) -> Iterator[Part]:
    """How old open nonconformities are."""
    word = wording.word
    open_ = [each for each in nonconformities(register) if each.is_open]
    if not open_:
        yield Paragraphs((word("None is open."),))
        return
    edges = (0, *(edge + 1 for edge in _AGES))
    spans = [
        (low, high, word("{first} to {last} days").format(first=low, last=high))
        for low, high in zip(edges, _AGES, strict=False)
    ]
    spans.append((_AGES[-1] + 1, 1 << 30, word("more than {last} days").format(last=_AGES[-1])))
    bars = []
    for low, high, name in spans:
        here = [each for each in open_ if low <= (each.age or 0) <= high]
        late = sum(each.is_late(register.on) for each in here)
        said = str(len(here))
        if late:
            said = word("{number}, {late} overdue").format(number=len(here), late=late)
        tone = Tone.BAD if late else Tone.WARNING
        bars.append(Bar(name, len(here), len(open_), said, tone))
    yield Bars(tuple(bars))


def clause_maps(snapshot: PortalSnapshot, wording: Wording) -> Iterator[dict[str, Any]]:
    """Every clause of each standard in use as a cell, below its chapter."""
    register, names = snapshot.register, covered(wording)
    for standard, known in register.maps.items():
        found = coverage(register, standard)
        chapters: dict[str, list[tuple[str, str, Tone, str]]] = {}
        for row in found.rows:
            number = row.requirement.number
            top = known.get(number.partition(".")[0])
            title = joined(" ", (top.number, say(top.title))) if top else number.partition(".")[0]
            chapters.setdefault(title, []).append(
                (
                    number,
                    joined(
                        "", (f"{number} ", say(row.requirement.title), f": {names[row.status]}")
                    ),
                    states.COVERED[row.status],
                    addresses.clause(standard, number),
                )
            )
        said = wording.word("{covered} of {applicable} covered").format(
            covered=found.counts[CoverageStatus.COVERED], applicable=found.applicable
        )
        yield {
            "name": heading.standard(register, standard),
            "address": f"{addresses.CLAUSES}/{addresses.segment(standard)}",
            "said": said,
            "chapters": list(chapters.items()),
        }
