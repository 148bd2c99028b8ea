import { count, counted } from '../../format/quantities.ts';
import type { FleetService, FleetVersion, NextLook } from '../join/fleet.ts';
import { day } from './day.ts';
import { leakArticle } from './leak-article.ts';
import { html, type Markup } from './markup.ts';

/** One service: its versions, each leak with its rates, and where to look next. */
export function serviceSection({ name, versions, leaks, next }: FleetService): Markup {
  return html`<section id="${encodeURIComponent(name)}">
<h2>${name}</h2>
<p class="headline">${headline(versions.at(-1)!)}</p>
${next === undefined ? undefined : nextLook(next)}
<div class="scroll"><table class="data"><caption class="unseen">Versions</caption>
<thead><tr><th scope="col">Version</th><th scope="col">First seen</th><th scope="col">Last seen</th>
<th scope="col" class="number">Leaking</th><th scope="col" class="number">Healthy</th><th scope="col" class="number">Not known</th></tr></thead>
<tbody>${versions.toReversed().map(versionRow)}</tbody></table></div>
${leaks.map(leakArticle)}
</section>`;
}

function headline({ name, looked, affected, seen }: FleetVersion): Markup {
  const version = name === undefined ? '' : ` in ${name}`;
  if (affected > 0)
    return html`<span class="state worse">Memory grows</span>${version}, in ${count(affected)} of ${counted(looked, 'process')} looked at`;
  if (looked === 0)
    return html`<span class="state">Not known</span>${version}: no process was looked at for long enough (${count(seen)} seen)`;
  return html`<span class="state better">No leak</span>${version}, in none of ${counted(looked, 'process')} looked at`;
}

function nextLook({ instance, pid, why }: NextLook): Markup {
  return html`<p>Look next at <strong>${instance}</strong>${pid === undefined ? '' : ` (pid ${pid})`}: ${why}.</p>`;
}

function versionRow({ name, firstSeen, lastSeen, seen, looked, affected }: FleetVersion): Markup {
  const figures = [affected, looked - affected, seen - looked];
  return html`<tr><th scope="row">${name ?? '(no service.version)'}</th><td>${day(firstSeen)}</td><td>${day(lastSeen)}</td>
${figures.map((figure) => html`<td class="number">${count(figure)}</td>`)}</tr>`;
}
