"""Documents: a revision is started, written, submitted, taken back; reviewed, retired."""

from __future__ import annotations

import binascii
from base64 import b64decode
from datetime import date
from typing import TYPE_CHECKING

from starlette.responses import PlainTextResponse, RedirectResponse

from isodocs.assess.comments import open_comments
from isodocs.errors import IsodocsError, LifecycleError
from isodocs.lifecycle import final_form, foresee
from isodocs.lifecycle.add_picture import add_picture
from isodocs.lifecycle.approve import plan_review
from isodocs.lifecycle.at_the_keyboard import at_the_keyboard
from isodocs.lifecycle.decision import Act
from isodocs.lifecycle.discard import discard
from isodocs.lifecycle.edit_document import DocumentSent, edit_document
from isodocs.lifecycle.entered import FieldFault, on_one_line
from isodocs.lifecycle.retire import retire
from isodocs.lifecycle.revise import revise
from isodocs.lifecycle.submit import submit
from isodocs.lifecycle.text_merge import sent as as_sent
from isodocs.parsing.cut_text import shortened
from isodocs.parsing.fields import parse_day
from isodocs.portal.asking import PortalPage, missing, not_yet
from isodocs.portal.languages import in_words
from isodocs.portal.passkeys import PasskeyWanted
from isodocs.portal.saving import desk, fault_of, refuse_taking_along
from isodocs.portal.views import addresses, brought_gaps, document_entry
from isodocs.portal.views.record_entry import Typed
from isodocs.statements.seal import SignaturePurpose
from isodocs.words import say

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from isodocs.lifecycle.plan import Plan
    from isodocs.model.comment import Discussion
    from isodocs.model.gap import Gap
    from isodocs.model.register import Entry
    from isodocs.portal.asking import Asking, DeedRoutes, Routes
    from isodocs.portal.deeds import Deeds
    from isodocs.portal.passkeys import PasskeyAnswer
    from isodocs.portal.saving import Desk

_FIELD = "f."
_SEE_OTHER, _WRONG = 303, 422
_LONGEST = 200
"""So many characters of a comment are shown."""


def _entry(asked: Asking) -> tuple[Deeds, Entry]:
    entry = asked.snapshot.register.entries.get(addresses.named(asked.named["id"]))
    if entry is None or asked.deeds is None:
        raise missing()
    return asked.deeds, entry


def _there(at: Desk, id: str) -> Entry:
    entry = at.register.entries.get(id)
    if entry is None:
        raise LifecycleError(say("there is no document {id!r} any more", id=id))
    return entry


def _fields(form: Mapping[str, str]) -> dict[str, str]:
    return {n.removeprefix(_FIELD): t for n, t in form.items() if n.startswith(_FIELD)}


# -- the text ---------------------------------------------------------------------------------


def form_of(asked: Asking) -> PortalPage:
    """The form of a draft."""
    entry = asked.snapshot.register.entries.get(addresses.named(asked.named["id"]))
    if asked.deeds and entry is None and asked.text("done"):
        return not_yet(asked)
    _, entry = _entry(asked)
    document = document_entry.current(entry)
    if document is None or document.is_final:
        if asked.text("done"):
            return not_yet(asked)
        raise missing()
    made = document_entry.draft(asked, entry, document)
    if asked.text("done") == "begin":
        made["done"] = asked.word(
            "{id} was created and committed. Write its text here: the words in [brackets] say "
            "what belongs where."
        ).format(id=entry.id)
    return PortalPage("record_entry.html", entry.id, made)


def save(asked: Asking, form: Mapping[str, str]) -> str | PortalPage | RedirectResponse:
    """Save a draft."""
    deeds, entry = _entry(asked)
    now = document_entry.current(entry)
    if now is None:
        raise missing()
    digest, fields = form.get("digest", ""), _fields(form)
    text = as_sent(form["text"]) if "text" in form else None
    here = addresses.document(entry.id)
    wrong: Sequence[FieldFault]
    try:
        with desk(deeds, asked.snapshot) as at:
            sent = DocumentSent(at.base(digest, now.path), fields, text)
            there = _there(at, entry.id)
            made = edit_document(at.workspace, at.register, there, sent)
            wrong, fields, text = made.faults, dict(made.mine), made.text
            now = document_entry.current(there) or now
            digest = now.blob
            if made.plan is not None:
                brought = at.save_draft(made.plan)
                if brought is None:
                    return f"{here}?revision={now.revision}&done=save"
                config = at.register.config
                wrong = list(brought_gaps.at_document(brought, made.plan, now.path, config))
            elif not wrong:
                return RedirectResponse(here, _SEE_OTHER)
    except IsodocsError as error:
        wrong = (fault_of(error),)
    page = document_entry.draft(asked, entry, now, Typed(fields, text, digest), wrong)
    return PortalPage("record_entry.html", entry.id, page)


def add(asked: Asking, form: Mapping[str, str]) -> PlainTextResponse:
    """Put a picture beside a draft; answers with the name by which the text shows it."""
    deeds, entry = _entry(asked)
    try:
        data = b64decode(form.get("data", ""), validate=True)
        with desk(deeds, asked.snapshot) as at:
            document = document_entry.current(_there(at, entry.id))
            if document is None or document.is_final:
                raise LifecycleError(
                    say("{id} is not a draft", id=entry.id), hint=say("Start a revision first.")
                )
            name, plan = add_picture(at.workspace, document, data)
            if plan is not None:
                at.record(plan)
    except IsodocsError as error:
        return PlainTextResponse(in_words(asked.wording, error.in_full), _WRONG)
    except (binascii.Error, ValueError):
        raise missing() from None
    return PlainTextResponse(name)


# -- steps ------------------------------------------------------------------------------------


def step_of(asked: Asking) -> PortalPage:
    """The form of a step."""
    _, entry = _entry(asked)
    made = document_entry.step(asked, entry, asked.named["step"])
    if made is None:
        raise missing()
    return PortalPage("step.html", made["step"].title, made)


def take(asked: Asking, form: Mapping[str, str]) -> str | PortalPage | PasskeyWanted:
    """Take a step."""
    deeds, entry = _entry(asked)
    name, fields = asked.named["step"], _fields(form)
    does, given = _STEPS.get(name), asked.given(form)
    if does is None:
        raise missing()
    said = {each: on_one_line(text) for each, text in fields.items()}
    try:
        with desk(deeds, asked.snapshot) as at:
            faults = does(at, _there(at, entry.id), said, given)
    except IsodocsError as error:
        faults = [fault_of(error)]
    if isinstance(faults, PasskeyWanted):
        return faults
    if not faults:
        if name == "discard" and entry.issued is None:
            return f"{addresses.DOCUMENTS}?done=discard"
        to = addresses.EDIT if name in ("revise", "withdraw") else ""
        return f"{to}{addresses.document(entry.id)}?done={name}"
    made = document_entry.step(asked, entry, name, fields, faults)
    if made is None:
        raise missing()
    return PortalPage("step.html", made["step"].title, made)


def _revise(at: Desk, entry: Entry, said: Mapping[str, str], _: object) -> Sequence[FieldFault]:
    at.record(revise(at.workspace, at.register, entry, said.get("change", "")))
    return ()


def _discard(at: Desk, entry: Entry, _: object, __: object) -> Sequence[FieldFault]:
    at.record(discard(at.workspace, at.register, entry))
    return ()


def _submit(at: Desk, entry: Entry, said: Mapping[str, str], _: object) -> Sequence[FieldFault]:
    if left := open_comments(at.register, entry):
        return [_unanswered(one) for one in left]
    day = _day(said)
    plan = submit(at.workspace, at.register, entry, day, said.get("change", ""))
    return _final(at, entry, plan)


def _unanswered(one: Discussion) -> FieldFault:
    """What `submit` says of a comment without an answer, for one who reads it in a browser."""
    message = say(
        "{name} has no answer on {quoted}: {text}",
        name=one.comment.name,
        quoted=one.quoted,
        text=shortened(one.comment.text, _LONGEST),
    )
    return FieldFault("", message, say("Answer it or resolve it beside the text."))


def _retire(at: Desk, entry: Entry, said: Mapping[str, str], _: object) -> Sequence[FieldFault]:
    if not said.get("reason"):
        raise LifecycleError(
            say("nothing says why it is no longer needed"), hint=say("Say it in a sentence.")
        )
    plan = retire(
        at.workspace,
        at.register,
        entry,
        reason=said["reason"],
        effective=_day(said) or at.register.on,
        superseded_by=said.get("superseded-by", ""),
    )
    return _final(at, entry, plan)


def _final(at: Desk, entry: Entry, plan: Plan) -> Sequence[FieldFault]:
    """Record a final form where it may wait for its approvals."""
    then = foresee.after(at.workspace, plan, at.register.on)
    if gaps := foresee.author_gaps(then, entry.id):
        return _as_faults(gaps)
    if not final_form.protected_branch(at.workspace, at.register):
        at.record(plan)
        return ()
    refuse_taking_along(at.workspace, plan)
    waiting = final_form.prepared(at.workspace, at.register, entry, plan)
    if not waiting.gaps:
        final_form.published(at.workspace, entry.id, waiting, plan.message)
    return _as_faults(waiting.gaps)


def _review(
    at: Desk, entry: Entry, said: Mapping[str, str], given: PasskeyAnswer | None
) -> Sequence[FieldFault] | PasskeyWanted:
    workspace, register = at.workspace, at.register
    who = at_the_keyboard(workspace, register, at.deeds.who)

    def make(key: str, when: datetime) -> Plan:
        act = Act(who, when, said.get("note", ""), key=key)
        return plan_review(workspace, register, entry, act)

    of, purpose = (workspace, register), SignaturePurpose.APPROVAL
    plan = at.deeds.signed(of, who.id, purpose, given, make)
    if isinstance(plan, PasskeyWanted):
        return plan
    at.record(plan)
    return ()


_STEPS: Mapping[str, Callable[..., Sequence[FieldFault] | PasskeyWanted]] = {
    "revise": _revise,
    "withdraw": _revise,
    "discard": _discard,
    "submit": _submit,
    "review": _review,
    "retire": _retire,
}


def _day(said: Mapping[str, str]) -> date | None:
    text = said.get("effective", "")
    day = parse_day(text)
    if text and day is None:
        raise LifecycleError(
            say("{text!r} is not a calendar date", text=text), hint=say("Write year-month-day.")
        )
    return day


def _as_faults(gaps: Sequence[Gap]) -> Sequence[FieldFault]:
    return [FieldFault("", gap.finding.message, gap.finding.hint) for gap in gaps]


_AT = f"{addresses.EDIT}{addresses.DOCUMENTS}/{{id}}"
DEEDS: DeedRoutes = ((_AT, save), (f"{_AT}/picture", add), (f"{_AT}/{{step}}", take))
ROUTES: Routes = ((_AT, form_of), (f"{_AT}/{{step}}", step_of))
