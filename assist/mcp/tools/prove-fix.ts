import * as v from 'valibot';
import { reportOf } from '../answers/reports.ts';
import { fixText } from '../proof/fix-text.ts';
import { fixOf, type Judged } from '../proof/prove-fix.ts';
import { awaitAnswer } from '../recording/await-answer.ts';
import { recordFor } from '../recording/record.ts';
import { sameAgain } from '../recording/same-again.ts';
import { toldCost } from '../recording/told-cost.ts';
import { type Assistant, defineTool, optional, touching } from '../tool.ts';
import { nameOf } from './record.ts';
import { recordInputs, wishesOf } from './record-inputs.ts';

export const proveFixTool = defineTool({
  name: 'prove_fix',
  title: 'Prove a fix',
  description:
    'After the code was changed: records the changed program under the same work as before and says whether the growth is gone, with the ' +
    'rate before and after and their 90 % intervals. Give the pid of the restarted process or a program to start. What is left out ' +
    '(seconds, captures, operations, work, ready) is as in the recording before. Or give after, a recording that was made already. Without allow it only tells the cost.',
  inputs: {
    fingerprint: v.pipe(v.string(), v.description('of the suspect that should be gone')),
    before: optional(
      v.string(),
      'the recording of the program with the leak (default: the newest that has the suspect)',
    ),
    after: optional(v.string(), 'a recording of the changed program, instead of a new one'),
    ...recordInputs,
  },
  annotations: touching,
  answer: async ({ fingerprint, before: earlier, after, allow, ...inputs }, assistant, call) => {
    const { slot, room } = assistant;
    const before = await judgedBefore(earlier, after, fingerprint, assistant);
    if (after !== undefined) {
      const later = await judged(room.shelf.find(after), assistant);
      return fixText(await fixOf(before, later, fingerprint), before, later);
    }
    const wishes = { ...wishesOf(inputs), ...sameAgain(before.folder, room, inputs) };
    if (allow === undefined) return toldCost(wishes);
    const running = slot.begin(`the proof of a fix of ${nameOf(wishes.who)}`, async (task) => {
      const { folder } = await recordFor({ ...wishes, allow }, task, room);
      task.tell('analyzing');
      const later = await judged(folder, assistant);
      return fixText(await fixOf(before, later, fingerprint), before, later);
    });
    return await awaitAnswer(running, slot, call);
  },
});

async function judged(folder: string, assistant: Assistant): Promise<Judged> {
  return { folder, report: await reportOf(folder, assistant) };
}

/** The recording that is named, or the newest that has the suspect: a failed proof in between does not hide it. */
async function judgedBefore(
  name: string | undefined,
  after: string | undefined,
  fingerprint: string,
  assistant: Assistant,
): Promise<Judged> {
  const { shelf } = assistant.room;
  if (name !== undefined) return await judged(shelf.find(name), assistant);
  const names = shelf.names().filter((each) => each !== after);
  for (const each of names.slice(0, mostLookedAt)) {
    const found = await judged(shelf.find(each), assistant).catch(() => undefined);
    if (found?.report.suspects.some((suspect) => suspect.fingerprint.startsWith(fingerprint))) return found;
  }
  return await judged(shelf.find(undefined), assistant);
}

const mostLookedAt = 5;
