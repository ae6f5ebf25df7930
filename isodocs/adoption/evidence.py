"""Which texts are records of what was done, by their titles: `Audit report 2025`.

A record is kept as it was written, and no revision follows it. Taken for a controlled document it
would be asked for revisions and approvals.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from isodocs.expressions import expression
from isodocs.model.config import Config
from isodocs.model.record import FOLDER
from isodocs.parsing import globs
from isodocs.parsing.document import parse
from isodocs.parsing.field_labels import folded
from isodocs.parsing.file_names import own_name
from isodocs.records import record_names, record_parsing

_DONE = expression(
    r"\b(?:audit ?(?:report|minutes|results?|findings|bericht|protokoll|ergebnis(?:se)?)s?|"
    r"management ?(?:review|bewertung)s?|minutes|\w*protokolle?|"
    r"(?:training|attendance|maintenance|calibration|inspection|test) (?:record|report)s?|"
    r"\w*(?:schulungs|teilnahme|unterweisungs|wartungs)nachweise?|teilnehmerliste|attendance list|"
    r"(?:non ?conformity|deviation|corrective action|incident|accident|exercise|8d|capa|"
    r"evaluation|complaint) reports?|"
    r"(?:abweichungs|reklamations|vorfall|unfall|prue?f|inspektions|ue?bungs|8d |mass?nahmen|"
    r"wartungs|kalibrier|audit)berichte?|"
    r"calibration certificates?|kalibrier(?:schein|zertifikat)e?|"
    r"supplier (?:evaluation|assessment)s?|lieferantenbewertung(?:en)?)\b"
)
_TO_COME = expression(
    r"\b(?:plan|plans|programme|program|schedule|calendar|template|form|checklist|agenda|"
    r"procedure|process|policy|instructions?|guide|guideline|manual|requirements|register|"
    r"\w*(?:plan|programm|kalender|vorlage|formular|formblatt|checkliste|verfahren|prozess|"
    r"anweisung|richtlinie|leitfaden|handbuch|vordruck|muster))\b"
)
"""What a text is that says how something is done, or when it will be."""
_STANDARD = expression(
    r"\b(?:iso|iec|en|din)\b[ /a-z_-]{0,12}\d{3,5}(?:-\d{1,3})?[ :_-]{1,3}\d{4}", re.IGNORECASE
)
"""A standard with its year, which is not that of a deed."""
_YEAR = expression(r"(?<!\d)(?:19|20)\d{2}(?!\d)")


def read_as_records(texts: Mapping[str, bytes]) -> Iterator[str]:
    """The files that are records already, or evidence beside records."""
    for path, data in texts.items():
        if path.startswith(FOLDER) and (
            record_names.is_evidence(path)
            or any(record.kind for record in record_parsing.parse(path, "", data, outlined=False))
        ):
            yield path


def records_among(paths: Iterable[str], texts: Mapping[str, bytes]) -> Iterator[str]:
    """The texts whose file or title says what was done, and in which year."""
    for path in paths:
        title = parse(path, "", texts[path], Config(field_names="any")).title
        if any(map(_is_of_what_was_done, (own_name(path), title))):
            yield path


def _is_of_what_was_done(title: str) -> bool:
    words = folded(title)
    if not _DONE.search(words) or _TO_COME.search(words):
        return False
    return _YEAR.search(_STANDARD.sub("", title)) is not None


def left_out_by(path: str, others: Iterable[str]) -> str:
    """The pattern that leaves a record out, and that of the next year, and none of the others."""
    pattern = _YEAR.sub("????", path)
    fits = globs.matcher([pattern])
    return path if any(map(fits, others)) else pattern
