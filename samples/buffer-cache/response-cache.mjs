/** The bodies of tool responses by request id, of which a `limit` keeps only the newest. */
export class ResponseCache {
  responses = {};
  #order = [];
  #limit;

  constructor({ limit = Infinity } = {}) {
    this.#limit = limit;
  }

  store(requestId, body) {
    this.responses[requestId] = body;
    if (this.#limit === Infinity) return;
    this.#order.push(requestId);
    if (this.#order.length > this.#limit) delete this.responses[this.#order.shift()];
  }
}
