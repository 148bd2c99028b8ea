import type { CheckRequest } from '../requests/check-request.ts';
import type { ExitCode } from '../requests/exit-codes.ts';
import { untilInterrupted } from './interrupt.ts';
import { endOfCheck, judgeCheck } from './judge-check.ts';
import { recordWork } from './record-work.ts';

/** Starts a program, makes it work, records it, and compares what grows with what the project accepts. */
export async function checkAndJudge(check: CheckRequest): Promise<ExitCode> {
  const recorded = await untilInterrupted((signal) => recordWork(check, signal), endOfCheck);
  return await judgeCheck(check, recorded);
}
