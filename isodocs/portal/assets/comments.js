// Comments beside a text: what is selected becomes the passage of a new one, and the passages of
// those that are there are marked. Everything works without it by the form.
(function () {
  "use strict";
  var marks = window.CSS && CSS.highlights && window.Highlight ? new Highlight() : null;
  if (marks) CSS.highlights.set("comment", marks);

  // A form in which someone has begun to write is left alone when the page is brought up to date.
  document.addEventListener("input", function (event) {
    var form = event.target.closest(".talk form");
    if (form) form.setAttribute("data-dirty", "");
  });

  function paper() { return document.querySelector(".paper section.text"); }

  // The words of a text, each with its place: what was quoted is found however it is marked up.
  function words(root) {
    var found = [], walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT), node, match;
    while ((node = walker.nextNode())) {
      var pattern = /[\p{L}\p{N}]+/gu;
      while ((match = pattern.exec(node.data))) {
        found.push({word: match[0].toLowerCase(), node: node, start: match.index, end: match.index + match[0].length});
      }
    }
    return found;
  }

  function rangeOf(all, text, heading) {
    var wanted = text.toLowerCase().match(/[\p{L}\p{N}]+/gu), last, at, n, from = 0;
    if (!wanted) return null;
    last = wanted.length - 1;
    if (heading) from = all.findIndex(function (each) { return heading.compareDocumentPosition(each.node) & Node.DOCUMENT_POSITION_FOLLOWING; });
    for (at = Math.max(from, 0); at + last < all.length; at += 1) {
      for (n = 0; n <= last; n += 1) {
        var word = all[at + n].word;
        if (word !== wanted[n] && !((n === 0 || n === last) && word.includes(wanted[n]))) break;
      }
      if (n > last) {
        var range = document.createRange();
        range.setStart(all[at].node, all[at].start);
        range.setEnd(all[at + last].node, all[at + last].end);
        return range;
      }
    }
    return null;
  }

  var ranges = {};
  function mark() {
    var text = paper(), all;
    ranges = {};
    if (marks) marks.clear();
    if (!text) return;
    document.querySelectorAll(".talk li[data-words]").forEach(function (item) {
      if (!item.dataset.words || !item.dataset.at) return;
      all = all || words(text);
      var range = rangeOf(all, item.dataset.words, document.getElementById(item.dataset.at));
      if (!range) return;
      ranges[item.id] = range;
      if (marks && !item.classList.contains("plain")) marks.add(range);
    });
  }

  document.addEventListener("click", function (event) {
    var item = event.target.closest && event.target.closest(".talk li");
    if (item && ranges[item.id] && event.target.closest(".about a")) {
      event.preventDefault();
      ranges[item.id].startContainer.parentElement.scrollIntoView({block: "center"});
      getSelection().removeAllRanges();
      getSelection().addRange(ranges[item.id]);
    } else if (event.target.id === "comment-here") {
      var form = document.querySelector(".new-comment");
      event.target.hidden = true;
      form.open = true;
      document.getElementById("comment-text").focus();
    }
  });

  // By mouse, by touch or by the keys that select text.
  document.addEventListener("selectionchange", function () {
    var here = document.getElementById("comment-here"), text = paper(), chosen = getSelection();
    if (!here || !text) return;
    var said = chosen.rangeCount ? chosen.toString().trim().replace(/\s+/g, " ") : "";
    var inside = said && text.contains(chosen.anchorNode) && text.contains(chosen.focusNode);
    here.hidden = !inside;
    if (!inside) return;
    var range = chosen.getRangeAt(0), box = range.getBoundingClientRect(), title = "";
    text.querySelectorAll("h1, h2, h3, h4, h5, h6").forEach(function (heading) {
      if (heading.compareDocumentPosition(range.startContainer) & (Node.DOCUMENT_POSITION_FOLLOWING | Node.DOCUMENT_POSITION_CONTAINED_BY)) title = heading.textContent.trim();
    });
    var passage = document.getElementById("passage"), section = document.getElementById("section");
    passage.value = said.slice(0, 1000);
    passage.form.setAttribute("data-dirty", "");
    if (section) section.value = Array.from(section.options).some(function (each) { return each.value === title; }) ? title : "";
    here.style.top = Math.max(8, Math.min(box.bottom + 8, innerHeight - 48)) + "px";
    here.style.left = Math.max(8, Math.min(box.left, innerWidth - 200)) + "px";
  });

  document.addEventListener("htmx:afterSettle", mark);
  mark();
})();
