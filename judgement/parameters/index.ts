import { anatomyParameters } from './anatomy.ts';
import { causeParameters, deadHolderParameters, deathEvidenceParameters } from './autopsy.ts';
import { ownerParameters, pageBirthParameters, restParameters, siteParameters } from './births.ts';
import { buildParameters } from './builds.ts';
import {
  confidenceParameters,
  deadWeightParameters,
  historyParameters,
  signalParameters,
} from './confidence.ts';
import { datingParameters } from './dating.ts';
import { endParameters } from './ends.ts';
import { fixParameters } from './fixes.ts';
import { fleetParameters } from './fleet.ts';
import { followingParameters, treeParameters } from './following.ts';
import { hangingParameters } from './hanging.ts';
import { holderParameters } from './holders.ts';
import { intervalParameters } from './intervals.ts';
import { linkParameters } from './kinds.ts';
import { classParameters, leakTestParameters } from './leak-test.ts';
import { leastGainParameters, ledgerParameters, signParameters } from './ledger.ts';
import {
  entryParameters,
  expiryParameters,
  floorParameters,
  storeParameters,
  valueParameters,
} from './levels.ts';
import { lifeParameters } from './lives.ts';
import { mergingParameters } from './merging.ts';
import { levelBetweenCapturesParameters, nativeParameters, waningParameters } from './native.ts';
import { nativeCauseParameters } from './native-cause.ts';
import { pageParameters } from './pages.ts';
import type { ParameterTable } from './parameter.ts';
import { pathCostParameters } from './path-costs.ts';
import { peakParameters } from './peak.ts';
import { runtimeLimitParameters } from './runtime-limits.ts';
import { bondParameters, joinParameters, siteReportParameters } from './sites.ts';
import { slotParameters, tableParameters } from './slots.ts';
import { slowingParameters } from './slowing.ts';
import { quietStandInParameters, standInParameters } from './stand-ins.ts';
import { suiteParameters } from './suites.ts';
import { pulseParameters, roundParameters } from './survivors.ts';
import {
  captureParameters,
  collectedParameters,
  heapParameters,
  quietParameters,
  seriesFloorParameters,
  survivedParameters,
  trendParameters,
} from './trend.ts';
import { deathParameters, tellingParameters, triageParameters, verdictParameters } from './verdict.ts';
import { visitParameters } from './visits.ts';

/**
 * All tables, in the order of the data's journey: a new one is one file here and one line. A number belongs in a table
 * if another value would give another verdict, suspect, rank or confidence. Budgets of work (how many nodes are walked,
 * how many rows are kept), layouts of engines, sizes of text and plans of work stay beside their code, with a reason.
 */
export const allParameters: readonly (readonly [title: string, table: ParameterTable])[] = [
  ['Dating of captures', datingParameters],
  ['Things that are alike', hangingParameters],
  ['Where the heap grows', followingParameters],
  ['Trees', treeParameters],
  ['Holders', holderParameters],
  ['Limits of the runtime', runtimeLimitParameters],
  ['Values that are followed', slotParameters],
  ['Tables that are followed', tableParameters],
  ['Intervals', intervalParameters],
  ['Births of what an owner holds', ownerParameters],
  ['Births that are spread below an owner', restParameters],
  ['Births at a site of allocation', siteParameters],
  ['Births of pages of native memory', pageBirthParameters],
  ['Who takes native memory', pageParameters],
  ['Growth that slows', slowingParameters],
  ['Values that grow', valueParameters],
  ['Entries of containers', entryParameters],
  ['Entries that expire', expiryParameters],
  ['Stores of containers', storeParameters],
  ['Owners that end', endParameters],
  ['Floors after captures', floorParameters],
  ['Places that were visited', visitParameters],
  ['Survivors of pulses', pulseParameters],
  ['Survivors of rounds', roundParameters],
  ['Lines through a series', trendParameters],
  ['What full collections left outside the heap', survivedParameters],
  ['Floors of a series', seriesFloorParameters],
  ['Sizes at captures', captureParameters],
  ['The heap without captures', heapParameters],
  ['Memory that collections release', collectedParameters],
  ['Quiet stretches', quietParameters],
  ['Native memory', nativeParameters],
  ['Native memory between captures', levelBetweenCapturesParameters],
  ['A rise that wanes', waningParameters],
  ['Reasons for native memory', nativeCauseParameters],
  ['Gains that matter, by series', leastGainParameters],
  ['The ledger', ledgerParameters],
  ['Lives of a process in a log', lifeParameters],
  ['Signs to capture', signParameters],
  ['Steps of the most telling path', pathCostParameters],
  ['What hangs on each other', linkParameters],
  ['Suspects of one leak', mergingParameters],
  ['What an entry is made of', anatomyParameters],
  ['Confidence in a suspect', confidenceParameters],
  ['Signals of a suspect', signalParameters],
  ['The history of a container', historyParameters],
  ['Entries that keep what has ended', deadWeightParameters],
  ['Ties of a call to a suspect', bondParameters],
  ['Stacks that belong to a suspect', joinParameters],
  ['Sites in a report', siteReportParameters],
  ['The verdict on a recording', verdictParameters],
  ['The verdict on a log', triageParameters],
  ['What stands in for resident memory', standInParameters],
  ['Quiet stand-ins', quietStandInParameters],
  ['What ends for want of memory prove', deathParameters],
  ['Deaths', deathEvidenceParameters],
  ['Causes of death', causeParameters],
  ['Holders of the dead', deadHolderParameters],
  ['Leak tests', leakTestParameters],
  ['Leak tests inside Bun', classParameters],
  ['Suites of tests', suiteParameters],
  ['What is told beside a verdict', tellingParameters],
  ['Fixes', fixParameters],
  ['Fleets', fleetParameters],
  ['Two builds', buildParameters],
  ['The peak of a run', peakParameters],
];
