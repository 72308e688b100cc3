// Passkeys that let somebody in here: made on one's own page, shown on the way in and before what matters.

import { canUsePasskeys, put, toBytes, toText, wordsFor } from "./passkey";

/** What the server asks, with bytes in base64url, as browsers' own JSON has it. */
interface Asked {
  publicKey: {
    challenge: string;
    user?: { id: string; name: string; displayName: string };
    allowCredentials?: { id: string; type: "public-key" }[];
    excludeCredentials?: { id: string; type: "public-key" }[];
  };
}

const listed = (given: { id: string; type: "public-key" }[] = []): PublicKeyCredentialDescriptor[] =>
  given.map((one) => ({ type: one.type, id: toBytes(one.id) }));

/** Make a passkey; what it answers, as JSON. */
async function make(asked: Asked): Promise<object> {
  const { challenge, user, excludeCredentials, ...rest } = asked.publicKey;
  const made = (await navigator.credentials.create({
    publicKey: {
      ...(rest as unknown as PublicKeyCredentialCreationOptions),
      challenge: toBytes(challenge),
      user: { ...user!, id: toBytes(user!.id) },
      excludeCredentials: listed(excludeCredentials),
    },
  })) as PublicKeyCredential;
  const response = made.response as AuthenticatorAttestationResponse;
  return {
    ...named(made),
    clientExtensionResults: made.getClientExtensionResults(),
    response: { clientDataJSON: toText(response.clientDataJSON), attestationObject: toText(response.attestationObject) },
  };
}

/** Show a passkey; what it answers, as JSON. */
async function show(asked: Asked): Promise<object> {
  const { challenge, allowCredentials, ...rest } = asked.publicKey;
  const given = (await navigator.credentials.get({
    publicKey: {
      ...(rest as unknown as PublicKeyCredentialRequestOptions),
      challenge: toBytes(challenge),
      allowCredentials: listed(allowCredentials),
    },
  })) as PublicKeyCredential;
  const response = given.response as AuthenticatorAssertionResponse;
  return {
    ...named(given),
    clientExtensionResults: given.getClientExtensionResults(),
    response: {
      clientDataJSON: toText(response.clientDataJSON),
      authenticatorData: toText(response.authenticatorData),
      signature: toText(response.signature),
      userHandle: response.userHandle ? toText(response.userHandle) : null,
    },
  };
}

const named = (one: PublicKeyCredential): object => ({ id: one.id, rawId: toText(one.rawId), type: one.type });

/**
 * A form that a passkey answers: `data-ask` and `data-make` hold what is asked of it, `data-ask-at` the address that says so.
 * It is hidden until we know that this browser can.
 */
export function answeredByPasskey(form: HTMLFormElement): void {
  const button = form.querySelector<HTMLButtonElement>("button");
  const trouble = form.querySelector<HTMLElement>("[data-trouble]");
  if (!button || !canUsePasskeys()) return;
  form.hidden = false;
  document.querySelectorAll<HTMLElement>("[data-without-passkey]").forEach((words) => (words.hidden = true));
  const { ask, askAt, make: making } = form.dataset;

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    button.disabled = true;
    if (trouble) trouble.hidden = true;
    try {
      let asked: Asked;
      if (askAt) {
        const answer = await fetch(askAt, { headers: { Accept: "application/json" } });
        const said = (await answer.json()) as { ask: Asked; ticket: string; error?: string };
        if (said.error) throw new Error(said.error);
        put(form, "ticket", said.ticket);
        asked = said.ask;
      } else asked = JSON.parse(making ?? ask ?? "") as Asked;
      put(form, "credential", JSON.stringify(making ? await make(asked) : await show(asked)));
      form.submit();
    } catch (problem) {
      if (trouble) {
        trouble.textContent = wordsFor(problem, trouble);
        trouble.hidden = false;
        trouble.focus();
      }
      button.disabled = false;
    }
  });
}
