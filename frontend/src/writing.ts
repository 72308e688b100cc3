// Writing a page: how it will read, a moment after the last letter; and a word before what was typed is left behind.

const PAUSE = 600;

/** Ask how the text would read whenever it stayed as it is for a moment; the newest answer counts. */
export function previewWhileTyping(place: HTMLElement): void {
  const address = place.dataset["preview"];
  const text = place.querySelector("textarea");
  const shown = place.querySelector<HTMLElement>(".preview");
  if (!address || !text || !shown) return;
  let waits = 0;
  let asked = 0;
  const ask = async (): Promise<void> => {
    const number = ++asked;
    const form = text.form;
    const about = form?.elements.namedItem("about");
    const body = new URLSearchParams({ text: text.value });
    if (about instanceof HTMLInputElement || about instanceof HTMLSelectElement) body.set("about", about.value);
    shown.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(address, { method: "POST", body });
      const html = answer.ok ? await answer.text() : "";
      if (html && number === asked) show(shown, html);
    } catch {
      // The network is away for a while: the next letter asks again, and the button always works.
    } finally {
      if (number === asked) shown.removeAttribute("aria-busy");
    }
  };
  text.addEventListener("input", () => {
    clearTimeout(waits);
    waits = window.setTimeout(ask, PAUSE);
  });
  if (text.value.trim() && !shown.childElementCount) void ask();
}

function show(place: HTMLElement, html: string): void {
  place.replaceChildren(...new DOMParser().parseFromString(html, "text/html").body.childNodes);
}

/** Who leaves with words that were not saved is asked once whether she means it. */
export function warnBeforeLeaving(form: HTMLFormElement): void {
  let changed = "changed" in form.dataset || form.querySelector(".notice.bad") !== null;
  form.addEventListener("input", () => (changed = true));
  form.addEventListener("submit", () => (changed = false));
  window.addEventListener("beforeunload", (leaving) => {
    if (changed) leaving.preventDefault();
  });
}
