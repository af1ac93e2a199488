// The data of the live page: asks the server.

/** A request that the server did not answer with data. */
export class FeedError extends Error {}

/** A view is a trace, a filter, and whether routine calls are unfolded: { trace, filter, unfolded }. */
export class ServerFeed {
  live = true;

  async #get(path, values = {}) {
    const query = new URLSearchParams(Object.entries(values).filter(([, value]) => value !== undefined && value !== ""));
    return this.#answer(fetch(`api/${path}?${query}`));
  }

  async #post(path, values = {}, body = "") {
    return this.#answer(fetch(`api/${path}?${new URLSearchParams(values)}`, { method: "POST", body }));
  }

  async #answer(request) {
    let response;
    try {
      response = await request;
    } catch {
      throw new FeedError("puce web has ended. This page shows what it had loaded.");
    }
    const text = await response.text();
    if (response.ok) return JSON.parse(text);
    let reason = text;
    try {
      reason = JSON.parse(text).error;
    } catch {
      // plain text
    }
    throw new FeedError(reason);
  }

  /** Calls a listener with the state, now and whenever it changes; with null when the server has ended. */
  watch(listener) {
    const events = new EventSource("api/events");
    events.onmessage = (event) => listener(JSON.parse(event.data));
    events.onerror = () => listener(null);
  }

  rows(view, from, count) {
    return this.#get("rows", { ...view, from, count });
  }

  filter(view) {
    return this.#get("filter", view);
  }

  async failure(view, from, direction) {
    return (await this.#get("failure", { ...view, from, direction })).position;
  }

  async positionOfCall(view, call) {
    return (await this.#get("position", { ...view, call })).position;
  }

  async positionOfTime(view, nanos) {
    return (await this.#get("position", { ...view, nanos: Math.round(nanos) })).position;
  }

  details({ trace, unfolded }, first, last) {
    return this.#get("details", { trace, unfolded, first, last });
  }

  timeline(trace, spans, from, to) {
    return this.#get("timeline", { trace, spans, from, to });
  }

  summary(trace) {
    return this.#get("summary", { trace });
  }

  diagnosis(trace) {
    return this.#get("diagnosis", { trace });
  }

  diff(left, right) {
    return this.#get("diff", { left, right });
  }

  fields() {
    return this.#get("fields");
  }

  /** The values of a field of words, for completion. */
  async values(trace, field) {
    return (await this.#get("values", { trace, field })).values;
  }

  open(file) {
    return this.#post("open", { name: file.name }, file);
  }

  pause(trace) {
    return this.#post("pause", { trace });
  }

  resume(trace) {
    return this.#post("resume", { trace });
  }

  clear(trace) {
    return this.#post("clear", { trace });
  }

  comment(trace, call, text) {
    return this.#post("comment", { trace, call }, text);
  }

  saveAddress(trace, to) {
    return `api/save?${new URLSearchParams({ trace, to })}`;
  }
}
