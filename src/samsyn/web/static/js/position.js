// A map of outlines (a JSON element inside) that takes a position: tap, keyboard or "Min plats".
const { L } = window;
const mark = { radius: 9, className: "s-position-mark" };
const label = ({ properties }, area) => area.bindTooltip(properties.name, { permanent: true, direction: "center" });
const SWEDEN = [62.5, 16.5];
const look = { style: { className: "s-position-area" }, onEachFeature: label };

class Position extends HTMLElement {
  connectedCallback() {
    // without scripts the position is typed instead
    for (const part of this.querySelectorAll(".s-position-tools, .s-position-map")) part.hidden = false;
    const { elements } = this.closest("form");
    this.says = this.querySelector("[role=status]");
    this.clear = this.querySelector("[data-clear]");
    this.fields = [elements[this.dataset.lat], elements[this.dataset.lon]];
    this.draw(JSON.parse(this.querySelector("script[type='application/json']").textContent));
    this.querySelector("[data-locate]").addEventListener("click", () => this.locate());
    this.clear.addEventListener("click", () => this.choose(null));
    const [lat, lon] = this.fields.map((field) => field.value);
    if (lat) this.show(L.latLng(lat, lon));
  }

  draw(outlines) {
    const host = this.querySelector(".s-position-map");
    this.map = L.map(host, { attributionControl: false, zoomControl: false, zoomSnap: 0.25, maxZoom: 17 });
    L.control.zoom({ zoomInTitle: this.dataset.zoomIn, zoomOutTitle: this.dataset.zoomOut }).addTo(this.map);
    const bounds = L.geoJSON(outlines, look).addTo(this.map).getBounds();
    const fit = () => (bounds.isValid() ? this.map.fitBounds(bounds) : this.map.setView(SWEDEN, 4.5));
    fit();
    this.map.on("click", (event) => this.choose(event.latlng));
    host.addEventListener("keydown", (event) => {
      if (event.target !== host || ![" ", "Enter"].includes(event.key)) return;
      event.preventDefault();
      this.choose(this.map.getCenter());
    });
    // In something closed a map has no size until it opens.
    new ResizeObserver((_, watcher) => {
      if (!host.offsetWidth) return;
      this.map.invalidateSize();
      fit();
      watcher.disconnect();
    }).observe(host);
  }

  show(latlng) {
    this.mark?.remove();
    this.mark = latlng && L.circleMarker(latlng, mark).addTo(this.map);
    this.says.textContent = latlng ? this.dataset.chosen : "";
    this.clear.hidden = !latlng;
  }

  choose(latlng) {
    this.show(latlng);
    this.fields[0].value = latlng ? latlng.lat.toFixed(6) : "";
    this.fields[1].value = latlng ? latlng.lng.toFixed(6) : "";
    this.dispatchEvent(new Event("input", { bubbles: true }));
  }

  locate() {
    const found = ({ coords }) => this.choose(L.latLng(coords.latitude, coords.longitude));
    const denied = () => { this.says.textContent = this.dataset.denied; };
    navigator.geolocation.getCurrentPosition(found, denied);
  }
}
customElements.define("s-position", Position);
