// The panels over the list: summary, difference, help.
import { element, fill } from "./dom.js";
import { count, counted, duration } from "./format.js";

/** A dialog with a title and a button that closes it. */
export function panel(title, ...content) {
  const dialog = element(
    "dialog.panel",
    { "aria-label": title },
    element("header", {}, element("h2", {}, title), element("button", { type: "button", onclick: () => dialog.close() }, "Close")),
    element("div.content", { tabindex: "0" }, ...content),
  );
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

/** Counts and durations by function, reader and instruction, and the slowest calls. */
export function summaryPanel(data, openCall) {
  const { summary, slowest } = data;
  const all = summary.all;
  const intro = [
    counted(all.calls, "call"),
    summary.processes > 0 ? ` of ${counted(summary.processes, "process").replace(/processs$/, "processes")}` : "",
    summary.span_us === undefined ? "" : ` in ${duration(summary.span_us * 1e3)}`,
    all.total_us === undefined ? "" : `, ${duration(all.total_us * 1e3)} of it inside PC/SC`,
    summary.unfinished > 0 ? `; ${counted(summary.unfinished, "call")} never returned` : "",
  ].join("");
  const dialog = panel(
    "Summary",
    element("p", {}, intro),
    table("Function", summary.functions),
    table("Reader", summary.readers),
    table("Instruction", summary.instructions),
    slowest.length === 0 ? null : element("h3", {}, "Slowest calls"),
    slowest.length === 0
      ? null
      : element(
          "ol.slowest",
          {},
          ...slowest.map((slow) =>
            element(
              "li",
              {},
              element("button.link", { type: "button", onclick: () => (dialog.close(), openCall(slow.seq)) }, `call ${slow.seq}`),
              ` ${slow.function} `,
              element("span.number", {}, duration(slow.took)),
            ),
          ),
        ),
  );
}

function table(name, rows) {
  if (rows.length === 0) return null;
  const most = Math.max(...rows.map((row) => row.total_us ?? row.calls), 1);
  const head = [name, "calls", "total", "median", "p99", "max", "errors"];
  return element(
    "table.statistics",
    {},
    element("thead", {}, element("tr", {}, ...head.map((title) => element("th", { scope: "col" }, title)))),
    element(
      "tbody",
      {},
      ...rows.map((row) => {
        const label = element("th", { scope: "row" }, element("span", {}, row.name));
        label.style.setProperty("--share", `${(100 * (row.total_us ?? row.calls)) / most}%`);
        const micros = (value) => element("td.number", {}, value === undefined ? "?" : duration(value * 1e3));
        const errors = Object.entries(row.errors).map(([code, times]) => (times > 1 ? `${code} ×${count(times)}` : code));
        return element(
          "tr",
          {},
          label,
          element("td.number", {}, count(row.calls)),
          micros(row.total_us),
          micros(row.median_us),
          micros(row.p99_us),
          micros(row.max_us),
          element("td.errors", {}, errors.join(", ")),
        );
      }),
    ),
  );
}

/** The failing call, the layer at fault, the evidence, and the next step. */
export function diagnosisPanel(data, openCall) {
  const go = (call) => {
    dialog.close();
    openCall(call);
  };
  const others = data.findings.map((found) => finding(found, go));
  const dialog = panel(
    "Diagnosis",
    data.verdict ? finding(data.verdict, go) : element("p", {}, `No problem in ${counted(data.calls, "call")}.`),
    others.length > 0 ? element("h3", {}, data.verdict ? "Also" : "Notes") : null,
    ...others,
    data.notJudged.length > 0 ? element("p.note", {}, `Not judged: ${data.notJudged.join("; ")}`) : null,
  );
}

function finding(data, go) {
  const link = (call, text) => element("button.link", { type: "button", onclick: () => go(call) }, text);
  return element(
    `section.finding.${data.severity}`,
    {},
    element("p.statement", {}, data.text),
    element(
      "p.facts",
      {},
      element("span", {}, `layer: ${data.layer}, ${data.confidence}`),
      data.call ? element("span", {}, link(data.call, `call ${data.call}`)) : null,
      data.code ? element("code", {}, data.code) : null,
      data.count > 1 ? element("span", {}, `${count(data.count)} times`) : null,
    ),
    data.evidence.length > 0
      ? element("ul.evidence", {}, ...data.evidence.map((proof) => element("li", {}, link(proof.first, proof.first === proof.last ? String(proof.first) : `${proof.first}-${proof.last}`), ` ${proof.text}`)))
      : null,
    data.nextStep ? element("p.next", {}, data.nextStep) : null,
  );
}

/** The differences of two traces side by side. */
export function diffPanel(traces, fetch, openCall) {
  if (traces.length < 2) return panel("Difference", element("p", {}, "Open a second trace to compare it with this one: drop its file on the page."));
  const choose = (chosen, label) => {
    const select = element("select", { "aria-label": label }, ...traces.map((trace) => element("option", { value: trace.trace }, `${trace.trace + 1}  ${trace.name}`)));
    select.value = String(chosen);
    select.addEventListener("change", load);
    return select;
  };
  const left = choose(traces[0].trace, "Left trace");
  const right = choose(traces[1].trace, "Right trace");
  const result = element("div.diff");
  const dialog = panel("Difference", element("p.choice", {}, left, " and ", right), result);
  const open = (trace, call) => {
    dialog.close();
    openCall(call, trace);
  };
  async function load() {
    fill(result, element("p.note", {}, "Comparing ..."));
    try {
      const { pieces } = await fetch(left.value, right.value);
      fill(result, ...differences(pieces, Number(left.value), Number(right.value), open));
    } catch (failure) {
      fill(result, element("p.problem", {}, failure.message));
    }
  }
  return load();
}

function differences(pieces, left, right, open) {
  if (pieces.every((piece) => piece.piece === "equal")) return [element("p", {}, "No difference.")];
  const rows = [];
  for (let i = 0; i < pieces.length; i++) {
    const piece = pieces[i];
    if (piece.piece === "equal") {
      rows.push(element("tr.equal", {}, element("td", { colspan: 2 }, `${counted(piece.count, "equal call")} from ${piece.left_seq} and ${piece.right_seq}`)));
      continue;
    }
    const next = pieces[i + 1];
    const pair = piece.piece === "left" && next?.piece === "right";
    const leftCalls = piece.piece === "left" ? piece.calls : [];
    const rightCalls = piece.piece === "right" ? piece.calls : pair ? next.calls : [];
    if (pair) i++;
    for (let k = 0; k < Math.max(leftCalls.length, rightCalls.length); k++) {
      rows.push(element("tr", {}, cell(leftCalls[k], "removed", left, open), cell(rightCalls[k], "added", right, open)));
    }
  }
  return [element("table.sides", {}, element("thead", {}, element("tr", {}, element("th", { scope: "col" }, "only left"), element("th", { scope: "col" }, "only right"))), element("tbody", {}, ...rows))];
}

function cell(call, kind, trace, open) {
  if (!call) return element("td");
  const [, words, bytes] = /^(.*?) ((?:[\dA-F]{2} )+(?:… \(\d+ bytes\) )?> .*)$/.exec(call.text) ?? [null, call.text];
  const link = element("button.link", { type: "button", onclick: () => open(trace, call.seq) }, String(call.seq));
  return element(`td.${kind}`, {}, link, " ", words, bytes ? element("code", {}, bytes) : null);
}

const KEYS = [
  ["j / k, ↓ / ↑", "next, previous row"],
  ["n / p", "next, previous error"],
  ["g / G", "first, last row"],
  ["/", "type a filter"],
  ["f", "fold or unfold routine calls"],
  ["+ / -", "zoom the timeline in, out"],
  ["z", "show the whole timeline"],
  ["s", "summary"],
  ["i", "diagnosis"],
  ["d", "difference of two traces"],
  ["c", "comment on the selected call"],
  ["m", "mark the selected call"],
  ["[ / ]", "previous, next mark or comment"],
  ["Enter", "go to the details"],
  ["Esc", "back to the list; clear the filter"],
  ["?", "this help"],
];

const LIVE_KEYS = ["d", "c", "m"]; // of which the HTML file has no use

export function helpPanel(live, fields) {
  const keys = KEYS.filter(([key]) => live || !LIVE_KEYS.includes(key));
  const words = (title, names) => (names.length > 0 ? element("p", {}, `${title}: `, ...names.flatMap((name, i) => [i > 0 ? ", " : "", element("code", {}, name)])) : null);
  panel(
    "Help",
    element("h3", {}, "Keys"),
    element("dl.keys", {}, ...keys.flatMap(([key, meaning]) => [element("dt", {}, ...key.split(", ").flatMap((one, i) => [i > 0 ? ", " : "", element("kbd", {}, one)])), element("dd", {}, meaning)])),
    element("h3", {}, "Filter"),
    element(
      "ul",
      {},
      ...["error", "sw ~ 63C?", "function = transmit and duration > 100ms", "app = piv and not error", "data ~ A000000308", 'reader ~ "ACS"', "seq >= 100 and seq <= 200"].map((example) =>
        element("li", {}, element("code", {}, example)),
      ),
    ),
    words("Words", fields.texts),
    words("Numbers", fields.numbers),
    words("Bytes", fields.bytes),
    words("Properties", fields.flags),
    live ? null : element("p", {}, "Without an operator, rows that have all words are shown: ", element("code", {}, "verify pin"), "."),
    element("h3", {}, "Marks"),
    element("p", {}, "Brackets join the rows of a transaction. A point stands for routine calls, a filled circle for a card that is connected, inserted or removed. A row in red is an error. A star is a mark, a pencil a comment."),
  );
}
