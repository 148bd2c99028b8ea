/** What was said in sessions that are over, until it is forgotten. */
const transcripts = new Map();

export function remember(id) {
  transcripts.set(id, { id, lines: [`${Math.random()} was said`, `${Math.random()} was answered`] });
}

export function forget(id) {
  transcripts.delete(id);
}

export function remembered() {
  return transcripts.size;
}
