// Rewrites printed times in the reader's own zone, and names it. Hung on time[data-local-time] ("clock" for the hour alone).
// Does so again when parts of a page were replaced ("live-swapped").

const CLOCK = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZoneName: "short" };
const STAMP = { day: "numeric", month: "long", year: "numeric" };

document.addEventListener("live-swapped", rewrite);
rewrite();

function rewrite() {
  for (const element of document.querySelectorAll("time[data-local-time]")) {
    const time = new Date(element.dateTime);
    if (Number.isNaN(time.getTime())) continue;
    const clock = new Intl.DateTimeFormat("en-GB", CLOCK).format(time);
    const day = new Intl.DateTimeFormat("en-GB", STAMP).format(time);
    element.textContent = element.dataset.localTime === "clock" ? clock : `${day}, ${clock}`;
  }
}
