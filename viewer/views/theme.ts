import { h } from './element.ts';

const themes = ['auto', 'light', 'dark'] as const;
type Theme = (typeof themes)[number];
const key = 'heaptrail-theme';

/** Call it before anything is drawn, so that nothing is drawn twice. */
export function applyStoredTheme(): void {
  apply(storedTheme());
}

export function themeButton(): HTMLElement {
  const button = h('button', { type: 'button' });
  const say = () => {
    button.textContent = storedTheme();
    button.setAttribute('aria-label', `theme: ${storedTheme()}`);
  };
  button.addEventListener('click', () => {
    const next = themes[(themes.indexOf(storedTheme()) + 1) % themes.length];
    store(next);
    apply(next);
    say();
  });
  say();
  return button;
}

function apply(theme: Theme): void {
  if (theme === 'auto') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

let chosen: Theme | undefined;

/** In some browsers pages from disk have no storage. Then the choice lasts until the page is closed. */
function storedTheme(): Theme {
  if (chosen !== undefined) return chosen;
  try {
    const stored = localStorage.getItem(key);
    return themes.find((theme) => theme === stored) ?? 'auto';
  } catch {
    return 'auto';
  }
}

function store(theme: Theme): void {
  chosen = theme;
  try {
    localStorage.setItem(key, theme);
  } catch {
    return;
  }
}
