import type { Millis } from '../../format/units.ts';
import { type AlertFacts, type AlertRule, measured } from './alert-measure.ts';
import { sentenceOf } from './alert-sentence.ts';

export interface CrossedRule {
  readonly rule: AlertRule;
  readonly value: number;
  readonly sentence: string;
}

/** Farther than a collection or a sawtooth usually swings. */
const clearlyBelow = 0.9;
/** A value that was told and still stands above its threshold is told again only if it is so much worse. */
const clearlyWorse = 1.1;
/** A sawtooth dips below its threshold for a moment: the value must stay below for this share of `again`. */
const restShare = 1 / 12;

/** What is remembered of a rule that was told. */
interface Told {
  readonly at: Millis;
  readonly value: number;
  /** Since when the value has been clearly below the threshold, without interruption. */
  readonly calmSince?: Millis;
}

/** Rules that were told stay silent until their value came back and stayed there, or became much worse after a while. */
export class AlertRules {
  readonly #rules: readonly AlertRule[];
  readonly #again: Millis;
  readonly #told = new Map<AlertRule, Told>();

  /** @param again how long after it was told a rule may be told again because its value is much worse */
  constructor(rules: readonly AlertRule[], again: Millis) {
    this.#rules = rules;
    this.#again = again;
  }

  /** The rules to tell now. */
  crossedBy(facts: AlertFacts): readonly CrossedRule[] {
    return this.#rules.flatMap((rule) => {
      const value = measured(rule.measure, facts);
      this.#rearm(rule, value, facts.sample.at);
      if (value === undefined || !isCrossed(rule, value) || !this.#mayTell(rule, value, facts.sample.at))
        return [];
      this.#told.set(rule, { at: facts.sample.at, value });
      return [{ rule, value, sentence: sentenceOf(rule, value, facts.ours) }];
    });
  }

  /** Whether the rule was told and its value has not clearly come back since. */
  holds(rule: AlertRule): boolean {
    const told = this.#told.get(rule);
    return told !== undefined && told.calmSince === undefined;
  }

  /** Whether some value is so near to its threshold that it is worth looking often. */
  isNear(facts: AlertFacts): boolean {
    return this.#rules.some((rule) => {
      const value = measured(rule.measure, facts);
      return value !== undefined && isCrossed(rule, value, nearShare);
    });
  }

  #mayTell(rule: AlertRule, value: number, now: Millis): boolean {
    const told = this.#told.get(rule);
    if (told === undefined) return true;
    return now - told.at >= this.#again && isWorse(rule, value, told.value);
  }

  #rearm(rule: AlertRule, value: number | undefined, now: Millis): void {
    const told = this.#told.get(rule);
    if (told === undefined) return;
    if (!isCalm(rule, value)) {
      this.#told.set(rule, { at: told.at, value: told.value });
      return;
    }
    const { calmSince = now } = told;
    if (now - calmSince >= this.#again * restShare) this.#told.delete(rule);
    else this.#told.set(rule, { ...told, calmSince });
  }
}

const nearShare = 0.8;

/** @param reach a share of the threshold that is enough */
function isCrossed({ measure, threshold }: AlertRule, value: number, reach = 1): boolean {
  return measure === 'left' ? value <= threshold / reach : value >= threshold * reach;
}

/** A figure that is not known says nothing; time that nothing eats is as much as can be. */
function isCalm(rule: AlertRule, value: number | undefined): boolean {
  return value === undefined ? rule.measure === 'left' : !isCrossed(rule, value, clearlyBelow);
}

function isWorse({ measure }: AlertRule, value: number, told: number): boolean {
  return measure === 'left' ? value <= told / clearlyWorse : value >= told * clearlyWorse;
}
