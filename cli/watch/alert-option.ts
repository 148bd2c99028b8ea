import { parseDuration } from '../../format/duration.ts';
import { parseSize } from '../../format/size.ts';
import { UserError } from '../../format/user-error.ts';
import type { AlertMeasure, AlertRule } from '../../probes/watch/alert-measure.ts';

const thresholds: Readonly<Record<AlertMeasure, (text: string) => number>> = {
  rss: parseSize,
  heap: parseSize,
  share: parseShare,
  left: parseDuration,
};

/** `rss=2GB`, `heap=800m`, `share=80%`, `left=2h`. */
export function parseAlert(text: string): AlertRule {
  const [, measure = '', threshold = ''] = /^(\w+)=(.+)$/.exec(text.trim()) ?? [];
  if (!isMeasure(measure)) {
    throw new UserError(
      'usage',
      `"${text}" is not an alert`,
      'write it as rss=2GB, heap=800m, share=80% (of the heap limit or the control group) or left=2h (until a limit)',
    );
  }
  return { text: text.trim(), measure, threshold: thresholds[measure](threshold) };
}

function isMeasure(text: string): text is AlertMeasure {
  return Object.hasOwn(thresholds, text);
}

function parseShare(text: string): number {
  const percent = Number(/^(\d+(?:\.\d+)?)\s*%$/.exec(text.trim())?.[1]);
  if (percent > 0 && percent <= 100) return percent / 100;
  throw new UserError('usage', `"${text}" is not a share`, 'write it as 80%');
}
