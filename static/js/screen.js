// The projector's keys: B or the button hides everything here at once and shows it as it is then; arrows turn the page.
// Hung on [data-screen] and button[data-blank]. To blank it for good is the desk's.

const button = document.querySelector("button[data-blank]");
if (document.querySelector("[data-screen]") && button) hang(button);

function hang(button) {
  const live = document.querySelector("[data-live]");
  button.hidden = false;
  button.setAttribute("aria-pressed", "false");
  const toggle = () => {
    // Shown again it is loaded again: what the desk took away meanwhile is not to flash up.
    if (button.getAttribute("aria-pressed") === "true") return location.replace(live.dataset.liveReload);
    document.documentElement.classList.add("blanked");
    button.setAttribute("aria-pressed", "true");
    live.dataset.liveHeld = "";
  };
  button.addEventListener("click", toggle);
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key.toLowerCase() === "b" || event.key === ".") toggle();
    else if (["ArrowRight", "PageDown"].includes(event.key)) turn("next", event);
    else if (["ArrowLeft", "PageUp"].includes(event.key)) turn("prev", event);
  });
}

function turn(which, event) {
  const link = document.querySelector(`a[rel=${which}]`);
  if (!link) return;
  event.preventDefault();
  link.click();
}
