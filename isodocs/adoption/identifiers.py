"""Where the identifiers of the documents of a repository are, so that no two have the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from isodocs.model.config import (
    FILE_NAME,
    FOLDER_NAME,
    FOLDER_NUMBER,
    HEADING,
    WHOLE_NAME,
    WHOLE_PATH,
    Config,
)
from isodocs.named_tuple import NamedTuple
from isodocs.parsing.file_names import bare_number, named_after, number_in_name
from isodocs.parsing.first_heading import number_in_heading

if TYPE_CHECKING:
    from isodocs.adoption.spoken import Languages

_RARELY = 10
"""What happens to one in so many at most is a slip, and not a habit."""
_FEW = 5
"""Among so many a single one is a slip as well."""


class Identifiers(NamedTuple):
    """Where identifiers are, and that of each document which has one.

    `repeated` are those that texts say and that are not used, because other texts say the same
    ones: how many do. `unused` are the others that are not used, by the one that is.
    """

    form: str
    by_path: Mapping[str, str]
    repeated: Mapping[str, int]
    unused: Mapping[str, str]


def identifiers(
    paths: list[str],
    said: Mapping[str, str],
    titles: Mapping[str, str],
    spoken: Languages,
    language: str,
) -> Identifiers:
    """Where identifiers are: in a field or heading of half of them, or else in the names of files.

    What half of them `said` counts where it distinguishes them. Headings count where names of files
    have fewer numbers, and no two texts the same. Names of files count alone, or else with their
    folders. Files that have one name in several languages are one document.
    """

    def distinct(ids: Mapping[str, str]) -> int:
        return len({(id, spoken.by_path.get(path, "")) for path, id in ids.items()})

    def differ(ids: Mapping[str, str]) -> bool:
        return distinct(ids) == len(ids)

    def mostly_differ(ids: Mapping[str, str]) -> bool:
        # An identifier that two files have is a gap: it does not change what others are called.
        slips = len(ids) - distinct(ids)
        texts = {(id, titles.get(path) or path) for path, id in ids.items()}
        copies = slips == len(ids) - len(texts) and distinct(ids) > slips
        return slips * _RARELY <= len(ids) or (slips == 1 and len(ids) >= _FEW) or copies

    in_names = {path: number for path in paths if (number := number_in_name(path))}
    numbered = {path: number_in_heading(title) for path, title in titles.items()}
    headed = {**{path: id for path, id in numbered.items() if id}, **said}
    agree = [in_names[path] == id for path, id in said.items() if path in in_names]
    if said and len(said) * 2 >= len(paths):
        # Where names of files have the same numbers, and more of them, they have all.
        more = len(in_names) > len(said) and agree and all(agree)
        if more and mostly_differ(in_names):
            return _by_file(paths, FILE_NAME, spoken, language, said)
        if mostly_differ(said):
            return Identifiers("field", said, {}, {})
    many = len(headed) * 2 >= len(paths) > 1 and len(headed) > len(in_names)
    if many and differ(headed):
        return Identifiers(HEADING, headed, {}, {})
    repeated = {id: count for id, count in Counter(said.values()).most_common() if count > 1}
    for form in (FILE_NAME, WHOLE_NAME, *_within_folders(paths), WHOLE_PATH):
        found = _by_file(paths, form, spoken, language, said)
        rest = {path: id for path, id in found.by_path.items() if path not in in_names}
        slips = form == FILE_NAME and bool(in_names) and mostly_differ(in_names)
        if differ(found.by_path) or (slips and differ(rest)) or form == WHOLE_PATH:
            return found._replace(repeated=repeated)
    raise AssertionError


def _within_folders(paths: list[str]) -> tuple[str, ...]:
    """The forms with the name of the folder; with a number where most files begin with one."""
    numbers = sum(bool(number_in_name(path) or bare_number(path)) for path in paths)
    return (FOLDER_NUMBER, FOLDER_NAME) if numbers * 2 >= len(paths) else (FOLDER_NAME,)


def _by_file(
    paths: Iterable[str], form: str, spoken: Languages, language: str, said: Mapping[str, str]
) -> Identifiers:
    """What documents are called by their files, whatever texts have `said`."""
    config = Config(identifier_from=form, language=language, translations=spoken.sorting(language))
    called = {path: named_after(path, config) for path in paths}
    often = Counter(said.values())
    unused = {
        called[path]: id for path, id in said.items() if id != called[path] and often[id] == 1
    }
    return Identifiers(form, called, {}, unused)
