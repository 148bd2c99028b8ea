import { stripVTControlCharacters } from 'node:util';

/**
 * How many columns a text of the command's help takes. Each of its characters takes one, and a test holds that. The general
 * way, which also knows emoji and wide scripts, builds three tables of Unicode when it is loaded: a fifth of the start-up of
 * every command.
 *
 * @param {string} text
 */
export default function plainWidth(text) {
  return stripVTControlCharacters(text).length;
}
