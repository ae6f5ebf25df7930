"""How many documents the files of a repository are, counted as a check counts them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from isodocs.history import languages
from isodocs.named_tuple import NamedTuple

if TYPE_CHECKING:
    from isodocs.model.config import Config
    from isodocs.model.document import Document


class CountedDocuments(NamedTuple):
    """How many documents there are, and why they are fewer than files.

    `texts` are the paths of each that is in several languages, `repeated` those of each identifier
    that several texts have in one language, and `nameless` those without an identifier.
    """

    documents: int
    texts: Mapping[str, tuple[str, ...]]
    repeated: Mapping[str, tuple[str, ...]]
    nameless: tuple[str, ...]


def counted_documents(read: Sequence[Document], config: Config) -> CountedDocuments:
    """Count documents, each once, in whatever languages it is."""
    by_id: dict[str, list[Document]] = defaultdict(list)
    for document in read:
        by_id[document.id].append(document)
    nameless = tuple(document.path for document in by_id.pop("", ()))
    several = [id for id, same in by_id.items() if len(same) > 1]
    together = [document for id in several for document in by_id[id]]
    names = languages.names(several, [languages.Step(0, (), together)], together, config)
    texts: dict[str, list[Document]] = defaultdict(list)
    for document in (each for same in by_id.values() for each in same):
        named = names.named(document) if names else document
        texts[named.id].append(named)
    leads_to = {id: same[0].identifier for id, same in texts.items()}
    original = {
        id: other if other != id and leads_to.get(other) == other else id
        for id, other in leads_to.items()
    }
    by_original: dict[str, list[str]] = defaultdict(list)
    for id, document in ((id, same[0]) for id, same in texts.items()):
        by_original[original[id]].append(document.path)
    return CountedDocuments(
        len(by_original),
        {id: tuple(sorted(paths)) for id, paths in by_original.items() if len(paths) > 1},
        {
            id: tuple(sorted(document.path for document in same))
            for id, same in texts.items()
            if len(same) > 1
        },
        nameless,
    )
