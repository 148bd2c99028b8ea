import type { SuspectKind } from '../../format/suspect.ts';
import type { Subject } from './subject.ts';

/** What an inspector says of a subject that it recognizes. */
export interface Recognition {
  readonly kind: SuspectKind;
  /** What grows, as the beginning of a sentence: `Map \`sessions\``. */
  readonly what: string;
  /** What it gains, in the plural: `entries`, `listeners of "order"`. */
  readonly gains: string;
  /** What to do, the most likely fix first. */
  readonly remedy: readonly string[];
  readonly evidence?: readonly string[];
}

/** Knows one kind of leak. A new kind is one new file and one line in the list of inspectors. */
export interface Inspector {
  readonly name: string;
  inspect(subject: Subject): Recognition | undefined;
}

/** The subject's holder in backticks; in plain words if it has no name. */
export function quoted(subject: Subject): string {
  if (subject.holder === undefined) return unseenHolder(subject);
  return `\`${subject.expression || variableOf(subject) || subject.holderClass}\``;
}

/** What a scope holds is known by the variable. */
function variableOf({ holderClass, entryPath }: Subject): string | undefined {
  const [first] = entryPath;
  return holderClass === 'Context' && /^[A-Za-z_$][\w$]*$/.test(first?.edge ?? '') ? first.edge : undefined;
}

function unseenHolder({ heap }: Subject): string {
  return heap.engine.unseenHolder(heap.graph.columns);
}
