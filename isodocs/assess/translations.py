"""Which revision of its original a translation is of, and whether the two agree.

A translation says with `translates` which revision of the original it is of; where it says none,
that of its own number.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from isodocs.assess.once import once_per_register
from isodocs.errors import IsodocsError
from isodocs.model.document import MARK, State
from isodocs.named_tuple import NamedTuple
from isodocs.words import joined, listed, say

if TYPE_CHECKING:
    from isodocs.model.document import Document
    from isodocs.model.register import Entry, Register, RevisionStatus


class Agreement(StrEnum):
    """How the text that people read, or else the newest, agrees with its original."""

    SAME = "up to date"
    BEHIND = "behind the original"  # a later revision of the original is in force
    AHEAD = "ahead of the original"  # it is in force, and what it translates is not
    INVENTED = "of no revision of the original"  # the original never had the revision
    OUTLIVES = "of an obsolete original"  # it is in force, and its original no longer is
    NO_ORIGINAL = "without an original"  # it names a document that is not here, or a translation


class Translation(NamedTuple):
    """A translation as it is read; `of` is the revision of the original that it translates."""

    entry: Entry
    status: RevisionStatus
    of: str
    agreement: Agreement


def translated(document: Document) -> str:
    """The revision of the original that a text translates."""
    return document.translates or document.revision


@once_per_register
def translations(register: Register) -> tuple[Translation, ...]:
    """Every translation, in the order of the originals."""
    return tuple(
        _judged(register, entry)
        for _, entries in sorted(register.translations.items())
        for entry in entries
        if entry.current or entry.in_force
    )


def translations_of(register: Register, entry: Entry) -> tuple[Translation, ...]:
    """Those of one document."""
    return tuple(each for each in translations(register) if each.entry.identifier == entry.id)


def same_text(register: Register, entry: Entry, number: str) -> tuple[tuple[str, str], ...]:
    """A revision of a document, and those of its translations that are of it; (id, number)."""
    return (
        (entry.id, number),
        *(
            (text.id, status.number)
            for text in register.translations.get(entry.id, ())
            for status in text.revisions
            if translated(status.document) == number
        ),
    )


def translation(register: Register, entry: Entry) -> Translation | None:
    """What is known of a text as a translation; None for an original."""
    return next((each for each in translations(register) if each.entry is entry), None)


def read_now(entry: Entry) -> RevisionStatus:
    """The revision that people read: that in force, else what the file holds."""
    return entry.in_force or entry.newest


def in_words(each: Translation) -> str:
    """A translation in a list of documents: `de rev 2, effective, behind the original`."""
    words = [each.entry.language or each.entry.id]
    if each.status.number:
        words[0] += say(" rev {number}", number=each.status.number)
    words.append(str(each.status.state))
    if (pending := each.entry.pending) and each.entry.in_force:
        words.append(say("rev {number} {state}", number=pending.number, state=pending.state))
    if each.agreement is not Agreement.SAME:
        words.append(str(each.agreement))
    return joined(", ", words)


def text_called(register: Register, typed: str) -> Entry | None:
    """The text that `POL-1@de` names, also of an identifier of its own, or the original.

    None where that is not the form of the name. Raises IsodocsError for a language that is missing.
    """
    named, _, language = typed.partition(MARK)
    texts = [entry for entry in register if entry.identifier.casefold() == named.casefold()]
    if not (texts and language):
        return None
    from isodocs.parsing.languages import tag

    wanted, tags = tag(language) or language, [language_of(register, entry) for entry in texts]
    for entry, mine in zip(texts, tags, strict=True):
        if mine and mine.casefold() == wanted.casefold():
            return entry
    known = [mine for mine in tags if mine]
    raise IsodocsError(
        say(
            "there is no text of {identifier} in the language {language!r}",
            identifier=texts[0].identifier,
            language=language,
        ),
        hint=say("It is here in {known}.", known=listed(known))
        if known
        else say("Its texts say no language."),
    )


def language_of(register: Register, entry: Entry) -> str:
    """The language of a document that has texts in others, or that says it; else empty."""
    said = entry.language
    return said or (register.config.language if register.translations.get(entry.id) else "")


def _judged(register: Register, entry: Entry) -> Translation:
    status = read_now(entry)
    of = translated(status.document)
    return Translation(entry, status, of, _agreement(register, entry, of))


def _agreement(register: Register, entry: Entry, of: str) -> Agreement:
    original = register.entries.get(entry.identifier)
    if original is None or not original.is_original:
        return Agreement.NO_ORIGINAL
    if entry.in_force and original.state is State.OBSOLETE:
        return Agreement.OUTLIVES
    rank = register.config.scheme.rank
    known = [rank(status.number) or () for status in original.revisions]
    # history may begin after the first revisions
    if of and original.status(of) is None and (rank(of) or (0,)) > max(known, default=()):
        return Agreement.INVENTED
    now, mine = rank(read_now(original).number), rank(of)
    if now is None or mine is None:
        return Agreement.SAME
    if mine < now and (original.in_force or not entry.in_force):
        return Agreement.BEHIND
    if entry.in_force and (original.in_force is None or mine > now):
        return Agreement.AHEAD
    return Agreement.SAME
