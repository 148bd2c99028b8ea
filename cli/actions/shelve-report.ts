import { readFileSync } from 'node:fs';
import { renderJson } from '../../analyzer/report/json.ts';
import { cardOf } from '../../fleet/cards/card-of.ts';
import { putReport } from '../../fleet/cards/put-report.ts';
import { identityOf } from '../../fleet/cards/recording-identity.ts';
import { originFrom } from '../../format/origin.ts';
import type { Report } from '../../format/report.ts';
import type { Store } from '../../store/store.ts';

interface Shelved {
  /** The folder of the recording. */
  readonly recording: string;
  /** The page, if one was written. */
  readonly html?: string | undefined;
}

/** Puts the report of a recording where those of other processes are, as that of what the environment names. */
export async function shelveReport(
  store: Store,
  report: Report,
  { recording, html }: Shelved,
): Promise<void> {
  const card = cardOf(report, identityOf(recording, originFrom(process.env)));
  const page = html === undefined ? undefined : readFileSync(html);
  await putReport(store, { card, report: renderJson(report), page });
}
