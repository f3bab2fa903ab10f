// Says in Dutch why a passkey could not be used; allauth's scripts do the rest.
(function () {
  const TEXTS = {
    NotAllowedError: "De passkey is niet gebruikt. Probeer het nog eens, en bevestig het op uw apparaat.",
    InvalidStateError: "Deze passkey staat al bij uw account.",
    SecurityError: "Op dit adres werken passkeys niet. Ze werken op https en op localhost.",
  };
  const FAILED = "De passkey werkt hier niet. Probeer een andere browser, of meld u op een andere manier aan.";
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    const place = document.querySelector("[data-passkey-error]");
    place.textContent = TEXTS[event.detail.exception.name] || FAILED;
    place.hidden = false;
  });
  document.documentElement.classList.add("has-passkeys");
})();
