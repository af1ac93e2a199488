// The data of the HTML file: compressed blocks inside the page. A text filter takes the place of the filter language.

const ROWS_IN_BLOCK = 256; // RowStore.BLOCK

async function unpack(id) {
  const text = document.getElementById(id).textContent;
  const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return JSON.parse(await new Response(stream).text());
}

export class FileFeed {
  live = false;
  #head = null;
  #rowBlocks = [];
  #detailBlocks = new Map();
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

  /** Positions of the rows that have all words of the text. "error" stands for failures. */
  async #positions(filter) {
    if (!this.#matches.has(filter)) {
      const words = filter.toLowerCase().split(/\s+/);
      const found = [];
      (await this.#allRows()).flat().forEach((row, position) => {
        const text = `${row.program ?? ""} ${row.app ?? ""} ${row.words} ${row.values ?? ""} ${row.status ?? ""}`.toLowerCase();
        if (words.every((word) => (word === "error" ? row.level === "failure" : text.includes(word)))) found.push(position);
      });
      this.#matches.set(filter, found);
    }
    return this.#matches.get(filter);
  }

  async rows({ filter }, from, count) {
    const all = filter ? await this.#positions(filter) : null;
    const total = all ? all.length : this.#head.state.rows;
    const rows = [];
    for (let i = from; i < Math.min(total, from + count); i++) rows.push(await this.#row(all ? all[i] : i));
    return { total, from, rows };
  }

  async filter({ filter }) {
    return { rows: (await this.#positions(filter)).length, done: true, progress: 1 };
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
    return { fields: [], flags: ["error"] };
  }
}
