"""What people and standards are called to readers, where files name them by identifiers."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

from isodocs.assess.persons import in_person
from isodocs.assess.record_index import record_index
from isodocs.records.record_kinds import kinds

if TYPE_CHECKING:
    from isodocs.portal.snapshot import PortalSnapshot

_REFER = ("person", "role", "owner")
_STANDARD = "standard"
_COLUMNS = ("who",)
"""Columns of dossiers, other than those of fields, that name people or roles."""


@cache
def _fields() -> frozenset[str]:
    fields = (field for kind in kinds().values() for field in kind.fields.values())
    return frozenset((*_REFER, *_COLUMNS, *(f.name for f in fields if f.refers in _REFER)))


def is_about_people(name: str) -> bool:
    """Whether a field or column of this name says who it is: a person or a role."""
    return name in _fields()


@cache
def _of_standards() -> frozenset[str]:
    fields = (field for kind in kinds().values() for field in kind.fields.values())
    return frozenset((_STANDARD, *(field.name for field in fields if field.refers == _STANDARD)))


def is_about_standards(name: str) -> bool:
    """Whether a field or column of this name says which standard it is."""
    return name in _of_standards()


def standards_of(snapshot: PortalSnapshot) -> Mapping[str, str]:
    """The name of each standard, by identifier."""
    return snapshot.once(
        "standards", lambda each: {id: m.display_name for id, m in each.register.known_maps.items()}
    )


@cache
def _flags() -> frozenset[str]:
    fields = (field for kind in kinds().values() for field in kind.fields.values())
    return frozenset(field.name for field in fields if field.form == "flag")


def is_flag(name: str) -> bool:
    """Whether a field of this name says yes or no."""
    return name in _flags()


def names_of(snapshot: PortalSnapshot) -> Mapping[str, str]:
    """The name of each person, and the title of each role with who holds it, by identifier."""
    return snapshot.once("names", _names)


def _names(snapshot: PortalSnapshot) -> Mapping[str, str]:
    register = snapshot.register
    index = record_index(register)
    return {**index.people, **{role: in_person(register, role) for role in index.roles}}
