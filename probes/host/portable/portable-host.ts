import type { Host } from '../host.ts';
import { memoryAccounts } from './memory-accounts.ts';
import { processTable } from './processes.ts';

/** Any system: what Node itself knows, and `ps`. */
export const portableHost: Host = {
  name: 'portable',
  unknown:
    'this system does not show what Linux shows of a process: open files, threads, the parts of resident memory, ' +
    'limits of control groups and who uses a port are not known',
  processes: processTable,
  memory: memoryAccounts,
  told: {
    identity: () => '({ ownPid: process.pid })',
    // How many clients there are is not known: only our own sessions are, which say when they leave.
    sockets: () => 'const clientsOn = () => 0; const hasOpen = () => true;',
  },
};
