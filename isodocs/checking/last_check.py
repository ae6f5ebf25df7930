"""What the last check found, and what was seen then: the work tree, as Git and the disk have it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from isodocs.checking import readings
from isodocs.checking.readings import KeptReadings
from isodocs.inventory.named_files import NamedFiles
from isodocs.model.checked import Checked, StandardChecked
from isodocs.model.document import State
from isodocs.model.gap import Finding, Gap, Level, LookedAt, Place
from isodocs.model.waiver import BurnDown
from isodocs.named_tuple import NamedTuple
from isodocs.recall import since
from isodocs.rules import registry
from isodocs.words import as_parts, from_parts


class LastCheck(NamedTuple):
    """What a check of the work tree found.

    `tip` is the commit below it, `differing` are the files that it has otherwise (None: gone).
    `named` are the files that documents show and records name, `promised` the documents that
    records say were revised, `texts` what documents say behind clauses (`said_behind_clauses`),
    `readings` what its rules read of records.
    """

    tip: str
    differing: since.Files
    named: NamedFiles
    promised: frozenset[str]
    checked: Checked
    texts: Mapping[str, tuple[int, ...]] = {}
    readings: KeptReadings = KeptReadings()


def as_data(last: LastCheck) -> Any:
    """The check as JSON can hold it."""
    checked = last.checked
    return {
        "tip": last.tip,
        "differing": since.as_data(last.differing),
        "named": last.named.lists(),
        "promised": sorted(last.promised),
        "texts": dict(last.texts),
        "readings": last.readings.data,
        "on": checked.on.isoformat(),
        "source": checked.source,
        "organisation": checked.organisation,
        "standards": {id: [*map(_as_kept, found)] for id, found in checked.standards.items()},
        "in_preparation": list(checked.in_preparation),
        "states": dict(checked.states),
        "gaps": [_gap_as_data(gap) for gap in checked.gaps],
        "looked_at": list(checked.looked_at),
        "burn_down": [checked.burn_down.on.isoformat(), dict(checked.burn_down.rules)]
        if checked.burn_down
        else None,
    }


def from_data(data: Any) -> LastCheck:
    """What `as_data` wrote."""
    return LastCheck(
        data["tip"],
        since.from_data(data["differing"]),
        NamedFiles.of_lists(data["named"]),
        frozenset(data["promised"]),
        Checked(
            date.fromisoformat(data["on"]),
            data["source"],
            data["organisation"],
            {id: _standard(*found) for id, found in data["standards"].items()},
            tuple(data["in_preparation"]),
            {State(state): count for state, count in data["states"].items()},
            tuple(_gaps(data["gaps"])),
            LookedAt(*data["looked_at"]),
            _burn_down(data["burn_down"]),
        ),
        {id: tuple(sums) for id, sums in data["texts"].items()},
        readings.from_data(data["readings"]),
    )


def _as_kept(value: Any) -> Any:
    return as_parts(value) if isinstance(value, str) else value


def _standard(name: Any, summary: Any, strong: Any, counts: Any, strength: Any) -> StandardChecked:
    said = map(from_parts, (summary, strong))
    return StandardChecked(from_parts(name), next(said), next(said), counts, strength)


def _burn_down(data: Any) -> BurnDown | None:
    if data is None:
        return None
    on, rules = data
    return BurnDown(date.fromisoformat(on), {code: (a, b) for code, (a, b) in rules.items()})


def _gap_as_data(gap: Gap) -> list[Any]:
    f, place = gap.finding, gap.finding.place
    return [
        gap.code,
        gap.level,
        gap.waived_until,
        gap.waived_because,
        gap.recorded,
        [place.path, place.line, place.column],
        list(f.clauses),
        f.level,
        [as_parts(f.message), as_parts(f.hint)],
        [f.document, str(f.subject), f.owner, f.closer, f.because],
        f.part_of,
    ]


def _gaps(rows: Iterable[list[Any]]) -> Iterator[Gap]:
    for code, level, until, because, recorded, place, clauses, own, said, texts, part_of in rows:
        message, hint = map(from_parts, said)
        document, subject, owner, closer, reason = texts
        finding = Finding(
            message,
            hint,
            Place(*place),
            document,
            subject,
            tuple(clauses),
            owner,
            Level(own) if own else None,
            closer,
            reason,
            tuple(part_of),
        )
        yield Gap(registry.find(code), Level(level), finding, until, because, recorded)
