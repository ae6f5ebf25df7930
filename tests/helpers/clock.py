"""The machine's clock, stopped for a test."""

from __future__ import annotations

from datetime import datetime, tzinfo

import pytest

from isodocs.commands import _clock


def stop(monkeypatch: pytest.MonkeyPatch, moment: datetime) -> None:
    """Let commands run at `moment`, also those that were imported before."""

    class Clock(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return moment

    monkeypatch.setattr(_clock, "datetime", Clock)
