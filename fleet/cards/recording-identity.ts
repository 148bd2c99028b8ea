import { createHash } from 'node:crypto';
import { openSource } from '../../analyzer/recording/open-source.ts';
import type { Origin } from '../../format/origin.ts';
import type { RecordingManifest } from '../../format/recording.ts';
import { UserError } from '../../format/user-error.ts';
import type { RecordingIdentity } from './card-of.ts';

const idLength = 20;

/**
 * By what was recorded, so that the same recording has the same card however often and wherever it is analyzed.
 * @throws UserError `not-a-recording` if it is none, or has no whole manifest
 */
export function identityOf(recording: string, origin: Origin): RecordingIdentity {
  const { pid, startedAt, endedAt } = manifestOf(recording);
  const what = JSON.stringify([origin['host.name'] ?? '', pid, startedAt]);
  const id = createHash('sha256').update(what).digest('hex').slice(0, idLength);
  return { id, at: endedAt ?? startedAt, origin };
}

function manifestOf(
  recording: string,
): Pick<RecordingManifest, 'startedAt' | 'endedAt'> & { readonly pid: number | undefined } {
  const { manifest, tree } = openSource([recording]);
  if (manifest !== undefined) return { ...manifest, pid: manifest.target.pid };
  if (tree !== undefined) return { ...tree, pid: tree.root };
  throw new UserError(
    'not-a-recording',
    `${recording} has no whole manifest`,
    'record again: reports are told apart by it',
  );
}
