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

const OLD_AFTER_MS = 20 * 60 * 1000;

// Warns before what is typed and unsent is left; keeps nothing anywhere. A page that has been
// open for long asks, before it sends, whether the person is still logged in: else the text
// would end at the login page.
class Draft extends HTMLElement {
  connectedCallback() {
    this.opened = Date.now();
    this.addEventListener("input", () => { this.dirty = true; });
    this.addEventListener("submit", (event) => this.send(event));
    this.warn = (event) => { if (this.dirty) event.preventDefault(); };
    window.addEventListener("beforeunload", this.warn);
  }

  disconnectedCallback() {
    window.removeEventListener("beforeunload", this.warn);
  }

  async send(event) {
    const old = Date.now() - this.opened > OLD_AFTER_MS;
    if (!old || this.fresh) { this.dirty = false; return; }
    event.preventDefault();
    const form = event.target;
    const answer = await fetch(location.href, { redirect: "manual" }).catch(() => null);
    if (!answer?.ok) { this.say(); return; }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const token = page.querySelector("[name=csrfmiddlewaretoken]");
    if (token) form.elements.csrfmiddlewaretoken.value = token.value;
    this.fresh = true;
    form.requestSubmit(event.submitter);
  }

  say() {
    this.told ??= this.appendChild(document.createElement("p"));
    this.told.className = "s-error";
    this.told.setAttribute("role", "alert");
    this.told.textContent = this.dataset.loggedOut;
  }
}

// A page that is gone back to shows the list of its address: the filter says so too.
class Filter extends HTMLElement {
  connectedCallback() {
    window.addEventListener("pageshow", (event) => { if (event.persisted) this.querySelector("form").reset(); });
    this.addEventListener("change", (event) => event.target.form?.requestSubmit());
  }
}

const elements = { "s-count": Count, "s-draft": Draft, "s-filter": Filter };
for (const [name, element] of Object.entries(elements)) customElements.define(name, element);
