/* Searching the documents of a reading site: words -> terms, terms -> documents, and what to show of them. */
(function (here) {
  "use strict";

  var WORD = /[\p{L}\p{N}\p{M}]+/gu;
  var RUNS = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u30fc]+|[^\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u30fc]+/gu;
  var WITHOUT_BLANKS = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u30fc]/u;
  var MARKS = /[\u0300-\u036f]/g;
  var LETTERS = { "ß": "ss", "æ": "a", "œ": "o", "ø": "o", "ł": "l", "đ": "d", "ı": "i" };
  var SPECIAL = /[ßæœøłđı]/g;
  var SPELT_OUT = /([aou])e/g;
  var PLAIN = /^[a-z0-9]*$/;
  var FIELDS = ["id", "title", "about", "clauses", "headings", "text"];
  var AT_ONCE = 25;

  /* A word as it is compared: small letters, no accents, wide and narrow forms the same, ue as ü. */
  function fold(word) {
    var small = word.toLowerCase();
    if (!PLAIN.test(small)) {
      small = small.normalize("NFKD").replace(MARKS, "").normalize("NFKC")
        .replace(SPECIAL, function (letter) { return LETTERS[letter]; });
    }
    return small.replace(SPELT_OUT, "$1");
  }

  /* The terms of a text. Japanese and Chinese have no blanks: each pair of characters is a term. */
  function terms(text) {
    var found = [];
    (text.match(WORD) || []).forEach(function (word) {
      if (!WITHOUT_BLANKS.test(word) && word.search(/[\u3040-\u30ff\u3400-\u9fff]/) < 0) {
        found.push(fold(word));
        return;
      }
      word.normalize("NFKC").match(RUNS).forEach(function (run) {
        if (!WITHOUT_BLANKS.test(run)) { found.push(fold(run)); return; }
        var signs = Array.from(run);
        if (signs.length === 1) { found.push(run); }
        for (var at = 0; at + 1 < signs.length; at += 1) { found.push(signs[at] + signs[at + 1]); }
      });
    });
    return found;
  }

  /* The terms of a field. An identifier is also one whole, with and without what is between its parts. */
  function termsOf(text, field) {
    var found = terms(text);
    if (field === "id") { found.push(found.join("")); }
    return found;
  }

  function rowOf(row, number) {
    return { number: number, id: row[1], title: row[2], about: row[3], clauses: row[4], headings: row[5], text: row[6] };
  }

  function indexOf(MiniSearch, fields) {
    return new MiniSearch({
      fields: fields,
      idField: "number",
      tokenize: termsOf,
      processTerm: function (term) { return term; },
      searchOptions: {
        tokenize: terms,
        processTerm: function (term) { return term; },
        boost: { id: 9, title: 6, headings: 3, clauses: 2, about: 2, text: 1 },
        prefix: true,
        fuzzy: function (term) { return WITHOUT_BLANKS.test(term) || term.length < 4 || /\d/.test(term) ? false : 0.2; },
        weights: { prefix: 0.6, fuzzy: 0.3 }
      }
    });
  }

  /* Titles are read at once, and texts little by little, so that the page goes on answering. */
  function Finder(MiniSearch, rows) {
    this.rows = rows;
    this.read = 0;
    this.titles = indexOf(MiniSearch, FIELDS.slice(0, 4));
    this.index = indexOf(MiniSearch, FIELDS);
    this.titles.addAll(rows.map(rowOf));
  }

  /* Whether all texts are read. */
  Finder.prototype.isReady = function () { return this.read === this.rows.length; };

  /* Read some more texts. */
  Finder.prototype.readOn = function () {
    var end = Math.min(this.read + AT_ONCE, this.rows.length);
    for (; this.read < end; this.read += 1) { this.index.add(rowOf(this.rows[this.read], this.read)); }
  };

  /* Whether a question is too short to be asked: a single letter, which nearly every word begins with. */
  function isShort(question) {
    return terms(question).every(function (term) { return term.length < 2 && !WITHOUT_BLANKS.test(term); });
  }

  /* Documents with all words of a question; where there are none, those with some of them. */
  Finder.prototype.find = function (question) {
    var index = this.isReady() ? this.index : this.titles;
    var found = index.search(question, { combineWith: "AND" });
    if (found.length) { return { all: true, found: found }; }
    return { all: false, found: index.search(question, { combineWith: "OR" }) };
  };

  /* A piece of text around the first words that were found, as pairs: [text, whether it was found]. */
  function snippet(text, matched, longest) {
    var known = new Set(matched), spots = [], word, first = -1;
    WORD.lastIndex = 0;
    while ((word = WORD.exec(text)) && (first < 0 || word.index < first + longest)) {
      if (WITHOUT_BLANKS.test(word[0])) {
        for (var at = 0; at < word[0].length; at += 1) {
          if (known.has(word[0].slice(at, at + 2))) { spots.push([word.index + at, word.index + at + 2]); }
        }
      } else if (known.has(fold(word[0]))) { spots.push([word.index, word.index + word[0].length]); }
      if (first < 0 && spots.length) { first = spots[0][0]; }
    }
    var start = Math.max(0, first - longest / 3);
    if (start > 0) { start = Math.max(text.indexOf(" ", start) + 1, 0); if (start > first) { start = Math.max(0, first - 10); } }
    var end = Math.min(text.length, start + longest);
    if (end < text.length) { end = Math.max(text.lastIndexOf(" ", end), start + longest / 2); }
    var pieces = start > 0 ? [["… ", false]] : [];
    spots.forEach(function (spot) {
      if (spot[1] > end) { return; }
      var begin = Math.max(spot[0], start);
      if (begin >= spot[1]) { return; }
      if (begin > start) { pieces.push([text.slice(start, begin), false]); }
      pieces.push([text.slice(begin, spot[1]), true]);
      start = spot[1];
    });
    pieces.push([text.slice(start, end) + (end < text.length ? " …" : ""), false]);
    return pieces;
  }

  here.isodocsFind = { Finder: Finder, snippet: snippet, isShort: isShort };
})(typeof window === "undefined" ? globalThis : window);
