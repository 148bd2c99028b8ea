/** A name is text: no link, no cell, no element, no mention and no emphasis can be made of it. */
export function escaped(text: string): string {
  return inHtml(text.replace(/[\\`*_[\]#|~$!]|:(?=\/\/)/g, '\\$&'));
}

/** Entities work inside Markdown as well; `@name` would notify that person. */
export function inHtml(text: string): string {
  return text.replace(/[&<>@]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
