import * as v from 'valibot';
import { openHeap } from '../../../analyzer/library/heap.ts';
import { renderListing } from '../../../analyzer/report/listing-text.ts';
import { withinTokens } from '../answers/budget.ts';
import { inToolWords } from '../answers/tool-words.ts';
import { defineTool, optional, readOnly } from '../tool.ts';
import { recordingInput } from './verdict.ts';

const mostTokens = 1_500;
const usualRows = 10;

export const queryTool = defineTool({
  name: 'query',
  title: 'Ask about objects',
  description:
    'Asks about the objects of a snapshot: CLASS [where CONDITION] [group by VALUE] [select VALUE, …] [order by VALUE [asc]] ' +
    '[top N]. CLASS is as verdicts name it, * stands for any letters. Conditions are written as in JavaScript. Names are fields of ' +
    'the object (user.plan, items[0]) and className, id, place, self, retained, shared, born (after which capture), age, ' +
    'length, holder, path, package, retainers. Functions: count(), sum(x), avg(x), min(x), max(x), has(f), contains(t, s), startsWith(t, s), ' +
    'kib(n), mib(n). Examples: "Session where open == false && age > 1 order by retained top 5", "* group by package order by retained", ' +
    '"Map where path == \\"sessions\\" select length, shared", "Session group by born". What strings say is neither shown' +
    ' nor compared with a text unless the person allowed it.',
  inputs: {
    query: v.pipe(v.string(), v.description('the question')),
    recording: recordingInput,
    capture: optional(
      v.pipe(v.number(), v.integer(), v.minValue(1)),
      'which snapshot, from 1 (default: the last)',
    ),
    since: optional(v.pipe(v.number(), v.integer(), v.minValue(1)), 'only objects born after this snapshot'),
    limit: optional(
      v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(50)),
      `rows (default ${usualRows})`,
    ),
  },
  annotations: readOnly,
  answer: async ({ query, recording, capture, since, limit = usualRows }, { room, includeStrings }) => {
    const heap = await openHeap(room.shelf.find(recording), {
      ...(capture === undefined ? {} : { capture }),
      ...(since === undefined ? {} : { since }),
      includeStrings,
    });
    try {
      const answer = heap.table(query, { limit });
      const notes = [...(answer.notes ?? []), ...heap.limits];
      const text = renderListing({ ...answer, notes }, answer, { colors: false, from: heap.capture.label });
      return withinTokens(mostTokens, inToolWords(text));
    } finally {
      heap.close();
    }
  },
});
