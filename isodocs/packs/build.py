"""A commit and what is wanted of it -> a folder with the evidence, its manifest and its sums."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from isodocs import __version__
from isodocs.assess.shown_parts import approved_parts
from isodocs.copies import publication
from isodocs.copies.levels import with_history_up_to
from isodocs.copies.publish import names_of, publish
from isodocs.copies.side_by_side import makers
from isodocs.dataclass import immutable, replace
from isodocs.formats import csv
from isodocs.formats.html.draw import draw
from isodocs.model.page import Page, Paragraphs
from isodocs.packs import by_hand, pages
from isodocs.packs.choose import choose
from isodocs.packs.coverage_page import CoverageLinks
from isodocs.packs.discretion import Discretion
from isodocs.packs.evidence import PackEvidence
from isodocs.packs.folder import PackFolder
from isodocs.packs.kept_back import files_not_in_force, kept_back
from isodocs.packs.mentions import Mention, mentions
from isodocs.packs.records_pages import RecordPlaces, put_records
from isodocs.packs.report_pages import report_pages
from isodocs.packs.start_page import NAME, PackFacts, Way, start_page
from isodocs.packs.statements import TOP as LEDGER
from isodocs.packs.statements import GivenDecision, allowed_signers, take_statements
from isodocs.packs.texts import theme_of, wanted_copies
from isodocs.packs.wanted import Chosen, Lacking, LeftOut, WantedPack
from isodocs.reports import readiness_page
from isodocs.repository.git_errors import escaped
from isodocs.words import counted, in_language, listed, say

if TYPE_CHECKING:
    from isodocs.errors import IsodocsError
    from isodocs.model.controlled_copy import ControlledCopy
    from isodocs.model.register import Register
    from isodocs.workspace import Sight, Workspace

_MAKERS = (
    *("packs", "reports", "assess", "readiness", "checking", "rules", "dossier", "records"),
    *("standards", "authority", "model", "formats", "_schemas"),
)
COPIES = "copies"
SOURCES = "sources"
INDEX = "INDEX.csv"
_NOTHING = Markup()


@immutable(frozen=True, slots=True)
class BuiltPack:
    """A pack that is there: what is in it, as its manifest says it, and its readiness."""

    chosen: Chosen
    manifest: Mapping[str, Any]
    left_out: tuple[LeftOut, ...]
    lacking: tuple[Lacking, ...]
    sources: Mapping[str, str]
    """By the names of files, where they are in the repository; empty for those that were made."""
    mentions: tuple[Mention, ...]
    """The files that name documents which stay out."""


def made_by() -> str:
    """The digest of the code that makes packs, and the versions of its libraries."""
    return makers(*_MAKERS)


def build(
    workspace: Workspace, sight: Sight, register: Register, wanted: WantedPack, folder: Path
) -> BuiltPack:
    """Fill an empty folder; `register` is that of the commit, as `sight` shows it."""
    with in_language(wanted.language):
        return _Builder(workspace, sight, register, wanted, folder).build()


class _Builder:
    """One pack on its way."""

    def __init__(
        self,
        workspace: Workspace,
        sight: Sight,
        register: Register,
        wanted: WantedPack,
        folder: Path,
    ) -> None:
        self.workspace = workspace
        self.sight = sight
        self.wanted = wanted
        self.kept = kept_back(register, wanted)
        self.chosen = choose(register, wanted, self.kept)
        self.register = self.chosen.register
        people = wanted.with_people
        self.discretion = Discretion(self.register, self.kept, with_people=people)
        self.folder = PackFolder(folder, wanted.commit)
        self.ways: list[Way] = []
        self.lacking: list[Lacking] = []

    def build(self) -> BuiltPack:
        """Make every part, and the manifest last."""
        copies, names = self._copies()
        given = take_statements(self.sight.snapshot, self.chosen, self.folder)
        self._sources(copies)
        places, evidence = self._evidence()
        register, formats = self.register, self.wanted.formats
        found = [self.discretion.readiness(each) for each in self.chosen.readiness]
        page = readiness_page.page(register, found, (), ())
        self._page("readiness", page, say("What was found missing or weak, whose it is, by when."))
        page = pages.documents_page(register, copies, names, formats, given)
        about = say(
            "Each document in force, its copy, who approved it. For a spreadsheet: INDEX.csv."
        )
        self._page("documents", page, about)
        self.folder.put(INDEX, csv.table(pages.index_rows(copies, names, given)))
        at = {id: f"{name}.html" for id, name in names.items()}
        links = CoverageLinks(self.chosen, at, places, evidence, self.discretion)
        about = say(
            "From each clause to the section of a document that answers it, and to records."
        )
        self._page("coverage", links.page(), about)
        self._records(places, evidence)
        for name, page, about in report_pages(self.chosen, self.wanted, self.kept, names):
            self._page(name, page, about)
        about = say("Every decision on these revisions, its level, and the files that are signed.")
        self._page("approvals", pages.approvals_page(register, given), about)
        about = say("Who may approve what, in which role, with which key.")
        self._page("authority", pages.authority_page(register, f"{LEDGER}/authority"), about)
        self._by_hand()
        left_out = self._left_out()
        levels = tuple(dict.fromkeys(each.level for each in given if not each.why_not))
        facts = PackFacts(
            wanted=self.wanted,
            readiness=found,
            documents=len(copies),
            levels=sorted(levels),
            left_out=left_out,
            lacking=self.lacking,
            ways=self.ways,
            shallow=register.ledger.shallow,
        )
        first = self.discretion.page(start_page(self.register, facts))
        self.folder.put(NAME, draw(first))
        manifest = self._manifest(copies, names, given, left_out)
        files = sorted(self.folder.files.values())
        publication.seal(self.folder.folder, publication.PACK, files, manifest)
        sources = {name: file.source for name, file in self.folder.files.items()}
        return BuiltPack(
            self.chosen,
            manifest,
            tuple(left_out),
            tuple(self.lacking),
            sources,
            mentions(self.folder, self.kept),
        )

    def _copies(self) -> tuple[Sequence[ControlledCopy], Mapping[str, str]]:
        """Make the copies, and give the names of their files without their endings."""
        failed: dict[str, IsodocsError] = {}
        texts, formats = self.chosen.texts, self.wanted.formats
        wanted = wanted_copies(self.workspace, self.sight, self.register, texts, formats, failed)
        for id, error in failed.items():
            self.lacking.append(
                Lacking(
                    id, error.path, say("no copy can be made: {message}", message=error.message)
                )
            )
        up_to = self.wanted.up_to
        copies = [with_history_up_to(self.register, copy, up_to) for copy in wanted.copies]
        wanted = wanted._replace(copies=copies)
        theme = theme_of(self.sight.snapshot, self.register.config)
        publish(wanted, theme, self.folder.folder / COPIES)
        self.folder.include(COPIES)
        stems = names_of(wanted)
        names = {copy.id: f"{COPIES}/{stems[copy.id]}" for copy in wanted.copies}
        return wanted.copies, names

    def _sources(self, copies: Sequence[ControlledCopy]) -> None:
        """Take in the texts themselves and what was approved with them."""
        texts = self.chosen.texts
        data = self.workspace.read(document for _, document in texts)
        forms = {entry.id: entry.form_of(document) for entry, document in texts}
        parts = {
            id: approved_parts(self.register, form)
            for id, form in forms.items()
            if form is not None
        }
        every = {part for some in parts.values() for part in some}
        contents = self.workspace.parts(self.register, self.sight.snapshot, every)
        known = {copy.id: copy for copy in copies}
        for entry, document in texts:
            copy = known.get(entry.id)
            path = copy.path if copy else document.path
            top = self.folder.name_of(SOURCES, entry.id)
            self.folder.take(top, path, data[document.blob], copy.commit if copy else "")
            for part in parts.get(entry.id, ()):
                if part in contents:
                    commit = part.commits[0] if part.commits else ""
                    self.folder.take(top, part.path, contents[part], commit)
                else:
                    why = say(
                        "was approved with the document (SHA-256 {sha256}), and is not there",
                        sha256=part.sha256,
                    )
                    self.lacking.append(Lacking(entry.id, part.path, why))

    def _evidence(self) -> tuple[RecordPlaces, PackEvidence]:
        places = RecordPlaces(self.chosen.asked, self.folder)
        evidence = PackEvidence(self.register, self.kept.files, files_not_in_force(self.register))
        records = [record for each in self.chosen.asked for record in each.records]
        evidence.take(self.sight.snapshot, records, self.folder)
        self.lacking += evidence.lacking
        return places, evidence

    def _records(self, places: RecordPlaces, evidence: PackEvidence) -> None:
        asked = self.chosen.asked
        stories = [each for each in asked if not each.kind.table]
        paths = [record.path for each in stories for record in each.records]
        snapshot = self.sight.snapshot
        texts = {path: file.data for path, file in snapshot.read(paths, refused={})}
        put_records(self.register, asked, places, evidence, texts, self.discretion, self.folder)
        if asked:
            page = pages.records_page(self.register, asked, self.chosen.left_out, places)
            about = say(
                "{records}, by kind.",
                records=counted(sum(len(each.records) for each in asked), "record"),
            )
            self._page("records", page, about)

    def _by_hand(self) -> None:
        signed = bool(allowed_signers(self.register))
        absent = listed(dict.fromkeys(each.of for each in self.lacking if each.of in self._ids))
        judged = self.register.inventory.authority is not None
        text = by_hand.text(judged=judged, signed=signed, absent=absent)
        title = text.partition("\n")[0].removeprefix("# ")
        self.folder.put(f"{by_hand.NAME}.md", text)
        page = pages.page_of(self.register, title, ())
        about = say("Sums and signatures, with the tools of any shell.")
        self._page(by_hand.NAME, page, about, by_hand.as_html(text))

    @property
    def _ids(self) -> frozenset[str]:
        return frozenset(entry.id for entry, _ in self.chosen.texts)

    def _page(self, name: str, page: Page, about: str, below: Markup = _NOTHING) -> None:
        """Write a page with the way back to the first, which leads to it."""
        back = Paragraphs((pages.BACK,))
        shown = self.discretion.page(replace(page, parts=(back, *page.parts)))
        self.folder.put(f"{name}.html", draw(shown, below))
        self.ways.append(Way(shown.title, f"{name}.html", about))

    def _left_out(self) -> list[LeftOut]:
        chosen = self.chosen
        found = [
            LeftOut(
                "document",
                len(chosen.closed),
                say("classified above {up_to}", up_to=self.wanted.up_to),
            ),
            LeftOut("document", len(chosen.waiting), say("without a revision in force")),
            LeftOut("document", len(chosen.showing), say("showing what stays out")),
            *(
                LeftOut(f"{each.kind.name} record", len(each.records), each.why_out)
                for each in chosen.left_out
            ),
        ]
        return [each for each in found if each.number]

    def _manifest(
        self,
        copies: Sequence[ControlledCopy],
        names: Mapping[str, str],
        given: Sequence[GivenDecision],
        left_out: Sequence[LeftOut],
    ) -> dict[str, Any]:
        wanted, register = self.wanted, self.register
        return {
            "isodocs": __version__,
            "makers": made_by(),
            "organisation": register.config.organisation,
            "on": register.on.isoformat(),
            "commit": wanted.commit,
            "shallow": register.ledger.shallow,
            "for": str(wanted.purpose),
            "standards": list(wanted.standards),
            "clauses": [str(clause) for clause in wanted.clauses],
            "up_to": wanted.up_to,
            "language": wanted.language,
            "with_people": wanted.with_people,
            "formats": [str(format) for format in wanted.formats],
            "readiness": [
                {"standard": found.standard, "verdict": str(found.verdict)}
                for found in self.chosen.readiness
            ],
            "documents": [
                {
                    "document": copy.id,
                    "title": copy.title,
                    "revision": copy.revision,
                    "sha256": copy.sha256,
                    "commit": copy.commit,
                    "copies": [f"{names[copy.id]}.{format}" for format in wanted.formats],
                    "approvals": [
                        {
                            "name": each.name,
                            "role": each.role,
                            "day": each.day.isoformat(),
                            "meaning": each.meaning,
                            "level": each.level,
                            "statement": each.statement,
                        }
                        for each in given
                        if each.document == copy.id and not each.why_not
                    ],
                }
                for copy in copies
            ],
            "records": [
                {
                    "kind": each.kind.name,
                    "records": len(each.records),
                    "paths": sorted({escaped(record.path) for record in each.records}),
                }
                for each in self.chosen.asked
            ],
            "left_out": [each._asdict() for each in left_out],
            "lacking": [each._asdict() for each in self.lacking],
        }
