// Several words in one field, with commas between them: suggestions for each of them. Without this, only for the first.

/** Offer what the field's list holds after every comma. */
export function suggestForEach(input: HTMLInputElement): void {
  const options = [...(input.list?.querySelectorAll("option") ?? [])];
  const words = options.map((option) => option.value);
  input.addEventListener("input", () => {
    const before = input.value.slice(0, input.value.lastIndexOf(",") + 1);
    options.forEach((option, n) => (option.value = before ? `${before} ${words[n] ?? ""}` : (words[n] ?? "")));
  });
}
