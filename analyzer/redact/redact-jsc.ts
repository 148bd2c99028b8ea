import { areNamedByData } from '../graph/dictionaries.ts';
import type { FileWindow } from '../parse/file-window.ts';
import { type JscFile, readJscFile } from '../parse/jsc/jsc-file.ts';
import { skipValue } from '../parse/json-skip.ts';
import { eachKey } from '../parse/object-keys.ts';
import { Pseudonyms } from './pseudonyms.ts';
import { publicName, publicProperty } from './public-name.ts';
import type { SectionRange } from './read-for-redaction.ts';
import { type RedactedSection, writeNothing } from './redacted-section.ts';

/**
 * What is written anew of a snapshot of JavaScriptCore. It has no strings with their contents, but keys of dictionaries
 * are names of edges, and one for work on the engine labels its nodes with what they say.
 * @throws SnapshotError
 */
export function redactJsc(window: FileWindow): RedactedSection[] {
  const file = readJscFile(window);
  const ranges = rangesOf(window);
  const pseudonyms = new Pseudonyms();
  const keys = dictionaryKeys(file);
  const renamed: Readonly<Record<string, (text: string, at: number) => string>> = {
    nodeClassNames: (text) => publicName(text, pseudonyms),
    labels: (text) => publicProperty(text, pseudonyms),
    edgeNames: (text, at) => (keys.has(at) ? pseudonyms.of(text) : publicProperty(text, pseudonyms)),
  };
  const texts: Readonly<Record<string, readonly string[]>> = {
    nodeClassNames: file.classNames,
    labels: file.labels,
    edgeNames: file.edgeNames,
  };
  return [...ranges].flatMap(([key, range]) => {
    const before = texts[key];
    if (before === undefined) return ofTheFormat.has(key) ? [] : [{ ...range, write: writeNothing }];
    const after = before.map(renamed[key]);
    const replaced = after.filter((text, at) => text !== before[at]).length;
    return [
      {
        ...range,
        write: (output) => {
          output.text(JSON.stringify(after));
          return replaced;
        },
      },
    ];
  });
}

const ofTheFormat = new Set(['version', 'type', 'nodes', 'edges', 'edgeTypes', 'roots', 'heaptrail']);

function rangesOf(window: FileWindow): Map<string, SectionRange> {
  const ranges = new Map<string, SectionRange>();
  window.seek(0);
  eachKey(window, (key) => {
    const from = window.offset;
    skipValue(window);
    ranges.set(key, { from, to: window.offset });
    return true;
  });
  return ranges;
}

/** Names of edges that are keys of dictionaries and nothing else: those from an object to many of one class. */
function dictionaryKeys({ edges, edgeTypes, nodes, order }: JscFile): ReadonlySet<number> {
  const { firstEdge, to, type, data, count } = edges;
  const property = edgeTypes.indexOf('Property');
  const variable = edgeTypes.indexOf('Variable');
  const keys = new Set<number>();
  const names = new Set<number>();
  const classOf = (edge: number) => nodes.className[order.rows[to[edge]]];
  for (let node = 0; node < nodes.count; node++) {
    const counts = new Map<number, number>();
    const end = firstEdge[node + 1];
    for (let edge = firstEdge[node]; edge < end; edge++) {
      if (type[edge] === property) counts.set(classOf(edge), (counts.get(classOf(edge)) ?? 0) + 1);
    }
    for (let edge = firstEdge[node]; edge < end; edge++) {
      if (type[edge] !== property) continue;
      (areNamedByData(counts.get(classOf(edge)) ?? 0) ? keys : names).add(data[edge]);
    }
  }
  for (let edge = 0; edge < count; edge++) if (type[edge] === variable) names.add(data[edge]);
  for (const name of names) keys.delete(name);
  return keys;
}
