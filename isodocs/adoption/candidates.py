"""Which Markdown files of a repository are documents, and in which folders they are.

A file is known as a document by what it says of itself (an identifier, a revision, an owner), by a
number that its name or heading begins with, or because its folder is full of such. READMEs,
licences, files of tools, and what tests or generators wrote are none.
"""

from __future__ import annotations

import posixpath
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from isodocs.adoption.evidence import left_out_by, read_as_records, records_among
from isodocs.expressions import expression
from isodocs.named_tuple import NamedTuple
from isodocs.parsing import front_matter, globs
from isodocs.parsing.field_labels import field_called
from isodocs.parsing.file_names import document_ending, language_in_path, number_in_name
from isodocs.parsing.first_heading import first_heading, number_in_heading
from isodocs.parsing.header_block import labelled, stated
from isodocs.words import say

_OF_REPOSITORY = frozenset(
    "readme license licence copying contributing code_of_conduct changelog codeowners claude "
    "agents gemini copilot pull_request_template issue_template bug_report feature_request "
    "summary _sidebar _navbar _footer _coverpage prompt".split()
)
"""The names of files that belong to the repository and not to the system, without ending."""
_AT_THE_TOP = frozenset(
    "security support history changes authors maintainers contributors acknowledgements toc todo "
    "roadmap release_notes releasing governance".split()
)
"""Those of which this is said only at the top: `policies/security.md` is a document."""
_FOLDERS = frozenset(
    "policies policy procedures procedure processes process sop sops quality qms isms ems "
    "richtlinien verfahren prozesse politiques politicas procedimientos procesos beleid".split()
)
"""What people call the folders of controlled documents, and of nothing else."""
_PERHAPS = frozenset(
    "documents docs manual manuals handbook standards guidelines instructions forms handbuch "
    "dokumente anweisungen processus processen".split()
)
"""What they call them, and others as well."""
_OF_TOOLS = frozenset(
    "node_modules vendor third_party venv site_packages test tests testing testdata fixtures "
    "output outputs out build dist _site public target coverage".split()
)
"""Folders of programs and of what they write."""
_BESIDE_TOOLS = frozenset("e2e unit integration data results files md html pdf".split())
"""What their names have as well: `unit-tests`, `test-output`; `penetration-testing` is none."""
_INSTALLED = frozenset(
    "node_modules third_party venv site_packages fixtures testdata _site".split()
)
"""Those of them in which no document is ever looked for."""
_TEMPLATES = frozenset("templates template _templates examples example archetypes".split())
_ARCHIVE = frozenset(
    "archive archives archived archiv archivo archivio archief old alt alte obsolete obsolet "
    "veraltet ungültig superseded ancien anciens obsolètes obsoletos antiguo oud".split()
)
"""Folders that are documents only where there are no others."""
_OFFICE = expression(
    r"\.(?:pdf|docx?|docm|dotx?|odt|rtf|xlsx?|xlsm|ods|pptx?|odp|vsdx?|pages|numbers)$",
    re.IGNORECASE,
)
_PART = expression(r"[-_. ]+")
_OF_LANGUAGE = expression(r"[-_.](?:en|de|fr|es|nl|it|pt)$")
_CERTAIN = frozenset(("id", "revision", "status", "owner", "effective", "approved-by"))
"""What only a controlled document says of itself."""
_OF_THE_REPOSITORY = say("about the repository")
_OF_PROGRAMS = say("of programs and tests")
_NOTES = say("notes beside documents")
_STUB = say("pages that only lead to others")
_RECORD = say("records of what was done")
_FEW_WORDS = 12
_RELEASE = expression(r"(?:version|release|v)_?[0-9]+\.[0-9]")
"""How the name of a text about a release of a program begins: `version_0.0.10_summary`."""
_OF_NOTES = frozenset(
    "status state notes note todo tasks review reviews comments feedback meta metadata log "
    "history progress prompt summary analysis report notizen bak backup orig".split()
)
"""What tools and people add to the name of a text for notes about it."""
_HALF, _FIFTH = 0.5, 0.2
_FORM = 3
"""A text with so many labels of what only a document says is one, filled in or not."""
_FEW = 3
"""So many certain documents say what the rest of a repository is not."""
_MOST = 0.75


class Candidates(NamedTuple):
    """The files taken for documents, the patterns that include them and leave out the rest.

    `sure` says that the files say so themselves. `left` are Markdown files that are not taken in:
    how many of them, by folder and reason. `records` are those of them that are evidence.
    """

    paths: tuple[str, ...]
    include: tuple[str, ...]
    exclude: tuple[str, ...]
    sure: bool
    left: Mapping[tuple[str, str], int]
    records: tuple[str, ...]


def candidates(texts: Mapping[str, bytes]) -> Candidates:
    """Choose among the Markdown files of a repository, given by path."""
    why = {path: _not_a_document(path) for path in texts}
    why |= dict.fromkeys(read_as_records(texts), _RECORD)
    possible = [path for path, reason in why.items() if not reason]
    for path in _companions(possible, texts):
        why[path] = _NOTES
        possible.remove(path)
    for path in [path for path in possible if _is_stub(path, texts[path])]:
        why[path] = _STUB
        possible.remove(path)
    for names, reason in (
        (_TEMPLATES, say("templates and examples")),
        (_ARCHIVE, say("archived")),
    ):
        spare = [path for path in possible if _parts(path) & names]
        if len(spare) <= len(possible) * (1 - _FIFTH):
            why.update(dict.fromkeys(spare, reason))
            possible = [path for path in possible if path not in set(spare)]
    records = tuple(records_among(possible, texts))
    why.update(dict.fromkeys(records, _RECORD))
    possible = [path for path in possible if path not in records]
    certain = [path for path in possible if _is_certain(path, texts[path])]
    for path in _in_spite_of_folders(texts, why, certain or possible, sure=bool(certain)):
        why[path] = ""
        possible.append(path)
        certain.append(path)
    sure = len(certain) >= min(_FEW, len(possible)) and bool(certain)
    if sure:
        for path, reason in _beside_documents(possible, set(certain)):
            why[path] = reason
            possible.remove(path)
    folders = list(_folders(certain if sure else possible, possible))
    include = tuple(dict.fromkeys(_patterns(folders, possible)))
    exclude = tuple(_excluded(include, why))
    matches = globs.matcher(include, exclude)
    paths = tuple(sorted(path for path in texts if matches(path)))
    left: Counter[tuple[str, str]] = Counter()
    for path in texts:
        if not matches(path):
            reason = why[path] or (say("outside the folders of the others") if paths else "")
            left[posixpath.dirname(path), reason] += 1
    return Candidates(paths, include, exclude, sure, left, records)


def office_documents(paths: Iterable[str], found: Candidates) -> list[str]:
    """Which files of Word, Excel and the like are probably documents as well.

    They are where the others are, or their names begin with a number; without others, all are.
    """
    folders = {globs.fixed_folder(pattern) for pattern in found.include}
    return [
        path
        for path in sorted(paths)
        if _OFFICE.search(path)
        and not _not_a_document(path)
        and (
            not folders
            or number_in_name(path)
            or any(path.startswith(f"{folder}/") for folder in folders)
        )
    ]


def _parts(path: str) -> set[str]:
    """The names of the folders above a file, without a language: `templates` of `templates-de`."""
    return {_OF_LANGUAGE.sub("", part.casefold()) for part in path.split("/")[:-1]}


def _plain(folder: str) -> str:
    return folder.casefold().replace("-", "_")


def _is_of_tools(folder: str) -> bool:
    words = {word for word in _PART.split(folder.casefold()) if word and not word.isdigit()}
    return _plain(folder) in _OF_TOOLS or bool(
        words & _OF_TOOLS and words <= _OF_TOOLS | _BESIDE_TOOLS
    )


def _not_a_document(path: str) -> str:
    """Why a file is none, by its name alone; empty where it may be one."""
    *folders, name = path.split("/")
    stem = name.removesuffix(document_ending(path)).removesuffix(f".{language_in_path(path)}")
    stem = _plain(stem).replace(" ", "_")
    if any(folder.startswith(".") for folder in folders):
        return say("of a tool")
    if any(map(_is_of_tools, folders)):
        return _OF_PROGRAMS
    if stem in _OF_REPOSITORY or (stem in _AT_THE_TOP and not folders):
        return _OF_THE_REPOSITORY
    if _is_about_a_release(stem) or (stem.endswith("_readme") and not stem[0].isdigit()):
        return _OF_THE_REPOSITORY
    return ""


def _is_about_a_release(stem: str) -> bool:
    notes = "release_notes" in stem or "changelog" in stem
    numbered = notes and any(map(str.isdigit, stem))
    return stem == "version" or numbered or bool(_RELEASE.match(stem))


def _in_spite_of_folders(
    texts: Mapping[str, bytes], why: Mapping[str, str], others: Collection[str], *, sure: bool
) -> list[str]:
    """The documents in folders that are called as those of programs are: `public/`, `vendor/`.

    Where nothing else is a document, they are those that say so themselves. Else they are written
    as most `others` are, and their folder is one among several of documents:
    `testing/index.md` beside `access-control/index.md`.
    """
    there = [
        path
        for path, reason in why.items()
        if reason == _OF_PROGRAMS and not {_plain(part) for part in path.split("/")} & _INSTALLED
    ]
    if not there:
        return []
    if not sure:
        said = [path for path in there if _is_certain(path, texts[path])]
        if len(said) >= _FEW:
            return said
    keys = Counter(key for path in others for key in _keys(texts[path]))
    usual = {key for key, count in keys.items() if count >= len(others) * _MOST}
    if len(usual) < _FEW:
        return []
    folders = {posixpath.dirname(path) for path in others}
    found = []
    for path in there:
        names = path.split("/")[:-1]
        at = next(i for i, name in enumerate(names) if _is_of_tools(name))
        above = "/".join((*names[:at], ""))
        beside = {
            folder[len(above) :].partition("/")[0] for folder in folders if folder.startswith(above)
        }
        if len(beside - {""}) >= _FEW and usual <= _keys(texts[path]):
            found.append(path)
    return found


def _keys(data: bytes) -> set[str]:
    return {entry.key.text for entry in front_matter.read(data).mapping or ()}


def _beside_documents(possible: Iterable[str], certain: set[str]) -> list[tuple[str, str]]:
    """Files of a name that recurs beside documents and is never one: `NOTES.md` of each folder."""
    folders = {posixpath.dirname(path) for path in certain}
    named: dict[str, list[str]] = defaultdict(list)
    for path in possible:
        if posixpath.dirname(path) in folders:
            named[posixpath.basename(path)].append(path)
    return [
        (path, _NOTES)
        for paths in named.values()
        if len(paths) >= _FEW and not set(paths) & certain
        for path in paths
    ]


def _companions(possible: Collection[str], texts: Mapping[str, bytes]) -> list[str]:
    """Files that a tool keeps beside others under their names: `plan.status.md` beside `plan.md`.

    The added word is one of those that tools use, or recurs; the files say nothing of themselves
    that a document does.
    """
    there = set(possible)
    by_word: dict[str, list[str]] = defaultdict(list)
    for path in possible:
        stem, ending = path.removesuffix(document_ending(path)), document_ending(path)
        main, dot, word = stem.rpartition(".")
        if dot and word.isalpha() and f"{main}{ending}" in there and not language_in_path(path):
            by_word[word.casefold()].append(path)
    found = []
    for word, paths in by_word.items():
        silent = [path for path in paths if not _says_of_itself(texts[path])]
        if word in _OF_NOTES or len(silent) == len(paths) >= _FEW:
            found += silent
    return found


def _is_stub(path: str, data: bytes) -> bool:
    """Whether a file is the page of its folder, and says nothing but a heading."""
    if posixpath.basename(path).partition(".")[0] not in ("index", "_index"):
        return False
    matter = front_matter.read(data)
    first, *rest = matter.body.decode("utf-8", "replace").split("<!--")
    text = "".join((first, *(part.partition("-->")[2] for part in rest)))
    lines = (line for line in text.splitlines() if not line.lstrip().startswith("#"))
    return not matter.mapping and len(" ".join(lines).split()) < _FEW_WORDS


def _says_of_itself(data: bytes) -> bool:
    matter = front_matter.read(data)
    said = {field_called(entry.key.text) for entry in matter.mapping or ()}
    said |= {fact.field for fact in stated(matter.body)}
    return bool(said & (_CERTAIN - {"status"}))


def _is_certain(path: str, data: bytes) -> bool:
    """Whether a file says of itself that it is a controlled document."""
    matter = front_matter.read(data)
    if number_in_name(path) or number_in_heading(first_heading(matter.body)):
        return True
    said = {field_called(entry.key.text) for entry in matter.mapping or ()}
    said |= {fact.field for fact in stated(matter.body)}
    known = said & _CERTAIN
    if len(labelled(matter.body) & _CERTAIN) >= _FORM:
        return True
    return len(known) > 1 or bool(known and matter.mapping) or bool(said & {"id", "last-review"})


def _folders(chosen: Collection[str], possible: Iterable[str]) -> Iterator[tuple[str, bool]]:
    """The folders to take in, and whether with all below: half of what is there is a document."""
    chosen = set(chosen)
    below: dict[str, list[str]] = defaultdict(list)
    direct: dict[str, list[str]] = defaultdict(list)
    for path in possible:
        folder = posixpath.dirname(path)
        direct[folder].append(path)
        while folder:
            below[folder].append(path)
            folder = posixpath.dirname(folder)

    def share(paths: list[str]) -> float:
        return sum(path in chosen for path in paths) / len(paths) if paths else 0.0

    taken: list[str] = []
    for folder in sorted(below, key=lambda name: (name.count("/"), name)):
        if any(folder.startswith(f"{other}/") for other in taken):
            continue
        if share(below[folder]) >= _least(folder.rpartition("/")[2].casefold()):
            taken.append(folder)
            yield folder, True
        elif share(direct[folder]) >= _FIFTH:
            yield folder, False
    if share(direct[""]) >= _HALF:
        yield "", False


def _least(name: str) -> float:
    """How large a share of a folder must be certain documents for all of it to be taken in."""
    words = {*_PART.split(name)}
    some = 0.01 if words & _FOLDERS else _FIFTH if words & _PERHAPS else _HALF
    return 0 if name in _FOLDERS else some


def _patterns(folders: Iterable[tuple[str, bool]], possible: Iterable[str]) -> Iterator[str]:
    """The patterns of these folders, with each ending that occurs."""
    paths = list(possible)
    for folder, deep in folders:
        inside = [
            path
            for path in paths
            if (path.startswith(f"{folder}/") if deep else posixpath.dirname(path) == folder)
        ]
        for ending in sorted({document_ending(path) for path in inside}):
            yield posixpath.join(folder, f"**/*{ending}" if deep else f"*{ending}")


def _excluded(include: Sequence[str], why: Mapping[str, str]) -> Iterator[str]:
    """Patterns for what the included ones take in and should not."""
    matches = globs.matcher(include)
    found: dict[str, None] = {}
    for path, reason in sorted(why.items()):
        if reason and matches(path):
            *folders, name = path.split("/")
            at = next((i for i, folder in enumerate(folders) if _is_other(folder)), None)
            if reason == _NOTES and (suffix := _suffix_of_notes(name, why)):
                found[f"**/*{suffix}"] = None
            elif reason == _STUB:
                found[path] = None
            elif reason == _RECORD:
                found[left_out_by(path, (other for other in why if not why[other]))] = None
            elif reason == _OF_THE_REPOSITORY or at is None:
                found[f"**/{name}"] = None
            else:
                found["/".join((*folders[: at + 1], "**"))] = None
    yield from found


def _suffix_of_notes(name: str, why: Mapping[str, str]) -> str:
    """The end of a name that notes alone have, such as `.status.md`; empty where documents do."""
    ending = document_ending(name)
    _, dot, word = name.removesuffix(ending).rpartition(".")
    suffix = f".{word}{ending}" if dot else ""
    alike = [reason for path, reason in why.items() if suffix and path.endswith(suffix)]
    return suffix if all(reason == _NOTES for reason in alike) else ""


def _is_other(folder: str) -> bool:
    """Whether a folder is one of a tool, of programs and tests, or of templates."""
    words = {folder.casefold(), *_PART.split(folder.casefold())}
    apart = _TEMPLATES | _ARCHIVE
    return folder.startswith(".") or _is_of_tools(folder) or bool(words & apart)
