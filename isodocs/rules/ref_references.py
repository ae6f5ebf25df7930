"""REF: whether references and links lead to documents that people can rely on."""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from isodocs.assess import link_targets, remedies
from isodocs.assess.shown_flaws import shown_flaws
from isodocs.model.audit import NO_AUDIT
from isodocs.model.document import Document, State, Status
from isodocs.model.gap import Finding, Level, Place
from isodocs.model.outline import Link, LinkKind, Outline
from isodocs.parsing import anchors, broken_links, globs
from isodocs.parsing.heading import slug
from isodocs.parsing.links import local_target
from isodocs.rules import _problems
from isodocs.rules.rule import rule
from isodocs.words import Words

if TYPE_CHECKING:
    from isodocs.model.register import Entry, Register

_SITE_SUFFIXES = (".md", "/index.md", ".markdown", ".html.md", ".html.md.erb", ".md.erb")


@rule("REF001", "reference-unknown", Level.ERROR, ("7.5.3.1",), blocks=False, stops=NO_AUDIT)
def reference_unknown(register: Register) -> Iterator[Finding]:
    """The front matter refers to a document that does not exist.

    Why: Documents needed for a process must be available (ISO 9001:2015, 7.5.3.1 a).

    Example: A procedure refers to FRM-220, but the form is FRM-022.

        documents/purchasing.md:
            ---
            id: SOP-001
            references: [FRM-220]
            ---

        documents/order.md:
            ---
            id: FRM-022
            ---

    Remedy: Correct the identifier, or write the document. Register a document of external origin in
    `records/external-document.csv`.
    """
    words = Words(register.entries)
    external = {record.id for record in register.records.get("external-document", ())}
    for document in register.documents:
        for id, line, column, key in _named(document):
            if id and id not in register.entries and id not in external:
                near = words.did_you_mean(id)
                yield Finding(
                    f"'{key}' names {id}, which does not exist.{near}",
                    remedies.in_file(
                        register, document, "Correct the identifier. `isodocs register` lists all."
                    ),
                    Place(document.path, line, column),
                    document.id,
                    subject=id,
                    owner=document.owner,
                )


@rule("REF002", "link-to-missing-file", Level.ERROR, ("7.5.3.1",), blocks=False, stops=NO_AUDIT)
def link_to_missing_file(register: Register) -> Iterator[Finding]:
    """A link, image or include leads to a file that is not in the repository.

    Why: Readers need the documents they are sent to (ISO 9001:2015, 7.5.3.1 a).

    A path on a local drive (`O:/QM/form.docx`) works only for some readers. Links to the issues,
    pull requests, wiki, releases or discussions of the same project on a forge (`../../issues/12`)
    are not checked.

    Example: The form was moved to another folder.

        documents/purchasing.md:
            ---
            id: SOP-001
            ---
            Fill in the [order form](order.md).

        documents/forms/order.md:
            ---
            id: FRM-022
            ---

    Remedy: Correct the path, relative to the folder of the document. Add a file on a local drive to
    the repository, or link to its web address.
    """
    yield from _on_a_drive(register)
    near = _Near(register.inventory.paths)
    for document, flaw in shown_flaws(register, lambda shown: shown.missing):
        kind, target = (flaw.link.kind, flaw.link.target) if flaw.link else ("image", flaw.path)
        place = Place(flaw.source, flaw.line, flaw.column)
        usual = "Correct the path. docs/shown-files.md describes where files are looked for."
        inside = f"{_INSIDE}."
        reason, hint = near.explain(document, flaw.path, usual, inside)
        yield _not_there(register, document, place, f"{kind} to {target}, {reason}", hint, target)
    for document, link, path, _ in _local_links(register):
        if _resolve(register, link, path) or _is_of_a_site(register, link, path):
            continue
        if link_targets.is_of_the_forge(link, path, register.inventory.paths):
            continue
        place = Place(document.path, link.line, link.column)
        usual = "Correct the path, relative to the folder of the document."
        inside = f"{_INSIDE}, or link to its web address."
        reason, hint = near.explain(document, path, usual, inside)
        message = f"{link.kind} to {link.target}, {reason}"
        yield _not_there(register, document, place, message, hint, link.target)


_INSIDE = "Only files in that folder are controlled: move the file there"


class _Near:
    """Why a path does not lead to a file, and the one that was probably meant."""

    def __init__(self, paths: Iterable[str]) -> None:
        self._by_name: dict[str, list[str]] = defaultdict(list)
        self._by_look: dict[str, str] = {}
        for path in sorted(paths):
            self._by_name[posixpath.basename(path)].append(path)
            self._by_look.setdefault(path.casefold(), path)

    def explain(self, document: Document, path: str, usual: str, inside: str) -> tuple[str, str]:
        """The reason and the hint; `usual` where nothing is near, `inside` for a path outside."""
        if path.startswith("../"):
            return "which is outside the folder of this management system", inside
        reason = "which does not exist"
        if twin := self._by_look.get(path.casefold()):
            return reason, f"Case matters: the file is {twin}."
        same_name = self._by_name.get(posixpath.basename(path), [])
        if len(same_name) == 1:
            start = posixpath.dirname(document.path) or "."
            return reason, f"If it was moved, write {posixpath.relpath(same_name[0], start)}."
        return reason, usual


def _not_there(
    register: Register, document: Document, place: Place, message: str, hint: str, target: str
) -> Finding:
    return Finding(
        message,
        remedies.in_file(register, document, hint),
        place,
        document.id,
        subject=target,
        owner=document.owner,
    )


def _on_a_drive(register: Register) -> Iterator[Finding]:
    for document in register.documents:
        outline = register.outline_here(document)
        for link in outline.links if outline else ():
            if link_targets.is_of_a_machine(link.target):
                yield _not_there(
                    register,
                    document,
                    Place(document.path, link.line, link.column),
                    f"{link.kind} to {link.target}, a drive that other readers may not have",
                    "Add the file to the repository, or link to its web address.",
                    link.target,
                )


@rule("REF003", "link-to-missing-section", Level.ERROR, ("7.5.3.1",), blocks=False, stops=NO_AUDIT)
def link_to_missing_section(register: Register) -> Iterator[Finding]:
    """A link leads to a section that the document does not have.

    Why: A reader sent to a missing section reads the wrong text, or none (ISO 9001:2015, 7.5.3.1
    a).

    Sections are headings in Markdown and HTML, named as GitHub and GitLab do, and anything with an
    identifier of its own: `<a id="own">`, `{#own}`, `{: #own}`, `(own)=`. `#top`, source lines
    (`#L3`) and text fragments (`#:~:text=`) exist in every document.

    Example: The heading was renamed.

        documents/purchasing.md:
            ---
            id: SOP-001
            ---
            # Purchasing

            First [evaluate the supplier](#evaluating-suppliers).

            ## Supplier evaluation

            Visit the supplier.

    Remedy: Correct the part after '#': the heading in lower case, with hyphens for spaces.
    """
    known: dict[str, _Anchors] = {}
    for document, link, path, written in _local_links(register):
        target = _resolve(register, link, path)
        outline = register.inventory.outlines.get(target)
        fragment = anchors.named(written)
        if not fragment or outline is None:
            continue
        if target not in known:
            known[target] = _Anchors(register, target, outline)
        if _folded(fragment) in known[target].folded:
            continue
        yield Finding(
            f"there is no section '#{written}' in {path}."
            f"{known[target].words.did_you_mean(fragment)}",
            remedies.in_file(
                register, document, "Write the heading in lower case, with hyphens for spaces."
            ),
            Place(document.path, link.line, link.column),
            document.id,
            subject=link.target,
            owner=document.owner,
        )


class _Anchors:
    """What links into one file may name."""

    def __init__(self, register: Register, path: str, outline: Outline) -> None:
        # Sites often make the first heading of the front matter's title.
        titles = {slug(d.title) for d in register.documents if d.path == path}
        self.folded = frozenset(map(_folded, outline.anchors | titles))
        self.words = Words(outline.anchors)


@rule("REF004", "reference-to-obsolete", Level.ERROR, ("7.5.3.2",), blocks=False, stops=NO_AUDIT)
def reference_to_obsolete(register: Register) -> Iterator[Finding]:
    """A document refers to an obsolete document.

    Why: Obsolete documents must not be used unintentionally (ISO 9001:2015, 7.5.3.2). A reference
    sends people to one.

    Example: A procedure lists a form that was replaced last year.

    Remedy: Refer to the document that replaced it.
    """
    for document, entry, place in _relations(register):
        if entry.state is State.OBSOLETE or _declared_obsolete(register, entry):
            newer = entry.newest.document.superseded_by
            yield Finding(
                f"refers to {entry.id}, which is obsolete"
                + (f" and replaced by {newer}" if newer else ""),
                remedies.in_file(
                    register,
                    document,
                    f"Refer to {newer} instead." if newer else "Remove the reference.",
                ),
                place,
                document.id,
                subject=entry.id,
                owner=document.owner,
            )


def _declared_obsolete(register: Register, entry: Entry) -> bool:
    """Whether the declaration is all there is, because approvals are not recorded here yet."""
    return register.inventory.authority is None and all(
        document.status is Status.OBSOLETE for document in (*entry.current, entry.document)
    )


@rule("REF005", "approved-refers-to-draft", Level.WARNING, ("7.5.2",), blocks=False, stops=NO_AUDIT)
def approved_refers_to_draft(register: Register) -> Iterator[Finding]:
    """An approved document refers to a document that has never been approved.

    Why: People who follow an approved document are sent to a text without approval (ISO 9001:2015,
    7.5.2 c).

    Example: A procedure refers to a form that is still a draft.

        documents/purchasing.md:
            ---
            id: SOP-001
            status: approved
            effective: 2026-06-01
            references: [FRM-022]
            ---
            Fill in the order form.

        documents/order.md:
            ---
            id: FRM-022
            status: draft
            ---

    Remedy: Approve the other document first, or together with this one.
    """
    for document, entry, place in _relations(register):
        if entry.state is State.DRAFT:
            yield Finding(
                f"refers to {entry.id}, which is only a draft",
                f"Submit {entry.id} for approval: `isodocs submit {entry.id}`.",
                place,
                document.id,
                subject=entry.id,
                owner=document.owner,
            )


@rule("REF006", "link-malformed", Level.WARNING, ("7.5.3.1",), blocks=False, stops=NO_AUDIT)
def link_malformed(register: Register) -> Iterator[Finding]:
    """A link is empty, is not a valid web address, or would run a program when opened.

    Why: Documents are protected from misuse (ISO 9001:2015, 7.5.3.1 b). isodocs does not fetch
    anything to check links.

    Example: The target of a link was left out.

        documents/purchasing.md:
            ---
            id: SOP-001
            ---
            Fill in the [order form]().

    Remedy: Write the full address, or a path relative to the document.
    """
    for document in register.documents:
        outline = register.outline_here(document)
        for link in outline.links if outline else ():
            if message := link_targets.malformed(link):
                yield Finding(
                    message,
                    remedies.in_file(
                        register,
                        document,
                        "Write the full address, or a path relative to the document.",
                    ),
                    Place(document.path, link.line, link.column),
                    document.id,
                    subject=link.target,
                    owner=document.owner,
                )
        for problem in outline.problems if outline else ():
            if problem.kind == broken_links.KIND:
                yield _problems.finding(register, document, problem)


def _named(document: Document) -> Iterator[tuple[str, int, int, str]]:
    for reference in document.references:
        yield reference.id, reference.line, reference.column, "references"
    if document.superseded_by:
        line, column = document.places.get("superseded-by", (1, 1))
        yield document.superseded_by, line, column, "superseded-by"


def _local_links(register: Register) -> Iterator[tuple[Document, Link, str, str]]:
    """Every link within the repository: document, link, path, fragment."""
    for document in register.documents:
        outline = register.outline_here(document)
        for link in outline.links if outline else ():
            if link.kind is not LinkKind.LINK:
                continue  # what is shown is looked for where tools look (inventory.shown_files)
            if link_targets.is_template(link.target) or link_targets.malformed(link):
                continue  # REF006 speaks of the malformed ones
            target = local_target(document.path, link)
            if target is not None:
                yield document, link, *target


def _resolve(register: Register, link: Link, path: str) -> str:
    """The file a path stands for; sites leave out endings and write `.html`. Empty: none.

    A path that begins with '/' counts from the repository's top, or from a controlled folder,
    which is then the top of a site.
    """
    paths = register.inventory.paths
    plain = path.rstrip("/").removesuffix(".html")
    candidates = [path, *(plain + suffix for suffix in _SITE_SUFFIXES)]
    if link.target.startswith("/"):
        tops = map(globs.fixed_folder, register.config.include)
        candidates += [posixpath.join(top, found) for top in tops for found in tuple(candidates)]
    return next((candidate for candidate in candidates if candidate in paths), "")


def _is_of_a_site(register: Register, link: Link, path: str) -> bool:
    """Whether a link is an address of the site that is built from here, not a file's path."""
    if not link.target.startswith("/"):
        return False
    a_page = posixpath.splitext(path)[1] in ("", ".html")
    return not path or a_page or not register.config.include


def _relations(register: Register) -> Iterator[tuple[Document, Entry, Place]]:
    """What each document declared approved refers to, in front matter or text, each once."""
    by_path = {d.path: entry for entry in register for d in entry.current}
    seen: set[tuple[str, str]] = set()
    for document in register.documents:
        entry = register.entries.get(document.id)
        if document.status is not Status.APPROVED or (entry and entry.state is State.OBSOLETE):
            continue
        found = [
            (register.entries[id], Place(document.path, line, column))
            for id, line, column, key in _named(document)
            if id in register.entries and key == "references"
        ]
        outline = register.outline_here(document)
        for link in outline.links if outline else ():
            target = local_target(document.path, link) if link.kind is LinkKind.LINK else None
            if target and (other := by_path.get(_resolve(register, link, target[0]))):
                found.append((other, Place(document.path, link.line, link.column)))
        for path, file in register.inventory.shown_by[document.path].files.items():
            if other := by_path.get(path):
                found.append((other, Place(file.source, file.link.line, file.link.column)))
        for other, place in found:
            if other.id != document.id and (document.path, other.id) not in seen:
                seen.add((document.path, other.id))
                yield document, other, place


def _folded(anchor: str) -> str:
    """An anchor without what builders of sites treat differently: capitals and punctuation."""
    return re.sub(r"[\W_]+", "", anchor.casefold())
