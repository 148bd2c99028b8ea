import path from 'node:path';
import type { Host, KernelView } from '../host.ts';
import { identityExpression } from './identity.ts';
import { memoryAccounts } from './memory-accounts.ts';
import { readProcLink } from './proc-files.ts';
import { credentialsOf, processTable, signalsOf } from './processes.ts';
import * as sockets from './sockets.ts';
import { socketFunctions } from './told-sockets.ts';

const kernel: KernelView = {
  ...sockets,
  signalsOf,
  credentialsOf,
  networkOf: (pid) => readProcLink(`/proc/${pid}/ns/net`),
  networkFileOf: (pid) => `/proc/${pid}/ns/net`,
  pathFromDirectoryOf: (pid, relative) => path.join(`/proc/${pid}/cwd`, relative),
};

/** Processes by /proc, as proc(5) describes it. */
export const linuxHost: Host = {
  name: 'linux',
  processes: processTable,
  memory: memoryAccounts,
  told: { identity: identityExpression, sockets: socketFunctions },
  kernel,
};
