// Comforts of the pages of founding: a short name that follows the name, and a file that is too large said at once.

/** What an address makes of a name; the server makes the same where scripts are off. */
export function shortName(name: string): string {
  const plain = name.normalize("NFKD").replace(/[^\x00-\x7f]/g, "").toLowerCase();
  const slug = plain.replace(/[^a-z0-9]+/g, "-").replace(/^[-0-9]+/, "").slice(0, 39);
  return slug.replace(/-+$/, "");
}

/** Propose the short name below the name, as long as none was typed. */
export function proposeShortName(place: HTMLElement): void {
  const name = document.getElementById(place.dataset["shortName"] ?? "");
  const slug = place.querySelector("input");
  const shown = place.querySelector<HTMLElement>("[data-shown]");
  if (!(name instanceof HTMLInputElement) || !slug || !shown) return;
  const propose = (): void => {
    slug.placeholder = shortName(name.value);
    shown.textContent = slug.value || slug.placeholder || (shown.dataset["shown"] ?? "");
  };
  name.addEventListener("input", propose);
  slug.addEventListener("input", propose);
  propose();
}

/** Nobody should wait for minutes to hear that a file is too large. */
export function weighFile(place: HTMLElement): void {
  const input = place.querySelector<HTMLInputElement>("input[type=file]");
  input?.addEventListener("change", () => {
    const size = input.files?.[0]?.size ?? 0;
    const tooLarge = size > Number(place.dataset["most"]) * 2 ** 20;
    input.setCustomValidity(tooLarge ? (place.dataset["tooLarge"] ?? "") : "");
    if (tooLarge) input.reportValidity();
  });
}
