import { alertPageTexts } from '../../texts/alert-page.ts';
import type { AlertPageParts } from './alert-page.ts';
import { type Html, html } from './html.ts';

const HOUR = 3_600_000;

/** What the buttons send. */
export const PAGE_ACTIONS = ['acknowledge', 'silence_1h', 'silence_4h', 'silence_until_over'] as const;
export type PageAction = (typeof PAGE_ACTIONS)[number];

/** How long each of them silences. Whoever has the link may do it, so that none lasts longer than four hours. */
export const SILENCE_TIMES: Readonly<Record<Exclude<PageAction, 'acknowledge'>, number>> = {
  silence_1h: HOUR,
  silence_4h: 4 * HOUR,
  silence_until_over: 4 * HOUR,
};

export const LONGEST_NAME = 64;

interface Choice {
  readonly action: PageAction;
  readonly text: string;
}

/** One tap each. Who sends it is told apart by the address alone, so the form needs nothing hidden. */
export function actionsForm({ linked, language, wanted, name }: AlertPageParts): Html {
  const texts = alertPageTexts[language];
  const { single, counts } = linked;
  const acknowledge: Choice[] =
    counts.open === 0
      ? []
      : [{ action: 'acknowledge', text: single ? texts.acknowledge : texts.acknowledgeMany(counts.open) }];
  const silence: Choice[] = [
    { action: 'silence_1h', text: texts.silenceHour },
    { action: 'silence_4h', text: texts.silenceFourHours },
    { action: 'silence_until_over', text: texts.silenceUntilOver },
  ];
  const [first, ...others] =
    wanted === 'silence'
      ? [...silence.slice(0, 1), ...acknowledge, ...silence.slice(1)]
      : [...acknowledge, ...silence];
  return html`<form method="post" action="?lang=${language}" aria-labelledby="actions">
<h2 id="actions">${texts.actions}</h2>
<button disabled class="hidden"></button>
${first && button(first, true)}
${others.map((choice) => button(choice, false))}
<small>${single ? texts.silenceHint(!linked.endsUntold) : texts.silenceGroupHint(!linked.endsUntold)}</small>
<label for="name">${texts.name}</label>
<input id="name" name="name" value="${name}" maxlength="${LONGEST_NAME}" autocomplete="name" aria-describedby="name-hint" dir="auto">
<small id="name-hint">${texts.nameHint}</small>
</form>`;
}

function button({ action, text }: Choice, isPrimary: boolean): Html {
  return html`<button name="do" value="${action}"${isPrimary && html` class="primary"`}>${text}</button>\n`;
}
