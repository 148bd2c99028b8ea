import { createColors } from 'picocolors';
import { asTyped, typedCommand } from '../../analyzer/terminal/typed-command.ts';
import { printable, printableLines } from '../../format/printable.ts';
import { tool } from '../../format/tool.ts';
import { UserError } from '../../format/user-error.ts';
import { linkPlaces, wantsLinks } from './hyperlinks.ts';
import { wrappedLines } from './wrapped-lines.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** NO_COLOR (no-color.org) over FORCE_COLOR over whether a terminal reads the stream. */
export function wantsColors(
  stream: { readonly isTTY?: boolean },
  environment: Environment = process.env,
): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = environment;
  if (NO_COLOR !== undefined && NO_COLOR !== '') return false;
  if (FORCE_COLOR !== undefined && FORCE_COLOR !== '') return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false';
  return stream.isTTY === true && TERM !== 'dumb';
}

/** Writes and waits until it is taken, so that an exit does not cut a pipe short. */
export function print(text: string, stream: NodeJS.WriteStream = process.stdout): Promise<void> {
  return new Promise((resolve) => stream.write(text, () => resolve()));
}

/** How a person calls this program here. */
export const ownCommand = typedCommand(process.argv[1] ?? tool.name, process.cwd());

/** Text for a person: it names commands as they are typed here, and its lines fit the terminal. */
export function forReader(
  text: string,
  { isTTY, columns }: { readonly isTTY?: boolean; readonly columns?: number },
): string {
  const typed = asTyped(text, ownCommand);
  return isTTY === true && columns !== undefined ? wrappedLines(typed, columns) : typed;
}

/**
 * Prints what people read, with links to the source on terminals that draw them.
 * @param directory which places in it are relative to
 */
export function printText(
  text: string,
  {
    directory = process.cwd(),
    stream = process.stdout,
  }: { readonly directory?: string | undefined; readonly stream?: NodeJS.WriteStream } = {},
): Promise<void> {
  const wrapped = forReader(text, stream);
  return print(wantsLinks(stream) ? linkPlaces(wrapped, directory) : wrapped, stream);
}

/** A reader that has seen enough (`| head`) closes the pipe: that is its right, and no failure of ours. */
export function endQuietlyOnClosedPipes(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
  }
}

/** `error: …` and `help: …` on stderr; a stack only for those who ask for it with HEAPTRAIL_DEBUG. */
export function printError(error: unknown): void {
  const { red, cyan } = createColors(wantsColors(process.stderr));
  const known = error instanceof UserError;
  const message = printable(
    (error instanceof Error ? error.message : String(error)).replace(/\s*\n\s*/g, '; '),
  );
  const help = known
    ? printable(error.next)
    : 'this is a bug in heaptrail: run it again with HEAPTRAIL_DEBUG=1 and report what it prints at https://github.com/heaptrail/heaptrail/issues';
  const text = `${red('error')}: ${message}\n${cyan('help')}: ${help}\n`;
  process.stderr.write(forReader(text, process.stderr));
  if (process.env.HEAPTRAIL_DEBUG && error instanceof Error)
    process.stderr.write(`${printableLines(error.stack ?? '')}\n`);
}
