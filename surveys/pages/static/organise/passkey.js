// Passkeys: asks the browser for one and sends what it answers. Without WebAuthn the forms stay hidden.

const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");

function described(list = []) {
  return list.map((one) => ({ ...one, id: bytes(one.id) }));
}

async function made({ publicKey }) {
  const credential = await navigator.credentials.create({
    publicKey: {
      ...publicKey,
      challenge: bytes(publicKey.challenge),
      user: { ...publicKey.user, id: bytes(publicKey.user.id) },
      excludeCredentials: described(publicKey.excludeCredentials),
      authenticatorSelection: {
        ...publicKey.authenticatorSelection,
        residentKey: "required",
        requireResidentKey: true,
        userVerification: "required",
      },
    },
  });
  const { attestationObject, clientDataJSON } = credential.response;
  return plain(credential, { attestationObject: text(attestationObject), clientDataJSON: text(clientDataJSON) });
}

async function shown({ publicKey }) {
  const credential = await navigator.credentials.get({
    publicKey: {
      ...publicKey,
      challenge: bytes(publicKey.challenge),
      allowCredentials: described(publicKey.allowCredentials),
    },
  });
  const { authenticatorData, clientDataJSON, signature, userHandle } = credential.response;
  return plain(credential, {
    authenticatorData: text(authenticatorData),
    clientDataJSON: text(clientDataJSON),
    signature: text(signature),
    userHandle: userHandle ? text(userHandle) : null,
  });
}

function plain(credential, response) {
  return {
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    clientExtensionResults: credential.getClientExtensionResults(),
    response,
  };
}

async function options(form) {
  if (form.dataset.passkey !== "find") {
    const asked = JSON.parse(document.getElementById("passkey-options").textContent);
    return asked.creation_options ?? asked.request_options;
  }
  const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`${answer.status}`);
  const found = await answer.json();
  return found.request_options;
}

async function ask(event) {
  const form = event.currentTarget;
  event.preventDefault();
  try {
    const asked = await options(form);
    const credential = await (form.dataset.passkey === "make" ? made(asked) : shown(asked));
    form.elements.credential.value = JSON.stringify(credential);
    form.submit();
  } catch {
    form.querySelector("[data-failed]").hidden = false;
  }
}

if (window.PublicKeyCredential) {
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.hidden = false;
    form.addEventListener("submit", ask);
  }
}
