"""Which files documents show and records name.

Only with that is it known, before anything is read, that a commit of other files touches no
management system. This is asked before anything else is loaded, so it loads little itself.
"""

from __future__ import annotations

from isodocs.inventory.placement import FILE_MODES, above, is_beside, look

TYPE_CHECKING = False  # as that of `typing`, which takes long to load
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


class NamedFiles:
    """What documents show or would show and records name, at least; never to be missed.

    `names` are those of the files, as `look` has them: some are shown from wherever they are, and
    on some disks another path is theirs. `folders` are those of documents and of what they show,
    `include` the patterns of documents.
    """

    __slots__ = ("alike", "cited", "folders", "include", "included", "known", "names")

    def __init__(
        self,
        names: Iterable[str],
        folders: Iterable[str],
        include: Iterable[str],
        *,
        included: bool,
        cited: Iterable[str],
        known: Iterable[str],
        alike: bool,
    ) -> None:
        """`included` says whether a document includes a file; `alike`, whether some gap is of many.

        `cited` are the identifiers of documents that records name, `known` those of documents, as
        `look` has them.
        """
        self.names, self.folders = frozenset(names), frozenset(folders)
        self.include, self.included, self.alike = tuple(include), included, alike
        self.cited, self.known = frozenset(cited), frozenset(known)

    def lists(self) -> list[list[str]]:
        """The same as lists of texts."""
        flags = [name for name in ("included", "alike") if getattr(self, name)]
        sets = (self.names, self.folders, self.cited, self.known)
        return [flags, list(self.include), *map(sorted, sets)]

    @classmethod
    def of_lists(cls, lists: Iterable[list[str]]) -> NamedFiles:
        """What `lists` gave."""
        flags, include, names, folders, cited, known = lists
        return cls(
            names,
            folders,
            include,
            included="included" in flags,
            cited=cited,
            known=known,
            alike="alike" in flags,
        )

    def and_those(self, other: NamedFiles) -> NamedFiles:
        """What either of two names."""
        return NamedFiles(
            self.names | other.names,
            self.folders | other.folders,
            self.include,
            included=self.included or other.included,
            cited=self.cited | other.cited,
            known=self.known | other.known,
            alike=self.alike or other.alike,
        )

    def and_whether(self, *, alike: bool) -> NamedFiles:
        """The same, where a gap of many may have come."""
        return NamedFiles(
            self.names,
            self.folders,
            self.include,
            included=self.included,
            cited=self.cited,
            known=self.known,
            alike=self.alike or alike,
        )

    def is_part_of(self, other: NamedFiles) -> bool:
        """Whether the other names all that this one does."""
        return (
            self.names <= other.names
            and self.folders <= other.folders
            and self.include == other.include
            and self.included <= other.included
            and self.cited <= other.cited
            and self.known <= other.known
            and self.alike <= other.alike
        )

    def namer(self) -> Callable[[str], bool]:
        """Return a test for paths: whether one, or a folder above, is named or hides one read."""
        looks = frozenset(map(look, self.folders))

        def named(path: str) -> bool:
            return any(
                look(each.rpartition("/")[2]) in self.names
                or (look(each) in looks and each not in self.folders)
                for each in (path, *above(path))
            )

        return named

    def are_left_alone(self, changes: Iterable[tuple[str, str]]) -> bool:
        """Whether changes (path, new mode) are of files alone that no one reads or names."""
        beside, named = is_beside(self.include), self.namer()
        return all(
            beside(path) and not named(path) and mode in ("", *FILE_MODES) for path, mode in changes
        )
