"""The translation of a document begins: its text under the same number, to be written over."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from isodocs.assess.translations import language_of, read_now
from isodocs.errors import LifecycleError
from isodocs.lifecycle import fields
from isodocs.lifecycle.current import current_file
from isodocs.lifecycle.plan import FileChange, Plan
from isodocs.parsing import globs
from isodocs.parsing.file_names import split_ending
from isodocs.parsing.languages import meant, primary, signs, tag
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.model.config import Config
    from isodocs.model.document import Document
    from isodocs.model.register import Entry, Register
    from isodocs.workspace import Workspace


def translate(
    workspace: Workspace, register: Register, entry: Entry, language: str, title: str = ""
) -> Plan:
    """Plan the draft of a translation of the revision that people read.

    It is a copy of that text, beside it, with the language and without what was approved. Where
    the original says no language, the translation names it as its original instead.

    Raises LifecycleError for a language that does not exist or is there already, and for a text
    that is a translation itself.
    """
    wanted = _tag(language)
    if register.is_translation(entry):
        raise LifecycleError(
            say("{id} is a translation itself", id=entry.id),
            hint=say("Translate its original: isodocs translate {id}", id=entry.identifier),
        )
    texts = (entry, *register.translations.get(entry.id, ()))
    own = language_of(register, entry) or register.config.language
    held = [tag(language_of(register, each)) for each in texts] + [tag(own)]
    if wanted in held:
        raise LifecycleError(
            say("{id} is there in the language {wanted!r} already", id=entry.id, wanted=wanted),
            hint=say("Continue it: `isodocs show {id}@{wanted}`.", id=entry.id, wanted=wanted),
        )
    here, data = current_file(workspace, entry)
    document = read_now(entry).document
    if document.blob != here.blob:
        data = workspace.contents({document.blob: document.path}).get(document.blob, data)
    path = place(here.path, wanted, own)
    _refuse_place(register, path)
    edited = fields.edit(
        data, register.config, _values(register, entry, document, wanted, title), path=path
    )
    name = f"{entry.id}@{wanted}"
    return Plan(
        say(
            "{name}: the translation of revision {number} begins as a draft.",
            name=name,
            number=document.revision,
        ),
        say(
            "{name}: begin the translation of revision {revision}",
            name=name,
            revision=document.revision,
        ),
        (FileChange(path, None, edited),),
        (
            say("Translate the text, and the title, in {path}.", path=path),
            say("When it is finished: isodocs submit {id} --effective YYYY-MM-DD", id=name),
        ),
    )


def place(path: str, language: str, own: str) -> str:
    """Where the translation of a file belongs: `de/SOP-1.md` beside `en/SOP-1.md`, `SOP-1.de.md`.

    A language in the path of the original is replaced; else one goes before the ending.
    """
    for sign in signs(path):
        if own and primary(sign.language) == primary(own):
            if sign.folder:
                folder = posixpath.join(posixpath.dirname(sign.folder), language)
                return folder + path[len(sign.folder) :]
            start = len(posixpath.commonprefix((path, sign.rest)))
            _, ending = split_ending(path)
            said = re.sub(r"[A-Za-z]{2}(?:[-_][A-Za-z]{2})?$", "", path[: len(path) - len(ending)])
            loud = path[start : len(path) - len(ending)].isupper()
            return f"{said}{language.upper() if loud else language}{ending}"
    stem, ending = split_ending(path)
    return f"{stem}.{language}{ending}"


def _values(
    register: Register, entry: Entry, document: Document, language: str, title: str
) -> dict[str, str | None]:
    config = register.config
    values: dict[str, str | None] = {
        "status": "draft",
        "language": language,
        "change": None,
        "effective": None,
        "approved-by": None,
        "superseded-by": None,
    }
    if title:
        values["title"] = title
    if not config.named_by_file and not (entry.language or config.language):
        values["id"] = f"{entry.id}-{language.upper()}"
        values["translation-of"] = entry.id
    if not config.scheme.rank(document.revision):
        values["translates"] = document.revision or None
    return values


def _tag(language: str) -> str:
    if found := tag(language):
        return found
    near = meant(language)
    raise LifecycleError(
        say("no language has the tag {language!r}", language=language),
        hint=say("The language is '{near}'.", near=near)
        if near
        else say("Write its tag, such as en or pt-BR."),
    )


def _refuse_place(register: Register, path: str) -> None:
    config: Config = register.config
    if path in register.inventory.paths:
        raise LifecycleError(
            say("there is a file of this name already"),
            path=path,
            hint=say("Rename or remove it first."),
        )
    if config.include and not globs.matcher(config.include, config.exclude)(path):
        raise LifecycleError(
            say(
                "{path} would not be a controlled document: no pattern of isodocs.yaml includes it",
                path=path,
            ),
            hint=say("Widen 'documents: include' in isodocs.yaml."),
        )
