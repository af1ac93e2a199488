// The list of rows. Only the visible rows are in the document, so that a million rows scroll smoothly.
import { element, fill } from "./dom.js";
import { MARK, counted, duration, seconds } from "./format.js";

const ROW_HEIGHT = 26; // as in the style sheet
const MARGIN = 20; // rows beyond the visible ones
const PAGE = 100; // rows in one request
const MOST_PAGES = 60;
const MOST_REQUESTS = 2; // at a time, for rows that the user scrolls over
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
  #height = 0; // of the viewport, in pixels
  #frame = 0; // the animation frame that will draw
  #missing = []; // visible pages that are not loaded
  #requests = 0;

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
        onclick: (event) => this.#clicked(event.target.closest(".rows > .row")),
      },
      this.spacer,
      this.rows,
    );
    new ResizeObserver(() => {
      const wasVisible = this.#isVisible(this.#selected);
      this.#height = this.viewport.clientHeight;
      if (wasVisible) this.#reveal(this.#selected);
      this.draw();
    }).observe(this.viewport);
  }

  get total() {
    return this.#total;
  }

  get selected() {
    return this.#selected;
  }

  #visible() {
    return Math.max(1, Math.floor(this.#height / ROW_HEIGHT));
  }

  #fullHeight() {
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
    this.spacer.style.height = `${this.#fullHeight()}px`;
    if (atEnd && this.following) this.#scrollTo(total - this.#visible());
    this.draw();
  }

  #scrolled() {
    const free = this.#fullHeight() - this.#height;
    const rows = this.#total - this.#height / ROW_HEIGHT;
    const shown = free <= 0 ? 0 : (this.viewport.scrollTop / free) * rows;
    if (Math.abs(this.#scrollOf(this.#top) - this.viewport.scrollTop) > 1) this.#top = Math.max(0, shown);
    this.draw();
  }

  #scrollOf(top) {
    const free = this.#fullHeight() - this.#height;
    const rows = this.#total - this.#height / ROW_HEIGHT;
    return rows <= 0 ? 0 : Math.round((top / rows) * free);
  }

  #scrollTo(top) {
    this.#top = Math.max(0, Math.min(top, this.#total - this.#height / ROW_HEIGHT));
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

  #clicked(row) {
    if (row) this.select(Number(row.getAttribute("aria-posinset")) - 1);
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
    this.#reveal(position);
    this.draw();
    const generation = this.#generation;
    const row = await this.row(position);
    if (row && generation === this.#generation && this.#selected === position) this.#onSelect(row, position);
  }

  #isVisible(position) {
    return position >= this.#top && position <= this.#top + this.#visible() - 1;
  }

  /** Scrolls as little as possible to show a row. */
  #reveal(position) {
    if (position < this.#top) this.#scrollTo(position);
    else if (!this.#isVisible(position)) this.#scrollTo(position - this.#visible() + 1);
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

  /** Draws the visible rows in the next frame. */
  draw() {
    if (this.#frame === 0) {
      this.#frame = requestAnimationFrame(() => {
        this.#frame = 0;
        this.#drawNow();
      });
    }
  }

  #drawNow() {
    const from = Math.max(0, Math.floor(this.#top) - MARGIN);
    const to = Math.min(this.#total, Math.ceil(this.#top) + this.#visible() + 1 + MARGIN);
    const offset = this.viewport.scrollTop - (this.#top - from) * ROW_HEIGHT;
    this.rows.style.transform = `translateY(${Math.round(offset)}px)`;
    const drawn = new Map();
    const missing = new Set();
    let before = from > 0 ? this.#loaded(from - 1) : null;
    const first = Math.ceil(this.#top - 0.1); // the first row that is wholly visible names its program
    for (let position = from; position < to; position++) {
      const row = this.#loaded(position);
      if (!row) missing.add(Math.floor(position / PAGE));
      const known = this.#drawn.get(position);
      const repeats = position !== first && isSameProgram(row, before);
      const note = row ? this.#noteOf(row) : "";
      const state = { row, repeats, note, selected: position === this.#selected, total: this.#total };
      drawn.set(position, known && Object.keys(state).every((key) => state[key] === known[key]) ? known : this.#item(known, state, position));
      before = row;
    }
    this.#drawn = drawn;
    this.#place([...drawn.values()].map((item) => item.made));
    if (drawn.has(this.#selected)) this.viewport.setAttribute("aria-activedescendant", `row-${this.#selected}`);
    else this.viewport.removeAttribute("aria-activedescendant");
    this.#missing = [...missing];
    this.#load();
  }

  /** The element of a row. It stays if only the selection or the number of rows has changed. */
  #item(known, state, position) {
    const isSame = known && known.row === state.row && known.repeats === state.repeats && known.note === state.note;
    const made = isSame ? known.made : rowElement(state.row, state.repeats, state.note, position);
    made.setAttribute("aria-selected", String(state.selected));
    made.setAttribute("aria-setsize", String(state.total));
    return { ...state, made };
  }

  /** Shows elements. Those that were there stay in place, with focus, hover and layout. */
  #place(elements) {
    const shown = new Set(elements);
    for (const old of [...this.rows.children]) if (!shown.has(old)) old.remove();
    let next = this.rows.firstChild;
    for (const item of elements) {
      if (item === next) next = next.nextSibling;
      else this.rows.insertBefore(item, next);
    }
  }

  /** Asks for visible pages, a few at a time: rows that the user has scrolled away are not asked for any more. */
  #load() {
    while (this.#requests < MOST_REQUESTS && this.#missing.length > 0) {
      const number = this.#missing.shift();
      if (this.#pages.has(number)) continue;
      this.#requests++;
      this.#page(number).finally(() => {
        this.#requests--;
        this.#load();
      });
    }
  }

  /** Loads all rows of a list that is not longer than a printed document may be. */
  loadAll() {
    for (let page = 0; page < Math.min(MOST_PAGES, this.#total / PAGE); page++) this.#page(page);
  }

  /** All loaded rows, for a printer, and a note if there are others. */
  printed() {
    const rows = [];
    for (let position = 0; position < this.#total; position++) {
      const row = this.#loaded(position);
      if (row) rows.push(rowElement(row, position > 0 && isSameProgram(row, this.#loaded(position - 1)), this.#noteOf(row), position, "printed"));
    }
    const missing = this.#total - rows.length;
    return missing === 0 ? rows : [...rows, element("p.note", {}, `${counted(missing, "row")} not printed. Select fewer with the filter.`)];
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
