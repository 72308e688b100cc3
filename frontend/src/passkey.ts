// Passkeys: making one, and signing with one. The server says what is to be signed; the device asks its owner each time.

/** What is asked of a passkey: to sign this challenge, with one of these credentials (both in base64url). */
export interface Ask {
  challenge: string;
  allow: string[];
}

/** What a passkey answered, in base64url. */
export interface Answer {
  credential: string;
  auth: string;
  client: string;
  sig: string;
}

/** For whom a passkey is made: the site, a random name that links to nothing, and what she has already. */
export interface Making {
  rp: { id: string; name: string };
  user: { id: string; name: string; displayName: string };
  exclude: string[];
}

/** Bytes from base64url. */
export function toBytes(text: string): Uint8Array<ArrayBuffer> {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

/** Base64url, without padding. */
export function toText(bytes: ArrayBuffer): string {
  const plain = Array.from(new Uint8Array(bytes), (byte) => String.fromCharCode(byte)).join("");
  return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

/** Whether this browser, at this address, can use passkeys: they need a name (no numbers) and a safe way to it. */
export function canUsePasskeys(): boolean {
  return window.isSecureContext && "PublicKeyCredential" in window && !/^(\d+\.){3}\d+$|^\[/.test(location.hostname);
}

const descriptors = (ids: string[]): PublicKeyCredentialDescriptor[] =>
  ids.map((id) => ({ type: "public-key", id: toBytes(id) }));

/** Make a passkey (ES256). Its public key as SPKI, and the name under which the browser finds it again. */
export async function make(wanted: Making): Promise<{ public: string; credential: string }> {
  const made = (await navigator.credentials.create({
    publicKey: {
      rp: wanted.rp,
      user: { ...wanted.user, id: toBytes(wanted.user.id) },
      // Nobody looks at this one: the new passkey shows that it is there by signing the entry that brings it.
      challenge: crypto.getRandomValues(new Uint8Array(32)),
      pubKeyCredParams: [{ type: "public-key", alg: -7 }],
      excludeCredentials: descriptors(wanted.exclude),
      authenticatorSelection: { residentKey: "preferred", userVerification: "preferred" },
      attestation: "none",
    },
  })) as PublicKeyCredential;
  const spki = (made.response as AuthenticatorAttestationResponse).getPublicKey();
  if (!spki) throw new Error("This passkey keeps its public key to itself.");
  return { public: toText(spki), credential: toText(made.rawId) };
}

/** Sign one challenge. */
export async function sign(ask: Ask): Promise<Answer> {
  const given = (await navigator.credentials.get({
    publicKey: { challenge: toBytes(ask.challenge), allowCredentials: descriptors(ask.allow), userVerification: "preferred" },
  })) as PublicKeyCredential;
  const response = given.response as AuthenticatorAssertionResponse;
  return {
    credential: toText(given.rawId),
    auth: toText(response.authenticatorData),
    client: toText(response.clientDataJSON),
    sig: toText(response.signature),
  };
}

/** What the server says after it has drawn up what is to be signed: that, why it doesn't, or where to go instead. */
interface Drawn {
  token: string;
  asks: Ask[];
  go?: string;
  trouble?: string;
  error?: string;
}

/**
 * A form that passkeys sign. Its own address answers what is to be signed; `data-making` says for whom a passkey is made first.
 * Where nothing can be signed, the words for that stay.
 */
export function signedByPasskey(form: HTMLFormElement): void {
  const button = form.querySelector<HTMLButtonElement>("button[data-with]");
  const trouble = form.querySelector<HTMLElement>("[data-trouble]");
  if (!button || !canUsePasskeys()) return;
  form.querySelectorAll<HTMLElement>("[data-without]").forEach((words) => (words.hidden = true));
  form.querySelectorAll<HTMLElement>("[data-with]").forEach((words) => (words.hidden = false));
  let drawn: Drawn | undefined;
  let made: { public: string; credential: string } | undefined;
  const answers: Answer[] = [];

  const tell = (text: string): void => {
    if (!trouble) return;
    trouble.textContent = text;
    trouble.hidden = !text;
    if (text) trouble.focus();
  };

  /** Make the passkey, if one is to be made, and have drawn up what is to be signed. */
  const begin = async (): Promise<Drawn> => {
    const fields = new FormData(form);
    if (form.dataset["making"]) {
      made ??= await make(JSON.parse(form.dataset["making"]) as Making);
      fields.set("public", made.public);
      fields.set("credential", made.credential);
    }
    const answer = await fetch(form.action, { method: "POST", body: fields, headers: { Accept: "application/json" } });
    const said = (await answer.json()) as Drawn;
    const no = said.trouble ?? said.error;
    if (no) throw new Refusal(no);
    return said;
  };

  form.addEventListener("submit", async (event) => {
    if (event.submitter !== button) return;
    event.preventDefault();
    button.disabled = true;
    tell("");
    try {
      drawn ??= await begin();
      if (drawn.go) return location.assign(drawn.go);
      // What was signed before something came in between needs not be signed again.
      for (const ask of drawn.asks.slice(answers.length)) answers.push(await sign(ask));
      if (drawn.token) put(form, "token", drawn.token);
      put(form, "answers", JSON.stringify(answers));
      form.submit();
    } catch (problem) {
      tell(problem instanceof Refusal ? problem.message : wordsFor(problem, trouble));
      button.disabled = false;
    }
  });

  // What is chosen anew after something came in between is drawn up anew.
  form.addEventListener("change", () => {
    drawn = undefined;
    answers.length = 0;
  });
}

class Refusal extends Error {}

/** Why it came to nothing, in the words of the page. */
export function wordsFor(problem: unknown, place: HTMLElement | null): string {
  const name = problem instanceof DOMException ? problem.name : "";
  const words = place?.dataset ?? {};
  if (name === "NotAllowedError" || name === "AbortError") return words["cancelled"] ?? "";
  if (name === "InvalidStateError") return words["there"] ?? "";
  return words["trouble"] ?? String(problem);
}

export function put(form: HTMLFormElement, name: string, value: string): void {
  let field = form.querySelector<HTMLInputElement>(`input[name=${name}]`);
  if (!field) {
    field = document.createElement("input");
    field.type = "hidden";
    field.name = name;
    form.append(field);
  }
  field.value = value;
}
