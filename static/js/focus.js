// Takes the reader to what the page has to say first: the error summary. Hung on [data-focus].

document.querySelector("[data-focus]")?.focus();
