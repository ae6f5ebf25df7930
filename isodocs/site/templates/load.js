(function () {
  var script = document.createElement("script");
  script.src = document.currentScript.getAttribute("data-root") + "site/site.js";
  document.head.appendChild(script);
})();
