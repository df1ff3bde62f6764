// A link to copy, and a place to drop a file.

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

customElements.define("s-copy", Copy);
customElements.define("s-drop", Drop);
