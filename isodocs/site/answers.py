"""What is known of copies -> data by which a page answers whether one still counts.

The code that is on a copy gets its answer; from the data alone no one can list what is in it. A
text is filed under the digest of its code, of which 48 bits are on the copy alone.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from isodocs.model.validity import DIGITS

if TYPE_CHECKING:
    from isodocs.copies.wording import Wording
    from isodocs.model.controlled_copy import ControlledCopy
    from isodocs.site.content import KnownCopy

_KEY = 20
"""Characters of a digest that are enough to find an answer."""


def answers(
    known: Iterable[KnownCopy],
    copies: Iterable[ControlledCopy],
    addresses: Mapping[str, str],
    wording: Wording,
) -> dict[str, Any]:
    """The data for the page.

    `answers` has for each code the rest of the digest, the answer, its day and what took its place;
    `documents`, which are those in force here, their identifiers, revisions and pages.
    """
    found: dict[str, list[list[str]]] = defaultdict(list)
    for each in known:
        day = wording.day(each.day) if each.day else ""
        said = [each.sha256[DIGITS:], each.answer, day, each.by]
        rows = found[key(each.document, each.revision, each.sha256[:DIGITS])]
        if said not in rows:
            rows.append(said)
    documents = {
        plain(copy.id): [
            copy.id,
            copy.revision,
            addresses[copy.id],
            [made.number for made in reversed(copy.revisions)],
        ]
        for copy in copies
    }
    return {"answers": dict(sorted(found.items())), "documents": documents}


def key(document: str, revision: str, digits: str) -> str:
    """What the answer to a code is filed under."""
    code = f"{plain(document)}/{plain(revision)}/{digits}".encode("utf-8", "replace")
    return hashlib.sha256(code).hexdigest()[:_KEY]


def plain(text: str) -> str:
    """An identifier as it is compared with what was typed: without blanks and capitals."""
    return "".join(unicodedata.normalize("NFKC", text).split()).lower()
