"""Front matter as this repository writes it: our field names in, its own names on paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from isodocs.errors import errors_in
from isodocs.model.config import FIELDS, Config
from isodocs.parsing import front_matter
from isodocs.parsing.yaml_edit import quoted


def edit(data: bytes, config: Config, changes: Mapping[str, str | None], *, path: str) -> bytes:
    """Set fields of the document at `path` to texts, or remove them (None); other lines stay.

    A field to remove that is not there is no error. Raises IsodocsError where the front
    matter cannot be edited in place.
    """
    words = {ours: theirs for theirs, ours in config.status_words.items()}
    renamed = {
        config.key(name): words.get(value, value) if name == "status" and value else value
        for name, value in changes.items()
    }
    with errors_in(path):
        return front_matter.edit(data, renamed, order=[config.key(name) for name in FIELDS])


def compose(
    config: Config, fields: Mapping[str, str], clauses: Mapping[str, Sequence[str]], body: str
) -> bytes:
    """A new document's bytes; empty fields are left out, `clauses` are by standard."""
    words = {ours: theirs for theirs, ours in config.status_words.items()}
    lines = ["---"]
    for name in FIELDS:
        if name == "clauses" and clauses:
            lines.append(f"{config.key(name)}:")
            for standard, numbers in clauses.items():
                listed = ", ".join(quoted(number, '"') for number in numbers)
                lines.append(f"  {standard}: [{listed}]")
        elif value := fields.get(name, ""):
            value = words.get(value, value) if name == "status" else value
            lines.append(f"{config.key(name)}: {quoted(value)}")
    return "\n".join([*lines, "---", body]).encode()
