/** What each box of a picture is found by. */
const texts = new WeakMap<Element, string>();

/** Lets a search find a box, also by text that its label leaves out. */
export function markable(element: Element, text: string): void {
  texts.set(element, text.toLowerCase());
}

const highlightName = 'search';
/** Long tables get marks on their first matches only: nobody reads more. */
const mostRanges = 2_000;

export interface MarkCounts {
  readonly boxes: number;
  readonly rows: number;
}

/** Marks what a search finds on this screen: boxes in pictures, and words in texts and tables. */
export function markMatches(main: HTMLElement, term: string): MarkCounts {
  const wanted = term.trim().toLowerCase();
  const boxes = markBoxes(main, wanted);
  const rows = markTexts(main, wanted);
  return { boxes, rows };
}

function markBoxes(main: HTMLElement, wanted: string): number {
  let found = 0;
  for (const picture of main.querySelectorAll('.picture svg')) {
    picture.classList.toggle('searched', wanted !== '');
    for (const box of picture.querySelectorAll('.box')) {
      const isFound = wanted !== '' && (texts.get(box) ?? '').includes(wanted);
      box.classList.toggle('found', isFound);
      if (isFound) found++;
    }
  }
  return found;
}

/** Without changing the texts: marks of the browser's own lie over them. */
function markTexts(main: HTMLElement, wanted: string): number {
  const ranges: Range[] = [];
  const rows = new Set<Element>();
  if (wanted !== '') {
    const walker = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
    for (
      let node = walker.nextNode();
      node !== null && ranges.length < mostRanges;
      node = walker.nextNode()
    ) {
      const parent = node.parentElement;
      if (parent === null || parent.closest('svg, textarea, .tip, button') !== null) continue;
      const text = node.nodeValue?.toLowerCase() ?? '';
      for (let at = text.indexOf(wanted); at !== -1; at = text.indexOf(wanted, at + wanted.length)) {
        const range = new Range();
        range.setStart(node, Math.min(at, node.nodeValue?.length ?? 0));
        range.setEnd(node, Math.min(at + wanted.length, node.nodeValue?.length ?? 0));
        ranges.push(range);
        const row = parent.closest('tr');
        if (row !== null) rows.add(row);
      }
    }
  }
  for (const row of main.querySelectorAll('tr.found')) if (!rows.has(row)) row.classList.remove('found');
  for (const row of rows) row.classList.add('found');
  if (typeof Highlight !== 'undefined') CSS.highlights.set(highlightName, new Highlight(...ranges));
  return rows.size;
}
