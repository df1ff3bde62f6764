// Where it was: a combobox (WAI-ARIA, list with automatic selection) over the server's search, and
// the places near the phone. What is chosen becomes a radio button among the others; without
// scripts the text is sent and understood by the server.

let number = 0;

class Where extends HTMLElement {
  connectedCallback() {
    this.field = this.querySelector("[name=searched]");
    this.found = this.querySelector(".r-found");
    this.says = this.querySelector("[role=status]");
    this.radios = this.querySelector(".s-options");
    this.locate = this.querySelector("[data-locate]");
    this.locate.hidden = false;
    const part = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false" };
    for (const [name, value] of Object.entries(part)) this.field.setAttribute(name, value);
    this.field.addEventListener("keydown", (event) => this.press(event));
    this.field.addEventListener("input", () => { if (!this.field.value.trim()) this.close(); });
    this.found.addEventListener("click", (event) => this.choose(event.target.closest("[role=option]")));
    // a press must not take the focus from the field before the click
    this.found.addEventListener("mousedown", (event) => event.preventDefault());
    this.radios.addEventListener("change", () => this.empty());
    this.locate.addEventListener("click", () => this.near());
    // a place that is pointed at on the map below
    this.closest("fieldset").addEventListener("place", (event) => {
      event.preventDefault();
      this.choose({ dataset: event.detail });
    });
    this.watcher = new MutationObserver(() => this.show());
    this.watcher.observe(this.found, { childList: true });
  }

  disconnectedCallback() {
    this.watcher.disconnect();
  }

  get options() {
    return [...this.found.querySelectorAll("[role=option]")];
  }

  show() {
    const { options } = this;
    this.says.textContent = this.found.querySelector("[data-told]")?.textContent.trim() ?? "";
    this.found.hidden = !options.length;
    this.field.setAttribute("aria-expanded", String(Boolean(options.length)));
    if (options.length) this.field.setAttribute("aria-controls", "places-listbox");
    const first = this.found.querySelector("[data-ask]") ? undefined : options[0];
    this.activate(first);
  }

  close() {
    this.found.hidden = true;
    this.field.setAttribute("aria-expanded", "false");
    this.field.removeAttribute("aria-activedescendant");
    this.field.removeAttribute("aria-controls");
    this.says.textContent = "";
  }

  empty() {
    this.field.value = "";
    this.close();
  }

  activate(option) {
    for (const one of this.options) one.setAttribute("aria-selected", String(one === option));
    if (option) this.field.setAttribute("aria-activedescendant", option.id);
    else this.field.removeAttribute("aria-activedescendant");
    option?.scrollIntoView({ block: "nearest" });
  }

  press(event) {
    const { options } = this;
    const open = !this.found.hidden && options.length;
    const at = options.findIndex((one) => one.getAttribute("aria-selected") === "true");
    if (event.key === "Escape" && open) this.close();
    else if (event.key === "Enter" && open && at >= 0) this.choose(options[at]);
    // Enter in a search is no sending of the form
    else if (event.key === "Enter") { /* nothing more */ }
    else if (event.key === "ArrowDown" && open) this.activate(options[(at + 1) % options.length]);
    else if (event.key === "ArrowUp" && open) this.activate(options.at(at <= 0 ? -1 : at - 1));
    else return;
    event.preventDefault();
  }

  choose(option) {
    if (!option) return;
    const { value, name, lat, lon } = option.dataset;
    if (lat) {
      this.empty();
      const detail = { name, latlng: [Number(lat), Number(lon)] };
      this.closest("fieldset").querySelector("s-position").dispatchEvent(new CustomEvent("street", { detail }));
      return;
    }
    const same = [...this.radios.querySelectorAll("[name=where]")].find((one) => one.value === value);
    const radio = same ?? this.add(value, name);
    radio.checked = true;
    this.empty();
    this.says.textContent = `${this.dataset.chosen} ${name}`;
    this.dispatchEvent(new Event("input", { bubbles: true }));
  }

  // The first of the radio buttons, made like those that are there.
  add(value, name) {
    const made = this.radios.querySelector(".s-option").cloneNode(true);
    const [radio, label] = [made.querySelector("input"), made.querySelector("label")];
    radio.value = value;
    radio.id = label.htmlFor = `id_where_found_${number += 1}`;
    label.textContent = name;
    this.radios.prepend(made);
    return radio;
  }

  near() {
    const options = { enableHighAccuracy: true, timeout: 15_000, maximumAge: 60_000 };
    const denied = () => { this.says.textContent = this.dataset.denied; };
    navigator.geolocation.getCurrentPosition(({ coords }) => this.ask(coords), denied, options);
  }

  async ask({ latitude, longitude, accuracy }) {
    const token = this.closest("form").elements.csrfmiddlewaretoken.value;
    const headers = { "X-CSRFToken": token, "HX-Request": "true" };
    const body = new URLSearchParams({ latitude, longitude, accuracy });
    const sent = { method: "POST", headers, body, redirect: "manual" };
    const answer = await fetch(this.dataset.near, sent).catch(() => null);
    if (!answer?.ok) { this.says.textContent = this.dataset.failed; return; }
    this.found.innerHTML = await answer.text();
    this.field.focus();
  }
}
customElements.define("s-where", Where);

// Who opens an area by the keyboard goes on to its kinds: browsers stop with Tab at one radio button
// of a group alone, and that is the first of all.
class Areas extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", (event) => {
      const area = event.target.closest("summary")?.parentElement;
      if (!area || event.detail) return;
      area.addEventListener("toggle", () => {
        if (area.open) area.querySelector("input").focus();
      }, { once: true });
    });
  }
}
customElements.define("s-areas", Areas);
