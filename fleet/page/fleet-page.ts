import { createHash } from 'node:crypto';
import { printable } from '../../format/printable.ts';
import { count, counted } from '../../format/quantities.ts';
import type { EpochMillis } from '../../format/units.ts';
import type { Fleet } from '../join/fleet.ts';
import { html, type Markup } from './markup.ts';
import { serviceSection } from './service-section.ts';

/**
 * One HTML file without a script: styles and figures stand in it, and its Content-Security-Policy lets it load nothing.
 * @param style the sheet of the viewer
 * @param madeAt when the store was read
 */
export function fleetPage(
  raw: Fleet,
  { style, madeAt }: { readonly style: string; readonly madeAt: EpochMillis },
): string {
  const fleet = printable(raw);
  const title = titleOf(fleet);
  const read = new Date(madeAt).toISOString().slice(0, 16).replace('T', ' ');
  const body = html`<main class="fleet">
<h1>${title}</h1>
<p class="quiet">${counted(fleet.reports, 'report')}, read ${read} UTC</p>
${fleet.services.length > 1 ? contents(fleet) : undefined}
${fleet.services.map((service) => serviceSection(service))}
${fleet.unread.length === 0 ? undefined : notRead(fleet)}
</main>`;
  return document(title, style, body);
}

function titleOf({ services }: Fleet): string {
  if (services.length === 0) return 'No reports yet';
  if (services.length === 1) return services[0]!.name;
  const leaking = services.filter(({ versions }) => versions.at(-1)!.affected > 0);
  return `${count(leaking.length)} of ${counted(services.length, 'service')} leak in their last version`;
}

function contents({ services }: Fleet): Markup {
  const items = services.map(({ name, versions }) => {
    const word = versions.at(-1)!.affected > 0 ? 'leaks' : '';
    return html`<li><a href="#${encodeURIComponent(name)}">${name}</a> <span class="quiet">${word}</span></li>`;
  });
  return html`<nav><ul class="contents">${items}</ul></nav>`;
}

function notRead({ unread }: Fleet): Markup {
  return html`<section><h2>Not read</h2><ul>${unread.map((text) => html`<li>${text}</li>`)}</ul></section>`;
}

function document(title: string, style: string, body: Markup): string {
  const hash = createHash('sha256').update(style, 'utf8').digest('base64');
  const policy = `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`;
  const head = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="heaptrail">
<title>${title} · heaptrail</title>`;
  return `${head.text}\n<style>${style}</style>\n</head>\n<body>\n${body.text}\n</body>\n</html>\n`;
}
