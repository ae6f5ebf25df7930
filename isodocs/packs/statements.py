"""The signed files of a pack, exactly as they are in Git: approvals, register of people, keys."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from isodocs.assess.decisions import Outcome, decisions, role_title
from isodocs.assess.statement_evidence import Evidences
from isodocs.model import layout
from isodocs.model.approval import SIGNATURE, TOKEN
from isodocs.named_tuple import NamedTuple
from isodocs.statements import ssh_key

if TYPE_CHECKING:
    from datetime import date

    from isodocs.model.register import Entry, Register, RevisionStatus
    from isodocs.packs.folder import PackFolder
    from isodocs.packs.wanted import Chosen
    from isodocs.repository.snapshot import Snapshot

TOP = "ledger"
SIGNERS = f"{TOP}/allowed_signers"
COUNTING = (Outcome.APPROVED, Outcome.RETIRED, Outcome.REVIEWED)


class GivenDecision(NamedTuple):
    """One decision on a revision in force: whose it is, what proves it, and its files here.

    `why_not` says why it does not count, empty where it does.
    """

    document: str
    revision: str
    name: str
    role: str
    day: date
    meaning: str
    outcome: str
    level: str
    why_not: str
    deputy_for: str
    statement: str
    signature: str


def take_statements(snapshot: Snapshot, chosen: Chosen, folder: PackFolder) -> list[GivenDecision]:
    """Take in what is signed, and say what was decided on each document of the pack."""
    register = chosen.register
    paths = [
        path for path in snapshot.entries if path.startswith((layout.AUTHORITY, layout.DELEGATIONS))
    ]
    for entry, document in chosen.texts:
        for record in register.records_by_revision.get((entry.id, document.revision), ()):
            if record.statement and record.statement.document_sha256 == document.sha256:
                paths += [record.path + end for end in ("", SIGNATURE, SIGNATURE + TOKEN)]
    wanted = dict.fromkeys(path for path in paths if path in snapshot.entries)
    names = {
        path: folder.take(TOP, path.removeprefix(".isodocs/"), file.data)
        for path, file in snapshot.read(wanted, refused={})
    }
    for path, name in names.items():
        folder.files[name] = folder.files[name]._replace(source=path)
    if signers := allowed_signers(register):
        folder.put(SIGNERS, signers)
    evidences = Evidences(register)
    return [
        given
        for entry, _ in chosen.texts
        if entry.in_force
        for given in _decisions(register, entry, entry.in_force, evidences, names)
    ]


def allowed_signers(register: Register) -> str:
    """A line to each key that its owner has proven, in the form that ssh-keygen reads."""
    history = register.inventory.authority
    lines: dict[str, None] = {}
    for authority in history.versions.values() if history else ():
        for person in authority.people.values():
            for key in person.keys:
                if history and (person.id, ssh_key.read_line(key).fingerprint) in history.proven:
                    lines[f"{person.id} {key}"] = None
    return "".join(f"{line}\n" for line in lines)


def _decisions(
    register: Register,
    entry: Entry,
    form: RevisionStatus,
    evidences: Evidences,
    names: dict[str, str],
) -> Iterator[GivenDecision]:
    for made in decisions(register, entry, form):
        statement = made.statement
        evidence = evidences.of_approval(made.record, statement, made.judgement)
        counts = made.outcome in COUNTING and made.judgement is form.judgement
        yield GivenDecision(
            document=entry.id,
            revision=form.number,
            name=statement.name,
            role=role_title(register, statement),
            day=statement.day,
            meaning=str(statement.meaning),
            outcome=str(made.outcome),
            level=evidence.label,
            why_not="" if counts else made.why or str(made.outcome),
            deputy_for=evidence.deputy.name if evidence.deputy else "",
            statement=names.get(made.record.path, ""),
            signature=names.get(made.record.path + SIGNATURE, ""),
        )
