import { statSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import {
  originalPositionFor,
  type SourceMapInput,
  sourceContentFor,
  TraceMap,
  traceSegment,
} from '@jridgewell/trace-mapping';
import type { Bytes, EpochMillis, Millis } from '../../format/units.ts';
import type { CodeLocation } from '../graph/code-locations.ts';
import { readRegularFile } from '../parse/regular-file.ts';
import type { OpenedRecording } from '../recording/open-recording.ts';
import { TextLines } from './text-lines.ts';

/** Files that are larger are not worth the wait: bundles of whole programs have maps of some tens of MB. */
const largestFile: Bytes = 64 << 20;
/** All that is read for one analysis. */
const largestSum: Bytes = 256 << 20;

export interface OriginalPlace extends CodeLocation {
  /** The name before a minifier changed it. */
  readonly name?: string;
}

/**
 * From places in code that runs to places in the code that was written: reads source maps (ECMA-426) inside or beside
 * the scripts that snapshots and profiles name, from this machine's disk and never from the network. Scripts that were
 * changed after the program had loaded them would lead astray: those are left as they are, and told.
 */
export class SourceMaps {
  readonly #loadedBy: EpochMillis;
  readonly #maps = new Map<string, TraceMap | undefined>();
  readonly #texts = new Map<string, TextLines | undefined>();
  /** The files as they were written that maps contain. */
  readonly #contents = new Map<string, TextLines>();
  readonly #changed = new Set<string>();
  /** The maps that lead to a file as it was written. */
  readonly #origins = new Map<string, TraceMap>();
  #unread = 0;
  #read: Bytes = 0;

  /**
   * @param loadedBy when the program had started: scripts that changed since are not those that it runs
   * @param running texts of scripts that are on no disk as they run, by their URLs
   */
  constructor(
    loadedBy: EpochMillis = Number.POSITIVE_INFINITY,
    running: Readonly<Record<string, string>> = {},
  ) {
    this.#loadedBy = loadedBy;
    for (const [url, text] of Object.entries(running)) {
      const script = fileOf(url);
      if (script !== undefined) this.#texts.set(script, new TextLines(text));
    }
  }

  /** The place as it was written; undefined if no map says so. */
  original({ url, line, column }: CodeLocation): OriginalPlace | undefined {
    const map = this.#mapOf(url);
    if (map === undefined) return undefined;
    const found = this.#ask(url, () => originalPositionFor(map, { line, column: column - 1 }));
    if (found === undefined || found.source === null) return undefined;
    this.#origins.set(fileOf(found.source) ?? found.source, map);
    return {
      url: found.source,
      line: found.line,
      column: found.column + 1,
      ...(found.name === null ? {} : { name: found.name }),
    };
  }

  /** What a map says of just this place, with the name there before a minifier changed it. */
  nameAt({ url, line, column }: CodeLocation): OriginalPlace | undefined {
    const map = this.#mapOf(url);
    if (map === undefined) return undefined;
    const segment = this.#ask(url, () => traceSegment(map, line - 1, column - 1));
    if (segment == null || segment.length === 1) return undefined;
    const [at, source, sourceLine, sourceColumn, name] = segment;
    const file = map.resolvedSources[source];
    if (file === null) return undefined;
    const isJustThere = at === column - 1 && name !== undefined;
    return {
      url: file,
      line: sourceLine + 1,
      column: sourceColumn + 1,
      ...(isJustThere ? { name: map.names[name] } : {}),
    };
  }

  /** The source from a place on that is mapped just so, as far as the next lines. */
  sourceAt({ url, line, column }: CodeLocation): string | undefined {
    const map = this.#mapOf(url);
    if (map === undefined) return undefined;
    const segment = this.#ask(url, () => traceSegment(map, line - 1, column - 1));
    if (segment == null || segment.length === 1 || segment[0] !== column - 1) return undefined;
    const [, source, sourceLine, sourceColumn] = segment;
    return this.#sourceIn(map, source)?.fromPlace({ line: sourceLine + 1, column: sourceColumn + 1 });
  }

  #sourceIn(map: TraceMap, source: number): TextLines | undefined {
    const content = map.sourcesContent?.[source] ?? undefined;
    if (content === undefined) return this.linesOf(map.resolvedSources[source] ?? '');
    const lines = this.#contents.get(content) ?? new TextLines(content);
    this.#contents.set(content, lines);
    return lines;
  }

  hasMap(url: string): boolean {
    return this.#mapOf(url) !== undefined;
  }

  /** The file that a script was made of; undefined if it was made of several. */
  onlySourceOf(url: string): string | undefined {
    const sources = new Set(this.#mapOf(url)?.resolvedSources.filter((source) => source !== null));
    return sources.size === 1 ? [...sources][0] : undefined;
  }

  /** The text of a script that runs, if it is on this machine and unchanged since the program loaded it. */
  textOf(url: string): string | undefined {
    return this.linesOf(url)?.text;
  }

  /** The same with its lines. */
  linesOf(url: string): TextLines | undefined {
    const script = fileOf(url);
    if (script === undefined) return undefined;
    if (!this.#texts.has(script)) {
      const text = this.#readFile(script);
      this.#texts.set(script, text === undefined ? undefined : new TextLines(text));
    }
    return this.#texts.get(script);
  }

  /** A file as it was written: as the map that leads to it has it, else from this machine if it is unchanged. */
  writtenText(url: string): string | undefined {
    const file = fileOf(url) ?? url;
    const map = this.#origins.get(file);
    const source = map?.resolvedSources.find((one) => fileOf(one) === file);
    return (source && map && sourceContentFor(map, source)) || this.textOf(url);
  }

  /** What could not be mapped, in words for the reader. */
  get limits(): readonly string[] {
    const changed = [...this.#changed].map((file) => basename(file));
    return [
      ...(changed.length === 0
        ? []
        : [
            `source locations in ${changed.slice(0, 3).join(', ')} are those of the running code: the files changed since the program started`,
          ]),
      ...(this.#unread === 0
        ? []
        : [
            `source locations in ${this.#unread} of the scripts are those of the running code: their source maps are too large or broken`,
          ]),
    ];
  }

  /** A map is decoded when it is first asked, and may prove broken only then. */
  #ask<Answer>(url: string, question: () => Answer): Answer | undefined {
    try {
      return question();
    } catch {
      this.#maps.set(url, undefined);
      this.#unread++;
      return undefined;
    }
  }

  #mapOf(url: string): TraceMap | undefined {
    if (!this.#maps.has(url)) this.#maps.set(url, this.#load(url));
    return this.#maps.get(url);
  }

  #load(url: string): TraceMap | undefined {
    const script = fileOf(url);
    if (script === undefined) return undefined;
    const reference = referenceIn(this.textOf(url) ?? '');
    if (reference === undefined) return undefined;
    const inline = inlineMap(reference);
    const file = inline === undefined ? besideScript(reference, script) : script;
    const text = inline ?? (file === undefined ? undefined : this.#readFile(file));
    if (text === undefined || file === undefined) return undefined;
    try {
      return new TraceMap(JSON.parse(text) as SourceMapInput, pathToFileURL(file).href);
    } catch {
      this.#unread++;
      return undefined;
    }
  }

  /** Regular files alone: names come out of the heap, and reading a pipe or a device would not end. */
  #readFile(file: string): string | undefined {
    try {
      const found = statSync(file, { throwIfNoEntry: false });
      if (found === undefined || !found.isFile()) return undefined;
      if (found.mtimeMs > this.#loadedBy) {
        this.#changed.add(file);
        return undefined;
      }
      if (found.size > largestFile || this.#read + found.size > largestSum) {
        this.#unread++;
        return undefined;
      }
      this.#read += found.size;
      return readRegularFile(file);
    } catch {
      return undefined;
    }
  }
}

/** The clock of a process's start is coarse, and a program loads what was there before. */
const startTolerance: Millis = 1_000;

/** When the recorded program had started, as far as that is known. */
export function startOf({ manifest, captures }: OpenedRecording): EpochMillis | undefined {
  const start = manifest?.target.startedAt ?? manifest?.startedAt ?? captures[0]?.at;
  return start === undefined ? undefined : start + startTolerance;
}

function fileOf(url: string): string | undefined {
  if (url.startsWith('/')) return url;
  if (!url.startsWith('file://')) return undefined;
  try {
    return fileURLToPath(url.replace(/[?#].*$/, ''));
  } catch {
    return undefined;
  }
}

/** The last `//# sourceMappingURL=` of a script; an earlier one may stand in a string of the program. */
function referenceIn(script: string): string | undefined {
  const at = Math.max(
    script.lastIndexOf('//# sourceMappingURL='),
    script.lastIndexOf('//@ sourceMappingURL='),
  );
  return at < 0 ? undefined : /^\S+/.exec(script.slice(at + '//# sourceMappingURL='.length))?.[0];
}

/** The text of a map that stands in the script itself. */
function inlineMap(reference: string): string | undefined {
  const [, base64, data] = /^data:application\/json[^,]*?(;base64)?,(.*)$/s.exec(reference) ?? [];
  if (data === undefined) return undefined;
  if (base64 !== undefined) return Buffer.from(data, 'base64').toString('utf8');
  try {
    return decodeURIComponent(data);
  } catch {
    return undefined;
  }
}

function besideScript(reference: string, script: string): string | undefined {
  try {
    return fileOf(new URL(reference, pathToFileURL(script)).href);
  } catch {
    return undefined;
  }
}
