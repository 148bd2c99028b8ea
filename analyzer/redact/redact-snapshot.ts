import { closeSync, openSync, renameSync, rmSync } from 'node:fs';
import type { Bytes } from '../../format/units.ts';
import { FileWindow } from '../parse/file-window.ts';
import { formatOf } from '../parse/formats.ts';
import type { EngineName } from '../parse/snapshot-columns.ts';
import { OutputFile } from './output-file.ts';
import { redactJsc } from './redact-jsc.ts';
import { redactV8 } from './redact-v8.ts';
import type { RedactedSection } from './redacted-section.ts';

const redactions: Readonly<Record<EngineName, (window: FileWindow) => RedactedSection[]>> = {
  v8: redactV8,
  jsc: redactJsc,
};

export interface RedactOptions {
  /** Called about once a megabyte; `written` may end a little above or below `size`. */
  readonly onProgress?: (written: Bytes, size: Bytes) => void;
}

/**
 * Writes a snapshot like another one, with the contents of all its strings and regular expressions replaced by letters:
 * equal ones by equal ones, and each by one of its own length. Names of classes, properties, variables, functions and
 * scripts stay, unless they look like data or are keys of dictionaries, and so does everything else that analysis and
 * Chrome DevTools look at. The letters cannot be turned back: they depend on a key that is made for this file and
 * thrown away.
 * @param output compressed if its name ends in `.gz`
 * @returns how many strings were replaced
 * @throws SnapshotError for what is no whole snapshot; nothing is written then
 */
export function redactSnapshot(file: string, output: string, options: RedactOptions = {}): number {
  const window = new FileWindow(file);
  const unfinished = `${output}.${process.pid}.part`;
  try {
    const sections = redactions[formatOf(window).engine](window);
    const descriptor = openSync(unfinished, 'wx', 0o600);
    try {
      const report = (written: Bytes) => options.onProgress?.(written, window.size);
      const into = new OutputFile(descriptor, window, {
        isPacked: output.endsWith('.gz'),
        onProgress: report,
      });
      const replaced = writeRedacted(into, window, sections);
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

function writeRedacted(output: OutputFile, window: FileWindow, sections: readonly RedactedSection[]): number {
  let replaced = 0;
  let copied: Bytes = 0;
  for (const { from, to, write } of sections.toSorted((a, b) => a.from - b.from)) {
    output.copy(copied, from);
    replaced += write(output);
    copied = to;
  }
  output.copy(copied, window.size);
  output.finish();
  return replaced;
}
