// Empties the drafts that this browser keeps. Hung on [data-forget-drafts]; with a worksheet's id it empties those alone.

const element = document.querySelector("[data-forget-drafts]");
if (element) {
  const prefix = element.dataset.forgetDrafts ? `draft:${element.dataset.forgetDrafts}:` : "draft:";
  for (const name of ["localStorage", "sessionStorage"]) {
    try {
      const store = window[name];
      for (const key of Object.keys(store).filter((key) => key.startsWith(prefix))) store.removeItem(key);
    } catch {
      // A browser that keeps nothing has nothing to forget.
    }
  }
}
