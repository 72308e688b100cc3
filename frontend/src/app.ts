// Small comforts on top of pages that work without them.

import { answeredByPasskey } from "./comein";
import { proposeShortName, weighFile } from "./founding";
import { follow } from "./live";
import { showWhatIsNear } from "./near";
import { signedByPasskey } from "./passkey";
import { suggestForEach } from "./many";
import { compareAsYouMove } from "./sliders";
import { hearWhatIsNew, suggestNames } from "./talk";
import { previewWhileTyping, warnBeforeLeaving } from "./writing";

/** A button beside each command, that copies it. */
function offerToCopy(block: HTMLElement): void {
  const text = block.querySelector("code")?.textContent;
  const words = block.dataset;
  if (!text || !words["copy"] || !navigator.clipboard) return;
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = words["copy"];
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(text);
    button.textContent = words["copied"] ?? "✓";
    setTimeout(() => (button.textContent = words["copy"] ?? ""), 2000);
  });
  block.append(button);
}

/** On a phone the tabs scroll sideways: bring the one we are on into view. */
function showCurrentTab(tabs: HTMLElement): void {
  const current = tabs.querySelector<HTMLElement>("[aria-current]");
  if (current) tabs.scrollLeft = current.offsetLeft - (tabs.clientWidth - current.offsetWidth) / 2;
}

document.querySelectorAll<HTMLElement>(".command").forEach(offerToCopy);
document.querySelectorAll<HTMLElement>(".tabs").forEach(showCurrentTab);
document.querySelectorAll<HTMLElement>("[data-live]").forEach(follow);
document.querySelectorAll<HTMLFormElement>("form[data-compare]").forEach(compareAsYouMove);
document.querySelectorAll<HTMLElement>("[data-short-name]").forEach(proposeShortName);
document.querySelectorAll<HTMLElement>("[data-most]").forEach(weighFile);
document.querySelectorAll<HTMLFormElement>("form[data-passkey]").forEach(answeredByPasskey);
document.querySelectorAll<HTMLFormElement>("form[data-signed]").forEach(signedByPasskey);
document.querySelectorAll<HTMLInputElement>("[data-many]").forEach(suggestForEach);
document.querySelectorAll<HTMLElement>("[data-preview]").forEach(previewWhileTyping);
document.querySelectorAll<HTMLFormElement>("form[data-leaving]").forEach(warnBeforeLeaving);
document.querySelectorAll<HTMLElement>("[data-poll]").forEach(hearWhatIsNew);
document.querySelectorAll<HTMLElement>("[data-names]").forEach(suggestNames);
document.querySelectorAll<HTMLFormElement>("form[data-near]").forEach(showWhatIsNear);
