// Keeps the words in the contents true after an autosave: which questions of this step are answered. Hung on [data-answered].

const form = document.querySelector("form[data-autosave]");

form?.addEventListener("autosaved", (event) => {
  for (const [id, values] of Object.entries(event.detail.values)) {
    const given = Object.values(values).some((value) => value.length > 0);
    const place = document.querySelector(`[data-answered="${CSS.escape(id)}"]`);
    if (place) place.textContent = given ? "answered" : "no answer yet";
    form.querySelector(`[data-question="${CSS.escape(id)}"]`).dataset.given = given ? "yes" : "no";
  }
  const questions = [...form.querySelectorAll("[data-question]")];
  const given = questions.filter((question) => question.dataset.given === "yes").length;
  const step = document.querySelector("[data-step-state]");
  if (step) step.textContent = given === 0 ? "no answer yet" : given < questions.length ? "some answers" : "every question answered";
});
