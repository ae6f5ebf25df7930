"""The authority register's versions, newest first: when each came, what it changed, who signed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from isodocs.authority import authority_register
from isodocs.authority_change.change_words import differences, still_missing
from isodocs.dataclass import immutable
from isodocs.formats import Data, Report, Rows
from isodocs.formats.text.layout import Text, wrapped
from isodocs.named_tuple import NamedTuple
from isodocs.reports import heading
from isodocs.reports.revisions import commit_as_data, commit_in_words
from isodocs.words import joined, listed, say

if TYPE_CHECKING:
    from isodocs.authority_change.register_book import Book
    from isodocs.model.authority import Authority, Pending
    from isodocs.model.history import Stamp


class _Version(NamedTuple):
    authority: Authority
    before: Authority | None
    signers: Sequence[str]
    brought: Stamp | None
    in_force: bool

    @property
    def names(self) -> str:
        """Who signed it, as that version or the one before names them."""
        people = {**(self.before.people if self.before else {}), **self.authority.people}
        return listed(people[id].name for id in self.signers)

    @property
    def came(self) -> str:
        """When it came, by whom and with which commit."""
        return (
            commit_in_words(self.brought)
            if self.brought
            else say("not in the history that is here")
        )


@immutable(frozen=True)
class AuthorityLogReport(Report):
    """Every version; `arrivals` give the commit that first brought a path."""

    book: Book
    arrivals: Mapping[str, Stamp]
    organisation: str = ""

    def data(self) -> Data:
        """In the form of `schemas/authority-log.schema.json`."""
        fault = self.book.reading.fault
        return {
            **heading.tool(1),
            "organisation": self.organisation,
            "versions": [
                {
                    "number": one.authority.version,
                    "in_force": one.in_force,
                    "sha256": one.authority.sha256,
                    "changes": [*differences(one.before, one.authority)],
                    "signed_by": one.signers,
                    "brought": commit_as_data(one.brought) if one.brought else None,
                }
                for one in self._versions()
            ],
            "missing": still_missing(self.book.pending) if self.book.pending else None,
            "fault": {"path": fault.path, "message": fault.message} if fault else None,
        }

    def rows(self) -> Rows:
        """A row to each version."""
        header = ("number", "in_force", "came", "changes", "signed_by", "sha256")
        return Rows(header, map(_row, self._versions()))

    def text(self) -> Iterator[str]:
        """Version by version."""
        yield from heading.title((say("Authority register"), self.organisation), self.width)
        if self.book.reading.fault and not self.book.pending:
            yield from ("", *wrapped(Text(str(self.book.reading.fault), ("red",)), self.width))
        for version in self._versions():
            yield ""
            yield from _lines(version, self.book.pending, self.width)

    def _versions(self) -> Iterator[_Version]:
        history, pending = self.book.reading.history, self.book.pending
        if pending:
            signers = sorted({*pending.old, *pending.new})
            yield self._version(pending.authority, pending.before, signers, in_force=False)
        if history is None:
            return
        for number in sorted(history.versions, reverse=True):
            version, before = history.versions[number], history.versions.get(number - 1)
            signers = [*history.signers.get(number, ())]
            yield self._version(version, before, signers, in_force=version is history.current)

    def _version(
        self, version: Authority, before: Authority | None, signers: list[str], *, in_force: bool
    ) -> _Version:
        brought = self.arrivals.get(authority_register.path_of(version.version))
        return _Version(version, before, signers, brought, in_force)


def _lines(version: _Version, pending: Pending | None, width: int) -> Iterator[str]:
    waits = pending is not None and version.authority is pending.authority
    look = ("bold", "yellow") if waits else ("bold",)
    title = Text(say("Version {version}", version=version.authority.version), look)
    yield from wrapped((title, say(" {came}", came=version.came)), width)
    for change in differences(version.before, version.authority):
        yield from wrapped(change, width, "    ", "  - ")
    signed = say("Signed by {names}.", names=version.names) if version.names else ""
    if pending and waits:
        parts = (say("It has no effect yet."), signed, still_missing(pending))
        yield from wrapped(Text(joined(" ", filter(None, parts)), ("yellow",)), width, "  ")
        return
    yield from wrapped(signed or say("Not signed: its owners had no keys."), width, "  ")
    yield from wrapped(
        Text(say("sha256 {sha256}", sha256=version.authority.sha256), ("dim",)), width, "  "
    )


def _row(version: _Version) -> tuple[object, ...]:
    authority = version.authority
    changes = joined(" ", differences(version.before, authority))
    about = (authority.version, version.in_force, version.came, changes)
    return (*about, version.names, authority.sha256)
