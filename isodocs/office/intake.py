"""Files of Word in folders -> documents in Markdown, written once, and never over anyone's work.

What was imported is kept in a file beside the documents: which content of which file became which
document. So a second import takes only what is new or has changed, and a document that someone
edited, moved or deleted since stays as they left it.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import stat
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from isodocs.errors import IsodocsError, OfficeError
from isodocs.expressions import expression
from isodocs.machine import soffice
from isodocs.model.config import FIELDS, Config
from isodocs.model.imported import ImportedFile, ImportedFolder, ImportOutcome, Loss
from isodocs.named_tuple import NamedTuple
from isodocs.office.package import LARGEST
from isodocs.office.table_intake import TABLES, TableIntake
from isodocs.office.word import WordText, read_word
from isodocs.parsing import document_kinds
from isodocs.parsing.status_words import status_meant
from isodocs.progress import watched
from isodocs.repository.files import WorkTreeFiles
from isodocs.words import say

STATE = ".isodocs-import.json"
"""What is kept beside the documents."""
WORD = (".docx", ".docm", ".dotx", ".dotm")
_LONGEST_NAME, _MOST_FILES, _SAVE_EVERY = 100, 20_000, 50
_OTHER = expression(r"[^\w.()+-]+|_{2,}")
_RESERVED = expression(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?", re.IGNORECASE)
_OTHER_NAME = say("Rename one of them, or choose another folder with --into.")
_LOCK = ("~$", "._", ".~lock")
_TABLES = TABLES + soffice.TABLES
_READ = WORD + soffice.TEXTS + _TABLES


class OfficeFile(NamedTuple):
    """A file to be imported: `key` is how it is named in reports, `name` below its folder."""

    path: Path
    key: str
    name: str


def find(
    arguments: Iterable[Path], directory: Path
) -> tuple[list[OfficeFile], tuple[tuple[str, int], ...]]:
    """The files of Word in these folders, in order, and how many others there are, by ending.

    No link is followed. Raises IsodocsError for a place where nothing is.
    """
    found: list[OfficeFile] = []
    others: Counter[str] = Counter()
    for argument in arguments:
        if not argument.exists():
            raise IsodocsError(
                say("there is no file or folder {argument!r}", argument=str(argument)),
                hint=say("Is it spelt right?"),
            )
        files = _below(argument) if argument.is_dir() else [argument]
        for path in files:
            if path.name.startswith(_LOCK):
                continue
            ending = path.suffix.lower()
            if ending not in _READ:
                others[ending or say("no ending")] += 1
                continue
            name = path.relative_to(argument) if argument.is_dir() else Path(path.name)
            found.append(OfficeFile(path, os.path.relpath(path, directory), name.as_posix()))
    if len(found) > _MOST_FILES:
        raise IsodocsError(
            say("there are more than {most_files:,} files", most_files=_MOST_FILES),
            hint=say("Import one folder after another."),
        )
    unique = list({source.key: source for source in found}.values())
    return unique, tuple(sorted(others.items(), key=lambda item: (-item[1], item[0])))


def _below(folder: Path) -> Iterator[Path]:
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(place, name)
            if not name.startswith(".") and stat.S_ISREG(path.lstat().st_mode):
                yield path


class Intake:
    """One import into the folder `into`; with `dry` nothing is written.

    `config` is that of isodocs.yaml, for the types and the words for a status that it lists.
    """

    def __init__(
        self,
        directory: Path,
        into: str,
        tables: TableIntake,
        config: Config,
        *,
        dry: bool = False,
    ) -> None:
        self._types = config.types
        self._status_words = config.status_words
        self._directory = directory
        self._into = directory / into
        self._tables = tables
        self._dry = dry
        self._state: dict[str, dict[str, Any]] = _read_state(self._into / STATE)
        self._taken: dict[str, str] = {}

    def run(
        self, sources: Sequence[OfficeFile], left_out: tuple[tuple[str, int], ...] = ()
    ) -> ImportedFolder:
        """Import what is new or has changed."""
        done: list[ImportedFile] = []
        texts = [source for source in sources if source.path.suffix.lower() not in _TABLES]
        tables = [source for source in sources if source.path.suffix.lower() in _TABLES]
        targets = self._targets(texts)
        links = _links(texts, targets)
        older = [s.path for s in texts if s.path.suffix.lower() not in WORD and self._is_wanted(s)]
        older += [s.path for s in tables if s.path.suffix.lower() not in TABLES]
        converted = soffice.convert(older) if older else {}
        try:
            for number, source in enumerate(watched(say("files"), texts, lambda: len(texts)), 1):
                done.append(self._one(source, targets[source], links, converted))
                if number % _SAVE_EVERY == 0:
                    self._save()
        finally:
            self._save()
        done += [self._table(source, converted) for source in tables]
        return ImportedFolder(tuple(done), left_out)

    def _table(
        self, source: OfficeFile, converted: Mapping[Path, bytes | tuple[str, str]]
    ) -> ImportedFile:
        made = converted.get(source.path)
        if isinstance(made, tuple):
            return ImportedFile(source.key, ImportOutcome.FAILED, why=made[0], hint=made[1])
        name = source.path.name if made is None else f"{source.path.stem}.xlsx"
        try:
            return self._tables.take(source.key, name, made or _content(source.path))
        except OSError as error:
            return ImportedFile(source.key, ImportOutcome.FAILED, why=str(error.strerror or error))

    def _targets(self, sources: Sequence[OfficeFile]) -> dict[OfficeFile, str]:
        """Where each file goes: where it went before, else a name that no other has."""
        found: dict[OfficeFile, str] = {}
        taken = {entry["target"].casefold(): key for key, entry in self._state.items()}
        for source in sources:
            known = self._state.get(source.key) or self._moved(source)
            if known:
                found[source] = known["target"]
                continue
            *folders, name = source.name.split("/")
            stem = safe_name(Path(name).stem)
            number = 1
            while True:
                end = f"-{number}" if number > 1 else ""
                target = "/".join([*map(safe_name, folders), f"{stem}{end}.md"])
                if taken.setdefault(target.casefold(), source.key) == source.key:
                    break
                number += 1
            found[source] = target
        return found

    def _moved(self, source: OfficeFile) -> dict[str, Any] | None:
        """What is known of a file that was imported from another place, and is not there now."""
        digest = _digest(source.path)
        for key, entry in self._state.items():
            if entry["sha256"] == digest and not (self._directory / key).exists():
                self._state[source.key] = self._state.pop(key)
                return self._state[source.key]
        return None

    def _is_wanted(self, source: OfficeFile) -> bool:
        known = self._state.get(source.key)
        return known is None or known["sha256"] != _digest(source.path)

    def _one(
        self,
        source: OfficeFile,
        target: str,
        links: Mapping[str, str],
        converted: Mapping[Path, bytes | tuple[str, str]],
    ) -> ImportedFile:
        known = self._state.get(source.key)
        try:
            data = _content(source.path)
        except OSError as error:
            return ImportedFile(source.key, ImportOutcome.FAILED, why=str(error.strerror or error))
        digest = hashlib.sha256(data).hexdigest()
        here = self._here(target)
        if known:
            losses = tuple(Loss(*loss) for loss in known["losses"])
            same = known["sha256"] == digest
            edited = here is not None and hashlib.sha256(here).hexdigest() != known["written"]
            kept = ImportedFile(source.key, ImportOutcome.AS_BEFORE, target, losses)
            if here is None:
                return kept._replace(outcome=ImportOutcome.GONE)
            if same:
                return kept
            if edited:
                return kept._replace(
                    outcome=ImportOutcome.EDITED,
                    why=say("it has changed since it was imported, and so has the document"),
                    hint=say("Compare it in another folder: --into OTHER {key}", key=source.key),
                )
        try:
            text = self._read(source, data, target, links, converted)
        except IsodocsError as error:
            return ImportedFile(
                source.key, ImportOutcome.FAILED, why=error.message, hint=error.hint
            )
        outcome = ImportOutcome.AGAIN if known else ImportOutcome.NEW
        result = ImportedFile(
            source.key,
            outcome,
            target,
            text.losses,
            pictures=tuple(text.pictures),
            identifier=text.fields.get("id", ""),
            title=text.fields.get("title", ""),
            claim=text.fields.get("approved-by", ""),
        )
        if not known and here is not None and here != text.data:
            return result._replace(
                outcome=ImportOutcome.TAKEN,
                why=say("another file of this name is there; it was not touched"),
                hint=_OTHER_NAME,
            )
        if other := self._in_the_way(text, target, known):
            return result._replace(
                outcome=ImportOutcome.TAKEN,
                why=say("its picture {other} would be written over a file", other=other),
                hint=_OTHER_NAME,
            )
        return self._write(result, text, digest)

    def _in_the_way(self, text: WordText, target: str, known: Mapping[str, Any] | None) -> str:
        """A picture in whose place something is that was not imported as it is now."""
        written = known.get("pictures", {}) if known else {}
        for name, data in text.pictures.items():
            here = self._here(os.path.join(os.path.dirname(target), name))
            if here not in (None, data) and hashlib.sha256(here or b"").hexdigest() != written.get(
                name
            ):
                return name
        return ""

    def _read(
        self,
        source: OfficeFile,
        data: bytes,
        target: str,
        links: Mapping[str, str],
        converted: Mapping[Path, bytes | tuple[str, str]],
    ) -> WordText:
        if source.path.suffix.lower() not in WORD:
            made = converted[source.path]
            if isinstance(made, tuple):
                raise OfficeError(made[0], hint=made[1])
            data = made
        folder = os.path.dirname(target)
        near = {f"file:{name}": _relative(path, folder) for name, path in links.items()}
        return self._typed(self._stated(read_word(data, source.path.name, Path(target).stem, near)))

    def _stated(self, text: WordText) -> WordText:
        """With our word for its status, where it gives one that isodocs.yaml does not explain."""
        word = text.fields.get("status", "")
        meant = status_meant(word)
        if not meant or word in self._status_words or word.casefold() == meant:
            return text
        note = Loss("field", say("its status is written with our word"), "", word, lost=False)
        return text._replace(fields={**text.fields, "status": meant}, losses=(*text.losses, note))

    def _typed(self, text: WordText) -> WordText:
        """With the type that its number or its title speaks of, where it does not say one."""
        if "type" in text.fields:
            return text
        id, title = text.fields.get("id", ""), text.fields.get("title", "")
        listed = self._types.values()
        found = next((t.name for t in listed if t.prefix and id.startswith(f"{t.prefix}-")), "")
        kind = document_kinds.of_number(id) or document_kinds.of_title(title)
        if not found and (not self._types or kind in self._types):
            found = kind
        if not found:
            return text
        fields = {**text.fields, "type": found}
        what = say("its type is the one that its number or its title speaks of")
        note = Loss("field", what, "", found, lost=False)
        ordered = {name: fields[name] for name in FIELDS if name in fields}
        return text._replace(fields=ordered, losses=(*text.losses, note))

    def _write(self, result: ImportedFile, text: WordText, digest: str) -> ImportedFile:
        if self._dry:
            return result
        folder = os.path.dirname(result.target)
        try:
            self._into.mkdir(parents=True, exist_ok=True)
            with WorkTreeFiles(str(self._into)) as files:
                for name, data in text.pictures.items():
                    files.write(os.path.join(folder, name), data)
                files.write(result.target, text.data)
        except OSError as error:
            why = say("it cannot be written: {strerror}", strerror=error.strerror)
            return result._replace(outcome=ImportOutcome.FAILED, why=why)
        self._state[result.source] = {
            "sha256": digest,
            "target": result.target,
            "written": hashlib.sha256(text.data).hexdigest(),
            "losses": [list(loss) for loss in text.losses],
            "pictures": {n: hashlib.sha256(d).hexdigest() for n, d in text.pictures.items()},
        }
        return result

    def _here(self, target: str) -> bytes | None:
        """What is there now, as far as it can be read: nothing of what is there is written over."""
        if not os.path.lexists(self._into / target):
            return None
        try:
            with WorkTreeFiles(str(self._into)) as files:
                return files.read(target, LARGEST) or b""
        except OSError:
            return b""

    def _save(self) -> None:
        if self._dry or not self._state or not self._into.is_dir():
            return
        content = {"version": 1, "files": dict(sorted(self._state.items()))}
        text = json.dumps(content, ensure_ascii=False, indent=1)
        with WorkTreeFiles(str(self._into)) as files:
            files.write(STATE, f"{text}\n".encode())


def safe_name(name: str) -> str:
    """A name that every system can have: letters, figures and few signs."""
    plain = _OTHER.sub("-", unicodedata.normalize("NFC", name)).strip("-. ")
    plain = re.sub(r"-{2,}", "-", plain)[:_LONGEST_NAME].rstrip("-. ") or "document"
    return f"{plain}-" if _RESERVED.fullmatch(plain) else plain


def _content(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(LARGEST + 1)


def _digest(path: Path) -> str:
    try:
        return hashlib.sha256(_content(path)).hexdigest()
    except OSError:
        return ""


def _links(sources: Iterable[OfficeFile], targets: Mapping[OfficeFile, str]) -> dict[str, str]:
    """The document that each file becomes, by the name of the file, where only one has it."""
    many = Counter(source.path.name for source in sources)
    return {s.path.name: targets[s] for s in sources if many[s.path.name] == 1}


def _relative(path: str, folder: str) -> str:
    return os.path.relpath(path, folder or ".").replace(os.sep, "/")


def _read_state(path: Path) -> dict[str, dict[str, Any]]:
    """What was imported before; nothing where the file is not ours any more."""
    try:
        content = json.loads(path.read_bytes())
        files: dict[str, dict[str, Any]] = content["files"]
        sound = all(
            {"sha256", "target", "written", "losses"} <= entry.keys() and _is_below(entry["target"])
            for entry in files.values()
        )
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        sound = False
    if not sound:
        raise IsodocsError(
            say("{name} does not say what was imported", name=path.name),
            path=str(path),
            hint=say("Take it from history again, or delete it: files that are there stay."),
        )
    return files


def _is_below(target: object) -> bool:
    return isinstance(target, str) and not target.startswith("/") and ".." not in target.split("/")
