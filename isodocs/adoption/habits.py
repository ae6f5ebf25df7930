"""How the documents of a repository are written: names of fields, words, days, numbers, types."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from isodocs.adoption.identifiers import Identifiers, identifiers
from isodocs.adoption.spoken import Languages
from isodocs.adoption.standards_named import standards_named
from isodocs.adoption.typed import TypedDocuments, typed
from isodocs.dataclass import immutable
from isodocs.model.config import (
    EXACT,
    FIELDS,
    HEADING,
    REQUIRED_FIELDS,
    Classification,
    DayOrder,
)
from isodocs.model.document import Status
from isodocs.model.period import Period
from isodocs.model.scheme import SCHEMES
from isodocs.named_tuple import NamedTuple
from isodocs.parsing import as_written, front_matter
from isodocs.parsing.field_labels import field_called
from isodocs.parsing.fields import parse_day
from isodocs.parsing.first_heading import first_heading
from isodocs.parsing.header_block import stated
from isodocs.parsing.status_words import status_meant

_OFTEN = 3
"""A name counts as the repository's habit when one file in so many uses it."""
_FEW = 2
"""What only one document says in a way of its own does not count as a habit."""
_SHARE = 100
"""Nor what fewer than one in so many do: among a thousand, five tables have other meanings."""
_SEVERAL = 3
"""So many fields that one document says in ways of its own are its habit, and not a coincidence."""
_DAYS = ("effective", "last-review", "next-review")


class _FieldSaid(NamedTuple):
    """What one document says in one of our fields, under which name, and whether in its text."""

    path: str
    name: str
    value: str
    in_text: bool


@immutable(frozen=True, slots=True)
class HouseHabits:
    """How a repository already writes its documents.

    `identifiers` says where they are, `fields` maps our names to its names,
    `status_words` its words to ours. `field_names` is "any" where texts say their fields
    themselves, `dates` the order of days that are not written as isodocs writes them; `open_days`
    are those that may be either. `types` are those of documents, `owners` who looks after
    originals, once for each. `others` are fields we do not know, `required` those of ours
    that its documents have. `said` counts the documents that have each field, and `standards`
    those that name each standard. `language` is that of originals, where files say one;
    `translations` are those by which names of files are sorted, and `texts` the paths of documents
    that have several.
    """

    identifiers: Identifiers
    fields: Mapping[str, str]
    field_names: str
    dates: DayOrder | None
    open_days: tuple[str, ...]
    status_words: Mapping[str, str]
    others: tuple[str, ...]
    required: tuple[str, ...]
    types: TypedDocuments
    owners: tuple[str, ...]
    scheme: str
    said: Mapping[str, int]
    standards: Mapping[str, int]
    language: str
    translations: tuple[str, ...]
    texts: Mapping[str, tuple[str, ...]]


def read_habits(documents: Mapping[str, bytes], on: date) -> HouseHabits:
    """Learn from the documents of a repository, given by path, on a day."""
    said: dict[str, list[_FieldSaid]] = defaultdict(list)
    keys: Counter[str] = Counter()
    for path, data in documents.items():
        matter = front_matter.read(data)
        here = {}
        for entry in matter.mapping or ():
            keys[entry.key.text] += 1
            name = entry.key.text if entry.key.text in FIELDS else field_called(entry.key.text)
            text = getattr(entry.value, "text", "").strip()
            if name and (name not in here or entry.key.text == name):
                here[name] = _FieldSaid(path, entry.key.text, text, in_text=False)
        for fact in stated(matter.body):
            here.setdefault(fact.field, _FieldSaid(path, fact.label, fact.value, in_text=True))
        for name, one in here.items():
            said[name].append(one)
    if not _name_originals(said):
        said.pop("translation-of", None)
    fields = _renamed(said)
    values = {name: [one.value for one in said[name] if one.value] for name in FIELDS}
    ours = {*FIELDS, *fields.values()}
    many = len(documents)
    in_text = {one.path for name in FIELDS for one in said[name] if one.in_text}
    spelled = {one.name for name in FIELDS for one in said[name]} - ours
    # Levels of their own stay a field of their own, until isodocs.yaml lists them.
    levels = Classification()
    foreign = {name for name in ("classification",) if not all(map(levels.level, values[name]))}
    few = max(_FEW, many // _SHARE)
    own = Counter(
        one.path
        for name in FIELDS
        for one in said[name]
        if one.in_text or (one.name not in FIELDS and keys[one.name] < few)
    )
    several = [path for path, count in own.items() if count >= _SEVERAL]
    any_names = (
        len(in_text) >= few
        or any(keys[name] >= few for name in spelled)
        or len(several) >= max(1, many // _SHARE)
    )
    # A revision in a field that is left alone would be lost when its text comes into force.
    heard = spelled if any_names else {one.name for one in said["revision"]} - ours
    days = [text for name in _DAYS for text in values[name]]
    if not any_names:
        said = {n: [one for one in found if not one.in_text] for n, found in said.items()}
        values = {name: [one.value for one in said.get(name, ()) if one.value] for name in FIELDS}
    spoken = Languages.of(documents, {one.path: one.value for one in said.get("language", ())})
    original = {one.path for one in said.get("translation-of", ()) if one.value}
    language = spoken.original(original)
    titles = _titles(documents, said.get("title", ()))
    ids = {one.path: one.value for one in said.get("id", ()) if one.value}
    found = identifiers(list(documents), ids, titles, spoken, language)
    texts = spoken.texts(found.by_path)
    by_field = found.form in ("field", HEADING)
    if found.form == HEADING:
        values["id"] = list(found.by_path.values())
    return HouseHabits(
        identifiers=found,
        fields=fields,
        field_names="any" if any_names else EXACT,
        dates=_order(days, values["review-every"], any_names=any_names),
        open_days=tuple(sorted({text for text in days if as_written.is_open(text)})),
        status_words=_status_words(values["status"]),
        others=tuple(sorted(set(keys) - ours - heard | foreign)),
        # Also where the value is still to be filled in: then the field is meant to be there.
        required=tuple(
            name
            for name in REQUIRED_FIELDS
            if name == "id" or _often(len(said.get(name, ())), many)
        ),
        types=typed(
            documents,
            {one.path: one.value for one in said.get("type", ())},
            found.by_path if by_field else ids,
            titles,
            texts.values(),
        ),
        owners=tuple(
            one.value
            for one in said.get("owner", ())
            if one.value and spoken.by_path.get(one.path, language) == language
        ),
        scheme=_scheme(values["revision"]),
        said={name: len(found) for name, found in values.items() if found},
        standards=standards_named(documents, on),
        language=language,
        translations=() if by_field else spoken.sorting(language),
        texts=texts,
    )


def _name_originals(said: Mapping[str, list[_FieldSaid]]) -> bool:
    """Whether what says which text a document is a translation of names documents.

    Else it says something else: `translated_from: vpn.de.md of 5 August`.
    """
    ids = {one.value for one in said["id"]}
    named = [one.value in ids for one in said["translation-of"] if one.value]
    return sum(named) * 2 >= len(named)


def _titles(documents: Mapping[str, bytes], said: Iterable[_FieldSaid]) -> dict[str, str]:
    """What each document is called: in a field, or else by its first heading."""
    titles = {one.path: one.value for one in said if one.value}
    for path, data in documents.items():
        if path not in titles:
            titles[path] = first_heading(front_matter.read(data).body)
    return titles


def _often(count: int, files: int) -> bool:
    return count * _OFTEN >= max(files, 1)


def _renamed(said: Mapping[str, list[_FieldSaid]]) -> dict[str, str]:
    """The names in front matter that are used more often than ours, by our names."""
    renamed = {}
    for field in FIELDS:
        names = Counter(one.name for one in said.get(field, ()) if not one.in_text)
        if names:
            best, count = names.most_common(1)[0]
            if best != field and count > names[field]:
                renamed[field] = best
    return renamed


def _order(days: Iterable[str], intervals: Iterable[str], *, any_names: bool) -> DayOrder | None:
    """The order of days written in numbers, as those show it that can only be meant one way.

    None where days and intervals are written as isodocs writes them, or nothing shows the order.
    Where names of fields are read as people give them, so are days; else the order says that.
    """
    written = [text for text in days if parse_day(text) is None]
    otherwise = any(
        Period.parse(text) is None and as_written.read_period(text) for text in intervals
    )
    if not (
        otherwise or any(as_written.read_day(text) or as_written.is_open(text) for text in written)
    ):
        return None
    found = Counter(order for text in written if (order := as_written.order_shown(text)))
    if not found and (any_names or any(map(as_written.is_open, written))):
        return None
    return found.most_common(1)[0][0] if found else DayOrder.DAY


def _status_words(words: Iterable[str]) -> dict[str, str]:
    ours = frozenset(Status)
    return {
        word: meant
        for word in sorted(set(words))
        if word.casefold() not in ours and (meant := status_meant(word))
    }


def _scheme(revisions: list[str]) -> str:
    """The scheme that most revision numbers fit; integers when there are none."""
    fits = {name: sum(s.rank(r) is not None for r in revisions) for name, s in SCHEMES.items()}
    return max(fits, key=lambda name: fits[name])
