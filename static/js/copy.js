// Copies a text to the clipboard. Hung on button[data-copy=id]. Where the browser does not allow it, says what to do instead.

for (const button of document.querySelectorAll("button[data-copy]")) {
  const text = document.getElementById(button.dataset.copy);
  const said = button.parentElement.querySelector("[data-copy-said]");
  if (!text) continue;
  if (!isSecureContext || !navigator.clipboard) {
    button.replaceWith(instead());
    continue;
  }
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text.textContent.trim());
      if (said) said.textContent = "Copied.";
    } catch {
      button.replaceWith(instead());
    }
  });
}

function instead() {
  const sentence = document.createElement("span");
  sentence.className = "tool";
  sentence.textContent = "To copy: select the text and press Ctrl or ⌘ and C.";
  return sentence;
}
