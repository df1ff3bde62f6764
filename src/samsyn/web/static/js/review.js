// The review by keyboard: every key presses a button, link or summary that is there to be seen
// (data-key), none while somebody types, and all can be turned off (WCAG 2.1.4).

const OFF = "samsyn_keys_off";
const TYPED = "textarea, select, [contenteditable], input:not([type=checkbox], [type=radio])";
const WAYS = { j: 1, k: -1 };
const ARROWS = { ArrowDown: 1, ArrowUp: -1 };

class Review extends HTMLElement {
  connectedCallback() {
    this.help = this.querySelector(".s-keys");
    this.help.hidden = false;
    this.toggle = this.help.querySelector("[data-keys]");
    this.toggle.addEventListener("click", () => this.turn(localStorage.getItem(OFF) !== "yes"));
    this.turn(localStorage.getItem(OFF) === "yes");
    for (const one of this.querySelectorAll("[data-mask]")) this.offerMask(one);
    this.press = (event) => this.act(event);
    document.addEventListener("keydown", this.press);
    // after an act the next report is read from its heading on: once htmx knows what it swapped in,
    // or at once where the whole page was loaded with a report of its own
    if (document.readyState === "complete") {
      document.addEventListener("htmx:after:swap", () => this.begin(), { once: true });
    } else if (this.dataset.chosen === "yes") this.begin();
    this.current?.scrollIntoView({ block: "nearest" });
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this.press);
  }

  get current() {
    return this.querySelector("ol [aria-current]");
  }

  begin() {
    // who is quick has gone on already
    if (this.contains(document.activeElement)) return;
    const wrong = document.querySelector(".s-review [data-focus]");
    const next = wrong ?? this.querySelector("#open") ?? document.getElementById("innehall");
    next.focus();
  }

  turn(off) {
    localStorage.setItem(OFF, off ? "yes" : "no");
    this.off = off;
    this.toggle.setAttribute("aria-pressed", String(!off));
  }

  act(event) {
    const { key, target } = event;
    if (this.off || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.isComposing || target.closest?.(TYPED)) return;
    const line = target.closest?.("ol .s-queue a, ol.s-queue a, ol.s-queue input");
    const way = WAYS[key] ?? (line ? ARROWS[key] : undefined);
    if (way) this.move(way, line);
    else if (key === "x") this.choose(line);
    else if (!this.pressed(key)) return;
    event.preventDefault();
  }

  move(way, line) {
    const lines = [...this.querySelectorAll("ol.s-queue > li > a")];
    const from = line ? line.closest("li").querySelector("a") : this.current;
    const at = lines.indexOf(from);
    lines[Math.min(Math.max(at + way, 0), lines.length - 1)]?.focus();
  }

  choose(line) {
    const box = (line ?? this.current)?.closest("li").querySelector("input");
    if (box) box.checked = !box.checked;
  }

  pressed(key) {
    const shown = (one) => one.checkVisibility?.() ?? true;
    const wanted = [...this.querySelectorAll(`[data-key="${CSS.escape(key)}"]`)].find(shown);
    if (!wanted) return false;
    wanted.click();
    // what opens is written in
    if (wanted.matches("summary")) wanted.parentElement.querySelector("textarea, select")?.focus();
    return true;
  }

  offerMask(holder) {
    holder.hidden = false;
    const field = document.getElementById(holder.dataset.mask);
    holder.querySelector("button").addEventListener("click", () => {
      const { selectionStart: from, selectionEnd: to } = field;
      if (from < to) field.setRangeText("█████", from, to, "end");
      field.focus();
    });
  }
}
customElements.define("s-review", Review);
