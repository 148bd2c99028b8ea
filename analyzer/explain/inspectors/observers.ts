import type { Inspector } from '../inspector.ts';
import type { Subject } from '../subject.ts';

/** What ends each of a page's observers: the browser keeps one as long as what it observes is there. */
const ends: ReadonlyMap<string, string> = new Map([
  ['ResizeObserver', 'observer.disconnect()'],
  ['MutationObserver', 'observer.disconnect()'],
  ['IntersectionObserver', 'observer.disconnect()'],
  ['PerformanceObserver', 'observer.disconnect()'],
  ['ReportingObserver', 'observer.disconnect()'],
  ['MediaQueryList', 'query.removeEventListener("change", listener)'],
]);

/** Observers of a page that are made and never disconnected, with all that their callbacks close over. */
export const observers: Inspector = {
  name: 'observers',
  inspect(subject) {
    const observer = observerIn(subject);
    const end = observer === undefined ? undefined : ends.get(observer);
    if (end === undefined) return undefined;
    return {
      kind: 'listeners',
      what: subject.expression === '' ? 'the page' : `\`${subject.expression}\``,
      gains: `${observer} objects`,
      remedy: [`end each of them when its view or component is removed: \`${end}\``],
    };
  },
};

/** The browser holds it: an observer that the program keeps in a list of its own is an entry of that. */
function observerIn({ holder, heap, entryClass, entryPath }: Subject): string | undefined {
  if (holder === undefined || !heap.isOfBrowser(holder)) return undefined;
  return [entryClass, ...entryPath.map(({ name }) => name)].find((name) => ends.has(name));
}
