import type { Suspect } from '../../format/suspect.ts';

/** The suspect whose holder stands at a path, or whose entries do: `sessions` and `sessions[key]`. */
export function suspectAt(expression: string, suspects: readonly Suspect[]): Suspect | undefined {
  if (expression === '') return undefined;
  const parts = expression.split(/, | and /).map((part) => part.replace(/(\[key\]|\[\])$/, ''));
  return suspects.find(({ holders }) => holders.some((holder) => parts.includes(holder.expression)));
}
