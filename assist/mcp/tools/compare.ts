import * as v from 'valibot';
import { compareReports } from '../../../analyzer/report/compare-reports.ts';
import { renderDiffText } from '../../../analyzer/report/diff-text.ts';
import { withinTokens } from '../answers/budget.ts';
import { reportOf } from '../answers/reports.ts';
import { inToolWords } from '../answers/tool-words.ts';
import { defineTool, readOnly } from '../tool.ts';
import { recordingInput } from './verdict.ts';

const mostTokens = 1_000;

export const compareTool = defineTool({
  name: 'compare',
  title: 'Compare two recordings',
  description:
    'Compares two recordings of one program by the fingerprints of their suspects: new, faster, slower, gone, unchanged.',
  inputs: {
    before: v.pipe(v.string(), v.description('the name of the earlier recording, or a path to one')),
    after: recordingInput,
  },
  annotations: readOnly,
  answer: async ({ before, after }, assistant) => {
    const { shelf } = assistant.room;
    const earlier = await reportOf(shelf.find(before), assistant);
    const later = await reportOf(shelf.find(after), assistant);
    return withinTokens(mostTokens, inToolWords(renderDiffText(compareReports(earlier, later))));
  },
});
