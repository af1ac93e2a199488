// The page: list, filter, details, timeline, and the keys. The feed brings the data.
import { element, fill } from "./dom.js";
import { MARK, count, counted } from "./format.js";
import { detailsOf } from "./details.js";
import { RowList, runningRows } from "./list.js";
import { splitter } from "./splitter.js";
import { Timeline } from "./timeline.js";
import { diagnosisPanel, diffPanel, helpPanel, panel, summaryPanel } from "./panels.js";

const FILTER_PAUSE = 250; // milliseconds without a key before the filter applies
const PROGRESS_PAUSE = 120;
const MOST_CALLS_IN_FILE = 100_000; // HtmlReport.MAX_CALLS
const MOST_RUNNING = 5; // rows for calls that have not returned

/** Builds the page. */
export function openPage(feed) {
  new Page(feed).start();
}

/** What an empty list says. */
function emptyText(trace, found, rows) {
  if (found) return found.done && found.rows === 0 ? "No row matches the filter. Esc shows all rows." : "";
  if (rows > 0 || trace.state === "loading") return "";
  return trace.state === "complete" ? "The trace has no calls." : "No calls yet.";
}

/** A button for which there is a key. */
function withKey(name, key, act, look = "") {
  return element("button", { type: "button", class: look, title: `Key: ${key}`, "aria-keyshortcuts": key, onclick: act }, name);
}

class Page {
  #feed;
  #traces = [];
  #trace = 0;
  #filter = "";
  #unfolded = false;
  #rows = 0; // in the list without a filter
  #isUnfolding = false; // rows of calls that are there are still added
  #filterRun = 0;
  #fields = { texts: [], numbers: [], bytes: [], flags: [] };
  #row = null;
  #shown = null;
  #shows = 0; // requests for details

  constructor(feed) {
    this.#feed = feed;
    this.list = new RowList(
      (from, number) => feed.rows(this.#view(), from, number),
      (row) => this.#show(row),
      (row) => this.#noteOf(row),
    );
    this.list.following = true;
    this.timeline = new Timeline(
      (spans, from, to) => feed.timeline(this.#trace, spans, from, to),
      async (nanos) => this.list.select(await feed.positionOfTime(this.#view(), nanos)),
      withKey("Previous error", "p", () => this.#failure(-1), "quiet"),
      withKey("Next error", "n", () => this.#failure(1), "quiet"),
    );
    this.details = element("aside.details", { tabindex: "0", "aria-label": "Details" }, element("p.note", {}, "Select a row to see its bytes, decoded."));
    this.empty = element("p.note.empty", { hidden: true });
    this.running = element("div.running", { role: "list", "aria-label": "Calls that have not returned", hidden: true });
    this.status = element("p.status-line", { role: "status" });
    this.message = element("p.message", { role: "alert", hidden: true });
    this.tabs = element("nav.traces", { "aria-label": "Traces" });
    this.buttons = element("div.actions");
    this.filterProblem = element("p.filter-problem", { id: "filter-problem", role: "alert", hidden: true });
    this.words = element("datalist", { id: "filter-words" });
    this.input = element("input.filter", {
      type: "search",
      id: "filter",
      autocomplete: "off",
      spellcheck: "false",
      list: "filter-words",
      "aria-label": "Filter",
      "aria-describedby": "filter-problem",
      placeholder: `Filter:  error    sw ~ 63C?    app = piv    duration > 100ms${feed.live ? "" : "    or words"}`,
    });
  }

  async start() {
    const main = element(
      "main",
      {},
      element(
        "section.list",
        { "aria-label": "List of calls" },
        element(
          "div.row.titles",
          { "aria-hidden": "true" },
          ...["numbers:#", "start:seconds", "program:program", "app:app", "mark:", "words:call", "status:result", "took:took"].map((title) => {
            const [name, text] = title.split(":");
            return element(`span.${name}`, {}, text);
          }),
        ),
        this.empty,
        this.list.viewport,
        this.running,
      ),
    );
    main.append(splitter(main), this.details);
    fill(
      document.body,
      ...document.querySelectorAll("body > script"), // the data of an HTML file
      element(
        "header.bar",
        {},
        element("h1", {}, "puce"),
        this.tabs,
        this.buttons,
      ),
      element("div.search", { role: "search" }, this.input, this.words, this.status, this.filterProblem),
      this.message,
      this.timeline.box,
      main,
    );
    this.#listen();
    this.#drawButtons();
    const fields = await this.#feed.fields().catch(() => this.#fields);
    this.#fields = fields;
    await this.#feed.watch((state) => this.#changed(state));
  }

  #listen() {
    let pause = 0;
    const apply = () => {
      clearTimeout(pause);
      return this.#applyFilter(this.input.value.trim());
    };
    this.input.addEventListener("input", () => {
      this.#filterRun++; // an earlier search has no effect any more
      this.list.viewport.setAttribute("aria-busy", "true");
      this.#suggest();
      clearTimeout(pause);
      pause = setTimeout(apply, FILTER_PAUSE);
    });
    this.input.addEventListener("keydown", (event) => {
      if (event.key === "Enter") {
        apply();
        this.list.viewport.focus();
      } else if (event.key === "Escape") {
        this.input.value = "";
        apply();
        this.list.viewport.focus();
      }
    });
    document.addEventListener("keydown", (event) => this.#key(event));
    window.addEventListener("hashchange", () => this.#followLink());
    const paper = element("div.paper");
    window.addEventListener("beforeprint", () => {
      fill(paper, ...this.list.printed());
      this.list.viewport.after(paper);
    });
    window.addEventListener("afterprint", () => paper.remove());
    if (this.#feed.live) {
      document.addEventListener("dragover", (event) => event.preventDefault());
      document.addEventListener("drop", (event) => {
        event.preventDefault();
        this.#open(event.dataTransfer.files);
      });
    }
  }

  /** Offers what can follow in the filter language: fields, operators, the values of the trace, "and" and "or". */
  async #suggest() {
    const text = this.input.value;
    const { texts, numbers, bytes, flags } = this.#fields;
    const last = /(\w+)\s*(?:(=|!=|~|<=?|>=?)\s*(\S*))?$/.exec(text);
    const field = last?.[1].toLowerCase();
    let start = text.slice(0, text.search(/\w*$/));
    let words = [];
    if (last?.[2] && texts.includes(field)) {
      start = text.slice(0, text.length - last[3].length);
      words = (await this.#feed.values(this.#trace, field).catch(() => [])).map((value) => (/^[\w.:-]+$/.test(value) ? value : `"${value.replaceAll('"', "?")}"`));
    } else if (last && !last[2] && /\s$/.test(text) && [...texts, ...numbers, ...bytes].includes(field)) {
      start = text;
      words = texts.includes(field) ? ["= ", "!= ", "~ "] : bytes.includes(field) ? ["~ ", "!= "] : ["= ", "!= ", "< ", "> "];
    } else if (/(^|\b(and|or|not)\s+|\(\s*|!)$/.test(start)) {
      words = [...flags, ...[...texts, ...numbers, ...bytes].map((name) => `${name} `), "not "].sort();
    } else if (/\S\s+\w*$/.test(text)) {
      words = ["and ", "or "];
    }
    if (text === this.input.value) fill(this.words, ...words.map((word) => element("option", { value: start + word })));
  }

  #key(event) {
    const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
    if (typing || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    const actions = {
      j: () => this.list.move(1),
      k: () => this.list.move(-1),
      g: () => this.list.select(0),
      G: () => this.list.select(this.list.total - 1),
      n: () => this.#failure(1),
      p: () => this.#failure(-1),
      "/": () => this.input.focus(),
      f: () => this.#fold(),
      z: () => this.timeline.zoom(undefined, undefined),
      "+": () => this.timeline.scale(0.5),
      "-": () => this.timeline.scale(2),
      m: () => this.#mark(),
      "]": () => this.#nextComment(1),
      "[": () => this.#nextComment(-1),
      s: () => this.#summary(),
      i: () => this.#diagnosis(),
      d: () => this.#diff(),
      c: () => this.details.querySelector("textarea")?.focus(),
      Enter: () => this.details.focus(),
      Escape: () => this.#back(),
      "?": () => this.#help(),
    };
    if (event.key === "Enter" && event.target.tagName === "BUTTON") return;
    if (event.key in actions) {
      event.preventDefault();
      actions[event.key]();
    }
  }

  #help() {
    helpPanel(this.#feed.live, this.#fields);
  }

  /** Goes from the details to the list, and shows all rows from there. */
  async #back() {
    const wasInList = document.activeElement === this.list.viewport;
    document.body.classList.remove("reading");
    this.list.viewport.focus();
    if (!wasInList || this.#filter === "") return;
    const selected = this.#shown;
    this.input.value = "";
    await this.#applyFilter("");
    if (selected !== null) this.#openCall(Number(selected));
  }

  #say(text) {
    this.message.textContent = text;
    this.message.hidden = text === "";
  }

  /** Runs an action of the feed and shows its failure. */
  async #try(action) {
    try {
      this.#say("");
      return await action();
    } catch (failure) {
      this.#say(failure.message);
      return null;
    }
  }

  #changed(state) {
    if (state === null) {
      this.#say("puce web has ended. This page shows what it had loaded.");
      document.body.classList.add("ended");
      return;
    }
    const first = this.#traces.length === 0;
    this.#traces = state.traces;
    this.#drawTabs();
    this.#drawButtons();
    const trace = this.#current();
    if (!trace) {
      fill(this.details, element("p.note", {}, "No trace is open. Drop a recording or another tool's log on this page."));
      return;
    }
    document.title = `${trace.name} - puce`;
    if (first) this.#followLink();
    this.#drawRunning(trace.running);
    this.#resize();
    if (!this.#feed.live) this.list.loadAll();
    this.#reloadTimeline(trace);
  }

  /** The calls that wait are rows below the list. */
  #drawRunning(running) {
    this.running.hidden = running.length === 0;
    fill(this.running, ...runningRows(running.slice(0, MOST_RUNNING)));
    if (running.length > MOST_RUNNING) this.running.append(element("p.note", { role: "listitem" }, `and ${running.length - MOST_RUNNING} more`));
  }

  #reloadTimeline = (() => {
    let rows = -1;
    let waiting = false;
    return (trace) => {
      if (trace.rows === rows || waiting) return;
      waiting = true;
      setTimeout(async () => {
        rows = this.#current()?.rows ?? 0;
        waiting = false;
        await this.timeline.load();
      }, rows < 0 ? 0 : 700);
    };
  })();

  #current() {
    return this.#traces[this.#trace];
  }

  /** The view that the feed shows. */
  #view(filter = this.#filter) {
    return { trace: this.#trace, filter, unfolded: this.#unfolded ? 1 : undefined };
  }

  /** Shows routine calls one by one, or folded. */
  async #fold() {
    this.#unfolded = !this.#unfolded;
    const call = this.#shown;
    this.#drawButtons();
    this.list.reset(0);
    await this.#resizeFully();
    if (call !== null) this.#openCall(Number(call));
  }

  /** Asks for the number of rows of the view until all rows are there. */
  async #resizeFully() {
    await this.#resize();
    while (this.#isUnfolding) {
      await new Promise((resolve) => setTimeout(resolve, PROGRESS_PAUSE));
      await this.#resize();
    }
  }

  /** Asks for the number of rows of the view. */
  async #resize() {
    const view = this.#view();
    const isShown = () => JSON.stringify(view) === JSON.stringify(this.#view());
    if (view.unfolded) {
      const all = await this.#feed.rows({ ...view, filter: "" }, 0, 0).catch(() => null);
      if (!all || !isShown()) return;
      this.#rows = all.total;
      this.#isUnfolding = !all.done;
    } else {
      this.#rows = this.#current()?.rows ?? 0;
      this.#isUnfolding = false;
    }
    const found = view.filter === "" ? null : await this.#feed.filter(view).catch(() => null);
    if (!isShown() || found?.error || (view.filter !== "" && !found)) return;
    this.list.resize(found ? found.rows : this.#rows);
    this.#drawStatus(found);
  }

  #drawTabs() {
    fill(
      this.tabs,
      ...this.#traces.map((trace) =>
        element(
          "button.trace",
          {
            type: "button",
            "aria-pressed": String(trace.trace === this.#trace),
            title: [trace.command, trace.host, trace.start, `format ${trace.format}`, `redaction ${trace.redaction}`].filter(Boolean).join("\n"),
            onclick: () => this.#choose(trace.trace),
          },
          trace.name,
          element(`span.state.${trace.state}`, {}, trace.state === "complete" ? "" : trace.state),
        ),
      ),
    );
  }

  async #choose(trace, call) {
    this.#shows++; // details of the other trace are not shown any more
    this.#trace = trace;
    document.title = `${this.#current().name} - puce`;
    this.#drawRunning(this.#current().running);
    this.#filter = "";
    this.input.value = "";
    this.list.reset(0);
    const rows = this.#resizeFully();
    this.timeline.zoom(undefined, undefined);
    this.#drawTabs();
    this.#drawButtons();
    if (call === undefined) return;
    await rows; // the list cannot select a row that it does not have
    if (trace === this.#trace) this.#openCall(call);
  }

  #drawButtons() {
    const trace = this.#current();
    const action = (name, act, title = null) => element("button", { type: "button", title, onclick: act }, name);
    const buttons = [];
    if (this.#feed.live) {
      if (trace?.state === "live") buttons.push(action("Stop", () => this.#try(() => this.#feed.pause(this.#trace)), "The page takes no more calls. The spy goes on."));
      if (trace?.state === "paused") buttons.push(action("Start", () => this.#try(() => this.#feed.resume(this.#trace))));
      if (trace?.state === "live" || trace?.state === "paused") {
        buttons.push(action("Clear", () => this.#try(async () => (await this.#feed.clear(this.#trace), this.list.reset(0))), "Empties the page. A recording with -o keeps all calls."));
      }
      buttons.push(this.#opener());
      if (trace) buttons.push(this.#saver());
    }
    if (trace) {
      buttons.push(
        withKey(this.#unfolded ? "Fold" : "Unfold", "f", () => this.#fold()),
        withKey("Diagnosis", "i", () => this.#diagnosis()),
        withKey("Summary", "s", () => this.#summary()),
      );
    }
    if (this.#feed.live && this.#traces.length > 0) buttons.push(withKey("Difference", "d", () => this.#diff()));
    buttons.push(withKey("Help", "?", () => this.#help()));
    const key = buttons.map((button) => button.textContent).join();
    if (this.buttons.dataset.key !== key) {
      this.buttons.dataset.key = key;
      fill(this.buttons, ...buttons);
    }
  }

  #opener() {
    const input = element("input", { type: "file", multiple: true, id: "file", onchange: () => this.#open(input.files) });
    return element("label.button", {}, "Open", input);
  }

  #saver() {
    const open = () => {
      const formats = { recording: "Recording", html: "HTML file", csv: "CSV", pcapng: "pcapng for Wireshark" };
      const isTooLong = this.#current().calls > MOST_CALLS_IN_FILE;
      if (isTooLong) delete formats.html;
      const dialog = panel(
        "Save",
        element("p", {}, `The file has the redaction of this page: ${this.#current().redaction}.`),
        element("ul.formats", {}, ...Object.entries(formats).map(([to, name]) => element("li", {}, element("a", { href: this.#feed.saveAddress(this.#trace, to), download: true, onclick: () => dialog.close() }, name)))),
        isTooLong ? element("p.note", {}, `An HTML file has at most ${count(MOST_CALLS_IN_FILE)} calls, and this trace has more.`) : null,
      );
    };
    return element("button", { type: "button", onclick: open }, "Save");
  }

  async #open(files) {
    for (const file of files) {
      const state = await this.#try(() => this.#feed.open(file));
      if (state) {
        this.#changed(state);
        this.#choose(state.traces.length - 1);
      }
    }
  }

  #drawStatus(found) {
    const trace = this.#current();
    if (!trace) return;
    const parts = [];
    this.empty.textContent = emptyText(trace, found, this.#rows);
    this.empty.hidden = this.empty.textContent === "";
    if (found) {
      parts.push(`${count(found.rows)} of ${counted(this.#rows, "row")}`);
      if (found.calls !== undefined) parts.push(counted(found.calls, "call"));
      if (!found.done) parts.push(`searching, ${Math.floor(100 * found.progress)} %`);
    } else {
      parts.push(counted(trace.calls, "call"), counted(this.#rows, "row"));
    }
    if (this.#isUnfolding) parts.push("unfolding");
    if (trace.state === "loading") parts.push("reading the file");
    if (trace.state === "live") parts.push("live; closing this page does not stop the spy");
    if (trace.missed > 0) parts.push(`${counted(trace.missed, "call")} not on this page`);
    if (trace.problems?.length > 0) parts.push(trace.problems[trace.problems.length - 1]);
    this.status.textContent = parts.join("  ·  ");
  }

  async #applyFilter(text) {
    const run = ++this.#filterRun;
    await this.#runFilter(text, run);
    if (run === this.#filterRun) this.list.viewport.removeAttribute("aria-busy");
  }

  async #runFilter(text, run) {
    this.filterProblem.hidden = true;
    this.input.removeAttribute("aria-invalid");
    if (text === this.#filter) return;
    if (text === "") {
      this.#filter = "";
      this.list.reset(0);
      await this.#resize();
      return;
    }
    let first = true;
    for (;;) {
      const found = await this.#try(() => this.#feed.filter(this.#view(text)));
      if (run !== this.#filterRun || !found) return;
      if (found.error) {
        this.#showFilterProblem(text, found);
        return;
      }
      this.#filter = text;
      if (first) this.list.reset(found.rows);
      else this.list.resize(found.rows);
      first = false;
      this.#drawStatus(found);
      if (found.done) return;
      await new Promise((resolve) => setTimeout(resolve, PROGRESS_PAUSE));
      if (run !== this.#filterRun) return;
    }
  }

  #showFilterProblem(text, found) {
    const at = found.column - 1;
    this.input.setAttribute("aria-invalid", "true");
    fill(this.filterProblem, element("code", {}, text.slice(0, at), element("mark", {}, text.slice(at, at + 1) || " "), text.slice(at + 1)), found.error);
    this.filterProblem.hidden = false;
  }

  async #failure(direction) {
    const position = await this.#try(() => this.#feed.failure(this.#view(), this.list.selected, direction));
    if (position >= 0) this.list.select(position);
    else if (position !== null) this.#say(direction > 0 ? "No error after this row." : "No error before this row.");
  }

  async #openCall(call, trace = this.#trace) {
    if (trace !== this.#trace) {
      this.#choose(trace, call);
      return;
    }
    let position = await this.#try(() => this.#feed.positionOfCall(this.#view(), call));
    if (position === -1 && this.#filter) {
      this.input.value = "";
      await this.#applyFilter("");
      position = await this.#feed.positionOfCall(this.#view(""), call);
    }
    if (position === null || position < 0) {
      this.#say(`The trace has no row with call ${call}.`);
      return;
    }
    await this.list.select(position);
    const row = await this.list.row(position);
    if (row && (row.first !== call || row.last !== call) && row.mark === "·") this.#show(row, call);
  }

  /** A link to a call: #call=7, or #trace=1&call=7. */
  #followLink() {
    const link = new URLSearchParams(location.hash.slice(1));
    const trace = Number(link.get("trace") ?? this.#trace);
    if (link.has("call") && this.#traces[trace] && this.#shown !== link.get("call")) this.#openCall(Number(link.get("call")), trace);
  }

  async #show(row, call) {
    const show = ++this.#shows;
    const trace = this.#trace;
    const [first, last] = call === undefined ? [row.first, row.last] : [call, call];
    const [data, near] = (await this.#try(() => Promise.all([this.#feed.details(this.#view(), first, last), this.#neighbours(row)]))) ?? [];
    if (!data || show !== this.#shows) return; // another row was selected meanwhile
    this.#row = call === undefined ? row : { ...row, first, last };
    this.timeline.mark(row.start);
    this.#shown = String(first);
    history.replaceState(null, "", `#${trace > 0 ? `trace=${trace}&` : ""}call=${first}`);
    const actions = {
      openCall: (number) => (data.calls.some((one) => one.seq === number) ? this.#show(row, number) : this.#openCall(number)),
      link: location.href,
      neighbours: near,
      commentOf: (number) => this.#current().comments?.[number],
      mark: () => this.#mark(),
      comment: this.#feed.live ? (number, text) => this.#comment(trace, number, text) : null,
    };
    const single = call === undefined ? row : { ...row, numbers: String(call), first: call, words: data.calls[0]?.function ?? "" };
    const go = (name, act) => element("button", { type: "button", onclick: act }, name);
    const back = element("nav.back", { "aria-label": "Rows" }, go("Back to the list", () => this.#back()), go("Previous", () => this.list.move(-1)), go("Next", () => this.list.move(1)));
    fill(this.details, back, ...detailsOf(data, single, actions));
    this.details.scrollTop = 0;
    document.body.classList.add("reading");
  }

  async #comment(trace, call, text) {
    const state = await this.#try(() => this.#feed.comment(trace, call, text));
    if (state) {
      this.#traces = state.traces;
      this.list.draw();
    }
  }

  /** Two rows before the row and two after it, whether or not they match the filter. */
  async #neighbours(row) {
    const view = this.#view("");
    const position = await this.#feed.positionOfCall(view, row.first);
    if (position < 0) return [];
    const { from, rows } = await this.#feed.rows(view, Math.max(0, position - 2), 5);
    return rows.map((near, i) => ({ ...near, current: from + i === position }));
  }

  /** The first comment on a call of a row. */
  #noteOf(row) {
    const { comments = {}, commentRows = {} } = this.#current() ?? {};
    const isOfRow = (call) => (this.#unfolded ? row.first <= call && call <= row.last : commentRows[call] === row.first);
    const number = this.#commented().find(isOfRow);
    return number === undefined ? "" : comments[number];
  }

  #commented() {
    return Object.keys(this.#current()?.comments ?? {}).map(Number);
  }

  /** Marks the call without a comment of the user's own, or removes the mark. */
  async #mark() {
    if (!this.#row || !this.#feed.live) return;
    const text = this.#current().comments[this.#row.first] ?? "";
    if (text !== "" && text !== MARK) {
      this.#say("The call has a comment. Remove its text to remove the mark.");
      return;
    }
    await this.#comment(this.#trace, this.#row.first, text === "" ? MARK : "");
    const area = this.details.querySelector("textarea");
    if (!area) return;
    area.value = text === "" ? MARK : "";
    area.dispatchEvent(new Event("input"));
  }

  #nextComment(direction) {
    const from = this.#row?.first ?? -1;
    const numbers = this.#commented().filter((call) => (direction > 0 ? call > from : call < from));
    if (numbers.length === 0) this.#say(direction > 0 ? "No comment after this row." : "No comment before this row.");
    else this.#openCall(direction > 0 ? Math.min(...numbers) : Math.max(...numbers));
  }

  async #summary() {
    const data = await this.#try(() => this.#feed.summary(this.#trace));
    if (data) summaryPanel(data, (call) => this.#openCall(call));
  }

  async #diagnosis() {
    const data = await this.#try(() => this.#feed.diagnosis(this.#trace));
    if (data) diagnosisPanel(data, (call) => this.#openCall(call));
  }

  #diff() {
    if (this.#feed.live && this.#traces.length > 0) diffPanel(this.#traces, (left, right) => this.#feed.diff(left, right), (call, trace) => this.#openCall(call, trace));
  }
}
