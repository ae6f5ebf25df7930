"""DOC: whether the texts of one document in several languages say the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from isodocs.assess import remedies
from isodocs.assess.translations import Agreement, Translation, translated, translations
from isodocs.model.audit import FROM_STAGE_2, NO_AUDIT
from isodocs.model.config import DEFAULT_LANGUAGE
from isodocs.model.document import Document, State
from isodocs.model.gap import Finding, Level
from isodocs.parsing.document import LANGUAGE
from isodocs.rules import _problems
from isodocs.rules.rule import rule
from isodocs.words import counted, listed, say

if TYPE_CHECKING:
    from isodocs.model.register import Entry, Register, RevisionStatus


@rule("DOC027", "language-unknown", Level.WARNING, ("7.5.2",), blocks=False, stops=NO_AUDIT)
def language_unknown(register: Register) -> Iterator[Finding]:
    """The language of a text is none, or its file name says another.

    Why: Language is part of the format of a document (ISO 9001:2015, 7.5.2 b). It distinguishes the
    texts of one document, and screen readers pronounce a page by it.

    Example: A text names a country where its language belongs.

        documents/purchasing.md:
            ---
            id: SOP-001
            language: jp
            ---

    Remedy: Write the tag of the language (BCP 47), such as `en`, `de` or `pt-BR`.
    """
    yield from _problems.of_kind(register, LANGUAGE)


@rule(
    "DOC028",
    "translation-behind",
    Level.ERROR,
    ("7.5.3.2",),
    blocks=False,
    stops=FROM_STAGE_2,
    by_calendar=True,
    of_documents=False,
)
def translation_behind(register: Register) -> Iterator[Finding]:
    """A translation is of an earlier revision than the one in force.

    Why: People who read the translation work by what is no longer in force (ISO 9001:2015, 7.5.3.2:
    control of changes, and prevention of the unintended use of obsolete documents).

    Example: Revision 3 of a procedure is in force. Its German text translates revision 2.

        documents/purchasing.en.md:
            ---
            id: SOP-001
            revision: 3
            language: en
            ---

        documents/purchasing.de.md:
            ---
            id: SOP-001
            revision: 2
            language: de
            ---

    Remedy: Translate what has changed, `isodocs diff` shows it, and bring that into force:
    `isodocs revise SOP-001@de`. Where the text needs no change, the next revision of the
    translation says so: `translates: 3`.
    """
    for each in _agreement(register, Agreement.BEHIND):
        original = register.entries[each.entry.identifier]
        now = original.in_force or original.newest
        since = now.effective_on if original.in_force else None
        late = (
            say(
                " since {since} ({days})",
                since=since,
                days=counted((register.on - since).days, "day"),
            )
            if since
            else ""
        )
        yield _finding(
            each,
            say(
                "translates revision {of} of {id}, which is at revision {number}{late}",
                of=each.of,
                id=original.id,
                number=now.number,
                late=late,
            ),
            _next_step(register, each, now),
            now.number,
        )


def _next_step(register: Register, each: Translation, now: RevisionStatus) -> str:
    """How a translation catches up with a revision of its original."""
    id, waiting = each.entry.id, each.entry.pending
    if waiting and translated(waiting.document) == now.number:
        if waiting.state is State.APPROVED:
            return say(
                "Revision {number} takes effect on {effective_on}.",
                number=waiting.number,
                effective_on=waiting.effective_on,
            )
        if waiting.state is State.AWAITING:
            return say(
                "Revision {number} awaits approval: `isodocs approve {id}`.",
                number=waiting.number,
                id=id,
            )
        return say(
            "Finish revision {number}, then `isodocs submit {id}`.", number=waiting.number, id=id
        )
    if not each.entry.in_force:
        what = say(
            "Translate revision {number}, and write its number in {place_path}.",
            number=now.number,
            place_path=each.entry.place_path,
        )
        return remedies.in_file(register, each.status.document, what)
    changes = say(
        "isodocs diff {id} {of} {number}", id=now.revision.id, of=each.of, number=now.number
    )
    return say(
        "Translate what has changed (`{changes}`): `isodocs revise {id}`.", changes=changes, id=id
    )


@rule(
    "DOC029",
    "translation-without-original",
    Level.ERROR,
    ("7.5.3.2",),
    blocks=False,
    stops=FROM_STAGE_2,
    by_calendar=True,
    of_documents=False,
)
def translation_without_original(register: Register) -> Iterator[Finding]:
    """A translation has no original in force of which it is the translation.

    Why: What applies is the original. A translation in force of what was withdrawn, is not in force
    yet or never existed is a document that no one decided on (ISO 9001:2015, 7.5.3.2).

    Example: A text claims to translate a document that does not exist.

        documents/einkauf.md:
            ---
            id: SOP-001-DE
            language: de
            translation-of: SOP-001
            ---

    Remedy: Withdraw the translation together with its original (`isodocs retire SOP-001@de`), or
    correct `translation-of` and `translates`.
    """
    for each in _agreement(register, Agreement.NO_ORIGINAL):
        named = each.entry.identifier
        is_one = register.entries.get(named)
        yield _finding(
            each,
            say("is a translation of {named}, which ", named=named)
            + (say("is a translation itself") if is_one else say("does not exist")),
            remedies.in_file(
                register,
                each.status.document,
                say("Name {identifier} as the original.", identifier=is_one.identifier)
                if is_one
                else say("Correct 'translation-of', or remove it. `isodocs register` lists all."),
            ),
            named,
        )
    for each in _agreement(register, Agreement.OUTLIVES):
        original = register.entries[each.entry.identifier]
        yield _finding(
            each,
            say("is in force, and its original {id} is obsolete", id=original.id),
            say("Withdraw it as well: `isodocs retire {id}`.", id=each.entry.id),
            "obsolete",
        )
    for each in _agreement(register, Agreement.INVENTED):
        original = register.entries[each.entry.identifier]
        numbers = listed([status.number for status in original.revisions if status.number], most=6)
        yield _finding(
            each,
            say("translates revision {of}, which {id} never had", of=each.of, id=original.id),
            remedies.in_file(
                register,
                each.status.document,
                say(
                    "Write with 'translates' which of its revisions it is of: {numbers}.",
                    numbers=numbers or say("none"),
                ),
            ),
            each.of,
        )
    for each in _agreement(register, Agreement.AHEAD):
        original = register.entries[each.entry.identifier]
        yield _finding(
            each,
            say(
                "is in force and translates revision {of} of {id}, which is not",
                of=each.of,
                id=original.id,
            ),
            say(
                "Bring the original into force: `isodocs submit {id}`, then `isodocs "
                "approve {id}`.",
                id=original.id,
            ),
            each.of,
        )
    for document in register.documents:
        if document.translation_of and document.translation_of == document.id:
            yield Finding(
                say(
                    "is a translation of {id}, and no other text has that identifier",
                    id=document.id,
                ),
                remedies.in_file(
                    register, document, say("Say its language with 'language', or leave this out.")
                ),
                document.place("translation-of"),
                document.id,
                subject="itself",
                owner=document.owner,
            )


@rule(
    "DOC030",
    "translation-differs",
    Level.WARNING,
    ("7.5.2",),
    blocks=False,
    stops=NO_AUDIT,
    of_documents=False,
)
def translation_differs(register: Register) -> Iterator[Finding]:
    """A translation says something else about the document than its original.

    Why: Type, owner and classification belong to the document, whatever language it is read in
    (ISO 9001:2015, 7.5.2 a). They decide who approves it, who looks after it and who may read it. A
    clause that only a translation names is covered by nothing.

    Example: The German text is confidential, the English one internal.

        documents/purchasing.en.md:
            ---
            id: SOP-001
            language: en
            classification: internal
            ---

        documents/purchasing.de.md:
            ---
            id: SOP-001
            language: de
            classification: confidential
            ---

    Remedy: Say the same in both texts.
    """
    for each in translations(register):
        original = register.entries.get(each.entry.identifier)
        if original is None or each.agreement is Agreement.NO_ORIGINAL:
            continue
        mine = each.status.document
        theirs = original.status(each.of)
        document = theirs.document if theirs else original.document
        for field, said, there in _differing(register, mine, document):
            yield Finding(
                say(
                    "'{field}' is {said}, and in the original {id} {there}",
                    field=field,
                    said=said or say("not said"),
                    id=original.id,
                    there=there or say("not said"),
                ),
                remedies.in_file(register, mine, say("Say the same in both texts.")),
                mine.place(field),
                each.entry.id,
                subject=field,
                owner=mine.owner,
            )


def _differing(
    register: Register, mine: Document, theirs: Document
) -> Iterator[tuple[str, str, str]]:
    level = register.config.classification.of
    pairs = {
        "type": (mine.type, theirs.type),
        "owner": (mine.owner, theirs.owner),
        "classification": (level(mine.classification), level(theirs.classification)),
    }
    history = register.inventory.authority
    if history and not history.current.knows(mine.owner, theirs.owner):
        del pairs["owner"]  # each in the words of its language; DOC011 asks who that is
    yield from ((f, a, b) for f, (a, b) in pairs.items() if a.casefold() != b.casefold())
    if mine.effective and theirs.effective and mine.effective < theirs.effective:
        yield "effective", str(mine.effective), str(theirs.effective)
    known = {(claim.standard, claim.clause) for claim in theirs.claims}
    new = [claim.clause for claim in mine.claims if (claim.standard, claim.clause) not in known]
    if new:
        named = listed(list(dict.fromkeys(new)), most=6)
        yield "clauses", say("also {named}", named=named), say("these are missing")


@rule("DOC031", "original-unclear", Level.WARNING, ("7.5.2",), blocks=False, stops=NO_AUDIT)
def original_unclear(register: Register) -> Iterator[Finding]:
    """A document has texts in several languages, and none says which is the original.

    Why: Where the texts differ, one of them applies (ISO 9001:2015, 7.5.2 b). The original is the
    text in the language of isodocs.yaml, or else the one that was there first; here no text is in
    that language, and all came together.

    Example: A document came in German and in French, to an organisation that works in English.

        documents/purchasing.de.md:
            ---
            id: SOP-001
            language: de
            ---

        documents/purchasing.fr.md:
            ---
            id: SOP-001
            language: fr
            ---

    Remedy: Say it in the translation: `translation-of: SOP-001`. Where most documents are written
    in that language first, set `language:` in isodocs.yaml.
    """
    for id, texts in register.translations.items():
        original = register.entries.get(id)
        others = [text for text in texts if text.current and not text.document.translation_of]
        if original is None or not (original.current and _is_guess(register, original, others)):
            continue
        document = original.current[0]
        yield Finding(
            say(
                "is taken for the original, although it came together with the text in {language}",
                language=listed([text.language for text in others]),
            ),
            say(
                "Write 'translation-of: {id}' in each translation, or set 'language:' in "
                "isodocs.yaml to the language of originals.",
                id=id,
            ),
            document.place("language"),
            id,
            subject="language",
            owner=document.owner,
        )


def _is_guess(register: Register, original: Entry, others: Sequence[Entry]) -> bool:
    """Whether neither texts, configuration nor history say which text is the original."""
    from isodocs.parsing.languages import primary

    wanted = primary(register.config.language or DEFAULT_LANGUAGE)
    if not original.language or primary(original.language) == wanted:
        return False
    depth = register.ledger.graph.depth

    def began(entry: Entry) -> int:
        return min(depth(step.stamp.order) for step in entry.history.transitions)

    return any(began(other) == began(original) for other in others)


def _agreement(register: Register, wanted: Agreement) -> Iterator[Translation]:
    return (each for each in translations(register) if each.agreement is wanted)


def _finding(each: Translation, message: str, hint: str, subject: str) -> Finding:
    document = each.status.document
    here = next((d for d in each.entry.current if d.blob == document.blob), None)
    shown = here or next(iter(each.entry.current), document)
    key = "translates" if "translates" in shown.places else "revision"
    return Finding(
        message,
        hint,
        shown.place(key),
        each.entry.id,
        subject=subject,
        owner=document.owner,
    )
