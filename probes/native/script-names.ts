import { randomUUID } from 'node:crypto';
import { accessSync, constants, existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** Where Node writes lists of its code, whatever the system calls its folder for such files. */
const listsIn = '/tmp';

/**
 * Lets a Node program tell where its functions are. Node then leaves a list of its code behind, and V8 a log of each of its
 * heaps. Programs that it forks have the same options and leave the same.
 */
export class ScriptNames {
  readonly #folder: string;
  readonly #log = `heaptrail-${randomUUID()}.log`;

  /** @returns undefined if the folder cannot be written: V8 would write its log to the output of the program. */
  static in(where = listsIn): ScriptNames | undefined {
    try {
      accessSync(where, constants.W_OK);
      return new ScriptNames(where);
    } catch {
      return undefined;
    }
  }

  private constructor(where: string) {
    this.#folder = where;
  }

  /** The command, so that functions of JavaScript have names on native stacks. */
  told([node = '', ...args]: readonly string[]): readonly string[] {
    const flags = [
      '--perf-basic-prof',
      // Each function that is interpreted has an address of its own.
      '--interpreted-frames-native-stack',
      // V8 opens it along with them, and else in the directory of the program.
      `--logfile=${join(this.#folder, this.#log)}`,
    ];
    return [node, ...flags.filter((flag) => !args.includes(flag)), ...args];
  }

  /** What the program and all that it forked left behind, but for those that still run: `isolate-0x…-PID-heaptrail-….log`. */
  remove(): void {
    const logs = readdirSync(this.#folder).filter((name) => name.endsWith(this.#log));
    for (const log of logs) {
      const pid = /^isolate-0x[0-9a-f]+-(\d+)-/.exec(log)?.[1];
      if (pid !== undefined && existsSync(`/proc/${pid}`)) continue;
      rmSync(join(this.#folder, log), { force: true });
      if (pid !== undefined) rmSync(join(listsIn, `perf-${pid}.map`), { force: true });
    }
  }
}
