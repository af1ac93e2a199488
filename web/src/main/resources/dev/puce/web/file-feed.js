// The data of the HTML file: compressed blocks inside the page.
import { FilterError, parseFilter } from "./filter.js";

const ROWS_IN_BLOCK = 256; // RowStore.BLOCK
const MOST_VALUES = 200; // for completion

async function unpack(id) {
  const text = document.getElementById(id).textContent;
  const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return JSON.parse(await new Response(stream).text());
}

/** Whether a text is words to search for, and not a filter: "verify pin". A flag, such as "error", is a filter. */
function isWords(text) {
  return !/[=!<>~&|()"']|\bcontains\b/i.test(text) && !/^(error|probe|poll|handled|unfinished|hidden)$/i.test(text) && !/\b(and|or|not)\b/i.test(text);
}

/** Whether a number of a sorted list is in a range. */
function hasAny(numbers, first, last) {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (numbers[middle] < first) low = middle + 1;
    else high = middle;
  }
  return low < numbers.length && numbers[low] <= last;
}

export class FileFeed {
  live = false;
  #head = null;
  #rowBlocks = [];
  #detailBlocks = new Map();
  #columns = null;
  #matches = new Map();

  async watch(listener) {
    this.#head = await unpack("puce-head");
    listener({ traces: [this.#head.state] });
  }

  async #allRows() {
    if (this.#rowBlocks.length === 0) {
      const count = this.#head.rowBlocks;
      this.#rowBlocks = await Promise.all(Array.from({ length: count }, (_, i) => unpack(`puce-rows-${i}`)));
    }
    return this.#rowBlocks;
  }

  async #row(position) {
    return (await this.#allRows())[Math.floor(position / ROWS_IN_BLOCK)][position % ROWS_IN_BLOCK];
  }

  /** Matching rows and the number of matching calls. */
  async #found(filter) {
    if (!this.#matches.has(filter)) this.#matches.set(filter, isWords(filter) ? await this.#withWords(filter) : await this.#matching(filter));
    return this.#matches.get(filter);
  }

  async #positions(filter) {
    return (await this.#found(filter)).positions;
  }

  /** The rows that have all words. */
  async #withWords(filter) {
    const words = filter.toLowerCase().split(/\s+/);
    const positions = [];
    (await this.#allRows()).flat().forEach((row, position) => {
      const text = `${row.program ?? ""} ${row.app ?? ""} ${row.words} ${row.values ?? ""} ${row.status ?? ""}`.toLowerCase();
      if (words.every((word) => text.includes(word))) positions.push(position);
    });
    return { positions };
  }

  /** The rows of which a call matches. A call without a row of its own counts for the row after it. */
  async #matching(filter) {
    this.#columns ??= await unpack("puce-calls");
    const matches = parseFilter(filter, this.#columns);
    const numbers = this.#columns.numbers.seq.filter((_, call) => matches(call)).sort((a, b) => a - b);
    const positions = [];
    const rows = (await this.#allRows()).flat();
    const shown = new Set();
    for (const row of rows) for (let call = row.first; call <= row.last; call++) shown.add(call);
    const withoutRow = numbers.filter((call) => !shown.has(call));
    let covered = 0;
    rows.forEach((row, position) => {
      if (hasAny(numbers, row.first, row.last) || (row.first > covered && hasAny(withoutRow, covered + 1, row.first))) positions.push(position);
      covered = Math.max(covered, row.last);
    });
    return { positions, calls: numbers.length };
  }

  async rows({ filter }, from, count) {
    const all = filter ? await this.#positions(filter) : null;
    const total = all ? all.length : this.#head.state.rows;
    const rows = [];
    for (let i = from; i < Math.min(total, from + count); i++) rows.push(await this.#row(all ? all[i] : i));
    return { total, from, rows };
  }

  async filter({ filter }) {
    try {
      const { positions, calls } = await this.#found(filter);
      return { rows: positions.length, calls, done: true, progress: 1 };
    } catch (wrong) {
      if (wrong instanceof FilterError) return { error: wrong.message, column: wrong.column };
      throw wrong;
    }
  }

  async failure({ filter }, from, direction) {
    const all = filter ? await this.#positions(filter) : null;
    const total = all ? all.length : this.#head.state.rows;
    for (let i = from + direction; i >= 0 && i < total; i += direction) {
      if ((await this.#row(all ? all[i] : i)).level === "failure") return i;
    }
    return -1;
  }

  async #positionWhere(filter, condition) {
    const rows = (await this.#allRows()).flat();
    const all = filter ? await this.#positions(filter) : rows.map((_, i) => i);
    return all.findIndex((position) => condition(rows[position]));
  }

  positionOfCall({ filter }, call) {
    return this.#positionWhere(filter, (row) => row.first <= call && call <= row.last);
  }

  positionOfTime({ filter }, nanos) {
    return this.#positionWhere(filter, (row) => row.start >= nanos);
  }

  /** Details lie in blocks by row. A call inside a folded row has none of its own. */
  async details(trace, first, last) {
    const rows = (await this.#allRows()).flat();
    const position = rows.findIndex((row) => row.first <= first && last <= row.last);
    const block = Math.floor(position / ROWS_IN_BLOCK);
    if (!this.#detailBlocks.has(block)) this.#detailBlocks.set(block, unpack(`puce-details-${block}`));
    const details = (await this.#detailBlocks.get(block))[position % ROWS_IN_BLOCK];
    return rows[position].first === first
      ? details
      : { ...details, calls: details.calls.filter((call) => call.seq >= first && call.seq <= last) };
  }

  async timeline(trace, spans, from = -Infinity, to = Infinity) {
    const rows = (await this.#allRows()).flat().filter((row) => row.start >= from && row.start <= to);
    if (rows.length === 0) return { from: 0, to: 0, counts: [], failures: [] };
    const begin = rows.reduce((least, row) => Math.min(least, row.start), Infinity);
    const end = rows.reduce((most, row) => Math.max(most, row.start), -Infinity);
    const counts = new Array(spans).fill(0);
    const failures = new Array(spans).fill(0);
    const width = Math.max(1, (end - begin + 1) / spans);
    for (const row of rows) {
      const span = Math.min(spans - 1, Math.floor((row.start - begin) / width));
      counts[span]++;
      if (row.level === "failure") failures[span]++;
    }
    return { from: begin, to: end, counts, failures };
  }

  async summary() {
    return this.#head.summary;
  }

  async diagnosis() {
    return this.#head.diagnosis;
  }

  async fields() {
    this.#columns ??= await unpack("puce-calls");
    const { texts, numbers, flags } = this.#columns;
    return { texts: Object.keys(texts), numbers: Object.keys(numbers), bytes: [], flags: Object.keys(flags) };
  }

  async values(trace, field) {
    this.#columns ??= await unpack("puce-calls");
    const values = new Set(this.#columns.texts[field].values.flatMap((value) => value.split("\n")));
    return [...values].sort().slice(0, MOST_VALUES);
  }
}
