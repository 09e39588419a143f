// Offers one unsaved draft: take it up, look at it, or discard it. Listens to "draft-found" from drafts.js.

const form = document.querySelector("form[data-drafts]");
form?.addEventListener("draft-found", (event) => offer(form, event.detail.record, event.detail.forget));

function offer(form, record, forget) {
  const place = document.querySelector("[data-draft-place]");
  const template = document.querySelector("#draft-offer");
  if (!place || !template) return;
  const notice = template.content.firstElementChild.cloneNode(true);
  const press = (name, act) => {
    const button = notice.querySelector(`[data-draft=${name}]`);
    button.hidden = false;
    button.addEventListener("click", act);
  };
  notice.querySelector("[data-draft-time]").textContent = spoken(new Date(record.time));
  press("take", () => { take(form, record); forget(); leave(notice); });
  press("discard", () => { forget(); leave(notice); });
  press("look", () => look(notice, form, record));
  place.append(notice);
}

// The fields take the draft's values with its base and page token, so that the server sees whether a newer text came between.
function take(form, record) {
  for (const [id, draft] of Object.entries(record.questions)) {
    for (const [name, value] of Object.entries(draft.values)) {
      for (const field of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
        if (field.type === "checkbox") field.checked = value.includes(field.value);
        else field.value = value;
      }
    }
    const base = form.elements[`q_${id}_base`];
    if (base) base.value = draft.base;
  }
  form.elements.page_token.value = record.page_token;
  form.dispatchEvent(new Event("input", { bubbles: true }));
}

function look(notice, form, record) {
  const place = notice.querySelector("[data-draft-text]");
  place.hidden = !place.hidden;
  if (place.hasChildNodes()) return;
  for (const [id, draft] of Object.entries(record.questions)) {
    const title = document.createElement("h2");
    title.textContent = form.querySelector(`[data-question="${CSS.escape(id)}"] legend`)?.textContent.trim() ?? id;
    place.append(title);
    for (const [name, value] of Object.entries(draft.values)) {
      const text = Array.isArray(value) ? value.map((each) => label(form, name, each)).join("; ") : value;
      if (!text) continue;
      const line = document.createElement("p");
      line.className = "verbatim";
      line.dir = "auto";
      line.textContent = text;
      place.append(line);
    }
  }
}

function label(form, name, value) {
  const box = form.querySelector(`[name="${CSS.escape(name)}"][value="${CSS.escape(value)}"]`);
  return box?.closest("label")?.textContent.trim() ?? value;
}

function leave(notice) {
  notice.remove();
  document.querySelector("main h1")?.setAttribute("tabindex", "-1");
  document.querySelector("main h1")?.focus();
}

function spoken(time) {
  const today = time.toDateString() === new Date().toDateString();
  const clock = { hour: "2-digit", minute: "2-digit" };
  return new Intl.DateTimeFormat("en-GB", today ? clock : { day: "numeric", month: "long", ...clock }).format(time);
}
