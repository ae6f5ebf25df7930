"""What a text shows beside itself, by digest: as it was approved, or as it is in the snapshot."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from isodocs.named_tuple import NamedTuple

if TYPE_CHECKING:
    from isodocs.model.document import Document
    from isodocs.model.register import Register, RevisionStatus


class ShownPart(NamedTuple):
    """A picture or an included text, at the path that the text knows it by.

    `commits` are those that had these bytes there, by what approvals say; the snapshot may have
    them as well.
    """

    path: str
    sha256: str
    commits: tuple[str, ...] = ()


def approved_parts(register: Register, form: RevisionStatus) -> tuple[ShownPart, ...]:
    """What the approvals that count list beside the text.

    They saw it in the commits that brought the approval and the text. A path is there twice where
    they list two contents for it.
    """
    commits: dict[tuple[str, str], dict[str, None]] = {}
    for record in form.judgement.accepted if form.judgement else ():
        stamps = (register.ledger.arrivals.get(record.path), form.form.first)
        seen = [stamp.commit for stamp in stamps if stamp and stamp.committed]
        for part in record.statement.parts[1:] if record.statement else ():
            commits.setdefault((part.path, part.sha256), {}).update(dict.fromkeys(seen))
    return tuple(ShownPart(*key, tuple(seen)) for key, seen in commits.items())


def shown_parts(
    register: Register, form: RevisionStatus | None, document: Document
) -> tuple[ShownPart, ...]:
    """What a text shows: as approved, and of one that is not approved what the snapshot has.

    `form` is how the text was judged. What a text of the past showed that no one approved is not
    known; there is none then.
    """
    if form is not None and form.approved_on is not None:
        return approved_parts(register, form)
    if all(document.blob != known.blob for known in register.documents):
        return ()
    shown = register.inventory.shown
    paths = register.inventory.shown_by[document.path].files
    return tuple(ShownPart(path, shown[path]) for path in paths if shown.get(path))


def places_of(parts: Iterable[ShownPart]) -> dict[str, tuple[tuple[str, str], ...]]:
    """Where contents have been, by their digests: commits, each with a path."""
    found: dict[str, tuple[tuple[str, str], ...]] = {}
    for part in parts:
        places = tuple((commit, part.path) for commit in part.commits)
        found[part.sha256] = (*found.get(part.sha256, ()), *places)
    return found
