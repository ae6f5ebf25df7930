"""The texts that one document has in several languages, and what each of them is called.

Files with the same identifier are several texts of one document where each says another language:
in its front matter, or in its path. One of them is the original and is called by the identifier,
`POL-1`; the others are translations and are called `POL-1@de`. Each has a history, revisions and
approvals of its own. What a file is called follows from the files that ever had its identifier.
"""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from isodocs.dataclass import immutable, replace
from isodocs.model.config import DEFAULT_LANGUAGE
from isodocs.model.document import MARK
from isodocs.named_tuple import NamedTuple
from isodocs.parsing import languages

if TYPE_CHECKING:
    from isodocs.model.config import Config
    from isodocs.model.document import Document

_UNSAID = ""


class Step(NamedTuple):
    """What one commit did to the files of documents; `depth` orders commits, parents first."""

    depth: int
    left: Sequence[Document]
    came: Sequence[Document]

    def of(self, id: str) -> Step:
        """What of it is about one document."""
        return Step(
            self.depth,
            [document for document in self.left if document.id == id],
            [document for document in self.came if document.id == id],
        )

    @property
    def order(self) -> tuple[int, list[str]]:
        """Its place among the others, however commits are listed."""
        return self.depth, sorted(f"{document.path} {document.blob}" for document in self.came)


@immutable(frozen=True, slots=True)
class TextNames:
    """What the texts are called of documents that have several."""

    _texts: Mapping[str, _Texts]

    def named(self, document: Document) -> Document:
        """The document under the name, and with the language, of the text that it is."""
        texts = self._texts.get(document.id)
        if texts is None:
            return document
        sign = texts.sign(document)
        id = texts.called(sign)
        language = document.language or (sign if id != document.id else "")
        if (id, language) == (document.id, document.language):
            return document
        return replace(document, id=id, language=language)


def names(
    several: Iterable[str], steps: Sequence[Step], here: Iterable[Document], config: Config
) -> TextNames | None:
    """The names of the texts of documents, by their identifiers; None where each has a single one.

    `steps` are those of all commits, `here` the documents of the snapshot.
    """
    mine: dict[str, list[Step]] = defaultdict(list)
    for step in steps:
        for id in {document.id for document in (*step.left, *step.came)}:
            mine[id].append(step.of(id))
    present: dict[str, list[Document]] = defaultdict(list)
    for document in here:
        present[document.id].append(document)
    texts = {
        id: _texts(id, sorted(mine[id], key=lambda step: step.order), present[id], config)
        for id in several
    }
    found = {id: each for id, each in texts.items() if each is not None}
    return TextNames(found) if found else None


@immutable(frozen=True, slots=True)
class _Texts:
    """The texts of one document, by what distinguishes them: a language, or that none is said."""

    id: str
    places: frozenset[tuple[str, str]]  # every path that one had, without each language in it
    trees: frozenset[tuple[str, str]]  # where each was below the folder of a language
    unsaid: str  # the language of what says none
    same: Mapping[str, str]  # what was corrected to another language, by what it was before
    original: str

    def sign(self, document: Document) -> str:
        """The language that distinguishes a file from the other texts."""
        sign = self._said(document)
        return self.same.get(sign, sign)

    def _said(self, document: Document) -> str:
        return document.language or self._in_path(document.path) or self.unsaid

    def _in_path(self, path: str) -> str:
        """The language in a path, where another file is at the same place in another language.

        `it/` may be a department: it is a language only beside what is nothing else, as `de/`.
        Where both can be nothing else, their files may have names in their languages.
        """
        for sign in languages.signs(path):
            beside = {other for rest, other in self.places if rest == sign.rest} - {sign.language}
            if sign.meant or (beside and languages.is_clear(sign.language)):
                return sign.language
            if any(map(languages.is_clear, beside)):
                return sign.language
            trees = {other for tree, other in self.trees if tree == _tree(sign, self.id)}
            if sign.folder and languages.is_clear(sign.language) and trees - {sign.language}:
                return sign.language
        return ""

    def called(self, sign: str) -> str:
        """What the text of that language is called."""
        return self.id if sign in (self.original, _UNSAID) else f"{self.id}{MARK}{sign}"


def _tree(sign: languages.Sign, id: str) -> str:
    """Where a file is in the tree of a language; a number without letters is one in its folder."""
    return posixpath.dirname(sign.folder if any(map(str.isalpha, id)) else sign.rest)


def _texts(
    id: str, steps: Sequence[Step], here: Iterable[Document], config: Config
) -> _Texts | None:
    """The texts of the document `id`; None where it has a single one."""
    all = [document for step in steps for document in step.came]
    paths = {document.path for document in all}
    places = frozenset(
        (rest, language)
        for path in paths
        for language, rest, *_ in (*languages.signs(path), languages.Sign(_UNSAID, path))
    )
    trees = frozenset(
        (_tree(sign, id), sign.language)
        for path in paths
        for sign in languages.signs(path)
        if sign.folder and languages.is_clear(sign.language)
    )
    texts = _Texts(id, places, trees, _UNSAID, {}, _UNSAID)
    if len({texts.sign(document) for document in all}) < 2:
        return None
    texts = replace(texts, unsaid=_unsaid(texts, all, config))
    texts = replace(texts, same=_corrected(texts, steps, here))
    signs = {texts.sign(document) for document in all}
    if len(signs) < 2:
        return None
    return replace(texts, original=_original(texts, signs, steps, here, config))


def _unsaid(texts: _Texts, all: Iterable[Document], config: Config) -> str:
    """The language of a text that says none: that of isodocs.yaml.

    Where that says none either it is the usual one, unless a file beside it has that:
    `SOP-1.md` beside `SOP-1.en.md` is the original in whatever language.
    """
    if config.language:
        return config.language
    silent = {document.path for document in all if texts.sign(document) == _UNSAID}
    signed = {
        rest
        for document in all
        if texts.sign(document) == DEFAULT_LANGUAGE
        for _, rest, *_ in languages.signs(document.path)
    }
    return _UNSAID if silent & signed else DEFAULT_LANGUAGE


def _corrected(texts: _Texts, steps: Iterable[Step], here: Iterable[Document]) -> Mapping[str, str]:
    """The languages that were only another word for a text: a commit wrote one for the other.

    It did so in place, or gave the same text another name. Both are languages of texts where there
    are files of both.
    """
    there = {texts.sign(document) for document in here}
    same: dict[str, str] = {}
    for step in steps:
        before = {texts.sign(document) for document in step.left}
        after = {texts.sign(document) for document in step.came}
        for old, new in _made_of(step):
            was, now = texts.sign(old), texts.sign(new)
            if was not in after and now not in before:
                same = {sign: now if kept == was else kept for sign, kept in same.items()}
                same[was] = now
                same.pop(now, None)
    return {old: new for old, new in same.items() if not {old, new} <= there}


def _made_of(step: Step) -> Iterator[tuple[Document, Document]]:
    for old in step.left:
        for new in step.came:
            if old.path == new.path or old.body_sha256 == new.body_sha256:
                yield old, new


def _original(
    texts: _Texts,
    signs: set[str],
    steps: Sequence[Step],
    here: Iterable[Document],
    config: Config,
) -> str:
    """The language of the original: what is not said to be a translation, where that is one text.

    Else it is the language of isodocs.yaml; else that of what was there first, and of texts that
    came together the usual one.
    """
    all = [document for step in steps for document in step.came]
    newest: dict[str, Document] = {}
    for document in (*all, *here):  # what a draft says decides nothing beside a final form
        known = newest.get(texts.sign(document))
        if document.is_final or not (known and known.is_final):
            newest[texts.sign(document)] = document
    translations = {sign for sign, document in newest.items() if document.translation_of}
    left = signs - translations or signs
    if _UNSAID in left:
        return _UNSAID
    if wanted := _nearest(left, config.language):
        return wanted
    began = {texts.sign(document): step.depth for step in reversed(steps) for document in step.came}
    first = {sign for sign in left if began[sign] == min(began[each] for each in left)}
    return _nearest(first, DEFAULT_LANGUAGE) or min(first)


def _nearest(signs: set[str], wanted: str) -> str:
    """The tag among several that means a language: itself, or the only one of its countries."""
    near = [sign for sign in signs if languages.primary(sign) == languages.primary(wanted)]
    return wanted if wanted in signs else near[0] if len(near) == 1 and wanted else ""
