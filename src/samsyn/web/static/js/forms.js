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
    this.textContent = near ? `${Math.abs(left)} ${left < 0 ? this.dataset.overText : this.dataset.left}` : "";
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

class Copy extends HTMLElement {
  connectedCallback() {
    const [field, button, says] = ["input", "button", "[role=status]"].map((part) => this.querySelector(part));
    button.addEventListener("click", async () => {
      field.select();
      await navigator.clipboard.writeText(field.value);
      says.textContent = button.querySelector("span").textContent = button.dataset.copied;
    });
  }
}

class Drop extends HTMLElement {
  connectedCallback() {
    const field = this.querySelector("input[type=file]");
    const over = (on) => (event) => { event.preventDefault(); this.toggleAttribute("data-over", on); };
    this.addEventListener("dragover", over(true));
    this.addEventListener("dragleave", over(false));
    this.addEventListener("drop", (event) => {
      over(false)(event);
      if (!event.dataTransfer.files.length) return;
      field.files = event.dataTransfer.files;
      field.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }
}

const elements = { "s-count": Count, "s-draft": Draft, "s-filter": Filter, "s-copy": Copy, "s-drop": Drop };
for (const [name, element] of Object.entries(elements)) customElements.define(name, element);
