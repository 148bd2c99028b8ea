import * as v from 'valibot';
import { type RungChoice, rungs } from './rungs.ts';

/** The shape of the rung that a recording took. Apart from the type: every command knows the rungs, few read files of them. */
export const rungChoice: v.GenericSchema<unknown, RungChoice> = v.object({
  taken: v.picklist(rungs),
  asked: v.exactOptional(v.picklist(rungs)),
  next: v.exactOptional(
    v.object({
      rung: v.picklist(rungs),
      refused: v.exactOptional(v.string()),
      pause: v.exactOptional(v.number()),
      memory: v.exactOptional(v.number()),
      disk: v.exactOptional(v.number()),
    }),
  ),
});
