"""Your own requirement map: a commented start to fill in, or one made of a catalogue."""

from __future__ import annotations

import contextlib
import dataclasses
from typing import TYPE_CHECKING

from isodocs.errors import LifecycleError, StandardError
from isodocs.lifecycle.plan import FileChange, Plan
from isodocs.parsing.yaml_edit import quoted
from isodocs.standards import own
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.standards.foreign import Imported

_START = """\
# What {publisher} asks, clause by clause. isodocs reads this file once isodocs.yaml lists
# '{id}' under 'standards:'. `isodocs standards check` says what does not fit.
# Number, title and kind are enough for a start; say the rest in your own words, and do not copy a
# text that is someone's.
id: {id}
display-name: {display_name}
title: {title}
publisher: {publisher}
edition: "{edition}"

# Where to find it, so that others find it too; each clause may cite it as 'source: [S1]'.
# sources:
#   S1: {{what: Annex 3 of our contract, where: contract file 4711, read: 2026-01-15}}

# The audits that are held for it. Where a certificate is granted:
# audits: [internal, stage-1, stage-2, surveillance, recertification]
audits: [internal]

clauses:
  # A heading asks nothing itself. What is under it follows from the number, 1.1 under 1 and
  # AC-2 under AC, or by 'below: "1"' where the number does not say so.
  - number: "1"
    title: First part
    kind: heading

  # A requirement applies, unless 'may-be-not-applicable: "yes"' says that it can be left out.
  - number: "1.1"
    title: First requirement
    kind: requirement
    # asks: One sentence of your own on what has to be done.
    # Documented information: maintain is a document kept up to date, retain a record kept as
    # evidence, available either of them, produce something drawn up once.
    # documented-information:
    #   - kind: retain
    #     what: inspection records of first articles
    # What an auditor would look for, and how old it may be.
    # evidence:
    #   - what: inspection report of the last first article
    #     fresh: 12 months
    # status: to be confirmed
    # note: Ask Acme whether repeat orders count.

  # A control is one of a catalogue: it applies where your statement of applicability says so.
  # - number: "1.2"
  #   title: First control
  #   kind: control
"""


def begin(
    id: str, title: str, *, display_name: str = "", publisher: str = "", before: bytes | None
) -> Plan:
    """Plan a commented start for the map `id`; `before` is what is there already.

    Raises StandardError for an id that is taken or none, LifecycleError where the map exists.
    """
    own.refuse_malformed(id)
    path = own.path_of(id)
    if before is not None:
        raise LifecycleError(
            say("this map is there already"),
            path=path,
            hint=say("Edit it, then `isodocs standards check {id}`.", id=id),
        )
    text = _START.format(
        id=id,
        display_name=quoted(display_name or title),
        title=quoted(title),
        publisher=quoted(publisher or say("Its publisher")),
        edition=id[-4:],
    )
    own.parse_own(text, path)
    return Plan(
        say("Begin the requirement map {id}: {title}", id=id, title=title),
        say("Begin the requirement map {id}", id=id),
        (FileChange(path, None, text.encode()),),
        then=(say("Write down what is asked, in that file."), *_next(id)),
    )


def adopt(imported: Imported, *, before: bytes | None, replace: bool = False) -> Plan:
    """Plan to keep a map made of a catalogue; with `replace` in the place of an earlier one.

    No catalogue says which audits are held, so what the earlier one says stays.
    """
    id = imported.map.id
    own.refuse_malformed(id)
    path = own.path_of(id)
    if before is not None and not replace:
        raise LifecycleError(
            say("there is a map of this name already"),
            path=path,
            hint=say(
                "Add --replace to put the imported one in its place; what you wrote into it "
                "since is lost."
            ),
        )
    if before is not None:
        with contextlib.suppress(StandardError):
            audits = own.parse_own(before, path).audits
            imported = imported._replace(map=dataclasses.replace(imported.map, audits=audits))
    text = imported.as_yaml()
    own.parse_own(text, path)
    changes = () if text.encode() == before else (FileChange(path, before, text.encode()),)
    return Plan(
        say("Import {display_name} as {id}", display_name=imported.map.display_name, id=id),
        say(
            "Import {display_name} as the requirement map {id}",
            display_name=imported.map.display_name,
            id=id,
        ),
        changes,
        then=_next(id),
    )


def _next(id: str) -> tuple[str, ...]:
    return (
        f"isodocs standards check {id}",
        say("List {id} under 'standards:' in isodocs.yaml, so that it counts.", id=id),
    )
