import { UserError } from '../../format/user-error.ts';

export const programPositional = {
  type: 'string',
  array: true,
  describe: 'after --: the program and its arguments',
} as const;

/** The words of the program as yargs leaves them: what follows after -- is in `_`, behind the command's own name. */
export interface ProgramArguments {
  readonly program: readonly string[] | undefined;
  readonly _: readonly (string | number)[];
}

/**
 * @param example how the command is written
 * @throws UserError `usage` if there is no program
 */
export function programWords({ program = [], _ }: ProgramArguments, example: string): readonly string[] {
  const words = [...program, ..._.slice(1).map(String)];
  if (words.length > 0) return words;
  throw new UserError('usage', 'no program was named', `write it after --: ${example}`);
}
