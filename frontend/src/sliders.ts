// Shares that always make the whole: moving one makes the others give way, and the page answers while one moves.

const HUNDREDTHS = 10_000; // a whole, in hundredths of a percent
const PAUSE = 120;

/** A number with its slider; the number is what is sent. */
interface Share {
  number: HTMLInputElement;
  slider: HTMLInputElement;
}

/** Hundredths of a percent, as typed; not a number where it can't be read. */
function read(input: HTMLInputElement): number {
  const text = input.value.trim().replace(",", ".").replace(/\s*%$/, "");
  return /^\d{1,3}(\.\d{0,4})?$/.test(text) ? Math.round(Number(text) * 100) : Number.NaN;
}

function show(share: Share, hundredths: number): void {
  share.number.value = String(hundredths / 100);
  share.slider.value = String(hundredths / 100);
}

/** Divide what is left in proportion to what each had, by largest remainder, so that all make the whole exactly. */
function giveWay(shares: readonly Share[], changed: Share): void {
  const asked = read(changed.number);
  if (Number.isNaN(asked)) return;
  const others = shares.filter((share) => share !== changed);
  const kept = others.length ? Math.min(HUNDREDTHS, asked) : HUNDREDTHS;
  const left = HUNDREDTHS - kept;
  const had = others.map((share) => Math.max(0, read(share.number) || 0));
  const weights = had.some((one) => one > 0) ? had : had.map(() => 1);
  const whole = weights.reduce((sum, one) => sum + one, 0);
  const parts = weights.map((one) => Math.floor((left * one) / whole));
  let rest = left - parts.reduce((sum, one) => sum + one, 0);
  const order = weights
    .map((one, at) => ({ at, remainder: (left * one) % whole }))
    .sort((a, b) => b.remainder - a.remainder || a.at - b.at);
  for (const { at } of order) {
    if (rest <= 0) break;
    parts[at] = (parts[at] ?? 0) + 1;
    rest -= 1;
  }
  show(changed, kept);
  others.forEach((share, at) => show(share, parts[at] ?? 0));
}

/** A slider below each number of a group. */
function withSliders(group: HTMLElement, moved: () => void): void {
  const shares: Share[] = [];
  for (const number of group.querySelectorAll<HTMLInputElement>("[data-share]")) {
    const slider = document.createElement("input");
    // A step would round what stands there; the hand moves by half percents all the same.
    Object.assign(slider, { type: "range", min: "0", max: "100", step: "any" });
    slider.setAttribute("aria-label", number.labels?.[0]?.textContent ?? "");
    number.closest("[data-row]")?.querySelector(".share-number")?.after(slider);
    const share = { number, slider };
    shares.push(share);
    slider.value = String((read(number) || 0) / 100);
    slider.addEventListener("input", () => {
      number.value = String(Math.round(Number(slider.value) * 2) / 2);
      giveWay(shares, share);
      moved();
    });
    slider.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 0.5, ArrowUp: 0.5, ArrowLeft: -0.5, ArrowDown: -0.5 }[event.key];
      if (step === undefined) return;
      event.preventDefault();
      number.value = String(Math.min(100, Math.max(0, (read(number) || 0) / 100 + step)));
      giveWay(shares, share);
      moved();
    });
    number.addEventListener("change", () => {
      giveWay(shares, share);
      moved();
    });
  }
}

/** The form answers by itself: a moment after the last change, and only the newest answer counts. */
export function compareAsYouMove(form: HTMLFormElement): void {
  const answer = form.querySelector<HTMLElement>("[data-answer]");
  const short = form.querySelector<HTMLOutputElement>("[data-short]");
  const button = form.querySelector<HTMLButtonElement>("[data-show]");
  if (!answer) return;
  let timer = 0;
  let asking = new AbortController();

  const say = (): void => {
    const said = answer.querySelector("[data-said]")?.textContent?.replace(/\s+/g, " ").trim();
    if (short && said) {
      short.textContent = said;
      short.hidden = false;
    }
  };

  const ask = async (): Promise<void> => {
    asking.abort();
    const mine = (asking = new AbortController());
    const fields = new URLSearchParams();
    for (const [name, value] of new FormData(form)) {
      // What the page showed before is for pages without scripts: here the numbers make the whole already.
      if (typeof value === "string" && !name.endsWith(".was") && name !== "name" && name !== "add") fields.set(name, value);
    }
    const path = form.getAttribute("action") ?? location.pathname;
    answer.setAttribute("aria-busy", "true");
    try {
      const response = await fetch(`${path}?${fields}&only=answer`, { signal: mine.signal });
      const text = await response.text();
      if (mine.signal.aborted || !response.ok) return;
      answer.innerHTML = text;
      history.replaceState(null, "", `${path}?${fields}`);
      say();
    } catch {
      // A newer question came, or the network went: the button still works.
    } finally {
      if (!mine.signal.aborted) answer.removeAttribute("aria-busy");
    }
  };

  const moved = (): void => {
    for (const was of form.querySelectorAll<HTMLInputElement>("[data-was]")) was.value = "";
    window.clearTimeout(timer);
    timer = window.setTimeout(() => void ask(), PAUSE);
  };

  for (const group of form.querySelectorAll<HTMLElement>("[data-whole]")) withSliders(group, moved);
  for (const field of form.querySelectorAll<HTMLElement>("select:not([name=add]), input[name=contest_days], input[name=minimum]")) {
    field.addEventListener("change", moved);
  }
  if (button) button.hidden = true;
  say();
}
