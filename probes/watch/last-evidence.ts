import type { AllocationSite } from '../../format/allocations.ts';
import type { MemorySample } from '../../format/memory-sample.ts';
import type { RingEntry } from '../../format/ring-entry.ts';
import type { EpochMillis, Millis } from '../../format/units.ts';
import type { MemorySurroundings, ProcessExit } from '../host/host.ts';
import { host } from '../host/this-host.ts';
import type { EvidenceRing } from './evidence-ring.ts';

/** Surroundings that did not change are written again after this time. */
const sameFor: Millis = 60_000;
const pressureStep = 0.05;

/** What is put into the ring of one process as it is watched, and at its end. */
export class LastEvidence {
  readonly ring: EvidenceRing;
  readonly #surroundings: () => MemorySurroundings;
  /** While the process lived. */
  #around: MemorySurroundings = {};
  #writtenAround: MemorySurroundings = {};
  #writtenAt: EpochMillis = 0;

  constructor(ring: EvidenceRing, pid: number) {
    this.ring = ring;
    this.#surroundings = host.memory.surroundingsOf(pid);
  }

  async sample(memory: MemorySample): Promise<void> {
    await this.ring.add({ kind: 'sample', at: memory.at, memory });
    this.#around = this.#surroundings();
    if (!this.#isNews(memory.at)) return;
    this.#writtenAround = this.#around;
    this.#writtenAt = memory.at;
    await this.ring.add({ kind: 'surroundings', at: memory.at, ...this.#around });
  }

  /** Other light evidence: as it comes. */
  async note(
    entry: Exclude<RingEntry, { readonly kind: 'sample' | 'surroundings' | 'death' }>,
  ): Promise<void> {
    await this.ring.add(entry);
  }

  async sites(found: {
    readonly profiles: number;
    readonly sites: readonly AllocationSite[];
  }): Promise<void> {
    await this.ring.add({ kind: 'sites', at: Date.now(), ...found });
  }

  /**
   * The process is gone. Its control group is not, and tells whether the kernel killed someone since the last sample.
   * @param saysGoodbye whether its runtime tells its inspector when it leaves by itself
   */
  async death(reason: string, { signal, code, byItself }: ProcessExit, saysGoodbye: boolean): Promise<void> {
    const oomKills = (this.#surroundings().oomKills ?? 0) - (this.#around.oomKills ?? 0);
    const exitCode = code ?? (byItself ? 0 : undefined);
    await this.ring.add({
      kind: 'death',
      at: Date.now(),
      reason,
      ...(oomKills > 0 ? { oomKills } : {}),
      ...(signal === undefined ? {} : { signal }),
      ...(exitCode === undefined ? {} : { exitCode }),
      ...(saysGoodbye && byItself === undefined ? { abrupt: true } : {}),
    });
    await this.ring.close();
  }

  #isNews(now: EpochMillis): boolean {
    const { oomKills, limitHits, pressure = 0 } = this.#around;
    const before = this.#writtenAround;
    return (
      now - this.#writtenAt >= sameFor ||
      oomKills !== before.oomKills ||
      limitHits !== before.limitHits ||
      Math.abs(pressure - (before.pressure ?? 0)) >= pressureStep
    );
  }
}
