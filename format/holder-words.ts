import { count, share } from './quantities.ts';
import type { Holder } from './suspect.ts';

/**
 * The holders of what grows, a line each. Those that are called the same and hold as much, such as the lists of several
 * events of one emitter, share a line.
 */
export function holderLines(holders: readonly Pick<Holder, 'expression' | 'share'>[]): string[] {
  const counts = new Map<string, number>();
  for (const { expression, share: part } of holders) {
    const line = `${expression} (${share(part)} of the growing objects`;
    counts.set(line, (counts.get(line) ?? 0) + 1);
  }
  return [...counts].map(([line, many]) =>
    many === 1 ? `${line})` : `${line} each, ${count(many)} of that name)`,
  );
}
