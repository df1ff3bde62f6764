// The land under maps: tiles of numbers from our own server, drawn here in the page's colours.
// What a tile holds is told in drawing/maps/tiles.py. Read before map.js, which draws on it: a name
// with a digest cannot stand in an import.

const { L } = window;
const SIZE = 256;
const EXTENT = 4096;
const FIRST = 10; // the coarsest tiles there are
const STREETS_NAMED_FROM = 15;
const LARGE_NAMED_FROM = 14;
const INKS = [
  "land", "water", "wood", "green", "building", "road", "road-large", "edge", "rail", "path",
  "text", "water-text", "halo",
];
// in pixels, from zoom 10 on
const WIDTHS = { road: [0.6, 0.8, 1, 1.6, 3, 5, 8, 12], road_large: [1.2, 1.6, 2.2, 3, 4.5, 7, 11, 15] };
const far = (a, b) => Math.hypot(b[0] - a[0], b[1] - a[1]);

const native = (zoom) => (zoom >= 14 ? 14 : zoom >= 12 ? 12 : FIRST);
const width = (kind, zoom) => WIDTHS[kind][Math.max(0, Math.min(7, Math.round(zoom) - FIRST))];

// The colours as the page has them now: a canvas does not know light-dark().
const inksOf = (host) => {
  const probe = host.appendChild(document.createElement("span"));
  // read at once, and as chosen: a transition, or a reader's forced colours, would make them one
  Object.assign(probe.style, { transition: "none", forcedColorAdjust: "none" });
  const inks = Object.fromEntries(INKS.map((name) => {
    probe.style.color = `var(--g-${name})`;
    return [name, getComputedStyle(probe).color];
  }));
  probe.remove();
  return inks;
};

// The points of a flat run of steps.
function* points(flat) {
  let [x, y] = [0, 0];
  for (let at = 0; at < flat.length; at += 2) yield [x += flat[at], y += flat[at + 1]];
}

const lines = { road: (one) => one[1], road_large: (one) => one[1] };

class Drawing {
  constructor(pen, inks, zoom) {
    Object.assign(this, { pen, inks, zoom });
  }

  trace(flat, place, closed) {
    let first = true;
    for (const [x, y] of points(flat)) {
      const at = place(x, y);
      if (first) this.pen.moveTo(...at); else this.pen.lineTo(...at);
      first = false;
    }
    if (closed) this.pen.closePath();
  }

  areas(found, ink, place) {
    if (!found) return;
    this.pen.beginPath();
    for (const rings of found) for (const ring of rings) this.trace(ring, place, true);
    this.pen.fillStyle = this.inks[ink];
    this.pen.fill("evenodd");
  }

  strokes(found, ink, thick, place, dash = []) {
    if (!found?.length) return;
    this.pen.beginPath();
    for (const one of found) this.trace(one, place, false);
    Object.assign(this.pen, { strokeStyle: this.inks[ink], lineWidth: thick, lineCap: "round", lineJoin: "round" });
    this.pen.setLineDash(dash);
    this.pen.stroke();
    this.pen.setLineDash([]);
  }

  draw(tile, place) {
    const all = (kind) => (tile[kind] ?? []).flatMap(lines[kind] ?? ((one) => [one]));
    for (const kind of ["wood", "green", "water"]) this.areas(tile[kind], kind, place);
    this.strokes(tile.stream, "water", this.zoom < 14 ? 1 : 2, place);
    this.areas(tile.building, "building", place);
    this.strokes(tile.path, "path", 1, place, [3, 3]);
    const [road, large] = [width("road", this.zoom), width("road_large", this.zoom)];
    if (this.zoom >= 13) this.strokes(all("road"), "edge", road + 1.5, place);
    this.strokes(all("road_large"), "edge", large + 1.5, place);
    this.strokes(all("road"), this.zoom >= 13 ? "road" : "edge", road, place);
    this.strokes(all("road_large"), "road-large", large, place);
    this.strokes(tile.rail, "rail", this.zoom < 13 ? 1.2 : 2, place);
    if (this.zoom >= 13) this.strokes(tile.rail, "land", 1, place, [5, 5]);
  }
}

const Land = L.GridLayer.extend({
  options: { minZoom: 6, maxZoom: 18, updateWhenZooming: false, keepBuffer: 1 },

  initialize(address, inks) {
    this.address = address;
    this.inks = inks;
    this.kept = new Map();
  },

  // The tile with an address; one that cannot be fetched is empty.
  tile(zoom, x, y) {
    const name = `${zoom}/${x}/${y}/`;
    if (!this.kept.has(name)) {
      const asked = fetch(this.address + name).then((answer) => (answer.ok ? answer.json() : {}))
        .catch(() => { this.kept.delete(name); return {}; }); // asked for again in the next view
      this.kept.set(name, asked);
    }
    return this.kept.get(name);
  },

  // The tiles that hold a square of the map, and how each point of theirs lies in it.
  sources({ z, x, y }) {
    const level = native(z);
    const found = [];
    if (level <= z) {
      const times = 2 ** (z - level);
      const [column, row] = [Math.floor(x / times), Math.floor(y / times)];
      const scale = (SIZE * times) / EXTENT;
      const [left, top] = [(x - column * times) * SIZE, (y - row * times) * SIZE];
      found.push([this.tile(level, column, row), (a, b) => [a * scale - left, b * scale - top]]);
      return found;
    }
    const times = 2 ** (level - z);
    const scale = SIZE / times / EXTENT;
    for (let i = 0; i < times; i += 1) {
      for (let j = 0; j < times; j += 1) {
        const place = (a, b) => [a * scale + (i * SIZE) / times, b * scale + (j * SIZE) / times];
        found.push([this.tile(level, x * times + i, y * times + j), place]);
      }
    }
    return found;
  },

  createTile(coords, done) {
    const canvas = L.DomUtil.create("canvas");
    const sharp = Math.min(window.devicePixelRatio || 1, 2);
    canvas.width = canvas.height = SIZE * sharp;
    const pen = canvas.getContext("2d");
    pen.scale(sharp, sharp);
    const drawing = new Drawing(pen, this.inks, coords.z);
    Promise.all(this.sources(coords).map(async ([tile, place]) => drawing.draw(await tile, place)))
      .then(() => { done(null, canvas); this.fire("drawn"); });
    return canvas;
  },
});

const meets = (a, b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];

// Names over the land: of water, parts of town, streets, and the places that a map shows itself.
const Names = L.Layer.extend({
  initialize(land, inks) {
    Object.assign(this, { land, inks, own: [] });
  },

  onAdd(map) {
    this.canvas = L.DomUtil.create("canvas", "s-map-names", map.getPane("overlayPane"));
    this.pen = this.canvas.getContext("2d");
    map.on("moveend zoomend resize", this.draw, this);
    map.on("zoomstart", this.hide, this);
    this.land?.on("drawn", this.draw, this);
    this.draw();
  },

  hide() { this.canvas.hidden = true; },

  // Lets the map's own points have names: [{latlng, name}], drawn before all others.
  label(own) {
    this.own = own;
    this.draw();
  },

  async draw() {
    const map = this._map;
    if (!map) return;
    const turn = this.turn = Symbol("turn");
    const found = await this.gather(map);
    if (turn !== this.turn || !this._map) return;
    const size = map.getSize();
    const sharp = Math.min(window.devicePixelRatio || 1, 2);
    this.canvas.hidden = false;
    [this.canvas.width, this.canvas.height] = [size.x * sharp, size.y * sharp];
    Object.assign(this.canvas.style, { width: `${size.x}px`, height: `${size.y}px` });
    L.DomUtil.setPosition(this.canvas, map.containerPointToLayerPoint([0, 0]));
    this.pen.scale(sharp, sharp);
    this.boxes = [];
    const family = getComputedStyle(map.getContainer()).fontFamily;
    this.font = (style, points) => { this.pen.font = `${style} ${points}px ${family}`; };
    for (const { latlng, name, gap = 6 } of this.own) this.beside(map.latLngToContainerPoint(latlng), name, gap);
    for (const [name, at] of found.areas) this.centred(name, at, "600", 13, "text");
    for (const [name, at] of found.waters) this.centred(name, at, "italic 400", 12, "water-text");
    for (const [name, run] of found.streets) this.along(name, run);
  },

  async gather(map) {
    const found = { areas: [], waters: [], streets: new Map() };
    if (!this.land) return found;
    const zoom = Math.round(map.getZoom());
    const level = native(zoom);
    const side = SIZE * map.getZoomScale(map.getZoom(), level);
    const { min, max } = map.getPixelBounds();
    const tiles = [];
    for (let x = Math.floor(min.x / side); x <= Math.floor(max.x / side); x += 1) {
      for (let y = Math.floor(min.y / side); y <= Math.floor(max.y / side); y += 1) tiles.push([x, y]);
    }
    await Promise.all(tiles.map(async ([x, y]) => {
      const tile = await this.land.tile(level, x, y);
      const place = (a, b) => [(x + a / EXTENT) * side - min.x, (y + b / EXTENT) * side - min.y];
      for (const [name, a, b] of tile.name_area ?? []) found.areas.push([name, place(a, b)]);
      for (const [name, a, b] of tile.name_water ?? []) found.waters.push([name, place(a, b)]);
      for (const kind of ["road_large", "road"]) {
        if (zoom < (kind === "road" ? STREETS_NAMED_FROM : LARGE_NAMED_FROM)) continue;
        for (const [name, runs] of tile[kind] ?? []) if (name) this.longest(found.streets, name, runs, place);
      }
    }));
    return found;
  },

  // Keeps the longest run of a street.
  longest(streets, name, runs, place) {
    for (const run of runs) {
      const there = [...points(run)].map(([a, b]) => place(a, b));
      const length = there.slice(1).reduce((sum, at, n) => sum + far(there[n], at), 0);
      if (length > (streets.get(name)?.length ?? 0)) streets.set(name, { there, length });
    }
  },

  write(name, x, y, ink) {
    const inks = { strokeStyle: this.inks.halo, fillStyle: this.inks[ink] };
    Object.assign(this.pen, { lineWidth: 3, lineJoin: "round", textBaseline: "middle", ...inks });
    this.pen.strokeText(name, x, y);
    this.pen.fillText(name, x, y);
  },

  // Whether there is room, which is then taken.
  take(box) {
    const size = this._map.getSize();
    const inside = box[0] >= 0 && box[1] >= 0 && box[2] <= size.x && box[3] <= size.y;
    if (!inside || this.boxes.some((one) => meets(one, box))) return false;
    this.boxes.push(box);
    return true;
  },

  // To the right of a point, or to its left.
  beside({ x, y }, name, gap) {
    this.font("600", 12);
    const long = this.pen.measureText(name).width;
    if (this.take([x - gap, y - 8, x + long + gap + 8, y + 8])) this.write(name, x + gap + 4, y, "text");
    else if (this.take([x - long - gap - 8, y - 8, x + gap, y + 8])) {
      this.write(name, x - long - gap - 4, y, "text");
    }
  },

  centred(name, [x, y], style, points_, ink) {
    this.font(style, points_);
    const half = this.pen.measureText(name).width / 2;
    if (this.take([x - half - 4, y - 9, x + half + 4, y + 9])) this.write(name, x - half, y, ink);
  },

  along(name, { there, length }) {
    this.font("400", 11);
    const long = this.pen.measureText(name).width;
    if (length < long * 1.15) return;
    const [from, to] = [this.at(there, (length - long) / 2), this.at(there, (length + long) / 2)];
    if (far(from, to) < long * 0.92) return; // too bent to write along
    const [x, y] = [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2];
    const turned = Math.atan2(to[1] - from[1], to[0] - from[0]);
    const angle = Math.abs(turned) > Math.PI / 2 ? turned - Math.sign(turned) * Math.PI : turned;
    const [w, h] = [Math.abs(Math.cos(angle)) * long / 2 + 6, Math.abs(Math.sin(angle)) * long / 2 + 6];
    if (!this.take([x - w, y - h, x + w, y + h])) return;
    this.pen.save();
    this.pen.translate(x, y);
    this.pen.rotate(angle);
    this.write(name, -long / 2, 0, "text");
    this.pen.restore();
  },

  // The point so far along a run.
  at(there, length) {
    let left = length;
    for (let n = 1; n < there.length; n += 1) {
      const [a, b] = [there[n - 1], there[n]];
      const step = far(a, b);
      if (step >= left) return [a[0] + ((b[0] - a[0]) * left) / step, a[1] + ((b[1] - a[1]) * left) / step];
      left -= step;
    }
    return there.at(-1);
  },
});

window.samsynLand = { Land, Names, inksOf };
