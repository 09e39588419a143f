// Asks every few seconds whether the seminar has moved, says so politely, and shows the page as it is now.
// Hung on [data-live=address]; see macros/live.html. Never takes a page from under somebody who types.
// Tells "live-state" (to countdown.js) with each answer, and "live-swapped" when parts of the page were replaced.

const FIRST = 3;
const LONGEST = 60;
const place = document.querySelector("[data-live]");
if (place) follow(place);

function follow(place) {
  const said = place.querySelector("[data-live-said]");
  const notice = place.querySelector("[data-live-notice]");
  const alone = place.dataset.liveVersionAlone !== undefined;
  let shown = alone ? place.dataset.liveVersion : `${place.dataset.liveVersion}-${place.dataset.liveOwn}`;
  let version = place.dataset.liveVersion;
  let sentence = null;
  let tag = "";
  let seconds = FIRST;
  let failed = 0;
  let timer = 0;
  let asking = false;
  let stale = false;

  const say = (words) => { if (said && said.textContent !== words) said.textContent = words; };
  const later = () => {
    clearTimeout(timer);
    const wait = failed ? Math.min(LONGEST, seconds * 2 ** failed) : seconds;
    // Spread, so that a class does not ask all at once.
    if (!document.hidden) timer = setTimeout(ask, wait * 1000 * (0.7 + 0.6 * Math.random()));
  };

  async function ask() {
    if (asking || document.hidden) return;
    asking = true;
    try {
      const response = await fetch(place.dataset.live, { cache: "no-store", headers: tag ? { "If-None-Match": tag } : {} });
      if (response.status === 403) return end();
      if (response.status !== 304 && !response.ok) throw new Error(response.status);
      if (failed) say("The server can be reached again.");
      failed = 0;
      if (response.status !== 304) {
        tag = response.headers.get("ETag");
        const skew = Date.parse(response.headers.get("Date")) - Date.now() || 0;
        await take({ ...(await response.json()), skew });
      } else if (stale) await show();
    } catch {
      failed += 1;
      if (failed > 1) say("The server can’t be reached at the moment. This page shows how things stood before; what you type is kept on it.");
    } finally {
      asking = false;
    }
    later();
  }

  async function take(state) {
    seconds = state.interval_seconds;
    document.dispatchEvent(new CustomEvent("live-state", { detail: state }));
    const moved = String(state.version) !== version;
    const news = moved && state.announce !== sentence ? state.announce : "";
    if (news) say(news);
    version = String(state.version);
    sentence = state.announce;
    const now = alone ? version : `${version}-${state.own}`;
    if (now !== shown) { shown = now; stale = true; }
    if (stale) await show(news);
  }

  // The page as it is now: its parts replaced, or the whole loaded again, or (where somebody types) a link to it.
  async function show(news = "") {
    if (place.dataset.liveHeld !== undefined) return;
    if (document.querySelector("[data-live-region]")) stale = !(await swap());
    else if (place.dataset.liveReload !== undefined && !typing(document)) {
      remember("said", news);
      const held = document.activeElement;
      remember("focus", held && held !== document.body ? JSON.stringify(path(document.body, held)) : "");
      if (place.dataset.liveReload) location.replace(place.dataset.liveReload);
      else location.reload();
    } else if (notice) { notice.hidden = false; stale = place.dataset.liveReload !== undefined; }
  }

  function end() {
    say("This browser has no place in this seminar any more, or the seminar was deleted. Load the page again to see which.");
  }

  place.querySelector("[data-live-refresh]")?.remove();
  // What was said just before the page was loaded again is said on the new one: nobody could have heard it.
  const told = remember("said");
  if (told) setTimeout(say, 700, told);
  const focused = JSON.parse(remember("focus"));
  if (focused) find(document.body, focused)?.focus({ preventScroll: true });
  document.addEventListener("visibilitychange", () => { clearTimeout(timer); if (!document.hidden) ask(); });
  addEventListener("online", () => ask());
  addEventListener("pageshow", (event) => { if (event.persisted) ask(); });
  later();
}

// Keeps a text over the loading of a page, or (with none) gives it back once.
function remember(name, text) {
  try {
    const kept = sessionStorage.getItem(`live-${name}`);
    if (text) sessionStorage.setItem(`live-${name}`, text);
    else sessionStorage.removeItem(`live-${name}`);
    return kept;
  } catch { return null; }
}

// Whether somebody types within: a field has the focus, or holds something else than what the page came with.
function typing(within) {
  const fields = [...within.querySelectorAll("input:not([type=hidden]), textarea, select")];
  return fields.some((field) => field === document.activeElement || differs(field));
}

function differs(field) {
  if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
  if (field.options) return field.selectedIndex !== Math.max(0, [...field.options].findIndex((option) => option.defaultSelected));
  return field.value !== field.defaultValue;
}

const shownBefore = new Map();

// Replaces the page's live parts by those of the page as it is now; true when all of them were.
async function swap() {
  const response = await fetch(location.href, { cache: "no-store" });
  if (!response.ok) throw new Error(response.status);
  const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
  let all = true;
  for (const old of document.querySelectorAll("[data-live-region]")) {
    const part = fresh.getElementById(old.id);
    if (!part || part.outerHTML === shownBefore.get(old.id)) continue;
    if (typing(old)) { all = false; continue; }
    const focused = old.contains(document.activeElement) ? path(old, document.activeElement) : null;
    const open = new Set([...old.querySelectorAll("details[id][open]")].map((element) => element.id));
    shownBefore.set(old.id, part.outerHTML);
    for (const element of part.querySelectorAll("details[id]")) if (open.has(element.id)) element.open = true;
    old.replaceWith(part);
    if (focused) find(part, focused)?.focus({ preventScroll: true });
  }
  document.dispatchEvent(new Event("live-swapped"));
  return all;
}

// Where a control stands in its part, to find its like in the part that replaces it.
function path(part, element) {
  if (element.id) return { id: element.id };
  const near = element.closest("[id]");
  return { near: !near || near === part ? "" : near.id, tag: element.tagName, words: element.textContent.trim() };
}

function find(part, { id, near, tag, words }) {
  if (id) return part.querySelector(`#${CSS.escape(id)}`);
  const within = near ? part.querySelector(`#${CSS.escape(near)}`) : part;
  return [...(within ?? part).querySelectorAll(tag)].find((element) => element.textContent.trim() === words);
}
