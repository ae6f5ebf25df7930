/* Make the search of a reading site ready, as its first page does, and ask it so many questions:

     node benchmarks/search.js SITE/site 100

   They are beginnings, misspellings and pairs of words that its documents have, and an identifier. What is shown of
   the first documents found is made as well. */
"use strict";
const fs = require("fs");
const path = require("path");
const vm = require("vm");

const [, , folder, number] = process.argv;
const page = {};
page.window = page;
vm.createContext(page);
for (const name of ["minisearch.js", "find.js", "search.js"]) {
  vm.runInContext(fs.readFileSync(path.join(folder, name), "utf8"), page);
}
const { Finder, snippet } = page.isodocsFind;
const finder = new Finder(page.MiniSearch, page.isodocsTexts);
while (!finder.isReady()) { finder.readOn(); }

const forms = [
  (word) => word.slice(0, 3),
  (word) => word.slice(0, -2) + word.slice(-1),
  (word, other) => word + " " + other.slice(0, 4),
  (word, other, id) => id
];
for (let at = 0; at < Number(number); at += 1) {
  const row = finder.rows[(at * 37) % finder.rows.length];
  const words = row[6].split(/[^\p{L}]+/u).filter((word) => word.length > 4);
  const question = forms[at % forms.length](words[at % words.length], words[(at * 7) % words.length], row[1]);
  const { found } = finder.find(question);
  if (!found.length) { throw new Error("nothing found: " + question); }
  found.slice(0, 20).forEach((each) => snippet(finder.rows[each.id][6], each.terms, 240));
}
