import type { Cell, Row } from './columns.ts';

/** One object of a line: its cells by dotted path, and its process where it is one of several in the line. */
export interface JsonRow {
  readonly cells: Row;
  readonly pid?: string;
}

/** Deeper than any logger nests, and shallow enough for the stack. */
const deepest = 12;

export interface JsonPart {
  /** What stands before the JSON: a level, a time, `memory:periodic`. */
  readonly prefix: string;
  readonly value: object;
}

/** The JSON object or array that the line ends with, whatever stands before it. */
export function jsonIn(line: string): JsonPart | 'torn' | undefined {
  const start = line.search(/[{[]/);
  if (start < 0) return undefined;
  // `[info] {…}`: the first bracket may be the logger's own.
  for (const from of new Set([start, line.indexOf('{')])) {
    if (from < 0) continue;
    const value = parse(line.slice(from));
    if (typeof value === 'object' && value !== null) return { prefix: line.slice(0, from), value };
  }
  return /\{\s*"/.test(line) ? 'torn' : undefined;
}

/**
 * The numbers and texts of a JSON value by dotted path. Elements of an array are rows of their own where each has a pid
 * or a time, and at the top: a list of samples.
 */
export function rowsOfJson(value: object): readonly JsonRow[] {
  const rows: JsonRow[] = [];
  const top = new Map<string, Cell>();
  if (!Array.isArray(value)) {
    gather(value, '', top, rows, 0);
    return [{ cells: top }, ...rows];
  }
  for (const element of value) {
    if (typeof element === 'object' && element !== null) rowsOfElement(element, new Map(), rows, 0);
  }
  return rows;
}

function rowsOfElement(element: object, around: Row, rows: JsonRow[], depth: number): void {
  const own = new Map(around);
  const pid = pidOf(element);
  rows.push({ cells: own, ...(pid === undefined ? {} : { pid }) });
  gather(element, '', own, rows, depth);
}

function gather(value: object, path: string, cells: Map<string, Cell>, rows: JsonRow[], depth: number): void {
  if (depth > deepest) return;
  const isArray = Array.isArray(value);
  for (const [key, part] of Object.entries(value)) {
    const name = isArray ? `${path}[]` : path === '' ? key : `${path}.${key}`;
    if (typeof part === 'number' || typeof part === 'string') {
      if (!cells.has(name)) cells.set(name, part);
      // Container runtimes and journald wrap the line that the program wrote.
      const wrapped = typeof part === 'string' && part.includes('{') ? jsonIn(part.trim()) : undefined;
      if (typeof wrapped === 'object') gather(wrapped.value, name, cells, rows, depth + 1);
    } else if (typeof part === 'object' && part !== null) {
      const pid = isArray ? pidOf(part) : undefined;
      if (pid === undefined && isArray && hasTime(part)) rowsOfElement(part, cells, rows, depth + 1);
      else if (pid === undefined) gather(part, name, cells, rows, depth + 1);
      else {
        const own = new Map(cells);
        gather(part, name, own, rows, depth + 1);
        rows.push({ cells: own, pid });
      }
    }
  }
}

const timeNames = /^(?:@?timestamp|time|ts|date|at|t|uptime)$/i;

function hasTime(value: object): boolean {
  return !Array.isArray(value) && Object.keys(value).some((key) => timeNames.test(key));
}

function pidOf(value: object): string | undefined {
  const { pid } = value as { pid?: unknown };
  return typeof pid === 'number' || typeof pid === 'string' ? String(pid) : undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
