/** What a log says beside sizes and ends: which files the process left, and what it was doing. */
export interface Clues {
  /** Snapshots and reports that were written when it died. */
  readonly files: readonly string[];
  /** What V8 was doing when memory ran out. */
  readonly doing?: string;
  /** The function of the program that ran then; only old versions tell. */
  readonly frame?: string;
}

const wroteSnapshot = /\bWrote snapshot to (\S.{0,1000}?\.heapsnapshot)\b/;
const wroteReport = /\bWriting Node\.js report to file: (\S{1,1000}\.json)\b/;
/** `    1: remember [/app/src/sessions.js:12] …` */
const jsFrame =
  /^\s{1,8}\d{1,3}: (?:\/\* \w{1,20} \*\/ )?([\w.$#<>]{1,80}).{0,200}?\[((?:file:\/\/)?\/[^\]]{1,300}?:\d{1,9})\]/;

/** What the stack of the native code tells. It is what needed memory last, and need not be what holds most. */
const doings: readonly (readonly [pattern: RegExp, words: string])[] = [
  [/\bRuntime_MapGrow\b|OrderedHashTable<v8::internal::OrderedHashMap/, 'a Map was growing'],
  [/\bRuntime_SetGrow\b|OrderedHashTable<v8::internal::OrderedHashSet/, 'a Set was growing'],
  [/\bJsonParser\b|Builtin_JsonParse\b/, 'JSON was being parsed'],
  [/\bJsonStringifier\b|Builtin_JsonStringify\b/, 'JSON was being written'],
  [/\bRuntime_GrowArrayElements\b|GrowFastElements\b/, 'an array was growing'],
  [/\bRuntime_StringSplit\b/, 'a string was being split'],
  [/\bFactory::NewConsString\b|\bString::SlowFlatten\b/, 'a string was being joined'],
  [/\bRegExp(?:Impl)?::|Runtime_RegExp/, 'a regular expression was running'],
  [/\bArrayBuffer\b.{0,40}\bAllocate\b/, 'an ArrayBuffer was being made'],
];

const mostFiles = 20;
const longestLine = 4_096;

/** Gathers clues from the lines of a log, in bounded memory. */
export class ClueReader {
  readonly #files = new Set<string>();
  #doing: string | undefined;
  #frame: string | undefined;
  #rest = '';

  /** The next part of a log, wherever it is cut. */
  takeText(text: string): void {
    const lines = (this.#rest + text).split('\n');
    const rest = lines.pop() ?? '';
    this.#rest = rest.length > longestLine ? '' : rest;
    for (const line of lines) this.take(line);
  }

  take(line: string): void {
    if (line.length > longestLine) return;
    const file = wroteSnapshot.exec(line)?.[1] ?? wroteReport.exec(line)?.[1];
    if (file !== undefined && this.#files.size < mostFiles) this.#files.add(file);
    if (line.includes('v8::internal') || line.includes('Builtin_'))
      this.#doing ??= doings.find(([pattern]) => pattern.test(line))?.[1];
    const frame = this.#frame === undefined && line.includes('[') ? jsFrame.exec(line) : null;
    if (frame !== null) this.#frame = `${frame[1]} (${frame[2]})`;
  }

  get clues(): Clues {
    return {
      files: [...this.#files],
      ...(this.#doing === undefined ? {} : { doing: this.#doing }),
      ...(this.#frame === undefined ? {} : { frame: this.#frame }),
    };
  }
}
