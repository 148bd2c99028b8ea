import { existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { folderFor, isGivenName } from '../../../cli/actions/recording-name.ts';
import { UserError } from '../../../format/user-error.ts';

const ending = '.heaptrail';

/** The folder with the recordings of all conversations, so that a later one can compare with an earlier. */
export class Shelf {
  readonly folder: string;

  constructor(folder: string) {
    this.folder = path.resolve(folder);
  }

  /** A place for a new recording. The folder is made when the first one comes, and nobody else may read it. */
  placeFor(pid: number): string {
    mkdirSync(this.folder, { recursive: true, mode: 0o700 });
    return path.join(this.folder, folderFor(undefined, pid));
  }

  /**
   * Where the recording of this name is, a path as well; without one, the newest.
   * @throws UserError `not-a-recording`
   */
  find(name: string | undefined): string {
    const [newest] = this.names();
    if (name === undefined && newest === undefined)
      throw new UserError('not-a-recording', 'nothing was recorded yet', 'call record first');
    const wanted = name ?? newest!;
    const here = [path.join(this.folder, wanted), path.join(this.folder, wanted + ending)].find(existsSync);
    if (here !== undefined && wanted !== '') return here;
    if (wanted !== '' && existsSync(wanted)) return path.resolve(wanted);
    throw new UserError(
      'not-a-recording',
      `there is no recording "${wanted}"`,
      newest === undefined ? 'call record first' : `the newest is ${newest}; list names all`,
    );
  }

  /** As `find` takes them, the newest first. */
  names(): readonly string[] {
    if (!existsSync(this.folder)) return [];
    const found = readdirSync(this.folder).filter(isGivenName);
    const changedAt = (name: string) => statSync(path.join(this.folder, name)).mtimeMs;
    return found.toSorted((a, b) => changedAt(b) - changedAt(a)).map(shortName);
  }
}

/** What an assistant calls a recording: its folder without the ending. */
export function shortName(folder: string): string {
  return path.basename(folder, ending);
}
