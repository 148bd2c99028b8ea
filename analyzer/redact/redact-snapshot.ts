import { closeSync, openSync, renameSync, rmSync } from 'node:fs';
import type { Bytes } from '../../format/units.ts';
import { FileWindow } from '../parse/file-window.ts';
import { NumberArray } from '../parse/number-array.ts';
import { StringFile } from '../parse/string-file.ts';
import { OutputFile } from './output-file.ts';
import { Pseudonyms } from './pseudonyms.ts';
import { type ReadForRedaction, readForRedaction } from './read-for-redaction.ts';
import { isContent, type StringUses, usesOfStrings } from './string-uses.ts';

export interface RedactOptions {
  /** Called about once a megabyte; `written` may end a little above or below `size`. */
  readonly onProgress?: (written: Bytes, size: Bytes) => void;
}

/**
 * Writes a snapshot like another one, with the contents of all its strings replaced by letters: equal ones by equal
 * ones, and each by one of its own length. Names of classes, properties, variables, functions and scripts stay, and so
 * does everything else that analysis and Chrome DevTools look at. The letters cannot be turned back: they depend on a
 * key that is made for this file and thrown away.
 * @returns how many strings were replaced
 * @throws SnapshotError for what is no whole snapshot; nothing is written then
 */
export function redactSnapshot(file: string, output: string, options: RedactOptions = {}): number {
  const window = new FileWindow(file);
  const unfinished = `${output}.${process.pid}.part`;
  try {
    const read = readForRedaction(window);
    const descriptor = openSync(unfinished, 'wx', 0o600);
    try {
      const report = (written: Bytes) => options.onProgress?.(written, window.size);
      const replaced = writeRedacted(new OutputFile(descriptor, window, report), window, read);
      renameSync(unfinished, output);
      return replaced;
    } finally {
      closeSync(descriptor);
      rmSync(unfinished, { force: true });
    }
  } finally {
    window.close();
  }
}

function writeRedacted(output: OutputFile, window: FileWindow, read: ReadForRedaction): number {
  const uses = usesOfStrings(read);
  let replaced = 0;
  const writeNodesAgain = () => writeNodes(output, window, read, uses);
  const writeStringsAgain = () => {
    replaced = writeStrings(output, window, read, uses);
  };
  const sections = [
    { ...read.nodesRange, write: writeNodesAgain },
    { ...read.stringsRange, write: writeStringsAgain },
  ].sort((a, b) => a.from - b.from);
  let copied: Bytes = 0;
  for (const { from, to, write } of sections) {
    output.copy(copied, from);
    write();
    copied = to;
  }
  output.copy(copied, window.size);
  return replaced;
}

/** The same records, but a string node that shares its text with a name gets a text of its own. */
function writeNodes(
  output: OutputFile,
  window: FileWindow,
  { header, nodesRange, nodes }: ReadForRedaction,
  { ownText }: StringUses,
): void {
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
}

function writeStrings(
  output: OutputFile,
  window: FileWindow,
  { strings }: ReadForRedaction,
  { isName, ownText }: StringUses,
): number {
  const table = new StringFile(window.file, window.descriptor, strings);
  const pseudonyms = new Pseudonyms();
  for (let index = 0; index < strings.count; index++) {
    if (isName[index] === 1 && table.span(index) < pseudonyms.reservable)
      pseudonyms.reserve(table.get(index));
  }
  let replaced = ownText.size;
  output.text('[');
  for (let index = 0; index < strings.count; index++) {
    const text = table.get(index);
    if (isName[index] === 0) replaced++;
    output.text(
      `${index === 0 ? '' : ',\n'}${JSON.stringify(isName[index] === 1 ? text : pseudonyms.of(text))}`,
    );
  }
  for (const name of ownText.keys()) output.text(`,\n${JSON.stringify(pseudonyms.of(table.get(name)))}`);
  output.text(']');
  output.flush();
  return replaced;
}
