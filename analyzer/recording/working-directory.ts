import type { OpenedRecording } from './open-recording.ts';

/** What places are written relative to: the folder the program ran in, else the one that the reader is in. */
export function workingDirectoryOf({ manifest }: OpenedRecording): string {
  return manifest?.target.directory ?? process.cwd();
}
