"""Who wrote a form of a document: the people behind what differs from the text approved before.

Authorship is read off the commit graph. It ends with the form: who changes an approved text later,
or brings the same bytes once more on a line of their own, is not an author of what was approved.
"""

from __future__ import annotations

from collections.abc import Container, Iterable
from typing import TYPE_CHECKING

from isodocs.dataclass import field, immutable

if TYPE_CHECKING:
    from isodocs.model.authority import AuthorityHistory
    from isodocs.model.history import DocumentHistory, Form, Ledger, Stamp, Writing


@immutable(frozen=True, slots=True)
class Authorship:
    """The authors of one form.

    `approved` are the texts of this document that were approved before the form came: what led to
    them was not written for it.
    """

    form: Form
    history: DocumentHistory
    ledger: Ledger
    approved: Container[str] = frozenset()
    _known: dict[int | None, tuple[Stamp, ...]] = field(default_factory=dict, compare=False)

    def stamps(self, arrival: Stamp | None = None) -> tuple[Stamp, ...]:
        """The commits that wrote the form, as far as a statement that came with `arrival` knew.

        Who changed the text counts; who only filled in the front matter (as `submit` does) counts
        when no one changed the text.
        """
        key = arrival.order if arrival else None
        if key not in self._known:
            found = self._wrote(key) or self._touched(key)
            self._known[key] = tuple(sorted(found, key=lambda stamp: stamp.order))
        return self._known[key]

    def _wrote(self, arrival: int | None) -> set[Stamp]:
        """The commits behind the text, back to texts that were approved before."""
        found: set[Stamp] = set()
        seen: set[str] = set()
        ahead = [self.form.document.body_sha256]
        while ahead:
            text = ahead.pop()
            if text in seen or text in self.approved:
                continue
            seen.add(text)
            for writing in self._origins(text, arrival):
                found.add(writing.stamp)
                ahead += writing.before
        return found

    def _origins(self, text: str, arrival: int | None) -> Iterable[Writing]:
        """The commits that first brought a text.

        Those of this document count, and those of files without an identifier: who takes over what
        another wrote is not its author. Other documents count where the text did not come from
        anywhere else, as when a document gets another identifier; that two of them began with one
        template says nothing about who wrote either.
        """
        known = self.ledger.writings.get(text, ())
        ours = [w for w in known if w.document in (self.history.id, "")]
        writings = ours or list(known)
        before = self._seen(writings, arrival)
        firsts = self.ledger.graph.first_of(w.stamp.order for w in before)
        return [writing for writing in before if writing.stamp.order in firsts]

    def _touched(self, arrival: int | None) -> set[Stamp]:
        """Where no one changed the text: all who brought it under its number, up to the form."""
        reaches = self.ledger.graph.reaches
        steps = [t for t in self.history.transitions if t.new]
        forms = [t.stamp.order for t in steps if t.new and t.new.blob == self.form.document.blob]
        firsts = self.ledger.graph.first_of(forms)
        touched = [
            t.stamp
            for t in steps
            if t.new
            and t.new.revision == self.form.document.revision
            and any(reaches(t.stamp.order, first) for first in firsts)
        ]
        if arrival is None:
            return set(touched)
        return {s for s in touched if reaches(s.order, arrival)} or set(touched)

    def _seen(self, writings: list[Writing], arrival: int | None) -> list[Writing]:
        """Those that the person who made the statement can have known; all, where that is none."""
        if arrival is None:
            return writings
        reaches = self.ledger.graph.reaches
        return [w for w in writings if reaches(w.stamp.order, arrival)] or writings


def wrote(history: AuthorityHistory, person: str, authors: Iterable[Stamp]) -> bool:
    """Whether an address that is, or ever was, the person's is among those of the authors."""
    known = addresses(history, person)
    return any(email.casefold() in known for stamp in authors for _, email in stamp.writers)


def addresses(history: AuthorityHistory, person: str) -> set[str]:
    """All that are, or ever were, a person's."""
    known = [v.people[person] for v in history.versions.values() if person in v.people]
    return {email.casefold() for found in known for email in found.emails}
