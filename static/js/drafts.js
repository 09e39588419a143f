// Keeps what is typed in this browser until the server has confirmed it, and offers back what was not saved.
// A draft is handed to draft-offer.js by the event "draft-found".
// Hung on form[data-drafts="worksheet:step"]; one record for each load of the page: draft:<worksheet>:<step>:<page token>.

const form = document.querySelector("form[data-drafts]");
if (form) keep(form);

function keep(form) {
  const prefix = `draft:${form.dataset.drafts}:`;
  const own = prefix + form.elements.page_token.value;
  const loaded = read(form, true);
  let confirmed = structuredClone(loaded);
  let store;
  try { store = form.dataset.storage === "session" ? sessionStorage : localStorage; store.length; } catch { form.dataset.kept = "no"; return; }

  for (const key of Object.keys(store).filter((key) => key.startsWith(prefix))) review(key);

  // What the server holds too is dropped in silence; what differs is offered, and never put in unasked.
  function review(key) {
    let record;
    try { record = JSON.parse(store.getItem(key)); } catch { store.removeItem(key); return; }
    for (const [id, draft] of Object.entries(record.questions)) if (same(draft.values, loaded[id])) delete record.questions[id];
    if (!Object.keys(record.questions).length) { store.removeItem(key); return; }
    const kept = key === own ? `${own}+${Date.now()}` : key;
    if (kept !== key) { store.setItem(kept, JSON.stringify(record)); store.removeItem(key); }
    const forget = () => store.removeItem(kept);
    form.dispatchEvent(new CustomEvent("draft-found", { detail: { record, forget } }));
  }

  function write() {
    const now = read(form);
    const questions = {};
    for (const [id, values] of Object.entries(now)) {
      if (same(values, confirmed[id])) continue;
      questions[id] = { values, base: form.elements[`q_${id}_base`]?.value ?? "" };
    }
    try {
      if (!Object.keys(questions).length) store.removeItem(own);
      else store.setItem(own, JSON.stringify({ time: new Date().toISOString(), page_token: form.elements.page_token.value, questions }));
      form.dataset.kept = "yes";
    } catch { form.dataset.kept = "no"; }
  }

  form.addEventListener("input", write);
  form.addEventListener("autosaved", (event) => { confirmed = { ...confirmed, ...event.detail.values }; write(); });
  write();
}

function same(one, other) {
  return JSON.stringify(one) === JSON.stringify(other);
}

// The values of each question: as they stand, or (loaded) as the page came from the server.
function read(form, loaded = false) {
  const values = {};
  for (const field of form.querySelectorAll("[data-question] :is(input, textarea, select)[name]:not([type=hidden])")) {
    const question = (values[field.closest("[data-question]").dataset.question] ??= {});
    if (field.type === "checkbox") {
      question[field.name] ??= [];
      if (loaded ? field.defaultChecked : field.checked) question[field.name].push(field.value);
    } else if (field.options) {
      const chosen = [...field.options].find((option) => (loaded ? option.defaultSelected : option.selected));
      question[field.name] = chosen?.value ?? "";
    } else question[field.name] = loaded ? field.defaultValue : field.value;
  }
  return values;
}
