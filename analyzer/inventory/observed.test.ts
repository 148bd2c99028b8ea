import { afterAll, expect, it } from 'vitest';
import { everyInterval, filesOf } from '../../testing/drawn-growth.ts';
import { ScratchFolder } from '../../testing/scratch-folder.ts';
import { openSource } from '../recording/open-source.ts';
import { listClassChanges } from './list-class-changes.ts';
import { listClasses } from './list-classes.ts';
import { listObjects } from './list-objects.ts';
import { listPathChanges } from './list-paths.ts';
import { openComparison } from './open-comparison.ts';

const scratch = new ScratchFolder();
afterAll(() => scratch.remove());

it('what only DevTools or a probe holds stands in no list and in no comparison', () => {
  const files = filesOf(scratch, (h) => {
    const handles = h.node('synthetic', '(Global handles)', { size: 0 });
    h.root.element(1, h.node('synthetic', '(GC roots)', { size: 0 }).element(0, handles));
    let n = 0;
    everyInterval(h, () => {
      for (let i = 0; i < 25; i++, n++) {
        const url = h.string(`/page/${n}`, { size: 64 });
        handles.internal(`${n} / DevTools console`, h.string(`line ${n}`, { size: 96 }));
        handles.internal(
          `${n + 1_000} / DevTools console`,
          h.object('Request', { size: 200 }).property('url', url),
        );
      }
    });
  });
  const comparison = openComparison(openSource(files), 1);
  try {
    expect(listClassChanges(comparison).rows.map(({ name }) => name)).toEqual([]);
    expect(JSON.stringify(listPathChanges(comparison).rows)).not.toMatch(/DevTools|Request/);
    expect(listClasses(comparison.later).rows.map(({ name }) => name)).not.toContain('Request');
    expect(listObjects(comparison.later, 'Request').rows).toEqual([]);
  } finally {
    comparison.close();
  }
});
