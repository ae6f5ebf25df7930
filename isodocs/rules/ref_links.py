"""REF: whether links lead to files and sections that exist."""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from isodocs.assess import link_targets, remedies
from isodocs.assess.shown_flaws import shown_flaws
from isodocs.model.audit import NO_AUDIT
from isodocs.model.gap import Finding, Level, Place
from isodocs.model.outline import Link, LinkKind, Outline
from isodocs.parsing import anchors, broken_links
from isodocs.parsing.heading import slug
from isodocs.parsing.links import local_target
from isodocs.rules import _problems
from isodocs.rules._links import book_of, file_of, made_from, page_of_parts
from isodocs.rules.rule import rule
from isodocs.words import Words, say

if TYPE_CHECKING:
    from isodocs.model.document import Document
    from isodocs.model.register import Register


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
        usual = say("Correct the path. docs/shown-files.md describes where files are looked for.")
        inside = _INSIDE + "."
        reason, hint = near.explain(document, flaw.path, usual, inside)
        yield _not_there(
            register,
            document,
            place,
            say("{kind} to {target}, {reason}", kind=kind, target=target, reason=reason),
            hint,
            target,
        )
    for document, link, path, _ in _local_links(register):
        if file_of(register, link, path) or _is_of_a_site(register, link, path):
            continue
        if link_targets.is_of_the_forge(link, path, register.inventory.paths):
            continue
        if near.is_a_page(document, path) or _is_a_label(register, link):
            continue
        if _is_from_the_page(register, document, link):
            continue
        place = Place(document.path, link.line, link.column)
        usual = say("Correct the path, relative to the folder of the document.")
        inside = say("{inside}, or link to its web address.", inside=_INSIDE)
        reason, hint = near.explain(document, path, usual, inside)
        message = say(
            "{kind} to {target}, {reason}", kind=link.kind, target=link.target, reason=reason
        )
        yield _not_there(register, document, place, message, hint, link.target)


_INSIDE = say("Only files in that folder are controlled: move the file there")


class _Near:
    """Why a path does not lead to a file, and the one that was probably meant."""

    def __init__(self, paths: Iterable[str]) -> None:
        self._by_name: dict[str, list[str]] = defaultdict(list)
        self._by_look: dict[str, str] = {}
        self._pages = {page for path in paths if (page := made_from(path))}
        for path in sorted(paths):
            self._by_name[posixpath.basename(path)].append(path)
            self._by_look.setdefault(path.casefold(), path)

    def is_a_page(self, document: Document, path: str) -> bool:
        """Whether a template links to the page of another: where pages will be is not known."""
        return bool(made_from(document.path)) and posixpath.basename(path) in self._pages

    def explain(self, document: Document, path: str, usual: str, inside: str) -> tuple[str, str]:
        """The reason and the hint; `usual` where nothing is near, `inside` for a path outside."""
        if path.startswith("../"):
            return say("which is outside the folder of this management system"), inside
        reason = say("which does not exist")
        if twin := self._by_look.get(path.casefold()):
            return reason, say("Case matters: the file is {twin}.", twin=twin)
        same_name = self._by_name.get(posixpath.basename(path), [])
        if len(same_name) == 1:
            start = posixpath.dirname(document.path) or "."
            return reason, say(
                "If it was moved, write {relpath}.", relpath=posixpath.relpath(same_name[0], start)
            )
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
                    say(
                        "{kind} to {target}, a drive that other readers may not have",
                        kind=link.kind,
                        target=link.target,
                    ),
                    say("Add the file to the repository, or link to its web address."),
                    link.target,
                )


@rule("REF003", "link-to-missing-section", Level.ERROR, ("7.5.3.1",), blocks=False, stops=NO_AUDIT)
def link_to_missing_section(register: Register) -> Iterator[Finding]:
    """A link leads to a section that the document does not have.

    Why: A reader sent to a missing section reads the wrong text, or none (ISO 9001:2015, 7.5.3.1
    a).

    Sections are headings in Markdown and HTML, named as GitHub and GitLab do, and anything with an
    identifier of its own: `<a id="own">`, `{#own}`, `{: #own}`, `(own)=`. `#top`, source lines
    (`#L3`) and text fragments (`#:~:text=`) exist in every document. In the chapters of a book of
    Quarto (`_quarto.yml`), bookdown (`_bookdown.yml`) or Pandoc (`pandoc.yaml`), `#own` is a
    section of any of them. Which sections there are
    where the generator of a site writes a part of the text (`{{generator:team}}`) is not known.

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
    titles = {document.path: document.title for document in register.documents}
    elsewhere = _Elsewhere(register)
    for document, link, path, written in _local_links(register):
        target = file_of(register, link, path)
        outline = register.inventory.outlines.get(target)
        fragment = anchors.named(written)
        if not fragment or outline is None or anchors.MADE in outline.anchors:
            continue
        if target not in known:
            known[target] = _Anchors(titles.get(target), outline)
        if _folded(fragment) in known[target].folded:
            continue
        if elsewhere.is_on_the_page(document, link, fragment):
            continue
        hint = elsewhere.hint(document, link, fragment)
        meant = "" if hint else known[target].words.did_you_mean(fragment)
        hint = hint or say("Write the heading in lower case, with hyphens for spaces.")
        yield Finding(
            say(
                "there is no section '#{written}' in {path}.{meant}",
                written=written,
                path=path,
                meant=meant,
            ),
            remedies.in_file(register, document, hint),
            Place(document.path, link.line, link.column),
            document.id,
            subject=link.target,
            owner=document.owner,
        )


class _Elsewhere:
    """Sections of other documents: sites that show all on one page link to them by `#section`."""

    def __init__(self, register: Register) -> None:
        self._documents = register.documents
        self._outlines = register.inventory.outlines
        self._paths = register.inventory.paths

    @cached_property
    def _holding(self) -> dict[str, tuple[str, str]]:
        """A file and its anchor, by the folded anchor; of several files the first."""
        found: dict[str, tuple[str, str]] = {}
        for path in sorted(document.path for document in self._documents):
            outline = self._outlines.get(path)
            for anchor in sorted(outline.anchors) if outline else ():
                found.setdefault(_folded(anchor), (path, anchor))
        return found

    @cached_property
    def _on_pages(self) -> frozenset[tuple[str, str]]:
        """The folder of each page that is made of several texts, with each of its anchors."""
        return frozenset(
            (page, _folded(anchor))
            for document in self._documents
            if (page := page_of_parts(self._paths, document.path))
            and (outline := self._outlines.get(document.path))
            for anchor in (*outline.anchors, slug(document.title))
        )

    @cached_property
    def _in_books(self) -> frozenset[tuple[str, str]]:
        """The folder of each book, with each anchor of its chapters."""
        return frozenset(
            (book, _folded(anchor))
            for document in self._documents
            if (book := book_of(self._paths, document.path)) is not None
            and (outline := self._outlines.get(document.path))
            for anchor in (*outline.anchors, slug(document.title))
        )

    def is_on_the_page(self, document: Document, link: Link, fragment: str) -> bool:
        """Whether a section is in another text of the same page, or of the same book."""
        if not link.target.startswith("#"):
            return False
        if (page_of_parts(self._paths, document.path), _folded(fragment)) in self._on_pages:
            return True
        book = book_of(self._paths, document.path)
        return book is not None and (book, _folded(fragment)) in self._in_books

    def hint(self, document: Document, link: Link, fragment: str) -> str:
        """How to reach a section that is not in the document itself; empty where none has it."""
        if not link.target.startswith("#") or _folded(fragment) not in self._holding:
            return ""
        path, anchor = self._holding[_folded(fragment)]
        path = posixpath.relpath(path, posixpath.dirname(document.path) or ".")
        return say(
            "That section is in another document: write {path}#{anchor}.", path=path, anchor=anchor
        )


class _Anchors:
    """What links into one file may name."""

    def __init__(self, title: str | None, outline: Outline) -> None:
        # Sites often make the first heading of the front matter's title.
        titles = set() if title is None else {slug(title)}
        self.folded = frozenset(map(_folded, outline.anchors | titles))
        self.words = Words(outline.anchors)


def _folded(anchor: str) -> str:
    """An anchor without what builders of sites treat differently: capitals and punctuation."""
    return re.sub(r"[\W_]+", "", anchor.casefold())


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
                        say("Write the full address, or a path relative to the document."),
                    ),
                    Place(document.path, link.line, link.column),
                    document.id,
                    subject=link.target,
                    owner=document.owner,
                )
        for problem in outline.problems if outline else ():
            if problem.kind == broken_links.KIND:
                yield _problems.finding(register, document, problem)


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


def _is_of_a_site(register: Register, link: Link, path: str) -> bool:
    """Whether a link is an address of the site that is built from here, not a file's path."""
    if not link.target.startswith("/"):
        return False
    a_page = posixpath.splitext(path)[1] in ("", ".html")
    return not path or a_page or not register.config.include


def _is_from_the_page(register: Register, document: Document, link: Link) -> bool:
    """Whether a path leads to a file from the page that the text is a part of."""
    page = page_of_parts(register.inventory.paths, document.path)
    target = local_target(f"{page}/index.html", link) if page else None
    return target is not None and bool(file_of(register, link, target[0]))


def _is_a_label(register: Register, link: Link) -> bool:
    """Whether a link without words names a section of any text, as in MyST: `[](label)`."""
    if link.text.strip() or "/" in link.target or "." in link.target:
        return False
    return any(link.target in outline.anchors for outline in register.inventory.outlines.values())
