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

  // How much of a file has gone; nothing is on its way below 0.
  function sent(part) {
    var bar = document.getElementById("attach-sent");
    if (!bar) return;
    bar.hidden = part < 0;
    bar.value = Math.max(part, 0);
  }

  function send(file) {
    var it = form();
    if (!it || busy) return;
    if (file.size > Number(it.dataset.largest)) { say(it.dataset.large, true); return; }
    busy = true;
    say(it.dataset.sending, false);
    sent(0);
    var about = new URLSearchParams({field: it.elements.field.value, file: file.name.slice(-150)});
    var request = new XMLHttpRequest();  // fetch does not say how much has gone
    request.open("POST", it.dataset.to + "?" + about);
    request.responseType = "json";
    request.setRequestHeader("content-type", "application/octet-stream");
    request.setRequestHeader("accept", "application/json");
    request.setRequestHeader("isodocs-form", it.elements.form.value);
    request.upload.addEventListener("progress", function (event) { if (event.lengthComputable) sent(event.loaded / event.total); });
    request.addEventListener("loadend", function () {
      var answer = request.status === 200 && request.response || {};
      busy = false;
      sent(-1);
      if (answer.to) location.assign(answer.to);
      else say(answer.said || it.dataset.failed, true);
    });
    request.send(file);
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
