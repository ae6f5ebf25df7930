"""Front matter as this repository writes it: our field names in, its own names on paper."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from isodocs.errors import errors_in
from isodocs.model.config import FIELDS, Config
from isodocs.parsing import document as document_parsing
from isodocs.parsing import front_matter
from isodocs.parsing.named_fields import NamedFields
from isodocs.parsing.yaml_edit import quoted
from isodocs.words import say

_STATED = {"revision": "revision", "status": "status", "effective": say("effective from")}
"""What the top of a text may say, and a step of a document's life changes."""


def edit(data: bytes, config: Config, changes: Mapping[str, str | None], *, path: str) -> bytes:
    """Set fields of the document at `path` to texts, or remove them (None); other lines stay.

    Each is changed under the name that it has in this file. A field to remove that is not there is
    no error. Raises IsodocsError where the front matter cannot be edited in place.
    """
    words = {ours: theirs for theirs, ours in config.status_words.items()}
    named = NamedFields.of_file(front_matter.read(data).mapping, b"", 1, config)
    renamed = {
        named.key(name): words.get(value, value) if name == "status" and value else value
        for name, value in changes.items()
    }
    with errors_in(path):
        return front_matter.edit(data, renamed, order=[config.key(name) for name in FIELDS])


def contradicted(data: bytes, config: Config) -> Iterator[str]:
    """What people must change by hand: where the text says otherwise than its front matter."""
    parts = front_matter.split(data)
    if parts.block is None or not config.any_names:
        return
    whole = document_parsing.parse("", "", data, config)
    text = document_parsing.parse("", "", parts.body, config)
    for name, word in _STATED.items():
        said, holds = getattr(text, name), getattr(whole, name)
        if said and said != holds:
            line = text.place(name).line + parts.body_line - 1
            yield (
                say(
                    "Line {line} of the text says otherwise: {word} {said}. Change it, or "
                    "take it out.",
                    line=line,
                    word=word,
                    said=said,
                )
            )


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
                lines.append(say("  {standard}: [{listed}]", standard=standard, listed=listed))
        elif value := fields.get(name, ""):
            value = words.get(value, value) if name == "status" else value
            lines.append(say("{key}: {quoted}", key=config.key(name), quoted=quoted(value)))
    return "\n".join([*lines, "---", body]).encode()


def set_or_begin(data: bytes, config: Config, values: Mapping[str, str], *, path: str) -> bytes:
    """Set fields as `edit` does, in a new front matter where the file has none."""
    if front_matter.read(data).mapping is not None:
        return edit(data, config, values, path=path)
    return begin(data, config, values, {})


def begin(
    data: bytes, config: Config, values: Mapping[str, str], clauses: Mapping[str, Sequence[str]]
) -> bytes:
    """Put a front matter over a text that has none, with the line ends of the text."""
    newline = "\r\n" if b"\r\n" in data[:1000] else "\n"
    head = compose(config, values, clauses, "").decode().replace("\n", newline)
    return head.encode() + data
