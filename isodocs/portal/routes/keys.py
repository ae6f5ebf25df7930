"""My keys: with what someone signs, a new passkey, and what an owner takes in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from isodocs.errors import LifecycleError
from isodocs.portal.asking import PortalPage, missing
from isodocs.portal.views import my_keys
from isodocs.statements import webauthn

if TYPE_CHECKING:
    from collections.abc import Mapping

    from isodocs.portal.asking import Asking, DeedRoutes, Routes
    from isodocs.portal.passkeys import PasskeyWanted


def mine(asked: Asking) -> PortalPage:
    """The keys of the person at this machine."""
    word = asked.word
    said = {
        "enrol": word("Your passkey is enrolled. An owner of the register takes it in next."),
        "take-in": word("The register of people has a new version, and the keys count."),
    }.get(asked.text("done"), "")
    return PortalPage("my_keys.html", word("My keys"), {**my_keys.page(asked), "done": said})


def enrol(asked: Asking, form: Mapping[str, str]) -> str | PasskeyWanted:
    """Enrol a passkey that was made a moment ago."""
    given = asked.given(form)
    if asked.deeds is None or given is None:
        raise missing()
    try:
        spki = webauthn.unbase64url(form.get("spki", ""))
    except ValueError:
        raise LifecycleError("the browser sent something else", hint="Do it again.") from None
    return asked.deeds.enrol(spki, given) or f"{my_keys.ADDRESS}?done=enrol"


def take_in(asked: Asking, form: Mapping[str, str]) -> str | PasskeyWanted:
    """Take in what is enrolled, as an owner."""
    if asked.deeds is None:
        raise missing()
    sha256, given = form.get("sha256", ""), asked.given(form)
    return asked.deeds.take_in(sha256, asked.origin, given) or f"{my_keys.ADDRESS}?done=take-in"


ROUTES: Routes = ((my_keys.ADDRESS, mine),)
DEEDS: DeedRoutes = (
    (f"{my_keys.ADDRESS}/enrol", enrol),
    (f"{my_keys.ADDRESS}/take-in", take_in),
)
