import { readFileSync } from 'node:fs';
import { UserError } from '../../../format/user-error.ts';

const variable = 'HEAPTRAIL_LISTEN_TOKEN';
/** What can be guessed protects nothing. */
const shortest = 16;

/**
 * The token from a file, as secrets are mounted, or from the environment; never from the command line, which everybody
 * on the machine can read.
 * @throws UserError `usage` if there is none, or it is too short
 */
export function listenToken(file: string | undefined, environment: NodeJS.ProcessEnv): string {
  const token = (file === undefined ? environment[variable] : read(file))?.trim() ?? '';
  if (token.length >= shortest) return token;
  throw new UserError(
    'usage',
    token === ''
      ? '--listen needs a token, so that only those may ask who know it'
      : `the token of --listen is shorter than ${shortest} characters`,
    `put one into a file: openssl rand -hex 16 > token, and give --listen-token-file token; or set ${variable}`,
  );
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new UserError(
      'usage',
      `the token cannot be read from ${file}: ${(cause as NodeJS.ErrnoException).code ?? cause}`,
      'name a file that this user may read',
      { cause },
    );
  }
}
