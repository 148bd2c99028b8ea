import { PageSource } from './data/page-source.ts';
import { parseRoute, routeHash, type Screen } from './model/route.ts';
import { Trail } from './model/trail.ts';
import { drawCompare } from './views/compare.ts';
import { drawCoverage } from './views/coverage.ts';
import { drawDiff } from './views/diff.ts';
import { drawDominators } from './views/dominators.ts';
import { h } from './views/element.ts';
import { drawFlames } from './views/flames.ts';
import { buildFrame } from './views/frame.ts';
import { helpDialog, listenToKeys } from './views/keys.ts';
import { drawObject } from './views/object.ts';
import { drawClass, drawObjects } from './views/objects.ts';
import { drawOverview } from './views/overview.ts';
import { drawPackages } from './views/packages.ts';
import type { Draw, Drawn } from './views/screen.ts';
import { Search, termIn } from './views/search.ts';
import { drawSuspect } from './views/suspect.ts';
import { applyStoredTheme } from './views/theme.ts';

const drawings: Readonly<Record<Screen, Draw>> = {
  overview: drawOverview,
  suspect: drawSuspect,
  dominators: drawDominators,
  packages: drawPackages,
  allocations: drawFlames,
  compare: drawCompare,
  objects: drawObjects,
  class: drawClass,
  object: drawObject,
  coverage: drawCoverage,
  diff: drawDiff,
};

applyStoredTheme();
const source = new PageSource();
const help = helpDialog();
const frame = buildFrame(source.summary, () => help.showModal());
const trail = new Trail();
let returning = false;
if (source.summary.comparison !== undefined && location.hash === '')
  history.replaceState(null, '', routeHash({ screen: 'diff' }));
listenToKeys(frame.main, help, () => {
  const above = trail.above(location.hash);
  returning = above !== location.hash;
  location.hash = above;
});
const search = new Search(source, frame.main);
document.querySelector('.frame .tools')?.before(search.element);
let turn = 0;

/** Draws what the address says. A screen that comes too late, because another was asked for since, is dropped. */
async function draw(moved: boolean): Promise<void> {
  const mine = ++turn;
  const route = parseRoute(location.hash);
  const keepState = (state: Readonly<Record<string, string>>) => {
    const hash = routeHash({ ...route, state });
    history.replaceState(null, '', hash);
    trail.visit(hash);
    frame.show({ ...route, state });
  };
  frame.main.setAttribute('aria-busy', 'true');
  const drawn = await drawSafely(() => drawings[route.screen]({ source, route, keepState }));
  if (mine !== turn) return;
  document.title = `${drawn.title.slice(0, 120)} · heaptrail`;
  trail.visit(location.hash);
  frame.show(route);
  frame.main.replaceChildren(h('div', { class: `screen ${route.screen}` }, drawn.content));
  search.drawn(termIn(route.state));
  frame.main.removeAttribute('aria-busy');
  if (!moved) return;
  const row = returning ? rowOfLast() : undefined;
  returning = false;
  scrollTo(0, 0);
  if (row !== undefined) {
    row.focus();
    row.scrollIntoView({ block: 'nearest' });
    return;
  }
  const wanted = route.state.focus === 'find' ? '[data-find]' : 'h1';
  frame.main.querySelector<HTMLElement>(wanted)?.focus({ preventScroll: true });
}

/** The link of this screen that leads to where the reader comes from. */
function rowOfLast(): HTMLElement | undefined {
  const links = [...frame.main.querySelectorAll<HTMLAnchorElement>('a[href^="#"]')];
  return links.find((link) => trail.leadsBack(link.getAttribute('href') ?? ''));
}

/** Boxes are drawn as wide as the screen: a window of another width needs another picture. */
function redrawPictures(): void {
  const restMs = 200;
  let drawnFor = innerWidth;
  let timer: ReturnType<typeof setTimeout> | undefined;
  addEventListener('resize', () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      // A phone's keyboard changes the height alone, and must not take the focus from its field.
      if (innerWidth === drawnFor) return;
      drawnFor = innerWidth;
      if (frame.main.querySelector('.picture') !== null) void draw(false);
    }, restMs);
  });
}

async function drawSafely(drawing: () => Drawn | Promise<Drawn>): Promise<Drawn> {
  try {
    return await drawing();
  } catch (error) {
    console.error(error);
    const fact = 'this screen could not be drawn';
    return { title: fact, content: [h('h1', { tabindex: -1 }, fact), h('p', {}, String(error))] };
  }
}

addEventListener('hashchange', () => void draw(true));
redrawPictures();
void draw(false);
