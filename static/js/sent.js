// Drops a draft once the server has taken the form that held it: a form that was saved answers with a redirect, any other
// page comes straight. Hung on form[data-drafts] and form[data-sent], both "worksheet:step". The mark is good for one page.

const MARK = "sent";

try {
  settle(sessionStorage.getItem(MARK));
  for (const form of document.querySelectorAll("form[data-drafts], form[data-sent]")) {
    const key = `draft:${form.dataset.drafts ?? form.dataset.sent}:`;
    form.addEventListener("submit", () => sessionStorage.setItem(MARK, key + form.elements.page_token.value));
  }
  addEventListener("pageshow", (event) => { if (event.persisted) sessionStorage.removeItem(MARK); });
} catch {
  // A browser that keeps nothing has no draft to drop.
}

function settle(key) {
  if (!key) return;
  sessionStorage.removeItem(MARK);
  const [arrival] = performance.getEntriesByType("navigation");
  if (!arrival?.redirectCount) return;
  localStorage.removeItem(key);
  sessionStorage.removeItem(key);
}
