import type { Millis } from '../../../format/units.ts';
import { walkLimits as onNode } from '../../node/visits/limits.ts';
import type { WalkLimits } from '../../visits/walked.ts';

/** A walk is interpreted for longer than on Node, which takes several times as long. */
export const walkLimits: WalkLimits = { ...onNode, time: 20, beside: 40 };

/** How long stacks are sampled at once: JavaScriptCore tells of every turn of the event loop meanwhile. */
export const slice: Millis = 100;
/** From the beginning of a slice to that of the next one. */
export const sliceEvery: Millis = 1_000;

/** Sites that are waited for at once, and for how long: JavaScriptCore goes through all code for each. */
export const sitesAtOnce = 40;
export const sitePatience: Millis = 300;
export const mostStopsAtSites = 12;
/** As a multiple of the time that is planned, if some sites have not been waited for by then. */
export const longestSearch = 3;

/** The program runs for at least so long between two stops. */
export const betweenStops: Millis = 15;

/** Functions that are visited in turn. */
export const mostFunctions = 16;
/** Functions that are waited for at once. */
export const awaitedFunctions = 8;
/** With those that were visited as often as others, less time is spent. */
export const patienceWithOthers: Millis = 400;
/** Calls of one function that are met in turn, visit by visit. */
export const differentCalls = 4;
/** Stops of one visit. */
export const mostStops = 8;

/** Names of one script that are looked up in the scope of its module. */
export const mostNames = 50_000;
/** Scripts that are searched for sites, in characters, all together. */
export const mostSource = 32 << 20;
