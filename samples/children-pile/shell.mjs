import { spawn } from 'node:child_process';

/**
 * A shell that waits for its next command. It reads from this process's pipe, so it also ends when this
 * process dies in whatever way.
 */
export function startShell() {
  const shell = spawn('sh', ['-c', 'read -r command'], { stdio: ['pipe', 'ignore', 'ignore'] });
  // A shell that is gone already makes a late write or kill fail; there is nothing to be done about it.
  shell.on('error', () => {});
  shell.stdin.on('error', () => {});
  return shell;
}
