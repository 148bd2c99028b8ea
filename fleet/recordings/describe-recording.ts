import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { hashOf, hashOfFile } from '../../store/content-hash.ts';
import type { RecordingIdentity } from '../cards/card-of.ts';
import { type SentFile, type SentRecording, sentSchemaVersion } from './sent-recording.ts';

/** What an analysis wrote beside what was recorded. */
const made: ReadonlySet<string> = new Set(['report.json', 'page.html']);

/** Lists the files of a recording with their checksums. */
export async function describeRecording(
  folder: string,
  identity: RecordingIdentity,
  keep: boolean,
): Promise<SentRecording> {
  const files: SentFile[] = [];
  for (const name of await filesIn(folder)) {
    const file = path.join(folder, name);
    files.push({ path: name, size: (await stat(file)).size, hash: await hashOfFile(file) });
  }
  const content = hashOf(JSON.stringify(files.map(({ path: name, hash }) => [name, hash])));
  return { schemaVersion: sentSchemaVersion, ...identity, content, keep, files };
}

async function filesIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, '/'))
    .filter((name) => !made.has(name))
    .toSorted();
}
