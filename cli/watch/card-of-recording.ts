import { readFileSync } from 'node:fs';
import type { Card } from '../../fleet/cards/card.ts';
import { cardOf } from '../../fleet/cards/card-of.ts';
import { identityOf } from '../../fleet/cards/recording-identity.ts';
import type { Origin } from '../../format/origin.ts';
import { parseReport } from '../../format/report-text.ts';

/** @throws UserError if the report cannot be read */
export function cardOfRecording(recording: string, report: string, origin: Origin): Card {
  return cardOf(parseReport(readFileSync(report, 'utf8'), report), identityOf(recording, origin));
}
