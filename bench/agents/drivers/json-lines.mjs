import { createInterface } from 'node:readline';

/** Messages as lines of JSON over a child's stdin and stdout. Lines that are not JSON are output for people. */
export function jsonLines(child, onMessage) {
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (!line.startsWith('{')) return;
    let message;
    try {
      message = JSON.parse(line);
    } catch {
      return;
    }
    onMessage(message);
  });
  return (message) => child.stdin.write(`${JSON.stringify(message)}\n`);
}
