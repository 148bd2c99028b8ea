import { share } from './quantities.ts';
import type { Holder } from './suspect.ts';

/**
 * What has to happen before objects with several holders are freed. An object is freed when its last holder releases it;
 * the shares say which holders have all of them.
 * @returns undefined for a single holder
 */
export function releaseWords(holders: readonly Pick<Holder, 'expression' | 'share'>[]): string | undefined {
  if (holders.length < 2) return undefined;
  const full = holders.filter(holdsAll);
  if (full.length === holders.length)
    return 'every holder must release these objects: clearing just one does not free them';
  if (full.length > 1)
    return `${list(full)} each keep all of these objects: all ${full.length} must release them, and every other holder must release its part`;
  if (full.length === 0) return 'an object is freed when every holder that keeps it releases it';
  const [all] = full;
  const largest = Math.max(...holders.filter((holder) => holder !== all).map((holder) => holder.share));
  return `${all.expression} keeps all of these objects and must release them, but that alone frees at most ${share(1 - largest)}: the other holders must release their part as well`;
}

function holdsAll({ share: part }: Pick<Holder, 'share'>): boolean {
  return part >= 1;
}

function list(holders: readonly Pick<Holder, 'expression'>[]): string {
  return holders.map(({ expression }) => expression).join(' and ');
}
