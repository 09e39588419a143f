// Points, while somebody writes, at words that the wording rules avoid, and says what they suggest. It changes nothing.
// Hung on form[data-reminders] (a JSON object: word to suggestion); each field has a place [data-reminders-for=name].

const WAIT = 600;
const QUOTED = /“[^”]*”|"[^"\n]*"/g;

for (const form of document.querySelectorAll("form[data-reminders]")) watch(form, JSON.parse(form.dataset.reminders));

function watch(form, uses) {
  const words = Object.keys(uses).sort((one, other) => other.length - one.length);
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}_])(?:${words.join("|")})(?![\\p{L}\\p{N}_])`, "giu");
  const timers = new Map();

  function remind(field, place) {
    const found = new Map();
    for (const [word] of field.value.replace(QUOTED, " ").matchAll(pattern)) {
      if (!found.has(word.toLowerCase())) found.set(word.toLowerCase(), word);
    }
    const sentences = [...found].map(([name, word]) => `“${word}”: ${uses[name]}.`);
    place.textContent = sentences.join(" ");
    place.hidden = !sentences.length;
  }

  form.addEventListener("input", ({ target }) => {
    const place = target.name && form.querySelector(`[data-reminders-for="${CSS.escape(target.name)}"]`);
    if (!place) return;
    clearTimeout(timers.get(target));
    timers.set(target, setTimeout(() => remind(target, place), WAIT));
  });
}
