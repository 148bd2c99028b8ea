import { h } from './element.ts';

/** Smaller changes of width are not visible. */
const leastChange = 4;

/**
 * A picture that is drawn as wide as its place, and again if that changes.
 * @param guess its width until it is on the page
 */
export function fitted(
  draw: (width: number) => SVGElement,
  { guess, over }: { readonly guess: number; readonly over?: HTMLElement },
): HTMLElement {
  let drawnFor = guess;
  const place = h('div', { class: 'fitted' }, draw(guess), over);
  new ResizeObserver(([{ contentRect }]) => {
    const width = Math.round(contentRect.width);
    if (width === 0 || Math.abs(width - drawnFor) < leastChange) return;
    drawnFor = width;
    place.firstElementChild?.replaceWith(draw(width));
  }).observe(place);
  return place;
}
