// Numbers, times and bytes as text.

/** The comment of a call that is only marked. */
export const MARK = "marked";

/** A duration in nanoseconds: "412 µs", "1.21 ms". Empty if it is unknown. */
export function duration(nanos) {
  if (nanos === undefined || nanos === null) return "";
  const size = Math.abs(nanos);
  if (size < 1e6) return `${Math.round(nanos / 1e3)} µs`;
  return size < 1e9 ? `${digits(nanos / 1e6)} ms` : `${digits(nanos / 1e9)} s`;
}

function digits(value) {
  const size = Math.abs(value);
  return value.toFixed(size < 10 ? 2 : size < 100 ? 1 : 0);
}

/** The start of a call, in seconds since the start of the trace. */
export function seconds(nanos) {
  return nanos === undefined ? "" : (nanos / 1e9).toFixed(3);
}

/** A whole number with spaces between thousands. */
export function count(number) {
  return String(number).replace(/\B(?=(\d{3})+$)/g, "\u202f");
}

/** "1 call", "2 calls". */
export function counted(number, noun) {
  return `${count(number)} ${noun}${number === 1 ? "" : "s"}`;
}

/** The bytes of a hex string as two-digit strings. */
export function bytesOf(hex) {
  return hex.match(/../g) ?? [];
}

/** A byte as a printable ASCII character, or a point. */
export function printable(byte) {
  const code = parseInt(byte, 16);
  return code >= 0x20 && code < 0x7f ? String.fromCharCode(code) : "·";
}
