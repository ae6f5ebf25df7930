"""`isodocs.yaml` -> Config. Whatever does not fit becomes a placed problem; defaults are in."""

from __future__ import annotations

from collections.abc import Iterator

from isodocs.errors import StrictYamlError
from isodocs.expressions import expression
from isodocs.model.config import (
    DEFAULT_DAYS,
    EXACT,
    FIELDS,
    IDENTIFIERS,
    PATH,
    REQUIRED_FIELDS,
    UNREADABLE,
    Classification,
    Config,
    DayOrder,
    DocumentType,
    NotApplicable,
)
from isodocs.model.gap import Level
from isodocs.model.node import Mapping, Scalar
from isodocs.model.period import Period
from isodocs.model.problem import Problem
from isodocs.model.scheme import SCHEMES
from isodocs.parsing import globs, placeholders, strict_yaml
from isodocs.parsing.fields import Fields
from isodocs.words import did_you_mean, say

KEYS = tuple(
    "organisation owner standards in-preparation documents identifier revision-scheme types "
    "required fields extra-fields field-names dates status-words not-applicable none-of "
    "changed-because review-due-within default-days late-entry-after protected-branches language "
    "translations theme site-address not-placeholders classification rules".split()
)

_ADDRESS = expression(r"https?://[!-~]{1,200}")


def parse(data: bytes) -> Config:
    """Read the configuration; never raises, an unreadable file gives the defaults and a problem."""
    try:
        root = strict_yaml.read(data)
    except StrictYamlError as error:
        problem = Problem(UNREADABLE, error.message, error.hint, error.line, error.column)
        return Config(configured=True, problems=(problem,))
    if not isinstance(root, Mapping):
        hint = say("Write 'key: value' lines; `isodocs init` writes a file to start from.")
        problems: tuple[Problem, ...] = ()
        if not (isinstance(root, Scalar) and not root.text.strip()):
            problems = (Problem(UNREADABLE, say("{path} must hold keys", path=PATH), hint, 1, 1),)
        return Config(configured=True, problems=problems)
    return _config(Fields(root))


def _config(fields: Fields) -> Config:
    fields.refuse_unknown(KEYS, PATH)
    documents = Fields(fields.children("documents"))
    documents.refuse_unknown(("include", "exclude"), "'documents'")
    identifier = Fields(fields.children("identifier"))
    identifier.refuse_unknown(("from",), "'identifier'")
    default_days = Fields(fields.children("default-days"))
    default_days.refuse_unknown(DEFAULT_DAYS, "'default-days'")
    rules = Fields(fields.children("rules"))
    rules.refuse_unknown(("ignore", "levels"), "'rules'")
    not_applicable, none_of, changed_because = _with_reasons(fields)
    default = Config()
    scheme = _one_of(fields, "revision-scheme", tuple(SCHEMES)) or "integer"
    return Config(
        configured=True,
        organisation=fields.text("organisation"),
        owner=fields.text("owner"),
        standards=(standards := fields.texts("standards")),
        in_preparation=_in_preparation(fields, standards),
        include=_patterns(documents, "include"),
        exclude=_patterns(documents, "exclude"),
        scheme=SCHEMES[scheme],
        identifier_from=_one_of(identifier, "from", IDENTIFIERS) or "field",
        types=_types(fields),
        required=_known_fields(fields, "required") or REQUIRED_FIELDS,
        fields=_renamed(fields),
        extra_fields=fields.texts("extra-fields"),
        field_names=_one_of(fields, "field-names", (EXACT, "any")) or EXACT,
        dates=DayOrder(order) if (order := _one_of(fields, "dates", tuple(DayOrder))) else None,
        status_words=_words(fields, "status-words", ("draft", "approved", "obsolete")),
        not_applicable=not_applicable,
        none_of=none_of,
        changed_because=changed_because,
        review_due_within=fields.period("review-due-within") or default.review_due_within,
        default_days={
            key: span for key in default_days.nodes if (span := default_days.period(key))
        },
        late_entry_after=fields.period("late-entry-after") or default.late_entry_after,
        protected_branches=fields.texts("protected-branches") or default.protected_branches,
        language=_language(fields.text("language")),
        translations=tuple(_languages(fields)),
        theme=fields.text("theme").strip("/"),
        site_address=_address(fields, "site-address"),
        not_placeholders=_not_placeholders(fields),
        classification=_classification(fields),
        ignore=rules.texts("ignore"),
        levels={
            code: Level(level)
            for code, level in _words(rules, "levels", tuple(Level)).items()
            if level in tuple(Level)
        },
        places=fields.places,
        # evaluated last: every reader above may have added one
        problems=(
            *fields.problems,
            *documents.problems,
            *identifier.problems,
            *default_days.problems,
            *rules.problems,
        ),
    )


def _language(said: str) -> str:
    """The tag of a language; what is none as it is written."""
    if not said:
        return ""
    from isodocs.parsing.languages import tag

    return tag(said) or said


def _languages(fields: Fields) -> Iterator[str]:
    for scalar in fields.scalars("translations"):
        from isodocs.parsing.languages import tag

        if known := tag(scalar.text):
            yield known
        else:
            fields.wrong(
                scalar,
                say(
                    "'translations' names {text!r}, which is not the tag of a language",
                    text=scalar.text,
                ),
                say("Write tags such as de or pt-BR: 'translations: [de, fr]'."),
            )


def _address(fields: Fields, key: str) -> str:
    """An address on the web, without a slash at its end; anything else is left out."""
    for scalar in fields.scalars(key):
        if _ADDRESS.fullmatch(scalar.text):
            return scalar.text.rstrip("/")
        fields.wrong(
            scalar,
            say("{text!r} is not an address on the web", text=scalar.text),
            say("Write where people open the site: '{key}: https://docs.example.com'.", key=key),
        )
    return ""


def _patterns(fields: Fields, key: str) -> tuple[str, ...]:
    """Path patterns; those beyond what is read at all are left out, which is an error."""
    found = []
    size = 0
    for scalar in fields.scalars(key):
        pattern = scalar.text.strip()
        size += len(pattern)
        if len(pattern) > globs.LONGEST or size > globs.MOST:
            fields.wrong(
                scalar,
                say(
                    "this pattern of '{key}' is not read: one may have {LONGEST} characters, "
                    "all together {MOST}",
                    key=key,
                    LONGEST=globs.LONGEST,
                    MOST=globs.MOST,
                ),
                say("Write fewer patterns: '**' stands for any folders, '*' for a part of a name."),
            )
        else:
            found.append(pattern)
    return tuple(found)


def _in_preparation(fields: Fields, used: tuple[str, ...]) -> tuple[str, ...]:
    """The standards on their way; one that is worked to already is none of them."""
    found = []
    for scalar in fields.scalars("in-preparation"):
        name = scalar.text.strip()
        if name in used:
            fields.wrong(
                scalar,
                say("{name!r} is under 'standards' and under 'in-preparation'", name=name),
                say("Leave it under 'standards' once you work to it, else under 'in-preparation'."),
            )
        else:
            found.append(name)
    return tuple(found)


def _not_placeholders(fields: Fields) -> tuple[str, ...]:
    found = []
    for scalar in fields.scalars("not-placeholders"):
        word = scalar.text.strip()
        if word in placeholders.WORDS:
            found.append(word)
        else:
            fields.wrong(
                scalar,
                say(
                    "'not-placeholders' names {word!r}.{did_you_mean}",
                    word=word,
                    did_you_mean=did_you_mean(word, placeholders.WORDS),
                ),
                say("The words are {WORDS}.", WORDS=", ".join(placeholders.WORDS)),
            )
    return tuple(found)


def _classification(fields: Fields) -> Classification:
    """`classification`: the levels, each once, and the one of them that goes without saying."""
    inner = Fields(fields.children("classification"))
    inner.refuse_unknown(("levels", "default"), "'classification'")
    levels: dict[str, str] = {}
    for scalar in inner.scalars("levels"):
        level = scalar.text.strip()
        if level.casefold() in levels:
            hint = say("Write each level once, from open to closed.")
            inner.wrong(scalar, say("'levels' names {level!r} twice", level=level), hint)
        levels.setdefault(level.casefold(), level)
    found = Classification(tuple(levels.values())) if levels else Classification()
    said = inner.text("default")
    default = found.level(said)
    if said and not default:
        inner.wrong(
            inner.nodes["default"],
            say(
                "'default' is {said!r}, which is not a level.{did_you_mean}",
                said=said,
                did_you_mean=did_you_mean(said, found.levels),
            ),
            say("The levels are {levels}.", levels=", ".join(found.levels)),
        )
    fields.problems.extend(inner.problems)
    return found._replace(default=default)


def _one_of(fields: Fields, key: str, allowed: tuple[str, ...]) -> str:
    text = fields.text(key)
    if text and text not in allowed:
        fields.wrong(
            fields.nodes[key],
            say(
                "'{key}' is {text!r}.{did_you_mean}",
                key=key,
                text=text,
                did_you_mean=did_you_mean(text, allowed),
            ),
            say("Write one of {allowed}.", allowed=", ".join(allowed)),
        )
        return ""
    return text


def _known_fields(fields: Fields, key: str) -> tuple[str, ...]:
    names = []
    for scalar in fields.scalars(key):
        if scalar.text in FIELDS:
            names.append(scalar.text)
        else:
            fields.wrong(
                scalar,
                say(
                    "'{key}' names {text!r}.{did_you_mean}",
                    key=key,
                    text=scalar.text,
                    did_you_mean=did_you_mean(scalar.text, FIELDS),
                ),
                say("Known fields are {fields}.", fields=", ".join(FIELDS)),
            )
    return tuple(names)


def _renamed(fields: Fields) -> dict[str, str]:
    """`fields`: our name -> the name this repository already uses."""
    renamed = {}
    for entry in fields.children("fields") or ():
        if entry.key.text not in FIELDS:
            fields.wrong(
                entry.key,
                say(
                    "'fields' renames {text!r}.{did_you_mean}",
                    text=entry.key.text,
                    did_you_mean=did_you_mean(entry.key.text, FIELDS),
                ),
                say("Our names are on the left: {fields}.", fields=", ".join(FIELDS)),
            )
        elif isinstance(entry.value, Scalar) and entry.value.text.strip():
            renamed[entry.key.text] = entry.value.text.strip()
        else:
            fields.wrong(
                entry.value,
                say("'{text}' needs the name used here", text=entry.key.text),
                say("Write it."),
            )
    return renamed


def _words(fields: Fields, key: str, allowed: tuple[str, ...]) -> dict[str, str]:
    """A mapping from words of this repository to words of ours."""
    words = {}
    for entry in fields.children(key) or ():
        word = entry.key.text.lower()
        if isinstance(entry.value, Scalar) and word in allowed and word != entry.value.text:
            fields.wrong(
                entry.value,
                say(
                    "'{key}' gives {text!r} a meaning that differs from its own",
                    key=key,
                    text=entry.key.text,
                ),
                say("Readers take the word for what it says; use another one."),
            )
        elif isinstance(entry.value, Scalar) and entry.value.text in allowed:
            words[entry.key.text] = entry.value.text
        else:
            fields.wrong(
                entry.value,
                say(
                    "'{key}' gives {text!r} a meaning isodocs does not know",
                    key=key,
                    text=entry.key.text,
                ),
                say("Write one of {allowed}.", allowed=", ".join(allowed)),
            )
    return words


def _types(fields: Fields) -> dict[str, DocumentType]:
    types = {}
    for entry in fields.children("types") or ():
        name = entry.key.text
        if not isinstance(entry.value, Mapping):
            if not (isinstance(entry.value, Scalar) and not entry.value.text):
                fields.wrong(
                    entry.value,
                    say("type {name!r} must hold keys", name=name),
                    say("Write '{name}: {{prefix: SOP, review-every: 24 months}}'.", name=name),
                )
            types[name] = DocumentType(name)
            continue
        inner = Fields(entry.value)
        inner.refuse_unknown(
            ("prefix", "review-every", "folder", "files"), say("type {name!r}", name=name)
        )
        types[name] = DocumentType(
            name,
            inner.text("prefix"),
            inner.period("review-every"),
            inner.text("folder"),
            _patterns(inner, "files"),
        )
        fields.problems.extend(inner.problems)
    return types


def _with_reasons(
    fields: Fields,
) -> tuple[tuple[NotApplicable, ...], dict[str, str], dict[str, str]]:
    if not fields.nodes.keys() & {"not-applicable", "none-of", "changed-because"}:
        return (), {}, {}
    from isodocs.parsing import config_tables  # few leave anything out

    return (
        config_tables.not_applicable(fields),
        config_tables.none_of(fields),
        config_tables.changed_because(fields),
    )


def default_types() -> dict[str, DocumentType]:
    """The document types `isodocs init` starts a repository with."""
    rows = (
        ("manual", "MAN", 12, "manual"),
        ("policy", "POL", 12, "policies"),
        ("objectives", "OBJ", 12, "objectives"),
        ("procedure", "SOP", 24, "procedures"),
        ("work-instruction", "WI", 24, "work-instructions"),
        ("form", "FRM", 36, "forms"),
        ("register", "REG", 12, "registers"),
    )
    return {
        name: DocumentType(name, prefix, Period(months, "month"), f"documents/{folder}")
        for name, prefix, months, folder in rows
    }
