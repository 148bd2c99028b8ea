/** Sessions by their id; a closed one is forgotten. */
export class Sessions {
  #open = new Map();

  open(id) {
    this.#open.set(id, { id, messages: [`hello ${id}`] });
  }

  close(id) {
    this.#open.delete(id);
  }
}

/** The leak: a transcript of every session is kept for a page that shows only the last one. */
export class RememberingSessions extends Sessions {
  transcripts = [];

  close(id) {
    this.transcripts.push({ id, closedAt: Date.now() });
    super.close(id);
  }
}
