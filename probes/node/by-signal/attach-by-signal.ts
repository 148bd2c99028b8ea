import { maskedArguments } from '../../../format/masked-arguments.ts';
import type { ProcessDescription } from '../../../format/recording.ts';
import type { ProcessConnection } from '../../connection.ts';
import { host } from '../../host/this-host.ts';
import { ProbeError } from '../../probe-error.ts';
import { requireSignallable } from '../../target/gate.ts';
import { kernelView } from '../../target/kernel-view.ts';
import { roleOf } from '../../target/role.ts';
import type { TargetProcess } from '../../target/target-process.ts';
import { SignalConnection } from './signal-connection.ts';
import { requireWritable, snapshotDirectoryOf } from './snapshot-directory.ts';
import { SnapshotSignal } from './snapshot-signal.ts';

/**
 * A Node process that was started with `--heapsnapshot-signal`, by that signal alone. Nothing is sent yet.
 * @param why it is not attached by its inspector, in words
 * @throws ProbeError `no-snapshot-signal`, `snapshot-not-written`, or why it may not be signalled at all
 */
export async function attachBySignal(pid: number, why: string): Promise<ProcessConnection> {
  kernelView('--by-signal');
  const process = requireSignallable(pid);
  const signal = SnapshotSignal.of(pid);
  if (signal === undefined) throw noSignal(pid);
  await requireWritable(pid, snapshotDirectoryOf(pid));
  return new SignalConnection(describe(process), signal, why);
}

function describe({ pid, version, executable, command, startedAt }: TargetProcess): ProcessDescription {
  const directory = host.processes.directoryOf(pid);
  const role = roleOf(pid);
  return {
    pid,
    runtime: 'node',
    version: version ?? '0.0.0',
    executable: executable ?? command[0] ?? '',
    command: maskedArguments(command),
    ...(directory === undefined ? {} : { directory }),
    startedAt,
    platform: globalThis.process.platform,
    architecture: globalThis.process.arch,
    ...(role === undefined ? {} : { role }),
  };
}

function noSignal(pid: number): ProbeError {
  return new ProbeError(
    'no-snapshot-signal',
    `process ${pid} was not started with --heapsnapshot-signal, so no signal was sent: most signals end a process that does not expect them`,
    'start it with node --heapsnapshot-signal=SIGUSR2, or leave --by-signal out',
  );
}
