"""What a controlled copy says beside its text, in its language: the same on a page and in print."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import quote

from isodocs.copies.code import MARK
from isodocs.copies.wording import language_name
from isodocs.model.approval import APPROVING
from isodocs.model.document import State
from isodocs.model.validity import Answer
from isodocs.rendering.elements import Element, Node, words

if TYPE_CHECKING:
    from isodocs.copies.wording import Wording
    from isodocs.model.controlled_copy import ControlledCopy, CopyApproval

_MOST_REVISIONS = 12
_NO_DAY = date(2000, 1, 1)
"""What a file is dated that has no day of its own: a draft that says none."""


def made_on(copy: ControlledCopy) -> date:
    """The day of the copy's content, never that of the print: the same copy is the same bytes."""
    return copy.approved_on or copy.effective or _NO_DAY


def mark(copy: ControlledCopy) -> str:
    """What programs find the code of a copy by."""
    return f"{MARK}:{copy.code}"


def asked_at(copy: ControlledCopy) -> str:
    """What a QR code holds: where a reading site answers for the copy, or else its code alone."""
    if not copy.site_address:
        return mark(copy)
    return f"{copy.site_address}/check.html#{quote(str(copy.code))}"


def across(copy: ControlledCopy, wording: Wording) -> str:
    """The word across each page of a copy that is not in force; empty for one that is."""
    return "" if copy.state is State.EFFECTIVE else wording.state(copy.state).upper()


def control(copy: ControlledCopy, wording: Wording) -> str:
    """Whether a print is controlled: whose it is, or that it is not."""
    if copy.holder is None:
        return wording.word("Uncontrolled when printed")
    if not copy.holder.number:
        return wording.word("Controlled copy: {holder}").format(holder=copy.holder.name)
    return wording.word("Controlled copy {number}: {holder}").format(
        number=copy.holder.number, holder=copy.holder.name
    )


def header(copy: ControlledCopy, wording: Wording) -> list[str]:
    """What is in the head of each page below identifier and revision."""
    level = wording.classification(copy.classification)
    return [part for part in (_in_force_from(copy, wording), level) if part]


def _in_force_from(copy: ControlledCopy, wording: Wording) -> str:
    if copy.effective is None:
        return wording.state(copy.state)
    return wording.word("effective {day}").format(day=wording.day(copy.effective))


def footer(copy: ControlledCopy, wording: Wording) -> list[str]:
    """Title and approvals, for the foot of each page."""
    given = [
        wording.word("Approved by {name} ({role}), {day}, {assurance}").format(
            name=made.name,
            role=_role(made, wording),
            day=wording.day(made.day),
            assurance=wording.assurance(made.assurance),
        )
        for made in copy.approvals
        if made.meaning in APPROVING
    ]
    return [copy.title, *(given or [wording.word("Not approved")])]


def _role(made: CopyApproval, wording: Wording) -> str:
    """The role in which someone approved, and in whose place where it was another's."""
    if not made.deputy_for:
        return made.role
    acting = wording.word("{role}, on behalf of {name}")
    return acting.format(role=made.role, name=made.deputy_for)


def proof(copy: ControlledCopy) -> str:
    """The code and the commit, by which the copy is found in the repository."""
    return f"{copy.code}  {copy.commit[:12]}".rstrip()


def notices(copy: ControlledCopy, wording: Wording) -> list[str]:
    """What a reader must know before the text: that it is not in force, and why."""
    validity, word = copy.validity, wording.word
    if validity.answer is Answer.IN_FORCE:
        return _of_translation(copy, wording)
    day = wording.day(validity.day) if validity.day else ""
    if validity.answer is Answer.SUPERSEDED and validity.by and day:
        said = word("Not in force: superseded since {day} by revision {number}.")
        return [said.format(day=day, number=validity.by)]
    if validity.answer is Answer.OBSOLETE and day:
        return [word("Not in force: obsolete since {day}.").format(day=day)]
    if validity.answer is Answer.NOT_YET and day:
        return [word("Not in force yet: it takes effect on {day}.").format(day=day)]
    return [word("Not in force: {state}.").format(state=wording.state(copy.state))]


def _of_translation(copy: ControlledCopy, wording: Wording) -> list[str]:
    """What a reader of a translation in force must know of its original."""
    of, word = copy.translates, wording.word
    if of and of.now:
        said = word("This translation is of revision {before}. In force is revision {number}.")
        return [said.format(before=of.revision, number=of.now)]
    return [word("The original of this translation is not in force.")] if of and of.alone else []


def facts(copy: ControlledCopy, wording: Wording) -> list[list[str]]:
    """Labels and values for the front."""
    word = wording.word
    day = wording.day
    rows = [
        (word("Identifier"), copy.id),
        (word("Revision"), copy.revision),
        (word("Language"), language_name(copy.language) if copy.said_language else ""),
        (word("Translation of"), _original(copy, wording)),
        (word("Type"), wording.type(copy.type)),
        (word("State"), wording.state(copy.state)),
        (word("Effective from"), day(copy.effective) if copy.effective else ""),
        (word("Approved on"), day(copy.approved_on) if copy.approved_on else ""),
        (word("Owner"), copy.owner),
        (word("Next review"), day(copy.next_review) if copy.next_review else ""),
        (word("Classification"), wording.classification(copy.classification)),
    ]
    return [list(row) for row in rows if row[1]]


def _original(copy: ControlledCopy, wording: Wording) -> str:
    if copy.translates is None:
        return ""
    revision = wording.word("Revision {number}").format(number=copy.translates.revision)
    return f"{copy.translates.document} · {revision}"


def approvals(copy: ControlledCopy, wording: Wording) -> list[list[str]]:
    """The approval block, its head first; empty where no one approved."""
    if not copy.approvals:
        return []
    word = wording.word
    head = [word("Name"), word("Role"), word("Day"), word("Meaning"), word("Level of assurance")]
    return [
        head,
        *(
            [
                made.name,
                _role(made, wording),
                wording.day(made.day),
                wording.meaning(made.meaning),
                wording.assurance(made.assurance),
            ]
            for made in copy.approvals
        ),
    ]


def revisions(copy: ControlledCopy, wording: Wording) -> list[list[str]]:
    """The newest revisions up to this one, the head first."""
    word = wording.word
    head = [word("Revision"), word("Effective from"), word("State"), word("Change")]
    rows = [
        [
            made.number,
            wording.day(made.effective) if made.effective else "",
            wording.state(made.state),
            made.change,
            ", ".join(made.approvers),
        ]
        for made in copy.revisions[:_MOST_REVISIONS]
    ]
    return [[*head, word("Approved by")], *rows]


def clauses(copy: ControlledCopy) -> list[list[str]]:
    """The clauses that the text answers, a line to each standard."""
    by_standard: dict[str, dict[str, None]] = defaultdict(dict)
    for clause in copy.clauses:
        by_standard[clause.standard][clause.number] = None
    return [[standard, ", ".join(numbers)] for standard, numbers in by_standard.items()]


def without_title(nodes: Sequence[Node], title: str) -> Sequence[Node]:
    """The text without a heading at its top that says the title again, which is above it."""
    for index, node in enumerate(nodes):
        if isinstance(node, str) and not node.strip():
            continue
        same = isinstance(node, Element) and node.tag == "h1" and _same(node.children, title)
        return nodes[index + 1 :] if same else nodes
    return nodes


def _same(nodes: Sequence[Node], title: str) -> bool:
    """Whether a heading says the title and shows nothing else."""
    if any(isinstance(node, Element) and node.tag != "span" for node in nodes):
        return False
    return " ".join(words(nodes).split()).casefold() == " ".join(title.split()).casefold()
