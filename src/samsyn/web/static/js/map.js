// Maps: one that takes a position (s-position), and one that shows what has been reported (s-map).
// Both hold a JSON element of borders and are told by data attributes where land and places are.
const { L, samsynLand: { Land, Names, inksOf } } = window;
const SWEDEN = [62.5, 16.5];
const NAMED_FROM = 12;
const BLURRED = 500; // metres of doubt from which a phone's position points out nothing
const PAN = 120; // pixels a press
const dot = (className) => ({ radius: 5, className });
const doubt = { className: "s-position-doubt", interactive: false };
const mark = { radius: 9, className: "s-position-mark" };

// Whether a ring of [longitude, latitude] is crossed an odd number of times from a point on.
const within = (ring, { lat, lng }) => ring.reduce((inside, [x, y], n) => {
  const [px, py] = ring.at(n - 1);
  return (y > lat) !== (py > lat) && lng < ((px - x) * (lat - y)) / (py - y) + x ? !inside : inside;
}, false);
const holds = ({ type, coordinates }, point) => (type === "Polygon" ? [coordinates] : coordinates)
  .some(([outer, ...holes]) => within(outer, point) && !holes.some((hole) => within(hole, point)));

// A press a step, for who cannot drag.
const Steps = L.Control.extend({
  onAdd(map) {
    const box = L.DomUtil.create("div", "s-map-steps leaflet-bar");
    const told = map.getContainer().closest("[data-steps]").dataset.steps.split("|");
    [["↑", 0, -PAN], ["↓", 0, PAN], ["←", -PAN, 0], ["→", PAN, 0]].forEach(([sign, x, y], n) => {
      const button = L.DomUtil.create("button", "", box);
      Object.assign(button, { type: "button", textContent: sign, title: told[n], ariaLabel: told[n] });
      button.addEventListener("click", () => map.panBy([x, y]));
    });
    L.DomEvent.disableClickPropagation(box);
    return box;
  },
});

class Base extends HTMLElement {
  connectedCallback() {
    this.host = this.querySelector(".s-map");
    this.host.hidden = false;
    this.facts = JSON.parse(this.querySelector("script[type='application/json']").textContent);
    this.draw();
    this.begin();
  }

  disconnectedCallback() {
    this.map?.remove();
  }

  draw() {
    const { tiles } = this.dataset;
    const { zoomIn: zoomInTitle, zoomOut: zoomOutTitle } = this.dataset;
    const plain = { attributionControl: false, zoomControl: false };
    this.map = L.map(this.host, { ...plain, zoomSnap: tiles ? 1 : 0.25, maxZoom: 17, minZoom: 4 });
    L.control.zoom({ position: "topright", zoomInTitle, zoomOutTitle }).addTo(this.map);
    new Steps({ position: "bottomright" }).addTo(this.map);
    L.control.scale({ imperial: false, maxWidth: 100 }).addTo(this.map);
    const inks = inksOf(this.host);
    this.land = tiles && new Land(tiles, inks).addTo(this.map);
    this.host.classList.toggle("s-map-land", Boolean(tiles));
    const lines = { interactive: false, style: { className: "s-map-area" } };
    this.borders = L.geoJSON(this.facts.borders, lines).addTo(this.map);
    this.fit();
    this.names = new Names(this.land, inks).addTo(this.map);
    this.dots = L.layerGroup().addTo(this.map);
    this.map.on("moveend", () => this.findPlaces());
    this.findPlaces();
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.paint());
    // In something closed a map has no size until it opens.
    new ResizeObserver((_, watcher) => {
      if (!this.host.offsetWidth) return;
      this.map.invalidateSize();
      this.fit();
      watcher.disconnect();
    }).observe(this.host);
  }

  // Draws anew in the colours of the page.
  paint() {
    const inks = inksOf(this.host);
    if (this.land) this.land.inks = inks;
    this.names.inks = inks;
    this.land?.redraw();
    this.names.draw();
  }

  fit() {
    const bounds = this.facts.view ? L.latLngBounds(this.facts.view) : this.borders.getBounds();
    if (bounds.isValid()) this.map.fitBounds(bounds);
    else this.map.setView(SWEDEN, 4.5);
  }

  // The named places of the view, and of the parts of town where no land tells their names.
  async findPlaces() {
    if (!this.dataset.places) return;
    const bounds = this.map.getBounds();
    if (!this.found?.bounds.contains(bounds)) {
      const wide = bounds.pad(0.5);
      const [w, s, e, n] = [wide.getWest(), wide.getSouth(), wide.getEast(), wide.getNorth()];
      const sought = new URLSearchParams({ w, s, e, n });
      const answer = await fetch(`${this.dataset.places}?${sought}`).catch(() => null);
      if (!answer?.ok) return;
      const { places, more } = await answer.json();
      this.found = { bounds: more ? bounds : wide, places };
    }
    this.showPlaces();
  }

  showPlaces() {
    this.dots.clearLayers();
    const shown = this.map.getZoom() >= NAMED_FROM ? this.found.places : [];
    const told = this.labels();
    const already = new Set(told.map((one) => one.name));
    const rest = shown.filter(([, name]) => !already.has(name));
    for (const [key, name, lat, lon] of rest) this.showPlace(key, name, [lat, lon]);
    this.names.label([...told, ...rest.map(([, name, lat, lon]) => ({ latlng: [lat, lon], name }))]);
  }

  showPlace(key, name, latlng) {
    L.circleMarker(latlng, { ...dot("s-map-place"), interactive: false }).addTo(this.dots);
  }

  // What is named before the places.
  labels() {
    return [];
  }

  areaAt(latlng) {
    return this.facts.borders.features.find(({ geometry }) => holds(geometry, latlng));
  }
}

class Position extends Base {
  begin() {
    this.querySelector(".s-position-tools").hidden = false;
    const { elements } = this.closest("form");
    this.says = this.querySelector("[role=status]");
    this.clear = this.querySelector("[data-clear]");
    this.fields = [elements[this.dataset.lat], elements[this.dataset.lon]];
    this.querySelector("[data-locate]").addEventListener("click", () => this.locate());
    this.clear.addEventListener("click", () => this.choose(null));
    this.map.on("click", (event) => this.choose(event.latlng));
    this.host.addEventListener("keydown", (event) => {
      if (event.target !== this.host || ![" ", "Enter"].includes(event.key)) return;
      event.preventDefault();
      this.choose(this.map.getCenter());
    });
    this.addEventListener("street", ({ detail }) => this.showStreet(detail));
    const [lat, lon] = this.fields.map((field) => field.value);
    if (lat) this.show(L.latLng(lat, lon));
  }

  // A street that was searched for: where to point.
  showStreet({ name, latlng }) {
    const fold = this.closest("details");
    if (fold) fold.open = true;
    // once it has a size, if it was closed
    setTimeout(() => {
      this.map.invalidateSize();
      this.map.setView(latlng, 16);
      this.says.textContent = this.dataset.street.replace("{name}", () => name);
      this.host.focus();
    }, 100);
  }

  fit() {
    const [lat, lon] = this.fields?.map((field) => field.value) ?? [];
    if (lat) this.map.setView([lat, lon], 15);
    else super.fit();
  }

  showPlace(key, name, latlng) {
    const look = { ...dot("s-map-place s-map-choice"), bubblingMouseEvents: false };
    const place = L.circleMarker(latlng, look).addTo(this.dots);
    place.on("click", () => {
      const detail = { value: `place:${key}`, name };
      const chosen = new CustomEvent("place", { bubbles: true, cancelable: true, detail });
      // a form that asks for no named place takes the point
      if (this.dispatchEvent(chosen)) { this.choose(L.latLng(latlng)); return; }
      this.choose(null);
      this.says.textContent = `${this.dataset.named} ${name}`;
    });
  }

  show(latlng, sharpness) {
    this.mark?.remove();
    this.doubt?.remove();
    this.mark = latlng && L.circleMarker(latlng, { ...mark, interactive: false }).addTo(this.map);
    this.doubt = sharpness && L.circle(latlng, { ...doubt, radius: sharpness }).addTo(this.map);
    this.says.textContent = latlng ? this.told(latlng, sharpness) : "";
    this.clear.hidden = !latlng;
  }

  // Where the point lies, and how sharply it is known.
  told(latlng, sharpness) {
    const known = this.facts.borders.features.length;
    const area = known && this.areaAt(latlng);
    if (known && !area) return this.dataset.outside;
    const name = area?.properties.name;
    const where = name ? this.dataset.within.replace("{area}", () => name) : this.dataset.chosen;
    const how = sharpness && `± ${Math.round(sharpness)} m`;
    return [where, how].filter(Boolean).join(" ");
  }

  choose(latlng, sharpness) {
    this.show(latlng, sharpness);
    this.fields[0].value = latlng ? latlng.lat.toFixed(6) : "";
    this.fields[1].value = latlng ? latlng.lng.toFixed(6) : "";
    this.dispatchEvent(new Event("input", { bubbles: true }));
  }

  locate() {
    const found = ({ coords: { latitude, longitude, accuracy } }) => {
      const latlng = L.latLng(latitude, longitude);
      this.map.setView(latlng, accuracy > BLURRED ? 14 : 16);
      if (accuracy > BLURRED) this.says.textContent = this.dataset.blurred.replace("{m}", Math.round(accuracy));
      else this.choose(latlng, accuracy);
    };
    const denied = () => { this.says.textContent = this.dataset.denied; };
    navigator.geolocation.getCurrentPosition(found, denied, { enableHighAccuracy: true, timeout: 15_000 });
  }
}

// Points with how many there are at each, and links to them; one alone is shown with its doubt.
class Shown extends Base {
  begin() {
    for (const point of this.facts.points) this.point(point);
  }

  point({ latlng, name, count, told, url, doubt: radius }) {
    if (radius) L.circle(latlng, { ...doubt, radius }).addTo(this.map);
    if (!name) { L.circleMarker(latlng, { ...mark, interactive: false }).addTo(this.map); return; }
    const size = this.size(count);
    const className = count ? "s-map-count" : "s-map-count s-map-alone";
    const icon = L.divIcon({ className, html: String(count ?? ""), iconSize: [size, size] });
    const popup = document.createElement("div");
    const head = popup.appendChild(document.createElement("strong"));
    head.textContent = name;
    popup.appendChild(document.createElement("p")).textContent = told;
    if (url) {
      const link = popup.appendChild(document.createElement("a"));
      Object.assign(link, { href: url, textContent: count ? this.dataset.only : this.dataset.open });
    }
    // the smaller lie over the larger
    const title = `${name}: ${told}`;
    const marker = L.marker(latlng, { icon, title, zIndexOffset: -10 * (count ?? 0) });
    marker.bindPopup(popup).addTo(this.map).getElement().setAttribute("aria-label", title);
  }

  // The side of a point's circle, its area as its number.
  size(count) {
    const most = Math.max(1, ...this.facts.points.map((one) => one.count ?? 1));
    return count ? 22 + Math.round(16 * Math.sqrt(count / most)) : 24;
  }

  // The town, where most named places lie; all points where some lie elsewhere alone.
  fit() {
    const found = this.facts.points.map((one) => one.latlng);
    const town = this.facts.view && L.latLngBounds(this.facts.view);
    if (found.length === 1) this.map.setView(found[0], 15);
    else if (town && (!found.length || found.some((one) => town.contains(one)))) this.map.fitBounds(town);
    else if (found.length) this.map.fitBounds(L.latLngBounds(found).pad(0.15), { maxZoom: 15 });
    else super.fit();
  }

  labels() {
    return this.facts.points.filter((one) => one.count)
      .map(({ latlng, name, count }) => ({ latlng, name, gap: this.size(count) / 2 }));
  }
}

customElements.define("s-position", Position);
customElements.define("s-map", Shown);
