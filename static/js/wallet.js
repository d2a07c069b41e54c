// The button says what it does: "Add €20.00". Without this script it says "Add money".
(() => {
  "use strict";

  const chosen = (form, name) => form.querySelector(`input[name="${name}"]:checked`);

  const nameButton = (form) => {
    const button = form.querySelector("[data-top-up-button]");
    const preset = chosen(form, "preset");
    const payWith = chosen(form, "pay_with");
    if (!button || !preset || !payWith) return;
    button.dataset.plain ??= button.textContent;
    if (preset.value === "own") {
      button.textContent = button.dataset.plain;
      return;
    }
    const amount = preset.closest("label").textContent.trim();
    const words = payWith.value === "page" ? button.dataset.wordsPage : button.dataset.words;
    button.textContent = words.replace("%s", amount);
  };

  const form = document.querySelector("form.top-up");
  if (!form) return;
  form.addEventListener("change", () => {
    nameButton(form);
  });
  form.addEventListener("input", (event) => {
    if (event.target.name !== "amount") return;
    const own = form.querySelector('input[name="preset"][value="own"]');
    own.checked = true;
    nameButton(form);
  });
  window.addEventListener("pageshow", () => nameButton(form));
  nameButton(form);
})();
