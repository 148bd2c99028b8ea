import { openHeap } from '../../analyzer/library/heap.ts';
import type { QueryAnswer } from '../../analyzer/query/run-query.ts';
import { renderListing } from '../../analyzer/report/listing-text.ts';
import { csvText } from '../../format/csv.ts';
import { printableJson } from '../../format/printable.ts';
import { print, printText, wantsColors } from '../output/terminal.ts';
import { type ExitCode, exitCode } from '../requests/exit-codes.ts';
import type { QueryRequest } from '../requests/query-request.ts';

/** Opens one capture, asks it, and prints the answer. */
export async function queryAndPrint(request: QueryRequest): Promise<ExitCode> {
  const { source, expression, capture, since, limit, format, includeStrings } = request;
  const heap = await openHeap(source, {
    ...(capture === undefined ? {} : { capture }),
    ...(since === undefined ? {} : { since }),
    includeStrings,
  });
  try {
    const answer = heap.table(expression, { limit });
    const from = heap.capture.label;
    if (format === 'csv') await print(csvOf(answer));
    else if (format === 'json') await print(jsonOf(answer, [...(answer.notes ?? []), ...heap.limits], from));
    else await printText(tableOf(answer, heap.limits, from));
  } finally {
    heap.close();
  }
  return exitCode.noGrowth;
}

function csvOf({ columns, rows }: QueryAnswer): string {
  const names = columns.map(({ key }) => key);
  const cells = rows.map((row) =>
    names.map((name) => {
      const cell = row[name];
      return typeof cell === 'number' ? cell : String(cell ?? '');
    }),
  );
  return csvText([names, ...cells]);
}

function jsonOf(
  { what, rows, objects, retained }: QueryAnswer,
  notes: readonly string[],
  from: string,
): string {
  return `${printableJson({ capture: from, what, rows, objects, retained, notes }, 2)}\n`;
}

function tableOf(answer: QueryAnswer, limits: readonly string[], from: string): string {
  const { rows, notes = [] } = answer;
  const listing = { ...answer, notes: [...notes, ...limits] };
  return renderListing(listing, { rows, total: answer.total }, { colors: wantsColors(process.stdout), from });
}
