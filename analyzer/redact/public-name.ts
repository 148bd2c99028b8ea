import type { Pseudonyms } from './pseudonyms.ts';

const identifier = /^[#\w$\u00aa-\uffff]+$/;
/** Names of V8, Node and hosts for things of their own: none of them comes out of data. */
const ofTheEngine: readonly RegExp[] = [
  /^$/,
  /^system \/ [\w ()/.@-]*$/,
  // (code for #serve), (anonymous), <instance_members_initializer>, [Symbol.iterator], [eval1]-wrapper
  /^\([\w :./<>#$[\]-]*\)$/,
  /^<[a-z_]+>$/,
  /^\[[\w .-]+\](-\w+)*$/,
  // Node / std::basic_string, global (global*) / , v8::(anonymous namespace)::Channel
  /^[\w$.]+( [([][\w* ]+[)\]])?( \/ [\w$.:]*)?$/,
  /^[\w$]+(::[\w$~()<>*&, ]+)+$/,
  // Server.listen, and what RegExp keeps of its last match
  /^[\w$#]+(\.[\w$#<>]+)+$/,
  /^\$.$/,
  /^[A-Z][\w-]*( [A-Z][\w-]*)* (Iterator|Helper)$/,
];
const prefixes =
  /^(get |set |async |static |Detached |system \/ [A-Za-z]+ \/ |[\w$]+( [([][\w* ]+[)\]])? \/ )(.+)$/s;
const symbolEdge = /^(<symbol ?)(.*)>$/s;
const markup = /^(<[a-zA-Z][\w-]*)(.*)$/s;
/** A file, or an address up to what is asked of it. */
const place = /^((?:[a-zA-Z][\w+.-]*:)?(?:\/\/)?)(?:([^/?#@\s]+)@)?([^?#\s@]*)([?#].*)?$/s;
const looksLikePlace =
  /^([a-zA-Z][\w+.-]*:\/\/|\/|\.{1,2}\/|[A-Za-z]:\\|(node|ext|internal|wasm|evalmachine|webpack):?)/;
const dotted = /^[\w$#<>[\]-]+([.: /][\w$#<>[\]-]+)*$/;

/** Long words in which letters and digits change often are keys and tokens, not names. */
const shortestToken = 16;
const turnsOfToken = 4;
const digitsOfToken = 4;
const knownTokens =
  /^([0-9a-f]{16,}|(sk|pk|rk)_(live|test)_.*|gh[pousr]_.*|github_pat_.*|eyJ.*|AKIA[A-Z0-9]*|xox[a-z]-.*)$/i;

/** The name of a property or variable. One that no programmer writes as a name, an e-mail address, is data. */
export function publicProperty(name: string, pseudonyms: Pseudonyms): string {
  // Names are data: one may consist of a million `get`.
  const accessors = /^(?:[gs]et (?=.))*/s.exec(name)![0];
  return accessors + publicWord(name.slice(accessors.length), pseudonyms);
}

function publicWord(name: string, pseudonyms: Pseudonyms): string {
  const symbol = symbolEdge.exec(name);
  if (symbol !== null) return `${symbol[1]}${publicDescription(symbol[2], pseudonyms)}>`;
  const isWritten = identifier.test(name.replace(/^\./, '')) || /^\$.$/.test(name);
  return isWritten && !isToken(name) ? name : pseudonyms.of(name);
}

/**
 * The name of a class, function or file without what may be data in it: what programs, hosts and engines call their
 * things stays, the rest becomes letters.
 */
export function publicName(name: string, pseudonyms: Pseudonyms): string {
  let before = '';
  let rest = name;
  for (;;) {
    const prefix = known(rest) ? null : prefixes.exec(rest);
    if (prefix === null) return before + publicRest(rest, pseudonyms);
    before += prefix[1];
    rest = prefix[3];
  }
}

/** What needs no look at its parts. */
function known(name: string): boolean {
  return identifier.test(name) || ofTheEngine.some((form) => form.test(name)) || markup.test(name);
}

function publicRest(name: string, pseudonyms: Pseudonyms): string {
  if (identifier.test(name)) return isToken(name) ? pseudonyms.of(name) : name;
  if (ofTheEngine.some((form) => form.test(name))) return name;
  const element = markup.exec(name);
  if (element !== null) return element[1] + pseudonyms.of(element[2]);
  if (looksLikePlace.test(name)) return publicPlace(name, pseudonyms);
  return pseudonyms.of(name);
}

/** What a symbol is called: words with dots, colons or spaces between them are written by programmers. */
export function publicDescription(text: string, pseudonyms: Pseudonyms): string {
  if (text === '' || (dotted.test(text) && !text.split(/[.: /]/).some(isToken))) return text;
  return pseudonyms.of(text);
}

/** A file or script: who may see it, and what is asked of it, is nobody's business. */
function publicPlace(name: string, pseudonyms: Pseudonyms): string {
  const parts = place.exec(name);
  if (parts === null || parts[1].startsWith('data:')) return pseudonyms.of(name);
  const [, scheme, credentials, path, query] = parts;
  return (
    scheme +
    (credentials === undefined ? '' : `${pseudonyms.of(credentials)}@`) +
    path
      .split('/')
      .map((part) => (isToken(part) ? pseudonyms.of(part) : part))
      .join('/') +
    (query === undefined ? '' : query[0] + pseudonyms.of(query.slice(1)))
  );
}

/** Whether a word looks like what machines make up: keys, hashes, tokens. */
function isToken(word: string): boolean {
  if (word.length < shortestToken) return false;
  if (knownTokens.test(word)) return true;
  const turns = word.match(/[0-9]+|[^0-9]+/g)?.length ?? 0;
  return turns > turnsOfToken && word.replace(/[^0-9]/g, '').length >= digitsOfToken;
}
