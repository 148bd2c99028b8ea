import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Millis } from '../../format/units.ts';
import { FramedSession } from './framed-session.ts';

/** The variable that makes a Bun dial a collector at its start; its children inherit it, and dial too. */
export const collectorVariable = 'BUN_INSPECT_CONNECT_TO';

/** A starting program may compile for seconds before its loop turns and it answers. */
const answerTimeout: Millis = 15_000;

/** A Bun process that dialled. */
export interface Dialled {
  readonly pid: number;
  readonly session: FramedSession;
}

/**
 * Listens for the inspectors of Bun processes that are started with `environment`. Whoever reaches the socket can be
 * made to run any code, and could pretend to be the target: it lies in a folder that only this user may enter.
 */
export class Collector {
  readonly #folder: string;
  readonly #server: Server;
  readonly #sessions = new Set<FramedSession>();
  readonly #dialled: Dialled[] = [];
  /** Processes that dialled and were not heard yet. */
  #unheard = 0;

  private constructor(folder: string, server: Server) {
    this.#folder = folder;
    this.#server = server;
    server.on('connection', (socket) => void this.#welcome(socket));
  }

  static async open(): Promise<Collector> {
    // mkdtemp makes it with mode 0700.
    const folder = await mkdtemp(path.join(tmpdir(), 'heaptrail-bun-'));
    const server = createServer();
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(path.join(folder, 'inspector.sock'), resolve);
    });
    return new Collector(folder, server);
  }

  get environment(): Readonly<Record<string, string>> {
    return { [collectorVariable]: `unix://${path.join(this.#folder, 'inspector.sock')}` };
  }

  get dialled(): readonly Dialled[] {
    return this.#dialled;
  }

  /** Whether somebody dialled who did not say yet which process it is. */
  get isBusy(): boolean {
    return this.#unheard > 0;
  }

  async #welcome(socket: Socket): Promise<void> {
    const session = new FramedSession(socket, 'the program');
    this.#sessions.add(session);
    this.#unheard += 1;
    try {
      const { result } = await session.send(
        'Runtime.evaluate',
        { expression: 'process.pid', returnByValue: true },
        answerTimeout,
      );
      if (typeof result.value === 'number') this.#dialled.push({ pid: result.value, session });
    } catch {
      // It ended, or is something else: there may be others.
    } finally {
      this.#unheard -= 1;
    }
  }

  /** Nobody can dial any more, which does no harm to who tries; all but the session that is kept are closed. */
  async close(kept?: FramedSession): Promise<void> {
    this.#server.close();
    for (const session of this.#sessions) if (session !== kept) await session.close();
    await rm(this.#folder, { recursive: true, force: true });
  }
}
