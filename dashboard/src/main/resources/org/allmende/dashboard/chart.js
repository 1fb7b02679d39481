// A small chart of lines over time: drawn anew with each sample, read with the pointer or the arrow keys.

import { clock, el, figure, mark, say, svg } from "./dom.js";
import { SPAN_MILLIS } from "./series.js";

/** A chart of one line has the room of the others' legend, so that those side by side end at one line. */
const HEIGHT = 132;
const LEGEND = 27;
const LEFT = 54;
const TOP = 8;
const BOTTOM = 20;
const SHORTEST_MILLIS = 60_000;

/** Keys for who reads a chart step by step: so many samples to the left or right. */
const PAGE_SAMPLES = 30;

/** Of many lines the readout names those furthest from nothing. */
const SUMMARY_LINES = 3;

/** Lines are told apart by colour and by dashes, the first eight by either: 64 in all, as many as a network has nodes. */
const STYLES = 8;
const look = i => `line line-${i % STYLES} dash-${(i + Math.floor(i / STYLES)) % STYLES}`;

export class Chart {
  /** @param lines [{ key, label }]; @param format a value for people, with its unit */
  constructor({ title, note, lines, format = figure, empty, least = 1 }) {
    Object.assign(this, { title, lines, format, empty, least });
    this.height = HEIGHT + (lines.length > 1 ? 0 : LEGEND);
    this.samples = [];
    this.pointedAt = null;
    this.drawing = svg("svg", { "aria-hidden": "true" });
    this.readout = el("span", { class: lines.length > 1 ? "readout several" : "readout" });
    this.plot = el("div", {
      class: "plot", tabindex: "0", role: "slider", "aria-label": `${title}, over time`, "aria-valuemin": "0",
      onpointermove: event => this.point(this.at(event)),
      onpointerleave: () => this.point(null),
      onfocus: () => this.point(this.pointed() ?? this.samples.length - 1),
      onblur: () => this.point(null),
      onkeydown: event => this.key(event),
    }, this.drawing);
    this.element = el("figure", { class: "chart" },
      el("figcaption", {}, el("h3", {}, title), this.readout, el("p", { class: "note" }, note)),
      this.plot);
    if (lines.length > 1) {
      this.element.append(el("ul", { class: "legend" }, lines.map((line, i) =>
        el("li", {}, svg("svg", { width: 28, height: 8, "aria-hidden": "true" }, svg("path", { d: "M1,4H27", class: look(i) })), line.label))));
    }
    new ResizeObserver(() => this.draw()).observe(this.plot);
  }

  show(samples) {
    this.samples = samples;
    this.draw();
  }

  key(event) {
    const last = this.samples.length - 1;
    const from = this.pointed() ?? last;
    const to = {
      ArrowLeft: from - 1, ArrowRight: from + 1, PageUp: from - PAGE_SAMPLES, PageDown: from + PAGE_SAMPLES, Home: 0, End: last,
    }[event.key];
    if (to !== undefined && last >= 0) {
      event.preventDefault();
      this.point(Math.min(last, Math.max(0, to)));
    }
  }

  at(event) {
    const { left } = this.plot.getBoundingClientRect();
    return this.nearest(this.from + (event.clientX - left - LEFT) / (this.width - LEFT) * (this.to - this.from));
  }

  nearest(time) {
    return this.samples.length === 0 ? null : this.samples.reduce((best, sample, i) =>
      Math.abs(sample.at - time) < Math.abs(this.samples[best].at - time) ? i : best, 0);
  }

  /** Held by its time: old samples go, and who reads one stays with it. */
  point(index) {
    this.pointedAt = this.samples[index]?.at ?? null;
    this.draw();
  }

  pointed() {
    return this.pointedAt === null ? null : this.nearest(this.pointedAt);
  }

  draw() {
    this.width = this.plot.clientWidth;
    if (this.width === 0) {
      return;
    }
    this.to = this.samples.at(-1)?.at ?? Date.now();
    this.from = Math.max(this.to - SPAN_MILLIS, Math.min(this.samples[0]?.at ?? this.to, this.to - SHORTEST_MILLIS));
    const values = this.samples.flatMap(sample => this.lines.map(line => sample[line.key])).filter(value => value !== null && value !== undefined);
    this.max = ceiling(Math.max(this.least, ...values));
    mark(this.drawing, "viewBox", `0 0 ${this.width} ${this.height}`);
    mark(this.drawing, "height", String(this.height));
    this.drawing.replaceChildren(...this.grid(values.length > 0 ? [0, this.max / 2, this.max] : [0, this.max]), ...this.lines.flatMap((line, i) => this.line(line, i)), ...this.pointer());
    if (values.length === 0) {
      const text = svg("text", { x: LEFT + (this.width - LEFT) / 2, y: TOP + (this.height - TOP - BOTTOM) / 2 + 4, class: "empty" });
      text.textContent = this.empty;
      this.drawing.append(text);
    }
    this.tell();
  }

  x(time) {
    return LEFT + (time - this.from) / (this.to - this.from) * (this.width - LEFT - 4);
  }

  y(value) {
    return TOP + (1 - value / this.max) * (this.height - TOP - BOTTOM);
  }

  grid(values) {
    const made = [];
    for (const value of values) {
      made.push(svg("line", { x1: LEFT, x2: this.width, y1: this.y(value), y2: this.y(value), class: "grid" }));
      const text = svg("text", { x: LEFT - 8, y: this.y(value) + 4, class: "axis y" });
      text.textContent = this.format(value);
      made.push(text);
    }
    const minutes = Math.round((this.to - this.from) / 60_000);
    for (const [time, words, place] of [[this.from, minutes === 1 ? "a minute ago" : `${minutes} min ago`, "start"], [this.to, "now", "end"]]) {
      const text = svg("text", { x: this.x(time), y: this.height - 4, class: `axis ${place}` });
      text.textContent = words;
      made.push(text);
    }
    return made;
  }

  /** Broken where nothing is known: a line through it would be made up. A lone sample is a dot. */
  line({ key }, i) {
    const pieces = [];
    let piece = [];
    for (const sample of this.samples) {
      if (sample[key] === null || sample[key] === undefined) {
        pieces.push(piece);
        piece = [];
      } else {
        piece.push(`${this.x(sample.at).toFixed(1)},${this.y(sample[key]).toFixed(1)}`);
      }
    }
    pieces.push(piece);
    const made = pieces.filter(each => each.length > 0).map(each =>
      svg("path", { d: `M${(each.length === 1 ? [each[0], each[0]] : each).join("L")}`, class: look(i) }));
    if (this.lines.length === 1) {
      const floor = this.y(0).toFixed(1);
      made.unshift(...pieces.filter(each => each.length > 1).map(each => svg("path", {
        d: `M${each[0].split(",")[0]},${floor}L${each.join("L")}L${each.at(-1).split(",")[0]},${floor}Z`, class: "area",
      })));
    }
    return made;
  }

  pointer() {
    const sample = this.samples[this.pointed()];
    return sample ? [svg("line", { x1: this.x(sample.at), x2: this.x(sample.at), y1: TOP, y2: this.height - BOTTOM, class: "pointer" })] : [];
  }

  /** In words: the newest sample, or the one pointed at. */
  tell() {
    const index = this.pointed() ?? this.samples.length - 1;
    const sample = this.samples[index];
    const told = this.lines.map(line => ({ ...line, value: sample?.[line.key] ?? null })).filter(line => line.value !== null);
    const values = this.lines.length > 2 ? this.summary(told) : told.map(line =>
      (this.lines.length > 1 ? `${line.label} ` : "") + this.format(line.value)).join(" · ");
    const text = values === "" ? "–" : values;
    say(this.readout, this.pointedAt !== null && sample ? `${clock(sample.at)}  ${text}` : text);
    mark(this.plot, "aria-valuemax", String(Math.max(0, this.samples.length - 1)));
    mark(this.plot, "aria-valuenow", String(Math.max(0, index)));
    mark(this.plot, "aria-valuetext", sample ? `${clock(sample.at)}: ${text}` : "nothing yet");
  }

  summary(told) {
    const off = told.filter(line => line.value > 0);
    const most = [...off].sort((a, b) => b.value - a.value).slice(0, SUMMARY_LINES);
    return told.length === 0 ? "" : off.length === 0 ? "none" : most.map(line => `${line.label} ${this.format(line.value)}`).join(" · ")
      + (off.length > most.length ? ` · ${off.length - most.length} more` : "");
  }
}

/** The next of 1, 2, 5, 10, 20, … */
function ceiling(value) {
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 5, 10].map(step => step * power).find(step => step >= value * 0.999);
}
