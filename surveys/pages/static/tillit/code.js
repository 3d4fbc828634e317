"use strict";
// The slip's QR code carries the code after "#", which a browser never sends. It is moved into the field, or,
// on the page where the language is chosen, on to the links; then it is taken out of the address.
(function () {
  var code = decodeURIComponent(location.hash.slice(1));
  if (!/^[0-9A-Za-z-]{12,24}$/.test(code)) return;
  var field = document.getElementById("code");
  if (field) {
    field.value = code;
    history.replaceState(null, "", location.pathname);
  }
  document.querySelectorAll("a[data-code]").forEach(function (link) {
    link.hash = code;
  });
})();
