import { routeHash } from '../model/route.ts';
import { h } from './element.ts';

const keys: readonly (readonly [string, string])[] = [
  ['j', 'next row'],
  ['k', 'previous row'],
  ['Enter', 'open the row'],
  ['Esc', 'go up one level'],
  ['n', 'next suspect'],
  ['p', 'previous suspect'],
  ['/', 'search everything'],
  ['f', 'filter the table'],
  ['← → ↑ ↓', 'move between boxes in a picture, or along a chart'],
  ['?', 'show these keys'],
];

/**
 * One hand is enough for lists. Tab and Enter reach everything too.
 * @param goUp what Esc does
 */
export function listenToKeys(main: HTMLElement, help: HTMLDialogElement, goUp: () => void): void {
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || help.open) return;
    const typing = event.target instanceof HTMLElement && event.target.matches('input, textarea, select');
    if (event.key === 'Escape') {
      if (typing) (event.target as HTMLElement).blur();
      else goUp();
      return;
    }
    if (typing) return;
    const act = actions(main, help)[event.key];
    if (act === undefined) return;
    event.preventDefault();
    act();
  });
}

function actions(main: HTMLElement, help: HTMLDialogElement): Readonly<Record<string, () => void>> {
  return {
    j: () => moveFocus(main, 1),
    k: () => moveFocus(main, -1),
    n: () => follow(main, 'next'),
    p: () => follow(main, 'prev'),
    f: () => find(main),
    '?': () => help.showModal(),
  };
}

function follow(main: HTMLElement, rel: 'next' | 'prev'): void {
  main.querySelector<HTMLElement>(`a[rel=${rel}]`)?.click();
}

function moveFocus(main: HTMLElement, step: number): void {
  const items = [...main.querySelectorAll<HTMLElement>('[data-item]')];
  const at = items.indexOf(document.activeElement as HTMLElement);
  const next =
    items[at === -1 ? (step > 0 ? 0 : items.length - 1) : Math.min(items.length - 1, Math.max(0, at + step))];
  next?.focus();
  next?.scrollIntoView({ block: 'nearest' });
}

function find(main: HTMLElement): void {
  const field = main.querySelector<HTMLInputElement>('[data-find]');
  if (field !== null) field.focus();
  else location.hash = routeHash({ screen: 'objects', state: { show: 'objects', focus: 'find' } });
}

export function helpDialog(): HTMLDialogElement {
  const dialog: HTMLDialogElement = h(
    'dialog',
    { 'aria-labelledby': 'keys-title' },
    h('h2', { id: 'keys-title' }, 'keyboard shortcuts'),
    h(
      'dl',
      { class: 'keys' },
      keys.map(([key, words]) => h('div', {}, h('dt', {}, h('kbd', {}, key)), h('dd', {}, words))),
    ),
    h('button', { type: 'button', click: () => dialog.close() }, 'close'),
  );
  document.body.append(dialog);
  return dialog;
}
