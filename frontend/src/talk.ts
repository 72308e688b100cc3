// Talk: what others say while a thread is open, and members' names after an @.

const PAUSE = 15_000;
const LONGEST = 120_000;
const WAIT = 250;

/** Ask every fifteen seconds whether something new was said. Who is typing is told of it, and nothing moves under her hands. */
export function hearWhatIsNew(place: HTMLElement): void {
  const address = place.dataset["poll"];
  if (!address) return;
  let pause = PAUSE;
  let after = place.dataset["place"] ?? "0";
  const come: Element[] = [];
  const word = document.createElement("p");
  word.setAttribute("role", "status");
  word.className = "come";
  place.after(word);
  const show = (): void => {
    document.querySelectorAll(".posts > .why").forEach((nothing) => nothing.remove());
    place.append(...come.splice(0));
    word.replaceChildren();
  };
  const tell = (): void => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button quiet";
    button.textContent = place.dataset["waits"] ?? "↓";
    button.addEventListener("click", show);
    word.replaceChildren(button);
  };
  const ask = async (): Promise<void> => {
    if (!document.hidden) {
      try {
        const answer = await fetch(`${address}?after=${after}`);
        if (!answer.ok) throw new Error(String(answer.status));
        const html = new DOMParser().parseFromString(await answer.text(), "text/html");
        const found = html.querySelector<HTMLElement>("[data-place]");
        after = found?.dataset["place"] ?? after;
        const fresh = [...(found?.querySelectorAll("article") ?? [])].filter((post) => !document.getElementById(post.id));
        come.push(...fresh);
        if (fresh.length) isTyping() ? tell() : show();
        pause = PAUSE;
      } catch {
        pause = Math.min(pause * 2, LONGEST);
      }
    }
    setTimeout(ask, pause);
  };
  setTimeout(ask, pause);
}

/** Whether somebody has a field before her, or words in one. */
function isTyping(): boolean {
  const fields = [...document.querySelectorAll<HTMLTextAreaElement>("#say textarea")];
  return fields.some((field) => field === document.activeElement || field.value.trim() !== "");
}

/** After an @, members whose names begin so; one touch, or Tab and Enter, writes the name. */
export function suggestNames(place: HTMLElement): void {
  const address = place.dataset["names"];
  const text = place.querySelector("textarea");
  const shown = place.querySelector<HTMLElement>(".suggested");
  if (!address || !text || !shown) return;
  let waits = 0;
  let asked = 0;
  const begun = (): string => /(?:^|[\s(])@([^\s@,;:!?()]{1,40}(?: [^\s@,;:!?()]{1,40})?)$/u.exec(text.value.slice(0, text.selectionStart))?.[1] ?? "";
  const close = (): void => {
    asked++;
    shown.hidden = true;
    shown.replaceChildren();
  };
  const ask = async (): Promise<void> => {
    const begin = begun();
    if (!begin) return close();
    const number = ++asked;
    try {
      const answer = await fetch(`${address}?q=${encodeURIComponent(begin)}`);
      if (!answer.ok || number !== asked) return;
      const found = new DOMParser().parseFromString(await answer.text(), "text/html").querySelectorAll("button");
      shown.replaceChildren(...found);
      shown.hidden = !found.length;
    } catch {
      close();
    }
  };
  text.addEventListener("input", () => {
    clearTimeout(waits);
    waits = window.setTimeout(ask, WAIT);
  });
  place.addEventListener("keydown", (key) => {
    if (key.key === "Escape" && !shown.hidden) {
      close();
      text.focus();
    }
  });
  shown.addEventListener("click", (click) => {
    const button = (click.target as Element).closest("button");
    if (!button) return;
    const begin = begun();
    const end = text.selectionStart;
    text.setRangeText(`${button.value} `, end - begin.length - 1, end, "end");
    close();
    text.focus();
    text.dispatchEvent(new Event("input", { bubbles: true }));
  });
}
