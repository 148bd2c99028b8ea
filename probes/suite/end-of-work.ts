import { deserialize } from 'node:v8';
import { parentPort } from 'node:worker_threads';

/** What jest-worker sends when a file is over: that it went well, or not. */
const jestAnswers: readonly unknown[] = [0, 1];

const vitestEnd = 'testfileFinished';

/**
 * Calls back when a worker is about to tell its runner that a file is over. By then the runner in this worker no longer
 * needs the file, and the runner waits until it is told.
 */
export function beforeEndOfWork(callback: () => void): void {
  const send = process.send;
  if (send !== undefined) {
    process.send = function (this: NodeJS.Process, ...words: Parameters<typeof send>) {
      if (isEnd(words[0])) callback();
      return send.apply(this, words);
    } as typeof send;
  }
  if (parentPort === null) return;
  const port = parentPort;
  const post = port.postMessage;
  port.postMessage = (...words: Parameters<typeof post>) => {
    if (isEnd(words[0])) callback();
    post.apply(port, words);
  };
}

function isEnd(message: unknown): boolean {
  if (Array.isArray(message)) return jestAnswers.includes(message[0]);
  const plain = message instanceof Uint8Array ? readEnd(message) : message;
  const { __vitest_worker_response__: isResponse, type } = (plain ?? {}) as Record<string, unknown>;
  return isResponse === true && type === vitestEnd;
}

/** Vitest sends all that its forks say as bytes: only what may be an end is read. */
function readEnd(message: Uint8Array): unknown {
  if (!Buffer.from(message.buffer, message.byteOffset, message.byteLength).includes(vitestEnd))
    return undefined;
  try {
    return deserialize(message);
  } catch {
    return undefined;
  }
}
