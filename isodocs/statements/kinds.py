"""The kinds of signed statements, in one table: where each is kept, what it holds, what signs it.

A kind has a type, a folder and an SSHSIG namespace of its own, so that no statement is ever taken
for one of another kind. It is canonical JSON with exactly the fields of its row, and its file's
name ends in a digest: what was moved or edited no longer fits its own name.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from typing import Any, Generic, TypeVar

from isodocs.dataclass import field, immutable
from isodocs.errors import CanonicalError
from isodocs.model.approval import (
    APPROVING,
    CONFIRMATIONS,
    DELEGATIONS,
    FOLDER,
    ApprovalList,
    ApprovalRecord,
    ApprovalStatement,
    Decision,
    Delegation,
    DelegationRecord,
    Ending,
    Meaning,
    Sealed,
    is_list,
)
from isodocs.model.authority import KEYS, Enrolment
from isodocs.model.confirmation import MEANING, Confirmation, ConfirmationRecord
from isodocs.model.problem import Problem
from isodocs.statements.canonical import LIMIT, dump, load
from isodocs.statements.seal import SignaturePurpose
from isodocs.statements.shape import (
    DAY,
    DEPUTY,
    DIGEST,
    EFFECTIVE,
    GIVEN,
    LINES,
    PERSON,
    PREVIOUS,
    REVISION,
    ROLE,
    TEXT,
    TEXTS,
    Field,
    Shape,
    word,
)
from isodocs.words import say

VERSION = 1
_MEANINGS = {
    Decision.APPROVE: (Meaning.APPROVAL, Meaning.REVIEW, Meaning.PERIODIC_REVIEW),
    Decision.REJECT: (Meaning.APPROVAL, Meaning.REVIEW),
    Decision.WITHDRAW: (Meaning.WITHDRAWAL,),
}
"""What each decision can mean: no one approves and means a withdrawal."""
_LIST_LIMIT = 8 * LIMIT
"""The largest list of texts that is read; one of them takes about 300 bytes."""
_Made = TypeVar("_Made")


@immutable(frozen=True, slots=True, eq=False)
class StatementKind(Generic[_Made]):
    """One kind of statement.

    `name` is the type that its JSON gives, `stem` what its file's name begins with, `fixed` what
    every one says, `flaw` what is wrong between fields that are right by themselves, `again` how a
    lost one is replaced, and `limit` how many bytes it has at most.
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
    limit: int = LIMIT

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
        top = Shape(
            load(data, limit=self.limit),
            say("the {noun}", noun=say(self.noun)),
            ("v", "type", *self.fixed, *self.fields),
        )
        if top.number("v") != VERSION or top.text("type") != self.name:
            raise CanonicalError(
                say(
                    "it is not of the type {name!r} in version {version}",
                    name=self.name,
                    version=VERSION,
                )
            )
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


def _meaning_flaw(made: ApprovalStatement) -> str:
    fits = made.meaning in _MEANINGS[made.decision]
    return (
        ""
        if fits
        else say(
            "the approval says {decision} and means {meaning}",
            decision=made.decision,
            meaning=made.meaning,
        )
    )


def _days_flaw(given: Delegation) -> str:
    return say("'from' and 'until' must be in this order") if given.until < given.start else ""


APPROVAL = StatementKind(
    name="approval",
    noun="approval",
    made=ApprovalStatement,
    folder=FOLDER,
    stem="{doc}/{rev}/{role}.{person}",
    purpose=SignaturePurpose.APPROVAL,
    fields={
        **GIVEN,
        **REVISION,
        "decision": word(Decision),
        "role": ROLE,
        "meaning": word(Meaning),
        "prev": PREVIOUS,
        "reason": LINES,
        "effective_from": EFFECTIVE,
    },
    again=say("let the approver approve again"),
    flaw=_meaning_flaw,
)
APPROVAL_LIST = StatementKind(
    name="approval-list",
    noun="approval of many texts",
    made=ApprovalList,
    folder=FOLDER,
    stem="{person}",
    purpose=SignaturePurpose.APPROVAL,
    fields={**GIVEN, "meaning": word(APPROVING), "reason": LINES, "texts": TEXTS},
    again=say("let the approver approve again"),
    fixed={"decision": str(Decision.APPROVE)},
    limit=_LIST_LIMIT,
)
DELEGATION = StatementKind(
    name="delegation",
    noun="delegation",
    made=Delegation,
    folder=DELEGATIONS,
    stem="{role}.{person}",
    purpose=SignaturePurpose.DELEGATION,
    fields={
        **GIVEN,
        **DEPUTY,
        "from": DAY._replace(attribute="start"),
        "until": DAY,
    },
    again=say("delegate again"),
    flaw=_days_flaw,
)
ENDING = StatementKind(
    name="delegation-end",
    noun="end of the delegation",
    made=Ending,
    folder=DELEGATIONS,
    stem="{role}.{person}",
    purpose=SignaturePurpose.DELEGATION,
    fields={**GIVEN, **DEPUTY, "delegation": DIGEST},
    again=say("delegate again"),
)
CONFIRMATION = StatementKind(
    name="confirmation",
    noun="confirmation",
    made=Confirmation,
    folder=CONFIRMATIONS,
    stem="{doc}/{rev}/{person}",
    purpose=SignaturePurpose.CONFIRMATION,
    fields={**GIVEN, **REVISION, "key": TEXT},
    again=say("let the person confirm again"),
    fixed={"meaning": MEANING},
)
ENROLMENT = StatementKind(
    name="enrolment",
    noun="enrolment",
    made=Enrolment,
    folder=KEYS,
    stem="{person}",
    purpose=SignaturePurpose.ENROLMENT,
    fields={"domain": TEXT, "person": PERSON, "key": TEXT},
    digested=lambda made, _: made.key.encode(),
)
KINDS: tuple[StatementKind[Any], ...] = (
    APPROVAL,
    APPROVAL_LIST,
    DELEGATION,
    ENDING,
    CONFIRMATION,
    ENROLMENT,
)
_KIND_OF: dict[type, StatementKind[Any]] = {kind.made: kind for kind in KINDS}
Made = ApprovalStatement | ApprovalList | Delegation | Ending | Confirmation | Enrolment


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


def read_approvals(path: str, sealed: Sealed) -> tuple[ApprovalRecord, ...]:
    """Read the approval at `path`, or each of a list; what is wrong is a problem of the record."""
    kind = APPROVAL_LIST if is_list(path) else APPROVAL
    made, problems = _read(kind, path, sealed)
    given = made.approvals() if isinstance(made, ApprovalList) else (made,)
    sha256 = sealed.sha256
    return tuple(ApprovalRecord(path, sha256, each, problems, sealed) for each in given)


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
            raise CanonicalError(
                say("it was moved or edited; its content belongs at {belongs}", belongs=belongs)
            )
    except CanonicalError as error:
        message = say(
            "the {noun} cannot be read: {message}", noun=say(kind.noun), message=error.message
        )
    else:
        return made, ()
    hint = say("Restore the file from history, or {again}.", again=kind.again)
    return None, (Problem("record", message, hint, 1),)
