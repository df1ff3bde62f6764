// The personal-data guard beside a text: what it finds while somebody writes, one tap to put in what
// it suggests, and one to say that it is wrong. Only the text itself is sent, and kept nowhere.

const PAUSE_MS = 700;

async function ask(address, values, signal) {
  const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
  const headers = { "X-CSRFToken": token, "HX-Request": "true" };
  const body = new URLSearchParams(values);
  const answer = await fetch(address, { method: "POST", headers, body, signal, redirect: "manual" });
  return answer.ok ? answer.text() : null;
}

// Beside a field of somebody's own words: asks once the writer pauses.
class Guard extends HTMLElement {
  connectedCallback() {
    this.field = document.getElementById(this.dataset.for);
    if (!this.field || !document.body.dataset.guard) return;
    this.heard = () => {
      clearTimeout(this.waits);
      this.waits = setTimeout(() => this.ask(), PAUSE_MS);
    };
    this.field.addEventListener("input", this.heard);
  }

  disconnectedCallback() {
    clearTimeout(this.waits);
    this.asked?.abort();
    this.field?.removeEventListener("input", this.heard);
  }

  async ask() {
    this.asked?.abort();
    this.asked = new AbortController();
    const form = this.field.form;
    const values = {
      text: this.field.value,
      field: this.dataset.field,
      id: this.field.id,
      organisation: form?.elements.organisation?.value ?? "",
      address: form?.getAttribute("action") || location.pathname,
    };
    const told = await ask(document.body.dataset.guard, values, this.asked.signal).catch(() => null);
    if (told !== null) this.innerHTML = told;
  }
}

// A finding and its two taps.
class Finding extends HTMLElement {
  connectedCallback() {
    this.field = document.getElementById(this.dataset.for);
    const use = this.querySelector("[data-use]");
    if (use && this.field) use.hidden = false;
    // Enter in a field presses the form's first button, which is not to be this one
    const wrong = this.querySelector("[name=sparren_fel]");
    if (wrong && document.body.dataset.wrong) wrong.type = "button";
    this.addEventListener("click", (event) => {
      if (event.target.closest("[data-use]")) this.use();
      const pressed = event.target.closest("[name=sparren_fel][type=button]");
      if (pressed) this.report(pressed);
    });
  }

  // Where the words stand now: the text may have been changed since it was read.
  at() {
    const { text, start } = this.dataset;
    const places = [];
    for (let at = this.field.value.indexOf(text); at >= 0; at = this.field.value.indexOf(text, at + 1)) {
      places.push(at);
    }
    return places.sort((one, other) => Math.abs(one - start) - Math.abs(other - start))[0];
  }

  use() {
    const at = this.at();
    if (at === undefined) return;
    const before = this.field.value.slice(0, at);
    let instead = this.dataset.suggestion;
    if (/(^|[.!?\n]\s*)$/.test(before)) instead = instead[0].toUpperCase() + instead.slice(1);
    this.field.setRangeText(instead, at, at + this.dataset.text.length, "select");
    this.field.closest("details:not([open])")?.setAttribute("open", "");
    this.field.dispatchEvent(new Event("input", { bubbles: true }));
    this.field.focus();
    if (!this.closest("s-guard")) this.closest("li").remove();
  }

  async report(button) {
    if (button.ariaDisabled) return;
    button.ariaDisabled = "true";
    const told = await ask(document.body.dataset.wrong, { sparren_fel: button.value }).catch(() => null);
    button.ariaDisabled = null;
    const says = this.querySelector("[data-says]");
    if (told === null) says.textContent = says.dataset.failed;
    else {
      says.innerHTML = told;
      button.remove();
      says.focus();
    }
  }
}

for (const [name, element] of Object.entries({ "s-guard": Guard, "s-finding": Finding })) {
  customElements.define(name, element);
}
