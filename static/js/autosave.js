// Saves a form in passing, three seconds after the last key, and says in words how far that went.
// Hung on form[data-autosave=address]. What was confirmed is told to drafts.js by the event "autosaved".

const WAIT = 3000;
const RETRY = 20000;
const UNSAVED = "Not saved yet";
const CONFLICT = "Somebody else saved this answer meanwhile. Press Save to see both.";

const form = document.querySelector("form[data-autosave]");
if (form) watch(form, document.querySelector("[data-save-state]"));

function watch(form, state) {
  let confirmed = read(form, true);
  let timer = 0;
  let sending = false;
  let leaving = false;

  const say = (words) => { if (state && state.textContent !== words) state.textContent = words; };
  const unsaved = () => (form.dataset.kept === "no" ? UNSAVED : `${UNSAVED}: kept on this device`);
  const differs = (now = read(form)) => JSON.stringify(now) !== JSON.stringify(confirmed);
  const later = (wait) => { clearTimeout(timer); timer = setTimeout(send, wait); };

  // An autosave that is still on its way when Save is pressed must not arrive as the newer text.
  function takeTurn() {
    form.elements.turn.value = Math.max(Number(form.elements.turn.value) + 1, Date.now());
  }

  async function send(keepalive = false) {
    const values = read(form);
    if (leaving || (sending && !keepalive) || !differs(values)) return;
    sending = true;
    takeTurn();
    try {
      const response = await fetch(form.dataset.autosave, {
        method: "POST", body: new FormData(form), keepalive, headers: { Accept: "application/json" },
      });
      settle(await response.json(), values);
    } catch {
      say(unsaved());
      later(RETRY);
    } finally {
      sending = false;
    }
  }

  function settle(answer, values) {
    if (!answer.saved) {
      say(answer.error || unsaved());
      return later(RETRY);
    }
    const held = new Set([...(answer.conflicts || []), ...Object.keys(answer.errors || {}).map(questionOf)]);
    const kept = Object.fromEntries(Object.entries(values).filter(([id]) => !held.has(id)));
    form.dispatchEvent(new CustomEvent("autosaved", { detail: { values: kept } }));
    confirmed = values;
    const trouble = Object.values(answer.errors || {})[0] || answer.notice || "";
    if (answer.conflicts?.length) say(CONFLICT);
    else if (held.size) say(`${UNSAVED}: ${trouble}`);
    else say(`Saved ${clock(answer.at)}${trouble && `. ${trouble}`}`);
    if (differs()) later(WAIT);
  }

  const questionOf = (name) => form.querySelector(`[name="${CSS.escape(name)}"]`)?.closest("[data-question]")?.dataset.question;
  const touched = () => { if (differs()) { say(unsaved()); later(WAIT); } };

  form.addEventListener("input", () => setTimeout(touched));
  form.addEventListener("submit", () => { leaving = true; clearTimeout(timer); takeTurn(); });
  addEventListener("pageshow", (event) => { if (event.persisted) { leaving = false; touched(); } });
  addEventListener("online", () => send());
  addEventListener("pagehide", () => send(true));
  document.addEventListener("visibilitychange", () => { if (document.hidden) send(true); });
  touched();
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

function clock(at) {
  return new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" }).format(new Date(at));
}
