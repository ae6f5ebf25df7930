"""What the documents of a snapshot show: pictures, includes, and what those include.

Each text is read once, however many include it; what one document shows is bounded.
"""

from __future__ import annotations

import posixpath
from collections import defaultdict, deque
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from functools import lru_cache

from isodocs.dataclass import replace
from isodocs.inventory.placement import SITES
from isodocs.model.outline import Link, LinkKind, Lookup, Outline
from isodocs.model.problem import Problem
from isodocs.model.shown import ShownFile, ShownFiles, ShownFlaw
from isodocs.parsing import css_targets, document_outline, globs, link_places
from isodocs.parsing.html_references import HtmlReference, references
from isodocs.parsing.html_tokens import Doubt, HtmlReader
from isodocs.parsing.link_places import Places, Site
from isodocs.parsing.showing import HINT, PROBLEM
from isodocs.repository.listed_files import with_any
from isodocs.repository.snapshot import Snapshot, SnapshotFile
from isodocs.words import say

MOST_FILES = 500
"""So many files at most a document shows; one that shows more is not followed further."""
MOST_NAMES = 5_000
"""So many different names are looked for; each may be that of a file in dozens of places."""
_DEEPEST = 10
_MOST_CONFIGURATIONS = 20
PICTURES = frozenset(
    ".png .jpg .jpeg .gif .svg .webp .avif .bmp .tif .tiff .ico .apng .heic .pdf .mp4 .webm .mov "
    ".ogg .mp3 .wav .zip .docx .xlsx .pptx .drawio .vsdx .woff .woff2 .ttf .otf".split()
)
_PAGES = frozenset(".html .htm .xhtml .svg".split())
_TEXTS = frozenset(
    ".md .mdx .markdown .mdown .mkd .txt .inc .html .htm .xhtml .css .hbs .j2".split()
)
_EMPTY = Outline((), (), (), (), frozenset())

Read = Callable[[Iterable[str]], Iterator[tuple[str, SnapshotFile]]]


def site_of(snapshot: Snapshot, include: Iterable[str]) -> Site:
    """Where paths count from in a snapshot; `include` are the patterns of its documents."""
    by_name: dict[str, list[str]] = defaultdict(list)

    def named(name: str) -> list[str]:
        if not by_name:
            for path in snapshot.entries:
                by_name[posixpath.basename(path)].append(path)
        return by_name.get(name, [])

    maybe = with_any(snapshot.entries, *SITES)
    configurations = [path for path in maybe if posixpath.basename(path) in SITES]
    configurations = configurations[:_MOST_CONFIGURATIONS]
    files = snapshot.read(configurations, refused={}) if configurations else ()
    tops, bases = link_places.site(
        map(globs.fixed_folder, include),
        [(path, file.data.decode("utf-8", "replace")) for path, file in files],
    )
    tops += link_places.copied_as_they_are(with_any(snapshot.entries, *link_places.COPIED))
    return Site(tuple(dict.fromkeys(tops)), tuple(bases), named)


def follow(
    outlines: Mapping[str, Outline],
    documents: Container[str],
    entries: Container[str],
    site: Site,
    read: Read,
) -> tuple[dict[str, ShownFiles], dict[str, str]]:
    """What each document shows, by its path, and the digest of each file shown.

    `outlines` are those of controlled files by path, `documents` the ones that say which document
    they are, `entries` the files that are there. A file that cannot be read has an empty digest.
    `read` gives the content of files.
    """
    walks = {
        path: _ShownWalk(path, outline, documents, entries, site)
        for path, outline in outlines.items()
    }
    texts: dict[str, Outline] = {}
    digests: dict[str, str] = {}
    while wanted := {
        path for walk in walks.values() for path in walk.waiting() if path not in texts
    }:
        for path, file in read(sorted(wanted)):
            digests[path] = file.sha256
            texts[path] = outline_of_text(path, file.data)
        for path in wanted:
            texts.setdefault(path, _EMPTY)
        for walk in walks.values():
            walk.go_on(texts)
    shown = {path: walk.result() for path, walk in walks.items()}
    left = {path for found in shown.values() for path in found.files} - digests.keys()
    for path, file in read(sorted(left)):
        digests[path] = file.sha256
    for path in left:
        digests.setdefault(path, "")
    return shown, digests


class _ShownWalk:
    """One document's way through all that it shows."""

    def __init__(
        self,
        document: str,
        outline: Outline,
        documents: Container[str],
        entries: Container[str],
        site: Site,
    ) -> None:
        self._document = document
        self._documents = documents
        self._entries = entries
        self._site = site
        self._files: dict[str, ShownFile] = {}
        self._candidates: dict[str, None] = {}
        self._missing: list[ShownFlaw] = []
        self._unfollowed: list[ShownFlaw] = []
        self._outside: list[ShownFlaw] = []
        self._queue: deque[tuple[str, bool, int]] = deque()
        self._full = False
        self._places: dict[tuple[str, Lookup, tuple[str, ...]], Places] = {}
        self._read(outline, document, sure=True, depth=0)

    def waiting(self) -> Iterator[str]:
        """The texts to be read before this can go on."""
        return (path for path, _, _ in self._queue)

    def go_on(self, texts: Mapping[str, Outline]) -> None:
        """Look into the texts that are known now, and into those that they include."""
        for _ in range(len(self._queue)):
            path, sure, depth = self._queue.popleft()
            self._read(texts[path], path, sure=sure, depth=depth)

    def result(self) -> ShownFiles:
        """What was found."""
        return ShownFiles(
            self._files,
            tuple(self._candidates),
            tuple(self._missing),
            tuple(self._unfollowed),
            tuple(self._outside),
        )

    def _read(self, outline: Outline, source: str, *, sure: bool, depth: int) -> None:
        shown = [(link, sure) for link in outline.links if link.kind is not LinkKind.LINK]
        shown += [(link, False) for link in outline.may_show]
        seen = set()
        for link, surely in shown:
            key = (link.kind, link.target, link.lookup, surely)
            if key not in seen:  # the first place is reported, however often it is shown
                seen.add(key)
                self._link(link, source, surely, depth)
        for problem in outline.unfollowed if sure else ():
            flaw = ShownFlaw(source, problem.line, problem.column, problem.message, problem.hint)
            self._unfollowed.append(flaw)

    def _link(self, link: Link, source: str, sure: bool, depth: int) -> None:
        bases = [posixpath.dirname(source)]
        if source != self._document and posixpath.splitext(source)[1].lower() not in _PAGES:
            bases.append(posixpath.dirname(self._document))  # what is pasted in counts from there
        if link.lookup is Lookup.PAGE and source == self._document:
            bases.append(posixpath.splitext(source)[0])  # the page is documents/SOP-001/
        name = (link.target, link.lookup, tuple(bases))
        if name not in self._places:
            if len(self._places) >= MOST_NAMES:
                self._stop(
                    link,
                    source,
                    say("more than {most_names:,} files are not looked for", most_names=MOST_NAMES),
                )
                return
            self._places[name] = link_places.places(link, bases, self._site)
        found = self._places[name]
        if found.doubt:
            if sure:
                self._doubt(link, source, found.doubt)
            return
        if found.outside:
            if sure:
                self._outside.append(_flaw(link, source, link.target))
            return
        self._candidates.update(dict.fromkeys(found.paths))
        there = [path for path in found.paths if path in self._entries]
        for path in there:
            self._add(path, link, source, sure, depth)
        if sure and found.paths and not there:
            if link.lookup is Lookup.SHORTCODE:
                message = say(
                    "the shortcode '{target}' can show anything; no template of it is here",
                    target=link.target,
                )
                self._doubt(link, source, message)
            else:
                path = link_places.likeliest(link, found, bases)
                self._missing.append(replace(_flaw(link, source, ""), path=path, link=link))

    def _stop(self, link: Link, source: str, why: str) -> None:
        """Note, once, that not all that is shown is known."""
        if not self._full:
            self._full = True
            self._doubt(link, source, why)

    def _doubt(self, link: Link, source: str, why: str) -> None:
        message = (
            why if link.lookup is Lookup.SHORTCODE else f"{link.kind} {link.target[:80]}: {why}"
        )
        self._unfollowed.append(replace(_flaw(link, source, message), hint=HINT))

    def _add(self, path: str, link: Link, source: str, sure: bool, depth: int) -> None:
        known = self._files.get(path)
        if known is not None and (known.sure or not sure):
            return
        if path == self._document or (not sure and path in self._documents):
            return  # a controlled document, whatever is made of it here, is approved by itself
        if len(self._files) >= MOST_FILES or depth >= _DEEPEST:
            message = say(
                "more than {most_files} files, or includes within each other more than "
                "{deepest} times, are not followed",
                most_files=MOST_FILES,
                deepest=_DEEPEST,
            )
            self._stop(link, source, message)
            return
        ending = posixpath.splitext(path)[1].lower()
        included = link.kind is LinkKind.INCLUDE and ending not in PICTURES - {".svg"}
        self._files[path] = ShownFile(path, link, source, included and ending != ".svg", sure)
        if included:
            self._queue.append((path, sure and (ending in _TEXTS or not ending), depth + 1))


def _flaw(link: Link, source: str, message: str) -> ShownFlaw:
    return ShownFlaw(source, link.line, link.column, message)


def outline_of_text(path: str, data: bytes) -> Outline:
    """What a file shows that is itself shown; nothing for one that is not text."""
    ending = posixpath.splitext(path)[1].lower()
    if b"\0" in data[:8_192] or ending in PICTURES - _PAGES:
        return _EMPTY
    return _text(data, ending if ending in (*_PAGES, ".css") else "")


@lru_cache(maxsize=2_000)
def _text(data: bytes, ending: str) -> Outline:
    text = data.decode("utf-8", "replace")
    if ending == ".css":
        targets, unsure = css_targets.targets(text)
        links = [Link(LinkKind.IMAGE, target, "", 1, 0) for target in targets]
        doubt = Problem(PROBLEM, say("escapes in CSS hide which files it shows"), HINT, 1, 1)
        return replace(_EMPTY, links=tuple(links), unfollowed=(doubt,) if unsure else ())
    if ending in _PAGES:
        return _page(text, sure=ending != ".svg")
    return document_outline.read(text)


def _page(text: str, *, sure: bool) -> Outline:
    """What a page in a frame shows; of a picture that is itself a page only what is there."""
    links: list[Link] = []
    may: list[Link] = []
    doubts: dict[str, Problem] = {}
    for found in references(HtmlReader(), text, last=True):
        if isinstance(found, HtmlReference) and found.kind is not LinkKind.LINK:
            into = links if found.sure and sure else may
            into.append(Link(found.kind, found.target, "", 1, 0))
        elif isinstance(found, Doubt) and sure:
            doubts.setdefault(found.message, Problem(PROBLEM, found.message, HINT, 1, 1))
    return replace(
        _EMPTY, links=tuple(links), may_show=tuple(may), unfollowed=tuple(doubts.values())
    )
