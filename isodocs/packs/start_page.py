"""The first page of a pack: what it proves and what it does not, the verdict, and the ways on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from isodocs import __version__
from isodocs.assess.certification_steps import attestations
from isodocs.model.dossier import Tone
from isodocs.model.page import (
    Chapter,
    Facts,
    Page,
    PagePoint,
    PageTable,
    PageText,
    Paragraphs,
    Part,
    Points,
    Verdict,
)
from isodocs.model.readiness import Readiness, ReadinessVerdict, Weight
from isodocs.named_tuple import NamedTuple
from isodocs.reports import heading
from isodocs.reports.readiness_page import VERDICTS
from isodocs.reports.readiness_words import TITLES, audit_of, days_left, sum_of
from isodocs.words import agreed, capital, counted, joined, listed, noun, say

if TYPE_CHECKING:
    from isodocs.model.register import Register
    from isodocs.packs.wanted import Lacking, LeftOut, WantedPack

NAME = "index.html"
_MOST = 8
_UNPACK = say(
    "If a link does not work: unpack the whole zip first, then open index.html in the folder."
)


class Way(NamedTuple):
    """A page of the pack that the start page leads to."""

    title: str
    to: str
    about: str


class PackFacts(NamedTuple):
    """What the start page says of the pack as a whole.

    `levels` are the levels of assurance of the approvals, `shallow` says that history was cut off.
    """

    wanted: WantedPack
    readiness: Sequence[Readiness]
    documents: int
    levels: Sequence[str]
    left_out: Sequence[LeftOut]
    lacking: Sequence[Lacking]
    ways: Sequence[Way]
    shallow: bool


def start_page(register: Register, facts: PackFacts) -> Page:
    """The page."""
    names = [heading.standard(register, id) for id in facts.wanted.standards]
    audit = audit_of(facts.readiness[0])
    return Page(
        say("Evidence for {audit}: {listed}", audit=audit, listed=listed(names)),
        register.config.organisation,
        heading.source(register),
        tuple(_parts(register, facts)),
    )


def _parts(register: Register, facts: PackFacts) -> Iterator[Part]:
    several = len(facts.readiness) > 1
    for number, found in enumerate(facts.readiness):
        parts = tuple(_verdict(found))
        if several:
            name = heading.standard(register, found.standard)
            yield Chapter(say("Readiness: {name}", name=name), f"readiness-{number}", parts)
        else:
            yield from parts
    ways = [PagePoint(PageText(way.title, to=way.to), (way.about,)) for way in facts.ways]
    yield Chapter(say("Where to look"), "look", (Points(ways), Paragraphs((_UNPACK,))))
    yield Chapter(say("What this pack is of"), "of", (Facts(tuple(_facts(register, facts))),))
    yield Chapter(say("What it proves"), "proves", (_points(_proves(facts)),))
    yield Chapter(say("What it does not prove"), "not", (_points(_not_proved(facts)),))
    yield Chapter(say("What was left out on purpose"), "left-out", tuple(_left_out(facts)))
    yield Chapter(say("What should be here and is not"), "lacking", tuple(_lacking(facts)))


def _verdict(found: Readiness) -> Iterator[Part]:
    days = days_left(found)
    notes = [joined("", (capital(days), "."))] if days else []
    notes += [joined("", (sum_of(found), ".")), *heading.looked_at_sentences(found.looked_at)]
    yield Verdict(say(str(found.verdict)).capitalize(), VERDICTS[found.verdict], notes)
    stops, fixes = found.of(Weight.STOPS), found.of(Weight.FIX)
    if found.verdict is ReadinessVerdict.READY:
        return
    shown, tone = (stops, Tone.BAD) if stops else (fixes, Tone.WARNING)
    points = [PagePoint(point.message, tone=tone) for point in shown[:_MOST]]
    yield Points(points)
    rest = [
        say("{number} {what}", number=len(some), what=noun(TITLES[some[0].weight]))
        for some in (stops, fixes)
        if some
    ]
    to = PageText(
        say("All of it, with whose it is: {listed}.", listed=listed(rest)), to="readiness.html"
    )
    yield Paragraphs((to,))


def _facts(register: Register, facts: PackFacts) -> Iterator[tuple[str, str]]:
    wanted = facts.wanted
    yield say("Organisation"), register.config.organisation
    for id in wanted.standards:
        yield say("Standard"), heading.standard(register, id)
    for found in attestations(register):
        record = found.record
        mine = record.text("standard") in wanted.standards and not found.state.is_past
        if mine and record.text("scope"):
            yield say("Scope"), f"{record.text('scope')} ({record.id}, {found.state})"
    if wanted.clauses:
        yield say("Clauses"), ", ".join(map(str, wanted.clauses))
    yield say("As of"), str(register.on)
    yield say("Commit"), wanted.commit
    yield say("Documents"), say("{documents} in force", documents=facts.documents)
    yield say("Approvals"), joined(", ", [say(level) for level in facts.levels]) or say("none")
    yield say("Classified"), say("up to {up_to}", up_to=wanted.up_to)
    yield say("Made by"), f"isodocs {__version__}"


def _points(said: Iterator[str]) -> Points:
    return Points([PagePoint(text) for text in said])


def _proves(facts: PackFacts) -> Iterator[str]:
    commit = facts.wanted.commit[:12]
    yield (
        say(
            "Each copy is of the revision that was in force on the day above, as "
            "commit {commit} has it. Its text, pictures and tables are those that were "
            "approved, byte for byte: `manifest.json` has their digests, and the "
            "folder `sources` the files themselves.",
            commit=commit,
        )
    )
    if "signed" in " ".join(facts.levels):
        yield (
            say(
                "A signed approval was given with a private key of the person who is "
                "named, on exactly "
                "these files. You can check each signature yourself, without isodocs."
            )
        )
    if "recorded" in facts.levels:
        yield (
            say(
                "A recorded approval is a file in the repository that says who "
                "approved which files. "
                "No signature proves who wrote it; Git shows when it came and any later change."
            )
        )
    yield (
        say(
            "The same commit, day and version of isodocs give the same pack, byte for byte. Anyone "
            "who has the repository can ask: `isodocs pack verify FILE`."
        )
    )


def _not_proved(facts: PackFacts) -> Iterator[str]:
    yield (
        say(
            "That what documents and records say was done. The coverage page says "
            "which text and which "
            "record answer a clause; whether they satisfy it is for the auditor to judge."
        )
    )
    yield (
        say(
            "That nothing has changed since. This pack is of one commit on one day; ask the "
            "organisation for the newest."
        )
    )
    yield (
        say(
            "Who people are. Approvals rest on the register of people in "
            "`ledger/authority`. Compare "
            "the digest of its first version with one that you were given in another way."
        )
    )
    yield say("Exact times. Days of approvals and of commits are those of people's computers.")
    if facts.shallow:
        yield (
            say(
                "The whole history. This pack was made from a shallow clone: days and "
                "changes before "
                "its oldest commit are not known here."
            )
        )


def _left_out(facts: PackFacts) -> Iterator[Part]:
    rows = [(each.counted, each.why) for each in facts.left_out]
    yield PageTable((say("What"), say("Why")), rows, empty=say("Nothing."))
    people = say(
        "Named people: those who approve, own, audit, lead and answer for something are named, "
        "since nothing can be checked without them. The register of people has their e-mail "
        "addresses."
    )
    yield Paragraphs((people,))


def _lacking(facts: PackFacts) -> Iterator[Part]:
    rows = [(each.of, each.file, each.why) for each in facts.lacking]
    if rows:
        number = len(rows)
        verb = agreed(number, "is", "are")
        yield Paragraphs(
            (
                say(
                    "{files} {verb} named and {verb} not in this pack.",
                    files=counted(number, "file"),
                    verb=verb,
                ),
            )
        )
    yield PageTable(
        (say("Whose"), say("File"), say("Why it is not here")),
        rows,
        empty=say("Nothing is missing."),
    )
