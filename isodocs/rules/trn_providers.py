"""TRN, continued: training providers, and whether their recognition is shown."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from isodocs.assess.recognition import flaws
from isodocs.model.gap import Finding, Level
from isodocs.rules.rule import rule
from isodocs.words import listed

if TYPE_CHECKING:
    from isodocs.model.register import Register


@rule("TRN010", "provider-not-looked-up", Level.WARNING, ("7.2",), blocks=False)
def provider_not_looked_up(register: Register) -> Iterator[Finding]:
    """The recognition of a training provider is claimed, and its number, scope or check is missing.

    Why: Evidence of competence must fit the requirement (ISO 9001:2015, 7.2 d). A recognition is a
    fact that can be looked up at its source: under a number, and for certain courses.

    Example: The provider is said to be recognised by a register of auditors. No one looked it up.

        documents/training.md:
            ---
            id: SOP-003
            ---
            # Training

            We use recognised providers.

        records/provider.csv:
            id,name,recognised-by,number,scope,looked-up
            TP-01,Thornwick College,Register of auditors,A-117,Lead auditor courses,

    Remedy: Look the recognition up at its source, and enter `number`, `scope` and `looked-up`. If
    no one recognises the provider, write `none` in `recognised-by`.
    """
    for provider in register.records.get("provider", ()):
        missing = flaws(provider)
        if missing:
            yield Finding(
                f"{provider.label}: recognition by {provider.text('recognised-by')} is not shown: "
                f"missing {listed(missing)}",
                "Look it up at its source, and enter what you found; 'none' in 'recognised-by' if "
                "no one recognises it.",
                provider.place(missing[0]),
                subject=provider.id,
            )
