// Small tools of forms, each an element of its own so that they start after any swap.

class Count extends HTMLElement {
  connectedCallback() {
    this.field = document.getElementById(this.dataset.for);
    this.field?.addEventListener("input", () => this.show());
    if (this.field) this.show();
  }

  show() {
    const left = Number(this.dataset.max) - this.field.value.length;
    const near = left < Number(this.dataset.max) / 5;
    this.toggleAttribute("data-over", left < 0);
    const words = left < 0 ? this.dataset.overText : this.dataset.left;
    this.textContent = near ? `${Math.abs(left)} ${words}` : "";
  }
}

// Warns before what is typed and unsent is left; keeps nothing anywhere.
class Draft extends HTMLElement {
  connectedCallback() {
    this.addEventListener("input", () => { this.dirty = true; });
    this.addEventListener("submit", () => { this.dirty = false; });
    this.warn = (event) => { if (this.dirty) event.preventDefault(); };
    window.addEventListener("beforeunload", this.warn);
  }

  disconnectedCallback() {
    window.removeEventListener("beforeunload", this.warn);
  }
}

class Filter extends HTMLElement {
  connectedCallback() {
    this.addEventListener("change", (event) => event.target.form?.requestSubmit());
  }
}

const elements = { "s-count": Count, "s-draft": Draft, "s-filter": Filter };
for (const [name, element] of Object.entries(elements)) customElements.define(name, element);
