import * as v from 'valibot';
import { renderExplanation } from '../../../analyzer/report/explain-text.ts';
import { findSuspect, noSuspects, reportWith, suspectsOf } from '../../../cli/actions/find-suspect.ts';
import { printable } from '../../../format/printable.ts';
import { withinTokens } from '../answers/budget.ts';
import { reportOf } from '../answers/reports.ts';
import { inToolWords } from '../answers/tool-words.ts';
import { defineTool, optional, readOnly } from '../tool.ts';
import { recordingInput } from './verdict.ts';

const mostTokens = 2_000;

export const explainTool = defineTool({
  name: 'explain',
  title: 'Explain a suspect',
  description:
    'Everything about one suspect: each step of the path that keeps it alive, all holders, survivors by birth, who allocates it, ' +
    'the evidence and what to change. Without a fingerprint it lists all suspects, if there are several.',
  inputs: {
    recording: recordingInput,
    fingerprint: optional(v.string(), 'of the suspect, eight hex digits or the first of them'),
  },
  annotations: readOnly,
  answer: async ({ recording, fingerprint }, assistant) => {
    const report = await reportOf(assistant.room.shelf.find(recording), assistant);
    const chosen = fingerprint === undefined ? suspectsOf(report) : [findSuspect(report, fingerprint)];
    const [only] = chosen;
    if (only === undefined) throw noSuspects(report);
    const text =
      chosen.length === 1
        ? renderExplanation(reportWith(report, only), only, { bars: false })
        : chosen.map(({ fingerprint: known, title }) => printable(`${known}  ${title}`)).join('\n');
    return withinTokens(mostTokens, inToolWords(text));
  },
});
