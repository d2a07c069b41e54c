// Small comforts. Every page works without them.
(() => {
  "use strict";

  const menus = () => document.querySelectorAll("details.menu[open]");

  document.addEventListener("click", (event) => {
    for (const menu of menus()) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of menus()) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });

  // A second click on a button that pays does nothing; the server would answer it the same anyway.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("form[data-once]") || event.defaultPrevented) return;
    if (form.dataset.sent === "yes") {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    form.setAttribute("aria-busy", "true");
  });

  // The page may come back from the browser's memory after the payment page: let it be sent again.
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-once]")) {
      delete form.dataset.sent;
      form.removeAttribute("aria-busy");
    }
  });

  // Fields that only matter with a certain choice: data-shown-with="name=value".
  const toggleDependants = () => {
    for (const part of document.querySelectorAll("[data-shown-with]")) {
      const [name, value] = part.dataset.shownWith.split("=");
      const chosen = document.querySelector(`input[name="${CSS.escape(name)}"]:checked`);
      part.hidden = Boolean(chosen) && chosen.value !== value;
    }
  };
  document.addEventListener("change", toggleDependants);

  // What the server's answer says about parts of the page that it didn't replace.
  document.addEventListener("htmx:afterSwap", () => {
    for (const control of document.querySelectorAll("[data-invalid-with]")) {
      const errors = document.getElementById(control.dataset.invalidWith);
      control.toggleAttribute("aria-invalid", false);
      if (errors?.textContent.trim()) control.setAttribute("aria-invalid", "true");
    }
    showCardPart();
  });

  const showCardPart = () => {
    const split = document.getElementById("split");
    const cards = document.getElementById("card-part");
    if (split && cards) cards.hidden = split.dataset.card === "no";
  };
  document.addEventListener("DOMContentLoaded", showCardPart);
  document.addEventListener("DOMContentLoaded", toggleDependants);
})();
