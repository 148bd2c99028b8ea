import { asTyped } from '../../../analyzer/terminal/typed-command.ts';

/** What reports tell a person to type, and which call is the same. */
const calls: readonly (readonly [RegExp, string])[] = [
  [/heaptrail explain (?:\S+ )?([0-9a-f]{8})/g, 'explain { fingerprint: "$1" }'],
  [/heaptrail classes lists them/g, 'query "* group by className" lists them'],
  [/--limit shows more/g, 'a larger limit shows more'],
  [/--json lists them/g, 'heaptrail explain --json lists them'],
  [/ \(Ctrl-C [^)]*\)/g, ''],
  [/--all shows them/g, 'explain lists them'],
];

/** A text for an assistant: where a call does the same as a command, it names the call. */
export function inToolWords(text: string): string {
  const told = calls.reduce((so, [typed, call]) => so.replace(typed, call), text);
  return asTyped(told, 'npx heaptrail');
}
