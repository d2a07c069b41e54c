// Unfold opens its menus and filters by elements that only a mouse can reach. This makes them buttons
// for the keyboard and for screen readers too, and names the parts of the page.
(function () {
  "use strict";

  const NATIVE = "a[href], button, input, select, textarea, summary, [tabindex]";
  const MENU = { bg: "Меню" }[document.documentElement.lang] || "Menu";

  function isOnlyIcon(element) {
    return element.classList.contains("material-symbols-outlined");
  }

  function makeButton(element) {
    if (element.matches(NATIVE) || element.id.endsWith("-close") || element.dataset.keyboard) {
      return;
    }
    element.dataset.keyboard = "1";
    element.setAttribute("role", "button");
    element.setAttribute("tabindex", "0");
    if (isOnlyIcon(element)) {
      element.setAttribute("aria-label", MENU);
    }
    element.addEventListener("keydown", function (event) {
      if (event.target === element && (event.key === "Enter" || event.key === " ")) {
        event.preventDefault();
        element.click();
      }
    });
  }

  function nameParts() {
    const content = document.getElementById("content");
    const header = document.getElementById("header-inner");
    if (content) {
      content.setAttribute("role", "main");
    }
    if (header) {
      header.setAttribute("role", "banner");
    }
    const messages = content && content.parentElement.previousElementSibling;
    if (messages && !messages.contains(header)) {
      messages.setAttribute("role", "status");
    }
    const menu = document.getElementById("nav-sidebar-inner");
    if (menu) {
      menu.setAttribute("aria-label", MENU);
    }
    const last = document.querySelector("#main > :last-child");
    if (last && !last.contains(content)) {
      last.setAttribute("role", "contentinfo");
    }
  }

  // The filters come as the third rank of headings with no second above them.
  function rankFilters() {
    document.querySelectorAll("#changelist-filter h3").forEach(function (heading) {
      heading.setAttribute("aria-level", "2");
    });
  }

  // All scrolling boxes get one and the same name from the script that makes them.
  function nameScrollingBoxes() {
    const title = document.querySelector("h1");
    document.querySelectorAll("#content .simplebar-content-wrapper").forEach(function (box, index) {
      box.setAttribute("aria-label", (title ? title.innerText.trim() : "") + (index ? " " + (index + 1) : ""));
    });
  }

  // Unfold asks once which colors the system wants; setting its choice again makes it ask again.
  function followSystem() {
    const unfold = window.Alpine && window.Alpine.$data(document.documentElement);
    if (unfold && unfold.adminTheme === "auto") {
      unfold.adminTheme = "light";
      unfold.adminTheme = "auto";
    }
  }

  // A part of a page that changes by itself says where to fetch it again and how often; it is fetched
  // as long as what comes back says so. While somebody is at a button in it, it stays as it is.
  function poll(part) {
    const seconds = Number(part.dataset.pollSeconds) || 2;
    window.setTimeout(async function () {
      if (!part.isConnected) {
        return;
      }
      let next = part;
      try {
        const answer = await fetch(part.dataset.poll, { credentials: "same-origin" });
        if (answer.ok && !answer.redirected && !part.querySelector("button:focus, a:focus")) {
          const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById(part.id);
          if (fresh) {
            part.replaceWith(fresh);
            next = fresh;
          }
        }
      } catch {
        // No answer this time: ask again.
      }
      if (next.dataset.poll) {
        poll(next);
      }
    }, seconds * 1000);
  }

  // A field that only some choices ask for ("name=value name=other") is shown with those. Without this
  // script all are there, each with the words for what it is.
  function showsForItsChoices(part) {
    const choices = part.dataset.onlyFor.split(" ").map(function (choice) {
      const [name, value] = choice.split("=");
      return 'input[name="' + name + '"][value="' + value + '"]';
    });
    function show() {
      part.hidden = !document.querySelector(choices.map((choice) => choice + ":checked").join());
    }
    document.addEventListener("change", show);
    show();
  }

  document.addEventListener("DOMContentLoaded", function () {
    nameParts();
    document.querySelectorAll("[data-only-for]").forEach(showsForItsChoices);
    document.querySelectorAll("[data-poll]").forEach(poll);
    rankFilters();
    document.querySelectorAll("[x-on\\:click]").forEach(makeButton);
  });
  window.addEventListener("load", nameScrollingBoxes);
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", followSystem);
})();
