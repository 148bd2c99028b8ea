import { readFileSync } from 'node:fs';
import type { Card } from '../../fleet/cards/card.ts';
import { cardOf, type RecordingIdentity } from '../../fleet/cards/card-of.ts';
import { parseReport } from '../../format/report-text.ts';

/** @throws UserError if the report cannot be read */
export function cardOfReport(report: string, identity: RecordingIdentity): Card {
  return cardOf(parseReport(readFileSync(report, 'utf8'), report), identity);
}
