"""Every rule: where each is, and how codes, beginnings of codes and names select them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

from isodocs.errors import ConfigurationError
from isodocs.rules.rule import FAMILIES, REGISTERED
from isodocs.words import did_you_mean, say

if TYPE_CHECKING:
    from isodocs.model.rule import Rule

MODULES = (
    "apr_authors",
    "apr_comments",
    "apr_deputies",
    "apr_missing",
    "apr_shown",
    "apr_void",
    "aud_auditors",
    "aud_audits",
    "aud_programme",
    "aud_reviews",
    "cer_accreditation",
    "cer_certification",
    "cer_editions",
    "cer_events",
    "cer_majors",
    "cer_steps",
    "cer_surveillance",
    "cfg_authority",
    "cfg_configuration",
    "cfg_settings",
    "cfg_waivers",
    "cls_applicability",
    "cls_clauses",
    "cls_correspondence",
    "cls_coverage",
    "cls_matrix",
    "cls_preparation",
    "cls_strength",
    "doc_fields",
    "doc_identity",
    "doc_languages",
    "doc_look_alike",
    "doc_state",
    "ncr_deadlines",
    "ncr_effect",
    "ncr_nonconformities",
    "peo_leavers",
    "rec_duties",
    "rec_entries",
    "rec_facts",
    "rec_final_rows",
    "rec_lightened",
    "rec_postponed",
    "rec_records",
    "rec_registers",
    "rec_removed",
    "ref_links",
    "ref_references",
    "rev_fields",
    "rev_revisions",
    "soa_applicability",
    "soa_statement",
    "trn_confirmations",
    "trn_providers",
    "trn_training",
)
"""The files that hold rules; the name of each begins with the family of its codes."""

_OF_DOCUMENTS = ("apr_", "cfg_configuration", "cls_clauses", "doc_", "rev_", "trn_confirmations")
"""The files, or beginnings of their names, that hold rules of documents."""


@cache
def all_rules() -> Mapping[str, Rule]:
    """Every rule by code."""
    _import("")
    return dict(sorted(REGISTERED.items()))


@cache
def rules_of_documents() -> Mapping[str, Rule]:
    """The rules that are `of_documents`, by code; only their files are imported for it."""
    for beginning in _OF_DOCUMENTS:
        _import(beginning)
    return {code: rule for code, rule in sorted(REGISTERED.items()) if rule.of_documents}


def names() -> tuple[str, ...]:
    """Every word that selects rules: families, codes and names."""
    rules = all_rules().values()
    families = dict.fromkeys(rule.family.code for rule in rules)
    return (*families, *(rule.code for rule in rules), *(rule.name for rule in rules))


def find(word: str) -> Rule:
    """The rule of that code or name; raises ConfigurationError with a suggestion.

    A code leads to its files, so that only these are imported for it.
    """
    code = word.upper()
    if code not in REGISTERED and code[:3] in FAMILIES:
        _import(f"{code[:3].lower()}_")
    if code in REGISTERED:
        return REGISTERED[code]
    for rule in all_rules().values():
        if word.casefold() in (rule.code.casefold(), rule.name):
            return rule
    raise _unknown(word)


def select(words: Sequence[str]) -> frozenset[str]:
    """The codes that codes, beginnings of codes (`APR`, `REV0`) and names stand for."""
    codes: set[str] = set()
    for word in words:
        found = {rule.code for rule in all_rules().values() if stands_for(word, rule)}
        if not found:
            raise _unknown(word)
        codes |= found
    return frozenset(codes)


def stands_for(word: str, rule: Rule) -> bool:
    """Whether a rule has this code or name, or a code that begins so."""
    return bool(word) and (rule.code.startswith(word.upper()) or rule.name == word)


def not_the_authors() -> tuple[str, ...]:
    """The rules whose gaps a document's author cannot close by writing.

    Those are approvals, which come afterwards, and what the calendar brings.
    """
    return tuple(
        rule.code for rule in all_rules().values() if rule.by_calendar or not rule.author_closes
    )


def fits_rule(word: str) -> bool:
    """Whether a code, a beginning of codes or a name stands for any rule."""
    return any(stands_for(word, rule) for rule in all_rules().values())


def _import(beginning: str) -> None:
    for module in MODULES:
        if module.startswith(beginning):
            import_module(f"isodocs.rules.{module}")


def _unknown(word: str) -> ConfigurationError:
    return ConfigurationError(
        say("there is no rule {word!r}.{near}", word=word, near=did_you_mean(word, names())),
        hint=say("`isodocs explain` lists every rule."),
    )
