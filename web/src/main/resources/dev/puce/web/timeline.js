// The timeline: how many rows and failures there are in each span of time. Dragging zooms.
import { drawing, element, fill } from "./dom.js";
import { counted, duration, seconds } from "./format.js";

const HEIGHT = 44;
const BAR = 4; // width of a bar and its gap, in pixels
const NARROW = 480; // pixels, of a phone: the legend has a short text

export class Timeline {
  #fetch;
  #onTime;
  #range = [undefined, undefined];
  #data = null;
  #cursor = null;
  #requests = 0;

  /**
   * @param {function(number, number, number): Promise} fetch spans between two times
   * @param {function(number)} onTime a time that the user chose, in nanoseconds
   * @param {...Element} buttons beside the legend
   */
  constructor(fetch, onTime, ...buttons) {
    this.#fetch = fetch;
    this.#onTime = onTime;
    this.label = element("span.range");
    this.reset = element("button.quiet", { type: "button", onclick: () => this.zoom(undefined, undefined), hidden: true }, "Whole trace");
    this.chart = drawing("svg", { class: "chart", height: HEIGHT, role: "img", preserveAspectRatio: "none" });
    this.box = element("section.timeline", { "aria-label": "Timeline" }, this.chart, element("div.legend", {}, this.label, this.reset, ...buttons));
    this.#listen();
    new ResizeObserver(() => this.load()).observe(this.chart);
  }

  zoom(from, to) {
    this.#range = [from, to];
    this.reset.hidden = from === undefined;
    return this.load();
  }

  /** Zooms in or out around the selected row, or the middle. */
  scale(factor) {
    if (!this.#data) return null;
    const { from, to } = this.#data;
    const centre = this.#cursor !== null && this.#cursor >= from && this.#cursor <= to ? this.#cursor : (from + to) / 2;
    const half = Math.max(1000, ((to - from) * factor) / 2);
    return this.zoom(Math.round(centre - half), Math.round(centre + half));
  }

  /** Marks the time of the selected row. */
  mark(nanos) {
    this.#cursor = nanos ?? null;
    if (this.#data) this.#draw(this.#data);
  }

  async load() {
    const spans = Math.max(10, Math.floor(this.chart.clientWidth / BAR));
    const [from, to] = this.#range;
    const request = ++this.#requests;
    const data = await this.#fetch(spans, from, to).catch(() => null);
    const isLatest = request === this.#requests; // answers may come in another order
    if (data && isLatest) this.#draw(data);
  }

  #draw(data) {
    this.#data = data;
    this.box.hidden = data.counts.length === 0;
    const width = this.chart.clientWidth;
    const most = Math.max(1, ...data.counts);
    const step = width / Math.max(1, data.counts.length);
    const bars = [];
    data.counts.forEach((rows, i) => {
      if (rows === 0) return;
      // The root keeps small numbers visible beside large ones.
      const height = Math.max(2, Math.sqrt(rows / most) * (HEIGHT - 4));
      bars.push(bar("rows", i * step, height, step));
      if (data.failures[i] > 0) bars.push(bar("failures", i * step, Math.max(3, Math.sqrt(data.failures[i] / most) * (HEIGHT - 4)), step));
    });
    if (this.#cursor !== null && this.#cursor >= data.from && this.#cursor <= data.to && data.to > data.from) {
      const x = ((this.#cursor - data.from) / (data.to - data.from)) * width;
      bars.push(drawing("rect", { class: "cursor", x: (x - 0.5).toFixed(1), y: 0, width: 1, height: HEIGHT }));
    }
    this.chart.setAttribute("viewBox", `0 0 ${Math.max(1, width)} ${HEIGHT}`);
    fill(this.chart, ...bars);
    const rows = data.counts.reduce((sum, value) => sum + value, 0);
    const failures = data.failures.reduce((sum, value) => sum + value, 0);
    const range = `${seconds(data.from)} s to ${seconds(data.to)} s`;
    const text = `${range} (${duration(data.to - data.from)}), ${counted(failures, "error")}`;
    this.chart.setAttribute("aria-label", `${counted(rows, "row")} from ${text}`);
    this.label.textContent = width < NARROW ? `${range}, ${counted(failures, "error")}` : text;
  }

  #timeAt(event) {
    const box = this.chart.getBoundingClientRect();
    const share = Math.min(1, Math.max(0, (event.clientX - box.left) / box.width));
    return this.#data.from + share * (this.#data.to - this.#data.from);
  }

  #listen() {
    let start = null;
    const selection = drawing("rect", { class: "selection", y: 0, height: HEIGHT });
    this.chart.addEventListener("pointerdown", (event) => {
      if (!this.#data) return;
      start = event;
      this.chart.setPointerCapture(event.pointerId);
      this.chart.append(selection);
    });
    this.chart.addEventListener("pointermove", (event) => {
      if (!start) return;
      const left = this.chart.getBoundingClientRect().left;
      selection.setAttribute("x", Math.min(start.clientX, event.clientX) - left);
      selection.setAttribute("width", Math.abs(event.clientX - start.clientX));
    });
    this.chart.addEventListener("pointerup", (event) => {
      if (!start) return;
      const times = [this.#timeAt(start), this.#timeAt(event)].sort((a, b) => a - b).map(Math.round);
      const dragged = Math.abs(event.clientX - start.clientX) > BAR;
      start = null;
      selection.setAttribute("width", 0);
      selection.remove();
      if (dragged) this.zoom(times[0], times[1]);
      this.#onTime(times[0]);
    });
  }
}

function bar(kind, x, height, step) {
  return drawing("rect", { class: kind, x: x.toFixed(1), y: (HEIGHT - height).toFixed(1), width: Math.max(1, step - 1).toFixed(1), height: height.toFixed(1) });
}
