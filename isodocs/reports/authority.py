"""The authority register: who may approve what, with which keys, and who decides on that."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from isodocs.authority.authority_register import document_types, rules_as_data
from isodocs.authority_change.change_warnings import notes
from isodocs.authority_change.change_words import (
    differences,
    honoured,
    key_kind,
    rule,
    still_missing,
)
from isodocs.dataclass import immutable
from isodocs.formats import Data, Report, Rows, WithYaml
from isodocs.formats.text.layout import Column, Row, Text, table, wrapped
from isodocs.reports import authority_form, heading
from isodocs.statements import ssh_key
from isodocs.words import listed, say, spelled

if TYPE_CHECKING:
    from isodocs.authority_change.register_book import Book
    from isodocs.model.authority import Authority, Pending, Person

_KEY = ("fingerprint", "kind", "hardware", "proven", "revoked")
_HEADER = ("person", "name", "emails", "roles", "owner", *_KEY)


@immutable(frozen=True)
class AuthorityReport(Report, WithYaml):
    """The version in force, with what is wrong or awaits signatures."""

    book: Book
    organisation: str = ""

    def data(self) -> Data:
        """In the form of `schemas/authority.schema.json`."""
        book = self.book
        authority, history, fault = book.newest, book.reading.history, book.reading.fault
        return {
            **heading.tool(1),
            "organisation": self.organisation,
            "project": history.project if history else None,
            "in_force": history is not None,
            "number": authority.version,
            "sha256": authority.sha256,
            "domain": authority.domain,
            "signed": authority.signed,
            "layout_bound": bool(authority.controlled),
            "passkey_origins": list(authority.passkey_origins),
            "people": [_person(authority, p, book.proven) for p in authority.people.values()],
            "roles": [
                {"id": role.id, "title": role.title, "holders": role.holders}
                for role in authority.roles.values()
            ],
            **rules_as_data(authority),
            "notes": [*notes(authority, book.proven)],
            "signers": dict(history.signers) if history else {},
            "pending": _pending_as_data(book.pending) if book.pending else None,
            "fault": {"path": fault.path, "message": fault.message} if fault else None,
        }

    def rows(self) -> Rows:
        """A row to each key of each person, and to each person without one."""
        people = self.book.newest.people.values()
        return Rows(_HEADER, (row for person in people for row in self._rows(person)))

    def _rows(self, person: Person) -> Iterator[Sequence[object]]:
        authority = self.book.newest
        roles = [role.id for role in authority.roles.values() if person.id in role.holders]
        who = (person.id, person.name, person.emails, roles, person.id in authority.owners)
        for key in _person(authority, person, self.book.proven)["keys"] or [{}]:
            yield (*who, *(key.get(name) for name in _KEY))

    def text(self) -> Iterator[str]:
        """People, roles, rules and keys in plain words, then what does not work yet."""
        book, width = self.book, self.width
        authority, proven = book.newest, book.proven
        number = say("version {version}", version=authority.version)
        number += "" if book.reading.history else say(", not in force")
        yield from heading.title((say("Authority register"), self.organisation, number), width)
        yield from wrapped(_owners(authority), width)
        yield ""
        yield from _section(say("People"), _people(authority, proven), width)
        yield from _section(say("Roles"), _roles(authority), width)
        yield from _section(say("Approvals"), _rules(authority), width)
        yield from _section(say("Revoked keys"), _revocations(authority), width)
        yield from _paragraphs(say("Not yet working"), notes(authority, proven), width, "yellow")
        if book.pending:
            yield from _pending(book.pending, width)
        elif fault := book.reading.fault:
            yield from _paragraphs(
                say("Damaged"),
                (say("{fault}. {hint}", fault=fault, hint=fault.hint),),
                width,
                "red",
            )
        text = say(
            "To change it: isodocs authority show --format yaml > register.yaml, "
            "edit it, then: isodocs authority propose register.yaml"
        )
        yield from wrapped(Text(text, ("dim",)), width)

    def yaml(self) -> Iterator[str]:
        """The newest version that counts, in the form in which people change it."""
        return authority_form.lines(self.book.newest, self.organisation)


def _owners(authority: Authority) -> str:
    owners = listed(authority.people[id].name for id in authority.owners)
    verb = "owns" if len(authority.owners) == 1 else "own"
    text = say("{owners} {verb} it", owners=owners, verb=verb)
    if len(authority.owners) > 1:
        signs = "signs" if authority.threshold == 1 else "sign"
        text += say(
            "; {spelled} of them {signs} a change",
            spelled=spelled(authority.threshold),
            signs=signs,
        )
    if not authority.signed:
        text += say("; no owner has a key, so anyone with write access can change it")
    if authority.domain:
        text += say(". Signatures are for {domain}", domain=authority.domain)
    if authority.passkey_origins:
        text += say(". Passkeys may sign at {listed}", listed=listed(authority.passkey_origins))
    if authority.controlled:
        text += say(". What isodocs.yaml controls is bound")
    return say("{text}.", text=text)


def _people(authority: Authority, proven: frozenset[tuple[str, str]]) -> list[Row]:
    rows: list[Row] = []
    for person in authority.people.values():
        keys = list(_keys(authority, person, proven)) or [Text(say("no key"), ("dim",))]
        rows.append([person.id, [person.name, *person.emails], keys])
    return rows


def _keys(
    authority: Authority, person: Person, proven: frozenset[tuple[str, str]]
) -> Iterator[Text]:
    for line in person.keys:
        print_ = ssh_key.read_line(line).fingerprint
        yield Text(print_)
        if authority.revocation(print_):
            yield Text(say("{key_kind}, revoked", key_kind=key_kind(line)), ("red",))
        elif (person.id, print_) in proven:
            yield Text(say("{key_kind}, proven", key_kind=key_kind(line)), ("green",))
        else:
            yield Text(
                say("{key_kind}, not proven: does not count", key_kind=key_kind(line)), ("yellow",)
            )


def _roles(authority: Authority) -> list[Row]:
    return [
        [
            role.id,
            role.title,
            listed(authority.people[id].name for id in role.holders)
            or Text(say("no one"), ("yellow",)),
        ]
        for role in authority.roles.values()
    ]


def _rules(authority: Authority) -> list[Row]:
    rows: list[Row] = []
    alone = len(authority.rules) == 1
    for each in authority.rules:
        subject = (
            say("all documents") if alone and "*" in each.types else document_types(each.types)
        )
        rows.append(
            [
                "",
                say(
                    "{upper}{subject} {rule}.",
                    upper=subject[:1].upper(),
                    subject=subject[1:],
                    rule=rule(authority, each),
                ),
            ]
        )
    return rows


def _revocations(authority: Authority) -> list[Row]:
    return [
        [
            revoked.person,
            [
                revoked.key,
                say("{reason}; {honoured}", reason=revoked.reason, honoured=honoured(revoked)),
            ],
        ]
        for revoked in authority.revocations
    ]


def _section(title: str, rows: list[Row], width: int) -> Iterator[str]:
    if not rows:
        return
    yield from wrapped(Text(title, ("bold",)), width)
    cells = max(len(row) for row in rows if not isinstance(row, Text))
    columns = [Column("", optional=True), *(Column("", share=1) for _ in range(cells - 1))]
    if cells == 3:
        columns = [Column(""), Column("", share=2), Column("", share=3)]
    for line in table(columns, rows, width - 2):
        yield say("  {line}", line=line)
    yield ""


def _paragraphs(title: str, texts: Iterable[str], width: int, *looks: str) -> Iterator[str]:
    texts = tuple(texts)
    if not texts:
        return
    yield from wrapped(Text(title, ("bold", *looks)), width)
    for text in texts:
        yield from wrapped(text, width, "    ", "  - ")
    yield ""


def _pending(pending: Pending, width: int) -> Iterator[str]:
    title = say(
        "Version {version} awaits signatures and has no effect yet",
        version=pending.authority.version,
    )
    texts = [*differences(pending.before, pending.authority), still_missing(pending)]
    yield from _paragraphs(title, texts, width, "yellow")


def _person(
    authority: Authority, person: Person, proven: frozenset[tuple[str, str]]
) -> dict[str, Any]:
    keys = [ssh_key.read_line(line) for line in person.keys]
    return {
        "id": person.id,
        "name": person.name,
        "emails": person.emails,
        "keys": [
            {
                "fingerprint": key.fingerprint,
                "kind": str(key.kind),
                "hardware": key.hardware,
                "site": key.site or None,
                "line": key.line,
                "proven": (person.id, key.fingerprint) in proven,
                "revoked": authority.revocation(key.fingerprint) is not None,
            }
            for key in keys
        ],
    }


def _pending_as_data(pending: Pending) -> dict[str, Any]:
    return {
        "number": pending.authority.version,
        "sha256": pending.authority.sha256,
        "changes": list(differences(pending.before, pending.authority)),
        "signed_by": sorted({*pending.old, *pending.new}),
        "missing_old": pending.missing_old,
        "missing_new": pending.missing_new,
    }
