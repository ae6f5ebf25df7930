"""Clocks: whether history and statements fit this machine's clock, and one another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from isodocs.model.diagnosis import Health, Line
from isodocs.words import counted, say

if TYPE_CHECKING:
    from isodocs.model.commit import Commit
    from isodocs.model.register import Register

TOPIC = say("clock")
_SLACK = timedelta(minutes=10)
_MUCH = timedelta(days=1)
_REMEDY = say("Compare this machine's clock with the real time, then ask the committer")


def clock(commits: Sequence[Commit], register: Register, now: datetime) -> Iterator[Line]:
    """What is dated after `now`, and what is dated long before the commit it builds on."""
    inventory = register.inventory
    statements = [record.statement for record in inventory.approvals]
    delegations = [record.delegation or record.ending for record in inventory.delegations]
    confirmations = [record.confirmation for record in inventory.confirmations]
    said = [one.signed_at for one in (*statements, *delegations, *confirmations) if one]
    made = [max(c.author.when, c.committer.when) for c in commits]
    for what, moments in (("commit", made), ("statement", said)):
        late = [moment for moment in moments if moment > now + _SLACK]
        if late:
            yield Line(
                TOPIC,
                Health.WEAK,
                say(
                    "{what} dated after this machine's clock, the latest {max:%Y-%m-%d %H:%M}",
                    what=counted(len(late), what),
                    max=max(late),
                ),
                _REMEDY,
            )
    back = _dated_back(commits)
    if back:
        yield Line(
            TOPIC,
            Health.WEAK,
            say(
                "{commits} dated more than a day before the one built on, such as {id} of {date}",
                commits=counted(len(back), "commit"),
                id=back[-1].id[:10],
                date=back[-1].committer.when.date(),
            ),
            say(
                "Dates of commits are their makers' word: rely on order, signatures and time stamps"
            ),
        )
    if not commits:
        yield Line(TOPIC, Health.OK, say("nothing is committed yet"))
    elif not back and not any(moment > now + _SLACK for moment in (*made, *said)):
        yield Line(
            TOPIC, Health.OK, say("nothing is dated after {now:%Y-%m-%d %H:%M}, now here", now=now)
        )


def _dated_back(commits: Sequence[Commit]) -> list[Commit]:
    """The commits dated long before one of their parents; parents come before children."""
    when: dict[str, datetime] = {}
    found = []
    for commit in commits:
        when[commit.id] = commit.committer.when
        if any(
            commit.committer.when < when[parent] - _MUCH
            for parent in commit.parents
            if parent in when
        ):
            found.append(commit)
    return found
