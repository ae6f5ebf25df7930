"""CLS: the state of a standard in preparation."""

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
    """The state of a standard in preparation: everything open in it, reported once.

    Why: If you work to one standard and prepare for another, you need to see the gaps of the first.
    Claims on the second are checked as usual. What is missing in it is reported here by number, and
    in full by `isodocs coverage` and `isodocs readiness stage-1 --standard`.

    Example: An organisation works to ISO 9001 and prepares for ISO 14001.

        isodocs.yaml:
            standards: [iso-9001-2015]
            in-preparation: [iso-14001-2015]
            required: [id]

    Remedy: Add what is missing. List the standard under `standards:` when you work to it.
    """
    for standard in register.config.in_preparation:
        if standard in register.maps:
            found = coverage(register, standard)
            name = register.maps[standard].display_name
            yield Finding(
                f"{name} is in preparation: {found.summary}",
                f"To see what is missing: `isodocs coverage {standard} --gaps`. When you work to "
                "it, list it under 'standards:'.",
                Place(PATH, *register.config.places.get("in-preparation", (0, 0))),
                subject=standard,
            )
