/** Stands for what was left out. */
export const mask = '***';

/** Words that say it alone: `mypassword`. */
const strongWord = /(pass(word|wd|phrase|code)|secret|token|api-?key|credential)s?$/i;
/** Words that say it where they are words: `--db-key` and `dbKey`, not `monkey`. */
const weakWord =
  /(^|[-_.])(pass|pwd|pw|key|auth|authorization|bearer|cookie|session-?id|signature|sig|dsn|otp|pin|salt)s?$/i;
/** `name=`, `name: ` and `"name": `, wherever in an argument. A word is looked at from its start only. */
const assigned = /(?<![\w.-])([\w.-]+)["']?\s{0,9}[=:]\s{0,9}/g;
/** `--name value` in one text, as the title of a process has it. */
const followed = /(?<![\w.-])(-{1,2}[\w.-]+)\s{1,9}(?=[^\s-])/g;
const value = /"[^"]*"|'[^']*'|(?:(?:Bearer|Basic|Token|Digest)\s+)?[^\s"'&;,}]+/iy;
const credentials = /(?<![a-z\d+.-])([a-z][a-z\d+.-]*:\/\/)[^\s/@"']+@/gi;
const tokens =
  /\b(?:(?:sk|pk|rk)[-_](?:live|test|ant|proj)[-_][\w-]{12,200}|gh[pousr]_\w{12,200}|github_pat_\w{12,200}|glpat-[\w-]{12,200}|npm_\w{12,200}|xox[a-z]-[\w-]{8,200}|AKIA[A-Z\d]{12,200}|AIza[\w-]{20,200}|eyJ[\w-]{8,4000}\.[\w-]{1,4000}(?:\.[\w-]{1,4000})?)/g;
const option = /^-{1,2}[A-Za-z][\w.-]*$/;

/**
 * The arguments of a program, with the values left out that look like secrets: by the names of their options and
 * variables, in addresses, headers, JSON and code, or by the forms of well-known tokens.
 */
export function maskedArguments(command: readonly string[]): readonly string[] {
  return command.map((argument, at) => {
    // A process that gave itself a title has all of it here.
    if (at === 0) return maskedText(argument);
    const before = command[at - 1];
    const isValue = option.test(before) && isSecretName(before) && !option.test(argument);
    return isValue ? mask : maskedText(argument);
  });
}

/** A text with the secrets left out that show themselves. */
export function maskedText(text: string): string {
  const withoutUsers = text.replace(credentials, `$1${mask}@`);
  return maskedValues(maskedValues(withoutUsers, assigned), followed).replace(tokens, mask);
}

function maskedValues(text: string, names: RegExp): string {
  let masked = '';
  let copied = 0;
  for (const found of text.matchAll(names)) {
    const at = found.index + found[0].length;
    if (found.index < copied || !isSecretName(found[1])) continue;
    value.lastIndex = at;
    const secret = value.exec(text);
    if (secret === null) continue;
    masked += text.slice(copied, at) + mask;
    copied = at + secret[0].length;
  }
  return masked + text.slice(copied);
}

function isSecretName(name: string): boolean {
  return strongWord.test(name) || weakWord.test(name.replace(/([a-z])([A-Z])/g, '$1-$2'));
}

/**
 * The arguments of a program without any value: what it is, which script it runs, and the names of its options.
 */
export function argumentsWithoutValues(command: readonly string[]): readonly string[] {
  let hasScript = false;
  return command.map((argument, at) => {
    if (at === 0) return argument;
    const [name, ...value] = argument.split('=');
    if (/^-{1,2}[A-Za-z][\w.-]*$/.test(name)) return value.length === 0 ? argument : `${name}=${mask}`;
    const isScript = !hasScript && /\.[cm]?[jt]sx?$/.test(argument);
    if (!isScript) return mask;
    hasScript = true;
    return argument;
  });
}
