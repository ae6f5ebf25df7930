/* Whether a copy still counts: the code that someone typed, or that is in the address, against what is known. */
(function () {
  "use strict";

  var main = document.getElementById("main"), words = JSON.parse(main.getAttribute("data-words"));
  var form = document.getElementById("ask"), input = document.getElementById("code"), answer = document.getElementById("answer");
  var known = window.isodocsCopies, DIGITS = 12, KEY = 20;
  var DASHES = /[\u2010-\u2015\u2212\ufe58\uff0d]/g, SLASHES = /[\u2044\u2215\uff0f]/g;

  /* SHA-256 (FIPS 180-4): a page that is opened from a share may have no other. */
  function sha256(text) {
    var bytes = Array.from(new TextEncoder().encode(text)), length = bytes.length * 8;
    var roots = [], state = [], candidate = 2;
    while (roots.length < 64) {
      var prime = true;
      for (var by = 2; by * by <= candidate; by += 1) { if (candidate % by === 0) { prime = false; } }
      if (prime) {
        if (state.length < 8) { state.push(fraction(Math.sqrt(candidate))); }
        roots.push(fraction(Math.cbrt(candidate)));
      }
      candidate += 1;
    }
    bytes.push(128);
    while (bytes.length % 64 !== 56) { bytes.push(0); }
    for (var shift = 7; shift >= 0; shift -= 1) { bytes.push(Math.floor(length / Math.pow(256, shift)) % 256); }
    for (var start = 0; start < bytes.length; start += 64) { state = block(bytes, start, state, roots); }
    return state.map(function (each) { return (each >>> 0).toString(16).padStart(8, "0"); }).join("");
  }

  function fraction(number) { return Math.floor((number - Math.floor(number)) * 4294967296) | 0; }
  function turn(number, by) { return (number >>> by) | (number << (32 - by)); }

  function block(bytes, start, before, roots) {
    var w = [], s = before.slice();
    for (var at = 0; at < 64; at += 1) {
      if (at < 16) {
        var from = start + at * 4;
        w[at] = (bytes[from] << 24) | (bytes[from + 1] << 16) | (bytes[from + 2] << 8) | bytes[from + 3];
      } else {
        var x = w[at - 15], y = w[at - 2];
        w[at] = (w[at - 16] + (turn(x, 7) ^ turn(x, 18) ^ (x >>> 3)) + w[at - 7] + (turn(y, 17) ^ turn(y, 19) ^ (y >>> 10))) | 0;
      }
      var first = (s[7] + (turn(s[4], 6) ^ turn(s[4], 11) ^ turn(s[4], 25)) + ((s[4] & s[5]) ^ (~s[4] & s[6])) + roots[at] + w[at]) | 0;
      var second = ((turn(s[0], 2) ^ turn(s[0], 13) ^ turn(s[0], 22)) + ((s[0] & s[1]) ^ (s[0] & s[2]) ^ (s[1] & s[2]))) | 0;
      s = [(first + second) | 0, s[0], s[1], s[2], (s[3] + first) | 0, s[4], s[5], s[6]];
    }
    return s.map(function (each, index) { return (each + before[index]) | 0; });
  }

  function plain(text) { return text.normalize("NFKC").replace(/\s+/gu, "").toLowerCase(); }

  /* A code as it is printed, with blanks in it, or at the end of an address; null for anything else. */
  function parse(text) {
    var whole = text.replace(DASHES, "-").replace(SLASHES, "/").normalize("NFKC").replace(/[\s\p{Cf}]/gu, "");
    var parts = whole.split(/[#=]|isodocs-copy:/).pop().split("/").slice(-3);
    if (parts.length < 3 || !parts[0] || parts[0].length > 64) { return null; }
    var digits = parts[2].toLowerCase().replace(/o/g, "0").replace(/[il]/g, "1");
    return /^[0-9a-f]{12,64}$/.test(digits) ? { document: parts[0], revision: parts[1], digits: digits } : null;
  }

  function filed(code, revision) {
    return known.answers[sha256(plain(code.document) + "/" + plain(revision) + "/" + code.digits.slice(0, DIGITS)).slice(0, KEY)] || [];
  }

  function matching(code, revision) {
    var rest = code.digits.slice(DIGITS);
    return filed(code, revision).filter(function (row) { return row[0].indexOf(rest) === 0; });
  }

  function filled(text, values) {
    return text.replace(/\{(\w+)\}/g, function (whole, name) { return name in values ? values[name] : whole; });
  }

  function say(text, good) {
    var line = document.createElement("p");
    if (good) { line.className = "good"; }
    line.textContent = text;
    answer.appendChild(line);
    return line;
  }

  function ask(typed) {
    answer.textContent = "";
    if (!typed.trim()) { return; }
    var code = parse(typed);
    if (!code) { say(filled(words["no-code"], { example: input.getAttribute("data-example") })); return; }
    var rows = matching(code, code.revision), here = known.documents[plain(code.document)];
    if (rows.length > 1) { say(words["more-digits"]); return; }
    if (rows.length) {
      var row = rows[0], ended = row[1] === "obsolete";
      say(filled(words[row[1]], { day: row[2], number: row[3] }), row[1] === "in force");
      if (ended && row[3]) { say(filled(words.instead, { document: row[3] })); }
      main.setAttribute("data-answer", row[1]);
    } else {
      say(words["not ours"]);
      say(why(code, here));
      main.setAttribute("data-answer", "not ours");
    }
    if (here && !(rows.length && rows[0][1] === "in force")) {
      var line = say(filled(words.now, { number: here[1] }) + " "), link = document.createElement("a");
      link.href = here[2].split("/").map(encodeURIComponent).join("/");
      link.textContent = here[0];
      line.appendChild(link);
    }
  }

  function why(code, here) {
    if (!here) { return filled(words["no-document"], { document: code.document }); }
    var other = here[3].filter(function (number) { return matching(code, number).length > 0; });
    if (other.length) { return filled(words["other-revision"], { number: other[other.length - 1] }); }
    var has = here[3].some(function (number) { return plain(number) === plain(code.revision); });
    return filled(words[has ? "no-text" : "no-revision"], { document: here[0], number: has ? code.revision : here[3].join(", ") });
  }

  function fromAddress() {
    var typed = location.hash.slice(1);
    if (!typed) { return; }
    try { typed = decodeURIComponent(typed); } catch (error) { /* as it is */ }
    input.value = typed.replace(/^isodocs-copy:/, "");
    ask(typed);
  }

  form.hidden = false;
  form.addEventListener("submit", function (event) { event.preventDefault(); ask(input.value); });
  window.addEventListener("hashchange", fromAddress);
  fromAddress();
})();
