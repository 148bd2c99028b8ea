import { UserError } from '../../format/user-error.ts';
import { nearestWord } from './nearest-word.ts';

/** What was typed, and what could have been. */
export interface TypedLine {
  readonly words: readonly string[];
  /** Each command with its arguments: `analyze <source..>`. */
  readonly commands: readonly string[];
  /** The options of the command that was typed. */
  readonly options: readonly string[];
}

/** What yargs says in sentences over several lines, as one fact and the next step. */
export function usageError(message: string, line: TypedLine): UserError {
  const [command = ''] = line.words;
  const syntax = line.commands.find((each) => nameOf(each) === command);
  const help = syntax === undefined ? 'see heaptrail --help' : `see heaptrail ${command} --help`;
  if (syntax === undefined && command !== '' && !command.startsWith('-')) return noSuchCommand(command, line);
  const given = /^Not enough non-option arguments: got (\d+)/.exec(message)?.[1];
  if (given !== undefined && syntax !== undefined) return missingArguments(Number(given), syntax);
  const unknown = /^Unknown arguments?: (.*)$/s.exec(message)?.[1]?.split(', ')[0];
  if (unknown !== undefined) return unknownArgument(unknown, line, help);
  return new UserError('usage', asFact(message), help);
}

function noSuchCommand(command: string, { commands }: TypedLine): UserError {
  const meant = nearestWord(command, commands.map(nameOf));
  return new UserError(
    'usage',
    `there is no command ${command}`,
    meant === undefined ? 'heaptrail --help lists the commands' : `did you mean heaptrail ${meant}?`,
  );
}

function missingArguments(given: number, syntax: string): UserError {
  const missing = [...syntax.matchAll(/<(\w+)/g)].slice(given).map(([, name]) => name!.toUpperCase());
  return new UserError(
    'usage',
    `${missing.join(' and ')} ${missing.length > 1 ? 'are' : 'is'} missing`,
    `heaptrail ${inCapitals(syntax)}`,
  );
}

function unknownArgument(name: string, { words, options }: TypedLine, help: string): UserError {
  const typed = words.find((word) => /^--?/.test(word) && optionName(word) === name);
  if (typed === undefined) return new UserError('usage', `unexpected argument: ${name}`, help);
  const meant = nearestWord(name, options);
  return new UserError(
    'usage',
    `there is no option --${name}`,
    meant === undefined ? help : `did you mean --${meant}?`,
  );
}

/** `--every=5s` is the option every. */
function optionName(word: string): string {
  return word.replace(/^--?(no-)?/, '').replace(/=.*$/s, '');
}

function nameOf(syntax: string): string {
  return syntax.split(' ')[0]!;
}

/** `analyze <source..>` as it is typed: `analyze SOURCE…`. */
function inCapitals(syntax: string): string {
  return syntax.replace(
    /[<[](\w+)(\.\.)?[>\]]/g,
    (_, name: string, more?: string) => name.toUpperCase() + (more ? '…' : ''),
  );
}

/** yargs begins with a capital; errors here are one fact in lower case. */
function asFact(message: string): string {
  const fact = message
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join(' ');
  return `${fact.charAt(0).toLowerCase()}${fact.slice(1)}`;
}
