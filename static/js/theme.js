// Light or dark: what the visitor chose, else what the system says. Runs before the first paint.
(() => {
  "use strict";

  const root = document.documentElement;
  const system = window.matchMedia("(prefers-color-scheme: dark)");
  const KEY = "theme";

  const read = () => {
    try {
      return localStorage.getItem(KEY);
    } catch {
      return null;
    }
  };

  const remember = (theme) => {
    try {
      localStorage.setItem(KEY, theme);
    } catch {
      // Storage can be switched off; the choice then lasts for this page.
    }
  };

  const apply = (theme) => {
    root.dataset.bsTheme = theme;
    const dark = document.getElementById("dark-theme");
    if (dark) dark.media = theme === "dark" ? "all" : "not all";
    for (const button of document.querySelectorAll("[data-theme-toggle]")) {
      button.setAttribute("aria-pressed", String(theme === "dark"));
    }
  };

  const current = () => read() ?? (system.matches ? "dark" : "light");

  apply(current());
  system.addEventListener("change", () => apply(current()));

  document.addEventListener("DOMContentLoaded", () => {
    for (const button of document.querySelectorAll("[data-theme-toggle]")) {
      button.hidden = false;
      button.addEventListener("click", () => {
        const theme = root.dataset.bsTheme === "dark" ? "light" : "dark";
        remember(theme);
        apply(theme);
      });
    }
    apply(current());
  });
})();
