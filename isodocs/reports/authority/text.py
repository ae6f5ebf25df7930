"""The authority register for people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from isodocs.authority_change.change_words import (
    differences,
    honoured,
    key_kind,
    notes,
    rule,
    still_missing,
)
from isodocs.formats.text.layout import Column, Row, Text, table, wrapped
from isodocs.statements import ssh_key
from isodocs.words import document_types, listed, spelled

if TYPE_CHECKING:
    from isodocs.authority_change.register_book import Book
    from isodocs.model.authority import Authority, Pending, Person


def render(book: Book, *, organisation: str = "", width: int = 80) -> str:
    """Render the version in force and, if there is one, the version that awaits signatures."""
    lines = list(_lines(book, organisation, width))
    return "\n".join(lines) + "\n"


def _lines(book: Book, organisation: str, width: int) -> Iterator[str]:
    authority, proven = book.newest, book.proven
    number_ = f"version {authority.version}"
    if book.reading.history is None:
        number_ += ", not in force"
    title = " · ".join(filter(None, ("Authority register", organisation, number_)))
    yield from wrapped(Text(title, ("bold",)), width)
    yield from wrapped(_standing(authority), width)
    yield ""
    yield from _section("People", _people(authority, proven), width)
    yield from _section("Roles", _roles(authority), width)
    yield from _section("Approvals", (_rules(authority)), width)
    yield from _section("Revoked keys", _revocations(authority), width)
    yield from _paragraphs("Not yet working", notes(authority, proven), width, "yellow")
    if book.pending:
        yield from _pending(book.pending, width)
    elif book.reading.fault:
        fault = book.reading.fault
        yield from _paragraphs("Damaged", (f"{fault}. {fault.hint}",), width, "red")
    text = (
        "To change it: isodocs authority show --format yaml > register.yaml, edit it, then: "
        "isodocs authority propose register.yaml"
    )
    yield from wrapped(Text(text, ("dim",)), width)


def _standing(authority: Authority) -> str:
    owners = listed(authority.people[id].name for id in authority.owners)
    verb = "owns" if len(authority.owners) == 1 else "own"
    text = f"{owners} {verb} it"
    if len(authority.owners) > 1:
        signs = "signs" if authority.threshold == 1 else "sign"
        text += f"; {spelled(authority.threshold)} of them {signs} a change"
    if not authority.signed:
        text += "; no owner has a key, so whoever may write here can change it"
    if authority.domain:
        text += f". Signatures are for {authority.domain}"
    if authority.controlled:
        text += ". What isodocs.yaml controls is bound"
    return f"{text}."


def _people(authority: Authority, proven: frozenset[tuple[str, str]]) -> list[Row]:
    rows: list[Row] = []
    for person in authority.people.values():
        keys = list(_keys(authority, person, proven)) or [Text("no key", ("dim",))]
        rows.append([person.id, [person.name, *person.emails], keys])
    return rows


def _keys(
    authority: Authority, person: Person, proven: frozenset[tuple[str, str]]
) -> Iterator[Text]:
    for line in person.keys:
        print_ = ssh_key.read_line(line).fingerprint
        yield Text(print_)
        if authority.revocation(print_):
            yield Text(f"{key_kind(line)}, revoked", ("red",))
        elif (person.id, print_) in proven:
            yield Text(f"{key_kind(line)}, proven", ("green",))
        else:
            yield Text(f"{key_kind(line)}, not proven: does not count", ("yellow",))


def _roles(authority: Authority) -> list[Row]:
    return [
        [
            role.id,
            role.title,
            listed(authority.people[id].name for id in role.holders) or Text("nobody", ("yellow",)),
        ]
        for role in authority.roles.values()
    ]


def _rules(authority: Authority) -> list[Row]:
    rows: list[Row] = []
    alone = len(authority.rules) == 1
    for each in authority.rules:
        subject = "all documents" if alone and "*" in each.types else document_types(each.types)
        rows.append(["", f"{subject[:1].upper()}{subject[1:]} {rule(authority, each)}."])
    return rows


def _revocations(authority: Authority) -> list[Row]:
    return [
        [
            revoked.person,
            [
                revoked.key,
                f"{revoked.reason}; {honoured(revoked)}",
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
        yield f"  {line}"
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
    title = f"Version {pending.authority.version} awaits signatures and has no effect yet"
    texts = [*differences(pending.before, pending.authority), still_missing(pending)]
    yield from _paragraphs(title, texts, width, "yellow")
