// Says near the limit how many characters are left, counted as the server counts them. Hung on [data-limit].

const THRESHOLDS = [500, 100, 20, 0];
const said = document.querySelector("[data-announce]");

for (const field of document.querySelectorAll("[data-limit]")) count(field);

function count(field) {
  const limit = Number(field.dataset.limit);
  const near = Math.min(500, Math.max(50, limit / 8));
  const place = document.querySelector(`[data-left-for="${CSS.escape(field.id)}"]`);
  let before = limit;

  function show(announce) {
    const left = limit - [...field.value.replace(/\r\n?/g, "\n")].length;
    const words = left < 0 ? sentence(-left, "too many") : sentence(left, "left");
    place.textContent = left <= near ? words : "";
    place.hidden = field.tagName === "INPUT" && left > near;
    place.classList.toggle("over", left < 0);
    if (announce && said && THRESHOLDS.some((mark) => before > mark && left <= mark && mark <= near)) said.textContent = words;
    before = left;
  }

  field.addEventListener("input", () => show(true));
  show(false);
}

function sentence(number, what) {
  const counted = new Intl.NumberFormat("en-GB").format(number);
  return number === 1 ? `1 character ${what}` : `${counted} characters ${what}`;
}
