import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { UserError } from '../../format/user-error.ts';

const openers: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  darwin: ['open'],
  win32: ['explorer.exe'],
};

/** Hands a file or address to the reader's own browser; no shell reads its name. */
export async function openInBrowser(address: string): Promise<void> {
  const [command, ...words] = openers[process.platform] ?? ['xdg-open'];
  const opener = spawn(command, [...words, address], { stdio: 'ignore', detached: true });
  try {
    await once(opener, 'spawn');
  } catch (cause) {
    throw new UserError('no-browser', `${command} could not be started`, `open ${address} yourself`, {
      cause,
    });
  }
  opener.unref();
}
