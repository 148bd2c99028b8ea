import { shellWord } from '../../format/shell-words.ts';
import { host } from '../../probes/host/this-host.ts';
import { userName } from '../../probes/target/user-name.ts';

/**
 * A line for root, who records a process of another user: the recording is root's, and its user cannot open it.
 * @param pid undefined if it was reached by an address
 * @returns what to say of a folder once the process may be gone
 */
export function ownerLine(pid: number | undefined): (folder: string) => string {
  const uid = pid !== undefined && process.geteuid?.() === 0 ? host.processes.statusOf(pid)?.uid : undefined;
  if (uid === undefined || uid === 0) return () => '';
  const user = userName(uid);
  return (folder) =>
    `it belongs to root; to give it to the user of the process: sudo chown -R ${user} ${shellWord(folder)}\n`;
}
