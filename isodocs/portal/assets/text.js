// The text of a draft: its tables in a grid, and pictures by choosing, dropping or pasting them.
(function () {
  "use strict";
  var LARGEST = 700000, WIDEST = 1600;

  function area() { return document.getElementById("text"); }

  function changed() {
    area().dispatchEvent(new Event("input", {bubbles: true}));
  }

  // -- tables: each cell is written into its place, and every other character stays -----------

  var RULE = /^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$/;

  // Where each cell of a line begins and ends, without the bars around it.
  function cellsOf(line) {
    var found = [], start = 0, code = "", i = 0;
    while (i < line.length && /\s/.test(line[i])) i++;
    if (line[i] === "|") i++;
    start = i;
    for (; i < line.length; i++) {
      if (line[i] === "\\") i++;
      else if (line[i] === "`") code = code ? "" : "`";
      else if (line[i] === "|" && !code) { found.push([start, i]); start = i + 1; }
    }
    if (line.slice(start).trim()) found.push([start, line.length]);
    return found;
  }

  function tables() {
    var lines = area().value.split("\n"), found = [], fence = "";
    for (var i = 0; i < lines.length; i++) {
      var mark = /^\s{0,3}(```+|~~~+)/.exec(lines[i]);
      if (mark) fence = fence ? (mark[1].indexOf(fence) === 0 ? "" : fence) : mark[1];
      if (fence || !i || !RULE.test(lines[i]) || lines[i].indexOf("|") < 0 || lines[i - 1].indexOf("|") < 0) continue;
      var last = i;
      while (last + 1 < lines.length && lines[last + 1].trim() && lines[last + 1].indexOf("|") >= 0) last++;
      found.push({first: i - 1, rule: i, last: last});
      i = last;
    }
    return found;
  }

  function plain(text) { return text.trim().replace(/\\\|/g, "|"); }
  function written(text) { return text.replace(/[\r\n]+/g, " ").replace(/\|/g, "\\|").trim(); }

  function setLine(number, make) {
    var lines = area().value.split("\n");
    lines.splice.apply(lines, [number, 1].concat(make(lines[number])));
    area().value = lines.join("\n");
    changed();
  }

  function setCell(number, at, text) {
    setLine(number, function (line) {
      var cells = cellsOf(line);
      while (cells.length <= at) {
        line = line.replace(/\s*\|?\s*$/, " | |");
        cells = cellsOf(line + " ").slice(0, at + 1);
        if (line.length > 10000) return [line];
      }
      return [line.slice(0, cells[at][0]) + " " + written(text) + " " + line.slice(cells[at][1])];
    });
  }

  function draw() {
    var holder = document.getElementById("text-tables");
    if (!holder || !area()) return;
    var place = holder.querySelector("div"), found = tables(), lines = area().value.split("\n");
    holder.hidden = !found.length;
    if (!holder.open || place.contains(document.activeElement)) return;
    place.textContent = "";
    var pattern = document.getElementById("table-row");
    found.forEach(function (table) {
      var box = document.createElement("table"), heads = cellsOf(lines[table.first]).map(function (c) {
        return plain(lines[table.first].slice(c[0], c[1]));
      });
      for (var number = table.first; number <= table.last; number++) {
        if (number === table.rule) continue;
        var row = box.insertRow(), cells = cellsOf(lines[number]);
        for (var at = 0; at < Math.max(heads.length, cells.length); at++) {
          var field = document.createElement("input"), c = cells[at] || [0, 0];
          field.value = plain(lines[number].slice(c[0], c[1]));
          field.dataset.line = number;
          field.dataset.at = at;
          field.setAttribute("aria-label", pattern.dataset.said.replace("{number}", Math.max(number - table.rule, 0)).replace("{column}", heads[at] || at + 1));
          row.insertCell().appendChild(field);
        }
        if (number > table.rule) {
          var out = document.createElement("button");
          out.type = "button"; out.className = "out"; out.textContent = "✕"; out.dataset.out = number;
          out.setAttribute("aria-label", "✕ " + (number - table.rule));
          row.insertCell().appendChild(out);
        }
      }
      var add = pattern.cloneNode(true);
      add.removeAttribute("id");
      add.dataset.add = table.last;
      add.dataset.width = heads.length;
      place.append(box, add);
    });
  }

  function again() { document.activeElement.blur(); draw(); }

  function paste(event) {
    var text = event.clipboardData && event.clipboardData.getData("text/plain"), field = event.target;
    if (!field.dataset || !field.dataset.line || !text || !/[\t\n]/.test(text.trim())) return false;
    event.preventDefault();
    var first = Number(field.dataset.line), from = Number(field.dataset.at), width = field.closest("tr").cells.length;
    var table = tables().find(function (t) { return t.first <= first && first <= t.last; });
    text.replace(/\r\n?/g, "\n").replace(/\n$/, "").split("\n").forEach(function (line, n) {
      var number = first + n + (first < table.rule && n ? 1 : 0);
      if (number > table.last) {
        table.last = number - 1;
        setLine(table.last, function (old) { return [old, "|" + " |".repeat(width - (first > table.rule ? 1 : 0))]; });
        table.last = number;
      }
      line.split("\t").forEach(function (value, at) { setCell(number, from + at, value); });
    });
    again();
    return true;
  }

  document.addEventListener("input", function (event) {
    var field = event.target;
    if (field.dataset && field.dataset.line) setCell(Number(field.dataset.line), Number(field.dataset.at), field.value);
    else if (field.id === "text") draw();
  });
  document.addEventListener("toggle", function (event) { if (event.target.id === "text-tables") draw(); }, true);
  document.addEventListener("click", function (event) {
    var it = event.target.dataset || {};
    if (it.add) {
      setLine(Number(it.add), function (line) { return [line, "|" + " |".repeat(Number(it.width))]; });
      again();
    } else if (it.out) {
      setLine(Number(it.out), function () { return []; });
      again();
    }
  });

  // -- pictures -------------------------------------------------------------------------------

  function say(text) { document.getElementById("picture-said").textContent = text; }

  // What is too large is drawn smaller; the portal looks at what it gets in any case.
  function small(file) {
    if (file.size <= LARGEST) return Promise.resolve(file);
    return createImageBitmap(file).then(function (image) {
      var scale = Math.min(1, WIDEST / Math.max(image.width, image.height)), canvas = document.createElement("canvas");
      canvas.width = Math.round(image.width * scale);
      canvas.height = Math.round(image.height * scale);
      canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
      return new Promise(function (done) { canvas.toBlob(done, "image/jpeg", 0.85); });
    });
  }

  function base64(blob) {
    return blob.arrayBuffer().then(function (bytes) {
      var text = "", all = new Uint8Array(bytes);
      for (var i = 0; i < all.length; i += 32768) text += String.fromCharCode.apply(null, all.subarray(i, i + 32768));
      return btoa(text);
    });
  }

  function put(file) {
    var field = document.getElementById("picture"), text = area();
    if (!field || !text) return;
    say("");
    var at = text.selectionStart;
    small(file).then(base64).then(function (data) {
      var sent = new URLSearchParams({form: text.form.elements.form.value, data: data});
      return fetch(field.dataset.to, {method: "POST", body: sent, redirect: "error"});
    }).then(function (answer) {
      return answer.text().then(function (said) {
        if (answer.status === 422) throw new Error(said);
        if (!answer.ok) throw new Error(String(answer.status));
        text.setRangeText("![" + file.name.replace(/\.[^.]*$/, "").replace(/[\[\]\\]/g, "") + "](" + said + ")", at, at, "end");
        changed();
        text.focus();
      });
    }).catch(function (error) { say(error.message); });
  }

  function pictureOf(data) {
    return Array.from((data && data.files) || []).find(function (file) { return /^image\//.test(file.type); });
  }

  document.addEventListener("change", function (event) {
    if (event.target.id === "picture" && event.target.files[0]) {
      put(event.target.files[0]);
      event.target.value = "";
    }
  });
  document.addEventListener("dragover", function (event) {
    if (event.target.id === "text" && document.getElementById("picture")) event.preventDefault();
  });
  document.addEventListener("drop", function (event) {
    var file = event.target.id === "text" && pictureOf(event.dataTransfer);
    if (file) { event.preventDefault(); put(file); }
  });
  document.addEventListener("paste", function (event) {
    if (paste(event)) return;
    var file = event.target.id === "text" && pictureOf(event.clipboardData);
    if (file) { event.preventDefault(); put(file); }
  });

  ["htmx:afterSettle", "isodocs:shown"].forEach(function (kind) { document.addEventListener(kind, draw); });
  draw();
})();
