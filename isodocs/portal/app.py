"""All routes as one program for a web server, behind the guard."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit, urlunsplit

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route as Path

from isodocs.errors import IsodocsError
from isodocs.portal import assets, events, frame
from isodocs.portal.asking import Asking, PortalPage, missing
from isodocs.portal.guard import ENTRANCE, Guard
from isodocs.portal.languages import in_words, wording_for
from isodocs.portal.passkeys import PasskeyWanted
from isodocs.portal.proxy import author_of
from isodocs.portal.routes import (
    begin_document,
    clauses,
    comments,
    deciding,
    documents,
    files,
    home,
    keys,
    preview,
    records,
    reports,
    write_documents,
    write_records,
)
from isodocs.repository import writer
from isodocs.words import joined

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.types import ASGIApp, Receive, Scope, Send

    from isodocs.copies.wording import Wording
    from isodocs.portal.asking import Deed, Route, Upload
    from isodocs.portal.current import Current
    from isodocs.portal.deeds import Deeds
    from isodocs.portal.guard import Door
    from isodocs.portal.snapshot import PortalSnapshot

_ROUTES = (
    *home.ROUTES,
    *documents.ROUTES,
    *clauses.ROUTES,
    *records.ROUTES,
    *files.ROUTES,
    *reports.ROUTES,
    *begin_document.ROUTES,
    *write_records.ROUTES,
    *write_documents.ROUTES,
    *deciding.ROUTES,
    *keys.ROUTES,
)
_DEEDS = (*documents.DEEDS, *comments.DEEDS, *deciding.DEEDS, *keys.DEEDS)
_WRITING = (
    *begin_document.DEEDS,
    *write_records.DEEDS,
    *write_documents.DEEDS,
    *preview.DEEDS,
    *deciding.MANY,
    *keys.MANY,
)
"""Deeds whose forms have many fields."""
_READING, _DOING = ["GET"], ["POST"]
_FORM, _JSON = "application/x-www-form-urlencoded", "application/json"
_FILE = "application/octet-stream"
_MOST_FIELDS, _MOST_CELLS = 20, 8000
_TO_BE_SHOWN = 5.0
"""Seconds that an answer waits until what was done can be seen."""
_STRANGE = "a stranger"
_KEPT = {"cache-control": "public, max-age=31536000, immutable"}
_SEE_OTHER, _FORBIDDEN, _NOT_OURS, _UNKNOWN, _NOT_ALLOWED = 303, 401, 403, 404, 405
_CONFLICT, _TOO_MUCH, _NO_FORM, _WRONG, _FAILED, _NOT_YET = 409, 413, 415, 422, 500, 503


def portal(
    current: Current,
    door: Door,
    clock: Callable[[], float],
    me: Callable[[PortalSnapshot, str], str],
    deeds: Deeds | None = None,
) -> ASGIApp:
    """The portal; `clock` counts seconds, `me` says who asks, also by what a proxy calls them.

    Without `deeds` nothing can be done through it but reading.
    """
    answering = _Answering(current, door, me, deeds)
    routes = [Path(path, answering.page(route), methods=_READING) for path, route in _ROUTES]
    app = Starlette(
        routes=[
            *routes,
            *(Path(path, answering.deed(deed), methods=_DOING) for path, deed in _DEEDS),
            *(
                Path(path, answering.deed(deed, _MOST_CELLS), methods=_DOING)
                for path, deed in _WRITING
            ),
            *(Path(path, answering.upload(each), methods=_DOING) for path, each in files.UPLOADS),
            Path("/events", events.stream(current), methods=_READING),
            Path(ENTRANCE, answering.enter, methods=_READING),
            Path(f"{assets.FOLDER}{{digest}}/{{name}}", _asset, methods=_READING),
        ],
        exception_handlers={
            HTTPException: answering.trouble,
            IsodocsError: answering.cannot,
            Exception: answering.trouble,
        },
    )
    # Outside of everything, so that what it promises holds of answers to faults of ours as well.
    return Guard(app, door, clock, answering.stranger)


class _Answering:
    """Makes answers of what routes say."""

    def __init__(
        self,
        current: Current,
        door: Door,
        me: Callable[[PortalSnapshot, str], str],
        deeds: Deeds | None,
    ) -> None:
        self._current, self._door, self._me, self._deeds = current, door, me, deeds

    def page(self, route: Route) -> Callable[[Request], object]:
        """What the server calls for a route: in a thread of its own, so that others go on."""

        async def answer(request: Request) -> Response:
            return await run_in_threadpool(self._answer, route, request)

        return answer

    def _answer(self, route: Route, request: Request) -> Response:
        version = self._current.version  # before the snapshot: it is never said to be newer
        snapshot = self._current.snapshot
        if snapshot is None:
            return self._not_yet(request)
        asked = self._asking(snapshot, request)
        made = route(asked)
        if isinstance(made, PortalPage):
            return HTMLResponse(frame.draw(asked, made, version, self._current.trouble))
        return made

    def _asking(self, snapshot: PortalSnapshot, request: Request) -> Asking:
        named = self._door.who(request.headers)
        me = self._me(snapshot, named)
        if self._door.proxy and not me:
            raise HTTPException(_NOT_OURS, _STRANGE)
        deeds = self._deeds
        return Asking(
            snapshot,
            self._wording(request),
            me,
            request.url.path,
            request.path_params,
            request.query_params,
            deeds._replace(who=me) if deeds and self._door.proxy else deeds,
            self._door.form_of(named),
            self._door.origin(request.headers["host"]),
            self._door.origin(self._door.hosts[0]),
        )

    def deed(self, deed: Deed, most: int = _MOST_FIELDS) -> Callable[[Request], object]:
        """What the server calls for a form that was sent: it leads on to a page.

        A form has at most so many fields.
        """

        async def answer(request: Request) -> Response:
            snapshot = self._current.snapshot
            if snapshot is None or self._deeds is None:
                raise HTTPException(_NOT_ALLOWED)
            if request.headers.get("content-type", "").partition(";")[0].strip() != _FORM:
                raise HTTPException(_NO_FORM)
            form = _fields(await _sent(request), most)
            if not self._door.made(form.get("form", ""), self._door.who(request.headers)):
                raise HTTPException(_NOT_OURS)
            asked = self._asking(snapshot, request)
            if request.headers.get("accept") == _JSON:  # our script, which signs with passkeys
                return await run_in_threadpool(self._do_for_script, deed, asked, form)
            return await run_in_threadpool(self._do, deed, asked, form)

        return answer

    def upload(self, upload: Upload) -> Callable[[Request], object]:
        """What the server calls for a file that our script sent: with the secret in a header."""

        async def answer(request: Request) -> Response:
            snapshot = self._current.snapshot
            if snapshot is None or self._deeds is None:
                raise HTTPException(_NOT_ALLOWED)
            if request.headers.get("content-type", "") != _FILE:
                raise HTTPException(_NO_FORM)
            made = request.headers.get("isodocs-form", "")
            if not self._door.made(made, self._door.who(request.headers)):
                raise HTTPException(_NOT_OURS)
            data = await _sent(request)
            asked = self._asking(snapshot, request)
            deed: Deed = lambda asked, form: upload(asked, data)  # noqa: E731
            return await run_in_threadpool(self._do_for_script, deed, asked, {})

        return answer

    def _do(self, deed: Deed, asked: Asking, form: Mapping[str, str]) -> Response:
        before = self._current.version
        made = self._done(deed, asked, form)
        if isinstance(made, str):
            self._current.await_version(before, _TO_BE_SHOWN)
            return RedirectResponse(made, _SEE_OTHER)
        if isinstance(made, PortalPage):
            text = frame.draw(asked, made, before, self._current.trouble)
            return HTMLResponse(text, _WRONG)
        if isinstance(made, PasskeyWanted):  # for the script, and there is none
            raise HTTPException(_NO_FORM)
        return made

    def _done(
        self, deed: Deed, asked: Asking, form: Mapping[str, str]
    ) -> str | PortalPage | Response | PasskeyWanted:
        """What a deed comes to; behind a proxy each commit names the person as its author."""
        if not self._door.proxy:
            return deed(asked, form)
        name, email = author_of(asked.snapshot.register, asked.me)
        with writer.in_the_name_of(name, email):
            return deed(asked, form)

    def _do_for_script(self, deed: Deed, asked: Asking, form: Mapping[str, str]) -> Response:
        """Where to go on, what a passkey must sign first, or why not, for the script of a page."""
        before = self._current.version
        try:
            made = self._done(deed, asked, form)
        except IsodocsError as error:
            return JSONResponse({"said": in_words(asked.wording, error.in_full)})
        if isinstance(made, PasskeyWanted):
            return JSONResponse(made.as_data())
        if isinstance(made, PortalPage):
            faults = made.data.get("faults", ())
            said = (joined(". ", filter(None, (f.message, f.hint))) for f in faults)
            return JSONResponse({"said": in_words(asked.wording, joined(" ", said))})
        if not isinstance(made, str):
            raise HTTPException(_NO_FORM)
        self._current.await_version(before, _TO_BE_SHOWN)
        return JSONResponse({"to": made})

    def _not_yet(self, request: Request) -> Response:
        wording = self._wording(request)
        word = wording.word
        said = self._current.trouble or word(
            "The register is being read. This page continues by itself."
        )
        page = frame.notice(wording, word("One moment"), said, wait=True)
        return HTMLResponse(page, _NOT_YET, {"retry-after": "1"})

    async def enter(self, request: Request) -> Response:
        """Exchange the token for the cookie.

        The page then leads on, rather than the answer: the browser sends a cookie that is for this
        site alone only where a page of this site leads to another.
        """
        wording = self._wording(request)
        word = wording.word
        if not self._door.lets_in(request.query_params.get("token", "")):
            said = word("This address has no valid token. Open the one that isodocs serve printed.")
            return HTMLResponse(frame.notice(wording, word("No access"), said), _FORBIDDEN)
        page = frame.notice(wording, word("Welcome"), "", "/", wait=True)
        return HTMLResponse(page, headers={"set-cookie": self._door.set_cookie})

    async def stranger(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Say how to get in. One who followed a link from elsewhere only has to go on."""
        from starlette.requests import Request

        request = Request(scope)
        wording = self._wording(request)
        word = wording.word
        said = word("Open the address that isodocs serve printed, or go on if you have done so.")
        if self._door.proxy:
            said = word("You are not signed in: nothing says who you are.")
        path = request.url.path
        page = frame.notice(
            wording, word("No access"), said, "/" if path.startswith("//") else path
        )
        await HTMLResponse(page, _FORBIDDEN)(scope, receive, send)

    async def trouble(self, request: Request, error: Exception) -> Response:
        """Say what went wrong, and nothing of how the program is made."""
        wording = self._wording(request)
        word = wording.word
        status = error.status_code if isinstance(error, HTTPException) else _FAILED
        said = {
            _UNKNOWN: word("There is no such page, or its subject has been renamed."),
            _NOT_OURS: word("This form belongs to another session. Reload its page."),
            **dict.fromkeys((_NOT_ALLOWED, _NO_FORM, _TOO_MUCH), word("This cannot be done here.")),
        }.get(status, word("The page could not be made. What is in the repository is unharmed."))
        if isinstance(error, HTTPException) and error.detail == _STRANGE:
            said = word("You are signed in, but no one here has your address: ask to be entered.")
        title = word("Not found") if status == _UNKNOWN else word("Sorry")
        return HTMLResponse(frame.notice(wording, title, said, "/"), status)

    async def cannot(self, request: Request, error: Exception) -> Response:
        """Say what someone can do about what cannot be shown, or could not be done."""
        wording = self._wording(request)
        word = wording.word
        said = error.in_full if isinstance(error, IsodocsError) else ""
        is_deed = request.method in _DOING
        title = word("Nothing was done") if is_deed else word("This cannot be shown")
        to = _sent_from(request) if is_deed else "/"
        return HTMLResponse(frame.notice(wording, title, said, to), _CONFLICT)

    def _wording(self, request: Request) -> Wording:
        snapshot = self._current.snapshot
        usual = snapshot.config.language if snapshot else ""
        return wording_for(request.headers.get("accept-language", ""), usual)


async def _sent(request: Request) -> bytes:
    """What a request brings; raises HTTPException where the guard lets no more of it through."""
    try:
        return await request.body()
    except ClientDisconnect:
        raise HTTPException(_TOO_MUCH) from None


def _fields(sent: bytes, most: int) -> dict[str, str]:
    """The fields of a form; raises HTTPException for what is none."""
    try:
        return dict(parse_qsl(sent.decode(), keep_blank_values=True, max_num_fields=most))
    except ValueError:
        raise HTTPException(_NO_FORM) from None


def _sent_from(request: Request) -> str:
    """The page of ours with the form that was sent."""
    page = urlsplit(request.headers.get("referer", ""))
    if page.netloc != request.headers.get("host") or not page.path or page.path.startswith("//"):
        return "/"
    return urlunsplit(("", "", page.path, page.query, ""))


async def _asset(request: Request) -> Response:
    found = assets.all_of_them().get(request.path_params["name"])
    if found is None or found.digest != request.path_params["digest"]:
        raise missing()
    return Response(found.data, media_type=found.type, headers=_KEPT)
