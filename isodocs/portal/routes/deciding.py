"""To approve several texts at once, and to decide on one that waits on another branch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from isodocs.lifecycle.decision import digest_of
from isodocs.lifecycle.entered import on_one_line
from isodocs.portal.asking import PortalPage, missing
from isodocs.portal.bringing_in import bring_in
from isodocs.portal.deciding import approve_all, decide_elsewhere, take_back
from isodocs.portal.views import addresses, my_keys, talk, to_do_here, together
from isodocs.portal.views.approval_block import approval_block

if TYPE_CHECKING:
    from collections.abc import Mapping

    from isodocs.model.branch import Waiting
    from isodocs.portal.asking import Asking, DeedRoutes, Routes
    from isodocs.portal.passkeys import PasskeyWanted

_DECISIONS = ("approve", "reject")


def several(asked: Asking) -> PortalPage:
    """What waits here for the person at this machine, to be ticked and approved at once."""
    who = to_do_here.person_of(asked.snapshot, asked.me)
    texts = together.to_approve(asked.snapshot, asked.wording, who) if who else []
    chosen = {name for name in asked.query if name.startswith(together.PREFIX)}
    word = asked.word
    data = {
        "texts": [{**each, "chosen": not chosen or each["field"] in chosen} for each in texts],
        "can": asked.deeds is not None,
        "name": who.name if who else "",
        **(my_keys.signing(asked, who) if who else {}),
        "form": asked.form,
    }
    return PortalPage("together.html", word("Approve several texts"), data)


def approve(asked: Asking, form: Mapping[str, str]) -> str | PasskeyWanted:
    """Approve all that is ticked, in one statement."""
    if asked.deeds is None:
        raise missing()
    length = len(together.PREFIX)
    seen = {name[length:]: v for name, v in form.items() if name.startswith(together.PREFIX)}
    reason = on_one_line(form.get("reason", ""))
    return approve_all(asked.deeds, seen, reason, asked.given(form)) or "/my-day?done=approve"


def on_branch(asked: Asking) -> PortalPage:
    """A text that waits on another branch: what it changes, and the decision on it."""
    snapshot, word = asked.snapshot, asked.word
    form = together.waits(snapshot, addresses.named(asked.named["id"]), asked.text("branch"))
    if form is None:
        raise missing()
    who = to_do_here.person_of(snapshot, asked.me)
    roles = next((roles for each, roles in together.theirs(snapshot, who) if each is form), "")
    document, branch = form.document, form.names[0]
    said = word("You decide as {name} ({roles}).").format(name=who.name if who else "", roles=roles)
    data = {
        "id": form.entry.id,
        "name": document.title,
        "branch": branch,
        "complete": form.complete,
        "into": addresses.document(form.entry.id, "bring-in"),
        "talk": _talk(asked, form),
        "number": document.revision,
        "done": talk.done_in_words(asked.wording, asked.text("said")),
        "parts": together.changes(snapshot, asked.wording, form),
        "can": bool(asked.deeds and who and roles),
        "brings": _brings(asked, form) if asked.deeds and form.complete else "",
        "to": addresses.document(form.entry.id, "waiting"),
        "seen": digest_of(form.register, document),
        "asks": word("Your decision on revision {number}").format(number=document.revision),
        "said": said,
        "block": approval_block(form.register, asked.wording, form.status),
        **(my_keys.signing(asked, who) if who and roles else {}),
        "form": asked.form,
    }
    return PortalPage("waiting.html", f"{form.entry.id} {document.title}", data)


def _talk(asked: Asking, form: Waiting) -> dict[str, Any]:
    """What is said here about a text on a branch; nothing of a document that is only there."""
    entry = asked.snapshot.register.entries.get(form.entry.id)
    if entry is None:
        return {}
    me, number = asked.me if asked.deeds else "", form.document.revision
    return talk.beside(asked.snapshot, asked.wording, entry, number, (), me, elsewhere=True)


def decide(asked: Asking, form: Mapping[str, str]) -> str | PasskeyWanted:
    """Approve or reject what waits on a branch."""
    decision = form.get("decision", "")
    if asked.deeds is None or decision not in _DECISIONS:
        raise missing()
    id, reason = addresses.named(asked.named["id"]), on_one_line(form.get("reason", ""))
    rejects, given = decision == "reject", asked.given(form)
    branch, seen = form.get("branch", ""), form.get("seen", "")
    wanted = decide_elsewhere(asked.deeds, id, branch, seen, reason, rejects=rejects, asked=given)
    return wanted or f"/my-day?done={decision}"


def _brings(asked: Asking, form: Waiting) -> str:
    """What follows once it is brought in."""
    day, on, word = form.document.effective, form.register.on, asked.word
    if day and day > on:
        said = word("It has every approval. Once released, it is in force from {day}.")
        return said.format(day=asked.wording.day(day))
    return word("It has every approval. Once released, it is in force.")


def merge(asked: Asking, form: Mapping[str, str]) -> str | PortalPage:
    """Bring in what has every approval on its branch."""
    if asked.deeds is None:
        raise missing()
    id, branch = addresses.named(asked.named["id"]), form.get("branch", "")
    others = bring_in(asked.deeds, id, branch, form.get("others", ""))
    if others is None:
        return f"{addresses.document(id)}?done=merge"
    data = {
        "id": id,
        "branch": branch,
        "into": addresses.document(id, "bring-in"),
        "back": f"{addresses.document(id, 'waiting')}?{urlencode({'branch': branch})}",
        "paths": others.paths,
        "others": others.digest,
        "form": asked.form,
    }
    return PortalPage("bring_in.html", id, data)


def withdraw(asked: Asking, form: Mapping[str, str]) -> str | PasskeyWanted:
    """Take an approval back."""
    if asked.deeds is None:
        raise missing()
    id, reason = addresses.named(asked.named["id"]), on_one_line(form.get("reason", ""))
    wanted = take_back(asked.deeds, id, form.get("seen", ""), reason, asked.given(form))
    return wanted or f"{addresses.document(id)}?done=withdraw"


DEEDS: DeedRoutes = (
    ("/documents/{id}/waiting", decide),
    ("/documents/{id}/bring-in", merge),
    ("/documents/{id}/withdraw", withdraw),
)
MANY: DeedRoutes = (("/approve", approve),)
"""Deeds whose forms have a field to each document."""
ROUTES: Routes = (("/approve", several), ("/documents/{id}/waiting", on_branch))
