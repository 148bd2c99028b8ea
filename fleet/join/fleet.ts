import type { Bytes, EpochMillis } from '../../format/units.ts';
import type { PaceProof } from '../../judgement/pace.ts';
import type { PresenceProof } from '../../judgement/presence.ts';
import type { CardLeak } from '../cards/card.ts';

export const fleetSchemaVersion = 1;

/** What all reports of a store say together. A contract: fields are added, never changed in meaning. */
export interface Fleet {
  readonly schemaVersion: typeof fleetSchemaVersion;
  readonly reports: number;
  /** Those with most growth first. */
  readonly services: readonly FleetService[];
  /** What could not be read, in words. */
  readonly unread: readonly string[];
}

/** Processes that run one program, by `service.name`. */
export interface FleetService {
  readonly name: string;
  readonly reports: number;
  /** In the order in which they were first seen. */
  readonly versions: readonly FleetVersion[];
  /** Those that the last version has first, the fastest first. */
  readonly leaks: readonly FleetLeak[];
  /** Which process tells most that is not known yet. */
  readonly next?: NextLook;
}

export interface FleetVersion extends Counted {
  /** `service.version`; absent if it was not given. */
  readonly name?: string;
  readonly firstSeen: EpochMillis;
  readonly lastSeen: EpochMillis;
  /** All processes, also those that were not looked at for long enough. */
  readonly seen: number;
}

/** Of the processes that were looked at long or closely enough to say so: how many leak. */
export interface Counted {
  readonly looked: number;
  readonly affected: number;
}

/** One leak in all processes that have it: reports are joined by its fingerprint. */
export interface FleetLeak extends Pick<CardLeak, 'fingerprint' | 'title' | 'kind' | 'holder' | 'place'> {
  readonly firstSeen: EpochMillis;
  readonly lastSeen: EpochMillis;
  /** One for each version of the service that was seen, in their order. */
  readonly versions: readonly LeakInVersion[];
  /** How many have it: the last version against the one before it. */
  readonly change?: PresenceProof;
  /** How fast it is in those that have it: the last version against the one before it. */
  readonly pace?: LeakPace;
  /** What the processes of the last version that have it share, and healthy ones do not. */
  readonly setApart?: SetApart;
  /** Processes of the last version that have it, the fastest first, by the names of their instances. */
  readonly instances: readonly string[];
  /** The id of the report that shows it most surely, whose page is to be looked at. */
  readonly report: string;
}

export interface LeakPace extends PaceProof {
  /** Objects for each operation if every process counted them, else bytes for each hour, which follow the load. */
  readonly per: 'operation' | 'hour';
}

/** One attribute of processes, and how many with this value leak, of those without it too. */
export interface SetApart {
  readonly attribute: string;
  readonly value: string;
  readonly with: Counted;
  readonly without: Counted;
  /** How often chance alone sets them apart so by any attribute. */
  readonly chance: number;
}

export interface LeakInVersion extends Counted {
  readonly version?: string;
  /** Over the processes that have it; absent if no report has times. */
  readonly bytesPerHour?: Spread<Bytes>;
  /** Given if every process that has it counted operations. */
  readonly objectsPerOperation?: Spread<number>;
}

/** Half of the values lie between `low` and `high` (quartiles). */
export interface Spread<T extends number> {
  readonly low: T;
  readonly middle: T;
  readonly high: T;
}

export interface NextLook {
  readonly instance: string;
  readonly version?: string;
  readonly pid?: number;
  /** Why this one, in words. */
  readonly why: string;
}
