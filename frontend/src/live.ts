// Long work: the page asks how far it is and shows it, without being loaded anew.

const PAUSE = 700;
const PATIENCE = 8000;

/** Follow what an element's `data-live` address says of itself, until it says that nothing more comes. */
export function follow(place: HTMLElement): void {
  const address = place.dataset["live"];
  if (!address) return;
  let pause = PAUSE;
  const ask = async (): Promise<void> => {
    try {
      const answer = await fetch(address, { headers: { Accept: "text/html" }, cache: "no-store" });
      if (answer.status === 404) return location.reload();
      if (!answer.ok) throw new Error(String(answer.status));
      const goesOn = show(place, await answer.text());
      if (!goesOn) return;
      pause = PAUSE;
    } catch {
      // The network or the server is away for a while: what stands there stays, with a word about it.
      tellLost(place);
      pause = Math.min(pause * 2, PATIENCE);
    }
    setTimeout(ask, document.hidden ? Math.max(pause, 3000) : pause);
  };
  setTimeout(ask, pause);
}

/** Put in what was answered; what is the same stays untouched. Whether the work goes on. */
function show(place: HTMLElement, html: string): boolean {
  const answer = new DOMParser().parseFromString(html, "text/html");
  const state = answer.querySelector<HTMLElement>("[data-state]");
  const goesOn = ["waiting", "unbegun", "running"].includes(state?.dataset["state"] ?? "");
  // A screen reader speaks once, when the work has ended: numbers that change twice a second are for the eye.
  place.setAttribute("aria-busy", String(goesOn));
  place.replaceChildren(...answer.body.childNodes);
  const title = state?.dataset["title"];
  if (title) document.title = document.title.replace(/^[^·]*/, `${title} `);
  return goesOn;
}

function tellLost(place: HTMLElement): void {
  if (place.querySelector(".lost")) return;
  const word = document.createElement("p");
  word.className = "lost why";
  word.textContent = place.dataset["lost"] ?? "";
  place.append(word);
}
