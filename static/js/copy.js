// Copies what stands in a field. Without this script the field can be selected by hand.
(() => {
  "use strict";

  for (const button of document.querySelectorAll("[data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      const field = document.getElementById(button.dataset.copy);
      field.select();
      try {
        await navigator.clipboard.writeText(field.value);
      } catch {
        document.execCommand("copy");
      }
      document.getElementById("announcement").textContent = button.dataset.copied;
      button.classList.add("is-copied");
    });
  }
})();
