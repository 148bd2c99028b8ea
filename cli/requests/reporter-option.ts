/**
 * `--reporter`, repeatable. Not an array for yargs, which would take the words that follow for reporters too.
 * The names stand here again so that `--help` need not load the reporters.
 */
export const reporterOption = {
  describe:
    'format of the report, NAME or NAME=FILE, repeatable: ' +
    'text, json, markdown, junit, sarif, github, github-summary',
  type: 'string',
  requiresArg: true,
  coerce: (given: unknown): readonly string[] | undefined =>
    given === undefined ? undefined : [given].flat().map(String),
} as const;
