import type { PathStep, SuspectKind } from '../../format/suspect.ts';
import {
  isCalledQueue,
  nameAtEnd,
  remedies,
  remedyOfCollection,
  wordsOfEventTarget,
} from '../explain/remedies.ts';
import { expressionOf } from '../paths/expression.ts';
import { isUnnamed, type PlaceHistory } from './place-histories.ts';

/** How a place is called, what it gains and what to do. */
export interface PlaceWords {
  readonly kind: SuspectKind;
  readonly what: string;
  /** In the plural. */
  readonly gains: string;
  readonly remedy: readonly string[];
}

const emitterStore = '._events';
const targetStore = '[Symbol(kEvents)]';

export function wordsOf(place: PlaceHistory, path: readonly PathStep[]): PlaceWords {
  const { kind, entry } = place;
  const expression = expressionOf(path);
  const holder = path.at(-1)?.name ?? '';
  const isNameless = path.length === 1 && isUnnamed(place);
  const name = isNameless ? 'that no visit reached' : `\`${expression || holder}\``;
  const listened = path.findLastIndex(({ edge }) => edge === emitterStore || edge === targetStore);
  if (listened > 0 && path.length - listened <= 3) return listeners(path, listened);
  if (/^(TimersList|Timeout|Immediate)$/.test(holder) || entry === 'TimersList') return timers;
  switch (kind) {
    case 'map':
    case 'set':
      return {
        kind,
        what: `${holder} ${name}`,
        gains: 'entries',
        remedy: remedyOfCollection(nameAtEnd(expression) ?? kind),
      };
    case 'array':
      return isCalledQueue(name, path.at(-2)?.name)
        ? { kind: 'queue', what: `queue ${name}`, gains: 'entries', remedy: remedies.queue }
        : { kind: 'array', what: `Array ${name}`, gains: 'entries', remedy: remedies.array };
    case 'dictionary':
      return {
        kind: 'dictionary',
        what: `${holder} ${name} used as a dictionary`,
        gains: 'keys',
        remedy: remedies.dictionary,
      };
    case 'linked-list':
      return {
        kind: 'linked-list',
        what: `chain of ${holder} at ${name}`,
        gains: 'links',
        remedy: remedies.chain,
      };
    case 'string':
      return { kind: 'string-buffer', what: `string ${name}`, gains: 'appends', remedy: remedies.string };
    case 'buffer':
      return { kind: 'buffer', what: `${holder} ${name}`, gains: 'bytes', remedy: remedies.buffer };
  }
}

const timers: PlaceWords = {
  kind: 'timers',
  what: "Node's timer list",
  gains: 'timers',
  remedy: remedies.timers,
};

function listeners(path: readonly PathStep[], store: number): PlaceWords {
  const owner = path.slice(0, store);
  if (path[store].edge !== emitterStore)
    return { kind: 'listeners', gains: 'listeners', ...wordsOfEventTarget(owner) };
  const event = path[store + 1]?.edge.replace(/^\.|^\["|"\]$/g, '');
  return {
    kind: 'listeners',
    what: `${owner.at(-1)?.name ?? 'EventEmitter'} \`${expressionOf(owner) || owner.at(-1)?.name}\``,
    gains: event === undefined ? 'listeners' : `listeners of "${event}"`,
    remedy: remedies.emitter,
  };
}
