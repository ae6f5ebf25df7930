"""CFG: whether configuration, authority register and waivers can be relied on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from isodocs.assess import readings, remedies
from isodocs.model import authority
from isodocs.model.approval import SIGNATURE
from isodocs.model.authority import KEYS
from isodocs.model.config import PATH
from isodocs.model.document import Status
from isodocs.model.gap import Finding, Level, Place
from isodocs.rules.registry import fits_rule, names
from isodocs.rules.rule import rule
from isodocs.standards.load import available
from isodocs.words import counted, did_you_mean, say

if TYPE_CHECKING:
    from isodocs.model.register import Register


@rule("CFG001", "configuration-invalid", Level.ERROR, blocks=True)
def configuration_invalid(register: Register) -> Iterator[Finding]:
    """isodocs.yaml contains an error.

    Why: A setting that is misread does not take effect, and nothing else checks it.

    Example: A misspelt key.

        isodocs.yaml:
            standards: [iso-9001-2015]
            required: [id]
            exta-fields: [department]

    Remedy: Correct the line. The published schema `config.schema.json` lets editors find such
    errors.
    """
    # Of a push it is the file that it brings, though another one is still in force.
    for problem in register.inventory.declared.problems:
        yield Finding(
            problem.message,
            problem.hint,
            Place(PATH, problem.line, problem.column),
            subject=problem.subject,
        )
    for key, words in (("ignore", register.config.ignore), ("levels", register.config.levels)):
        for word in words:
            if not fits_rule(word):
                yield Finding(
                    say(
                        "'{key}' names an unknown rule {word!r}.{did_you_mean}",
                        key=key,
                        word=word,
                        did_you_mean=did_you_mean(word, names()),
                    ),
                    say("Use a code, a family or a name. `isodocs explain` lists the rules."),
                    Place(PATH, *register.config.places.get("rules", (0, 0))),
                    subject=f"{key} {word}",
                )
    yield from _owner_unknown(register)


def _owner_unknown(register: Register) -> Iterator[Finding]:
    authority, owner = register.inventory.authority, register.config.owner
    known = (*authority.current.roles, *authority.current.people) if authority else ()
    if authority and owner and owner not in known:
        yield Finding(
            say(
                "'owner' names an unknown role or person {owner!r}.{did_you_mean}",
                owner=owner,
                did_you_mean=did_you_mean(owner, known),
            ),
            say("Enter a role or a person from the authority register: `isodocs authority show`."),
            Place(PATH, *register.config.places.get("owner", (0, 0))),
            subject=f"owner {owner}",
        )


@rule("CFG002", "standard-not-installed", Level.ERROR, blocks=True)
def standard_not_installed(register: Register) -> Iterator[Finding]:
    """isodocs.yaml names a standard without a requirement map.

    Why: Coverage of that standard is not assessed, so a check without gaps proves nothing.

    Example: A standard without its edition.

        isodocs.yaml:
            standards: [iso-9001]
            required: [id]

    Remedy: Write the ID with its edition. `isodocs standards` lists the maps available; `isodocs
    standards new` or `import` adds your own.
    """
    own = register.inventory.own_maps
    known = (*available(), *own.maps)
    config = register.config
    for standard in config.named_standards:
        if standard not in known and standard not in own.faulty:
            key = "in-preparation" if standard in config.in_preparation else "standards"
            from isodocs.standards.edition_words import unknown  # only a wrong name pays for it

            said = unknown(standard, known, register.on)
            yield Finding(
                said.message,
                said.hint
                or say(
                    "Available: {known}. To add your own: `isodocs standards new`.",
                    known=", ".join(known),
                ),
                Place(PATH, *config.places.get(key, (0, 0))),
                subject=standard,
            )


@rule("CFG015", "requirement-map-invalid", Level.ERROR, blocks=True)
def requirement_map_invalid(register: Register) -> Iterator[Finding]:
    """One of your own requirement maps or correspondences is invalid.

    Why: Requirements from customers, laws or catalogues are checked against the map. While it
    cannot be read, they are not checked. An invalid correspondence does not count either.

    Example: A clause is listed twice.

        .isodocs/standards/acme-quality-2026.yaml:
            id: acme-quality-2026
            display-name: ACME quality requirements
            title: ACME quality requirements
            edition: "2026"
            clauses:
              - {number: "1", title: Inspection, kind: requirement, summary: Inspect.}
              - {number: "1", title: Packing, kind: requirement, summary: Pack.}

    Remedy: Correct the line. `isodocs standards check` reports the same errors without a full
    check.
    """
    for fault in register.inventory.own_maps.faults:
        yield Finding(
            fault.problem.message,
            fault.problem.hint,
            fault.place,
            subject=fault.problem.subject,
        )


@rule("CFG003", "authority-missing", Level.WARNING, ("5.3",), blocks=False)
def authority_missing(register: Register) -> Iterator[Finding]:
    """There is no authority register, so approvals cannot be proven.

    Why: The organisation assigns the authority to approve (ISO 9001:2015, 5.3). Without the
    register, "approved" is only a claim.

    Example: The documents of a newly adopted repository say `status: approved`.

    Remedy: Create the register with `isodocs init`. The approvers then approve the documents.
    """
    if register.inventory.authority or register.inventory.authority_problem:
        return
    declared = [d for d in register.documents if d.status is Status.APPROVED or d.approved_by]
    if register.documents:
        number = counted(len(declared), "document")
        claims = say("; {number} marked approved without proof", number=number) if declared else ""
        yield Finding(
            say("there is no authority register{claims}", claims=claims),
            say("Create it with `isodocs init`. `isodocs approve` then records approvals."),
        )


@rule("CFG004", "authority-unreadable", Level.ERROR, ("5.3",), blocks=True, waivable=False)
def authority_unreadable(register: Register) -> Iterator[Finding]:
    """The authority register is damaged, edited by hand, or lacks a version, signature or proof.

    Why: Every approval is checked against it (ISO 9001:2015, 5.3).

    Example: A name in `.isodocs/authority/0001.json` was corrected by hand.

    Remedy: Restore the file from history. Make changes as a new version: `isodocs authority
    propose`.
    """
    trouble = register.inventory.authority_problem
    if register.inventory.authority_pending:
        trouble = None  # a version that only lacks signatures is CFG009's
    if trouble:
        yield Finding(trouble.problem.message, trouble.problem.hint, Place(trouble.path))
    for path, what, put_back in remedies.tampered(register.ledger, (authority.FOLDER,)):
        if not (trouble and trouble.path == path):
            yield Finding(
                say("{part} the authority register {what}", part=_part(path), what=what),
                say(
                    "Restore it: {put_back}. To change the register: `isodocs authority propose`.",
                    put_back=put_back,
                ),
                Place(path),
                subject=path,
            )


def _part(path: str) -> str:
    """What one of the register's files is, to be followed by "the authority register"."""
    if path.startswith(KEYS):
        return say("the proof of a key in")
    return say("an owner's signature on") if path.endswith(SIGNATURE) else say("a version of")


@rule("CFG007", "history-incomplete", Level.WARNING, blocks=False, stops_as_warning=True)
def history_incomplete(register: Register) -> Iterator[Finding]:
    """Part of the history is missing, so conclusions from it are limited.

    Why: Revisions and approvals before the cut are not visible, and neither is what was altered
    after it was approved or closed (ISO 9001:2015, 7.5.3.2). So a shallow clone cannot show that
    there are no gaps. A single file of history that cannot be read is a note.

    Example: A shallow clone in a pipeline (`--depth 1`).

    Remedy: Fetch the whole history: `git fetch --unshallow`. In a pipeline, have all of it fetched
    (`fetch-depth: 0`).
    """
    ledger = register.ledger
    if ledger.shallow:
        yield Finding(
            say("shallow clone: revisions and alterations before the cut are not visible"),
            say("Fetch the whole history: `git fetch --unshallow`."),
        )
    if ledger.unread:
        yield Finding(
            say(
                "{files} of history could not be read: missing, or too large to be a document",
                files=counted(ledger.unread, "file"),
            ),
            say("If this is a partial clone, fetch the missing files from where it was cloned."),
            subject="unread",
            level=Level.NOTE,
        )


@rule("CFG008", "nothing-controlled", Level.WARNING, ("7.5.3",), blocks=False)
def nothing_controlled(register: Register) -> Iterator[Finding]:
    """No controlled document was found.

    Why: A check that finds no documents finds no gaps, which must not look like control (ISO
    9001:2015, 7.5.3).

    Example: isodocs.yaml names a folder that does not exist.

        isodocs.yaml:
            standards: [iso-9001-2015]
            documents:
              include: ["docs/**/*.md"]

    Remedy: Name the controlled files under `documents:` in isodocs.yaml, and the names of their
    fields under `fields:`.
    """
    if register.documents:
        return
    others = register.inventory.uncontrolled
    files = (
        say("1 Markdown file has")
        if others == 1
        else say("{others} Markdown files have", others=others)
    )
    found = say("; {files} front matter but no identifier", files=files) if others else ""
    yield Finding(
        say("no controlled document was found{found}", found=found),
        say(
            "Name the controlled files: 'documents: {include: [\"docs/**/*.md\"]}' in "
            "isodocs.yaml, with 'identifier: {from: file-name}' if the file name is "
            "the identifier. `isodocs new` writes a first document."
        ),
        Place(PATH) if register.config.configured else Place(),
    )


@rule(
    "CFG016",
    "approved-text-misread",
    Level.ERROR,
    ("7.5.3.2",),
    blocks=True,
    waivable=False,
    of_documents=True,
)
def approved_text_misread(register: Register) -> Iterator[Finding]:
    """isodocs.yaml changes how an approved text is read.

    Why: Approved documents are protected from unintended change (ISO 9001:2015, 7.5.3.2). A text
    that is not read as that revision of that document, in its final form, is not protected. Older
    revisions do not matter if the newest approved one is read correctly.

    Example: `fields: {status: state}` in a repository whose documents say `status: approved`.

    Remedy: Restore `fields:`, `status-words:` and `identifier:`. To rename fields, write the next
    revisions with both the old and the new names, and change isodocs.yaml after they are approved.
    """
    found: dict[tuple[str, str], str] = {}
    for record, statement in readings.unread(register):
        found.setdefault((statement.doc, statement.rev), record.path)
    for (id, number), path in found.items():
        yield Finding(
            say(
                "{path} does not read the approved text of {id} revision {number} as approved",
                path=PATH,
                id=id,
                number=number,
            ),
            say(
                "In {path}, restore 'fields:', 'status-words:', 'identifier:' and "
                "'documents:' to what they were when {path_2} was recorded.",
                path=PATH,
                path_2=path,
            ),
            Place(PATH, *register.config.places.get("fields", (0, 0))),
            id,
            subject=f"{id} {number}",
        )
