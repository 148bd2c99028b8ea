export function randomFrom(seed: number): () => number;
export interface KillRound {
  readonly killed: 'probe' | 'target';
  /** What was recorded. */
  readonly scene: string;
  /** What had happened before. */
  readonly milestone: string;
  /** How long before, in milliseconds. */
  readonly after: number;
  readonly captures: number;
  readonly faults: readonly string[];
}
export function killRound(options: {
  readonly node: string;
  /** Options of the program's Node. */
  readonly args?: readonly string[];
  readonly random: () => number;
  /** At most this long after the milestone, in milliseconds. */
  readonly longest: number;
}): Promise<KillRound>;
