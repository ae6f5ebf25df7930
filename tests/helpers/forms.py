"""Forms of pages, as a browser would send them."""

from __future__ import annotations

import re
from html.parser import HTMLParser


class Fields(HTMLParser):
    """What a browser would send of a form, by the names of its fields."""

    def __init__(self, text: str, to: str) -> None:
        super().__init__()
        self.sent: dict[str, str] = {}
        self.names: set[str] = set()
        self._to, self._inside, self._name, self._select = to, False, "", ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        name = found.get("name") or ""
        if tag == "form":
            self._inside = found.get("action") == self._to and found.get("method") == "post"
        if not self._inside:
            return
        if tag in ("input", "select", "textarea") and name:
            self.names.add(name)
        if tag == "input" and name and "disabled" not in found:
            if found.get("type") != "checkbox" or "checked" in found:
                self.sent[name] = found.get("value") or ""
        elif tag == "select":
            self._select, self.sent[name] = name, ""
        elif tag == "option" and "selected" in found:
            self.sent[self._select] = found.get("value", "\0") or ""
        elif tag == "textarea":
            self._name, self.sent[name] = name, ""

    def handle_data(self, data: str) -> None:
        if self._name:
            self.sent[self._name] += data
        elif self._select and self.sent.get(self._select) == "\0":
            self.sent[self._select] = data

    def handle_endtag(self, tag: str) -> None:
        self._inside = self._inside and tag != "form"
        if tag == "textarea" and self._name:
            text = self.sent[self._name].removeprefix("\n")
            self.sent[self._name] = re.sub(r"\r\n|\r|\n", "\r\n", text)
            self._name = ""
        if tag == "select":
            self._select = ""
