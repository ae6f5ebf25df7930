"""One question of a browser, and what a route answers with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from starlette.exceptions import HTTPException

from isodocs.named_tuple import NamedTuple
from isodocs.portal.passkeys import given

if TYPE_CHECKING:
    from starlette.responses import Response

    from isodocs.copies.wording import Wording
    from isodocs.portal.deeds import Deeds
    from isodocs.portal.passkeys import PasskeyAnswer, PasskeyWanted
    from isodocs.portal.snapshot import PortalSnapshot

_LONGEST = 200


class Asking(NamedTuple):
    """A question: what it is about (`named`, of the address), and with which words (`query`).

    `me` is the person who sits at this machine, empty where no one knows. `deeds` does what they
    ask for, None where only reading is possible; `form` is what each form must have in it. `origin`
    is the address of the portal as the browser has it, `by_name` the one that passkeys can be for.
    """

    snapshot: PortalSnapshot
    wording: Wording
    me: str
    path: str
    named: Mapping[str, str]
    query: Mapping[str, str]
    deeds: Deeds | None
    form: str
    origin: str
    by_name: str

    def given(self, form: Mapping[str, str]) -> PasskeyAnswer | None:
        """What a form says of passkeys; None where it is not to be signed by one."""
        return given(form, self.origin, self.deeds.now()) if self.deeds else None

    def word(self, text: str) -> str:
        """A fixed text in the reader's language."""
        return self.wording.word(text)

    def text(self, name: str) -> str:
        """What someone typed, no longer than anyone types."""
        return self.query.get(name, "")[:_LONGEST].strip()


class PortalPage(NamedTuple):
    """A page: what a template of the portal makes of `data`.

    `data` has at most `parts` (`isodocs.model.page`), which the template draws. `tongue` is the
    language of the parts where it is not the reader's.
    """

    template: str
    title: str
    data: Mapping[str, Any]


Route = Callable[[Asking], "PortalPage | Response"]
"""Answers a question; raises `missing()` where what it names is not there."""
Routes = tuple[tuple[str, Route], ...]


Deed = Callable[[Asking, Mapping[str, str]], "str | PortalPage | Response | PasskeyWanted"]
"""Does what a form asks for, and returns the address of the page that shows what it did.

A page says in place why nothing was done, an answer that there was nothing to do. Where a passkey
has to sign first, it returns what, and has done nothing yet.
"""
DeedRoutes = tuple[tuple[str, Deed], ...]
Upload = Callable[[Asking, bytes], str]
"""Does something with a file that was sent, and returns the address of the page that shows it."""
UploadRoutes = tuple[tuple[str, Upload], ...]


def missing() -> HTTPException:
    """Nothing has that name."""
    return HTTPException(404)


def not_yet(asked: Asking) -> PortalPage:
    """What was done just now is not in the snapshot yet; the page looks again by itself."""
    said = asked.word("The register is being read. This page continues by itself.")
    data = {"said": said, "leads_to": "", "wait": True}
    return PortalPage("notice.html", asked.word("One moment"), data)
