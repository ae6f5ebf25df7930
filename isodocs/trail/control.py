"""The other files that decide: the authority register, configuration, waivers, records, images."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from isodocs.assess.comments import comments
from isodocs.authority import authority_register
from isodocs.authority_change.change_words import differences
from isodocs.errors import CanonicalError, IsodocsError
from isodocs.model import authority, config, record, waiver
from isodocs.model.approval import SIGNATURE
from isodocs.model.authority import KEYS, Authority
from isodocs.model.trail import Basis, Event, EventKind, Giver
from isodocs.parsing import waiver as waiver_parsing
from isodocs.statements import kinds, owners, ssh_key
from isodocs.trail import said
from isodocs.trail.rows import rows_changed
from isodocs.words import joined, say

if TYPE_CHECKING:
    from isodocs.model.commit import Change
    from isodocs.model.register import Register
    from isodocs.trail.files import Files

ATTRIBUTES = ".gitattributes"


def is_control(path: str) -> bool:
    """Whether a path decides how documents are kept, or is a retained record."""
    name = path.rsplit("/", 1)[-1]
    return (
        path.startswith((".isodocs/", record.FOLDER)) or path == config.PATH or name == ATTRIBUTES
    )


class Control:
    """Says what commits did to these files."""

    def __init__(self, register: Register) -> None:
        self._history = register.inventory.authority
        self._hidden = comments(register).hidden if register.inventory.comments else frozenset()

    def events(self, changes: list[Change], files: Files) -> Iterator[Event]:
        """What the `changes` of one commit did; `files` are as the commit left them."""
        came = {change.path for change in changes if files.is_new(change)}
        for change in sorted(changes, key=_order):
            path = change.path
            if path.startswith(KEYS):
                if path.removesuffix(SIGNATURE) in came and path.endswith(SIGNATURE):
                    continue  # it came together with what it proves
                yield self._key(change, files)
            elif path.startswith(authority.FOLDER):
                yield self._register(change, files)
            elif path.startswith(waiver.FOLDER):
                yield _waiver(change, files)
            elif said.is_said(path):
                yield said.event(change, files, self._hidden)
            elif path == config.PATH:
                what = say("how documents are kept ({path}) {done}", path=path, done=_done(change))
                yield Event(EventKind.CONFIGURATION, Basis.GIT, what, path)
            elif path.startswith(record.FOLDER):
                what = say(
                    "the record {path} {done}{rows_changed}",
                    path=path,
                    done=_done(change),
                    rows_changed=rows_changed(change, files),
                )
                yield Event(EventKind.RETAINED, Basis.GIT, what, path)
            else:
                yield Event(
                    EventKind.OTHER,
                    Basis.GIT,
                    say("{path} {done}", path=path, done=_done(change)),
                    path,
                )

    def lost(self, path: str) -> Event:
        """A file that no commit removed and that is gone."""
        stated = path.startswith(authority.FOLDER) or said.is_said(path)
        kind = EventKind.STATEMENT_LOST if stated else EventKind.OTHER
        what = say("{path} is gone, and no commit removed it: a merge left it out", path=path)
        return Event(kind, Basis.GIT, what, path)

    def _register(self, change: Change, files: Files) -> Event:
        """A version of the authority register, or an owner's signature on one."""
        path = change.path
        if not files.is_new(change):
            return _tampered(change, say("{path}, part of the authority register,", path=path))
        if path.endswith(SIGNATURE):
            return self._signed(path)
        try:
            made = authority_register.parse(files.data(path) or b"")
        except CanonicalError as error:
            remark = say("it cannot be read: {message}", message=error.message)
            what = say("{path} was added to the authority register", path=path)
            return Event(EventKind.REGISTER_VERSION, Basis.GIT, what, path, remark=remark)
        return Event(
            EventKind.REGISTER_VERSION,
            Basis.GIT,
            say(
                "version {version} of the authority register: {part}",
                version=made.version,
                part=joined(" ", differences(self._before(made, files), made))
                or say("nothing changed."),
            ),
            path,
            remark="" if self._counts(made) else say("this version has no effect"),
        )

    def _counts(self, made: Authority) -> bool:
        held = self._history.versions.get(made.version) if self._history else None
        return held is not None and held.sha256 == made.sha256

    def _before(self, made: Authority, files: Files) -> Authority | None:
        data = files.data(authority_register.path_of(made.version - 1))
        try:
            return authority_register.parse(data) if data else None
        except CanonicalError:
            return None

    def _signed(self, path: str) -> Event:
        """An owner's signature; it holds where its version counts and they are a signer of it."""
        history = self._history
        for number, signers in history.signers.items() if history else ():
            place = authority_register.path_of(number)
            for person, key in sorted(history.proven) if history else ():
                if person in signers and path == owners.signature_path(place, person, key):
                    return Event(
                        EventKind.OWNER_SIGNED,
                        Basis.SIGNED,
                        say(
                            "signed version {number} of the authority register as one of its "
                            "owners",
                            number=number,
                        ),
                        path,
                        giver=Giver(person, self._name(person)),
                        assurance="signed",
                        key=key,
                    )
        what = say("{path} was added as a signature on the authority register", path=path)
        remark = say("it is none that counts")
        return Event(EventKind.OWNER_SIGNED, Basis.GIT, what, path, remark=remark)

    def _name(self, person: str) -> str:
        """Whom the newest version that knows the person calls so."""
        versions = self._history.versions if self._history else {}
        known = [versions[n].people[person].name for n in versions if person in versions[n].people]
        return known[-1] if known else person

    def _key(self, change: Change, files: Files) -> Event:
        """The proof that a key is a person's."""
        path = change.path
        if not files.is_new(change):
            return _tampered(change, say("{path}, the proof of a key,", path=path))
        try:
            made = kinds.ENROLMENT.parse(files.data(path.removesuffix(SIGNATURE)) or b"")
            key = ssh_key.read_line(made.key).fingerprint
        except IsodocsError as error:
            what, remark = say("{path} was added as the proof of a key", path=path), error.message
            return Event(
                EventKind.KEY_PROVEN,
                Basis.GIT,
                what,
                path,
                remark=say("it is none: {remark}", remark=remark),
            )
        holds = self._history is not None and (made.person, key) in self._history.proven
        return Event(
            EventKind.KEY_PROVEN,
            Basis.SIGNED if holds else Basis.CLAIMED,
            say("showed to possess the key {key}", key=key),
            path,
            giver=Giver(made.person, self._name(made.person)),
            assurance="signed" if holds else "none",
            key=key,
            remark="" if holds else say("the proof does not hold"),
        )


def _order(change: Change) -> tuple[bool, str]:
    """The configuration first, then by path: a version before the signatures on it."""
    return (change.path.startswith(".isodocs/"), change.path.replace(".json", ".!"))


def _tampered(change: Change, subject: str) -> Event:
    """A file of the register that was there already."""
    if change.new_blob is None:
        kind = EventKind.STATEMENT_REMOVED
    else:
        kind = EventKind.STATEMENT_CHANGED if change.old_blob else EventKind.STATEMENT_RESTORED
    remark = (
        "" if kind is EventKind.STATEMENT_RESTORED else say("the register is only ever added to")
    )
    return Event(kind, Basis.GIT, f"{subject} {_done(change)}", change.path, remark=remark)


def _waiver(change: Change, files: Files) -> Event:
    path = change.path
    data = files.data(path)
    if data is None:
        return Event(
            EventKind.WAIVER, Basis.GIT, say("the waiver {path} was removed", path=path), path
        )
    made = waiver_parsing.parse(path, data)
    verb = say("was granted") if change.old_blob is None else say("was changed")
    about = (
        say(
            " of {rule} for {document} until {until}",
            rule=made.rule,
            document=made.document,
            until=made.until,
        )
        if made.rule
        else ""
    )
    remark = say("it lacks something, so it silences nothing") if made.problems else ""
    return Event(
        EventKind.WAIVER,
        Basis.GIT,
        say(
            "a waiver{about} {verb}, in the name of {part}",
            about=about,
            verb=verb,
            part=made.granted_by or say("nobody"),
        ),
        path,
        made.document,
        reason=made.reason,
        remark=remark,
    )


def _done(change: Change) -> str:
    if change.new_blob is None:
        return say("was removed")
    return say("was added") if change.old_blob is None else say("was changed")
