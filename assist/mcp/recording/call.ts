/** One call of a tool. */
export interface Call {
  /** Aborted when the client cancels the call. */
  readonly signal: AbortSignal;
  /** What happens meanwhile, for the client to show. */
  readonly tell: (line: string) => void;
}
