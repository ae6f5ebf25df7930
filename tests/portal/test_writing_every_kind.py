"""Every kind of record has a form: an input for each field, and what is not touched stays."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from html import unescape

import pytest

from isodocs.catalogues import catalogue
from isodocs.model.record import Record, RecordKind
from isodocs.portal.views import addresses
from isodocs.records import record_csv, row_append
from isodocs.records.attachments import DIGEST
from isodocs.records.choice_words import choice_in_words
from isodocs.records.examples import example
from isodocs.records.record_kinds import kinds
from tests.helpers.company import ANN, base
from tests.helpers.forms import Fields
from tests.helpers.portal import OWN, Portal, served
from tests.helpers.repository import RepositoryBuilder

DAY = "2024-06-01"


def odd_path(kind: RecordKind) -> str:
    return f"records/{kind.name}-2024.{'csv' if kind.table else 'md'}"


def odd(kind: RecordKind) -> bytes:
    """A record that says something in each field, much of it hard to bring through a form."""
    values = {}
    for name, field in kind.fields.items():
        hard = f'{name} "as is", über: #1\n\nwith <b>&amp;</b> \\ and more  # no'
        by_form = {"list": "a 1; b: c", "date": "12.5.2024", "flag": "True", "number": "3,0"}
        values[name] = example(kind, field) or by_form.get(field.form, hard)
        if len(name) % 3 == 0 and not field.choices:
            values[name] = by_form.get(field.form, hard)
    if kind.key:
        values[kind.key] = "odd-1"
    if kind.table:
        return record_csv.begin([*values], [[*values.values()]])
    lines = [f"{n}: {row_append.yaml_value(kind.fields[n], t)}" for n, t in values.items()]
    text = "\n\n\n# Odd\n<textarea>&lt;\n\ttab  \n"
    return "\n".join(["---", f"record: {kind.name}", *lines, "---", text]).encode()


def records(portal: Portal, name: str) -> list[Record]:
    assert portal.current.snapshot is not None
    return [*portal.current.snapshot.register.records.get(name, ())]


@pytest.fixture(scope="module")
def odds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Portal, RepositoryBuilder]]:
    """One company with a record of every kind."""
    repo = RepositoryBuilder(tmp_path_factory.mktemp("odds"))
    files = {odd_path(kind): odd(kind) for kind in kinds().values()}
    repo.commit("Start", {**base(), **files}, author=ANN)
    repo.configure("user", name="Quinn Quality", email="quinn@example.com")
    seconds = itertools.count(step=60)  # no limit is met
    found = Portal(served(repo.path, DAY, "quinn"), lambda: float(next(seconds)))
    found.next_version(found.current.start)
    yield found, repo
    found.current.stop()


@pytest.mark.parametrize("name", kinds())
def test_each_field_of_a_kind_has_an_input_that_leaves_it_as_it_is(
    odds: tuple[Portal, RepositoryBuilder], name: str
) -> None:
    portal, repo = odds
    browser, kind, head = portal.browser(), kinds()[name], repo.git("rev-parse", "HEAD")
    wanted = {f"f.{field}" for field in kind.fields if not field.endswith(DIGEST)}
    at = f"/begin/{name}"
    assert wanted <= Fields(browser.get(at, headers=OWN).text, at).names
    (record,) = (r for r in records(portal, name) if r.path == odd_path(kind))
    ways = [addresses.EDIT + addresses.record(record)]
    if kind.table:
        paths = sorted({r.path for r in records(portal, name)})
        ways.append(f"/edit/records/{name}?table={paths.index(record.path)}")
    for way in ways:
        to = way.partition("?")[0]
        found = Fields(browser.get(way, headers=OWN).text, to)
        assert len(found.names) > len(kind.fields)
        answer = browser.post(to, data=found.sent, headers=OWN, follow_redirects=False)
        assert answer.status_code == 303
        assert "done" not in answer.headers["location"]
        assert repo.git("rev-parse", "HEAD") == head


OPTION = re.compile(r'<option value="([^"]*)"[^>]*>([^<]*)</option>')
TICK = re.compile(r'name="choose\.[a-z-]+\.([^"]+)" value="1"[^>]*> ([^<]*)</label>')


@pytest.mark.parametrize("name", kinds())
def test_people_read_each_choice_of_a_kind_in_their_language(
    odds: tuple[Portal, RepositoryBuilder], name: str
) -> None:
    portal, _ = odds
    kind, known = kinds()[name], catalogue("de")
    assert known is not None
    browser, german = portal.browser(), {**OWN, "accept-language": "de"}
    (record,) = (r for r in records(portal, name) if r.path == odd_path(kind))
    form = unescape(browser.get(f"/begin/{name}", headers=german).text)
    offered = {*OPTION.findall(form), *TICK.findall(form)}
    shown = unescape(browser.get(addresses.record(record), headers=german).text)
    for field in kind.fields.values():
        said = {c: choice_in_words(field.name, c) for c in field.choices}
        words = {choice: known.said[field.name, each][0] for choice, each in said.items()}
        assert offered.issuperset(words.items())
        there = [words[item] for item in record.each(field.name) if item in words]
        assert f"<dd>{', '.join(there)}" in re.sub(r"<dd[^>]*>", "<dd>", shown) if there else True
