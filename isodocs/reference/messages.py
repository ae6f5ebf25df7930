"""What translators get: each catalogue in `locales/`, with every sentence that the program says.

    python -m isodocs.reference.messages

brings all of them up to date: what is translated stays, what nothing says any more goes.
"""

from __future__ import annotations

import ast
import io
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from isodocs.assess.decisions import Outcome
from isodocs.assess.in_place import InPlace
from isodocs.assess.translations import Agreement
from isodocs.authority.authority_register import plural_type
from isodocs.catalogues import FOLDER
from isodocs.cli import cli
from isodocs.commands import JOBS
from isodocs.commands._help import CLICK, texts
from isodocs.commands._show_kinds import document_fields
from isodocs.dossier.certificates import StepState
from isodocs.model.applicability import Implementation, TableApproval
from isodocs.model.approval import Meaning
from isodocs.model.audit import Area, AuditKind
from isodocs.model.certification import CertificateState, EditionState
from isodocs.model.comment import CommentState
from isodocs.model.competence import CompetenceState
from isodocs.model.config import FIELDS
from isodocs.model.controlled_copy import Likeness
from isodocs.model.coverage import CoverageStatus, Strength
from isodocs.model.diagnosis import Health
from isodocs.model.document import State, Status
from isodocs.model.gap import Level
from isodocs.model.imported import ImportOutcome
from isodocs.model.judgement import Ground
from isodocs.model.nonconformity import Stage
from isodocs.model.pack import FileState
from isodocs.model.period import UNITS
from isodocs.model.readiness import ReadinessVerdict, Weight
from isodocs.model.redline import SectionStatus
from isodocs.model.trail import Basis
from isodocs.model.validity import Answer
from isodocs.named_tuple import NamedTuple
from isodocs.parsing.config import default_types
from isodocs.records.choice_words import choice_in_words
from isodocs.records.record_kinds import kinds, summaries
from isodocs.rules.registry import all_rules
from isodocs.standards.editions import MONTHS
from isodocs.standards.load import available, load
from isodocs.standards.must_be_shown import expectations
from isodocs.standards.review_inputs import review_inputs, review_outputs
from isodocs.statements.kinds import KINDS
from isodocs.words import DAY, NUMBERS, name_in_words, plural

if TYPE_CHECKING:
    from isodocs.model.rule import Rule

_PACKAGE = Path(__file__).parent.parent
_OF_NOUNS = ("counted", "spelled")
_SAID_AT = {
    "say": slice(0, 1),
    "say_many": slice(0, 2),
    "agreed": slice(1, 3),
    "Column": slice(0, 1),
    "part": slice(0, 1),
    **dict.fromkeys(_OF_NOUNS, slice(1, 2)),
}
"""By the function that is called: which of its arguments are English."""
_LEVELS = ("recorded", "signed", "user-verified", "timestamped")
_SOURCES = ("work tree", "index")
"""What a report is of, unless it is a commit."""
_FIELDS = (
    *("the key", "its point", "its kind", "its application", "its curve", "its key", "its flags"),
    *("its namespace", "its reserved field", "its signature", "its client data", "its value"),
    *("its first bytes", "its r", "its s", "its algorithm", "its counter", "its version"),
    *("its hash algorithm", "its origin"),
)
"""Parts of keys and signatures, as `statements/wire.py` names them."""
_WORDS = (
    *(Agreement, Answer, Area, AuditKind, Basis, CertificateState, CommentState, CompetenceState),
    *(CoverageStatus, EditionState, FileState, Ground, Implementation, ImportOutcome, InPlace),
    *(
        Health,
        Level,
        Likeness,
        Meaning,
        Outcome,
        ReadinessVerdict,
        SectionStatus,
        Stage,
        State,
        Status,
    ),
    *(StepState, Strength, TableApproval, Weight),
)
"""Enumerations whose members are words in sentences."""
_NAME = re.compile(r"[a-z]{2,}(?:-[a-z]+)*")


class Sentence(NamedTuple):
    """What is said of one thing, and of others where that is said in other words.

    A choice of a field has the field as its `context`: each language may have a word of its own.
    """

    one: str
    many: str = ""
    context: str = ""


def sentences() -> list[Sentence]:
    """Every sentence and word that the program says to people, in order, each once."""
    found = {sentence for path in _PACKAGE.rglob("*.py") for sentence in _in_file(path)}
    found |= {Sentence(str(member)) for words in _WORDS for member in words}
    found |= {Sentence(text) for text in _in_data()}
    found |= {Sentence(text) for text in (*texts(cli), *JOBS)}
    found |= {Sentence(said) for said in (*CLICK, DAY)}
    found |= {Sentence(each.what) for each in expectations()}
    found |= {Sentence(kind.noun) for kind in KINDS}
    found |= {Sentence(f"{{number}} {one}", f"{{number}} {many}") for one, many in UNITS.items()}
    found |= {Sentence(word) for word in (*NUMBERS, *MONTHS, *_SOURCES, *_LEVELS, *_FIELDS)}
    found |= {Sentence(f"{{before}} {last} {{last}}") for last in ("and", "or", "nor")}
    many = {sentence.one for sentence in found if sentence.many}
    found = {each for each in found if each.many or each.one not in many}
    return sorted(found | {*_choices()})


def _choices() -> Iterator[Sentence]:
    """Every choice of every field of records."""
    for kind in kinds().values():
        for field in kind.fields.values():
            for choice in field.choices:
                yield Sentence(choice_in_words(field.name, choice), context=field.name)


def explanations() -> list[Sentence]:
    """What rules, kinds of record, and fields say of themselves, in order, each once."""
    found = {text for rule in all_rules().values() for text in texts_of(rule)}
    found |= {*summaries().values()}
    found |= {field.about for kind in kinds().values() for field in kind.fields.values()}
    found |= {str(field["description"]) for field in document_fields().values()}
    known = {sentence.one for sentence in sentences() if not sentence.context}
    return [Sentence(text) for text in sorted(found - known - {""})]


def requirements() -> list[Sentence]:
    """What the clauses of every standard ask, in order, each once."""
    return [
        Sentence(text) for text in sorted({c.asks for id in available() for c in load(id)} - {""})
    ]


def texts_of(rule: Rule) -> Iterator[str]:
    """What a rule says of itself, as `isodocs explain` shows it."""
    said = rule.document
    yield from (said.summary, said.why, said.example, said.remedy)


def _in_data() -> Iterator[str]:
    """Names of kinds of record, what is due and must hold in them, types of document, clauses."""
    yield from map(plural_type, default_types())
    yield from (kind.replace("-", " ") for kind in AuditKind)
    yield from (name_in_words(name) for name in sorted(_names()))
    for kind in kinds().values():
        yield kind.title
        yield from (step.title for step in kind.steps)
        yield from (duty.what for duty in kind.law.duties)
        yield from kind.law.words
        named = {field.refers for field in kind.fields.values()}
        for refers in named - {"", "owner", "file-or-number"}:
            yield from (refers, plural(refers))
    for each in review_inputs().values():
        yield from (each.title, each.asks)
    yield from review_outputs().values()
    for id in available():
        yield from (clause.title for clause in load(id))


def _names() -> set[str]:
    """Names of fields, and of the facts and columns of dossiers."""
    found = {*FIELDS, *(name for kind in kinds().values() for name in kind.fields)}
    for path in (_PACKAGE / "dossier").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_bytes())):
            called = getattr(getattr(node, "func", None), "id", "")
            parts = [*node.elts] if isinstance(node, ast.Tuple) else []
            parts += [*node.args[:1]] if isinstance(node, ast.Call) and called == "Detail" else []
            texts = (part.value for part in parts if isinstance(part, ast.Constant))
            found |= {text for text in texts if isinstance(text, str) and _NAME.fullmatch(text)}
    return found


def _in_file(path: Path) -> Iterator[Sentence]:
    data = path.read_bytes()
    if b"words" not in data and b"Column(" not in data:
        return
    for node in ast.walk(ast.parse(data)):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        at = _SAID_AT.get(node.func.id)
        if at is None or len(node.args) < at.stop:
            continue
        constants = [arg.value for arg in node.args[at] if isinstance(arg, ast.Constant)]
        texts = [value for value in constants if isinstance(value, str)]
        if not texts or not re.search(r"[A-Za-z]", re.sub(r"\{[^{}]*+\}", "", texts[0])):
            continue
        if node.func.id in _OF_NOUNS:
            yield Sentence(f"{{number}} {texts[0]}", f"{{number}} {plural(texts[0])}")
        else:
            yield Sentence(*texts)


def updated(language: str, said: Iterable[Sentence], name: str = "messages.po") -> bytes:
    """The catalogue of a language with all of that, and what is translated of it so far."""
    path = FOLDER / language / "LC_MESSAGES" / name
    known = read_po(io.BytesIO(path.read_bytes())) if path.exists() else Catalog(language)
    translated: dict[str, list[tuple[str, Any]]] = {}
    for message in known:
        if message.id and message.string:
            one = message.id if isinstance(message.id, str) else message.id[0]
            translated.setdefault(one, []).append((message.context or "", message.string))
    catalogue = Catalog(language, header_comment=f"# What people read of isodocs: {language}.")
    said = [*said]
    of_fields = {sentence.context for sentence in said} - {""}
    for sentence in said:
        id_ = (sentence.one, sentence.many) if sentence.many else sentence.one
        known_here = {
            context: string
            for context, string in translated.get(sentence.one, ())
            if (context == sentence.context if sentence.context else context not in of_fields)
        }
        for context, string in sorted((known_here or {sentence.context: ""}).items()):
            forms = string if isinstance(string, tuple) else (string, string)
            value = forms if sentence.many else forms[0]
            catalogue.add(id_, value, context=context or None)
    file = io.BytesIO()
    write_po(file, catalogue, width=0, omit_header=False, sort_output=False)
    return _without_dates(file.getvalue())


def _without_dates(data: bytes) -> bytes:
    lines = data.split(b"\n")
    end = lines.index(b"")
    head = [line for line in lines[:end] if _is_kept(line)]
    return b"\n".join([*head, *lines[end:]])


def _is_kept(line: bytes) -> bool:
    """Whether a line of the head is not about when and by whom it was written."""
    kept = (b"Language:", b"MIME-Version", b"Content-T", b"Plural-Forms")
    return line != b"#, fuzzy" and (line[:1] != b'"' or line[1:].startswith(kept))


def languages() -> list[str]:
    """Those that have a catalogue, or will have one: `locales/` has a folder for each."""
    return sorted(path.name for path in FOLDER.iterdir() if path.is_dir())


def main() -> None:
    """Bring every catalogue up to date."""
    for name, said in (("messages.po", sentences()), ("explanations.po", explanations())):
        for language in languages():
            path = FOLDER / language / "LC_MESSAGES" / name
            path.write_bytes(updated(language, said, name))
    for path in FOLDER.glob("*/LC_MESSAGES/requirements.po"):
        path.write_bytes(updated(path.parent.parent.name, requirements(), path.name))


if __name__ == "__main__":
    main()
