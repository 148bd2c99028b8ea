import { githubReporter } from './github.ts';
import { jsonReporter } from './json.ts';
import { junitReporter } from './junit.ts';
import { githubSummaryReporter, markdownReporter } from './markdown.ts';
import type { Reporter } from './reporter.ts';
import { sarifReporter } from './sarif.ts';
import { textReporter } from './text.ts';

/** Every format of the report, as `--reporter` knows them. */
export const reporters: readonly Reporter[] = [
  textReporter,
  jsonReporter,
  markdownReporter,
  junitReporter,
  sarifReporter,
  githubReporter,
  githubSummaryReporter,
];
