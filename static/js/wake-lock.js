// Keeps the projector awake. Hung on [data-wake-lock]; where the browser can't, the element says what to do instead.

const place = document.querySelector("[data-wake-lock]");
if (place) keep(place);

function keep(place) {
  if (!navigator.wakeLock) { place.hidden = false; return; }
  const ask = async () => {
    if (document.hidden) return;
    try { await navigator.wakeLock.request("screen"); place.hidden = true; } catch { place.hidden = false; }
  };
  document.addEventListener("visibilitychange", ask);
  ask();
}
