"""A signed company's register at a desk: its book, and hands that hold keys in memory."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from isodocs.authority_change import register_book
from isodocs.authority_change.register_book import Book
from isodocs.lifecycle.plan import Plan
from isodocs.statements import ssh_key
from tests.helpers import signed_company
from tests.helpers.ssh import SoftKey


@dataclass(frozen=True)
class Hand:
    """A key at hand, as `sealing.Signer` wants it."""

    key: SoftKey

    @property
    def fingerprint(self) -> str:
        return signed_company.fingerprint(self.key)

    @property
    def public(self) -> ssh_key.PublicKey:
        return ssh_key.read_line(self.key.line)

    def sign(self, data: bytes, namespace: str) -> bytes:
        return self.key.sign(data, namespace)


HANDS = {name: Hand(key) for name, key in signed_company.KEYS.items()}


def book(files: Mapping[str, str | bytes] | None = None) -> Book:
    """The book of these files, or of the signed company's first day."""
    everything = signed_company.base() if files is None else files
    data = {p: c.encode() if isinstance(c, str) else c for p, c in everything.items()}
    return register_book.read(data)


def after(book: Book, plan: Plan) -> Book:
    """The book once a plan is carried out."""
    return book.with_files(plan.files)
