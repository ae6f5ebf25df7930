"""Languages as people write them."""

from __future__ import annotations

import pytest

from isodocs.parsing.languages import meant, tag


@pytest.mark.parametrize(
    ("written", "known"),
    [
        *(("de", "de"), ("DE", "de"), ("de_at", "de-AT"), ("zh-hans-cn", "zh-Hans-CN")),
        *(("pt-BR", "pt-BR"), ("es-419", "es-419"), ("sl-rozaj", "sl-rozaj"), ("gsw", "gsw")),
        *(("ger", "de"), ("eng-GB", "en-GB"), ("de-AT-x-Works", "de-AT-x-works")),
        *(("Deutsch", "de"), ("English (UK)", "en"), ("en (UK)", "en"), ("français", "fr")),
        *(("jp", ""), ("xx", ""), ("", ""), ("en-", ""), ("../../x", ""), ("de-" + "a" * 9, "")),
        *(("the usual one", ""), ("e", ""), ("de-x-" + "a-" * 40 + "a", "")),
    ],
)
def test_a_language_has_one_tag_however_it_is_written(written: str, known: str) -> None:
    assert tag(written) == known
    assert tag(known) == known


def test_a_country_stands_for_its_language_where_no_language_has_its_code() -> None:
    assert [meant(code) for code in ("jp", "cz", "xx")] == ["ja", "cs", ""]
