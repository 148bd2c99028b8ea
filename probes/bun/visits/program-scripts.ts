import type { Millis } from '../../../format/units.ts';
import type { JscSession } from '../jsc-session.ts';
import { mostNames } from './limits.ts';

const sourceTimeout: Millis = 10_000;

/** The scripts of the program, not those of the runtime. */
export class ProgramScripts {
  readonly #session: JscSession;
  readonly #files = new Map<string, string>();
  readonly #names = new Map<string, readonly string[]>();

  constructor(session: JscSession) {
    this.#session = session;
    session.on('Debugger.scriptParsed', ({ scriptId, url }) => {
      if (isProgramFile(url)) this.#files.set(scriptId, url);
    });
  }

  fileOf(scriptId: string): string | undefined {
    return this.#files.get(scriptId);
  }

  /** The words of a script that was read: the variables of its module are among them. */
  namesIn(scriptId: string): readonly string[] | undefined {
    return this.#names.get(scriptId);
  }

  /** All that were seen so far: the program's own files first, then those that were installed. */
  get ids(): readonly string[] {
    const isInstalled = (id: string) => Number(this.#files.get(id)!.includes('/node_modules/'));
    return [...this.#files.keys()].sort((a, b) => isInstalled(a) - isInstalled(b));
  }

  /** JavaScriptCore does not list the variables of a module, so their names come from its source. */
  async read(scriptId: string): Promise<string> {
    const { scriptSource } = await this.#session.send(
      'Debugger.getScriptSource',
      { scriptId },
      sourceTimeout,
    );
    this.#names.set(scriptId, wordsIn(scriptSource));
    return scriptSource;
  }
}

/** Each word that may be a name, once. Comments and strings have some as well, which no scope knows. */
export function wordsIn(source: string): readonly string[] {
  const words = new Set<string>();
  for (const [word] of source.matchAll(/[\p{ID_Start}$_][\p{ID_Continue}$]*/gu)) {
    words.add(word);
    if (words.size === mostNames) break;
  }
  return [...words];
}

export function isProgramFile(url: string): boolean {
  return url !== '' && !/^(?:node|bun|builtin|evalmachine)\b[:.]/.test(url);
}
