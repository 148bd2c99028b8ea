import { createRequire } from 'node:module';
import { UserError } from '../../format/user-error.ts';

/** @throws UserError `usage` if it is no address of a Redis, or what speaks to it is not installed */
export function requireQueueUrl(words: string): string {
  if (!URL.canParse(words) || !/^rediss?:$/.test(new URL(words).protocol))
    throw new UserError('usage', 'the queue is no address of a Redis', 'write it as redis://HOST:6379');
  const { resolve } = createRequire(import.meta.url);
  try {
    for (const name of ['bullmq', 'ioredis']) resolve(name);
  } catch (cause) {
    throw new UserError(
      'usage',
      'a queue needs bullmq and ioredis, which are not installed here',
      'npm install bullmq ioredis, or leave out --queue: then each watch analyzes its own recordings',
      { cause },
    );
  }
  return words;
}
