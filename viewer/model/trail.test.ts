import { expect, it } from 'vitest';
import { Trail } from './trail.ts';

it('leads back to the list as it was left, and to the row that was opened', () => {
  const trail = new Trail();
  trail.visit('#/objects?show=objects');
  trail.visit('#/objects?show=objects&find=Session');
  trail.visit('#/object/41');
  expect(trail.above('#/object/41')).toBe('#/objects?show=objects&find=Session');
  trail.visit('#/objects?show=objects&find=Session');
  expect(trail.leadsBack('#/object/41')).toBe(true);
  expect(trail.leadsBack('#/object/4')).toBe(false);
});

it('leads to the row of the suspect that was left, not of the one that was opened', () => {
  const trail = new Trail();
  for (const hash of ['#/', '#/suspect/aaaaaaaa', '#/suspect/bbbbbbbb', '#/']) trail.visit(hash);
  expect(trail.leadsBack('#/suspect/bbbbbbbb?calls=all')).toBe(true);
  expect(trail.leadsBack('#/suspect/aaaaaaaa')).toBe(false);
});

it('knows the level above of a screen that a link led to', () => {
  const trail = new Trail();
  trail.visit('#/object/41');
  expect(trail.above('#/object/41')).toBe('#/objects');
});
