import {
  builtInWording,
  type Alert as KnownAlert,
  type LinkedAlerts,
  shownDuration,
  shownName,
  type TimelineEntry,
} from '../../alerts/door.ts';
import { cutText } from '../../delivery/door.ts';
import { writeTime } from '../../lib/zoned-time.ts';
import { actorNames } from '../../texts/actor-names.ts';
import { alertPageTexts } from '../../texts/alert-page.ts';
import { alertTexts } from '../../texts/alert-texts.ts';
import { actionsForm } from './actions-form.ts';
import { type Html, html } from './html.ts';
import { framePage, type PageLanguage } from './page-frame.ts';

/** What keeps people from being told of it. */
export interface ShownHolding {
  readonly kind: 'silence' | 'maintenance';
  /** Unix milliseconds; undefined: until it is over. */
  readonly endsAt: number | undefined;
  /** Who made the silence, or the name of the window. */
  readonly by: string;
}

export interface AlertPageParts {
  readonly language: PageLanguage;
  readonly nonce: string;
  readonly zone: string;
  /** Unix milliseconds. */
  readonly now: number;
  readonly linked: LinkedAlerts;
  readonly holding: ShownHolding | undefined;
  readonly timeline: readonly TimelineEntry[];
  /** Whether who holds the link may do something. */
  readonly mayAct: boolean;
  /** What the link was made for: that button comes first. */
  readonly wanted: 'acknowledge' | 'silence';
  /** Of who was here before. */
  readonly name: string;
}

/** Steps of delivering it are for those who sign in. */
const HIDDEN_ENTRIES = new Set(['attempt', 'grouped']);
const MOST_ENTRIES = 30;
const LONGEST_ENTRY = { limit: 300, unit: 'characters' } as const;

const SHAPES = { critical: '▲', warning: '◆', info: '●' } as const;

export function alertPage(parts: AlertPageParts): string {
  const { language, nonce, zone, linked, timeline, mayAct } = parts;
  const audience = { language, zone, channelType: 'page' };
  const said = builtInWording(undefined).message(linked.notification, audience);
  const { title = '', text = '' } = said;
  // Who is on it stands above.
  const toldAbove = alertTexts[language].fields.acknowledged;
  const fields = said.fields?.filter(({ name }) => name !== toldAbove) ?? [];
  const { counts, single } = linked;
  const isOver = counts.open + counts.acknowledged === 0;
  const content = html`<article class="card ${isOver ? 'resolved' : linked.notification.severity}">
<p class="badges">${badges(parts, isOver)}</p>
<h1 dir="auto">${title}</h1>
<div role="status">${stateSentences(parts)}</div>
${text !== '' && html`<p class="said" dir="auto">${text}</p>`}
${
  fields.length > 0 &&
  html`<dl>${fields.map(({ name, value }) => html`<dt>${name}</dt><dd dir="auto">${value}</dd>`)}</dl>`
}
${single?.runbookUrl !== undefined && runbook(single.runbookUrl, language)}
</article>
${mayAct && !isOver && actionsForm(parts)}
${!single && members(parts)}
${timeline.length > 0 && history(timeline, parts)}`;
  return framePage({ language, nonce, title, content });
}

function badges({ linked, language, now, holding }: AlertPageParts, isOver: boolean): Html {
  const texts = alertPageTexts[language];
  const { single, counts, notification } = linked;
  const { severity, span } = notification;
  const shape = isOver ? '✓' : SHAPES[severity];
  const word = isOver ? texts.states.resolved : alertTexts[language].severity[severity];
  const state = single
    ? texts.states[single.status]
    : texts.stateOfMany(counts.open, counts.acknowledged, counts.resolved);
  return html`<span class="tone"><span aria-hidden="true">${shape}</span> ${word}</span>
${!(isOver && single) && html`<span>${state}</span>`}
${!isOver && html`<span class="muted">${texts.lasts(shownDuration(now - span.from, alertTexts[language]))}</span>`}
${holding !== undefined && !isOver && html`<span class="tone silenced"><span aria-hidden="true">‖</span> ${texts.silenced}</span>`}`;
}

/** Who does what about it already. */
function stateSentences({ linked, language, zone, holding }: AlertPageParts): Html[] {
  const texts = alertPageTexts[language];
  const { single, held, counts } = linked;
  const sentences: string[] = [];
  const name = (who: string) => shownName(who, alertTexts[language]);
  if (single?.acknowledgement) {
    const { by, at } = single.acknowledgement;
    sentences.push(texts.isOnIt(name(by), writeTime(at, zone)));
  }
  if (single?.resolution) {
    const { at, by, how } = single.resolution;
    const time = writeTime(at, zone);
    sentences.push(how === 'manual' ? texts.closedBy(name(by ?? '?'), time) : texts.over(time));
  }
  if (holding) {
    sentences.push(holdingSentence(holding, language, zone));
    const all = counts.open + counts.acknowledged;
    if (held.count < all) sentences.push(texts.heldOf(held.count, all));
  }
  return sentences.map((sentence) => html`<p>${sentence}</p>`);
}

function holdingSentence({ kind, endsAt, by }: ShownHolding, language: PageLanguage, zone: string): string {
  const texts = alertPageTexts[language];
  const name = shownName(by, alertTexts[language]);
  if (endsAt === undefined)
    return kind === 'silence' ? texts.silencedUntilOver(name) : texts.maintenance(name);
  const time = writeTime(endsAt, zone);
  return kind === 'silence' ? texts.silencedUntil(time, name) : texts.maintenanceUntil(time, name);
}

function members({ linked, language, zone }: AlertPageParts): Html {
  const texts = alertPageTexts[language];
  const { ids, listed } = linked;
  return html`<section aria-labelledby="members">
<h2 id="members">${texts.members(ids.length)}</h2>
<ul>
${listed.map((alert) => member(alert, language, zone))}
</ul>
${ids.length > listed.length && html`<p class="muted">${texts.more(ids.length - listed.length)}</p>`}
</section>`;
}

function member(alert: KnownAlert, language: PageLanguage, zone: string): Html {
  const { states } = alertPageTexts[language];
  const { severity, status, key, acknowledgement } = alert;
  const words = alertTexts[language];
  const who =
    acknowledgement && status === 'acknowledged'
      ? ` · ${actorNames[language](shownName(acknowledgement.by, words))}`
      : '';
  return html`<li class="${status === 'resolved' ? 'resolved' : severity}"><span class="tone" aria-hidden="true">${
    status === 'resolved' ? '✓' : SHAPES[severity]
  }</span> <bdi>${shownName(key, words)}</bdi>
<span class="muted">${states[status]}${who} · ${writeTime(alert.startsAt, zone)}</span></li>
`;
}

function history(timeline: readonly TimelineEntry[], { language, zone }: AlertPageParts): Html {
  const shown = timeline.filter(({ kind }) => !HIDDEN_ENTRIES.has(kind)).slice(-MOST_ENTRIES);
  return html`<section aria-labelledby="timeline">
<h2 id="timeline">${alertPageTexts[language].timeline}</h2>
<ol>
${shown.map(
  ({ at, text }) => html`<li><time datetime="${new Date(at).toISOString()}">${writeTime(at, zone)}</time>
<span dir="auto">${cutText(text[language], LONGEST_ENTRY)}</span></li>
`,
)}
</ol>
</section>`;
}

/** Written by whoever wrote the rule: nothing but the web is linked to. */
function runbook(url: string, language: PageLanguage): Html | undefined {
  if (!/^https?:\/\//i.test(url)) return undefined;
  return html`<p><a href="${url}" rel="noreferrer noopener nofollow">${alertPageTexts[language].runbook}</a></p>`;
}
