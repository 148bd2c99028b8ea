import type { EpochMillis } from '../../../format/units.ts';
import type { Aside, Columns, Row } from './columns.ts';
import { IndentedEntry, isIndented } from './indented-entry.ts';
import { jsonIn, rowsOfJson } from './json-line.ts';
import { jsonShapes } from './json-shapes/json-shapes.ts';
import { keyValuesIn } from './key-values-line.ts';
import type { Observation } from './observation.ts';
import { OpenObject } from './open-object.ts';
import type { TelemetryFormat } from './telemetry-format.ts';

/** Most lines of a log are about something else and are not worth parsing. */
const hint =
  /rss|rsize|resident|heap|vsz|vms\b|vm_?size|vsize|virtual_?(?:size|mem)|cgroup|memusage|mem_usage|"mem|memory_|"result"|workingset|working_set|pss\b|oomkilled|"exitcode"|anon|swap/i;
/** `INFO (4711):`, as pino writes it for people. */
const prettyPid = /\b[A-Z]{4,5} \((?:[\w.-]{1,60}\/)?(\d{1,10})(?: on [\w.-]{1,80})?\):/;
/** Names and pids stand before what is told. */
const farthestIn = 512;

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
    const entry = new IndentedEntry();
    let openedAt: EpochMillis | undefined;
    return {
      read(line, { at }) {
        if (!objects.isOpen && entry.goesOn(line)) return [];
        const before = told(entry);
        const wasOpen = objects.isOpen;
        const isWhole = objects.take(line);
        const isAlone = isWhole && objects.text === line;
        if (!wasOpen || isAlone) {
          if (!isIndented(line)) entry.begin(line, at ?? columns.moments.find(line.slice(0, farthestIn)));
          openedAt = at ?? (isIndented(line) ? entry.at : undefined);
        }
        if (!isWhole) return before;
        const said = readWhole(objects.text, openedAt ?? at);
        return said === 'torn' || said === undefined
          ? before.length > 0
            ? before
            : said
          : [...before, ...said];
      },
      end() {
        const before = told(entry);
        const rest = objects.rest();
        const said = rest === '' ? [] : readWhole(rest, openedAt);
        return said === 'torn' || said === undefined ? before : [...before, ...said];
      },
    };

    function told(entry: IndentedEntry): readonly Observation[] {
      const text = entry.take();
      const said = text === '' ? undefined : readWhole(text, entry.at);
      return said === 'torn' || said === undefined ? [] : said;
    }

    function readWhole(
      line: string,
      at: EpochMillis | undefined,
    ): readonly Observation[] | 'torn' | undefined {
      if (!hint.test(line) && !named.some((name) => line.toLowerCase().includes(name))) return undefined;
      const json = jsonIn(line);
      if (json === 'torn') return hint.test(line) ? 'torn' : undefined;
      if (json === undefined) {
        const observation = observeText(line, keyValuesIn(line), at, columns);
        return observation === undefined ? undefined : telling([observation], columns);
      }
      const aside = asideOf(json.prefix, at, columns);
      return shaped(json.value, aside) ?? rows(json.value, aside, columns);
    }
  },
};

/** What a tool wrote in its own structure. */
function shaped(value: object, aside: Aside): readonly Observation[] | undefined {
  for (const shape of jsonShapes) {
    const observations = shape.read(value);
    if (observations !== undefined)
      return observations.map((each) => (aside.at === undefined ? each : { at: aside.at, ...each }));
  }
  return undefined;
}

function rows(value: object, aside: Aside, columns: Columns): readonly Observation[] {
  return telling(
    rowsOfJson(value).map(({ cells, pid }) =>
      columns.observe(cells, pid === undefined ? aside : { ...aside, pid }),
    ),
    columns,
  );
}

function observeText(
  line: string,
  cells: Row,
  at: EpochMillis | undefined,
  columns: Columns,
): Observation | undefined {
  if (![...cells.keys()].some((name) => columns.bindings.measures(name))) return undefined;
  return columns.observe(cells, asideOf(line, at, columns));
}

function asideOf(prefix: string, at: EpochMillis | undefined, columns: Columns): Aside {
  const text = prefix.slice(0, farthestIn);
  return text.trim() === ''
    ? { at }
    : { at: at ?? columns.moments.find(text), pid: prettyPid.exec(text)?.[1] };
}

function telling(
  observations: ReadonlyArray<Observation | undefined>,
  columns: Columns,
): readonly Observation[] {
  return observations.filter((observation): observation is Observation => {
    if (observation === undefined) return false;
    const { rss, rssAnonymous, heapUsed, heapTotal, virtualSize, swap, cgroupUsage, machineUsed } =
      observation.memory;
    const known =
      rss ?? rssAnonymous ?? heapUsed ?? heapTotal ?? virtualSize ?? swap ?? cgroupUsage ?? machineUsed;
    return known !== undefined || columns.bindings.mapped.length > 0;
  });
}
