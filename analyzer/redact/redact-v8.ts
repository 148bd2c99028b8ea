import type { FileWindow } from '../parse/file-window.ts';
import { NumberArray } from '../parse/number-array.ts';
import type { StringIndex } from '../parse/snapshot-columns.ts';
import { StringFile } from '../parse/string-file.ts';
import type { OutputFile } from './output-file.ts';
import { idsInPair, redactedPair } from './pair-names.ts';
import { Pseudonyms } from './pseudonyms.ts';
import { publicDescription, publicName, publicProperty } from './public-name.ts';
import { type ReadForRedaction, readForRedaction } from './read-for-redaction.ts';
import { type RedactedSection, writeNothing } from './redacted-section.ts';
import { isContent, type StringUses, Use, usesOfStrings } from './string-uses.ts';

/** What is written anew of a snapshot of V8. @throws SnapshotError */
export function redactV8(window: FileWindow): RedactedSection[] {
  const read = readForRedaction(window);
  const table = new StringFile(window.file, window.descriptor, read.strings);
  const uses = usesOfStrings(read, table);
  return [
    { ...read.nodesRange, write: (output) => writeNodes(output, window, read, uses) },
    { ...read.stringsRange, write: (output) => writeStrings(output, table, read, uses) },
    // What V8 does not write itself may hold anything.
    ...read.foreignRanges.map((range) => ({ ...range, write: writeNothing })),
  ];
}

/** The same records, but a string node that shares its text with a name gets a text of its own. */
function writeNodes(
  output: OutputFile,
  window: FileWindow,
  { header, nodesRange, nodes }: ReadForRedaction,
  { ownText }: StringUses,
): number {
  const { fieldCount, name } = header.node;
  window.seek(nodesRange.from);
  const numbers = new NumberArray(window, 'nodes');
  output.text('[');
  for (let node = 0; node < header.nodeCount; node++) {
    const record = numbers.take(fieldCount)!;
    if (isContent(nodes.nodeType[node])) record[name] = ownText.get(record[name]) ?? record[name];
    output.text(`${node === 0 ? '' : ','}${record.join(',')}\n`);
  }
  output.text(']');
  return 0;
}

function writeStrings(
  output: OutputFile,
  table: StringFile,
  read: ReadForRedaction,
  { use, ownText }: StringUses,
): number {
  const { strings } = read;
  const pseudonyms = new Pseudonyms();
  for (let index = 0; index < strings.count; index++) {
    if (use[index] > Use.key && table.span(index) < pseudonyms.reservable)
      pseudonyms.reserve(table.get(index));
  }
  const isContentNode = contentInPairs(read, table);
  const redacted = (index: StringIndex): string => {
    const text = table.get(index);
    switch (use[index]) {
      case Use.property:
        return publicProperty(text, pseudonyms);
      case Use.name:
        return publicName(text, pseudonyms);
      case Use.description:
        return publicDescription(text, pseudonyms);
      case Use.engine:
        return redactedPair(text, pseudonyms, isContentNode) ?? text;
      default:
        return pseudonyms.of(text);
    }
  };
  let replaced = ownText.size;
  output.text('[');
  for (let index = 0; index < strings.count; index++) {
    const text = redacted(index);
    if (text !== table.get(index)) replaced++;
    output.text(`${index === 0 ? '' : ',\n'}${JSON.stringify(text)}`);
  }
  for (const name of ownText.keys()) output.text(`,\n${JSON.stringify(pseudonyms.of(table.get(name)))}`);
  output.text(']');
  return replaced;
}

/** Which objects of pairs in WeakMaps are strings, by id. */
function contentInPairs({ nodes, strings }: ReadForRedaction, table: StringFile): (id: number) => boolean {
  const wanted = new Set(strings.pairNames.flatMap((index) => idsInPair(table.get(index))));
  const contents = new Set<number>();
  for (let node = 0; wanted.size > 0 && node < nodes.nodeId.length; node++) {
    if (isContent(nodes.nodeType[node]) && wanted.has(nodes.nodeId[node])) contents.add(nodes.nodeId[node]);
  }
  return (id) => contents.has(id);
}
