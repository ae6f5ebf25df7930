"""What became of a document: its redlines, and who did what when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from isodocs.assess.comments import on_its_way
from isodocs.dataclass import replace
from isodocs.dossier.document import revision_to_show
from isodocs.history.known_history import DocumentSteps
from isodocs.lifecycle.compare import compare
from isodocs.model.page import Paragraphs
from isodocs.portal.views.document_page import dossier_of
from isodocs.portal.views.dossier_parts import DossierParts
from isodocs.reports.audit_trail import AuditTrailReport
from isodocs.reports.redline import RedlineReport
from isodocs.reports.redline_sides import Compared, Side, as_judged, as_kept, rounds
from isodocs.trail.assemble import paths_of, trail, trail_of
from isodocs.trail.choose import choose

if TYPE_CHECKING:
    from isodocs.copies.wording import Wording
    from isodocs.model.page import Part
    from isodocs.model.register import Entry
    from isodocs.model.trail import Trail
    from isodocs.portal.snapshot import PortalSnapshot

TRAIL = "trail"
"""Under that name a snapshot keeps who did what when."""
ROUND = " round "
"""What is in the name of a text that was submitted before, between its revision and its number."""
NEWEST = "file"
"""What stands for the file as it is now, in the place of a revision number."""


def sides(entry: Entry) -> list[tuple[str, Side]]:
    """The texts that can be compared, the oldest first: the revisions, and the file as it is.

    Those that were submitted before, of the revision on its way, are among them.
    """
    found: list[tuple[str, Side]] = []
    coming = on_its_way(entry)
    for status in entry.revisions:
        if status is coming:
            found += [
                (f"{status.number}{ROUND}{number}", side)
                for number, side in enumerate(rounds(entry), 1)
            ]
        found.append((status.number, as_judged(entry, status)))
    if entry.current:
        kept = as_kept(entry, entry.current[0])
        if all(side.document.blob != kept.document.blob for _, side in found):
            found.append((NEWEST, kept))
    return found


def this_round(found: Sequence[tuple[str, Side]]) -> tuple[str, str] | None:
    """What was submitted last, and what is there now; None in the first round."""
    names = [name for name, _ in found]
    rounds = [name for name in names if ROUND in name]
    return (rounds[-1], names[-1]) if rounds else None


def usual(entry: Entry, found: Sequence[tuple[str, Side]]) -> tuple[str, str] | None:
    """What most people want to see: what is new against what is in force, else what was new in it.

    None where there is only one text. What was submitted before is none to compare with: someone
    who decides would not be shown all of a text that never was in force.
    """
    names = [name for name, _ in found if ROUND not in name]
    if len(names) < 2:
        return None
    in_force = entry.in_force.number if entry.in_force else ""
    if in_force in names and names[-1] != in_force:
        return in_force, names[-1]
    return names[-2], names[-1]


def redline(snapshot: PortalSnapshot, entry: Entry, old: str, new: str) -> Sequence[Part] | None:
    """The redline between two texts; None where one of them is not there."""
    found = dict(sides(entry))
    if old not in found or new not in found:
        return None
    before, after = found[old], found[new]
    key = (entry.id, before.document.blob, after.document.blob)

    def made(each: PortalSnapshot) -> Sequence[Part]:
        with each.reading:
            changes = compare(
                each.workspace,
                each.register,
                each.view,
                (before.document, before.status),
                (after.document, None if new == NEWEST else after.status),
            )
        return RedlineReport(changes, Compared(each.register, entry, before, after)).page().parts

    return snapshot.once("redlines", made, key)


def whole_trail(snapshot: PortalSnapshot) -> Trail:
    """Who did what when, of everything."""

    def made(each: PortalSnapshot) -> Trail:
        # It takes seconds, so those who read texts do not wait for it.
        commits = each.workspace.commits(each.view)
        return trail(each.register, *commits, each.workspace.contents)

    return snapshot.once(TRAIL, made)


def history(snapshot: PortalSnapshot, wording: Wording, entry: Entry) -> Iterator[Part]:
    """Revisions and approvals of a document."""
    parts = DossierParts(snapshot, wording)
    status = revision_to_show(entry)
    dossier = dossier_of(snapshot, entry, status, status.document)
    for number, one in enumerate(dossier.parts):
        if one.name in ("revisions", "approvals"):
            yield parts.chapter(one, number) if one.rows else Paragraphs((one.empty,))


def trail_parts(snapshot: PortalSnapshot, entry: Entry) -> Sequence[Part]:
    """Who did what when to a document."""
    mine = snapshot.once("trails", lambda each: _trail_of(each, entry), entry.id)
    return AuditTrailReport(snapshot.register, mine).page().parts


def _trail_of(snapshot: PortalSnapshot, entry: Entry) -> Trail:
    """From what is remembered of its history, else chosen from the trail of everything."""
    tip = snapshot.sight.tip
    with snapshot.reading:
        commits = None
        if tip and TRAIL not in snapshot.asked:
            steps = snapshot.once("steps", lambda each: DocumentSteps(each.workspace.git, tip))
            commits = steps.commits([*paths_of(entry)], entry.id)
        if tip and commits is not None:
            pending = snapshot.once("pending", lambda each: each.workspace.pending(each.sight))
            contents = snapshot.workspace.contents
            return trail_of(snapshot.register, entry, commits, pending, contents, tip)
    found = choose(whole_trail(snapshot), snapshot.register, document=entry.id)
    return replace(found, total=len(found.events))
