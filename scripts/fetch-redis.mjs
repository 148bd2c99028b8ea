// Redis, for the tests of the queue. `node scripts/fetch-redis.mjs` fetches it.
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { installedBinary } from './debian-binary.mjs';

/** A link to another package's program, which needs libraries of its own: unpacking is not enough. */
export const redisServer = () => installedBinary('redis-server', '/usr/bin/redis-server');

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) console.log(redisServer());
