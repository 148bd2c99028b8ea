/** A call of the walker in a target, as an inspector takes it: the walker is `this`. */
export interface WalkerCall<Argument> {
  readonly functionDeclaration: string;
  readonly arguments: readonly (Argument | { readonly value: string | number })[];
}

/**
 * No code of the program runs in it: neither spread nor iteration, whose methods it may have replaced.
 * @param call with `VALUES` for an array of the values, and `a` and `b` for what is given
 */
export function walkerCall<Argument>(
  call: string,
  values: readonly Argument[] = [],
  given: ReadonlyArray<string | number> = [],
): WalkerCall<Argument> {
  const names = values.map((_, i) => `v${i}`);
  const parameters = [...given.map((_, i) => 'ab'[i]!), ...names];
  const body = call.replace('VALUES', `[${names.join(', ')}]`);
  return {
    functionDeclaration: `function (${parameters.join(', ')}) { return this.${body} }`,
    arguments: [...given.map((value) => ({ value })), ...values],
  };
}
