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

const ANSWER_WITHIN_MS = 10_000;
// the server reads no more of a form than this (DATA_UPLOAD_MAX_MEMORY_SIZE)
const MOST_SIGNS = 2 * 1024 * 1024;

// Keeps what is typed until it has been sent, and keeps it nowhere but in the page: warns before
// the page is left, and asks before it sends whether there is a network and a session, else the
// text would end at an error or at the login page.
class Draft extends HTMLElement {
  connectedCallback() {
    this.addEventListener("input", () => { this.dirty = true; });
    // before the form's own listeners, which may send it themselves
    this.addEventListener("submit", (event) => this.send(event), { capture: true });
    this.warn = (event) => { if (this.dirty) event.preventDefault(); };
    window.addEventListener("beforeunload", this.warn);
    this.keepKey(this.querySelector("[name=key]"));
  }

  // Who goes back to a form that was sent meets the same form: sent again it is not another one.
  keepKey(field) {
    if (!field) return;
    field.value = history.state?.key ?? field.value;
    history.replaceState({ ...history.state, key: field.value }, "");
  }

  disconnectedCallback() {
    window.removeEventListener("beforeunload", this.warn);
  }

  send(event) {
    if (this.answered) { this.answered = this.dirty = false; return; }
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!this.asking) this.ask(event.target, event.submitter);
  }

  async ask(form, submitter) {
    this.asking = true;
    const hindrance = await this.hindrance(form);
    this.asking = false;
    this.say(hindrance);
    if (hindrance) return;
    this.answered = true;
    form.requestSubmit(submitter);
  }

  async hindrance(form) {
    const typed = new FormData(form);
    if (new URLSearchParams(typed).toString().length > MOST_SIGNS) return "tooLong";
    const signal = AbortSignal.timeout(ANSWER_WITHIN_MS);
    const headers = { "X-May-Send": this.dataset.person || "?" };
    const asked = { method: "HEAD", headers, redirect: "manual", signal };
    const answer = await fetch(form.getAttribute("action") || location.href, asked).catch(() => null);
    if (!answer) return "offline";
    if (answer.type === "opaqueredirect") return "loggedOut";
    if (answer.status === 409) return "another";
    if (answer.status >= 500) return "away";
    if (!answer.ok) return "refused";
    const token = answer.headers.get("X-CSRF-Token");
    if (token) form.elements.csrfmiddlewaretoken.value = token;
    return "";
  }

  say(hindrance) {
    this.told?.remove();
    if (!hindrance) return;
    this.told = this.appendChild(document.createElement("p"));
    this.told.className = "s-error";
    this.told.setAttribute("role", "alert");
    this.told.textContent = this.dataset[hindrance] ?? this.dataset.loggedOut;
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
