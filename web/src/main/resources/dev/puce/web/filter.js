// The filter language in the HTML file. Grammar and meaning are those of puce's --filter (docs/reference/filters.md):
// FilterParser, Values and Expression. A test compares both on the same trace.

const HEX_DIGITS = { cla: 2, ins: 2, p1: 2, p2: 2, sw: 4 };
const HEX_NAMES = { aid: "an AID", object: "an object", tag: "a tag" };
export const BYTES = ["data", "sent", "received"];
const TIMES = ["time", "duration"];
const SEVERAL = ["reader", "tag"]; // values of one call, each on a line
const UNITS = { ns: 1, us: 1e3, "µs": 1e3, ms: 1e6, s: 1e9, min: 6e10, h: 3.6e12 };
const OPERATORS = ["=", "==", "!=", "~", "<", "<=", ">", ">="];
const ORDERS = {
  "=": (a, b) => a === b,
  "!=": (a, b) => a !== b,
  "<": (a, b) => a < b,
  "<=": (a, b) => a <= b,
  ">": (a, b) => a > b,
  ">=": (a, b) => a >= b,
};
const MOST_DEPTH = 200;

/** A filter that cannot be understood. */
export class FilterError extends Error {
  constructor(column, message) {
    super(`column ${column}: ${message}`);
    this.column = column;
  }
}

/**
 * Returns { matches, readsBytes }: a function that tells whether the call at an index matches, and whether it needs bytes.
 * @param {string} text    the filter
 * @param {object} columns the values of all calls, as FilterColumns writes them; and before a call is compared that needs
 *                         bytes: sent and received, lists of hex texts in upper case, or null
 */
export function parseFilter(text, columns) {
  const parser = new FilterParser(tokensOf(text), columns);
  const matches = parser.parse();
  return { matches, readsBytes: parser.readsBytes };
}

function tokensOf(text) {
  const tokens = [];
  const pattern = /\s+|([()])|"([^"]*)"|'([^']*)'|([=!<>~]=?)|(&&?|\|\|?)|([^\s()"'=!<>~&|]+)|(["'])/gy;
  for (let found = pattern.exec(text); found; found = pattern.exec(text)) {
    const column = found.index + 1;
    const [all, parenthesis, double, single, operator, logic, word, quote] = found;
    if (quote) throw new FilterError(column, "the quote is not closed");
    if (parenthesis) tokens.push({ kind: parenthesis, text: all, column });
    else if (double !== undefined || single !== undefined) tokens.push({ kind: "quoted", text: double ?? single, column });
    else if (operator) tokens.push({ kind: operator === "!" ? "word" : "operator", text: all, column });
    else if (logic || word) tokens.push({ kind: "word", text: all, column });
  }
  return [...tokens, { kind: "end", text: "the end", column: text.length + 1 }];
}

/** A token in a message. */
function described({ kind, text }) {
  return kind === "end" ? text : `"${text}"`;
}

/** A glob: * stands for anything, ? for one character. Only the last * is tried again, so that it stays fast. */
function glob(pattern, text) {
  let at = 0;
  let next = 0;
  let star = -1;
  let retry = 0;
  while (at < text.length) {
    if (pattern[next] === "*") {
      star = next++;
      retry = at;
    } else if (next < pattern.length && (pattern[next] === "?" || pattern[next] === text[at])) {
      next++;
      at++;
    } else if (star >= 0) {
      next = star + 1;
      at = ++retry;
    } else return false;
  }
  return /^\**$/.test(pattern.slice(next));
}

/** Whether bytes in hex contain others: at a whole byte. */
function hasBytes(hex, part) {
  let at = hex.indexOf(part);
  while (at % 2 === 1) at = hex.indexOf(part, at + 1);
  return at >= 0;
}

/** The bytes that a value stands for, as hex digits: a text in quotes, or digits with separators between the bytes. */
function bytesMeant({ kind, text, column }) {
  if (kind === "quoted") {
    return Array.from(new TextEncoder().encode(text), (byte) => byte.toString(16).padStart(2, "0")).join("").toUpperCase();
  }
  if (!/^(0x|[\da-f]{2}|[:,-])*$/i.test(text)) throw new FilterError(column, `"${text}" is not hex; text goes in quotes`);
  return text.replace(/0x|[:,-]/gi, "").toUpperCase();
}

class FilterParser {
  readsBytes = false;
  #tokens;
  #columns;
  #next = 0;
  #depth = 0;

  constructor(tokens, columns) {
    this.#tokens = tokens;
    this.#columns = columns;
  }

  parse() {
    const matches = this.#expression();
    const end = this.#tokens[this.#next];
    if (end.kind === ")") throw new FilterError(end.column, "there is no parenthesis to close");
    if (end.kind !== "end") throw new FilterError(end.column, `"and" or "or" is missing before ${described(end)}`);
    return matches;
  }

  #isWord(...words) {
    const token = this.#tokens[this.#next];
    return token.kind === "word" && words.includes(token.text.toLowerCase());
  }

  #expression() {
    const terms = [this.#term()];
    while (this.#isWord("or", "|", "||")) {
      this.#next++;
      terms.push(this.#term());
    }
    return (call) => terms.some((term) => term(call));
  }

  #term() {
    const factors = [this.#factor()];
    while (this.#isWord("and", "&", "&&")) {
      this.#next++;
      factors.push(this.#factor());
    }
    return (call) => factors.every((factor) => factor(call));
  }

  #factor() {
    const isNot = this.#isWord("not", "!");
    const token = this.#tokens[this.#next++];
    if (++this.#depth > MOST_DEPTH) throw new FilterError(token.column, `the expression is nested more than ${MOST_DEPTH} deep`);
    let matches;
    if (isNot) {
      const inner = this.#factor();
      matches = (call) => !inner(call);
    } else if (token.kind === "(") {
      matches = this.#expression();
      const end = this.#tokens[this.#next];
      if (end.kind !== ")") throw new FilterError(end.column, `the parenthesis of column ${token.column} is not closed`);
      this.#next++;
    } else {
      matches = this.#condition(token);
    }
    this.#depth--;
    return matches;
  }

  #condition(token) {
    if (token.kind !== "word") throw new FilterError(token.column, `a field is missing before ${described(token)}`);
    const field = token.text.toLowerCase();
    const { texts, numbers, flags } = this.#columns;
    if (Object.hasOwn(flags, field)) return (call) => flags[field][call] === 1;
    if (!Object.hasOwn(texts, field) && !Object.hasOwn(numbers, field) && !BYTES.includes(field)) {
      throw new FilterError(token.column, `there is no field "${token.text}". The fields are ${this.#fieldNames()}`);
    }
    const operatorToken = this.#tokens[this.#next++] ?? token;
    const isContains = operatorToken.kind === "word" && operatorToken.text.toLowerCase() === "contains";
    const isOperator = operatorToken.kind === "operator" && OPERATORS.includes(operatorToken.text);
    if (!isContains && !isOperator) {
      throw new FilterError(operatorToken.column, `an operator (= != ~ < <= > >=) is missing after ${field}, before ${described(operatorToken)}`);
    }
    const operator = isContains ? "~" : operatorToken.text.replace("==", "=");
    const value = this.#tokens[this.#next++];
    if (!value || (value.kind !== "word" && value.kind !== "quoted")) {
      throw new FilterError(value?.column ?? operatorToken.column, `a value is missing after ${operatorToken.text}`);
    }
    if (Object.hasOwn(texts, field)) return this.#textual(field, operator, operatorToken, value);
    if (BYTES.includes(field)) return this.#bytes(field, operator, operatorToken, value);
    if (operator === "~") throw new FilterError(operatorToken.column, `~ does not go with ${field}, which is a number`);
    const wanted = TIMES.includes(field) ? nanos(value) : whole(value, field);
    return (call) => numbers[field][call] !== null && ORDERS[operator](numbers[field][call], wanted);
  }

  #textual(field, operator, operatorToken, value) {
    if (!["=", "!=", "~"].includes(operator)) {
      throw new FilterError(operatorToken.column, `${operator} does not go with ${field}, which has no order; use =, != or ~`);
    }
    const isMeant = this.#pattern(field, operator === "~", value);
    const column = this.#columns.texts[field];
    // Each different value is compared once.
    const found = column.values.map((text) => (SEVERAL.includes(field) ? text.split("\n") : [text]).some((part) => isMeant(part.toLowerCase())));
    return (call) => column.calls[call] > 0 && found[column.calls[call] - 1] !== (operator === "!=");
  }

  #bytes(field, operator, operatorToken, value) {
    if (operator !== "~" && operator !== "!=") throw new FilterError(operatorToken.column, `only ~ (contains) and != (does not) go with ${field}`);
    const wanted = bytesMeant(value);
    this.readsBytes = true;
    const columns = this.#columns; // has the bytes later
    const sides = field === "data" ? ["sent", "received"] : [field];
    return (call) => {
      const parts = sides.map((side) => columns[side][call]).filter((hex) => hex !== null);
      return parts.length > 0 && parts.some((hex) => hasBytes(hex, wanted)) !== (operator === "!=");
    };
  }

  /** Returns a function that tells whether a text in lower case is meant. */
  #pattern(field, isLike, { text, column }) {
    const lower = text.toLowerCase();
    const hex = lower.replace(/^0x/, "");
    if (field === "ins" && !isHexPattern(hex, 2)) {
      const bytes = Object.hasOwn(this.#columns.instructions, lower) ? this.#columns.instructions[lower] : null;
      if (!bytes) throw new FilterError(column, `"${text}" is neither 2 hex digits nor the name of an instruction`);
      return (actual) => bytes.includes(actual);
    }
    if (field in HEX_DIGITS && !isHexPattern(hex, HEX_DIGITS[field])) {
      throw new FilterError(column, `"${text}" is not ${HEX_DIGITS[field]} hex digits, as ${field} has (with ~, ? stands for any digit)`);
    }
    if (field in HEX_NAMES && !/^[0-9a-f?*]{1,32}$/.test(lower)) {
      throw new FilterError(column, `"${text}" is not ${HEX_NAMES[field]} in hex (with ~, * stands for any digits)`);
    }
    if (field in HEX_DIGITS || field in HEX_NAMES) {
      if (!isLike && /[?*]/.test(hex)) throw new FilterError(column, `"${text}" stands for several values: use ~, with not in front for the others`);
      return isLike ? (actual) => glob(hex, actual) : (actual) => actual === hex;
    }
    if (isLike) return (actual) => glob(`*${lower}*`, actual);
    if (field === "function") return (actual) => actual === lower || actual === `scard${lower}`;
    if (field === "code") return this.#code(lower);
    return (actual) => actual === lower;
  }

  /** A return code by name, with or without its prefix, or by number. */
  #code(text) {
    if (/^(-?\d+|0x[0-9a-f]+)$/.test(text)) {
      const number = Number(text) < 0 ? Number(text) + 2 ** 32 : Number(text);
      return (actual) => Object.entries(this.#columns.codes).some(([name, value]) => value === number && name.toLowerCase() === actual);
    }
    return (actual) => ["", "scard_", "scard_s_", "scard_e_", "scard_w_", "scard_f_"].some((prefix) => actual === prefix + text);
  }

  #fieldNames() {
    const { texts, numbers, flags } = this.#columns;
    return [...Object.keys(texts), ...Object.keys(numbers), ...BYTES, ...Object.keys(flags)].join(", ");
  }
}

/** Whether a text is that many hex digits, of which ? may replace some and a last * the rest. */
function isHexPattern(text, digits) {
  const isOpen = text.endsWith("*");
  const shown = isOpen ? text.slice(0, -1) : text;
  return (isOpen ? shown.length <= digits : shown.length === digits) && /^[0-9a-f?]*$/.test(shown);
}

function whole({ text, column }, field) {
  if (!/^[+-]?\d+$/.test(text)) throw new FilterError(column, `"${text}" is not a number, as ${field} is`);
  return Number(text);
}

function nanos({ text, column }) {
  const found = /^([\d.]*)(.*)$/.exec(text);
  const number = Number(found[1]);
  if (found[1] === "" || Number.isNaN(number) || !Object.hasOwn(UNITS, found[2])) {
    throw new FilterError(column, `"${text}" is not a time with a unit, such as 10ms, 250us or 1.5s`);
  }
  return Math.trunc(number * UNITS[found[2]]);
}
