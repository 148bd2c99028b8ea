import { bytesPerHour, count, counted, rateFigure, share } from '../../format/quantities.ts';
import { keys } from '../cards/card.ts';
import type { Counted, FleetLeak, LeakInVersion, Spread } from '../join/fleet.ts';
import { day } from './day.ts';
import { html, type Markup } from './markup.ts';

/** One leak: who holds it, what changed, and its rates in each version. */
export function leakArticle(leak: FleetLeak): Markup {
  const { fingerprint, title, holder, place, firstSeen, lastSeen, versions, report } = leak;
  return html`<article id="leak-${fingerprint}">
<h3>${title}</h3>
<p>Held by <code>${holder}</code>${place === undefined ? undefined : html`, <code>${place}</code>`}.
First seen ${day(firstSeen)}, last ${day(lastSeen)}. <a href="${keys.page(report)}">Its surest report</a></p>
${changes(leak)}
<div class="scroll"><table class="data"><caption class="unseen">Rates by version</caption>
<thead><tr><th scope="col">Version</th>${rateColumns.map((name) => html`<th scope="col" class="number">${name}</th>`)}</tr></thead>
<tbody>${versions.toReversed().map(rateRow)}</tbody></table></div>
${instancesOf(leak)}
</article>`;
}

const rateColumns = ['Processes', 'Per hour', 'half of them', 'Objects per operation', 'half of them'];

function rateRow({
  version,
  affected,
  looked,
  bytesPerHour: rate,
  objectsPerOperation,
}: LeakInVersion): Markup {
  return html`<tr><th scope="row">${version ?? '(no service.version)'}</th>
<td class="number">${count(affected)} of ${count(looked)}</td>
${spreadCells(rate, bytesPerHour)}${spreadCells(objectsPerOperation, rateFigure)}</tr>`;
}

function spreadCells(spread: Spread<number> | undefined, say: (value: number) => string): Markup {
  if (spread === undefined) return html`<td></td><td></td>`;
  const { low, middle, high } = spread;
  const between = low === high ? '' : `${say(low)} to ${say(high)}`;
  return html`<td class="number">${say(middle)}</td><td class="number quiet">${between}</td>`;
}

/** What a deployment changed, and what those that leak share. */
function changes({ change, pace, setApart }: FleetLeak): Markup | undefined {
  const found = [
    ...(change === undefined || change.change === 'unchanged'
      ? []
      : [`${changeWords[change.change]}${chanceWords(change)}`]),
    ...(pace === undefined || pace.change === 'unchanged'
      ? []
      : [
          `${rateFigure(Math.max(pace.ratio, 1 / pace.ratio))} times ${pace.change} than in the version before, by what each ${pace.per} leaves${chanceWords(pace)}`,
        ]),
    ...(setApart === undefined
      ? []
      : [
          `where ${setApart.attribute} is ${setApart.value}: ${counts(setApart.with)}, elsewhere ${counts(setApart.without)}`,
        ]),
  ];
  return found.length === 0
    ? undefined
    : html`<ul class="changes">${found.map((words) => html`<li>${words}</li>`)}</ul>`;
}

const changeWords = {
  new: 'new since the version before',
  gone: 'gone since the version before',
  more: 'in more processes than in the version before',
  fewer: 'in fewer processes than in the version before',
} as const;

function chanceWords({ isProven, chance }: { readonly isProven: boolean; readonly chance: number }): string {
  return isProven ? '' : `; that may be chance (${share(chance)})`;
}

function counts({ affected, looked }: Counted): string {
  return `${count(affected)} of ${counted(looked, 'process')}`;
}

function instancesOf({ instances }: FleetLeak): Markup | undefined {
  if (instances.length === 0) return undefined;
  return html`<details><summary>${counted(instances.length, 'process')}, the fastest first</summary>
<p>${instances.join(', ')}</p></details>`;
}
