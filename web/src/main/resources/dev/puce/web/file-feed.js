// The data of the HTML file: compressed blocks inside the page.
import { BYTES, FilterError, parseFilter } from "./filter.js";

const ROWS_IN_BLOCK = 256; // RowStore.BLOCK
const CALLS_IN_BLOCK = 4096; // HtmlReport.CALLS_IN_BLOCK
const NO_ROW = -1; // RowsOfCalls.NONE
const MOST_VALUES = 200; // for completion

async function unpack(id) {
  const characters = atob(document.getElementById(id).textContent);
  const bytes = new Uint8Array(characters.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = characters.charCodeAt(i);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return JSON.parse(await new Response(stream).text());
}

/** Whether a text is words to search for, and not a filter: "verify pin". A flag, such as "error", is a filter. */
function isWords(text) {
  return !/[=!<>~&|()"']|\bcontains\b/i.test(text) && !/^(error|probe|poll|handled|unfinished|hidden)$/i.test(text) && !/\b(and|or|not)\b/i.test(text);
}

/** The position of a row, of a call that it shows or that only counts for it. RowsOfCalls has the numbers. */
function position(row) {
  return row < NO_ROW ? -2 - row : row;
}

/** Calls a function once, and gives its result again after that. */
function once(compute) {
  let result = null;
  return () => (result ??= compute());
}

export class FileFeed {
  live = false;
  #head = once(() => unpack("puce-head"));
  #folded = once(async () => this.#rowBlocks("puce-rows", (await this.#head()).state.rows));
  #unfolded = once(async () => this.#rowBlocks("puce-unfolded", (await this.#head()).unfolded));
  #detailBlocks = new Map();
  #matches = new Map();
  #scanned = 0; // share of the calls of which the bytes have been read

  /** The values of all calls, in the order of the trace. */
  #calls = once(() => unpack("puce-calls"));

  /** The place of each call among the values, by its number. */
  #places = once(async () => new Map((await this.#calls()).numbers.seq.map((seq, place) => [seq, place])));

  /** Adds the bytes of all calls to their values. */
  #bytes = once(async () => {
    const values = await this.#calls();
    const count = values.folded.length;
    const bytes = [];
    while (bytes.length < count) {
      this.#scanned = bytes.length / count;
      bytes.push(...(await unpack(`puce-bytes-${bytes.length / CALLS_IN_BLOCK}`)));
    }
    Object.assign(values, { sent: bytes.map(([sent]) => sent), received: bytes.map(([, received]) => received) });
  });

  async watch(listener) {
    listener({ traces: [(await this.#head()).state] });
  }

  async #rowBlocks(name, rows) {
    const count = Math.ceil(rows / ROWS_IN_BLOCK);
    return (await Promise.all(Array.from({ length: count }, (_, i) => unpack(`${name}-${i}`)))).flat();
  }

  /** All rows of a view, without its filter. */
  #rows({ unfolded }) {
    return unfolded ? this.#unfolded() : this.#folded();
  }

  /** The rows of a view, with its filter. */
  async #shown(view) {
    const rows = await this.#rows(view);
    return view.filter ? (await this.#found(view)).positions.map((position) => rows[position]) : rows;
  }

  /** Positions of the matching rows, and the number of matching calls. */
  #found(view) {
    const key = `${view.unfolded ?? ""} ${view.filter}`;
    if (!this.#matches.has(key)) this.#matches.set(key, isWords(view.filter) ? this.#withWords(view) : this.#matching(view));
    return this.#matches.get(key);
  }

  /** The rows that have all words. */
  async #withWords(view) {
    const words = view.filter.toLowerCase().split(/\s+/);
    const positions = [];
    (await this.#rows(view)).forEach((row, position) => {
      const text = `${row.program ?? ""} ${row.app ?? ""} ${row.words} ${row.values ?? ""} ${row.status ?? ""}`.toLowerCase();
      if (words.every((word) => text.includes(word))) positions.push(position);
    });
    return { positions };
  }

  /** The rows of which a call matches. */
  async #matching({ filter, unfolded }) {
    const values = await this.#calls();
    const { matches, readsBytes } = parseFilter(filter, values);
    if (readsBytes) await this.#bytes();
    const rowOf = unfolded ? values.unfolded : values.folded;
    const positions = new Set();
    let calls = 0;
    rowOf.forEach((row, call) => {
      if (!matches(call)) return;
      calls++;
      if (row !== NO_ROW) positions.add(position(row));
    });
    return { positions: [...positions].sort((a, b) => a - b), calls };
  }

  async rows(view, from, count) {
    const rows = await this.#shown(view);
    return { total: rows.length, from, rows: rows.slice(from, from + count), done: true };
  }

  async filter(view) {
    try {
      const search = this.#found(view);
      // All bytes of a long trace take a while. The page asks again, and shows the progress.
      const found = await Promise.race([search, new Promise((resolve) => setTimeout(resolve, 50))]);
      return found ? { rows: found.positions.length, calls: found.calls, done: true, progress: 1 } : { rows: 0, calls: 0, done: false, progress: this.#scanned };
    } catch (wrong) {
      if (wrong instanceof FilterError) return { error: wrong.message, column: wrong.column };
      throw wrong;
    }
  }

  async failure(view, from, direction) {
    const rows = await this.#shown(view);
    for (let i = from + direction; i >= 0 && i < rows.length; i += direction) if (rows[i].level === "failure") return i;
    return -1;
  }

  async positionOfCall(view, number) {
    const { folded, unfolded } = await this.#calls();
    const place = (await this.#places()).get(number);
    const row = place === undefined ? NO_ROW : position((view.unfolded ? unfolded : folded)[place]);
    return view.filter && row >= 0 ? (await this.#found(view)).positions.indexOf(row) : row;
  }

  async positionOfTime(view, nanos) {
    return (await this.#shown(view)).findIndex((row) => row.start >= nanos);
  }

  /** The details of a row, or of one of its calls: those of its unfolded rows, joined. */
  async details(view, first, last) {
    const { numbers, folded, unfolded } = await this.#calls();
    const place = (await this.#places()).get(first);
    const rowOf = view.unfolded ? unfolded : folded;
    const isWanted = first === last ? (_, call) => call === place : (row) => row === rowOf[place];
    const wanted = rowOf.flatMap((row, call) => (isWanted(row, call) ? [call] : []));
    const seqs = new Set(wanted.map((call) => numbers.seq[call]));
    const parts = await Promise.all([...new Set(wanted.map((call) => unfolded[call]))].map((row) => this.#detailsOf(row)));
    const calls = parts.flatMap((part) => part.calls).filter((call) => seqs.has(call.seq));
    return parts.length === 1 ? { ...parts[0], calls } : { calls, reader: parts[parts.length - 1].reader, atr: parts.find((part) => part.atr)?.atr };
  }

  async #detailsOf(row) {
    const block = Math.floor(row / ROWS_IN_BLOCK);
    if (!this.#detailBlocks.has(block)) this.#detailBlocks.set(block, unpack(`puce-details-${block}`));
    return (await this.#detailBlocks.get(block))[row % ROWS_IN_BLOCK];
  }

  async timeline(trace, spans, from = -Infinity, to = Infinity) {
    const rows = (await this.#folded()).filter((row) => row.start >= from && row.start <= to);
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
    return (await this.#head()).summary;
  }

  async diagnosis() {
    return (await this.#head()).diagnosis;
  }

  async fields() {
    const { texts, numbers, flags } = await this.#calls();
    return { texts: Object.keys(texts).sort(), numbers: Object.keys(numbers).sort(), bytes: [...BYTES].sort(), flags: Object.keys(flags).sort() };
  }

  async values(trace, field) {
    const { texts } = await this.#calls();
    const values = new Set(texts[field].values.flatMap((value) => value.split("\n")));
    return [...values].sort().slice(0, MOST_VALUES);
  }
}
