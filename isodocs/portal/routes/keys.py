"""My keys: with what someone signs, a new passkey, and what an owner takes in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from isodocs.errors import LifecycleError
from isodocs.lifecycle.text_merge import sent as as_sent
from isodocs.portal.asking import PortalPage, missing
from isodocs.portal.passkeys import PasskeyWanted
from isodocs.portal.views import my_keys
from isodocs.statements import webauthn
from isodocs.words import say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from isodocs.portal.asking import Asking, DeedRoutes, Routes


def mine(asked: Asking) -> PortalPage:
    """The keys of the person at this machine."""
    word = asked.word
    said = {
        "enrol": word("Your passkey is enrolled. An owner of the register has to accept it next."),
        "sign": word("Your signature is recorded and committed."),
        "take-in": word("The register of people has a new version, which is in force."),
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
        raise LifecycleError(
            say("the browser sent something else"), hint=say("Do it again.")
        ) from None
    return asked.deeds.enrol(spki, given) or f"{my_keys.ADDRESS}?done=enrol"


def sign(asked: Asking, form: Mapping[str, str]) -> str | PasskeyWanted:
    """Sign the next version of the register, as an owner."""
    if asked.deeds is None:
        raise missing()
    sha256, text = form.get("sha256", ""), as_sent(form.get("text", ""))
    done = asked.deeds.sign_version(sha256, asked.origin, text, asked.given(form))
    if isinstance(done, PasskeyWanted):
        return done
    return f"{my_keys.ADDRESS}?done={'take-in' if done else 'sign'}"


def people(asked: Asking) -> PortalPage:
    """The register of people as a form, for its owners."""
    made = my_keys.form(asked)
    if made is None:
        raise missing()
    return PortalPage("people_form.html", asked.word("Change the register of people"), made)


def propose(asked: Asking, form: Mapping[str, str]) -> PortalPage:
    """Show what a form would change, to be signed by the owner who sent it."""
    made = my_keys.form(asked, form)
    if made is None:
        raise missing()
    return PortalPage("people_form.html", asked.word("Change the register of people"), made)


ROUTES: Routes = ((my_keys.ADDRESS, mine), (my_keys.PEOPLE, people))
DEEDS: DeedRoutes = (
    (f"{my_keys.ADDRESS}/enrol", enrol),
    (f"{my_keys.ADDRESS}/sign", sign),
)
MANY: DeedRoutes = ((my_keys.PEOPLE, propose),)
"""Deeds whose forms have many fields."""
