"""Whether everything that a document shows can be looked at: pictures, includes, frames."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from isodocs.assess import remedies
from isodocs.assess.shown_flaws import shown_flaws
from isodocs.model.gap import Finding, Level, Place
from isodocs.rules.rule import rule

if TYPE_CHECKING:
    from isodocs.model.document import Document
    from isodocs.model.register import Register
    from isodocs.model.shown import ShownFlaw


@rule("APR016", "shown-file-unknown", Level.ERROR, ("7.5.2",), blocks=True, waivable=False)
def shown_file_unknown(register: Register) -> Iterator[Finding]:
    """A document could show a file, and it cannot be found out which one.

    Why: What is approved for suitability and adequacy (ISO 9001:2015, 7.5.2 c) is what a reader
    sees. A picture or an included text that the approval does not cover could be replaced
    afterwards and nobody would notice, so `isodocs approve` refuses such a document.
    The forms that are understood are listed in docs/shown-files.md.

    Example: `<img src="{{ logo }}">`, `{% include {{ page.part }} %}`, a script, a tag that does
    not end, lists nested more than fifty deep.

    Remedy: Write the picture as `![words](path)`, and the include in a form of that list.
    """
    for document, flaw in shown_flaws(register, lambda shown: shown.unfollowed):
        hint = remedies.in_file(register, document, flaw.hint) if flaw.hint else flaw.hint
        yield _finding(document, flaw, f"this could show any file: {flaw.message}", hint)


@rule("APR018", "shown-from-outside", Level.WARNING, ("7.5.3.2",), blocks=False)
def shown_from_outside(register: Register) -> Iterator[Finding]:
    """A document shows a picture, or includes a text, that is fetched from the web.

    Why: Changes must be controlled (ISO 9001:2015, 7.5.3.2 c). What an address on the web shows
    can change at any time; an approval covers the address, and not what readers see there.

    Example: `![Evacuation plan](https://example.com/plan.png)`

    Remedy: Put a copy into the repository and show that.
    """
    for document, flaw in shown_flaws(register, lambda shown: shown.outside):
        yield _finding(
            document,
            flaw,
            f"what {flaw.message[:80]} shows can change at any time, and no approval covers it",
            remedies.in_file(register, document, "Put a copy into the repository and show that."),
        )


def _finding(document: Document, flaw: ShownFlaw, message: str, hint: str) -> Finding:
    return Finding(
        message,
        hint,
        Place(flaw.source, flaw.line, flaw.column),
        document.id,
        subject=flaw.message,
        owner=document.owner,
    )
