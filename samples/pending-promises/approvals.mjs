/**
 * Questions to the user that a tool waits for. With a timeout every question is answered at last, by a refusal;
 * without one, a question that nobody answers keeps its promise and all that awaits it.
 */
export class Approvals {
  waiters = new Map();
  #timeout;

  constructor({ timeout } = {}) {
    this.#timeout = timeout;
  }

  ask(requestId) {
    return new Promise((resolve) => {
      const timer = this.#timeout
        ? setTimeout(() => this.answer(requestId, false), this.#timeout)
        : undefined;
      this.waiters.set(requestId, { resolve, timer });
    });
  }

  answer(requestId, allowed) {
    const waiter = this.waiters.get(requestId);
    if (!waiter) return;
    this.waiters.delete(requestId);
    clearTimeout(waiter.timer);
    waiter.resolve(allowed);
  }
}
