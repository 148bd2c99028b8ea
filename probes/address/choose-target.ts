import { counted } from '../../format/quantities.ts';
import { ProbeError } from '../probe-error.ts';
import type { ListedTarget } from './listed-targets.ts';

/** So many are named in an error. */
const shownTargets = 12;
const longestName = 60;

/**
 * The one target that is meant.
 * @param wanted its place in the list, its id, or a part of its title or URL; undefined if nothing was said
 * @throws ProbeError `several-targets`, `no-such-target`, both with the list
 */
export function chooseTarget(
  targets: readonly ListedTarget[],
  wanted: string | undefined,
  at: string,
): ListedTarget {
  if (targets.length === 0) throw noTargets(at);
  const own = targets.filter((target) => !isOfBrowser(target));
  const shown = own.length === 0 ? targets : own;
  if (wanted === undefined) {
    if (shown.length > 1) throw severalTargets(`${at} has ${counted(shown.length, 'target')}`, shown, shown);
    return shown[0]!;
  }
  const fitting = fittingTo(shown, wanted);
  if (fitting.length === 1) return fitting[0]!;
  if (fitting.length === 0)
    throw new ProbeError('no-such-target', `${at} has no target ${wanted}`, `choose ${listOf(shown, shown)}`);
  throw severalTargets(`${counted(fitting.length, 'target')} of ${at} fit "${wanted}"`, fitting, shown);
}

/** A small number is a place in the list, and no part of a port. */
function fittingTo(targets: readonly ListedTarget[], wanted: string): readonly ListedTarget[] {
  const exact = targets.filter(({ id }) => id === wanted);
  if (exact.length > 0) return exact;
  if (/^\d{1,3}$/.test(wanted)) return targets.filter((_, at) => at + 1 === Number(wanted));
  const part = wanted.toLowerCase();
  return targets.filter(({ title, url }) => `${title}\n${url}`.toLowerCase().includes(part));
}

/** The browser's own windows are listed beside the pages. */
function isOfBrowser({ type, url }: ListedTarget): boolean {
  return type === 'browser_ui' || url.startsWith('devtools://');
}

function noTargets(at: string): ProbeError {
  return new ProbeError(
    'no-such-target',
    `${at} has no target to attach to`,
    'open a page or start a worker there',
  );
}

function severalTargets(
  message: string,
  some: readonly ListedTarget[],
  all: readonly ListedTarget[],
): ProbeError {
  return new ProbeError('several-targets', message, `choose ${listOf(some, all)}`);
}

function listOf(some: readonly ListedTarget[], all: readonly ListedTarget[]): string {
  const named = some
    .slice(0, shownTargets)
    .map((target) => `--target ${all.indexOf(target) + 1} (${nameOf(target)})`);
  return `${named.join(', ')}; or give an id, or part of a title or URL`;
}

/** `page Shop, http://localhost:3000/` */
export function nameOf({ id, type, title, url }: ListedTarget): string {
  const words = [title, url].filter((word) => word !== '').map(shortened);
  return `${type} ${words.length === 0 ? id : words.join(', ')}`;
}

function shortened(text: string): string {
  return text.length > longestName ? `${text.slice(0, longestName)}…` : text;
}
