import type { PathStep } from '../../format/suspect.ts';
import { weakMapOf } from './weak-map-values.ts';

/** Longer expressions start with an ellipsis: the end is what tells. */
const mostParts = 5;

/**
 * A path as one JavaScript-like expression: `chatRunState.buffers`, `subscriptions[key]`. A variable starts anew,
 * because what a function closes over is not reached through a property of the function.
 */
export function expressionOf(path: readonly PathStep[]): string {
  const parts: string[] = [];
  let start = '';
  for (const step of path) {
    const { edge, name, kind } = step;
    if (kind === 'module') continue;
    if (kind === 'root') start = name;
    else if (/^[.[]/.test(edge)) parts.push(edge);
    else if (edge === '(reactions or result)' && name !== 'PromiseReaction') {
      start = `(await ${joined(start, parts)})`;
      parts.length = 0;
    } else if (weakMapOf(edge) !== undefined) {
      start = `${weakMapOf(edge)}.get(${joined(start, parts)})`;
      parts.length = 0;
    } else {
      parts.length = 0;
      start = /^[A-Za-z_$#][\w$]*$/.test(edge) ? edge : name.replace(/^function /, '');
    }
  }
  return joined(start, parts);
}

function joined(start: string, parts: readonly string[]): string {
  const shown = parts.length > mostParts ? ['…', ...parts.slice(-mostParts)] : [start, ...parts];
  return shown.join('').replace(/^\./, '');
}
