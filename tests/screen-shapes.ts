import type { Page } from 'playwright-core';

/**
 * What a screen is made of, as axe tells it apart: its elements by name, class, attributes and what stands around them,
 * and whether they say something. What the data says in them, and how often, is left out.
 */
export async function screenShapes(page: Page): Promise<readonly string[]> {
  return await page.evaluate<string[]>(`(${shapesOfDocument})()`);
}

/** The values of these decide about accessibility; of all others only whether there is one. */
const telling = 'role type scope lang tabindex aria-hidden aria-expanded aria-sort aria-current aria-live';
/** These name other elements. */
const naming = 'for aria-labelledby aria-describedby aria-controls headers';
/** How an element looks or where it stands. */
const ignored = 'class id style x y x1 x2 y1 y2 cx cy r d width height transform points viewBox href';

const shapesOfDocument = `() => {
  const [telling, naming, ignored] = ${JSON.stringify([telling, naming, ignored])}.map((names) => new Set(names.split(' ')));
  const ids = new Map();
  for (const { id } of document.querySelectorAll('[id]')) ids.set(id, (ids.get(id) ?? 0) + 1);
  const attribute = ({ name, value }) => {
    if (telling.has(name)) return name + '=' + value;
    if (naming.has(name)) return name + (value.split(' ').every((id) => ids.get(id) === 1) ? '' : ' leads nowhere');
    return value.trim() === '' ? name + ' is empty' : name;
  };
  const says = (element) => [...element.childNodes].some(({ nodeType, data }) => nodeType === 3 && data.trim() !== '');
  const names = new Map();
  const nameOf = (element) => {
    if (element === null) return '';
    if (names.has(element)) return names.get(element);
    const attributes = [...element.attributes].filter(({ name }) => !ignored.has(name)).map(attribute).sort();
    const classes = [...element.classList].sort().join('.');
    const name = element.localName + '.' + classes + '[' + attributes + ']' + (says(element) ? ' says something' : '');
    names.set(element, name);
    return name;
  };
  const shape = (element) =>
    [element, element.parentElement, element.parentElement?.parentElement ?? null].map(nameOf).join(' in ') +
    (ids.get(element.id) > 1 ? ' twice' : '') + (element.hasAttribute('href') ? ' links' : '');
  return [...new Set([...document.querySelectorAll('html, html *')].map(shape))];
}`;
