"""CFG: whether configuration, authority register and waivers can be relied on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from isodocs.assess import readings, remedies
from isodocs.model import authority
from isodocs.model.approval import SIGNATURE
from isodocs.model.audit import NO_AUDIT
from isodocs.model.authority import KEYS
from isodocs.model.config import PATH
from isodocs.model.document import Status
from isodocs.model.gap import Finding, Level, Place
from isodocs.model.problem import Problem
from isodocs.rules.registry import all_rules, fits_rule, names
from isodocs.rules.rule import rule
from isodocs.standards.load import available
from isodocs.words import counted, did_you_mean

if TYPE_CHECKING:
    from isodocs.model.register import Register
    from isodocs.model.waiver import Waiver


@rule("CFG001", "configuration-invalid", Level.ERROR, blocks=True)
def configuration_invalid(register: Register) -> Iterator[Finding]:
    """Something in isodocs.yaml cannot be understood.

    Why: What is misread there is not checked anywhere.

    Example: `standarts: [iso-9001-2015]`; an `owner:` whom the authority register does not know.

    Remedy: Correct the line; the published schema `config.schema.json` helps editors to.
    """
    # Of a push it is the file that it brings, though another one is still in force.
    for problem in register.inventory.declared.problems:
        yield Finding(
            problem.message,
            problem.hint,
            Place(PATH, problem.line, problem.column),
            subject=problem.message,
        )
    for key, words in (("ignore", register.config.ignore), ("levels", register.config.levels)):
        for word in words:
            if not fits_rule(word):
                yield Finding(
                    f"'{key}' names {word!r}, which is no rule.{did_you_mean(word, names())}",
                    "Write a code, a family or a name; `isodocs explain` lists the rules.",
                    Place(PATH, *register.config.places.get("rules", (0, 0))),
                    subject=f"{key} {word}",
                )
    yield from _owner_unknown(register)


def _owner_unknown(register: Register) -> Iterator[Finding]:
    authority, owner = register.inventory.authority, register.config.owner
    known = (*authority.current.roles, *authority.current.people) if authority else ()
    if authority and owner and owner not in known:
        yield Finding(
            f"'owner' is {owner!r}, which is neither a role nor a person here."
            f"{did_you_mean(owner, known)}",
            "Name who looks after the management system, as in the authority register; "
            "`isodocs authority show` prints it.",
            Place(PATH, *register.config.places.get("owner", (0, 0))),
            subject=f"owner {owner}",
        )


@rule("CFG002", "standard-not-installed", Level.ERROR, blocks=True)
def standard_not_installed(register: Register) -> Iterator[Finding]:
    """isodocs.yaml names a standard for which there is no requirement map.

    Why: Coverage of that standard is not assessed, and a check without gaps would mean nothing.

    Example: `standards: [iso-9001]`

    Remedy: Write the id with its edition; `isodocs standards` lists what there is, and
    `isodocs standards new` or `import` adds a map of your own.
    """
    own = register.inventory.own_maps
    known = (*available(), *own.maps)
    config = register.config
    for standard in config.named_standards:
        if standard not in known and standard not in own.faulty:
            key = "in-preparation" if standard in config.in_preparation else "standards"
            yield Finding(
                f"there is no requirement map {standard!r}.{did_you_mean(standard, known)}",
                f"There are {', '.join(known)}; `isodocs standards new` begins one of your own.",
                Place(PATH, *config.places.get(key, (0, 0))),
                subject=standard,
            )


@rule("CFG015", "requirement-map-invalid", Level.ERROR, blocks=True)
def requirement_map_invalid(register: Register) -> Iterator[Finding]:
    """A requirement map, or a correspondence, of your own cannot be used as it is.

    Why: What a customer, a law or a catalogue asks is measured against that map; while it cannot
    be read, nothing of it is checked. What a faulty correspondence says does not count either.

    Example: Two clauses of the number 4.2 in `.isodocs/standards/acme-quality-2026.yaml`; a map
    of your own that is called `iso-9001-2015`, like one that comes with isodocs.

    Remedy: Correct the line; `isodocs standards check` says the same without a whole check.
    """
    for fault in register.inventory.own_maps.faults:
        yield Finding(
            fault.problem.message,
            fault.problem.hint,
            fault.place,
            subject=fault.problem.message,
        )


@rule("CFG003", "authority-missing", Level.WARNING, ("5.3",), blocks=False)
def authority_missing(register: Register) -> Iterator[Finding]:
    """There is no authority register, so no approval can be shown.

    Why: Who may approve what is assigned by the organisation (ISO 9001:2015, 5.3). Without it,
    every "approved" is only a claim.

    Example: A repository that was just adopted, whose documents say `status: approved`.

    Remedy: `isodocs init` writes the first register; then the people approve.
    """
    if register.inventory.authority or register.inventory.authority_problem:
        return
    declared = [d for d in register.documents if d.status is Status.APPROVED or d.approved_by]
    if register.documents:
        number = counted(len(declared), "document")
        claims = f"; {number} declared approved cannot be shown to be" if declared else ""
        yield Finding(
            f"no authority register says who may approve what{claims}",
            "`isodocs init` writes the first one; `isodocs approve` then records approvals.",
        )


@rule("CFG004", "authority-unreadable", Level.ERROR, ("5.3",), blocks=True, waivable=False)
def authority_unreadable(register: Register) -> Iterator[Finding]:
    """The authority register is damaged, was edited by hand, or lost a version, signature or proof.

    Why: Every approval is judged by it (ISO 9001:2015, 5.3).

    Example: A name corrected by hand in `.isodocs/authority/0001.json`.

    Remedy: Restore the file from history; changes are made as a new version.
    """
    trouble = register.inventory.authority_problem
    if register.inventory.authority_pending:
        trouble = None  # a version that only lacks signatures is CFG009's
    if trouble:
        yield Finding(trouble.problem.message, trouble.problem.hint, Place(trouble.path))
    for path, what, put_back in remedies.tampered(register.ledger, (authority.FOLDER,)):
        if not (trouble and trouble.path == path):
            yield Finding(
                f"{_part(path)} the authority register {what}",
                f"Put it back: {put_back}. The register is only ever added to.",
                Place(path),
                subject=path,
            )


def _part(path: str) -> str:
    """What one of the register's files is, to be followed by "the authority register"."""
    if path.startswith(KEYS):
        return "the proof of a key in"
    return "an owner's signature on" if path.endswith(SIGNATURE) else "a version of"


@rule("CFG005", "waiver-invalid", Level.ERROR, blocks=True)
def waiver_invalid(register: Register) -> Iterator[Finding]:
    """A waiver lacks something or fits nothing, so it silences nothing.

    Why: A waiver is a decision: it has a reason, somebody who took it, and an end.

    Example: A waiver without `until:`; one for a rule or a document that does not exist.

    Remedy: Add or correct what is named, or remove the file.
    """
    for waiver in register.inventory.waivers:
        for problem in (*waiver.problems, *_unfit(register, waiver)):
            yield Finding(
                problem.message,
                problem.hint,
                Place(waiver.path, problem.line, problem.column),
                subject=problem.message,
            )


def _unfit(register: Register, waiver: Waiver) -> Iterator[Problem]:
    """What a waiver names and the repository does not have."""
    known = [*register.entries, *(document.path for document in register.documents)]
    register_of_people = register.inventory.authority
    if waiver.rule and waiver.rule not in (*all_rules(), *(r.name for r in all_rules().values())):
        yield _wrong(waiver, "rule", waiver.rule, "no rule", names())
    there = waiver.document in register.inventory.paths or waiver.document in known
    if waiver.document and not there:
        yield _wrong(waiver, "document", waiver.document, "no document or file here", known)
    people = register_of_people.current.people if register_of_people else {}
    if waiver.granted_by and people and waiver.granted_by not in people:
        yield _wrong(waiver, "granted-by", waiver.granted_by, "nobody known here", people)


def _wrong(waiver: Waiver, key: str, word: str, what: str, known: Iterable[str]) -> Problem:
    line, column = waiver.places.get(key, (1, 1))
    message = f"'{key}' is {word!r}, which is {what}.{did_you_mean(word, known)}"
    return Problem("waiver", message, "Correct it, or remove the waiver.", line, column)


@rule(
    "CFG006",
    "waiver-lapsed",
    Level.ERROR,
    ("10.2.1",),
    blocks=False,
    stops=NO_AUDIT,
    by_calendar=True,
)
def waiver_lapsed(register: Register) -> Iterator[Finding]:
    """A waiver has reached its end.

    Why: What was to be closed by then is open again (ISO 9001:2015, 10.2.1), and nobody decided
    that it may stay so.

    Example: `until: 2026-09-30`, on a day in November.

    Remedy: Close the gap and remove the waiver, or decide anew with a new date and reason.
    """
    for waiver in register.inventory.waivers:
        if waiver.until and waiver.until < register.on and not waiver.problems:
            yield Finding(
                f"the waiver for {waiver.rule} on {waiver.document} ended on {waiver.until}",
                "Close the gap and remove the waiver, or decide again, with a new day and reason.",
                Place(waiver.path, *waiver.places.get("until", (0, 0))),
                waiver.document if waiver.document in register.entries else "",
                subject=waiver.path,
            )


@rule("CFG007", "history-incomplete", Level.NOTE, blocks=False)
def history_incomplete(register: Register) -> Iterator[Finding]:
    """Part of the history is not here, so nothing is concluded from it.

    Why: Earlier revisions and approvals before the cut are not seen; a document may look new that
    is old.

    Example: A shallow clone in a pipeline (`--depth 1`).

    Remedy: Fetch everything: `git fetch --unshallow`.
    """
    ledger = register.ledger
    if ledger.shallow:
        yield Finding(
            "this is a shallow clone: revisions before its cut are not seen",
            "Fetch the whole history: `git fetch --unshallow`.",
        )
    if ledger.unread:
        yield Finding(
            f"{counted(ledger.unread, 'file')} of history could not be read: missing here, "
            "or too large to be a document",
            "If this is a partial clone, fetch what is missing from where it was cloned.",
            subject="unread",
        )


@rule("CFG008", "nothing-controlled", Level.WARNING, ("7.5.3",), blocks=False)
def nothing_controlled(register: Register) -> Iterator[Finding]:
    """No controlled document was found.

    Why: A check of nothing finds nothing, and that must not look like control
    (ISO 9001:2015, 7.5.3).

    Example: A repository of Markdown files whose front matter has no `id:`.

    Remedy: Say in isodocs.yaml which files are controlled, and under which names its fields stand.
    """
    if register.documents:
        return
    others = register.inventory.uncontrolled
    files = "1 Markdown file has" if others == 1 else f"{others} Markdown files have"
    found = f"; {files} front matter but no identifier" if others else ""
    yield Finding(
        f"no controlled document was found{found}",
        "Say which files are controlled: 'documents: {include: [\"docs/**/*.md\"]}' in "
        "isodocs.yaml, with 'identifier: {from: file-name}' where files are named by it. "
        "`isodocs new` writes a first document.",
        Place(PATH) if register.config.configured else Place(),
    )


@rule("CFG016", "approved-text-misread", Level.ERROR, ("7.5.3.2",), blocks=True, waivable=False)
def approved_text_misread(register: Register) -> Iterator[Finding]:
    """isodocs.yaml reads an approved text as something other than what was approved.

    Why: What is approved is protected from unintended change (ISO 9001:2015, 7.5.3.2). A text that
    is not read as that revision of that document, in its final form, is protected by nothing.

    Older revisions of a document whose newest approved one is read concern nobody.

    Example: `fields: {status: state}` in a repository whose documents say `status: approved`.

    Remedy: Put `fields:`, `status-words:` and `identifier:` back. To change the names of fields,
    bring the next revisions with the old and the new names, and change isodocs.yaml when they are
    approved.
    """
    found: dict[tuple[str, str], str] = {}
    for record, statement in readings.unread(register):
        found.setdefault((statement.doc, statement.rev), record.path)
    for (id, number), path in found.items():
        yield Finding(
            f"{id} revision {number} is approved, and {PATH} does not read its text as that",
            f"Put back what {PATH} says under 'fields:', 'status-words:', 'identifier:' and "
            f"'documents:', as it was when {path} was given.",
            Place(PATH, *register.config.places.get("fields", (0, 0))),
            id,
            subject=f"{id} {number}",
        )
