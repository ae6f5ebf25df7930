"""Laws of the three-year cycle that hold whatever the days: leap days, year ends, suspension."""

from __future__ import annotations

from datetime import date, timedelta

import vobject
from hypothesis import example, given
from hypothesis import strategies as st

from isodocs import formats
from isodocs.assess.certification import certifications, end_of_cycle
from isodocs.model.certification import CertificateState, Certification
from isodocs.model.period import Period
from isodocs.model.register import Register
from isodocs.readiness.duties import duties
from isodocs.reports.due import DueReport
from tests.helpers.certification import arranged, audit, certificate
from tests.helpers.certification import register as in_memory

STATES = CertificateState
ALIVE = (STATES.CERTIFIED, STATES.SUSPENDED, STATES.EXPIRED, STATES.APPLYING)
HARD = [date(y, m, d) for y in (2023, 2024, 2027, 2028) for m, d in ((1, 1), (12, 31), (2, 28))]
DECIDED = st.one_of(
    st.sampled_from([*HARD, date(2024, 2, 29), date(2028, 2, 29), date(2024, 8, 31)]),
    st.dates(date(2000, 1, 1), date(2090, 12, 31)),
)
LASTING = "iso-13485-2016"
"""A standard that no newer edition has replaced: its certificates have their full time."""
AFTER = st.integers(0, 1500)
"""Days after the decision: into the time after expiry, too."""


@st.composite
def audits(draw: st.DrawFn) -> tuple[tuple[int, int | None], ...]:
    """When surveillances were planned, and when those that took place ended, after the decision."""
    planned = draw(st.lists(AFTER, max_size=4))
    return tuple((day, draw(st.none() | st.integers(day, day + 5))) for day in sorted(planned))


def register(
    decided: date, on: date, held: tuple[tuple[int, int | None], ...] = (), **days: date
) -> Register:
    events = []
    for number, (planned, finished) in enumerate(held):
        day = decided + timedelta(planned)
        if finished is None:
            events.append(arranged(f"S{number}", "surveillance", day))
        else:
            over = decided + timedelta(finished)
            events.append(audit(f"S{number}", "surveillance", day, finished=over))
    return in_memory(on, certificate(decided=decided, standard=LASTING, **days), *events)


def one(register: Register) -> Certification:
    (found,) = certifications(register)
    return found


@given(DECIDED, audits())
@example(date(2024, 12, 31), ((300, 301), (800, 801)))
@example(date(2024, 2, 29), ((366, 366),))
def test_every_date_lies_in_its_window(
    decided: date, held: tuple[tuple[int, int | None], ...]
) -> None:
    found = one(register(decided, decided, held))
    for milestone in found.milestones:
        assert decided <= milestone.due <= end_of_cycle(decided)
        assert milestone.since <= milestone.due
        assert milestone.arrange_by() <= milestone.due
        if milestone.done is not None and not milestone.is_late(milestone.done):
            assert milestone.done <= milestone.due


@given(DECIDED, audits())
@example(date(2024, 12, 31), ())
@example(date(2024, 1, 1), ())
@example(date(2023, 12, 31), ((367, None),))
def test_a_surveillance_in_each_calendar_year_but_that_of_recertification(
    decided: date, held: tuple[tuple[int, int | None], ...]
) -> None:
    found = one(register(decided, decided, held))
    wanted = {m.due.year for m in found.milestones if m.kind == "surveillance"}
    assert set(range(decided.year + 1, end_of_cycle(decided).year)) <= wanted
    assert wanted <= set(range(decided.year, end_of_cycle(decided).year + 1))


@given(DECIDED, st.integers(0, 365))
def test_the_first_within_twelve_months(decided: date, late: int) -> None:
    """Held within, it is in time; a day after the anniversary it is late, whatever the month."""
    last = Period(12, "month").after(decided)
    found = one(register(decided, decided, (((last - decided).days - late, None),)))
    first = next(m for m in found.milestones if m.rule.name == "first-surveillance")
    assert first.due == last
    assert first.is_late(last + timedelta(days=1))
    assert not first.is_late(last)


@given(DECIDED, AFTER, audits())
def test_one_who_audits_in_every_year_is_never_late(
    decided: date, after: int, more: tuple[tuple[int, int | None], ...]
) -> None:
    """On the anniversary and in each year after it: nothing to complain of before expiry."""
    first = (Period(12, "month").after(decided) - decided).days
    years = range(decided.year + 1, end_of_cycle(decided).year)
    each = [(date(year, 12, 31) - decided).days for year in years]
    held = tuple((day, day) for day in sorted({first, *each}))
    on = min(decided + timedelta(after), end_of_cycle(decided))
    found = one(register(decided, on, held))
    done = [m for m in found.milestones if m.kind == "surveillance"]
    assert not [m for m in done if m.is_late(on)]


@given(DECIDED, AFTER, audits())
@example(date(2024, 6, 15), 380, ((450, None),))
def test_nothing_overdue_is_ever_dropped(
    decided: date, after: int, held: tuple[tuple[int, int | None], ...]
) -> None:
    """Also where an audit is arranged for a day that is too late."""
    here = register(decided, decided + timedelta(after), held)
    found = one(here)
    told = [duty for duty in duties(here) if duty.kind == "certification"]
    if found.state not in ALIVE:
        return
    open_ = [m for m in found.milestones if m.is_open()]
    assert len(told) >= len(open_)
    late = [m for m in open_ if m.is_late(here.on)]
    assert len([duty for duty in told if duty.overdue(here.on)]) >= len(late)


@given(DECIDED, AFTER, AFTER, AFTER)
@example(date(2024, 6, 15), 1090, 1100, 1200)
def test_expiry_counts_also_during_a_suspension(
    decided: date, suspended: int, reinstated: int, after: int
) -> None:
    """No one is certified after the last day, whatever else became of the certificate."""
    on = decided + timedelta(after)
    days = {"suspended": decided + timedelta(suspended)}
    if reinstated >= suspended:
        days["reinstated"] = decided + timedelta(reinstated)
    found = one(register(decided, on, **days))
    if on > end_of_cycle(decided):
        assert found.state in (STATES.EXPIRED, STATES.LOST)
    elif found.state is STATES.SUSPENDED:
        assert days["suspended"] <= on
        assert "reinstated" not in days or on < days["reinstated"]
    else:
        assert found.state is STATES.CERTIFIED


@given(DECIDED, st.integers(0, 400), st.integers(0, 2000))
@example(date(2024, 8, 31), 184, 184)
def test_what_lapsed_comes_back_within_six_months_or_not_at_all(
    decided: date, restored: int, after: int
) -> None:
    expires = end_of_cycle(decided)
    on, back = expires + timedelta(after), expires + timedelta(restored)
    state = one(register(decided, on, restored=back)).state
    last = Period(6, "month").after(expires)
    if back <= min(on, last):
        expires = Period(3, "year").after(expires)
        last = Period(6, "month").after(expires)
    if on <= expires:
        assert state is STATES.CERTIFIED
    else:
        assert state is (STATES.EXPIRED if on <= last else STATES.LOST)


@given(DECIDED, AFTER, audits())
def test_another_library_reads_the_calendar(
    decided: date, after: int, held: tuple[tuple[int, int | None], ...]
) -> None:
    here = register(decided, decided + timedelta(after), held)
    found = duties(here)
    events = getattr(
        vobject.readOne(formats.write(DueReport(here, found, here.on), "ics")), "vevent_list", []
    )
    assert len(events) == len(found)
    for event, duty in zip(events, found, strict=True):
        late = duty.overdue(here.on) or duty.day is None
        assert event.dtstart.value == (here.on if late else duty.day)
        assert event.dtend.value - event.dtstart.value == timedelta(days=1)
    # A calendar takes two events of one UID for one that moved.
    assert len({event.uid.value for event in events}) == len(events)
