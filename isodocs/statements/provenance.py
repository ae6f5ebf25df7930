"""Where a signed statement comes from: the one check that everything resting on statements asks.

Is it from this project, by a known version of the authority register, of a person of that name
there, with a seal that holds? Anyone who the named version does not know is refused.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from isodocs.dataclass import field, immutable
from isodocs.errors import IsodocsError
from isodocs.model.approval import ApprovalList, ApprovalStatement, Delegation, Ending, Sealed
from isodocs.model.confirmation import Confirmation
from isodocs.model.judgement import Assurance, Ground
from isodocs.named_tuple import NamedTuple
from isodocs.statements.kinds import kind_of
from isodocs.statements.seal import SealError, assess
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.model.authority import Authority, AuthorityHistory

Signed = ApprovalStatement | ApprovalList | Delegation | Ending | Confirmation
"""The statements that a person of the authority register makes, under one of its versions."""


class Provenance(NamedTuple):
    """The version of the authority register that a statement names, and how sure its giver is."""

    version: Authority
    assurance: Assurance


class ProvenanceError(IsodocsError):
    """A statement does not come from where it says; `ground` says which part of it is wrong."""

    def __init__(self, ground: Ground, message: str) -> None:
        super().__init__(message)
        self.ground = ground


@immutable(frozen=True, slots=True)
class Traces:
    """Where the statements of one repository come from; each seal is looked at once.

    A list of many texts has one seal, and what it says of its giver holds for each of them.
    """

    history: AuthorityHistory
    _known: dict[Sealed, Provenance | ProvenanceError] = field(default_factory=dict)

    def trace(self, made: Signed, sealed: Sealed) -> Provenance:
        """As the function `trace`; raises ProvenanceError."""
        if sealed not in self._known:
            try:
                self._known[sealed] = trace(made, sealed, self.history)
            except ProvenanceError as error:
                self._known[sealed] = error
        known = self._known[sealed]
        if isinstance(known, ProvenanceError):
            raise ProvenanceError(known.ground, known.message)
        return known


def trace(made: Signed, sealed: Sealed, history: AuthorityHistory) -> Provenance:
    """Where the statement `made`, read from `sealed`, comes from.

    Raises ProvenanceError, with a message to follow its giver and a colon.
    """
    if made.project != history.project:
        raise ProvenanceError(Ground.OTHER_PROJECT, say("it was given in another repository"))
    version = history.versions.get(made.authority.version)
    if version is None or version.sha256 != made.authority.sha256:
        raise ProvenanceError(
            Ground.AUTHORITY,
            say(
                "it names version {version} of the authority register, which this "
                "repository does not hold in that form",
                version=made.authority.version,
            ),
        )
    person = version.people.get(made.person)
    if person is None or person.name != made.name:
        called = (
            say("calls {person} {name}", person=made.person, name=person.name)
            if person
            else say("has no person {person}", person=made.person)
        )
        raise ProvenanceError(
            Ground.AUTHORITY,
            say(
                "version {version} of the authority register {called}",
                version=version.version,
                called=called,
            ),
        )
    purpose = kind_of(made).purpose
    try:
        assurance = assess(sealed, purpose, made.person, made.key, version, history)
    except SealError as error:
        raise ProvenanceError(Ground.SIGNATURE, error.message) from None
    return Provenance(version, assurance)
