"""The records: people, competences and equipment; trainings, calibrations and nonconformities."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from benchmarks.company.system import AUTHORS, QUALITY, STANDARD

_JOINED = "2020-01-06"
_TRAINED = "person,competence,date,provider,evaluated,evaluated-by,result"
_CALIBRATED = "equipment,calibrated,result,performed-by,certificate,traceable-to"


class Records:
    """People, competences and equipment at once; what is done with them in batches, over the years.

    `documents` is the size of the company, `days` those on which a batch is entered, oldest first.
    So many people as `faults` says are never trained, so many instruments never calibrated, and so
    many nonconformities of the first batch never closed.
    """

    def __init__(self, documents: int, days: Sequence[date], faults: int) -> None:
        self._days = days
        self._faults = faults
        self._people = [f"operator{number}" for number in range(1, 10 + documents // 20)]
        self._equipment = [f"CAL-{number:04d}" for number in range(1, 10 + documents // 50)]
        self._stories = max(faults, 1, documents // 20 // len(days))
        self._trainings = [_TRAINED]
        self._calibrations = [_CALIBRATED]

    def beginning(self) -> dict[str, bytes]:
        """What there is from the first commit on."""
        return {
            "records/people.csv": _table(
                "id,name,roles,joined",
                *(f"{id},{id.title()},author,{_JOINED}" for id in AUTHORS),
                f"{QUALITY},{QUALITY.title()},quality-manager,{_JOINED}",
                *(f"{id},{id.title()},operator,{_JOINED}" for id in self._people),
            ),
            "records/competence.csv": _table(
                "id,title,kind,roles,since",
                f"GRIND,Grinding,process,operator,{self._days[0]}",
            ),
            "records/equipment.csv": _table(
                "id,description,status,interval,since,owner",
                *(
                    f"{id},Calliper,in-use,{interval} months,{self._days[0]},quality-manager"
                    for id, interval in self._intervals()
                ),
            ),
        }

    def batch(self, number: int) -> dict[str, bytes]:
        """What the batch `number` writes: its rows at the end of tables, and its stories.

        It also closes the stories of the batch before.
        """
        day = self._days[number]
        self._trainings += (
            f"{id},GRIND,{day},Some School,{day},{QUALITY},effective"
            for id in self._in_batch(self._people, number)
        )
        self._calibrations += (
            f"{id},{day},passed,Metroservice,C-{id}-{number},NPL"
            for id in self._in_batch(self._equipment, number)
        )
        return {
            "records/training.csv": _table(*self._trainings),
            "records/calibration.csv": _table(*self._calibrations),
            **dict(self._nonconformities(number, closed=None)),
            **(dict(self._nonconformities(number - 1, closed=day)) if number else {}),
        }

    def _intervals(self) -> Iterator[tuple[str, int]]:
        """In how many months each instrument is due: only those left out have been so already."""
        sound = len(self._equipment) - self._faults
        yield from ((id, 60 if at < sound else 12) for at, id in enumerate(self._equipment))

    def _in_batch(self, ids: list[str], number: int) -> list[str]:
        """Everyone at first, then some in turn; never the last ones, which are left out."""
        sound = ids[: len(ids) - self._faults]
        return sound if number == 0 else sound[number :: len(self._days)]

    def _nonconformities(self, batch: int, closed: date | None) -> Iterator[tuple[str, bytes]]:
        raised = self._days[batch]
        for number in range(batch * self._stories, (batch + 1) * self._stories):
            if closed and number < self._faults:
                continue
            id = f"NC-{raised.year}-{number + 1:05d}"
            fields = {
                "record": "nonconformity",
                "id": id,
                "title": "A gauge without its mark",
                "status": "closed" if closed else "open",
                "source": "process",
                "grade": "minor",
                "standard": STANDARD,
                "owner": "quality-manager",
                "raised": str(raised),
                "due": str(raised + timedelta(days=365)),
                "correction": "Marked the gauge again and checked the parts measured with it.",
                "corrected": str(raised),
            }
            if closed:
                fields |= {
                    "cause": "The ink of the mark wears off, and no one renews it.",
                    "action": "Every gauge gets its mark engraved before its first use.",
                    "action-by": AUTHORS[0],
                    "implemented": str(raised),
                    "verified": str(closed),
                    "verified-by": QUALITY,
                    "effectiveness-reviewed": str(closed),
                    "effectiveness-reviewed-by": QUALITY,
                    "effective": "yes",
                    "closed": str(closed),
                }
            lines = [f"{key}: {value}" for key, value in fields.items()]
            text = "\n".join(["---", *lines, "---", f"# {id}", "", "A gauge was not marked.", ""])
            yield f"records/nonconformity/{id}.md", text.encode()


def _table(*lines: str) -> bytes:
    return "\n".join([*lines, ""]).encode()
