"""What the readers of other tools' catalogues share: open, clean, and make a sound map of a tree.

Anyone who wrote the text of a catalogue may keep others from copying it. Numbers and titles are
facts and are taken; what a control asks is taken only from a text that is in the public domain, or
where the user says that it may be copied, and shortened to its first sentence even then.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any, NoReturn

from isodocs.dataclass import field, mutable, replace
from isodocs.errors import StandardError
from isodocs.expressions import expression
from isodocs.model.audit import AuditKind
from isodocs.model.characters import FORBIDDEN
from isodocs.model.requirement import Requirement, RequirementMap, Source, above
from isodocs.named_tuple import NamedTuple
from isodocs.parsing.cut_text import shortened
from isodocs.standards.parse import parse_map
from isodocs.standards.write import as_yaml
from isodocs.words import say

DEEPEST = 60
LONGEST_TITLE = 90
"""Of a title that is made of a sentence; one that was given is kept."""
_LONGEST_OF_ALL = 300
LONGEST_ASKED = 240
_LONGEST_NUMBER = 32
NUMBER = expression(r"[A-Za-z0-9]+(?:[.\-/_][A-Za-z0-9]+|\([A-Za-z0-9]+\))*", re.ASCII)
_LINK = expression(r"\[([^\[\]]+)\]\([^()]*\)")
_SENTENCE = expression(r"(.+?[.!?])(?:\s|$)")
_LEADS_ON = expression(r"(?<![\s:;,])[\s:;,]*+(?:\b(?:and|or))?[\s:;,]*+$")
_ABBREVIATION = expression(r"(?:\be\.g|\bi\.e|\betc|\bvs|\bcf|\bno)\.$", re.IGNORECASE)
_FEDERAL = expression(r"[.@](?:gov|mil)$|\bNational Institute of Standards and Technology\b|^NIST$")


class Wish(NamedTuple):
    """What the user says about the map to be made.

    `file` and `read` are noted as its source. `text` says whether what controls ask may be copied;
    None leaves it to whether the catalogue is a work of the government of the United States.
    Of a file in several languages `language` is taken; empty for its own. Of one with levels or
    other groups the `groups` are taken; all of them where none is named.
    """

    id: str
    file: str
    read: date
    display_name: str = ""
    publisher: str = ""
    text: bool | None = None
    language: str = ""
    groups: tuple[str, ...] = ()


@mutable(slots=True)
class Item:
    """One group, control or requirement of a catalogue, and what is below it.

    What is `optional` may be declared not applicable; a control always may. `other` is the number
    that it has where `number` is also that of another one; empty for none.
    """

    number: str
    title: str
    auditable: bool
    control: bool = True
    optional: bool = True
    asks: str = ""
    below: list[Item] = field(default_factory=list)
    other: str = ""


class Imported(NamedTuple):
    """A map made of a catalogue, and what was decided on the way, in sentences."""

    map: RequirementMap
    notes: tuple[str, ...]

    def as_yaml(self) -> str:
        """The file to be kept."""
        return as_yaml(self.map, *(f"Imported: {note}" for note in self.notes))


def opened(data: bytes, file: str) -> Any:
    """The content of a JSON or YAML file as texts, lists and mappings.

    Raises StandardError for what is neither, or nested deeper than any catalogue is.
    """
    try:
        if data.lstrip()[:1] in (b"{", b"["):
            return json.loads(data)
        return _from_yaml(data.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise StandardError(
            say("this is neither JSON nor YAML that can be read: {part}", part=str(error)[:160]),
            path=file,
            hint=say("Give an OSCAL catalogue or a CISO Assistant library, as it was published."),
        ) from None


def refuse(message: str, hint: str, wish: Wish) -> NoReturn:
    """Raise StandardError about the file being imported."""
    raise StandardError(message, hint=hint, path=wish.file)


def clean(value: object) -> str:
    """A text on one line, without links, invisible characters and doubled blanks."""
    text = value if isinstance(value, str) else ""
    return " ".join(FORBIDDEN.sub(" ", _LINK.sub(r"\1", text)).split())


def first_sentence(text: str, more: bool = False) -> str:
    """The first sentence of a text, of a length that fits; `more` says that items follow it."""
    end = 0
    while match := _SENTENCE.match(text, end):
        end = match.end(1)
        if not _ABBREVIATION.search(text[max(0, end - 12) : end]):
            break
    sentence = (text[:end] or text).strip()
    if more and not sentence.endswith((".", "!", "?")):
        sentence = _LEADS_ON.sub("", sentence) + " …"
    return shortened(sentence, LONGEST_ASKED)


def number_in(*texts: str) -> str:
    """The first text that is a number, or ends in one in brackets; empty when none does."""
    for text in texts:
        inner = text.rstrip().rpartition("(")[2]
        for candidate in (text, inner.removesuffix(")") if inner.endswith(")") else ""):
            if NUMBER.fullmatch(candidate) and len(candidate) <= _LONGEST_NUMBER:
                return candidate
    return ""


def as_number(text: str) -> str:
    """A number made of any text that is meant as one: `Art. 5 (1)` is Art.5(1); may be empty."""
    whole = re.sub(r"(?<![^A-Za-z0-9)])[^A-Za-z0-9)]++$", "", text.replace(" ", ""))
    if NUMBER.fullmatch(whole) and len(whole) <= _LONGEST_NUMBER:
        return whole
    return re.sub(r"[^A-Za-z0-9]+", "-", text)[:_LONGEST_NUMBER].strip("-")


def is_federal(names: Iterable[str]) -> bool:
    """Whether names, addresses or hosts show the government of the United States as author."""
    return any(_FEDERAL.search(name.strip()) for name in names)


def about_text(allowed: bool, wish: Wish) -> str:
    """What was decided on copying the text, as a sentence."""
    if wish.text is None and allowed:
        return say("what controls ask is their first sentence: US government, in the public domain")
    if allowed:
        return say("what controls ask is their first sentence, as you may copy the text")
    return say("numbers and titles only, as nothing says that its text may be copied")


def build(
    tree: Sequence[Item],
    wish: Wish,
    title: str,
    display_name: str,
    publisher: str,
    source: str,
    notes: Sequence[str],
) -> Imported:
    """Make the map; raises StandardError where the catalogue does not make a sound one."""
    who = clean(wish.publisher or publisher)
    if not who:
        refuse(
            say("the catalogue does not say who published it"), say("Add --publisher NAME."), wish
        )
    kept = [item for item in tree if _holds(item)]
    _make_distinct(kept)
    rows = [*_rows(kept, "")]
    if not rows:
        refuse(
            say("there is no control in it"), say("Give the catalogue itself, not a profile."), wish
        )
    seen: set[str] = set()
    clauses = []
    for item, parent in rows:
        clauses.append(
            Requirement(
                standard=wish.id,
                number=item.number,
                title=shortened(clean(item.title), _LONGEST_OF_ALL) or item.number,
                auditable=item.auditable,
                asks=clean(item.asks) if item.auditable else "",
                documented_information=(),
                evidence=(),
                may_be_not_applicable=item.auditable and (item.control or item.optional),
                status="established" if item.auditable else "",
                sources=("S1",),
                note="",
                control=item.auditable and item.control,
                below=parent if parent and _climbed(item.number, seen) != parent else "",
            )
        )
        seen.add(item.number)
    made = RequirementMap(
        id=wish.id,
        display_name=clean(wish.display_name or display_name),
        title=clean(title),
        publisher=who,
        edition=wish.id[-4:],
        amendments=(),
        sources=(Source("S1", clean(source), clean(wish.file), wish.read.isoformat()),),
        requirements=tuple(clauses),
        audits=(AuditKind.INTERNAL,),
    )
    # Read as any own map is: a catalogue that repeats a number is refused, and not written.
    try:
        read_back = parse_map(as_yaml(made), f"{wish.id}.yaml", own=True)
    except StandardError as error:  # its line is one of a file that no one has
        hint = say("Is it a catalogue as published? Each control needs a number of its own.")
        raise StandardError(error.message, path=wish.file, hint=hint) from None
    return Imported(replace(read_back, path=""), tuple(notes))


def _make_distinct(items: Sequence[Item]) -> None:
    """Give those that share a number the other number that each has, where those differ."""
    by_number: dict[str, list[Item]] = {}
    for item, _ in _rows(items, ""):
        by_number.setdefault(item.number, []).append(item)
    for alike in by_number.values():
        others = {item.other for item in alike} - {""}
        if len(alike) > 1 and len(others) == len(alike):
            for item in alike:
                item.number = item.other


def _holds(item: Item) -> bool:
    """Whether anything auditable is in it; headings over nothing are dropped on the way."""
    item.below = [below for below in item.below if _holds(below)]
    return item.auditable or bool(item.below)


def _rows(items: Iterable[Item], parent: str) -> Iterator[tuple[Item, str]]:
    for item in items:
        yield item, parent
        yield from _rows(item.below, item.number)


def _climbed(number: str, seen: set[str]) -> str:
    """The number it would be taken to be under if nothing was said."""
    up = above(number)
    while up and up not in seen:
        up = above(up)
    return up


def _from_yaml(text: str) -> Any:
    """YAML as plain data: every scalar a text, nothing constructed, aliases the same object."""
    import yaml
    from yaml import events

    anchors: dict[str | None, Any] = {}
    open_: list[tuple[str | None, list[Any]]] = [(None, [])]
    try:
        for event in yaml.parse(text, getattr(yaml, "CBaseLoader", yaml.BaseLoader)):
            anchor: str | None = getattr(event, "anchor", None)
            if isinstance(event, events.CollectionStartEvent):
                if len(open_) > DEEPEST:
                    raise ValueError(f"nested deeper than {DEEPEST}")
                open_.append((anchor, []))
                continue
            if isinstance(event, events.AliasEvent):
                value = anchors.get(anchor, "")
            elif isinstance(event, events.ScalarEvent):
                value = anchors[anchor] = event.value
            elif isinstance(event, events.CollectionEndEvent):
                anchor, value = open_.pop()
                if isinstance(event, events.MappingEndEvent):
                    value = dict(zip(map(str, value[::2]), value[1::2], strict=True))
                anchors[anchor] = value
            else:
                continue
            open_[-1][1].append(value)
    except yaml.YAMLError as error:
        raise ValueError(str(error).replace("\n", " ")) from None
    return next(iter(open_[0][1]), "")
