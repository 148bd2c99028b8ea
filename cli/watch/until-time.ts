import type { Millis } from '../../format/units.ts';

/** A timer cannot count further, and would end at once. */
const longestTimer: Millis = 2 ** 31 - 1;

/** Aborted with `signal`, or after the time. A watch that ran its time says so. */
export function untilTime(signal: AbortSignal, span: Millis | undefined): AbortSignal {
  if (span === undefined) return signal;
  const time = new AbortController();
  const end = Date.now() + span;
  const wait = () => {
    const left = end - Date.now();
    if (left <= 0) time.abort('its time is over');
    else setTimeout(wait, Math.min(left, longestTimer)).unref();
  };
  wait();
  return AbortSignal.any([signal, time.signal]);
}
