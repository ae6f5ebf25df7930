// Signs what a form asks for with a passkey: the portal says what is to be signed, the device asks its user, and
// the same form is sent again with the signature. Nothing is decided here: the portal verifies it.
(function () {
  "use strict";
  var STORE = "isodocs-passkeys";

  function toText(buffer) {
    var text = "";
    new Uint8Array(buffer).forEach(function (byte) { text += String.fromCharCode(byte); });
    return btoa(text).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  }

  function toBytes(text) {
    return Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), function (c) { return c.charCodeAt(0); });
  }

  // Which of one's passkeys this browser has used, by fingerprint: only so that it asks for the right one at once.
  function known() {
    try { return JSON.parse(localStorage.getItem(STORE)) || {}; } catch (error) { return {}; }
  }

  function remember(passkey, id) {
    var all = known();
    all[passkey] = id;
    try { localStorage.setItem(STORE, JSON.stringify(all)); } catch (error) { /* then it asks which one */ }
  }

  function send(form, fields) {
    return fetch(form.action, {
      method: "POST", body: fields, headers: { accept: "application/json" }, credentials: "same-origin",
    }).then(function (answer) {
      if (!answer.ok) throw new Error(form.dataset.failed);
      return answer.json();
    });
  }

  // A new passkey. The browser hands out its public key; that it is there is shown by signing with it.
  function make(form, fields) {
    if (!form.dataset.site) return Promise.resolve("");
    return navigator.credentials.create({ publicKey: {
      rp: { id: form.dataset.site, name: form.dataset.organisation },
      user: { id: crypto.getRandomValues(new Uint8Array(16)), name: form.dataset.account, displayName: form.dataset.name },
      challenge: crypto.getRandomValues(new Uint8Array(32)),
      pubKeyCredParams: [{ type: "public-key", alg: -7 }],
      authenticatorSelection: { residentKey: "required", requireResidentKey: true, userVerification: "required" },
      attestation: "none",
    } }).catch(function (error) {
      // A device that has only kinds that OpenSSH cannot verify (RS256, EdDSA), or asks no one who it is.
      var other = error.name === "NotSupportedError" || error.name === "ConstraintError";
      throw other ? new Error(form.dataset.kind) : error;
    }).then(function (made) {
      fields.set("spki", toText(made.response.getPublicKey() || new ArrayBuffer(0)));
      return toText(made.rawId);
    });
  }

  function sign(asked, id) {
    var wanted = { challenge: toBytes(asked.challenge), rpId: asked.site, userVerification: "required" };
    if (id) wanted.allowCredentials = [{ type: "public-key", id: toBytes(id) }];
    return navigator.credentials.get({ publicKey: wanted });
  }

  function run(form, fields) {
    var made = [], passkey = "", id = "";
    function go(answer) {
      if (answer.to) {
        if (passkey && id) remember(passkey, id);
        location.assign(answer.to);
        return null;
      }
      if (!answer.challenge) throw new Error(answer.said || form.dataset.failed);
      if (answer.passkey !== passkey) made = [];
      passkey = answer.passkey;
      return sign(answer, id || known()[passkey]).then(function (signed) {
        id = toText(signed.rawId);
        var said = signed.response;
        made.push([toText(said.clientDataJSON), toText(said.authenticatorData), toText(said.signature)]);
        fields.set("at", answer.at);
        fields.set("passkey", passkey);
        fields.set("made", JSON.stringify(made));
        return send(form, fields).then(go);
      });
    }
    return make(form, fields).then(function (own) {
      id = own;
      return send(form, fields);
    }).then(go);
  }

  document.addEventListener("submit", function (event) {
    var form = event.target, button = event.submitter;
    if (!form.dataset.passkeys && !form.dataset.site) return;
    event.preventDefault();
    if (form.dataset.busy) return;
    var trouble = form.querySelector("[role=alert]");
    trouble.textContent = "";
    if (!window.PublicKeyCredential || !window.isSecureContext) {
      trouble.textContent = form.dataset.without;
      return;
    }
    var fields = new URLSearchParams(new FormData(form));
    if (button && button.name) fields.set(button.name, button.value);
    var mine = (form.dataset.passkeys || "").split(" "), used = known();
    fields.set("passkey", mine.find(function (each) { return used[each]; }) || mine[0]);
    form.dataset.busy = "1";
    run(form, fields).catch(function (error) {
      var cancelled = error instanceof DOMException;
      trouble.textContent = cancelled ? form.dataset.cancelled : error.message || form.dataset.failed;
    }).finally(function () { delete form.dataset.busy; });
  });
})();
