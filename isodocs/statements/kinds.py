"""The kinds of signed statements, in one table: where each is kept, what it holds, what signs it.

A kind has a type, a folder and an SSHSIG namespace of its own, so that no statement is ever taken
for one of another kind. It is canonical JSON with exactly the fields of its row, and its file's
name ends in a digest: what was moved or edited no longer fits its own name.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Generic, NamedTuple, TypeVar

from isodocs.errors import CanonicalError
from isodocs.model.approval import (
    CONFIRMATIONS,
    DELEGATIONS,
    FOLDER,
    ApprovalRecord,
    ApprovalStatement,
    AuthorityReference,
    Decision,
    Delegation,
    DelegationRecord,
    Ending,
    Meaning,
    Part,
    Previous,
    Sealed,
)
from isodocs.model.authority import KEYS, Enrolment
from isodocs.model.confirmation import MEANING, Confirmation, ConfirmationRecord
from isodocs.model.document import IDENTIFIER
from isodocs.model.problem import Problem
from isodocs.statements.canonical import dump, load
from isodocs.statements.seal import SignaturePurpose
from isodocs.statements.shape import NAME, SHA256, Shape

VERSION = 1
_MEANINGS = {
    Decision.APPROVE: (Meaning.APPROVAL, Meaning.REVIEW, Meaning.PERIODIC_REVIEW),
    Decision.REJECT: (Meaning.APPROVAL, Meaning.REVIEW),
    Decision.WITHDRAW: (Meaning.WITHDRAWAL,),
}
"""What each decision can mean: no one approves and means a withdrawal."""
_Made = TypeVar("_Made")


class Field(NamedTuple):
    """How one key is read and written; `attribute` where it is not called as the key is."""

    read: Callable[[Shape, str], Any]
    write: Callable[[Any], Any] = lambda value: value
    attribute: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class StatementKind(Generic[_Made]):
    """One kind of statement.

    `name` is the type that its JSON gives, `stem` what its file's name begins with, `fixed` what
    every one says, `flaw` what is wrong between fields that are right by themselves, and `again`
    how a lost one is replaced.
    """

    name: str
    noun: str
    made: type[_Made]
    folder: str
    stem: str
    purpose: SignaturePurpose
    fields: Mapping[str, Field]
    again: str = ""
    fixed: Mapping[str, str] = field(default_factory=dict)
    flaw: Callable[[_Made], str] = lambda _: ""
    digested: Callable[[_Made, bytes], bytes] = lambda _, data: data

    def write(self, made: _Made) -> bytes:
        """The exact bytes that are recorded or signed."""
        values = {
            key: each.write(getattr(made, each.attribute or key))
            for key, each in self.fields.items()
        }
        return dump({"v": VERSION, "type": self.name, **self.fixed, **values})

    def path_of(self, made: _Made, data: bytes) -> str:
        """Where the statement's bytes `data` are kept."""
        digest = hashlib.sha256(self.digested(made, data)).hexdigest()[:16]
        return f"{self.folder}{self.stem.format_map(_Attributes(made))}.{digest}.json"

    def parse(self, data: bytes) -> _Made:
        """Read a statement's bytes; raises CanonicalError for anything but the exact form."""
        top = Shape(load(data), f"the {self.noun}", ("v", "type", *self.fixed, *self.fields))
        if top.number("v") != VERSION or top.text("type") != self.name:
            raise CanonicalError(f"it is not of the type {self.name!r} in version {VERSION}")
        for key, value in self.fixed.items():
            if top.text(key) != value:
                raise top.fail(key, repr(value))
        made = self.made(**{f.attribute or key: f.read(top, key) for key, f in self.fields.items()})
        if flaw := self.flaw(made):
            raise CanonicalError(flaw)
        return made


class _Attributes(dict[str, Any]):
    """The attributes of an object, for a format string."""

    def __init__(self, of: object) -> None:
        super().__init__()
        self.of = of

    def __missing__(self, key: str) -> Any:
        return getattr(self.of, key)


def _matching(pattern: re.Pattern[str], what: str) -> Field:
    return Field(lambda top, key: top.matching(key, pattern, what))


def _word(words: type[StrEnum]) -> Field:
    def read(top: Shape, key: str) -> StrEnum:
        try:
            return words(top.text(key))
        except ValueError:
            raise top.fail(key, f"one of {', '.join(words)}") from None

    return Field(read, str)


def _read_day(top: Shape, key: str) -> date:
    found = top.day(key)
    if found is None:
        raise top.fail(key, "a date such as 2026-12-01")
    return found


def _read_authority(top: Shape, key: str) -> AuthorityReference:
    shape = Shape(top.value[key], repr(key), ("version", "sha256"))
    return AuthorityReference(
        shape.number("version", 1), shape.matching("sha256", SHA256, "a digest")
    )


def _read_parts(top: Shape, key: str) -> tuple[Part, ...]:
    """The files that a statement lists, the document first."""
    parts = []
    for item in top.items(key):
        part = Shape(item, "a part", ("path", "sha256", "size"))
        parts.append(
            Part(
                part.text("path", empty=False),
                part.matching("sha256", SHA256, "a SHA-256 digest"),
                part.number("size"),
            )
        )
    if not parts:
        raise top.fail(key, "a list with at least the document itself")
    if len({part.path for part in parts}) != len(parts):
        raise top.fail(key, "free of repetitions")
    return tuple(parts)


def _write_parts(parts: Iterable[Part]) -> list[dict[str, Any]]:
    return [{"path": part.path, "sha256": part.sha256, "size": part.size} for part in parts]


def _read_previous(top: Shape, key: str) -> Previous | None:
    if top.value[key] is None:
        return None
    shape = Shape(top.value[key], repr(key), ("rev", "sha256"))
    return Previous(
        shape.matching("rev", IDENTIFIER, "a revision"),
        shape.matching("sha256", SHA256, "a SHA-256 digest"),
    )


def _write_previous(previous: Previous | None) -> dict[str, str] | None:
    return {"rev": previous.rev, "sha256": previous.sha256} if previous else None


def _write_moment(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")


_DIGEST = _matching(SHA256, "a SHA-256 digest")
_PERSON = _matching(NAME, "the id of a person")
_ROLE = _matching(NAME, "the id of a role")
_TEXT = Field(lambda top, key: top.text(key, empty=False))
_LINES = Field(lambda top, key: top.text(key, lines=True))
_KEY = Field(
    lambda top, key: "" if top.value[key] is None else top.text(key, empty=False),
    lambda fingerprint: fingerprint or None,
)
"""The fingerprint of the key that signs; null where the statement is only recorded."""
_DAY = Field(_read_day, date.isoformat)
_PARTS = Field(_read_parts, _write_parts)
_GIVEN = {
    "project": _DIGEST,
    "person": _PERSON,
    "name": _TEXT,
    "key": _KEY,
    "authority": Field(
        _read_authority, lambda named: {"version": named.version, "sha256": named.sha256}
    ),
    "signed_at": Field(Shape.moment, _write_moment),
}
"""What every statement of a person says about its giver."""
_REVISION = {
    "doc": _matching(IDENTIFIER, "a document identifier"),
    "rev": _matching(IDENTIFIER, "a revision"),
    "parts": _PARTS,
}
_DEPUTY = {"role": _ROLE, "deputy": _PERSON, "reason": _LINES}


def _meaning_flaw(made: ApprovalStatement) -> str:
    fits = made.meaning in _MEANINGS[made.decision]
    return "" if fits else f"the approval says {made.decision} and means {made.meaning}"


def _days_flaw(given: Delegation) -> str:
    return "'from' and 'until' must be in this order" if given.until < given.start else ""


APPROVAL = StatementKind(
    name="approval",
    noun="approval",
    made=ApprovalStatement,
    folder=FOLDER,
    stem="{doc}/{rev}/{role}.{person}",
    purpose=SignaturePurpose.APPROVAL,
    fields={
        **_GIVEN,
        **_REVISION,
        "decision": _word(Decision),
        "role": _ROLE,
        "meaning": _word(Meaning),
        "prev": Field(_read_previous, _write_previous),
        "reason": _LINES,
        "effective_from": Field(Shape.day, lambda day: day.isoformat() if day else None),
    },
    again="let the approver approve again",
    flaw=_meaning_flaw,
)
DELEGATION = StatementKind(
    name="delegation",
    noun="delegation",
    made=Delegation,
    folder=DELEGATIONS,
    stem="{role}.{person}",
    purpose=SignaturePurpose.DELEGATION,
    fields={
        **_GIVEN,
        **_DEPUTY,
        "from": _DAY._replace(attribute="start"),
        "until": _DAY,
    },
    again="delegate again",
    flaw=_days_flaw,
)
ENDING = StatementKind(
    name="delegation-end",
    noun="end of the delegation",
    made=Ending,
    folder=DELEGATIONS,
    stem="{role}.{person}",
    purpose=SignaturePurpose.DELEGATION,
    fields={**_GIVEN, **_DEPUTY, "delegation": _DIGEST},
    again="delegate again",
)
CONFIRMATION = StatementKind(
    name="confirmation",
    noun="confirmation",
    made=Confirmation,
    folder=CONFIRMATIONS,
    stem="{doc}/{rev}/{person}",
    purpose=SignaturePurpose.CONFIRMATION,
    fields={**_GIVEN, **_REVISION, "key": _TEXT},
    again="let the person confirm again",
    fixed={"meaning": MEANING},
)
ENROLMENT = StatementKind(
    name="enrolment",
    noun="enrolment",
    made=Enrolment,
    folder=KEYS,
    stem="{person}",
    purpose=SignaturePurpose.ENROLMENT,
    fields={"domain": _TEXT, "person": _PERSON, "key": _TEXT},
    digested=lambda made, _: made.key.encode(),
)
KINDS: tuple[StatementKind[Any], ...] = (APPROVAL, DELEGATION, ENDING, CONFIRMATION, ENROLMENT)
_KIND_OF: dict[type, StatementKind[Any]] = {kind.made: kind for kind in KINDS}
Made = ApprovalStatement | Delegation | Ending | Confirmation | Enrolment


def kind_of(made: Made) -> StatementKind[Any]:
    """The row of the table that a statement belongs to."""
    return _KIND_OF[type(made)]


def write(made: Made) -> bytes:
    """The exact bytes of a statement that are recorded or signed."""
    return kind_of(made).write(made)


def path_of(made: Made, data: bytes) -> str:
    """Where the bytes `data` of a statement are kept."""
    return kind_of(made).path_of(made, data)


def file_of(made: Made) -> tuple[str, bytes]:
    """Path and bytes of a statement; raises CanonicalError where they could not be read back."""
    data = write(made)
    kind_of(made).parse(data)
    return path_of(made, data), data


def read_approval(path: str, sealed: Sealed) -> ApprovalRecord:
    """Read the approval at `path`; never raises, what is wrong is a problem of the record."""
    made, problems = _read(APPROVAL, path, sealed)
    return ApprovalRecord(path, sealed.sha256, made, problems, sealed)


def read_delegation(path: str, sealed: Sealed) -> DelegationRecord:
    """Read the delegation or early end at `path`, by its type; never raises."""
    kind = ENDING if _type_of(sealed.data) == ENDING.name else DELEGATION
    made, problems = _read(kind, path, sealed)
    given, ending = (None, made) if kind is ENDING else (made, None)
    return DelegationRecord(path, sealed.sha256, given, problems, sealed, ending)


def read_confirmation(path: str, sealed: Sealed) -> ConfirmationRecord:
    """Read the confirmation at `path`; never raises, what is wrong is a problem of the record."""
    made, problems = _read(CONFIRMATION, path, sealed)
    return ConfirmationRecord(path, sealed.sha256, made, problems, sealed)


def _type_of(data: bytes) -> Any:
    try:
        return load(data).get("type")
    except CanonicalError:
        return None


def _read(kind: StatementKind[Any], path: str, sealed: Sealed) -> tuple[Any, tuple[Problem, ...]]:
    try:
        made = kind.parse(sealed.data)
        belongs = kind.path_of(made, sealed.data)
        if path != belongs:
            raise CanonicalError(f"it was moved or edited; its content belongs at {belongs}")
    except CanonicalError as error:
        message = f"the {kind.noun} cannot be read: {error.message}"
    else:
        return made, ()
    hint = f"Restore the file from history, or {kind.again}."
    return None, (Problem("record", message, hint, 1),)
