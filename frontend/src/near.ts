// What is like an idea is shown beside it while it is typed. Without scripts a button asks the same.

const PAUSE = 350;

/** Ask a moment after the last letter; only the newest answer counts. */
export function showWhatIsNear(form: HTMLFormElement): void {
  const place = document.querySelector<HTMLElement>("[data-near-answer]");
  const address = form.dataset["near"];
  if (!place || !address) return;
  form.querySelector<HTMLElement>("[data-look]")?.setAttribute("hidden", "");
  let timer = 0;
  let asked = "";
  let asking = new AbortController();

  const ask = async (): Promise<void> => {
    const typed = new FormData(form);
    const fields = new URLSearchParams();
    for (const [name, most] of [["title", 200], ["text", 300]] as const) {
      fields.set(name, String(typed.get(name) ?? "").trim().slice(0, most));
    }
    if (fields.toString() === asked) return;
    asked = fields.toString();
    asking.abort();
    const mine = (asking = new AbortController());
    place.setAttribute("aria-busy", "true");
    try {
      const response = await fetch(`${address}?${fields}`, { signal: mine.signal });
      const html = await response.text();
      if (response.ok && !mine.signal.aborted) place.innerHTML = (fields.get("title") ?? "").length > 3 ? html : "";
    } catch {
      // A newer question came, or the network went: nothing depends on this.
    } finally {
      if (!mine.signal.aborted) place.removeAttribute("aria-busy");
    }
  };

  form.addEventListener("input", () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => void ask(), PAUSE);
  });
}
