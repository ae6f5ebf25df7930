"""The languages that the documents of a repository are written in."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping

from isodocs.model.config import DEFAULT_LANGUAGE
from isodocs.named_tuple import NamedTuple
from isodocs.parsing import languages
from isodocs.parsing.file_names import language_in_path


class Languages(NamedTuple):
    """The language of each file that says one, and of each whose path is sorted by languages."""

    by_path: Mapping[str, str]
    sorted_by: Mapping[str, str]
    files: int

    @classmethod
    def of(cls, paths: Iterable[str], said: Mapping[str, str]) -> Languages:
        """Those of files at these paths, some of which say it themselves."""
        by_path: dict[str, str] = {}
        by_name: dict[str, str] = {}
        paths = list(paths)
        placed = languages.sorted_by(paths)
        for path in paths:
            own = languages.tag(said.get(path, "")) or language_in_path(path)
            language = placed.get(path, "")
            if language:
                by_name[path] = language
            if own or language:
                by_path[path] = own or language
        return cls(by_path, by_name, len(paths))

    def original(self, translated: Collection[str]) -> str:
        """The language of originals: that of most files which are not said to be translations.

        Empty where as many say none: then they are the originals, in whatever language.
        """
        counted = Counter(
            language for path, language in self.by_path.items() if path not in translated
        )
        silent = self.files - len(self.by_path)
        most = max(counted.values(), default=0)
        if most <= silent:
            return ""
        first = sorted(language for language, count in counted.items() if count == most)
        return DEFAULT_LANGUAGE if DEFAULT_LANGUAGE in first else first[0]

    def sorting(self, language: str) -> tuple[str, ...]:
        """The languages of translations that names of files and folders are sorted by."""
        return tuple(sorted(set(self.sorted_by.values()) - {language}))

    def texts(self, ids: Mapping[str, str]) -> Mapping[str, tuple[str, ...]]:
        """The files of documents that are in several languages, by identifier."""
        found: dict[str, list[str]] = defaultdict(list)
        for path, id in ids.items():
            if id:
                found[id].append(path)
        return {
            id: tuple(paths)
            for id, paths in found.items()
            if len({self.by_path.get(path, "") for path in paths}) == len(paths) > 1
        }
