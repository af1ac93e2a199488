// The details of a row: the exchange decoded beside its bytes, the calls, the program, the card.
import { element } from "./dom.js";
import { MARK, bytesOf, counted, duration, printable, seconds } from "./format.js";

const MOST_BYTES = 1024; // shown at once
const CODE_WIDTH = 12; // bytes in a line of code

/**
 * Draws the details of a row.
 * @param {object} data    from the feed
 * @param {object} row     the row
 * @param {object} actions openCall(number), link, comment(call, text) or null, mark(), commentOf(call), neighbours
 */
export function detailsOf(data, row, actions) {
  if (data.error) return [element("p.note", {}, data.error)];
  const call = data.calls[data.calls.length - 1];
  return [
    heading(data, row, call, actions),
    data.exchange ? exchange(data.exchange) : null,
    calls(data, actions),
    actions.comment ? comment(row, actions) : savedComment(row, actions),
    circumstances(data, call),
    data.atr ? atr(data.atr) : null,
    data.exchange && !data.exchange.parts[0].sent.hidden ? copies(data.exchange.parts[0].sent.hex) : null,
    neighbours(actions),
  ].filter(Boolean);
}

function heading(data, row, call, actions) {
  const isSingle = data.calls.length === 1;
  const status = data.exchange ? [data.exchange.sw, data.exchange.status].filter(Boolean).join(" ") : isSingle ? call.code : row.status;
  const succeeded = data.exchange ? /^(9|61)/.test(data.exchange.sw ?? "") : !data.calls.some((one) => one.failed);
  const outcome = row.level === "failure" ? "span.outcome.bad" : succeeded ? "span.outcome.good" : "span.outcome";
  return element(
    "header.summary",
    {},
    element("h2", {}, row.words),
    element(
      "p.facts",
      {},
      element(outcome, {}, status || row.status || "done"),
      data.exchange && data.exchange.application !== "unknown"
        ? element("span", { title: `application ${data.exchange.confidence}` }, data.exchange.name)
        : null,
      element("span", {}, `call ${row.numbers}`),
      row.start === undefined ? null : element("span", {}, `at ${seconds(row.start)} s`),
      row.took === undefined ? null : element("span", {}, `took ${duration(row.took)}`),
      element("button.quiet", { type: "button", onclick: (event) => copy(event.target, actions.link) }, "Copy link"),
    ),
  );
}

/** Command and response side by side. Pointing at a value marks its bytes, and the other way round. */
function exchange(data) {
  const [command, answer] = [side("Command", "command", data.sent), side("Response", "response", data.received)];
  for (const tree of data.tree) {
    const target = tree.side === "response" ? answer : command;
    for (const child of tree.children ?? []) target.tree.append(node(child, [command, answer]));
  }
  for (const part of [command, answer]) {
    if (part.tree.childElementCount === 0) part.tree.remove();
    useArrows(part.tree);
  }
  return element("section.exchange", { "aria-label": "Command and response" }, command.box, answer.box);
}

function side(title, name, bytes) {
  const hex = bytesOf(bytes?.hex ?? "");
  const dump = element("div.bytes", { role: "group", "aria-label": `${title} bytes` });
  const cells = [];
  const show = (to) => {
    for (let i = cells.length; i < Math.min(to, hex.length); i++) {
      const cell = element("span.byte", { title: `byte ${i}: ${printable(hex[i])}` }, hex[i]);
      cells.push(cell);
      dump.append(cell);
    }
  };
  show(MOST_BYTES);
  if (hex.length > MOST_BYTES) {
    const more = element(
      "button.quiet",
      {
        type: "button",
        onclick: () => {
          more.remove();
          show(hex.length);
        },
      },
      `Show all ${hex.length} bytes`,
    );
    dump.append(more);
  }
  if (bytes?.hidden) dump.append(element("span.hidden", { title: "Redaction removed these bytes." }, "[hidden]"));
  if (!bytes) dump.append(element("span.note", {}, "none"));
  const tree = element("ul.tree", { role: "tree", "aria-label": `${title}, decoded` });
  return {
    name,
    cells,
    tree,
    box: element("div.side", {}, element("h3", {}, title, element("span.size", {}, bytes ? counted(hex.length, "byte") : "")), dump, tree),
  };
}

/** A value of the tree and the values in it. Pointing at it or at its bytes, or focusing it, marks both. */
function node(data, sides) {
  const owner = sides.find((part) => part.name === data.side);
  const hidden = data.secret ? "[hidden]" : null;
  const label = element(
    "span.node",
    {},
    data.id ? element("span.tag", {}, data.id) : null,
    element("span.name", {}, data.name),
    hidden ? element("span.hidden", {}, hidden) : data.value ? element("span.value", {}, data.value) : null,
  );
  const cells = () => (owner ? owner.cells.slice(data.from, data.to) : []);
  const mark = (on) => {
    label.classList.toggle("marked", on);
    for (const cell of cells()) cell.classList.toggle("marked", on);
  };
  link(label, mark);
  const children = element("ul", { role: "group" }, ...(data.children ?? []).map((child) => node(child, sides)));
  // Inner values come after outer ones: the innermost value of a byte wins.
  const inner = new Set();
  for (const child of data.children ?? []) for (let i = child.from; i < child.to; i++) inner.add(i);
  cells().forEach((cell, i) => {
    if (!inner.has(data.from + i)) link(cell, mark);
  });
  const item = element(
    "li",
    { role: "treeitem", tabindex: "-1", "aria-label": [data.id, data.name, hidden ?? data.value].filter(Boolean).join(" ") },
    label,
    children.childElementCount > 0 ? children : null,
  );
  item.addEventListener("focus", () => mark(true));
  item.addEventListener("blur", () => mark(false));
  return item;
}

/** The arrows go through the values of a tree. */
function useArrows(tree) {
  const items = [...tree.querySelectorAll("li")];
  if (items.length > 0) items[0].tabIndex = 0;
  tree.addEventListener("keydown", (event) => {
    const at = items.indexOf(document.activeElement);
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
    if (!items[next]) return;
    event.preventDefault();
    items[at].tabIndex = -1;
    items[next].tabIndex = 0;
    items[next].focus();
  });
}

function link(target, mark) {
  target.addEventListener("pointerenter", () => mark(true));
  target.addEventListener("pointerleave", () => mark(false));
}

function calls(data, actions) {
  const several = data.calls.length > 1;
  const rows = data.calls.map((call) =>
    element(
      call.failed ? "tr.failure" : "tr",
      {},
      element("td.number", {}, several ? element("button.link", { type: "button", onclick: () => actions.openCall(call.seq) }, String(call.seq)) : String(call.seq)),
      element("td", {}, element("span.function", {}, call.function), " ", element("span.text", {}, call.text)),
      element("td.code", {}, ...call.code.split(/(?<=_)(?<!^SCARD_)/).flatMap((part) => [part, element("wbr")])),
      element("td.number", {}, duration(call.took)),
    ),
  );
  const table = element(
    "table.calls",
    {},
    element("thead", {}, element("tr", {}, ...["#", "call", "result", "took"].map((name) => element("th", { scope: "col" }, name)))),
    element("tbody", {}, ...rows),
  );
  const all = data.calls.map((call) => call.values);
  return element(
    "section",
    {},
    element("h3", {}, several ? counted(data.calls.length, "call") : "Call"),
    element("div.scrolling", { tabindex: "0", role: "region", "aria-label": "Calls of the row" }, table),
    element(
      "details",
      {},
      element("summary", {}, "Arguments and results"),
      element("pre", { tabindex: "0" }, all.map((values) => JSON.stringify(values, null, 2)).join("\n")),
    ),
  );
}

function comment(row, actions) {
  const area = element("textarea", { rows: 2, "aria-label": "Comment on this call", placeholder: "Comment. Save the recording to keep it." });
  area.value = actions.commentOf(row.first) ?? "";
  const mark = element("button.quiet", { type: "button", onclick: actions.mark });
  const nameMark = () => (mark.textContent = area.value.trim() === MARK ? "Remove mark" : "Mark");
  nameMark();
  area.addEventListener("input", nameMark);
  area.addEventListener("change", () => actions.comment(row.first, area.value));
  return element("section.comment", {}, element("h3", {}, "Comment"), area, mark);
}

function savedComment(row, actions) {
  const text = actions.commentOf(row.first);
  return text ? element("section.comment", {}, element("h3", {}, "Comment"), element("p", {}, text)) : null;
}

function circumstances(data, call) {
  const facts = [
    ["program", call.program],
    ["process", call.pid],
    ["user", call.uid],
    ["command line", call.command],
    ["container", call.container],
    ["thread", call.thread],
    ["connection", call.connection],
    ["reader", data.reader],
    ["inferred", call.inferred],
  ].filter(([, value]) => value !== undefined && value !== "");
  if (facts.length === 0) return null;
  return element(
    "section",
    {},
    element("h3", {}, "Program and reader"),
    element("dl", {}, ...facts.flatMap(([name, value]) => [element("dt", {}, name), element("dd", {}, String(value))])),
  );
}

function atr(data) {
  return element(
    "details.atr",
    {},
    element("summary", {}, "ATR ", element("code", {}, data.hex)),
    element(
      "dl",
      {},
      ...data.parts.flatMap((part) => [element("dt", {}, part.name, " ", element("code", {}, part.hex)), element("dd", {}, part.meaning)]),
      ...data.derived.flatMap((value) => [element("dt", {}, value.name), element("dd", {}, value.value)]),
    ),
  );
}

/** Copies a text, and says so on the button. */
async function copy(button, text) {
  const name = button.textContent;
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = "Copied";
  } catch {
    button.textContent = "Not allowed by the browser";
  }
  setTimeout(() => (button.textContent = name), 1200);
}

/** The rows before and after the row, also those that the filter hides. */
function neighbours(actions) {
  if (actions.neighbours.length < 2) return null;
  const rows = actions.neighbours.map((near) =>
    element(
      near.level === "failure" ? "tr.failure" : "tr",
      near.current ? { "aria-current": "true" } : {},
      element("td.number", {}, element("button.link", { type: "button", onclick: () => actions.openCall(near.first) }, near.numbers)),
      element("td", {}, near.words),
      element("td.code", {}, near.status ?? ""),
    ),
  );
  return element(
    "section",
    {},
    element("h3", {}, "Before and after"),
    element("table.calls.neighbours", {}, element("thead", {}, element("tr", {}, ...["#", "call", "result"].map((name) => element("th", { scope: "col" }, name)))), element("tbody", {}, ...rows)),
  );
}

/** A command in other notations, by their names. */
function codeOf(hex) {
  const bytes = bytesOf(hex);
  const rows = (prefix) => {
    const all = bytes.map((byte) => prefix + byte);
    const lines = Array.from({ length: Math.ceil(all.length / CODE_WIDTH) }, (_, i) => all.slice(i * CODE_WIDTH, (i + 1) * CODE_WIDTH).join(", "));
    return lines.length > 1 ? `\n    ${lines.join(",\n    ")}` : lines.join();
  };
  return {
    hex: bytes.join(" "),
    "puce send": `puce send '${hex}'`,
    pyscard: `data, sw1, sw2 = connection.transmit([${rows("0x")}])`,
    "javax.smartcardio": `ResponseAPDU answer = channel.transmit(new CommandAPDU(new byte[] {${rows("(byte) 0x")}}));`,
    puce: `ResponseApdu answer = card.transmit("${bytes.join(" ")}");`,
  };
}

/** Buttons that copy a command as code. */
function copies(hex) {
  const code = codeOf(hex);
  const shown = element("pre", { tabindex: "0", "aria-label": "Code" });
  const buttons = Object.entries(code).map(([name, text]) =>
    element(
      "button",
      {
        type: "button",
        onclick: (event) => {
          shown.textContent = text;
          copy(event.target, text);
        },
      },
      name,
    ),
  );
  shown.textContent = code.hex;
  return element("section.copies", {}, element("h3", {}, "Copy the command as"), element("div.buttons", {}, ...buttons), shown);
}
