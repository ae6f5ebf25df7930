"""CFG, continued: settings that were changed once something was overdue by them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from isodocs.assess import remedies
from isodocs.assess.eased_settings import eased_settings
from isodocs.model.audit import FROM_STAGE_2
from isodocs.model.config import PATH
from isodocs.model.gap import Finding, Level, Place
from isodocs.rules.rule import rule
from isodocs.words import listed, say

if TYPE_CHECKING:
    from isodocs.assess.eased_settings import Eased
    from isodocs.model.register import Register

_NAMED = 4


@rule(
    "CFG019",
    "settings-eased-without-reason",
    Level.WARNING,
    ("7.5.2", "9.1.1"),
    blocks=False,
    protects=True,
    stops=FROM_STAGE_2,
)
def settings_eased_without_reason(register: Register) -> Iterator[Finding]:
    """isodocs.yaml was changed so that something is not overdue any more, and nothing says why.

    Why: What is planned is done by its day, or someone decides that it is done later (ISO
    9001:2015, 7.5.2 and 9.1.1). A longer review interval, a longer default for records or for late
    entries makes what was overdue disappear, without any trace in the document or record. A
    standard that is moved from `standards` to `in-preparation` has no gaps of its own any more.
    What is eased before anything is overdue needs no reason, what was done since is not reported,
    and what was overdue at once when a setting came may be corrected within 30 days.

    Example: Procedures were reviewed every 12 months. The review of SOP-001 was due in March, and
    in May isodocs.yaml says 36 months.

    Remedy: Enter under `changed-because` in isodocs.yaml why, and who agreed. The reason must be
    entered with the change or after it. Otherwise set it back, or do what was due.
    """
    for eased in eased_settings(register):
        key = eased.setting.partition(".")[0]
        yield Finding(
            _what(eased),
            say(
                "Enter why, and who agreed, in isodocs.yaml: `changed-because: "
                "{{{setting}: REASON}}`. Or set it back.",
                setting=eased.setting,
            ),
            Place(PATH, *register.config.places.get(key, (0, 0))),
            subject=f"{eased.setting} {eased.before} {eased.after}",
        )


def _what(eased: Eased) -> str:
    by = remedies.by(eased.stamp)
    if not eased.hides:
        return say(
            "{standard} was taken from 'standards' {by}, and is in preparation, without a reason: "
            "what it asks for is not reported one by one",
            standard=eased.setting.partition(".")[2],
            by=by,
        )
    values = {"setting": eased.setting, "before": eased.before, "by": by}
    what = listed(eased.hides, most=_NAMED)
    if eased.after:
        return say(
            "'{setting}' was '{before}', and was changed to '{after}' {by} without a reason; "
            "overdue or late until then: {what}",
            after=eased.after,
            what=what,
            **values,
        )
    return say(
        "'{setting}' was '{before}', and was taken out {by} without a reason; overdue or late "
        "until then: {what}",
        what=what,
        **values,
    )
