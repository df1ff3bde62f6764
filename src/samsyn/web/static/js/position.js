// A map of district outlines that takes a position: tap, keyboard or "Min plats".
// The outlines stand in a JSON element inside; the hidden inputs are found by name.

const L = window.L;
const mark = { radius: 9, className: "s-position-mark" };

class Position extends HTMLElement {
  connectedCallback() {
    const form = this.closest("form");
    this.fields = [form.elements[this.dataset.lat], form.elements[this.dataset.lon]];
    this.says = this.querySelector("[role=status]");
    this.clear = this.querySelector("[data-clear]");
    this.draw(JSON.parse(this.querySelector("script[type='application/json']").textContent));
    this.querySelector("[data-locate]").addEventListener("click", () => this.locate());
    this.clear.addEventListener("click", () => this.choose(null));
    const [lat, lon] = this.fields.map((field) => Number.parseFloat(field.value));
    if (Number.isFinite(lat) && Number.isFinite(lon)) this.choose(L.latLng(lat, lon));
  }

  disconnectedCallback() {
    this.map?.remove();
  }

  draw(outlines) {
    const host = this.querySelector(".s-position-map");
    this.map = L.map(host, { attributionControl: false, zoomSnap: 0.25, minZoom: 7, maxZoom: 17 });
    const areas = L.geoJSON(outlines, { style: { className: "s-position-area" }, onEachFeature: name });
    this.map.fitBounds(areas.addTo(this.map).getBounds(), { padding: [12, 12] });
    this.map.on("click", (event) => this.choose(event.latlng));
    host.addEventListener("keydown", (event) => {
      if (event.key !== " " && event.key !== "Enter") return;
      event.preventDefault();
      this.choose(this.map.getCenter());
    });
  }

  choose(latlng) {
    this.mark?.remove();
    this.mark = latlng && L.circleMarker(latlng, mark).addTo(this.map);
    [this.fields[0].value, this.fields[1].value] = latlng ? [latlng.lat.toFixed(6), latlng.lng.toFixed(6)] : ["", ""];
    this.clear.hidden = !latlng;
    this.says.textContent = latlng ? this.dataset.chosen : "";
    this.dispatchEvent(new Event("input", { bubbles: true }));
  }

  locate() {
    const found = ({ coords }) => {
      const here = L.latLng(coords.latitude, coords.longitude);
      this.map.setView(here, 15);
      this.choose(here);
    };
    const denied = () => { this.says.textContent = this.dataset.denied; };
    navigator.geolocation.getCurrentPosition(found, denied, { enableHighAccuracy: true, timeout: 10000 });
  }
}

const name = (feature, layer) => layer.bindTooltip(feature.properties.name, { permanent: true, direction: "center" });
customElements.define("s-position", Position);
