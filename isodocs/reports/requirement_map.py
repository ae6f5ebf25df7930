"""One requirement map whole, for people who edit it (YAML) and other tools (an OSCAL catalogue)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from isodocs.dataclass import immutable
from isodocs.formats import Data, WithOscal, WithYaml, oscal
from isodocs.reports import requirement
from isodocs.standards.write import as_yaml
from isodocs.words import joined, say

if TYPE_CHECKING:
    from isodocs.model.requirement import Requirement, RequirementMap

_REMARKS = say(
    "Clause numbers, short titles and paraphrases. It does not hold the text "
    "of the standard, which is its publisher's."
)

_Json = dict[str, Any]


@immutable(frozen=True)
class RequirementMapReport(WithYaml, WithOscal):
    """A map; not a report as such but a file to exchange, the same bytes each time.

    In OSCAL a heading over headings only is a group; over clauses it is a group too at the top, and
    a control of the class `heading` below, since a group holds either groups or controls. The rest
    are controls.
    """

    found: RequirementMap

    def yaml(self) -> Iterator[str]:
        """In the form of `schemas/own-requirement-map.schema.json`."""
        found = self.found
        about = (
            say(
                "{display_name} as it comes with isodocs: paraphrases, no text of the standard.",
                display_name=found.display_name,
            ),
            say(
                "To keep a map of your own beside it, give this one another id and name "
                "the file so."
            ),
        )
        yield as_yaml(found, *(() if found.path else about)).rstrip("\n")

    def oscal(self) -> Data:
        """A catalogue."""
        found = self.found
        party = oscal.uuid("party", found.publisher)
        # A map has no day of its own: it is as old as the newest reading of its sources.
        day = max((source.read for source in found.sources), default=f"{found.edition}-01-01")
        top = [clause for clause in found if found.parent(clause.number) is None]
        catalog = {
            "uuid": oscal.uuid("catalog", found.id),
            "metadata": oscal.metadata(
                say("{display_name}: {title}", display_name=found.display_name, title=found.title),
                joined(" with ", [found.edition, *found.amendments]),
                day,
                _REMARKS,
                roles=[{"id": "publisher", "title": say("Publisher of the standard")}],
                parties=[{"uuid": party, "type": "organization", "name": found.publisher}],
                **{"responsible-parties": [{"role-id": "publisher", "party-uuids": [party]}]},
            ),
            **_holding(found, oscal.tokens(found), top, whole=True),
        }
        if found.sources:
            catalog["back-matter"] = {"resources": [*_sources(found)]}
        return {"catalog": catalog}


def _holding(
    found: RequirementMap, tokens: Mapping[str, str], clauses: list[Requirement], whole: bool
) -> _Json:
    """The groups and controls that `clauses` make; the catalogue as a `whole` may hold both."""
    groups = [c for c in clauses if not c.auditable]
    if not whole and len(groups) < len(clauses):
        groups = []
    return oscal.filled(
        {
            "groups": [_group(found, tokens, clause) for clause in groups],
            "controls": [_control(found, tokens, c) for c in clauses if c not in groups],
        }
    )


def _group(found: RequirementMap, tokens: Mapping[str, str], clause: Requirement) -> _Json:
    return {
        "id": tokens[clause.number],
        "class": "heading",
        "title": clause.title,
        "props": [oscal.prop("label", clause.number, ours=False)],
        **_holding(found, tokens, [*found.children(clause.number)], whole=False),
    }


def _control(found: RequirementMap, tokens: Mapping[str, str], clause: Requirement) -> _Json:
    token = tokens[clause.number]
    props = [oscal.prop("label", clause.number, ours=False)]
    if clause.auditable:
        props.append(oscal.prop("may-be-not-applicable", clause.may_be_left_out))
        props.append(oscal.prop("knowledge", clause.status.replace(" ", "-")))
    return oscal.filled(
        {
            "id": token,
            "class": requirement.kind(clause),
            "title": clause.title,
            "props": props,
            "links": [
                {"href": f"#{oscal.uuid('source', found.id, id)}", "rel": "reference"}
                for id in clause.sources
                if clause.auditable
            ],
            "parts": [*_parts(token, clause)],
            "controls": [_control(found, tokens, below) for below in found.children(clause.number)],
        }
    )


def _parts(token: str, clause: Requirement) -> Iterator[_Json]:
    """What it asks, and as parts of ours what has to be documented and what shows it."""
    if clause.auditable:
        yield oscal.filled(
            {"id": oscal.statement_of(token), "name": "statement", "prose": clause.asks}
        )
    for place, information in enumerate(clause.documented_information, start=1):
        yield {
            "id": f"{token}_doc.{place}",
            "name": "documented-information",
            "ns": oscal.NAMESPACE,
            "props": [oscal.prop("kind", information.verb)],
            "prose": information.what,
        }
    for place, expected in enumerate(clause.evidence, start=1):
        yield oscal.filled(
            {
                "id": f"{token}_evd.{place}",
                "name": "evidence-expected",
                "ns": oscal.NAMESPACE,
                "props": [oscal.prop("fresh", expected.fresh)] if expected.fresh else [],
                "prose": expected.what,
            }
        )
    if clause.note:
        yield {
            "id": f"{token}_note",
            "name": "note",
            "ns": oscal.NAMESPACE,
            "prose": clause.note,
        }


def _sources(found: RequirementMap) -> Iterator[_Json]:
    for source in found.sources:
        yield {
            "uuid": oscal.uuid("source", found.id, source.id),
            "title": source.what,
            "props": [oscal.prop("read", source.read)],
            "citation": {"text": say("{what}: {where}", what=source.what, where=source.where)},
        }
