// Hands a document to another app, where the browser can. Hung on button[data-share=address].

for (const button of document.querySelectorAll("button[data-share]")) {
  const said = document.querySelector("[data-share-said]");
  const probe = new File([""], "summary.html", { type: "text/html" });
  if (!navigator.canShare?.({ files: [probe] })) continue;
  button.hidden = false;
  let file;
  button.addEventListener("click", async () => {
    if (said) said.textContent = "";
    try {
      file ??= await load(button.dataset.share);
      await navigator.share({ files: [file], title: button.dataset.title });
    } catch (problem) {
      if (problem.name === "AbortError" || !said) return;
      said.textContent = file ? "The document is ready. Press Share again." : "The document could not be fetched. Try again, or download it.";
    }
  });
}

async function load(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error("not fetched");
  const name = /filename="?([^";]+)/.exec(response.headers.get("Content-Disposition") ?? "")?.[1] ?? "summary.html";
  return new File([await response.blob()], name, { type: "text/html" });
}
