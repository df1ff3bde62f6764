// A drawing wider than its frame scrolls: one of weeks begins at the newest, and the edges
// tell that there is more.
class Drawing extends HTMLElement {
  connectedCallback() {
    this.addEventListener("scroll", () => this.tell(), { passive: true });
    new ResizeObserver(() => {
      this.tell();
      if (this.begun || !this.clientWidth) return;
      this.begun = true;
      if ("newest" in this.dataset) this.scrollLeft = this.scrollWidth;
    }).observe(this);
  }

  tell() {
    this.toggleAttribute("data-before", this.scrollLeft > 1);
    this.toggleAttribute("data-after", this.scrollLeft + this.clientWidth < this.scrollWidth - 1);
  }
}
customElements.define("s-drawing", Drawing);
