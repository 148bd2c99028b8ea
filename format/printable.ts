/** Control characters, those that turn or hide text around them, and halves of pairs. Joiners make emoji. */
const unprintable = /[\p{Cc}\p{Zl}\p{Zp}\p{Surrogate}]|(?!\u200d)\p{Cf}/gu;
/** What begins a command for the log of a CI: `::error::` at the start of a line, `##[error]` and `##vso[` anywhere. */
const ciCommand = /^\s*::|##(?=\[|vso\[|teamcity\[)/g;

/**
 * The same value with everything in its strings replaced that is no text. Names come out of the target: an escape
 * sequence in one must not reach a terminal, a line break must not tear a line or begin a command for a CI, and no
 * encoding has halves.
 */
export function printable<Value>(value: Value): Value {
  if (typeof value === 'string')
    return value
      .replace(unprintable, '\ufffd')
      .replace(ciCommand, (found) => `\ufffd${found.slice(1)}`) as Value;
  if (Array.isArray(value)) return value.map(printable) as Value;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, printable(part)])) as Value;
}

/** The same for a text of several lines. */
export function printableLines(text: string): string {
  return text.split('\n').map(printable).join('\n');
}

/** JSON in which everything that is no text stands as an escape: it says the same, and a terminal can show it. */
export function printableJson(value: unknown, indent?: number): string {
  return JSON.stringify(value, undefined, indent).replace(unprintableInLines, escaped);
}

/** JSON escapes the others itself, and its line breaks are its own. */
const unprintableInLines = /(?!\n)[\p{Cc}\p{Zl}\p{Zp}]|(?!\u200d)\p{Cf}/gu;

function escaped(character: string): string {
  return Array.from(
    { length: character.length },
    (_, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`,
  ).join('');
}
