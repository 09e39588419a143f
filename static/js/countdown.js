// Tells how much time is left of a reminder. Hung on [data-countdown=time]; takes a new time from "live-state".
// Read out at a few marks alone; nothing is sent or closed when it ends.

const MARKS = [600, 300, 60, 0];
const place = document.querySelector("[data-countdown]");
if (place) count(place);

function count(place) {
  const left = place.querySelector("[data-countdown-left]");
  const said = place.querySelector("[data-countdown-said]");
  let end = Date.parse(place.dataset.countdown);
  let before = Infinity;
  // A phone whose clock is wrong by more than the answer's way here goes by the server's.
  let skew = 0;

  function show() {
    place.hidden = Number.isNaN(end);
    if (place.hidden) return;
    const seconds = Math.max(0, Math.ceil((end - Date.now() - skew) / 1000));
    const words = seconds ? `${spoken(seconds)} left.` : "The time is up.";
    if (left.textContent !== words) left.textContent = words;
    if (MARKS.some((mark) => before > mark && seconds <= mark && before !== Infinity)) said.textContent = words;
    before = seconds;
  }

  document.addEventListener("live-state", (event) => {
    const next = Date.parse(event.detail.countdown);
    if (Math.abs(event.detail.skew) > 5000) skew = event.detail.skew;
    if (Object.is(next, end)) return;
    end = next;
    before = Infinity;
    show();
    said.textContent = Number.isNaN(end) ? "" : left.textContent;
  });
  setInterval(show, 1000);
  show();
}

// Minutes alone while there are many: a figure that jumps each second draws the eye from the text.
function spoken(seconds) {
  if (seconds > 120) return `${Math.ceil(seconds / 60)} minutes`;
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")} minutes`;
}
