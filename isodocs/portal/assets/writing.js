// Forms that write: what was entered is kept, a grid is used by keys, a text is shown as it will be.
(function () {
  "use strict";
  var sending = false;

  function form() { return document.querySelector("form[data-write]"); }

  function touched() {
    var it = form();
    if (it) it.setAttribute("data-dirty", "");
    later();
  }

  ["input", "change"].forEach(function (kind) {
    document.addEventListener(kind, function (event) {
      if (event.target.name && event.target.closest("form[data-write]")) touched();
    });
  });
  window.addEventListener("beforeunload", function (event) {
    var it = form();
    if (it && it.hasAttribute("data-dirty") && !sending) event.preventDefault();
  });

  // -- what someone else did meanwhile --------------------------------------------------------

  document.addEventListener("htmx:afterSettle", function () {
    var said = document.getElementById("stale"), it = form();
    if (said && it && it.elements.digest) said.hidden = said.dataset.digest === it.elements.digest.value;
    begin();
  });

  // -- a grid ---------------------------------------------------------------------------------

  var made = 0;

  function rows() { return document.getElementById("rows"); }
  function isCell(node) { return node && node.closest && node.closest("#rows td"); }
  function control(cell) { return cell && cell.querySelector("input, select, textarea"); }

  function newRow(behind) {
    var key = "new" + (++made), text = document.getElementById("pattern").innerHTML;
    var holder = document.createElement("tbody");
    holder.innerHTML = text.replace(/(name="(?:line|gone)\.)"/g, "$1" + key + '"')
      .replace(/(name="c\.)\./g, "$1" + key + ".").replace(/(id="c-)-/g, "$1" + key + "-");
    var row = holder.querySelector("tr");
    row.dataset.key = key;
    rows().insertBefore(row, behind ? behind.nextSibling : null);
    unfold(row);
    touched();
    return row;
  }

  function cellBeside(cell, down) {
    var row = cell.parentNode, next = down > 0 ? row.nextElementSibling : row.previousElementSibling;
    if (!next && down > 0) next = newRow(row);
    return next && next.cells[cell.cellIndex];
  }

  function go(cell) {
    var field = control(cell);
    if (!field) return;
    field.focus();
    if (field.select && field.type !== "date") field.select();
  }

  function move(row, down) {
    var other = down > 0 ? row.nextElementSibling : row.previousElementSibling;
    if (!other) return;
    rows().insertBefore(row, down > 0 ? other.nextSibling : other);
    touched();
  }

  function set(field, text) {
    if (!field || field.disabled) return;
    if (field.tagName === "SELECT") {
      var wanted = text.trim().toLowerCase();
      var found = Array.from(field.options).find(function (o) { return o.value.toLowerCase() === wanted || o.text.toLowerCase() === wanted; });
      if (!found) { found = new Option(text, text); field.add(found); }
      field.value = found.value;
    } else {
      if (field.type === "date" && !/^\d{4}-\d\d-\d\d$/.test(text)) {
        var german = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(text.trim());
        if (german) text = german[3] + "-" + german[2].padStart(2, "0") + "-" + german[1].padStart(2, "0");
        else field.type = "text";
      }
      field.value = text;
    }
  }

  // A spreadsheet copies cells with tabs between them; one that holds a line end is in quotes.
  function cells(text) {
    var found = [[""]], quoted = false;
    text = text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
    for (var i = 0; i < text.length; i++) {
      var row = found[found.length - 1], at = row.length - 1, c = text[i];
      if (quoted) {
        if (c !== '"') row[at] += c;
        else if (text[i + 1] === '"') { row[at] += c; i++; } else quoted = false;
      } else if (c === '"' && row[at] === "") quoted = true;
      else if (c === "\t") row.push("");
      else if (c === "\n") found.push([""]);
      else row[at] += c;
    }
    return found;
  }

  document.addEventListener("paste", function (event) {
    var cell = isCell(event.target), text = event.clipboardData && event.clipboardData.getData("text/plain");
    if (!cell || !text || !/[\t\n]/.test(text.replace(/\r?\n$/, ""))) return;
    event.preventDefault();
    var from = cell.cellIndex, row = cell.parentNode;
    cells(text).forEach(function (line, n) {
      if (n) row = row.nextElementSibling || newRow(row);
      var at = from;
      line.forEach(function (value) {
        while (row.cells[at] && row.cells[at].offsetParent === null) at++;  // a folded column
        set(control(row.cells[at++]), value);
      });
    });
    touched();
  });

  document.addEventListener("keydown", function (event) {
    var cell = isCell(event.target), field = event.target;
    if (!cell || event.isComposing) return;
    var down = {ArrowDown: 1, ArrowUp: -1}[event.key], area = field.tagName === "TEXTAREA";
    if (down && event.altKey) {
      move(cell.parentNode, down);
      field.focus();
    } else if (event.key === "Enter" && !(area && event.shiftKey) && !event.ctrlKey) {
      go(cellBeside(cell, event.shiftKey ? -1 : 1));
    } else if (down && !area && field.tagName !== "SELECT" && field.type !== "date") {
      var next = down > 0 ? cell.parentNode.nextElementSibling : cell.parentNode.previousElementSibling;
      if (!next) return;
      go(next.cells[cell.cellIndex]);
    } else return;
    event.preventDefault();
  });

  document.addEventListener("click", function (event) {
    var mover = event.target.closest("[data-move]");
    if (mover) { move(mover.closest("tr"), Number(mover.dataset.move)); mover.focus(); }
    if (event.target.id === "add-row") go(newRow(rows().lastElementChild).querySelector("td:not(.folded)"));
  });

  document.addEventListener("change", function (event) {
    if (event.target.id === "every-column")
      document.querySelector(".grid").classList.toggle("every", event.target.checked);
    if (/^gone\./.test(event.target.name)) event.target.closest("tr").classList.toggle("gone", event.target.checked);
  });

  // Only what was changed is sent; a new row is sent as it is.
  document.addEventListener("formdata", function (event) {
    if (!event.target.matches("[data-grid]")) return;
    event.target.querySelectorAll("#rows tr:not([data-new]) td [name]").forEach(function (field) {
      var was = field.tagName === "SELECT"
        ? Array.from(field.options).every(function (o) { return o.selected === o.defaultSelected || (!o.value && o.selected); }) && field.value === chosen(field)
        : field.value === field.defaultValue;
      if (was && !event.target.hasAttribute("data-left")) event.formData.delete(field.name);
    });
    event.target.querySelectorAll("#rows tr[data-new] td [name]").forEach(function (field) {
      if (!field.value) event.formData.delete(field.name);
    });
  });
  function chosen(field) {
    var found = Array.from(field.options).find(function (o) { return o.defaultSelected; });
    return found ? found.value : "";
  }

  // A browser offers values for a whole line: of a list, they are offered for what comes after the last ";".
  var MOST_OFFERED = 50;
  function offer(event) {
    var field = event.target, known = field.dataset && field.dataset.each && document.getElementById(field.dataset.each);
    if (!known) return;
    var own = document.getElementById("known-here") || document.body.appendChild(document.createElement("datalist"));
    own.id = "known-here";
    var cut = field.value.lastIndexOf(";") + 1, before = field.value.slice(0, cut), typed = field.value.slice(cut).trim().toLowerCase();
    var there = before.split(";").map(function (each) { return each.trim(); });
    var found = Array.from(known.options).filter(function (option) {
      return there.indexOf(option.value) < 0 && (option.value + " " + option.label).toLowerCase().indexOf(typed) >= 0;
    });
    own.replaceChildren.apply(own, found.slice(0, MOST_OFFERED).map(function (option) {
      return new Option(option.label, (before ? before + " " : "") + option.value);
    }));
    field.setAttribute("list", "known-here");
  }
  document.addEventListener("focusin", offer);
  document.addEventListener("input", offer);

  function send(it, button) {
    var sent = new URLSearchParams(new FormData(it));
    if (button && button.name) sent.append(button.name, button.value);
    return fetch(it.action, {method: "POST", body: sent});
  }

  // After a restart a form is of a session that is over; its page, if it can be had, has the word of this one.
  function renewed(it) {
    return fetch(location.pathname + location.search).then(function (answer) { return answer.text(); }).then(function (text) {
      var page = new DOMParser().parseFromString(text, "text/html"), word = page.querySelector("form[data-write] [name=form]");
      if (word) it.elements.form.value = word.value;
      return it;
    });
  }

  // Sent from here, so that what was entered stays on the page whatever the answer is, or if there is none.
  document.addEventListener("submit", function (event) {
    var it = event.target;
    if (!it.matches("form[data-write]")) return;
    event.preventDefault();
    if (sending) return;
    sending = true;
    var kept = it.querySelector(".bar-below .wrong");
    kept.textContent = "";
    send(it, event.submitter).then(function (answer) {
      return answer.status === 403 ? renewed(it).then(function () { return send(it, event.submitter); }) : answer;
    }).then(function (answer) {
      if (answer.redirected) { location.assign(answer.url); return null; }
      if (answer.status !== 422) throw new Error(answer.status);
      return answer.text().then(function (text) {
        var page = new DOMParser().parseFromString(text, "text/html");
        document.getElementById("main").replaceWith(page.getElementById("main"));
        sending = false;
        htmx.process(document.getElementById("main"));
        begin();
        document.dispatchEvent(new CustomEvent("isodocs:shown"));
        window.scrollTo(0, 0);
        document.getElementById("wrong").focus();
      });
    }).catch(function () {
      sending = false;
      kept.textContent = it.dataset.failed;
    });
  });

  function unfold(part) {
    part.querySelectorAll("[data-move]").forEach(function (button) { button.hidden = false; });
    part.querySelectorAll(".rare").forEach(function (cell) { cell.classList.add("folded"); });
  }

  // -- a text as it will be -------------------------------------------------------------------

  var timer = 0, asked = 0;

  function later() { clearTimeout(timer); timer = setTimeout(preview, 300); }

  function preview() {
    var text = document.querySelector("textarea[data-preview]"), place = document.getElementById("preview");
    if (!text || !place || place.dataset.shown === text.value) return;
    var number = ++asked, it = text.form, value = text.value;
    var sent = new URLSearchParams({form: it.elements.form.value, text: value, of: it.dataset.of || ""});
    fetch(text.dataset.preview, {method: "POST", body: sent, redirect: "error"}).then(function (answer) {
      if (!answer.ok) throw new Error(answer.status);
      return answer.text();
    }).then(function (made) {
      if (number !== asked) return;
      place.innerHTML = made;  // cleaned by the portal, as the text of every page is
      place.dataset.shown = value;
      place.hidden = false;
    }).catch(function () {});
  }

  function begin() {
    document.querySelectorAll(".scripted").forEach(function (part) { part.hidden = false; });
    if (rows()) {
      document.querySelectorAll('#rows tr[data-key^="blank"]').forEach(function (row) { row.remove(); });
      unfold(document.querySelector(".grid"));
    }
    preview();
  }

  begin();
  var wrong = document.getElementById("wrong");
  if (wrong) wrong.focus();
})();
