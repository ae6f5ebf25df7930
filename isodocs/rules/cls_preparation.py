"""CLS: how far a standard has come that is only in preparation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from isodocs.assess.coverage import coverage
from isodocs.model.config import PATH
from isodocs.model.gap import Finding, Level, Place
from isodocs.rules.rule import rule

if TYPE_CHECKING:
    from isodocs.model.register import Register


@rule("CLS009", "standard-in-preparation", Level.NOTE, blocks=False)
def standard_in_preparation(register: Register) -> Iterator[Finding]:
    """How far a standard in preparation has come: all that is open in it, told once.

    Why: Whoever works to one standard and prepares another needs to see the gaps of the first.
    What documents already claim of the other is checked as ever; what is missing is reported by its
    count here, and in full by `isodocs coverage` and `isodocs readiness stage-1 --standard`.

    Example: `in-preparation: [iso-14001-2015]` in isodocs.yaml.

    Remedy: Write what is missing; list the standard under `standards:` once you work to it.
    """
    for standard in register.config.in_preparation:
        if standard in register.maps:
            found = coverage(register, standard)
            name = register.maps[standard].display_name
            yield Finding(
                f"{name} is in preparation: {found.summary}",
                f"What is open: `isodocs coverage {standard} --gaps`. Once you work to it, list it "
                "under 'standards:'.",
                Place(PATH, *register.config.places.get("in-preparation", (0, 0))),
                subject=standard,
            )
