import { describe, expect, it } from 'vitest';
import { ageDrawn } from '../../testing/drawn-aged-heap.ts';
import { everyInterval, moduleScope } from '../../testing/drawn-growth.ts';
import type { DrawnNode } from '../../testing/drawn-node.ts';
import type { HeapDrawing } from '../../testing/heap-builder.ts';
import { answerFrom, askGrowth } from './growth-questions.ts';
import { pileFindings } from './pile-findings.ts';

/** The findings of what is drawn: what piles up in each, who holds it, and what the earlier captures make of it. */
function findingsIn(draw: (h: HeapDrawing) => void) {
  const { heap, earlier } = ageDrawn(draw);
  const questions = askGrowth(heap);
  const answers = earlier.map((capture) => answerFrom(capture, questions));
  const name = (v: number) => heap.names.className(v);
  return pileFindings(questions, answers, []).map((finding) => ({
    piles: finding.piles.map(({ group }) => name(group.members[0])),
    holders: Object.fromEntries(finding.holding.holders.map(({ node, share }) => [name(node), share])),
    verdict: finding.proof.verdict,
    reasons: finding.proof.reasons,
    born: finding.born.slice(1),
    retained: finding.retained,
    bytesPerInterval: finding.bytesPerInterval,
    container: finding.container,
  }));
}

function registry(h: HeapDrawing): DrawnNode {
  const node = h.object('Registry', { size: 100 });
  moduleScope(h).variable('registry', node);
  return node;
}

/** Four caches in a registry. Each gets two new entries in each interval, and lets go of its two oldest. */
function caches(h: HeapDrawing, holder: DrawnNode, entry = 'Page'): () => void {
  const all = Array.from({ length: 4 }, () => {
    const cache = h.object(`Cache of ${entry}`);
    const entries = Array.from({ length: 8 }, () => h.object(entry, { size: 1000 }));
    for (const one of entries) cache.push(one);
    holder.push(cache);
    return { cache, first: 0 };
  });
  return () => {
    for (const one of all) {
      for (let i = 0; i < 2; i++) one.cache.remove(one.first++).push(h.object(entry, { size: 1000 }));
    }
  };
}

describe('piles below one holder', () => {
  it.each(['first', 'last'])('tell the entries of the holder that is named first, drawn %s', (place) => {
    const [finding, ...others] = findingsIn((h) => {
      const [jobs, all] = [h.object('Jobs', { size: 32 }), h.object('All', { size: 32 })].map((owner) => {
        const list = h.object('Array', { size: 32 });
        owner.property('list', list);
        return { owner, list };
      });
      const scope = moduleScope(h);
      for (const { owner } of place === 'first' ? [jobs, all] : [all, jobs])
        scope.variable(owner === jobs.owner ? 'jobs' : 'all', owner);
      everyInterval(h, () => {
        for (let i = 0; i < 5; i++) {
          const job = h.object('Job', { size: 2000 });
          jobs.list.push(job);
          all.list.push(job);
        }
        for (let i = 0; i < 20; i++) all.list.push(h.object('Session', { size: 400 }));
      });
    });
    expect(others).toEqual([]);
    expect(finding.piles).toEqual(['Job', 'Session']);
    expect(finding.container).toMatchObject({ born: [25, 25, 25, 25], entries: [25, 50, 75, 100] });
  });

  it('are one finding, with the sums of both', () => {
    const [finding, ...others] = findingsIn((h) => {
      const holder = registry(h);
      everyInterval(h, () => {
        for (let i = 0; i < 3; i++) {
          holder.push(h.object('Session', { size: 1000 }));
          holder.push(h.object('Job', { size: 500 }));
        }
      });
    });
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      piles: ['Session', 'Job'],
      holders: { Registry: 1 },
      verdict: 'proven',
      born: [4500, 4500, 4500],
      bytesPerInterval: 4500,
    });
  });

  it('are several findings if their holders differ', () => {
    const findings = findingsIn((h) => {
      const [one, other] = [registry(h), h.object('Queue')];
      h.root.property('queue', other);
      everyInterval(h, () => {
        for (let i = 0; i < 3; i++) {
          one.push(h.object('Session', { size: 1000 }));
          other.push(h.object('Job', { size: 500 }));
        }
      });
    });
    expect(findings.map(({ piles, holders }) => [piles, holders])).toEqual([
      [['Session'], { Registry: 1 }],
      [['Job'], { Queue: 1 }],
    ]);
  });

  it('have no part that the earlier captures refute: it comes and goes', () => {
    const [finding, ...others] = findingsIn((h) => {
      const holder = registry(h);
      const turn = caches(h, holder);
      everyInterval(h, (interval) => {
        if (interval > 0) turn();
        for (let i = 0; i < 3; i++) holder.push(h.object('Session', { size: 400 }));
      });
    });
    expect(others).toEqual([]);
    // The caches gain more in each interval, and lose as much.
    expect(finding).toMatchObject({ piles: ['Session'], verdict: 'proven', bytesPerInterval: 1200 });
  });

  it('are refuted together if all of them are', () => {
    const [finding, ...others] = findingsIn((h) => {
      const holder = registry(h);
      const turns = [caches(h, holder, 'Page'), caches(h, holder, 'Image')];
      everyInterval(h, (interval) => {
        if (interval > 0) for (const turn of turns) turn();
      });
    });
    expect(others).toEqual([]);
    expect(finding.piles.toSorted()).toEqual(['Image', 'Page']);
    expect(finding.verdict).toBe('refuted');
    expect(finding.reasons).toContain('held-no-more');
  });

  it('have a holder of either with its share of both by bytes, unless it keeps less than half', () => {
    const holders = (ofText: number) =>
      findingsIn((h) => {
        const scope = moduleScope(h);
        const [store, log] = [h.object('Store'), h.object('Log')];
        scope.variable('store', store).variable('log', log);
        everyInterval(h, () => {
          for (let i = 0; i < 4; i++) {
            const text = h.string('text', { size: ofText });
            store.push(h.object('Session', { size: 1000 })).push(text);
            log.push(text);
          }
        });
      }).map((finding) => finding.holders);
    expect(holders(1000)).toEqual([{ Store: 1, Log: 0.5 }]);
    expect(holders(900)).toEqual([{ Store: 1 }]);
  });
});

describe('a pile', () => {
  it('in a container is judged by the entries that it had', () => {
    const [finding] = findingsIn((h) => {
      const sessions = h.map();
      moduleScope(h).variable('sessions', sessions);
      everyInterval(h, () => {
        for (let i = 0; i < 5; i++) sessions.set(h.string('key'), h.object('Session', { size: 1000 }));
      });
    });
    expect(finding).toMatchObject({
      verdict: 'proven',
      container: { born: [5, 5, 5, 5], entries: [5, 10, 15, 20] },
    });
  });

  it('in a container that evicts is refuted, though entries of every age live', () => {
    const [finding] = findingsIn((h) => {
      const cache = h.object('Array');
      moduleScope(h).variable('cache', cache);
      for (let i = 0; i < 12; i++) cache.push(h.object('Page', { size: 1000 }));
      let oldest = 0;
      everyInterval(h, (interval) => {
        for (let i = 0; i < 3 && interval > 0; i++)
          cache.remove(oldest++).push(h.object('Page', { size: 1000 }));
      });
    });
    expect(finding).toMatchObject({
      verdict: 'refuted',
      container: { born: [3, 3, 3, 3], entries: [12, 12, 12, 12] },
    });
  });

  it('of an object is judged by what it retained', () => {
    const [finding] = findingsIn((h) => {
      const holder = registry(h);
      everyInterval(h, () => {
        for (let i = 0; i < 3; i++) holder.push(h.object('Session', { size: 1000 }));
      });
    });
    expect(finding).toMatchObject({ verdict: 'proven', retained: [3100, 6100, 9100, 12_100] });
    expect(finding.container).toBeUndefined();
  });
});
