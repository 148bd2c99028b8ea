/**
 * What Chromium writes of a page. Objects that scripts can name are called as the web calls them: `Window`, `Text`,
 * `<div class="row">`. All others are called as C++ calls them.
 */

/** Between an object of the web and what it keeps: no script can name these. */
const betweenObjects = /^(EventListener|ScheduledAction|ScriptRunner|internal|V8[A-Z]\w+)$/;

/** Whether a native node of this name is a part of the browser that a page never sees. */
export function isBrowserPart(name: string): boolean {
  if (name.startsWith('<')) return false;
  return name.includes('::') || betweenObjects.test(name);
}

/**
 * What the browser notes of how the page runs, up to a limit for each kind: 150 events, 250 resources, 50 places in the
 * history. A page that is used fills these lists, and holds nothing by them.
 */
const notes = [
  'InteractionContentfulPaint',
  'LargestContentfulPaint',
  'LayoutShift',
  'LayoutShiftAttribution',
  'NavigationHistoryEntry',
  'PerformanceElementTiming',
  'PerformanceEventTiming',
  'PerformanceLongAnimationFrameTiming',
  'PerformanceLongTaskTiming',
  'PerformancePaintTiming',
  'PerformanceScriptTiming',
  'PerformanceSoftNavigation',
  'SoftNavigationEntry',
  'TaskAttributionTiming',
  'VisibilityStateEntry',
];
const noteOfBrowser = new RegExp(
  `^(${notes.join('|')})$|` +
    '^blink::(AnimationFrameTiming|HistoryItem|ImageRecord|InspectorResource|InteractionContentful|NetworkResourcesData|' +
    'PaintTiming|ScriptTimingInfo|SoftNavigation|TextRecord)|' +
    '^blink::Heap(Vector|HashTable)Backing<.*\\bblink::(PerformanceEntry|NavigationHistoryEntry)\\b',
);

/** Whether a native node of this name is such a note, or a list of them. */
export function isNoteOfBrowser(name: string): boolean {
  return noteOfBrowser.test(name);
}

/** What a script itself puts into the browser's lists: it stays until the script clears it. */
export function isNoteOfScript(name: string): boolean {
  return name === 'PerformanceMark' || name === 'PerformanceMeasure';
}

/** A part by which something hears of events. */
export function isListenerPart(name: string): boolean {
  return name === 'blink::RegisteredEventListener';
}

/** The document of a page or frame. */
export function isDocument(name: string): boolean {
  return name === 'HTMLDocument' || name === 'XMLDocument';
}

/** The global object of a document, with the address that it was loaded from: a frame that is gone has none. */
export function isWindowOfPage(name: string): boolean {
  return /^Window(?: \[JSGlobal\w+\])? \/ /.test(name);
}
