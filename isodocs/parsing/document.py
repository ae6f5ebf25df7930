"""A file's bytes -> a typed Document: the front matter of design section 4."""

from __future__ import annotations

import hashlib
import posixpath
from collections.abc import Callable, Iterator
from functools import lru_cache
from sys import intern

from isodocs.dataclass import replace
from isodocs.expressions import expression
from isodocs.model.config import FIELDS, HEADING, Config
from isodocs.model.document import ClauseClaim, Document, Reference, Status
from isodocs.model.history import TypeReading
from isodocs.model.node import Mapping
from isodocs.model.problem import Problem
from isodocs.parsing import conflict, front_matter, front_matter_look, globs
from isodocs.parsing.endings import MARKDOWN
from isodocs.parsing.fields import Fields
from isodocs.parsing.file_names import language_in_path, named_after
from isodocs.parsing.first_heading import first_heading, number_in_heading
from isodocs.parsing.standard_names import named, yardstick
from isodocs.words import did_you_mean, say, suggest

_STATUS = {status.value: status for status in Status}
_PARTING = expression(r"[,;&\n]|\band\b|\bund\b|\bet\b")
_LISTED = expression(
    r"(?:§{1,2} ?|[Cc]l(?:ause|\.)? ?)?(?:[A-Z]\.)?[0-9]{1,3}(?:\.[0-9]{1,3}){0,6}"
)
"""A clause in a list of several in one text."""
LANGUAGE = "language"
"""The kind of problem of a language that is none, or that the file's name contradicts."""
ALSO_CALLED = {"lang": "language", "translation_of": "translation-of"}
"""Names under which these fields are always read: which document a text is depends on them."""
ELSEWHERE = "front-matter-elsewhere"
"""The kind of problem of a file whose front matter is not where or what it must be."""


def parse(path: str, blob: str, data: bytes, config: Config) -> Document:
    """Read the document at `path`.

    `blob` is the Git object id of `data`. Never raises: whatever cannot be read is a problem of
    the document returned.
    """
    matter = front_matter.read(data)
    readable = matter.mapping is not None
    in_conflict = any(problem.kind == conflict.KIND for problem in matter.problems)
    if in_conflict and not readable:
        # Which document it is stays known, so that no one takes it for removed.
        matter = replace(matter, mapping=_identity(data, config))
    fields = _fields(matter, config)
    key = fields.key
    status_text = fields.text(key("status"))
    status = _STATUS.get(config.status_words.get(status_text, status_text).lower())
    if status_text and status is None:
        known = [*_STATUS, *config.status_words]
        fields.wrong(
            fields.nodes[key("status")],
            say(
                "status {status_text!r} is not known.{did_you_mean}",
                status_text=status_text,
                did_you_mean=did_you_mean(status_text, known),
            ),
            say("Write one of {known}.", known=", ".join(known)),
        )
    unsaid = "" if fields.text(key("type")) or not _files(config) else "type"  # the path says it
    of = fields.text(key("translation-of"))
    title = fields.text(key("title"))
    by_heading = config.identifier_from == HEADING and not fields.text(key("id")) and not of
    wanted = (by_heading or not title) and not in_conflict
    heading = first_heading(matter.body) if wanted else ""
    if matter.mapping is not None:
        fields.refuse_unknown(
            [key(name) for name in FIELDS], say("the front matter"), config.extra_fields
        )
    effective, last_review = fields.day(key("effective")), fields.day(key("last-review"))
    return Document(
        path=path,
        blob=blob,
        sha256=intern(hashlib.sha256(data).hexdigest()),  # its approvals name it, too
        body_sha256=hashlib.sha256(matter.body).hexdigest(),
        size=len(data),
        id=named_after(path, config)
        if config.named_by_file
        else fields.text(key("id")) or of or (by_heading and number_in_heading(heading)) or "",
        title=title or heading,
        type=fields.text(key("type")) or type_by_path(path, config),
        revision=fields.text(key("revision")),
        declared=status_text,
        status=status,
        owner=fields.text(key("owner")),
        effective=effective,
        review_every=fields.period(key("review-every")),
        last_review=last_review,
        next_review=fields.day_to_come(key("next-review"), last_review or effective),
        change=fields.text(key("change")),
        superseded_by=fields.text(key("superseded-by")),
        approved_by=", ".join(fields.texts(key("approved-by"))),
        language=_language(fields, path),
        translation_of=of,
        translates=fields.text(key("translates")),
        standard=", ".join(fields.texts(key("standard"))),
        classification=_classification(fields, config),
        sites=() if key("sites") in config.extra_fields else fields.texts(key("sites")),
        claims=_claims(fields, config),
        references=tuple(
            Reference(_referred(path, scalar.text.strip(), config), scalar.line, scalar.column)
            for scalar in fields.scalars(key("references"))
        ),
        places=_shared(tuple(p for p in fields.our_places().items() if p[0] != unsaid)),
        has_front_matter=readable,
        body_line=matter.body_line,
        # evaluated last: every reader above may have added one
        problems=(*matter.problems, *_elsewhere(data, matter, config), *fields.problems),
    )


def _referred(path: str, text: str, config: Config) -> str:
    """The identifier that a reference means: where files name documents, also that of a file."""
    file = text.partition("#")[0]
    if not config.named_by_file or not file.endswith(MARKDOWN):
        return text
    return named_after(posixpath.normpath(posixpath.join(posixpath.dirname(path), file)), config)


def type_by_path(path: str, config: Config) -> str:
    """The type whose `files` a path is among; empty where isodocs.yaml says none."""
    return type_in(path, _files(config))


def type_reading(config: Config) -> TypeReading:
    """How the types of documents are read."""
    return TypeReading(config.key("type"), config.field_names, _files(config))


def type_in(path: str, files: tuple[tuple[str, tuple[str, ...]], ...]) -> str:
    """The type whose patterns a path fits.

    A path that is written out decides before a pattern, and the type listed first before others.
    """
    by_path, by_pattern = _typing(files)
    return by_path.get(path) or next((name for name, fits in by_pattern if fits(path)), "")


def _files(config: Config) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((kind.name, kind.files) for kind in config.types.values() if kind.files)


@lru_cache(maxsize=8)
def _typing(
    files: tuple[tuple[str, tuple[str, ...]], ...],
) -> tuple[dict[str, str], tuple[tuple[str, Callable[[str], bool]], ...]]:
    by_path = {path: name for name, paths in reversed(files) for path in paths}
    return by_path, tuple((name, globs.matcher(patterns)) for name, patterns in files)


def _elsewhere(data: bytes, matter: front_matter.FrontMatter, config: Config) -> Iterator[Problem]:
    """What is there instead of front matter, where a file has none."""
    if matter.mapping is not None or matter.problems:
        return
    if found := front_matter_look.look(data, front_matter_look.known_keys(config)):
        yield Problem(ELSEWHERE, found.what, found.hint, found.line, 1)


def _identity(data: bytes, config: Config) -> Mapping | None:
    """The identifier and the revision of a file in conflict, as its first side has them."""
    root = front_matter.read(conflict.first_side(data)).mapping
    keys = (config.key("id"), config.key("revision"))
    found = [entry for entry in root or () if entry.key.text in keys]
    return Mapping(tuple(found), 2, 1, 2) if found else None


def _fields(matter: front_matter.FrontMatter, config: Config) -> Fields:
    """What the file says of itself, under whatever names the configuration allows."""
    also = any(entry.key.text in ALSO_CALLED for entry in matter.mapping or ())
    if not (config.fields or config.any_names or config.dates or also):
        return Fields(matter.mapping)
    from isodocs.parsing.named_fields import NamedFields

    return NamedFields.of_file(matter.mapping, matter.body, matter.body_line, config)


def _classification(fields: Fields, config: Config) -> str:
    """The level, also under a misspelt key: what someone meant to close stays closed.

    Empty where the repository has a field of its own of that name.
    """
    key = fields.key("classification")
    if key in config.extra_fields or key in fields.nodes:
        return "" if key in config.extra_fields else fields.text(key)
    ours = [fields.key(name) for name in FIELDS]
    others = (name for name in fields.nodes if name not in (*ours, *config.extra_fields))
    return next((fields.text(other) for other in others if suggest(other, ours) == key), "")


def _language(fields: Fields, path: str) -> str:
    """The tag of the language that a file, or else the ending of its name, says it is in."""
    key, named = fields.key("language"), language_in_path(path)
    scalars = fields.scalars(key)
    if not scalars:
        return named
    from isodocs.parsing import languages

    said = scalars[0].text
    found, instead = languages.tag(said), languages.meant(said)
    if not found:
        hint = (
            say("The language is '{instead}'.", instead=instead)
            if instead
            else say("Write its tag, such as en or pt-BR.")
        )
        message = say("no language has the tag {said!r}", said=said)
    elif named and languages.primary(found) != languages.primary(named):
        message = say(
            "'{key}' is {said!r}, and the name of the file says {named!r}",
            key=key,
            said=said,
            named=named,
        )
        hint = say("Correct the one that is wrong.")
    else:
        return found
    where = (scalars[0].line, scalars[0].column)
    fields.problems.append(Problem(LANGUAGE, message, hint, *where))
    return found or instead or named


@lru_cache(maxsize=1024)
def _shared(places: tuple[tuple[str, tuple[int, int]], ...]) -> dict[str, tuple[int, int]]:
    """The same object for the same places: the revisions of a document look alike."""
    return dict(places)


def _claims(fields: Fields, config: Config) -> tuple[ClauseClaim, ...]:
    """`clauses` by standard, or a plain list where the repository knows a single standard."""
    key = fields.key("clauses")
    node = fields.nodes.get(key)
    if node is None:
        return ()
    if isinstance(node, Mapping):
        return tuple(
            ClauseClaim(intern(entry.key.text), intern(clause), scalar.line, scalar.column)
            for entry in node
            for scalar in fields.as_scalars(entry.value, entry.key.text)
            for clause in _listed_in(scalar.text)
        )
    scalars = fields.as_scalars(node, key)
    meant = _standard_meant(fields, config)
    claims = []
    for scalar in scalars:
        said, _, clause = scalar.text.strip().rpartition(":")
        if standard := said or meant:
            claims += [
                ClauseClaim(intern(standard), intern(each), scalar.line, scalar.column, not said)
                for each in _listed_in(clause)
            ]
        else:
            fields.problems.append(
                Problem(
                    "wrong-form",
                    say("clause {text!r} does not say of which standard", text=scalar.text),
                    say("Write the clauses below their standard: 'iso-9001-2015: [\"8.4.1\"]'."),
                    scalar.line,
                    scalar.column,
                )
            )
    return tuple(claims)


def _listed_in(text: str) -> list[str]:
    """The clauses that one text lists, `§4.2, §7.3`; the text itself where it lists none."""
    parts = [part.strip() for part in _PARTING.split(text)]
    if len(parts) > 1 and all(map(_LISTED.fullmatch, parts)):
        return parts
    return [text.strip()]


def _standard_meant(fields: Fields, config: Config) -> str:
    """The standard of clauses that name none: what `standard` says, or else the only one.

    As written where it names none of those in use; empty where it leaves open which is meant.
    """
    said = fields.texts(fields.key("standard"))
    if not said:
        return config.default_standard
    in_use = config.named_standards
    if len(said) == 1 and said[0] in in_use:
        return said[0]
    text = ", ".join(said)
    names = named(text, tuple(map(yardstick, in_use)))
    meant = {item.standard for item in names if item.standard}
    if any(item.vague for item in names) or len(meant) > 1:
        return ""
    return meant.pop() if meant else text
