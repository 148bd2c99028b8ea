import { rmSync } from 'node:fs';
import { type Examination, examine } from '../examine/examine.ts';
import type { FromAnalyst } from './messages.ts';

/** The process that examines a recording of the program that started it, whose memory and time it leaves alone. */
const examination = JSON.parse(process.argv[2]) as Examination;
// The program ended, whatever became of it: nobody waits for an answer.
process.stdin.on('end', () => {
  rmSync(examination.scratch, { recursive: true, force: true });
  process.exit();
});
process.stdin.resume();
say(await answer(), () => process.exit());

async function answer(): Promise<FromAnalyst> {
  try {
    const onShare = (phase: string, share: number) => say({ kind: 'progress', phase, share });
    return { kind: 'done', diagnosis: await examine(examination, { onShare }) };
  } catch (error) {
    return { kind: 'failed', message: error instanceof Error ? error.message : String(error) };
  }
}

function say(message: FromAnalyst, onWritten?: () => void): void {
  process.stdout.write(`${JSON.stringify(message)}\n`, onWritten);
}
