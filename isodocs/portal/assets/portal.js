// Keeps a page up to date: each event names the newest snapshot, and the page shows it in its place.
(function () {
  "use strict";
  var source = null, busy = false, again = false, changed = false, fading = 0;
  var body = document.body, said = document.getElementById("said");
  if (!said || !window.EventSource) return;

  function say(text) {
    clearTimeout(fading);  // of what was said before
    said.textContent = text;
    said.classList.toggle("shown", text !== "");
  }

  // What someone is typing stays as it is, and so do parts that they folded or unfolded.
  Idiomorph.defaults.ignoreActiveValue = true;
  Idiomorph.defaults.callbacks.beforeAttributeUpdated = function (name, node) {
    return !(name === "open" && node.tagName === "DETAILS");
  };

  // A form in which something was entered stays whole; `writing.js` says so of it.
  function stays(node) { return node.nodeType === 1 && node.hasAttribute("data-dirty"); }
  Idiomorph.defaults.callbacks.beforeNodeMorphed = function (old) { return !stays(old); };
  Idiomorph.defaults.callbacks.beforeNodeRemoved = function (old) { return !stays(old); };

  // What someone decides on is what they were shown first: it is not exchanged below their hand.
  function toDecide(page) {
    var fields = page.querySelectorAll('[name="seen"], [name^="seen."], [name="sha256"]');
    return Array.from(fields, function (field) { return field.name + field.value; });
  }
  body.addEventListener("htmx:beforeSwap", function (event) {
    var shown = toDecide(document);
    var now = toDecide(new DOMParser().parseFromString(event.detail.serverResponse, "text/html"));
    changed = shown.length > 0 && now.some(function (each) { return !shown.includes(each); });
    if (changed) event.detail.shouldSwap = false;
  });

  function refresh(number) {
    if (busy) { again = true; return; }
    busy = true;
    htmx.ajax("GET", location.pathname + location.search, {
      source: "#main", target: "#main", select: "#main", swap: "morph:outerHTML", headers: {"Isodocs-Live": "1"},
    }).then(function () {
      body.dataset.number = number;
      if (changed) { say(body.dataset.changed); return; }
      say(body.dataset.updated.replace("{time}", new Date().toLocaleTimeString(document.documentElement.lang)));
      fading = setTimeout(function () { say(""); }, 4000);
    }).finally(function () {
      busy = false;
      if (again) { again = false; refresh(number); }
    });
  }

  function told(event) {
    said.classList.remove("lost");
    if (said.textContent === body.dataset.lost) say("");
    if (event.data !== body.dataset.number) refresh(event.data);
  }

  // A browser has six connections to a server: only pages that someone looks at keep one.
  function listen() {
    if (document.visibilityState !== "visible") {
      if (source) source.close();
      source = null;
    } else if (!source || source.readyState === 2) {
      source = new EventSource("/events");
      source.addEventListener("snapshot", told);
      source.onerror = function () { said.classList.add("lost"); say(body.dataset.lost); };
    }
  }

  document.addEventListener("visibilitychange", listen);
  listen();

  document.addEventListener("keydown", function (event) {
    var typing = /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement.tagName);
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      document.getElementById("find").focus();
    }
  });
})();
