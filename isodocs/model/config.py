"""What `isodocs.yaml` says, with the defaults that hold where it is silent.

Anyone may edit this file; what needs an owner's decision (people, roles, approval rules) is in
the authority register.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING

from isodocs.dataclass import field, immutable
from isodocs.model import layout
from isodocs.model.period import Period
from isodocs.model.scheme import SCHEMES, RevisionScheme
from isodocs.named_tuple import NamedTuple

if TYPE_CHECKING:
    from isodocs.model.gap import Level
    from isodocs.model.problem import Problem

PATH = layout.CONFIG
UNREADABLE = "configuration"
"""The kind of problem of a configuration of which nothing could be read."""

FIELDS = (
    "id",
    "title",
    "type",
    "revision",
    "status",
    "owner",
    "effective",
    "review-every",
    "last-review",
    "next-review",
    "standard",
    "clauses",
    "references",
    "change",
    "superseded-by",
    "approved-by",
    "sites",
    "language",
    "translation-of",
    "translates",
    "classification",
)
"""Every front-matter field isodocs knows, in the order in which it writes them."""

DAY_FIELDS = ("effective", "review-every", "last-review", "next-review")
"""Those by which a review is due."""

DEFAULT_DAYS = (
    "aspect",
    "asset",
    "business-impact",
    "change",
    "complaint",
    "design",
    "exercise",
    "external-document",
    "hazard",
    "hazard-action",
    "incident",
    "interested-party",
    "issue",
    "legal-requirement",
    "maintenance",
    "management-review",
    "nonconforming-output",
    "nonconformity-major",
    "nonconformity-minor",
    "objective",
    "process",
    "risk",
    "risk-action",
    "supplier",
)
"""What records may leave to a default of the organisation when they give no day themselves."""

FILE_NAME, WHOLE_NAME, WHOLE_PATH = "file-name", "whole-file-name", "path"
"""Where the identifier is, if not in a field: the number that a file's name begins with, all of the
name, or all of the path."""
FOLDER_NUMBER, FOLDER_NAME = "folder-and-number", "folder-and-name"
"""It is the name of the folder, and then that number or all of the name."""
HEADING = "heading"
"""It is in a field, or else it is the number that the first heading begins with."""
IDENTIFIERS = ("field", FILE_NAME, WHOLE_NAME, FOLDER_NUMBER, FOLDER_NAME, WHOLE_PATH, HEADING)
EXACT = "exact"
DEFAULT_LANGUAGE = "en"
"""The language of documents where isodocs.yaml does not say one either."""
REQUIRED_FIELDS = ("id", "title", "type", "revision", "status", "owner")


class DayOrder(StrEnum):
    """What comes first where a day is written in numbers: `4/1/2027`."""

    DAY = "day-first"
    MONTH = "month-first"


class DocumentType(NamedTuple):
    """A kind of controlled document: the prefix of its identifiers and its review interval.

    `files` are the patterns of documents that are of this kind where they do not say another.
    """

    name: str
    prefix: str = ""
    review_every: Period | None = None
    folder: str = ""
    files: tuple[str, ...] = ()


class Classification(NamedTuple):
    """How far documents may be handed on: the levels, from open to closed.

    `default` is that of documents that do not say theirs; empty where they have none.
    """

    levels: tuple[str, ...] = ("public", "internal", "confidential", "strictly confidential")
    default: str = ""

    def level(self, word: str) -> str:
        """The level that a word means, as it is spelt here; empty where it means none."""
        return next((known for known in self.levels if known.casefold() == word.casefold()), "")

    def of(self, word: str) -> str:
        """The level of a document that says this, which may be nothing; an unknown one as said."""
        return self.level(word) or word or self.default

    @property
    def usual(self) -> str:
        """The level up to which documents leave the organisation while no one asks for more.

        The upper half of the levels stays in: of four, the two upper ones.
        """
        return self.levels[(len(self.levels) - 1) // 2]

    def allows(self, word: str, up_to: str) -> bool:
        """Whether a document that says this may be handed on up to a level, as it is spelt here.

        What has no level may be. A word that is none of the levels is above them all.
        """
        level = self.of(word)
        if level not in self.levels:
            return not level
        return self.levels.index(level) <= self.levels.index(up_to)


class NotApplicable(NamedTuple):
    """A clause declared not applicable (ISO 9001, 4.3): why, and where that is documented."""

    standard: str
    clause: str
    justification: str
    document: str
    line: int
    column: int


@immutable(frozen=True, slots=True)
class Config:
    """The configuration of one repository. `configured` says whether a file was there.

    The organisation works to `standards`; those `in_preparation` are on their way.
    """

    configured: bool = False
    organisation: str = ""
    owner: str = ""
    """Who looks after the management system: what no one else owns is theirs."""
    standards: tuple[str, ...] = ()
    in_preparation: tuple[str, ...] = ()
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    scheme: RevisionScheme = SCHEMES["integer"]
    identifier_from: str = "field"
    types: Mapping[str, DocumentType] = field(default_factory=dict)
    required: tuple[str, ...] = REQUIRED_FIELDS
    fields: Mapping[str, str] = field(default_factory=dict)
    extra_fields: tuple[str, ...] = ()
    field_names: str = EXACT
    """Whether fields are read under the names that people give them, also at the top of a text."""
    dates: DayOrder | None = None
    """How days and intervals are written that are not of the form 2026-12-01 and 12 months."""
    status_words: Mapping[str, str] = field(default_factory=dict)
    not_applicable: tuple[NotApplicable, ...] = ()
    none_of: Mapping[str, str] = field(default_factory=dict)
    """The kinds of record of which there is nothing to record, each with the reason."""
    changed_because: Mapping[str, str] = field(default_factory=dict)
    """Why a setting asks for less than it did, by the name of the setting."""
    review_due_within: Period = field(default_factory=lambda: Period(30, "day"))
    default_days: Mapping[str, Period] = field(default_factory=dict)
    """How soon what gives no day itself must be done, by what it is."""
    late_entry_after: Period = field(default_factory=lambda: Period(30, "day"))
    protected_branches: tuple[str, ...] = ("main", "master")
    language: str = ""
    """The language that documents are in where they do not say so themselves."""
    translations: tuple[str, ...] = ()
    """The languages of translations, by which names of files and folders are sorted: `de/`."""
    theme: str = ""
    """The folder that says how published copies look."""
    site_address: str = ""
    """Where readers find the site, without a slash at its end: QR codes of copies lead there."""
    not_placeholders: tuple[str, ...] = ()
    """Words that elsewhere stand for a missing text, such as XXX, and here do not."""
    classification: Classification = field(default_factory=Classification)
    ignore: tuple[str, ...] = ()
    levels: Mapping[str, Level] = field(default_factory=dict)
    places: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    unnamed: tuple[str, ...] = ()
    """The standards that a clause without one goes on meaning, where others are taken as in use."""

    @property
    def any_names(self) -> bool:
        """Whether fields are read under names that are not their own."""
        return self.field_names != EXACT

    @property
    def named_by_file(self) -> bool:
        """Whether the name of a file says which document it is."""
        return self.identifier_from not in ("field", HEADING)

    @property
    def named_standards(self) -> tuple[str, ...]:
        """Every standard that is named here, those in preparation last."""
        return (*self.standards, *self.in_preparation)

    @property
    def meant(self) -> tuple[str, ...]:
        """The standards that a clause without one may belong to.

        One in preparation changes nothing for what is there already.
        """
        return self.unnamed or self.standards or self.in_preparation

    @property
    def default_standard(self) -> str:
        """The standard that a clause without one belongs to; empty where there are several."""
        return self.meant[0] if len(self.meant) == 1 else ""

    @property
    def controlled(self) -> dict[str, object]:
        """What decides which files are controlled and how they are checked, as plain data.

        The owners of the authority register can bind it (`isodocs.authority.controlled`): all but
        names, folders of new documents, standards and what people say about their applicability.
        """
        plain: dict[str, object] = {
            "include": sorted(self.include),
            "exclude": sorted(self.exclude),
            "identifier": self.identifier_from,
            "revision-scheme": self.scheme.name,
            "fields": dict(self.fields),
            "status-words": dict(self.status_words),
            "required": sorted(self.required),
            "types": {
                kind.name: [kind.prefix, str(kind.review_every or ""), *kind.files]
                for kind in self.types.values()
            },
            "protected-branches": sorted(self.protected_branches),
            "rules": {
                "ignore": sorted(self.ignore),
                "levels": {word: str(level) for word, level in self.levels.items()},
            },
        }
        # Keys of their own only where they say something: it is signed.
        if self.any_names:
            plain["field-names"] = self.field_names
        if self.dates:
            plain["dates"] = str(self.dates)
        if self.not_placeholders:
            plain["not-placeholders"] = sorted(self.not_placeholders)
        if self.classification != Classification():
            plain["classification"] = [*self.classification.levels, self.classification.default]
        if self.translations:
            plain["translations"] = sorted((self.language, *self.translations))
        if self.site_address:
            plain["site-address"] = self.site_address
        return plain

    def key(self, field_name: str) -> str:
        """The front-matter key under which this repository keeps our field `field_name`."""
        return self.fields.get(field_name, field_name)
