import { type AttachOptions, attachToProcess } from './attach.ts';
import { connectToBun } from './bun/bun-connection.ts';
import { Collector } from './bun/collector.ts';
import type { Connection } from './connection.ts';
import { runtimeOfCommand } from './target/runtime-marker.ts';
import { type ProgramOutput, StartedProgram } from './target/started-program.ts';

export interface StartedTarget {
  readonly program: StartedProgram;
  readonly connection: Connection;
}

/**
 * Starts a program and attaches to the Node or Bun process that does its work. Node itself is started as it would be
 * without us; whatever else may turn out to be Bun gets one variable, by which Bun reaches us and no other program is
 * changed.
 * @param output where the program's output goes, see `StartedProgram.start`
 * @throws ProbeError with the reason why it was not started or cannot be attached; the program is then ended
 */
export async function startAndAttach(
  command: readonly string[],
  output: ProgramOutput,
  options: AttachOptions,
  signal: AbortSignal,
): Promise<StartedTarget> {
  if (runtimeOfCommand(command[0] ?? '')?.runtime === 'node') {
    const program = await StartedProgram.start(command, output);
    return await endingOnFailure(program, async () => {
      const { pid } = await program.findRuntime(signal, () => true);
      return await attachToProcess(pid, options);
    });
  }
  const collector = await Collector.open();
  try {
    const program = await StartedProgram.start(command, output, collector.environment);
    return await endingOnFailure(program, () => attachAs(program, collector, options, signal));
  } catch (error) {
    await collector.close();
    throw error;
  }
}

async function attachAs(
  program: StartedProgram,
  collector: Collector,
  options: AttachOptions,
  signal: AbortSignal,
): Promise<Connection> {
  const sessionOf = (pid: number) => collector.dialled.find((dialled) => dialled.pid === pid)?.session;
  // A Bun dials before it runs anything: while one is not heard yet, what is below it is not the program.
  const { pid, runtime } = await program.findRuntime(
    signal,
    (target) => !collector.isBusy && (target.runtime === 'node' || sessionOf(target.pid) !== undefined),
  );
  const session = sessionOf(pid);
  await collector.close(session);
  return runtime === 'bun' && session !== undefined
    ? await connectToBun(pid, session)
    : await attachToProcess(pid, options);
}

async function endingOnFailure(
  program: StartedProgram,
  attach: () => Promise<Connection>,
): Promise<StartedTarget> {
  try {
    return { program, connection: await attach() };
  } catch (error) {
    await program.stop();
    throw error;
  }
}
