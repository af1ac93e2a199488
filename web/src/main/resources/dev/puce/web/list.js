// The list of rows. Only the visible rows are in the document, so that a million rows scroll smoothly.
import { element, fill } from "./dom.js";
import { MARK, duration, seconds } from "./format.js";

const ROW_HEIGHT = 26; // as in the style sheet
const MARGIN = 20; // rows beyond the visible ones
const PAGE = 100; // rows in one request
const MOST_PAGES = 60;
const MOST_HEIGHT = 8_000_000; // browsers limit the height of an element; Firefox to 17.8 million pixels

export class RowList {
  #fetch;
  #onSelect;
  #pages = new Map();
  #total = 0;
  #generation = 0;
  #selected = -1;
  #top = 0; // first visible row, with fraction
  #drawn = new Map();
  #noteOf;

  /**
   * @param {function(number, number): Promise} fetch rows from a position on
   * @param {function(object, number)} onSelect a row and its position
   * @param {function(object): string} noteOf  the comment of a row, or an empty text
   */
  constructor(fetch, onSelect, noteOf) {
    this.#fetch = fetch;
    this.#onSelect = onSelect;
    this.#noteOf = noteOf;
    this.spacer = element("div.spacer");
    this.rows = element("div.rows", { role: "presentation" });
    this.viewport = element(
      "div.viewport",
      {
        role: "listbox",
        tabindex: "0",
        "aria-label": "Calls",
        onscroll: () => this.#scrolled(),
        onwheel: (event) => this.#wheel(event),
        onkeydown: (event) => this.#key(event),
      },
      this.spacer,
      this.rows,
    );
    new ResizeObserver(() => this.draw()).observe(this.viewport);
  }

  get total() {
    return this.#total;
  }

  get selected() {
    return this.#selected;
  }

  #visible() {
    return Math.max(1, Math.floor(this.viewport.clientHeight / ROW_HEIGHT));
  }

  #height() {
    return Math.min(this.#total * ROW_HEIGHT, MOST_HEIGHT);
  }

  /** Whether one pixel of the scroll bar stands for more than one pixel of rows. */
  #isScaled() {
    return this.#total * ROW_HEIGHT > MOST_HEIGHT;
  }

  /** Forgets all rows, for another trace or filter. */
  reset(total) {
    this.#generation++;
    this.#pages.clear();
    this.#selected = -1;
    this.#top = 0;
    this.viewport.scrollTop = 0;
    this.#total = 0;
    fill(this.rows);
    this.#drawn.clear();
    this.resize(total);
  }

  /** Rows were added at the end. */
  resize(total) {
    if (total === this.#total && total > 0) return;
    const atEnd = this.#total > 0 && this.#top + this.#visible() >= this.#total - 1;
    const lastPage = Math.floor(Math.max(0, this.#total - 1) / PAGE);
    this.#pages.delete(lastPage); // it may have been incomplete
    this.#total = total;
    this.spacer.style.height = `${this.#height()}px`;
    if (atEnd && this.following) this.#scrollTo(total - this.#visible());
    this.draw();
  }

  #scrolled() {
    const free = this.#height() - this.viewport.clientHeight;
    const rows = this.#total - this.viewport.clientHeight / ROW_HEIGHT;
    const shown = free <= 0 ? 0 : (this.viewport.scrollTop / free) * rows;
    if (Math.abs(this.#scrollOf(this.#top) - this.viewport.scrollTop) > 1) this.#top = Math.max(0, shown);
    this.draw();
  }

  #scrollOf(top) {
    const free = this.#height() - this.viewport.clientHeight;
    const rows = this.#total - this.viewport.clientHeight / ROW_HEIGHT;
    return rows <= 0 ? 0 : Math.round((top / rows) * free);
  }

  #scrollTo(top) {
    this.#top = Math.max(0, Math.min(top, this.#total - this.viewport.clientHeight / ROW_HEIGHT));
    this.viewport.scrollTop = this.#scrollOf(this.#top);
  }

  /** In a long list the wheel moves by rows, because a pixel of the scroll bar is many rows. */
  #wheel(event) {
    if (!this.#isScaled() || event.ctrlKey) return;
    event.preventDefault();
    this.#scrollTo(this.#top + event.deltaY / ROW_HEIGHT);
    this.draw();
  }

  #key(event) {
    const moves = {
      ArrowDown: 1,
      ArrowUp: -1,
      PageDown: this.#visible() - 1,
      PageUp: 1 - this.#visible(),
      Home: -this.#total,
      End: this.#total,
    };
    if (event.key in moves && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      this.move(moves[event.key]);
    }
  }

  /** Selects another row. */
  move(by) {
    if (this.#total === 0) return;
    this.select(Math.max(0, Math.min(this.#total - 1, (this.#selected < 0 ? (by > 0 ? -1 : 0) : this.#selected) + by)));
  }

  /** Selects a row and shows it. */
  async select(position) {
    if (position < 0 || position >= this.#total) return;
    this.#selected = position;
    const visible = this.#visible();
    if (position < this.#top) this.#scrollTo(position);
    else if (position > this.#top + visible - 1) this.#scrollTo(position - visible + 1);
    this.draw();
    const generation = this.#generation;
    const row = await this.row(position);
    if (row && generation === this.#generation && this.#selected === position) this.#onSelect(row, position);
  }

  /** The row at a position. */
  async row(position) {
    const rows = await this.#page(Math.floor(position / PAGE));
    return rows[position % PAGE];
  }

  #page(number) {
    const known = this.#pages.get(number);
    if (known) return known.promise;
    const generation = this.#generation;
    const entry = { rows: null };
    entry.promise = this.#fetch(number * PAGE, PAGE).then(
      (answer) => {
        entry.rows = answer.rows;
        if (generation === this.#generation) this.draw();
        return answer.rows;
      },
      () => {
        this.#pages.delete(number);
        return [];
      },
    );
    this.#pages.set(number, entry);
    if (this.#pages.size > MOST_PAGES) this.#pages.delete(this.#pages.keys().next().value);
    return entry.promise;
  }

  /** Draws the visible rows. */
  draw() {
    const from = Math.max(0, Math.floor(this.#top) - MARGIN);
    const to = Math.min(this.#total, Math.ceil(this.#top) + this.#visible() + 1 + MARGIN);
    const offset = this.viewport.scrollTop - (this.#top - from) * ROW_HEIGHT;
    this.rows.style.transform = `translateY(${Math.round(offset)}px)`;
    const elements = [];
    const drawn = new Map();
    let before = from > 0 ? this.#loaded(from - 1) : null;
    const first = Math.ceil(this.#top - 0.1); // the first row that is wholly visible names its program
    for (let position = from; position < to; position++) {
      const row = this.#loaded(position);
      if (!row) this.#page(Math.floor(position / PAGE));
      const known = this.#drawn.get(position);
      const repeats = position !== first && isSameProgram(row, before);
      const note = row ? this.#noteOf(row) : "";
      const item =
        known && known.row === row && known.repeats === repeats && known.note === note
          ? known
          : { row, repeats, note, made: rowElement(row, repeats, note, position) };
      item.made.setAttribute("aria-selected", String(position === this.#selected));
      item.made.setAttribute("aria-setsize", String(this.#total));
      item.made.onclick = () => this.select(position);
      drawn.set(position, item);
      elements.push(item.made);
      before = row;
    }
    this.#drawn = drawn;
    // Nodes that stay in place keep focus and hover.
    const current = [...this.rows.children];
    if (current.length !== elements.length || current.some((child, i) => child !== elements[i])) this.rows.replaceChildren(...elements);
    this.viewport.setAttribute("aria-activedescendant", this.#selected >= 0 ? `row-${this.#selected}` : "");
  }

  /** Loads all rows of a list that is not longer than a printed document may be. */
  loadAll() {
    for (let page = 0; page < Math.min(MOST_PAGES, this.#total / PAGE); page++) this.#page(page);
  }

  /** All loaded rows, for a printer. */
  printed() {
    const rows = [];
    for (let position = 0; position < this.#total; position++) {
      const row = this.#loaded(position);
      if (row) rows.push(rowElement(row, position > 0 && isSameProgram(row, this.#loaded(position - 1)), this.#noteOf(row), position, "printed"));
    }
    return rows;
  }

  #loaded(position) {
    return this.#pages.get(Math.floor(position / PAGE))?.rows?.[position % PAGE] ?? null;
  }
}

function isSameProgram(row, before) {
  return Boolean(row && before && row.program === before.program && row.pid === before.pid);
}

function rowElement(row, repeats, note, position, name = "row") {
  const made = element("div.row", { role: "option", id: `${name}-${position}`, "aria-posinset": position + 1 });
  if (!row) {
    made.classList.add("waiting");
    made.setAttribute("aria-label", "loading");
    return made;
  }
  if (row.level) made.classList.add(row.level);
  made.append(...cells(row, repeats, note));
  return made;
}

/** Rows for calls that have not returned yet. */
export function runningRows(running) {
  return running.map((call) =>
    element("div.row.waits", { role: "listitem" }, ...cells({ ...call, numbers: "…", status: "runs", took: call.seconds * 1e9 }, false, "")),
  );
}

function cells(row, repeats, note) {
  return [
    element("span.numbers", {}, row.numbers),
    element("span.start", {}, seconds(row.start)),
    element(repeats ? "span.program.repeated" : "span.program", { title: row.pid ? `process ${row.pid}` : null }, row.program ?? ""),
    element("span.app", {}, row.app ?? ""),
    element("span.mark", { "aria-hidden": "true" }, row.mark ?? ""),
    element(
      "span.words",
      { title: row.values ? `${row.words}: ${row.values}` : row.words },
      note ? element("span.note-mark", { title: note }, note === MARK ? "★" : `✎ ${note}`) : null,
      row.words,
      row.values ? element("span.values", {}, row.values) : null,
    ),
    element("span.status", { title: row.status ?? null }, row.level === "failure" ? element("span.flag", {}, "error ") : null, row.status ?? ""),
    element("span.took", {}, duration(row.took)),
  ];
}
