"""What the dashboard says of a standard."""

from __future__ import annotations

import pytest

from isodocs.copies.wording import Wording
from isodocs.portal.views import dashboard


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (None, ""),
        (12, "days left"),
        (1, "day left"),
        (0, "today"),
        (-1, "day overdue"),
        (-3, "days overdue"),
    ],
)
def test_a_day_is_not_many(days: int | None, said: str) -> None:
    assert dashboard.days_left(days, Wording("en").word) == said
