import { readFile } from 'node:fs/promises';
import { procFolder } from '../host/linux/proc-files.ts';
import { type ClassifiedMapping, classifyMappings, type EngineOfProcess } from './classify-mappings.ts';
import { parseSmaps } from './parse-smaps.ts';

/**
 * The mappings of a process, or undefined if it is gone or another user's. The kernel walks all its pages for this, so it is
 * read apart from the event loop: a process of 4 GB takes a large part of a second.
 */
export async function readMappings(
  pid: number,
  engine: EngineOfProcess,
  proc = procFolder,
): Promise<readonly ClassifiedMapping[] | undefined> {
  const text = await readFile(`${proc}/${pid}/smaps`, 'utf8').catch(() => '');
  return text === '' ? undefined : classifyMappings(parseSmaps(text), engine);
}
