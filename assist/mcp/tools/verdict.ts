import * as v from 'valibot';
import { reportOf } from '../answers/reports.ts';
import { verdictAnswer } from '../answers/verdict-answer.ts';
import { awaitAnswer } from '../recording/await-answer.ts';
import { shortName } from '../recording/shelf.ts';
import { defineTool, optional, readOnly } from '../tool.ts';

export const recordingInput = optional(
  v.string(),
  'the name of a recording as record and list tell it, or a path to one; without it, the newest',
);

export const verdictTool = defineTool({
  name: 'verdict',
  title: 'Verdict of a recording',
  description:
    'Waits for what record or prove_fix began and did not answer in time, and gives its answer. Otherwise gives the verdict of ' +
    'a recording that was made earlier: what grows, who holds it, where, how sure.',
  inputs: {
    recording: recordingInput,
    stop: optional(v.boolean(), 'end the recording that is under way now, and judge what there is'),
  },
  annotations: readOnly,
  answer: async ({ recording, stop = false }, assistant, call) => {
    const { slot, room } = assistant;
    const running = recording === undefined ? slot.unheard : undefined;
    if (running !== undefined) {
      if (stop) running.end();
      return await awaitAnswer(running, slot, call);
    }
    const folder = room.shelf.find(recording);
    return verdictAnswer(await reportOf(folder, assistant), shortName(folder));
  },
});
