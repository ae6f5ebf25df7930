"""APR: whether everything that a document shows is known: images, includes, frames."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from isodocs.assess import remedies
from isodocs.assess.shown_flaws import shown_flaws
from isodocs.model.gap import Finding, Level, Place
from isodocs.rules.rule import rule
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.model.document import Document
    from isodocs.model.register import Register
    from isodocs.model.shown import ShownFlaw


@rule(
    "APR016",
    "shown-file-unknown",
    Level.ERROR,
    ("7.5.2",),
    blocks=True,
    waivable=False,
    author_closes=True,
)
def shown_file_unknown(register: Register) -> Iterator[Finding]:
    """A document could show a file, and it cannot be determined which one.

    Why: Approval covers what a reader sees (ISO 9001:2015, 7.5.2 c). An image or included text that
    the approval does not cover could be replaced unnoticed, so `isodocs approve` refuses such a
    document. docs/shown-files.md lists the supported forms.

    Example: The path of an image is put together by a template.

        documents/purchasing.md:
            ---
            id: SOP-001
            ---
            <img src="{{ logo }}">

    Remedy: Write the image as `![description](path)`, and the include in a supported form.
    """
    for document, flaw in shown_flaws(register, lambda shown: shown.unfollowed):
        hint = remedies.in_file(register, document, flaw.hint) if flaw.hint else flaw.hint
        yield _finding(
            document,
            flaw,
            say("it is not clear which file this shows: {message}", message=flaw.message),
            hint,
        )


@rule("APR018", "shown-from-outside", Level.WARNING, ("7.5.3.2",), blocks=False)
def shown_from_outside(register: Register) -> Iterator[Finding]:
    """A document shows an image or includes a text from the web.

    Why: Changes must be controlled (ISO 9001:2015, 7.5.3.2 c). Content at a web address can change
    at any time; an approval covers the address, not what readers see there.

    Example: An image from another website.

        documents/evacuation.md:
            ---
            id: SOP-001
            ---
            ![Evacuation plan](https://example.com/plan.png)

    Remedy: Add a copy to the repository and show that.
    """
    for document, flaw in shown_flaws(register, lambda shown: shown.outside):
        yield _finding(
            document,
            flaw,
            say(
                "{message} is fetched from the web; approvals do not cover its content",
                message=flaw.message[:80],
            ),
            remedies.in_file(
                register, document, say("Add a copy to the repository and show that.")
            ),
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
