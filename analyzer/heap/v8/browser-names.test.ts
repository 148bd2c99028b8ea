import { expect, it } from 'vitest';
import { isBrowserPart, isNoteOfBrowser, isWindowOfPage } from './browser-names.ts';

it.each([
  ['blink::EventTargetData', true],
  ['blink::HeapVectorBacking<cppgc::internal::BasicMember<blink::RegisteredEventListener>>', true],
  ['V8ResizeObserverCallback', true],
  ['ScheduledAction', true],
  ['<div class="a::b">', false],
  ['ResizeObserver', false],
  ['DOMTimer', false],
  ['Node / TLSWrap', false],
])('%s is a part that no script can name: %s', (name, expected) => {
  expect(isBrowserPart(name)).toBe(expected);
});

it.each([
  ['PerformanceEventTiming', true],
  ['NavigationHistoryEntry', true],
  [
    'blink::HeapVectorBacking<cppgc::internal::BasicMember<blink::PerformanceEntry, cppgc::internal::Str',
    true,
  ],
  ['blink::SoftNavigationPaintAttributionTracker::NodeState', true],
  // These stay until a script clears them.
  ['PerformanceMark', false],
  ['PerformanceMeasure', false],
  ['blink::HeapVectorBacking<blink::RegisteredEventListener>', false],
])('%s is a note of the browser: %s', (name, expected) => {
  expect(isNoteOfBrowser(name)).toBe(expected);
});

it.each([
  ['Window / https://a.example', true],
  ['Window [JSGlobalObject] / https://a.example', true],
  // Of a frame that was removed.
  ['Window', false],
  ['WindowProperties', false],
])('%s is the window of a page: %s', (name, expected) => {
  expect(isWindowOfPage(name)).toBe(expected);
});
