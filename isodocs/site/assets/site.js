/* What a reading site does beyond being read: it searches, and leads from every page to the search. */
(function () {
  "use strict";

  var main = document.getElementById("main");
  var root = document.querySelector("script[data-root]").getAttribute("data-root");
  var words = JSON.parse(main.getAttribute("data-words"));
  var SHOWN = 20, LONGEST = 240;

  function load(names, done, failed) {
    if (!names.length) { done(); return; }
    var script = document.createElement("script");
    script.src = root + "site/" + names[0];
    script.onload = function () { load(names.slice(1), done, failed); };
    script.onerror = failed;
    document.head.appendChild(script);
  }

  function element(name, text) {
    var made = document.createElement(name);
    if (text) { made.textContent = text; }
    return made;
  }

  /* "/" leads to the search, as on many sites, but not while someone types. */
  document.addEventListener("keydown", function (event) {
    var at = document.activeElement;
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || (at && /^(INPUT|TEXTAREA|SELECT)$/.test(at.tagName))) { return; }
    var input = document.querySelector(".find input");
    if (input) { event.preventDefault(); input.focus(); input.select(); }
  });

  Array.prototype.forEach.call(document.querySelectorAll(".find"), function (form) {
    form.hidden = false;
    if (main.getAttribute("data-script") === "home") { return; }
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      var question = form.querySelector("input").value.trim();
      location.href = root + "index.html#q=" + encodeURIComponent(question);
    });
  });

  if (main.getAttribute("data-script") === "check") { load(["copies.js", "check.js"], function () { }, function () { window.isodocsFailed(words.failed); }); }
  if (main.getAttribute("data-script") === "home") { search(); }

  function search() {
    var input = document.getElementById("q"), results = document.getElementById("results");
    var status = document.getElementById("status"), more = document.getElementById("more"), ways = document.getElementById("ways");
    var finder = null, asked = false, shown = SHOWN, timer = 0;

    function prepare() {
      if (asked) { return; }
      asked = true;
      load(["minisearch.js", "find.js", "search.js"], function () {
        finder = new window.isodocsFind.Finder(window.MiniSearch, window.isodocsTexts);
        answer();
        readOn();
      }, function () { status.textContent = words.failed; });
    }

    function readOn() {
      finder.readOn();
      if (!finder.isReady()) { setTimeout(readOn, 0); return; }
      main.setAttribute("data-ready", "yes");
      answer();
    }

    function answer() {
      var question = input.value.trim(), begun = performance.now();
      results.textContent = "";
      results.hidden = more.hidden = true;
      ways.hidden = Boolean(question);
      status.textContent = "";
      if (!question) { return; }
      if (!finder) { status.textContent = words.reading; prepare(); return; }
      if (window.isodocsFind.isShort(question)) { status.textContent = words.short; ways.hidden = false; return; }
      var found = finder.find(question), number = found.found.length;
      status.textContent = !finder.isReady() ? words.reading : !number ? words.none : !found.all ? words.some.replace("{number}", number) : number === 1 ? words.one : words.many.replace("{number}", number);
      found.found.slice(0, shown).forEach(function (each) { results.appendChild(line(each)); });
      results.hidden = !number;
      more.hidden = number <= shown;
      if (!finder.isReady()) { return; }
      main.setAttribute("data-took", performance.now() - begun);
      main.setAttribute("data-answered", question);
    }

    function line(each) {
      var row = finder.rows[each.id], item = element("li"), link = element("a"), text = element("p");
      var id = element("span", row[1]);
      id.className = "id";
      link.href = "documents/" + encodeURIComponent(row[0]) + ".html";
      link.appendChild(id);
      link.appendChild(document.createTextNode(" " + row[2]));
      item.appendChild(link);
      var about = element("span", row[3]);
      about.className = "soft";
      item.appendChild(document.createTextNode(" "));
      item.appendChild(about);
      window.isodocsFind.snippet(row[6], each.terms, LONGEST).forEach(function (piece) {
        text.appendChild(piece[1] ? element("mark", piece[0]) : document.createTextNode(piece[0]));
      });
      item.appendChild(text);
      return item;
    }

    function fromAddress() {
      var asked = /^#q=(.*)$/.exec(location.hash);
      if (!asked) { return; }
      try { input.value = decodeURIComponent(asked[1]); } catch (error) { return; }
      answer();
      input.focus();
    }

    more.textContent = words.more;
    more.addEventListener("click", function () {
      var at = shown;
      shown += SHOWN;
      answer();
      results.querySelectorAll("a")[at].focus();
    });
    input.addEventListener("focus", prepare);
    input.addEventListener("input", function () {
      clearTimeout(timer);
      shown = SHOWN;
      timer = setTimeout(function () {
        var question = input.value.trim();
        history.replaceState(null, "", question ? "#q=" + encodeURIComponent(question) : location.pathname);
        answer();
      }, 60);
    });
    input.form.addEventListener("submit", function (event) {
      event.preventDefault();
      answer();
      var first = results.querySelector("a");
      if (first) { first.focus(); }
    });
    document.addEventListener("keydown", function (event) {
      var links = Array.prototype.slice.call(results.querySelectorAll("a")), at = links.indexOf(document.activeElement);
      var inside = document.activeElement === input || at >= 0;
      if (!inside) { return; }
      if (event.key === "Escape") { if (at < 0) { input.value = ""; answer(); } input.focus(); return; }
      var next = event.key === "ArrowDown" ? at + 1 : event.key === "ArrowUp" ? at - 1 : null;
      if (next === null || !links.length) { return; }
      event.preventDefault();
      if (next < 0) { input.focus(); } else if (links[next]) { links[next].focus(); }
    });
    window.addEventListener("hashchange", fromAddress);
    fromAddress();
  }
})();
