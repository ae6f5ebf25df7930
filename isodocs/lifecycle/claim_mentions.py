"""Claims of the clauses that texts mention: people look at them first.

Only firm mentions become claims. One in passing is shown, and what is approved stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from isodocs.assess.clause_documents import behind
from isodocs.assess.in_place import InPlace, judged
from isodocs.assess.mentions import ClauseMention, mentions
from isodocs.errors import IsodocsError
from isodocs.lifecycle.approve_together import NotApproved, choose, left_out
from isodocs.lifecycle.edit_document import with_clauses
from isodocs.lifecycle.fields import begin
from isodocs.lifecycle.plan import FileChange, Plan
from isodocs.named_tuple import NamedTuple
from isodocs.parsing import front_matter
from isodocs.words import counted, say

if TYPE_CHECKING:
    from isodocs.model.config import Config
    from isodocs.model.document import Document
    from isodocs.model.register import Entry, Register
    from isodocs.workspace import Workspace


class ClaimsFound(NamedTuple):
    """The claims that a plan writes, the mentions in passing, and what is left out with why."""

    plan: Plan
    claims: tuple[ClauseMention, ...]
    in_passing: tuple[ClauseMention, ...]
    left: tuple[NotApproved, ...]


def claim_mentions(workspace: Workspace, register: Register, paths: Sequence[str]) -> ClaimsFound:
    """Plan that the documents in these folders claim the clauses that they firmly mention."""
    read_file = workspace.reader()
    changes: list[FileChange] = []
    claims: list[ClauseMention] = []
    in_passing: list[ClauseMention] = []
    left: list[NotApproved] = []
    for entry in choose(register, paths).entries:
        if len(entry.current) != 1 or not entry.is_original:
            continue
        (document,) = entry.current
        found = mentions(register, document, register.outline(document))
        new = [each for each in found if not _is_known(register, entry, each)]
        in_passing += [each for each in new if not each.firm]
        firm = [each for each in new if each.firm]
        file = read_file(document.path) if firm else None
        if file is None:
            continue
        if judged(register, entry, document).holds is InPlace.APPROVED:
            left.append(left_out(entry, say("it is approved: revise it first")))
            continue
        try:
            after = _claiming(file.data, register.config, document, firm)
        except IsodocsError as error:
            left.append(left_out(entry, error.message))
            continue
        changes.append(FileChange(document.path, file.data, after))
        claims += firm
    plan = Plan(
        say(
            "{documents} will claim {clauses}.",
            documents=counted(len(changes), "document"),
            clauses=counted(len(claims), "clause"),
        ),
        say("Claim the clauses that texts name"),
        tuple(changes),
        (say("`isodocs coverage` shows what each clause now rests on."),),
    )
    return ClaimsFound(plan, tuple(claims), tuple(in_passing), tuple(left))


def _is_known(register: Register, entry: Entry, mention: ClauseMention) -> bool:
    """Whether the document is behind the clause already, or its standard is only prepared."""
    known = register.maps.get(mention.clause.standard)
    return known is None or entry.id in behind(register, known).get(mention.clause.number, {})


def _claiming(
    data: bytes, config: Config, document: Document, mentions: Iterable[ClauseMention]
) -> bytes:
    """The file with these claims behind those that it has."""
    clauses: dict[str, dict[str, None]] = {}
    for claim in document.claims:
        clauses.setdefault(claim.standard, {})[claim.clause] = None
    for mention in mentions:
        clauses.setdefault(mention.clause.standard, {})[mention.clause.number] = None
    if front_matter.read(data).mapping is None:
        return begin(data, config, {}, {name: [*numbers] for name, numbers in clauses.items()})
    text = "\n".join(f"{standard}: {'; '.join(numbers)}" for standard, numbers in clauses.items())
    return with_clauses(data, config, config.key("clauses"), text)
