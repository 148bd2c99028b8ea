import type { CodeLocation } from '../graph/code-locations.ts';
import type { Originals, WrittenName } from '../graph/originals.ts';
import { type Scope, scopesAround, scopesOf } from './scopes.ts';
import type { SourceMaps } from './source-maps.ts';
import type { TextLines } from './text-lines.ts';

/** Longer scripts take seconds to read. */
const longestScript = 16 << 20;
/** How far before its parameters a function may have its name: `const handle = async function (`. */
const nameWithin = 120;
/** What CommonJS gives a module is declared nowhere in it. */
const givenNames = new Set(['exports', 'require', 'module', '__filename', '__dirname', 'this', 'arguments']);

interface Script {
  readonly text: string;
  readonly top: Scope;
  readonly lines: TextLines;
}

/**
 * What variables, functions and classes were called before a minifier renamed them, and where they are declared. The
 * heap knows the name of a variable and a function that sees it; the script says which declaration that is; and the map
 * says what stood there. A declaration that cannot be told from another one keeps its name.
 */
export class WrittenCode implements Originals {
  readonly #sources: SourceMaps;
  readonly #mapped = new Map<string, boolean>();
  readonly #scripts = new Map<string, Script | undefined>();
  readonly #variables = new Map<string, readonly ReadonlyMap<string, WrittenName>[]>();
  readonly #functions = new Map<string, string | undefined>();

  constructor(sources: SourceMaps) {
    this.#sources = sources;
  }

  isMapped(url: string): boolean {
    let isMapped = this.#mapped.get(url);
    if (isMapped === undefined) {
      isMapped = this.#sources.hasMap(url);
      this.#mapped.set(url, isMapped);
    }
    return isMapped;
  }

  place(running: CodeLocation): CodeLocation | undefined {
    return this.#sources.original(running);
  }

  file(url: string): string | undefined {
    return this.#sources.onlySourceOf(url);
  }

  functionName(running: CodeLocation, name: string): string | undefined {
    if (!this.isMapped(running.url)) return undefined;
    const key = `${running.url}:${running.line}:${running.column}:${name}`;
    if (!this.#functions.has(key))
      this.#functions.set(
        key,
        name === '' ? this.#nameInSource(running) : this.#readFunctionName(running, name),
      );
    return this.#functions.get(key);
  }

  privateName(running: CodeLocation, name: string): string | undefined {
    return this.isMapped(running.url) ? this.#readFunctionName(running, name) : undefined;
  }

  variables(
    inside: CodeLocation,
    scopes: readonly (readonly string[])[],
  ): readonly ReadonlyMap<string, WrittenName>[] {
    const key = `${inside.url}:${inside.line}:${inside.column}:${scopes.join(';')}`;
    let found = this.#variables.get(key);
    if (found === undefined) {
      found = this.#readVariables(inside, scopes);
      this.#variables.set(key, found);
    }
    return found;
  }

  moduleVariable(url: string, name: string): WrittenName | undefined {
    const script = this.#scriptOf(url);
    const at = script?.top.names.get(name);
    return script === undefined || at === undefined ? undefined : this.#written(url, script, name, at);
  }

  #readFunctionName(running: CodeLocation, name: string): string | undefined {
    const script = this.#scriptOf(running.url);
    const at = script?.lines.offsetOf(running);
    if (script === undefined || at === undefined) return undefined;
    const declared =
      nameBefore(script.text, at, name) ??
      scopesAround(script.top, at)
        .find(({ names }) => names.has(name))
        ?.names.get(name);
    if (declared === undefined) return undefined;
    const written = this.#written(running.url, script, name, declared).name;
    return written === name ? undefined : written;
  }

  /** A minifier drops the name of a function expression that nobody calls by it: the source still has it. */
  #nameInSource(running: CodeLocation): string | undefined {
    const script = this.#scriptOf(running.url);
    const at = script?.lines.offsetOf(running);
    if (script === undefined || at === undefined) return undefined;
    const [own] = scopesAround(script.top, at);
    const source = this.#sources.sourceAt({ url: running.url, ...script.lines.placeOf(own.start) });
    return /^(?:async\s+)?function\s*\*?\s*([\p{ID_Start}$_][\p{ID_Continue}$]*)/u.exec(source ?? '')?.[1];
  }

  /**
   * Scopes of the heap are a part of those of the script: the ones with variables that a function closes over. The
   * nearest one that declares all that a scope of the heap has is the same one.
   */
  #readVariables(
    inside: CodeLocation,
    scopes: readonly (readonly string[])[],
  ): readonly ReadonlyMap<string, WrittenName>[] {
    const script = this.#scriptOf(inside.url);
    const at = script?.lines.offsetOf(inside);
    if (script === undefined || at === undefined) return [];
    const around = withoutOwn(scopesAround(script.top, at), script.text, at);
    let from = 0;
    return scopes.map((all) => {
      const names = all.filter((name) => !givenNames.has(name));
      const nearest = around.findIndex(
        (scope, k) => k >= from && names.every((name) => scope.names.has(name)),
      );
      if (nearest < 0 || names.length === 0) return new Map();
      from = nearest + 1;
      return new Map(
        names.map((name) => [
          name,
          this.#written(inside.url, script, name, around[nearest].names.get(name)!),
        ]),
      );
    });
  }

  #written(url: string, script: Script, name: string, at: number): WrittenName {
    const place = { url, ...script.lines.placeOf(at) };
    const mapped = this.#sources.nameAt(place);
    if (mapped === undefined) return { name, place };
    const { name: original = name, ...written } = mapped;
    return { name: original, place: written };
  }

  #scriptOf(url: string): Script | undefined {
    if (!this.#scripts.has(url)) {
      const lines = this.#sources.linesOf(url);
      const isReadable = lines !== undefined && lines.text.length <= longestScript;
      this.#scripts.set(url, isReadable ? { text: lines.text, top: scopesOf(lines.text), lines } : undefined);
    }
    return this.#scripts.get(url);
  }
}

/** A function at its own place sees the scopes around it; its own variables belong to the functions in it. */
function withoutOwn(around: readonly Scope[], text: string, at: number): readonly Scope[] {
  const [own] = around;
  const isOwn = own.isFunction && own.parent !== undefined && !/[{]|=>/.test(text.slice(own.start, at));
  return isOwn ? around.slice(1) : around;
}

/** `function name(`, `name = (`, `name: async function (`, `name(`: where the name stands that a function has by its code. */
function nameBefore(text: string, at: number, name: string): number | undefined {
  const before = text.slice(Math.max(0, at - nameWithin - name.length), at);
  const found = before.lastIndexOf(name);
  if (found < 0 || /[\w$]$/.test(before.slice(0, found))) return undefined;
  const between = before.slice(found + name.length);
  if (!/^\s*([=:]\s*)?(async\b\s*)?(function\b\s*\*?\s*)?$/.test(between)) return undefined;
  return at - before.length + found;
}
