import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as v from 'valibot';
import { readRegularFile } from '../../analyzer/parse/regular-file.ts';
import { setAside } from '../../analyzer/report/set-aside.ts';
import type { RuleList, SuspectRule } from '../../analyzer/report/suspect-rule.ts';
import type { Report } from '../../format/report.ts';
import { UserError } from '../../format/user-error.ts';
import type { ConfigurationArgument } from './configuration-option.ts';

/** What a project says about its reports: which suspects it knows, and why. */
export interface Configuration {
  readonly file: string;
  readonly rules: readonly SuspectRule[];
}

/** The report as a project wants to be judged by: without what its configuration names, if it has one. */
export function asConfigured(report: Report, configuration: Configuration | undefined): Report {
  return configuration === undefined ? report : setAside(report, configuration.rules);
}

const names = ['heaptrail.config.json', 'heaptrail.config.js', 'heaptrail.config.mjs'];
const keyInPackage = 'heaptrail';

/**
 * The configuration that is named, or the nearest one from here up to the root of the project.
 *
 * @param named the value of `--config`; false is `--no-config`
 * @throws UserError `bad-config` if it cannot be read or is wrong, with the key that is
 */
export async function loadConfiguration(
  named: ConfigurationArgument,
  folder = process.cwd(),
): Promise<Configuration | undefined> {
  if (named === false) return undefined;
  const file = named === undefined ? findConfiguration(folder) : resolve(folder, named);
  if (file === undefined) return undefined;
  const value = await readValue(file);
  return { file, rules: rulesIn(value, file) };
}

function findConfiguration(folder: string): string | undefined {
  for (const each of foldersOfProject(folder)) {
    const file = names.map((name) => join(each, name)).find((candidate) => existsSync(candidate));
    if (file !== undefined) return file;
    const manifest = join(each, 'package.json');
    if (existsSync(manifest) && hasOwnKey(manifest)) return manifest;
  }
  return undefined;
}

/**
 * From here up to the repository, or to the nearest package if there is none. Never further: a configuration may be
 * a program, and what lies above a project belongs to other users.
 */
function foldersOfProject(folder: string): readonly string[] {
  const above: string[] = [];
  for (let each = folder; ; each = dirname(each)) {
    above.push(each);
    if (each === dirname(each)) break;
  }
  const root = ['.git', 'package.json']
    .map((mark) => above.findIndex((each) => existsSync(join(each, mark))))
    .find((index) => index >= 0);
  return above.slice(0, (root ?? 0) + 1);
}

/** A broken package.json is not for this program to complain about, unless it was named. */
function hasOwnKey(manifest: string): boolean {
  try {
    return keyInPackage in JSON.parse(readFileSync(manifest, 'utf8'));
  } catch {
    return false;
  }
}

async function readValue(file: string): Promise<unknown> {
  if (/\.[cm]?js$/.test(file)) return await runModule(file);
  let text: string;
  try {
    text = readRegularFile(file);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw badConfig(
      `${file} cannot be read (${code})`,
      'name a file, or leave it out with --no-config',
      cause,
    );
  }
  try {
    const value = JSON.parse(text);
    return file.endsWith('package.json') ? value[keyInPackage] : value;
  } catch (cause) {
    throw badConfig(
      `${file} is not JSON: ${(cause as Error).message}`,
      'correct it, or leave it out with --no-config',
      cause,
    );
  }
}

async function runModule(file: string): Promise<unknown> {
  try {
    const module: { default?: unknown } = await import(pathToFileURL(file).href);
    return module.default;
  } catch (cause) {
    throw badConfig(
      `${file} failed: ${cause instanceof Error ? cause.message : cause}`,
      'make the configuration its default export',
      cause,
    );
  }
}

const text = v.pipe(v.string('must be a string'), v.trim(), v.nonEmpty('is empty'));
const entry = v.pipe(
  v.strictObject({
    fingerprint: v.exactOptional(v.pipe(text, v.regex(/^[0-9a-f]{8}$/i, 'is not eight hex digits'))),
    path: v.exactOptional(text),
    package: v.exactOptional(text),
    reason: text,
  }),
  v.check(
    ({ fingerprint, path, package: name }) =>
      [fingerprint, path, name].filter((match) => match !== undefined).length === 1,
    'needs one of fingerprint, path and package',
  ),
);
type Entry = v.InferOutput<typeof entry>;
const entries = v.exactOptional(v.array(entry, 'must be a list'));
const configuration = v.strictObject({
  $schema: v.exactOptional(v.string()),
  suppress: entries,
  libraryLeaks: entries,
});

function rulesIn(value: unknown, file: string): readonly SuspectRule[] {
  // An empty list has no unknown keys, but is still not a configuration.
  const parsed = v.safeParse(configuration, Array.isArray(value) ? undefined : value);
  if (!parsed.success) {
    throw badConfig(
      `${file}: ${inWords(parsed.issues[0])}`,
      'docs/configuration.md shows what an entry looks like',
    );
  }
  const { suppress = [], libraryLeaks = [] } = parsed.output;
  return [...asRules('suppress', suppress), ...asRules('libraryLeaks', libraryLeaks)];
}

function asRules(list: RuleList, given: readonly Entry[]): SuspectRule[] {
  return given.map(({ fingerprint, path, package: name, reason }, index) => {
    const place = { list, index, reason };
    if (fingerprint !== undefined) return { ...place, by: 'fingerprint', matches: fingerprint };
    if (path !== undefined) return { ...place, by: 'path', matches: path };
    return { ...place, by: 'package', matches: name! };
  });
}

/** `suppress[1].reason is missing`. */
function inWords(issue: v.BaseIssue<unknown>): string {
  const path = (issue.path ?? [])
    .map(({ key }) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
    .join('')
    .replace(/^\./, '');
  if (path === '') return 'the configuration must be an object';
  if (issue.expected === 'never') return `${path} is not a known setting`;
  if (issue.type === 'strict_object')
    return `${path} ${issue.received === 'undefined' ? 'is missing' : 'must be an object'}`;
  return `${path} ${issue.received === 'undefined' ? 'is missing' : issue.message}`;
}

function badConfig(message: string, next: string, cause?: unknown): UserError {
  return new UserError('bad-config', message, next, { cause });
}
