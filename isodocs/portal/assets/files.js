// A file is attached to a record by choosing or dropping it; the portal looks at what it gets.
(function () {
  "use strict";
  var busy = false;

  function form() { return document.getElementById("attach"); }

  function say(text, wrong) {
    var place = document.getElementById("attach-said");
    place.textContent = text;
    place.className = wrong ? "wrong" : "soft";
  }

  function send(file) {
    var it = form();
    if (!it || busy) return;
    if (file.size > Number(it.dataset.largest)) { say(it.dataset.large, true); return; }
    busy = true;
    say(it.dataset.sending, false);
    var about = new URLSearchParams({field: it.elements.field.value, file: file.name.slice(-150)});
    fetch(it.dataset.to + "?" + about, {
      method: "POST", body: file, redirect: "error",
      headers: {"content-type": "application/octet-stream", "accept": "application/json", "isodocs-form": it.elements.form.value},
    }).then(function (answer) {
      if (!answer.ok) throw new Error(it.dataset.failed);
      return answer.json();
    }).then(function (answer) {
      if (!answer.to) throw new Error(answer.said);
      location.assign(answer.to);
    }).catch(function (error) {
      say(error instanceof TypeError ? it.dataset.failed : error.message, true);
    }).finally(function () { busy = false; });
  }

  function show() { if (form()) form().hidden = false; }

  document.addEventListener("change", function (event) {
    if (event.target.id === "attach-file" && event.target.files[0]) {
      send(event.target.files[0]);
      event.target.value = "";
    }
  });
  // The whole page is where a file can be dropped, so that the browser never opens it instead.
  ["dragover", "drop"].forEach(function (kind) {
    document.addEventListener(kind, function (event) {
      if (!form() || !event.dataTransfer || Array.from(event.dataTransfer.types).indexOf("Files") < 0) return;
      event.preventDefault();
      form().classList.toggle("over", kind === "dragover");
      if (kind === "drop" && event.dataTransfer.files[0]) send(event.dataTransfer.files[0]);
    });
  });
  document.addEventListener("submit", function (event) { if (event.target.id === "attach") event.preventDefault(); });
  ["htmx:afterSettle"].forEach(function (kind) { document.addEventListener(kind, show); });
  show();
})();
