import type { CodeLocation } from '../graph/code-locations.ts';
import { wordsOfFunction } from './function-words.ts';
import type { SourceMaps } from './source-maps.ts';

/** How far before its parameters a function may have its name: `const handle = async function (`. */
const nameWithin = 200;

/** What functions say in their code, if that is on this machine. Places are those of code that runs. */
export class FunctionTexts {
  readonly #sources: SourceMaps;
  readonly #known = new Map<string, ReadonlySet<string> | undefined>();

  constructor(sources: SourceMaps) {
    this.#sources = sources;
  }

  /** @param name as the engine has it; empty for anonymous functions */
  wordsAt(place: CodeLocation, name: string): ReadonlySet<string> | undefined {
    const key = `${place.url}:${place.line}:${place.column}`;
    if (!this.#known.has(key)) this.#known.set(key, this.#read(place, name));
    return this.#known.get(key);
  }

  #read(place: CodeLocation, name: string): ReadonlySet<string> | undefined {
    const lines = this.#sources.linesOf(place.url);
    const at = lines?.offsetOf(place);
    if (lines === undefined || at === undefined) return undefined;
    const { text } = lines;
    // A loader may run other code than what stands in the file: then the place means nothing there.
    const own = name.replace(/^.*[. ]/, '');
    const around = text.slice(Math.max(0, at - nameWithin), at + nameWithin);
    return around.includes(own) ? wordsOfFunction(text, at) : undefined;
  }
}
