import { inspectorEnvironment, runsTheProgram } from '../bun/inspector-environment.ts';
import type { ProcessConnection } from '../connection.ts';
import { ScriptNames } from '../native/script-names.ts';
import type { AttachOptions } from '../node/attach.ts';
import { runtimeOfCommand } from '../target/runtime-marker.ts';
import { type ProgramOutput, StartedProgram } from '../target/started-program.ts';
import type { TargetProcess } from '../target/target-process.ts';
import { attachToProcess } from './attach.ts';

export interface StartedTarget {
  readonly program: StartedProgram;
  readonly connection: ProcessConnection;
}

export interface StartOptions extends AttachOptions {
  /** Let a Node program tell where its functions are: native stacks then have their names. */
  readonly native?: boolean;
  /** What the program gets beside our own environment. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Where it is started, if that is not where we are. */
  readonly directory?: string;
}

/**
 * Starts a program and attaches to the Node or Bun process that does its work. Node itself is started as it would be
 * without us; whatever else may turn out to be Bun gets one variable, by which Bun can be reached and no other program
 * is changed.
 * @param output where the program's output goes, see `StartedProgram.start`
 * @throws ProbeError with the reason why it was not started or cannot be attached; the program is then ended
 */
export async function startAndAttach(
  command: readonly string[],
  output: ProgramOutput,
  options: StartOptions,
  signal: AbortSignal,
): Promise<StartedTarget> {
  const isNode = runtimeOfCommand(command[0] ?? '')?.runtime === 'node';
  const names = isNode && options.native ? ScriptNames.in() : undefined;
  const told = names?.told(command) ?? command;
  const environment = { ...options.environment, ...(isNode ? {} : await inspectorEnvironment()) };
  const program = await StartedProgram.start(told, output, environment, options.directory);
  if (names !== undefined) void program.ended.then(() => names.remove());
  try {
    const target = await program.findRuntime(signal, isNode ? () => true : runsTheProgram);
    const connection = await program.orItsEnd(() => attach(target, options));
    return { program, connection };
  } catch (error) {
    await program.stop();
    throw error;
  }
}

async function attach({ pid, runtime }: TargetProcess, options: AttachOptions): Promise<ProcessConnection> {
  if (runtime !== 'bun') return await attachToProcess(pid, options);
  const { attachToBun } = await import('../bun/attach.ts');
  return await attachToBun(pid, []);
}
