"""The documents that a cell of a table names: by identifier, link, file or title.

Identifiers are found as people write them: `sop-001`, `SOP 001`, `SOP-001.md`; figures and letters
must agree all the same, so that SOP-001.1 is never SOP-0011. Titles are found blind to plurals,
hyphens, `and` and an abbreviation in brackets. What only history has is named last.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from isodocs.assess.once import once_per_register
from isodocs.expressions import expression
from isodocs.parsing.links import local_target
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.model.outline import Link
    from isodocs.model.register import Entry, Register

_WORD = expression(r"[^\W_]++(?>(?:[_.-]++[^\W_]++)*)")
_CODE = expression(r"([A-Za-z]{2,10})[-_.]?[0-9]{1,6}", re.ASCII)
_RUN = expression(r"[^\W\d_]+|[0-9]+")
_ENDING = expression(r"\.(?:md|markdown|docx?|pdf|odt|html?|txt)\Z", re.IGNORECASE)
_HYPHENS = dict.fromkeys((0x2010, 0x2011, 0x2012, 0x2212, 0x00AD), "-")
_PARTING = expression(r"[,;\n]")
_KINDS = frozenset("sop procedure policy template form checklist wi guideline".split())
"""What a title may begin with, beside what it is about."""
_WORDS = expression(r"[^\W_]+")
_BRACKETED = expression(r"\([^()]{0,60}\)")
_JOINING = frozenset("and und et y e en the".split())
_PLURALS = (("ies", "y"), ("ss", "ss"), ("us", "us"), ("s", ""))
_SHORT = 3
"""Words of so many letters have no plural here: `KPIs` has one, `was` has none."""
_MOST_PARTS = 24
_MOST_LINKS = 500
"""So many links of a row are looked for in its cells."""
_MOST_WORDS = 3
"""An identifier may be written as so many words: `HB PUR 01`."""
_NOTHING = frozenset(
    (
        *("n/a", "na", "n.a", "n. a", "none", "nil", "no", "tbd", "tbc", "tba", "open", "missing"),
        *(
            "gap",
            "todo",
            "pending",
            "?",
            "x",
            "not applicable",
            "not yet",
            "to be defined",
        ),
        *("keine", "keines", "keiner", "kein", "entfällt", "offen", "fehlt", "k.a"),
        *(
            "nicht anwendbar",
            "aucun",
            "aucune",
            "néant",
            "s.o",
            "sans objet",
            "ninguno",
            "ninguna",
        ),
        *(
            "no aplica",
            "pendiente",
            "nessuno",
            "nessuna",
            "non applicabile",
            "geen",
            "n.v.t",
        ),
        *(
            "niet van toepassing",
            "nenhum",
            "nenhuma",
            "não aplicável",
            "não se aplica",
        ),
    )
)
_NOT_APPLICABLE = frozenset(
    "n/a,na,n.a,n. a,not applicable,nicht anwendbar,nicht zutreffend,entfällt,sans objet,s.o,"
    "non applicable,no aplica,non applicabile,n.v.t,niet van toepassing,não aplicável,"
    "não se aplica".split(",")
)
_ALL = frozenset(
    (
        *(
            "all",
            "whole document",
            "entire document",
            "the whole document",
            "complete document",
        ),
        *(
            "this document",
            "this page",
            "this manual",
            "this procedure",
            "this sop",
        ),
        *(
            "alle",
            "alles",
            "gesamtes dokument",
            "ganzes dokument",
            "dieses dokument",
        ),
        *(
            "dieses handbuch",
            "tout",
            "tous",
            "ce document",
            "document entier",
            "todo",
            "todos",
        ),
        *(
            "este documento",
            "todo el documento",
            "documento completo",
            "tutto",
            "tutti",
        ),
        *(
            "questo documento",
            "intero documento",
            "dit document",
            "gehele document",
            "tudo",
        ),
        *(
            "documento inteiro",
            "todo o documento",
            "este manual",
            "questo manuale",
        ),
    )
)


def says_nothing(cell: str) -> bool:
    """Whether a cell is empty, or says that there is nothing: `-`, `n/a`, `none`."""
    bare = _bare(cell)
    return not bare or bare in _NOTHING


def _bare(cell: str) -> str:
    return " ".join(cell.strip(" \t\n-–—−_./()[]*").casefold().split())


def leaves_out(cell: str) -> bool:
    """Whether a cell says that the clause of its row does not apply."""
    return _bare(cell) in _NOT_APPLICABLE


def means_all(cell: str) -> bool:
    """Whether a cell means all of a document: `(All)`, `whole document`."""
    return " ".join(cell.strip(" \t\n()[]*.").casefold().split()) in _ALL


class Names:
    """How the documents of a register may be named in a cell."""

    def __init__(self, register: Register) -> None:
        self._register = register
        self.by_path: Mapping[str, str] = {
            document.path: entry.id for entry in register for document in entry.current
        }

    @cached_property
    def _called_so(self) -> Sequence[Mapping[str, str]]:
        """Identifiers by title, then by plainest form; those of files that are gone come last."""
        here = [entry for entry in self._register if entry.current]
        gone = [entry for entry in self._register if not entry.current]
        return [_only(named, which) for which in (here, gone) for named in (_title_of, _plainly)]

    @cached_property
    def _by_runs(self) -> Mapping[tuple[str, ...], str]:
        """Identifiers with figures by their letters and figures; empty where two share them."""
        found: dict[tuple[str, ...], str] = {}
        for id in self._register.entries:
            if any(map(str.isdigit, id)):
                runs = _runs(id)
                found[runs] = "" if runs in found else id
        return found

    @cached_property
    def _prefixes(self) -> frozenset[str]:
        kinds = self._register.config.types.values()
        prefixes = {kind.prefix.rstrip("-_.").casefold() for kind in kinds}
        for id in self._register.entries:
            if match := _CODE.fullmatch(id):
                prefixes.add(match[1].casefold())
        return frozenset(prefixes)

    @cached_property
    def _external(self) -> frozenset[str]:
        return frozenset(r.id for r in self._register.records.get("external-document", ()))

    def identifier(self, word: str) -> str:
        """The identifier that a word means; empty for none."""
        for candidate in dict.fromkeys((word, _ENDING.sub("", word))):
            if candidate in self._register.entries:
                return candidate
            if id := self._by_runs.get(_runs(candidate), ""):
                return id
        return ""

    def is_code(self, word: str) -> bool:
        """Whether a word is built like the identifier of a document here, and of nothing known."""
        match = _CODE.fullmatch(word)
        known = match is not None and match[1].casefold() in self._prefixes
        return known and word not in self._external

    def titled(self, text: str) -> Iterator[str]:
        """The documents whose titles, or names of several words, a text lists.

        A title may itself hold a comma.
        """
        if whole := self._called(text):
            yield whole
            return
        parts = [part for part in map(str.strip, _PARTING.split(text)[:_MOST_PARTS]) if part]
        at = 0
        while at < len(parts):
            for end in range(len(parts), at, -1):
                if id := self._called(", ".join(parts[at:end])):
                    yield id
                    at = end
                    break
            else:
                at += 1

    def _called(self, text: str) -> str:
        bare = _title(text)
        if " " in bare and (id := self.identifier(bare)):
            return id
        # `SOP Management Reviews` is `management-review/sop.md` with the title Management review.
        plain = _folded(bare)
        found = (each.get(bare, "") or each.get(plain, "") for each in self._called_so)
        return next(filter(None, found), "")


@once_per_register
def names(register: Register) -> Names:
    """How the documents of a register may be named."""
    return Names(register)


def documents(
    register: Register, path: str, cells: Sequence[str], links: Sequence[Link]
) -> tuple[dict[str, str], list[str]]:
    """The documents that cells of the document at `path` name, each with a link's fragment.

    Beside them what is not there, in words.
    """
    known = names(register)
    ids: dict[str, str] = {}
    missing: list[str] = []
    for link in links[:_MOST_LINKS]:
        target = local_target(path, link)
        here = target and any(link.text and link.text in cell for cell in cells)
        if target and here and (id := known.by_path.get(target[0], "")):
            ids[id] = target[1]
    for cell in cells:
        text = cell.translate(_HYPHENS)
        for id, lacking in _identifiers(known, text):
            if id:
                ids.setdefault(id, "")
            else:
                missing.append(say("there is no document {lacking}", lacking=lacking))
        for id in known.titled(text):
            ids.setdefault(id, "")
    return ids, missing


def _identifiers(known: Names, text: str) -> Iterator[tuple[str, str]]:
    """The identifiers in a text; for a code of no document, empty and the code."""
    words = [*_WORD.finditer(text)]
    at = 0
    while at < len(words):
        for end in range(min(at + _MOST_WORDS, len(words)), at, -1):
            if any(
                text[one.end() : two.start()] not in (" ", "\u00a0")
                for one, two in zip(words[at : end - 1], words[at + 1 : end], strict=True)
            ):
                continue
            if id := known.identifier(" ".join(word[0] for word in words[at:end])):
                yield id, ""
                at = end
                break
        else:
            if known.is_code(words[at][0]):
                yield "", words[at][0]
            at += 1


def _runs(text: str) -> tuple[str, ...]:
    return tuple(_RUN.findall(text.casefold()))


def _without_kind(title: str) -> str:
    """A title without the kind of document that it begins with: `sop purchasing`."""
    first, _, rest = title.partition(" ")
    return rest.strip(" :-–") if first.strip(":") in _KINDS and rest else title


def _only(named: Callable[[Entry], Iterable[str]], entries: Iterable[Entry]) -> dict[str, str]:
    """Identifiers by what documents are called; empty where several are called so."""
    found: dict[str, str] = {}
    for entry in entries:
        for name in named(entry):
            found[name] = "" if found.get(name, entry.id) != entry.id else entry.id
    found.pop("", None)
    return found


def _title_of(entry: Entry) -> Iterator[str]:
    yield _title(entry.document.title)


def _plainly(entry: Entry) -> Iterator[str]:
    """Names of several words, in their plainest form."""
    return (name for name in map(_folded, _names_of(entry)) if " " in name)


def _names_of(entry: Entry) -> Iterator[str]:
    """What a document may be called beside its title: by its file, and with its kind in front."""
    whole = _title(entry.document.title)
    title = _without_kind(whole)
    yield whole
    for document in entry.current or (entry.document,):
        words = _file_words(document.path)
        said = (words, document.type, document.title, document.id)
        yield words
        for kind in _KINDS & {word.casefold() for each in said for word in _WORDS.findall(each)}:
            yield f"{kind} {title}"


def _folded(name: str) -> str:
    """A name in its plainest form: `sop corrective preventive action`."""
    words = _WORDS.findall(_BRACKETED.sub("", name).casefold())
    return " ".join(_singular(word) for word in words if word not in _JOINING)


def _singular(word: str) -> str:
    if len(word) <= _SHORT:
        return word
    ending, one = next(((a, b) for a, b in _PLURALS if word.endswith(a)), ("", ""))
    return word.removesuffix(ending) + one


def _file_words(path: str) -> str:
    """The words of a file's name: `sop management review` of `sop-management-review.md`."""
    return " ".join(_WORDS.findall(_ENDING.sub("", posixpath.basename(path)).casefold()))


def _title(text: str) -> str:
    return " ".join(text.strip(" \t\n\"'“”„«»*_[]").casefold().split())
