// The shell: light or dark, menus that close, dialogs, focus on what went wrong.

class Scheme extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", (event) => {
      const button = event.target.closest("[data-scheme]");
      if (button) this.choose(button.dataset.scheme);
    });
  }

  choose(scheme) {
    const secure = location.protocol === "https:" ? "; Secure" : "";
    document.cookie = `samsyn_colours=${scheme}; Path=/; Max-Age=31536000; SameSite=Lax${secure}`;
    document.documentElement.dataset.colorScheme = scheme;
    for (const button of this.querySelectorAll("[data-scheme]")) {
      button.setAttribute("aria-pressed", String(button.dataset.scheme === scheme));
    }
  }
}
customElements.define("s-scheme", Scheme);

// Tabs that scroll begin with the one that is open in sight.
const tab = document.querySelector(".s-tabs [aria-current]");
const tabs = tab?.closest(".s-tabs");
if (tabs) {
  const left = tab.getBoundingClientRect().left - tabs.getBoundingClientRect().left;
  tabs.scrollLeft += left - (tabs.clientWidth - tab.clientWidth) / 2;
}

const openMenu = () => document.querySelector(".s-account[open]");

document.addEventListener("click", (event) => {
  const menu = openMenu();
  if (menu && !menu.contains(event.target)) menu.open = false;
});

document.addEventListener("keydown", (event) => {
  const menu = openMenu();
  if (event.key !== "Escape" || !menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

// Buttons that open and close dialogs, where the browser does not know them itself.
if (!("command" in HTMLButtonElement.prototype)) {
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[commandfor]");
    const dialog = button && document.getElementById(button.getAttribute("commandfor"));
    if (!dialog) return;
    if (button.getAttribute("command") === "show-modal") dialog.showModal();
    else dialog.close();
  });
}

const focusErrors = () => document.querySelector("[data-focus]:not([data-example] *)")?.focus();

document.addEventListener("click", (event) => {
  const link = event.target.closest(".s-errors a[href^='#']");
  const target = link && document.getElementById(link.hash.slice(1));
  if (!target) return;
  event.preventDefault();
  // of a group the first that can be seen: others may lie in something closed
  const inside = () => [...target.querySelectorAll("input, summary")].find((one) => one.checkVisibility());
  const field = target.matches("input, select, textarea") ? target : inside();
  (field ?? target).focus();
});
document.addEventListener("htmx:after:swap", focusErrors);
focusErrors();
