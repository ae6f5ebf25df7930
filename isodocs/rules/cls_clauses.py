"""CLS: whether the clauses that documents claim exist, and each claim has text to support it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from isodocs.assess import remedies
from isodocs.assess.claims import Claim, clauses_claimed, default_standard, marks, reference
from isodocs.model.audit import CERTIFYING
from isodocs.model.config import PATH
from isodocs.model.gap import Finding, Level, Place
from isodocs.rules._clauses import by_standard
from isodocs.rules.rule import rule
from isodocs.standards.clause import UnknownClause
from isodocs.words import agreed, counted, listed, say

if TYPE_CHECKING:
    from isodocs.model.document import ClauseClaim, Document
    from isodocs.model.register import Register

_SEVERAL = frozenset("both all beide alle multiple several various ambos todos tutti".split())
"""Words for several standards at once, as people write them where one is asked for."""


@rule(
    "CLS001",
    "clause-unknown",
    Level.ERROR,
    ("4.4.2",),
    blocks=False,
    stops=CERTIFYING,
    of_documents=True,
)
def clause_unknown(register: Register) -> Iterator[Finding]:
    """A document names a clause that the standard does not have.

    Why: A claim on a clause that does not exist covers nothing, and the right clause stays unnamed
    (ISO 9001:2015, 4.4.2).

    Example: The last clause of 8.5 is 8.5.6.

        documents/purchasing.md:
            ---
            id: SOP-001
            clauses: {iso-9001-2015: ["8.5.7"]}
            ---
            Buy from approved suppliers only.

    Remedy: Correct the number. `isodocs standards` lists every clause.
    """
    default = default_standard(register)
    for document in register.documents:
        named = [
            (
                claim.clause,
                reference(register, claim.clause, claim.standard),
                claim.line,
                claim.column,
            )
            for claim in document.claims
            if claim.standard in register.known_maps
        ]
        for mark in marks(register, document, register.outline_here(document)):
            if mark.found is not None:  # else CLS011 says so
                named.append((mark.text, mark.found, mark.line, mark.column))
        for text, found, line, column in named:
            if isinstance(found, UnknownClause):
                yield Finding(
                    found.message,
                    remedies.in_file(
                        register,
                        document,
                        say(
                            "Correct it.{went_to} `isodocs standards {standard}` lists the "
                            "clauses.",
                            went_to=_went_to(register, found),
                            standard=found.standard or default,
                        ),
                    ),
                    Place(document.path, line, column),
                    document.id,
                    subject=text,
                    owner=document.owner,
                )


def _went_to(register: Register, found: UnknownClause) -> str:
    """Where a clause is now that was one of the edition before; empty where it was none."""
    from isodocs.standards.correspondence import between  # only a wrong number pays for it
    from isodocs.standards.editions import predecessors
    from isodocs.standards.load import available, load

    earlier = [each.id for each in predecessors(found.standard)[:1] if each.id in available()]
    if not earlier or found.standard not in register.maps:
        return ""
    before = load(earlier[0])
    own = register.inventory.own_maps.correspondences
    links, _ = between(before, register.maps[found.standard], own)
    number = found.text.rpartition(":")[2].strip()
    now = dict.fromkeys(link.target.number for link in links if link.source.number == number)
    return (
        say(
            " What {display_name} asked in {number} is in {now} now.",
            display_name=before.display_name,
            number=number,
            now=listed(now),
        )
        if now
        else ""
    )


@rule("CLS002", "standard-unknown", Level.ERROR, blocks=False, of_documents=True, of_many=True)
def standard_unknown(register: Register) -> Iterator[Finding]:
    """A document claims clauses of a standard that isodocs.yaml does not name.

    Why: Such a claim is not checked. A clause number has a meaning only together with its standard
    and edition, so "both" names none. Claims of the time under an edition that was replaced are a
    note.

    Example: The edition is missing.

        documents/purchasing.md:
            ---
            id: SOP-001
            clauses: {iso-9001: ["8.4"]}
            ---
            Buy from approved suppliers only.

    Remedy: Correct the name, or add the standard to `standards:` in isodocs.yaml.
    """
    standards, in_use = register.config.named_standards, register.config.standards
    if not standards:
        yield from _no_standard(register)
        return
    for document in register.documents:
        for standard, claim in {claim.standard: claim for claim in document.claims[::-1]}.items():
            if standard in standards or standard in register.included:
                continue
            if standard.casefold() in _SEVERAL:
                yield _of_several(register, document, claim)
                continue
            if still := _of_edition_before(register, standard):
                yield Finding(
                    still,
                    remedies.in_file(
                        register, document, say("Take them off with the next revision.")
                    ),
                    Place(document.path, claim.line, claim.column),
                    document.id,
                    subject=standard,
                    owner=document.owner,
                    level=Level.NOTE,
                )
                continue
            # only a wrong name pays for it
            from isodocs.standards.edition_words import did_you_mean_edition

            yield Finding(
                say(
                    "claims clauses of {standard!r}, which isodocs.yaml does not "
                    "name.{did_you_mean_edition}",
                    standard=standard,
                    did_you_mean_edition=did_you_mean_edition(standard, standards, register.on),
                ),
                remedies.in_file(
                    register,
                    document,
                    say(
                        "Correct the name, or add it to 'standards: [{in_use}]'.",
                        in_use=", ".join(in_use),
                    ),
                ),
                Place(document.path, claim.line, claim.column),
                document.id,
                subject=standard,
                owner=document.owner,
            )


def _of_several(register: Register, document: Document, claim: ClauseClaim) -> Finding:
    """That a word such as `both` does not say whose the clauses are."""
    one = next(iter(register.in_use.values()), next(iter(register.maps.values())))
    numbers = [each.clause for each in document.claims if each.standard == claim.standard]
    return Finding(
        say(
            "{standard!r} does not say of which standard {numbers} {verb}, so no claim counts",
            standard=claim.standard,
            numbers=listed(numbers, most=6),
            verb=agreed(len(numbers), "is", "are"),
        ),
        remedies.in_file(
            register,
            document,
            say(
                "If you mean {display_name}, write '{{{id}: [\"{number}\"]}}' for the clauses; "
                "list those of another standard under its own name.",
                display_name=one.display_name,
                id=one.id,
                number=numbers[0],
            ),
        ),
        Place(document.path, claim.line, claim.column),
        document.id,
        subject=claim.standard,
        owner=document.owner,
        level=Level.WARNING,
    )


def _of_edition_before(register: Register, standard: str) -> str:
    """That a later edition of a standard is worked to, in words; empty where none is."""
    from isodocs.standards.editions import editions, predecessors  # seldom needed

    edition = editions().get(standard)
    if edition is None or not edition.is_replaced(register.on):
        return ""
    after = (id for id in register.in_use if standard in {e.id for e in predecessors(id)})
    if (id := next(after, "")) and id in editions():
        return say(
            "still names clauses of {name}, which {name_2} replaced",
            name=edition.name,
            name_2=editions()[id].name,
        )
    return ""


def _no_standard(register: Register) -> Iterator[Finding]:
    """One finding for the repository: what is missing is one line of its configuration."""
    claiming = [document for document in register.documents if document.claims]
    if claiming:
        named = sorted({claim.standard for document in claiming for claim in document.claims})
        verb = agreed(len(claiming), "claims", "claim")
        yield Finding(
            say(
                "{documents} {verb} clauses of {named}, but no standard is configured",
                documents=counted(len(claiming), "document"),
                verb=verb,
                named=", ".join(named),
            ),
            say(
                "Write, for example, 'standards: [iso-9001-2015]' in isodocs.yaml. "
                "`isodocs standards` lists the standards available."
            ),
            Place(PATH) if register.config.configured else Place(),
            subject="standards",
        )


@rule(
    "CLS003",
    "claim-without-content",
    Level.WARNING,
    ("4.4.2",),
    blocks=False,
    of_documents=True,
)
def claim_without_content(register: Register) -> Iterator[Finding]:
    """A document claims a clause where it has no text.

    Why: A heading alone does not show how a requirement is met (ISO 9001:2015, 4.4.2). Claims in
    the same place are reported once, for all standards together.

    Example: A section claims a clause and is empty.

        documents/design.md:
            ---
            id: SOP-001
            ---
            # Design

            ## Design changes {clause="8.3.6"}

    Remedy: Write the section, or remove the claim.
    """
    for document in register.documents:
        outline = register.outline_here(document)
        empty: dict[str, list[Claim]] = defaultdict(list)
        for claim in clauses_claimed(register, document, outline):
            if not claim.has_text:
                empty[claim.section].append(claim)
        for section, claims in empty.items():
            where = (
                say("the section {section!r}", section=section) if section else say("the document")
            )
            named = dict.fromkeys(claim.clause for claim in claims)
            yield Finding(
                say(
                    "claims {by_standard}, but {where} has no text",
                    by_standard=by_standard(register, named),
                    where=where,
                ),
                remedies.in_file(register, document, say("Write the text, or remove the claim.")),
                Place(document.path, claims[0].line, claims[0].column),
                document.id,
                subject=section,
                clauses=tuple(map(str, named)),
                owner=document.owner,
            )
