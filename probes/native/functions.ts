/** The function that an address of code is in. */
export interface FoundFunction {
  /** Where it begins, in the addresses of its file. */
  readonly start: number;
  /** As its file has it, mangled or not; absent if it has no names. */
  readonly name?: string;
}
