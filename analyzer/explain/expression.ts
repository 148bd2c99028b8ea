import type { PathStep } from '../../format/report.ts';

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
    else {
      parts.length = 0;
      start = /^[A-Za-z_$#][\w$]*$/.test(edge) ? edge : name.replace(/^function /, '');
    }
  }
  const shown = parts.length > mostParts ? ['…', ...parts.slice(-mostParts)] : [start, ...parts];
  return shown.join('').replace(/^\./, '');
}
