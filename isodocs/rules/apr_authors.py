"""APR: authors who may be the approvers of what they wrote."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import TYPE_CHECKING

from isodocs.assess.included_authors import own_texts
from isodocs.model.gap import Finding, Level, Place
from isodocs.rules.rule import rule
from isodocs.words import listed, say

if TYPE_CHECKING:
    from isodocs.model.register import Register

_SHOWN = 4


# Not judged by the document alone: whose an address is may be in the records.
@rule(
    "APR017",
    "author-by-unknown-address",
    Level.WARNING,
    ("7.5.2",),
    blocks=False,
    of_documents=False,
)
def author_by_unknown_address(register: Register) -> Iterator[Finding]:
    """An author seems to be an approver, by an address that the authority register does not know.

    Why: Authors do not approve their own text (ISO 9001:2015, 7.5.2 c). People are identified by
    their e-mail addresses. The same name, or the approver's address in `records/people`, proves
    nothing, but it is a reason to ask.

    Example: Quinn Quality commits through a website, which writes
    `12345+quinn@users.noreply.example.com`, and then approves the text.

    Remedy: If both are the same person, add the address to that person in the authority register
    (`isodocs authority propose`), and ask someone else to approve. If they are two people with the
    same name, add the other person to the register.
    """
    history = register.inventory.authority
    if history is None:
        return
    for entry in register:
        status = entry.in_force or entry.newest
        accepted = status.judgement.statements if status.judgement else ()
        rule = status.judgement.rule if status.judgement else None
        if rule is None or rule.author_may_approve:
            continue
        named = {_letters(each.name): (each.person, each.name) for each in accepted}
        writers = dict.fromkeys(writer for stamp in status.authors for writer in stamp.writers)
        for name, email in writers:
            if not email or any(v.person_with(email) for v in history.versions.values()):
                continue
            if _letters(name) in named:
                approver = named[_letters(name)][1]
                why = say("an address that is not in the authority register")
            elif found := _owners(register, email) & {*named, *(id for id, _ in named.values())}:
                approver = next(n for key, (id, n) in named.items() if {key, id} & found)
                why = say("an address of {approver} in records/people", approver=approver)
            else:
                continue
            yield Finding(
                say(
                    "{name} wrote revision {number} as <{email}>, {why}, "
                    "and {approver} approved it",
                    name=name,
                    number=status.number,
                    email=email,
                    why=why,
                    approver=approver,
                ),
                say(
                    "If both are one person, add the address to them (`isodocs authority "
                    "propose`) and ask someone else to approve. If not, add the other person "
                    "to it."
                ),
                status.document.place("revision"),
                entry.id,
                subject=email,
                owner=status.document.owner,
            )


# Not judged by the document alone: who else approved is in what includes the text.
@rule(
    "APR022",
    "included-text-by-approver",
    Level.WARNING,
    ("7.5.2",),
    blocks=False,
    of_documents=False,
)
def included_text_by_approver(register: Register) -> Iterator[Finding]:
    """A text that documents include was written by its approvers, and no one else approved it.

    Why: Authors do not approve their own text (ISO 9001:2015, 7.5.2 c). Anyone who reads a
    document reads what it includes as well. It is an error where that is more than the document
    says itself: then its approver approved what they wrote. Only Markdown in the folders of
    documents is followed.

    Example: Ann submits a procedure that says nothing but `{{#include steps.md}}`. Quinn Quality
    wrote `steps.md`, and approves the procedure.

    Remedy: Have someone else approve it, in the same role. A one-person organisation sets
    `author_may_approve` in the authority register, where the auditor can see it.
    """
    for own in own_texts(register):
        yield Finding(
            say(
                "{name} wrote this text and approved it as a part of {documents}; no one else has",
                name=own.name,
                documents=listed(own.documents, most=_SHOWN),
            ),
            say("Ask another person who may approve: `isodocs approve {id}`.", id=own.documents[0]),
            Place(own.path),
            own.documents[0] if len(own.documents) == 1 else "",
            subject=own.person,
            owner=register.entries[own.documents[0]].document.owner,
            level=Level.ERROR if own.most else None,
        )


def _owners(register: Register, email: str) -> set[str]:
    """The people whose address the table of people says it is: their ids and names."""
    wanted = email.casefold()
    rows = register.records.get("people", ())
    mine = [row for row in rows if row.text("email").casefold() == wanted]
    return {row.id for row in mine} | {_letters(row.text("name")) for row in mine}


def _letters(name: str) -> str:
    """A name without accents, commas and order: `Author, Zoë` is `Zoe Author`."""
    plain = unicodedata.normalize("NFKD", name.replace(",", " ").casefold())
    return " ".join(sorted("".join(c for c in plain if not unicodedata.combining(c)).split()))
