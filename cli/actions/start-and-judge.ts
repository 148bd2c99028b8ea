import { attachToProcess } from '../../probes/attach/attach.ts';
import { startAndAttach } from '../../probes/attach/start.ts';
import { inspectorEnvironment } from '../../probes/bun/inspector-environment.ts';
import { StartedProgram } from '../../probes/target/started-program.ts';
import type { ExitCode } from '../requests/exit-codes.ts';
import type { JudgementRequest } from '../requests/judgement-request.ts';
import type { RecordRequest } from '../requests/recording-request.ts';
import { untilInterrupted } from './interrupt.ts';
import { judgeRecording, judgeTree, loadJudge } from './judge-recording.ts';
import { keepRecordings } from './keep-recordings.ts';
import { recordTreeWithProgress, recordWithProgress } from './record-with-progress.ts';
import { folderFor } from './recording-name.ts';
import { redacting } from './redacting-connection.ts';

/** Says what is in the recording; asked only once the program has ended. */
type Judge = () => Promise<ExitCode>;

/** Starts a program, records it or its whole tree, and says what grows in it. */
export async function startAndJudge(request: RecordRequest): Promise<ExitCode> {
  const judge = await untilInterrupted((signal) =>
    request.tree ? recordAll(request, signal) : recordOne(request, signal),
  );
  return await judge();
}

async function recordOne(request: RecordRequest, signal: AbortSignal): Promise<Judge> {
  const { command, plan, out, redact, quiet, judgement } = request;
  const { program, connection } = await startAndAttach(command, outputOf(judgement), plan, signal);
  loadJudge(judgement);
  return await untilEnded(program, request, async () => {
    const folder = folderFor(out, connection.target.pid);
    const probe = redact ? redacting(connection) : connection;
    const recorded = await recordWithProgress(probe, { plan, folder, quiet, signal });
    await keepRecordings(folder, request.keep);
    return () => judgeRecording(recorded, judgement);
  });
}

async function recordAll(request: RecordRequest, signal: AbortSignal): Promise<Judge> {
  const { command, plan, out, redact, quiet, judgement } = request;
  const program = await StartedProgram.start(command, outputOf(judgement), await inspectorEnvironment());
  loadJudge(judgement);
  return await untilEnded(program, request, async () => {
    const folder = folderFor(out, program.pid);
    const attach = async (pid: number) => {
      const connection = await attachToProcess(pid, plan);
      return redact ? redacting(connection) : connection;
    };
    const recorded = await recordTreeWithProgress(program.pid, attach, { plan, folder, quiet, signal });
    await keepRecordings(folder, request.keep);
    return () => judgeTree(recorded, judgement);
  });
}

async function untilEnded(
  program: StartedProgram,
  { keepRunning, quiet }: RecordRequest,
  record: () => Promise<Judge>,
): Promise<Judge> {
  try {
    const judge = await record();
    if (!keepRunning) await program.stop();
    return judge;
  } catch (error) {
    await program.stop();
    throw error;
  } finally {
    const end = await program.ended;
    if (!quiet) process.stderr.write(`the program ended (${end})\n`);
  }
}

/** A format for machines must not be mixed with what the program says. */
function outputOf(judgement: JudgementRequest | undefined): 'inherit' | 'stderr' {
  const isFree = judgement?.outlets.every(({ reporter, to }) => to !== 'stdout' || reporter.name === 'text');
  return (isFree ?? true) ? 'inherit' : 'stderr';
}
