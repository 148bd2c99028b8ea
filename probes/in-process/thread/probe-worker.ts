import type { Connection } from '../../connection.ts';
import { ownsConsole } from '../../node/console-entries.ts';
import { describeTarget } from '../../node/describe-target.ts';
import { NodeConnection } from '../../node/node-connection.ts';
import { MainThreadSession } from './main-thread-session.ts';
import { serveProbe } from './probe-service.ts';
import { relay } from './relay.ts';

/** The thread of the probe inside a Node. */
serveProbe({ connect, relay });

async function connect(): Promise<Connection> {
  const devtools = new MainThreadSession();
  const release = async () => {
    await devtools.close();
    return [];
  };
  await devtools.send('HeapProfiler.enable');
  const target = await describeTarget(process.pid, devtools);
  return await NodeConnection.create(
    target,
    { devtools, notes: [], ownsConsole: await ownsConsole(devtools), release },
    {},
  );
}
