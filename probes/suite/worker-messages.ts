import { deserialize } from 'node:v8';
import { parentPort } from 'node:worker_threads';

/** What a worker tells its runner on its way through test files. */
export interface WorkerMessages {
  /** It begins to load a test file. Only vitest says so. */
  queued(file: string): void;
  /** The file is loaded, and no test has run. Only vitest says so. */
  collected(): void;
  /** The runner in this worker no longer needs its file, and its main process waits until it is told. */
  over(): void;
}

/** What jest-worker sends when a file is over: that it went well, or not. */
const jestAnswers: readonly unknown[] = [0, 1];

const vitestWords = ['onQueued', 'onCollected', 'testfileFinished'];

/** Hears what a worker is about to send its runner. */
export function hearWorker(heard: WorkerMessages): void {
  const send = process.send;
  if (send !== undefined) {
    process.send = function (this: NodeJS.Process, ...words: Parameters<typeof send>) {
      hear(words[0], heard);
      return send.apply(this, words);
    } as typeof send;
  }
  if (parentPort === null) return;
  const port = parentPort;
  const post = port.postMessage;
  port.postMessage = (...words: Parameters<typeof post>) => {
    hear(words[0], heard);
    post.apply(port, words);
  };
}

export function hear(message: unknown, heard: WorkerMessages): void {
  if (Array.isArray(message)) {
    if (jestAnswers.includes(message[0])) heard.over();
    return;
  }
  const plain = message instanceof Uint8Array ? readVitest(message) : message;
  const {
    __vitest_worker_response__: isResponse,
    type,
    m: method,
    a: words,
  } = (plain ?? {}) as VitestMessage;
  if (isResponse === true && type === 'testfileFinished') heard.over();
  else if (method === 'onQueued') heard.queued(words?.[0]?.filepath ?? '');
  else if (method === 'onCollected') heard.collected();
}

/** An answer of the worker, or a call of its runner's functions. */
interface VitestMessage {
  readonly __vitest_worker_response__?: unknown;
  readonly type?: unknown;
  readonly m?: unknown;
  readonly a?: readonly ({ readonly filepath?: string } | undefined)[];
}

/** Vitest may send all that its forks say as bytes: only what may be of interest is read. */
function readVitest(message: Uint8Array): unknown {
  const bytes = Buffer.from(message.buffer, message.byteOffset, message.byteLength);
  if (!vitestWords.some((word) => bytes.includes(word))) return undefined;
  try {
    return deserialize(message);
  } catch {
    return undefined;
  }
}
