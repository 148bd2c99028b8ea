import { shellWord } from '../../../format/shell-words.ts';
import { reportOf } from '../answers/reports.ts';
import { verdictAnswer } from '../answers/verdict-answer.ts';
import { awaitAnswer } from '../recording/await-answer.ts';
import { recordFor } from '../recording/record.ts';
import { shortName } from '../recording/shelf.ts';
import { toldCost } from '../recording/told-cost.ts';
import type { Recordee } from '../recording/wishes.ts';
import { defineTool, touching } from '../tool.ts';
import { recordInputs, wishesOf } from './record-inputs.ts';

export const recordTool = defineTool({
  name: 'record',
  title: 'Record a process and judge it',
  description:
    'Ask the person before you record a process that serves others. Records a live Node or Bun process, or a program that it starts, and answers with the verdict: whether memory grows, ' +
    'who holds what grows, where in the code, how sure it is, and what was not seen. Without allow it only tells what that ' +
    'would cost. The program must do the work that leaks meanwhile: by itself, or by work.',
  inputs: recordInputs,
  annotations: touching,
  answer: async ({ allow, ...inputs }, assistant, call) => {
    const wishes = wishesOf(inputs);
    if (allow === undefined) return toldCost(wishes);
    const { slot, room } = assistant;
    const running = slot.begin(`the recording of ${nameOf(wishes.who)}`, async (task) => {
      const { folder } = await recordFor({ ...wishes, allow }, task, room);
      task.tell('analyzing');
      return verdictAnswer(await reportOf(folder, assistant), shortName(folder));
    });
    return await awaitAnswer(running, slot, call);
  },
});

export function nameOf(who: Recordee): string {
  return 'pid' in who ? `process ${who.pid}` : who.program.map(shellWord).join(' ');
}
