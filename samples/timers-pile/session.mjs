const keepaliveEvery = 10_000;

/** A chat session with a timer that keeps it alive on the other side. */
export class Session {
  lastKeepalive = 0;
  history = [];
  #keepalive;

  constructor(id) {
    this.id = id;
    this.#keepalive = setInterval(() => {
      this.lastKeepalive = Date.now();
    }, keepaliveEvery);
  }

  say(text) {
    this.history.push({ at: Date.now(), text });
  }

  dispose() {
    clearInterval(this.#keepalive);
  }
}
