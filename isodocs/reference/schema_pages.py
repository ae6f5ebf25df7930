"""The references of isodocs.yaml and of front matter, written from their schemas by `make docs`.

`python -m isodocs.reference.schema_pages configuration` prints the page on isodocs.yaml and on
waivers, `... document` the one on front matter.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import Any

from isodocs import resources

Schema = dict[str, Any]

_CONFIGURATION = """\
# Configuration: isodocs.yaml

Written from `schemas/config.schema.json` by `make docs`; editors that know the schema complete and
check the file as you type.

`isodocs.yaml` is at the top of the management system and says which files are controlled, which
types there are, and which names this repository uses. Every key is optional. `isodocs init` writes
the file. Anyone who may write to the repository may edit it; people, roles and approval rules are
in the authority register (`isodocs authority show`). A key that isodocs does not know is an error,
with its line and the closest known key (`configuration-invalid`). A list of one may be written as a
single value.

Every value is read as text: `8.10` stays `8.10`.
"""
_WAIVERS = """\
## Waivers

A waiver accepts one gap until a day; [Waivers](waivers.md) says when that is right, and `isodocs
waive` writes one. It is a YAML file of its own below `.isodocs/waivers/`, under
any name, committed like any other file:

```yaml
{example}```

Until then the gap is reported as waived; after that day the gap is back, and so is a gap for the
waiver that has ended. A waiver that lacks a key, or names a rule, document or person that does not
exist, has no effect and is a gap itself (`waiver-invalid`). The keys, from
`schemas/waiver.schema.json`; those in **bold** are required:
"""
_DOCUMENT = """\
# Documents: front matter and marks

Written from `schemas/document.schema.json` by `make docs`.

A controlled document is a Markdown file that begins with front matter, `key: value` lines between
two lines of `---`:

```markdown
{example}
# Purchasing and supplier control

## Evaluating suppliers {{clause="8.4.1"}}
```

Every value is read as text: `8.10` stays `8.10`. A list of one may be written as a single value.
Where a repository uses other names or words, `fields` and `status-words` in
[isodocs.yaml](configuration.md) map them. Fields in **bold** are required unless `required` there
says otherwise.
"""
_MARKS = """\
## Clauses of a section

`{clause="8.4.1"}` at the end of a heading says that this section, and not the whole document,
addresses the clause. Write the standard where it is not clear:
`{clause="iso-9001-2015:8.4.1"}`. Several clauses are separated by commas or spaces, and an anchor
may be added: `{clause="8.4.1, 8.4.2" #suppliers}`. A section without text does not count
(`claim-without-content`).

## Pictures and included texts

An approval covers the exact bytes of the document and of every file that it shows: pictures,
included texts, and what those include. [Which files a document shows](shown-files.md) lists the
ways in which tools include files, and how each path is found.
"""


def configuration() -> str:
    """The page on isodocs.yaml: every key, then waivers."""
    schema, waiver = _schema("config"), _schema("waiver")
    lines = [_CONFIGURATION]
    for key, node in schema["properties"].items():
        lines += [*_key(key, node, 2), ""]
    lines.append(_WAIVERS.format(example=_lines(_required(waiver))))
    lines += _table(waiver)
    return "\n".join(lines) + "\n"


def document() -> str:
    """The page on front matter: every field, then marks in the text."""
    schema = _schema("document")
    shown = _required(schema, "effective", "clauses", "references", "change")
    lines = [_DOCUMENT.format(example=f"---\n{_lines(shown)}---"), *_table(schema), "", _MARKS]
    return "\n".join(lines).rstrip() + "\n"


def keys(node: Schema, above: str = "") -> Iterator[tuple[str, Schema]]:
    """Every key of a schema with its dotted path; `*` is a name of the user's choice."""
    for alternative in (node, *node.get("oneOf", ())):
        for name, inner in alternative.get("properties", {}).items():
            yield f"{above}{name}", inner
            yield from keys(inner, f"{above}{name}.")
        further = alternative.get("additionalProperties")
        if isinstance(further, dict):
            yield from keys(further, f"{above}*.")


def _key(name: str, node: Schema, depth: int) -> Iterator[str]:
    yield f"{'#' * depth} {name}"
    yield ""
    yield node["description"]
    yield ""
    yield f"- Type: {_type(node)}"
    if "default" in node:
        yield f"- Default: `{_value(node['default'])}`"
    inner = list(keys(node))
    each_key = {path: each["examples"][0] for path, each in inner}
    shown = node["examples"][0] if "examples" in node else each_key
    yield ""
    yield "```yaml"
    yield _lines({name: shown}).rstrip()
    yield "```"
    if inner:
        yield ""
        yield f"| Key below `{name}` | Type | Default | Meaning |"
        yield "| --- | --- | --- | --- |"
        for path, each in inner:
            default = f"`{_value(each['default'])}`" if "default" in each else ""
            shown_path = path.replace("*.*", "STANDARD.CLAUSE").replace("*", "NAME")
            yield f"| `{shown_path}` | {_type(each)} | {default} | {each['description']} |"


def _table(schema: Schema) -> Iterator[str]:
    yield "| Field | Type | Example | Meaning |"
    yield "| --- | --- | --- | --- |"
    for name, node in schema["properties"].items():
        shown = f"**`{name}`**" if name in schema["required"] else f"`{name}`"
        example = _value(node["examples"][0])
        yield f"| {shown} | {_type(node)} | `{example}` | {node['description']} |"


def _type(node: Schema) -> str:
    """What a value may be, in words."""
    alternatives = node.get("oneOf", [])
    lists = [each for each in (node, *alternatives) if each.get("type") == "array"]
    if any(each.get("type") == "object" for each in (node, *alternatives)):
        return "mapping, or a list" if lists else "mapping"
    if lists:
        words = lists[0]["items"].get("enum", ())
        return f"list of {_words(words)}" if words else "list"
    if "enum" in node:
        return f"one of {_words(node['enum'])}"
    pattern = node.get("pattern", "")
    if "[Mm]onth" in pattern:
        return "span, such as `12 months`"
    return "date" if pattern.startswith("^[0-9]{4}-") else "text"


def _words(words: list[str]) -> str:
    return ", ".join(f"`{word}`" for word in words)


def _required(schema: Schema, *others: str) -> dict[str, Any]:
    """The examples of the required fields and of `others`."""
    shown = {*schema["required"], *others}
    fields = schema["properties"].items()
    return {name: node["examples"][0] for name, node in fields if name in shown}


def _lines(mapping: dict[str, Any], indent: str = "") -> str:
    """Plain data as the YAML that someone would write: nested keys on lines, lists in brackets."""
    text = ""
    for key, value in mapping.items():
        name = f'"{key}"' if key[0].isdigit() else key
        if isinstance(value, dict):
            text += f"{indent}{name}:\n{_lines(value, indent + '  ')}"
        else:
            text += f"{indent}{name}: {_value(value)}\n"
    return text


def _value(value: Any) -> str:
    if isinstance(value, dict):
        inner = ", ".join(f"{key}: {_value(each)}" for key, each in value.items())
        return f"{{{inner}}}"
    if isinstance(value, list):
        return f"[{', '.join(_item(each) for each in value)}]"
    return str(value)


def _item(text: str) -> str:
    """An item of a list in brackets, quoted where YAML would take it for something else."""
    return f'"{text}"' if text[0] in "*&!%@0123456789" else text


def _schema(name: str) -> Schema:
    text = (resources.path("schemas") / f"{name}.schema.json").read_text(encoding="utf-8")
    schema: Schema = json.loads(text)
    return schema


PAGES = {"configuration": configuration, "document": document}

if __name__ == "__main__":
    sys.stdout.write(PAGES[sys.argv[1]]())
