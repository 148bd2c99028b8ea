import type { Columns, Row } from './columns.ts';
import { jsonIn, rowsOfJson } from './json-line.ts';
import { keyValuesIn } from './key-values-line.ts';
import type { Observation } from './observation.ts';
import type { TelemetryFormat } from './telemetry-format.ts';

/** Most lines of a log are about something else and are not worth parsing. */
const hint = /rss|rsize|resident|heap|vsz/i;
/** `dispatch[4711]:`, as syslog and journald write it. */
const syslogPid = /[\w.-]\[(\d+)\]:/;

/** An object over more lines than this is no telemetry. */
const longestObject = 64;

/**
 * A program's own log: JSON lines, JSON behind a text (`memory:periodic {…}`), or pairs of names and values. Every
 * text may be one, so this comes last; a line counts where it tells the size of a process or its heap, because a
 * lone `external` or `children` may be anything. Objects may go over several lines, as `console.log` prints them.
 */
export const logLines: TelemetryFormat = {
  name: 'a log with JSON or name=value pairs',
  open(_head, columns) {
    const named = columns.bindings.mapped.map(({ column }) => column.split('.').at(-1)!.toLowerCase());
    const objects = new OpenObject();
    return {
      read(line) {
        return objects.take(line) ? readWhole(objects.text) : [];
      },
    };

    function readWhole(line: string): readonly Observation[] | 'torn' {
      if (!hint.test(line) && !named.some((name) => line.toLowerCase().includes(name))) return [];
      const json = jsonIn(line);
      if (json === 'torn') return hint.test(line) ? 'torn' : [];
      if (json === undefined) return telling([observeText(line, keyValuesIn(line), columns)], columns);
      const aside = asideOf(json.prefix, columns);
      return telling(
        rowsOfJson(json.value).map(({ cells, pid }) =>
          columns.observe(cells, pid === undefined ? aside : { ...aside, pid }),
        ),
        columns,
      );
    }
  },
};

/** Joins the lines of an object that is open at the end of one of them. */
class OpenObject {
  #lines: string[] = [];
  #depth = 0;

  /** The line, or all lines of the object that it closes. */
  text = '';

  /** True where `text` is whole. */
  take(line: string): boolean {
    // What is printed over lines is indented: anything else begins anew, and the object before it was torn.
    if (this.#depth > 0 && !/^[\s}\]]/.test(line)) this.#reset();
    const opens = /[{[]$/.test(line.trimEnd());
    if (this.#depth === 0 && !opens) {
      this.text = line;
      return true;
    }
    this.#lines.push(line);
    this.#depth += opens ? 1 : 0;
    if (/^\s*[}\]]/.test(line)) this.#depth--;
    if (this.#depth > 0 && this.#lines.length < longestObject) return false;
    this.text = this.#lines.join(' ');
    this.#reset();
    return true;
  }

  #reset(): void {
    this.#lines = [];
    this.#depth = 0;
  }
}

function observeText(line: string, cells: Row, columns: Columns): Observation | undefined {
  if (![...cells.keys()].some((name) => columns.bindings.measures(name))) return undefined;
  return columns.observe(cells, asideOf(line, columns));
}

function asideOf(prefix: string, columns: Columns): { at?: number | undefined; pid?: string | undefined } {
  if (prefix === '') return {};
  return { at: columns.moments.find(prefix), pid: syslogPid.exec(prefix)?.[1] };
}

function telling(
  observations: ReadonlyArray<Observation | undefined>,
  columns: Columns,
): readonly Observation[] {
  return observations.filter((observation): observation is Observation => {
    if (observation === undefined) return false;
    const { rss, rssAnonymous, heapUsed, heapTotal, virtualSize } = observation.memory;
    const known = rss ?? rssAnonymous ?? heapUsed ?? heapTotal ?? virtualSize;
    return known !== undefined || columns.bindings.mapped.length > 0;
  });
}
