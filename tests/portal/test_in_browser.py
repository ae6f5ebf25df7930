"""What the portal says instead of commands: no one types them in a browser."""

from __future__ import annotations

import re

import click
import pytest

from isodocs.catalogues import catalogue
from isodocs.cli import cli
from isodocs.copies.wording import Wording
from isodocs.portal import in_browser
from isodocs.portal.languages import in_words
from isodocs.reference.messages import sentences
from isodocs.words import say
from tests.helpers.portal import OWN, Portal

ENGLISH, GERMAN = Wording("en"), Wording("de")
BY = {"en": ", by the person who keeps the repository", "de": ", durch die Person, die das Repo"}


@pytest.mark.parametrize("wording", [ENGLISH, GERMAN], ids=["en", "de"])
def test_no_sentence_names_a_command_but_for_whom_it_is(wording: Wording) -> None:
    """Whatever the portal refuses or shows, it says with the sentences of all of isodocs."""
    commands = "|".join(sorted(cli.list_commands(click.Context(cli)), reverse=True))
    named = re.compile(rf"isodocs (?:{commands})(?![\w-])")
    known = catalogue(wording.language)
    found = 0
    for sentence in sentences():
        text = (known.find(sentence.one, 1) if known else "") or sentence.one
        text = re.sub(r"\{\w*\}", "SOP-001", text)
        shown = in_browser.in_browser(wording)(text)
        found += shown != text
        for match in named.finditer(shown):
            assert BY[wording.language] in shown[match.end() :][:160], (text, shown)
    assert found > 300


def test_every_button_that_is_named_is_one_of_the_portal() -> None:
    labels = {
        label
        for way in (in_browser.DOCUMENT, in_browser.RECORD, *in_browser.WAYS.values())
        for label in (way.step, way.page)
        if label
    }
    assert labels
    for label in labels:
        assert GERMAN.word(label) != label, f"'{label}' is no word of the portal"


@pytest.mark.parametrize(
    ("said", "english", "german"),
    [
        (
            say("{asked}: run `isodocs approve {id}`.", asked="Quality Manager", id="SOP-009"),
            "Quality Manager: “Approve” on the page of SOP-009.",
            "Quality Manager: „Freigeben“ auf der Seite von SOP-009 ausführen.",
        ),
        (
            say("Begin the next revision first: isodocs revise {id} --change '...'", id="WI-1@de"),
            "Begin the next revision first: “Start a revision” on the page of WI-1@de",
            "",
        ),
        (
            say("Reopen it: `isodocs set NC-1 status=open 'reopened-because=None'`."),
            "Reopen it: “Continue it” on the page of NC-1 (Status: open; Reopened because: None).",
            "Reopen it: „Weiterführen“ auf der Seite von NC-1 "
            "(Status: open; Wieder eröffnet, weil: None).",
        ),
        (
            say("Record it: `isodocs new training`. Of all: `isodocs competence --gaps`."),
            "Record it: “New record” under “Training record”. Of all: “Training”.",
            "",
        ),
        (
            say("Restore it (`git checkout 1f2 -- a.md`), then run `isodocs retire S-1`."),
            f"Restore it (`git checkout 1f2 -- a.md`{BY['en']}), then “Retire” on the page of S-1.",
            "",
        ),
        (
            say("`isodocs new procedure` writes one, `isodocs coverage --explain 4.3` says why."),
            "“New document” under “Documents” writes one, the page of 4.3 says why.",
            "",
        ),
        (
            say("Say it in 'it's so': `isodocs set NC-1 'cause=it`."),
            "Say it in 'it's so': “Continue it” on the page of NC-1 ('cause: it).",
            "",
        ),
    ],
)
def test_a_command_is_the_button_that_does_it(said: str, english: str, german: str) -> None:
    assert in_words(ENGLISH, said) == english
    assert not german or in_words(GERMAN, said) == german
    assert "isodocs" in said, "elsewhere it is as it was"


def test_what_people_wrote_is_left_as_it_is() -> None:
    assert in_words(ENGLISH, "Type `isodocs check` each week") == "Type `isodocs check` each week"


def test_no_page_names_a_command(planted: Portal) -> None:
    text = planted.browser().get("/readiness/iso-9001-2015", headers=OWN).text
    assert "on the page of" in text
    assert not re.search("<code>isodocs (?:approve|check|new|revise|set|submit)", text)
