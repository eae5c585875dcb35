import { z } from 'zod';
import type { ChannelTraits } from '../../connectors/channels/channel-traits.ts';
import { solePlaceholder } from '../../lib/placeholder.ts';
import { suggest } from '../../lib/suggest.ts';

const template = z.string().max(32_768);
const shortTemplate = z.string().max(4096);

const SEVERITIES = ['critical', 'error', 'warning', 'info'] as const;
const EVENTS = ['trigger', 'acknowledge', 'resolve'] as const;

/** One of a few words, or a template that becomes one. */
function wordOf(words: readonly string[]) {
  return shortTemplate.superRefine((text, context) => {
    if (words.includes(text) || text.includes('${')) return;
    const meant = suggest(text, words);
    const hint = meant ? ` (did you mean ${meant}?)` : '';
    context.addIssue({
      code: 'custom',
      message: `write ${words.join(', ')}, or a template that becomes one of them${hint}`,
    });
  });
}

const field = z.strictObject({ name: shortTemplate, value: template });
const link = z.strictObject({
  label: shortTemplate.default(''),
  url: shortTemplate.refine((text) => /^https?:\/\//i.test(text) || solePlaceholder(text) !== undefined, {
    error: 'write http://… or https://…, or one placeholder such as ${url}',
  }),
});

/** As PagerDuty calls them; people bring their events from there. */
const ALIASES: Readonly<Record<string, string>> = { event_action: 'event', dedup_key: 'key' };

const members = z
  .strictObject({
    title: template.optional().meta({ description: 'Template of one line.' }),
    text: template.optional().meta({ description: 'Template of plain text.' }),
    markdown: template.optional().meta({
      description: "Template in the channel's own markup; values are escaped in it. Instead of `text`.",
    }),
    mention: z
      .union([shortTemplate, z.array(shortTemplate).max(50)], {
        error: 'write one template or a list of them',
      })
      .default(() => [])
      .meta({
        description: 'Templates of whom to call by name, in the words of the channel, or `all`.',
      }),
    severity: wordOf(SEVERITIES).optional().meta({
      description:
        'critical, error, warning or info, or a template of one; the colour, and PagerDuty’s severity.',
    }),
    event: wordOf(EVENTS).optional().meta({
      description:
        'trigger, acknowledge or resolve, or a template of one: what it means for the alert of `key`.',
    }),
    key: shortTemplate.optional().meta({
      description:
        'Template that names the alert: PagerDuty’s `dedup_key`, the thread of mails. Those of one key are sent in order.',
    }),
    fields: z
      .union([z.array(field).max(50), z.record(z.string(), template)])
      .optional()
      .meta({ description: 'Templates of names and values that are shown below the text, in this order.' }),
    links: z.array(link).max(10).optional().meta({ description: 'Templates of labels and addresses.' }),
  })
  .superRefine(({ text, markdown }, context) => {
    if (text === undefined || markdown === undefined) return;
    context.addIssue({
      code: 'custom',
      path: ['markdown'],
      message: 'write text or markdown, not both: the message has one body',
    });
  });

/** With the `extras` of the channel. */
export type ChannelParameters = z.output<typeof members> & Readonly<Record<string, unknown>>;

/** The parameters of every channel, and those of this one alone. */
export function channelParametersOf({ extras = {}, staysOpen = false }: ChannelTraits) {
  const own = Object.entries(extras).map(([name, { description, isBody = false }]) => {
    const kind = isBody ? z.union([template, z.record(z.string(), z.unknown())]) : shortTemplate;
    return [name, kind.optional().meta({ description: `Template. ${description}` })];
  });
  const all = members.safeExtend(Object.fromEntries(own) as Record<never, z.ZodType>);
  const checked = staysOpen ? all.superRefine(refuseWithoutKey) : all;
  return z.preprocess(withoutAliases, checked.prefault({}));
}

/** Whoever ends an alert has to say which. */
function refuseWithoutKey(
  { event = 'trigger', key }: Readonly<Record<string, unknown>>,
  context: z.RefinementCtx,
): void {
  if (event === 'trigger' || key !== undefined) return;
  const message =
    'acknowledge and resolve need the key (dedup_key) of what was triggered, such as ${clientid}';
  context.addIssue({ code: 'custom', path: ['key'], message });
}

function withoutAliases(document: unknown): unknown {
  if (typeof document !== 'object' || document === null || Array.isArray(document)) return document;
  return Object.fromEntries(
    Object.entries(document).map(([name, value]) => {
      const meant = ALIASES[name];
      return [meant !== undefined && !(meant in document) ? meant : name, value];
    }),
  );
}

/** What other systems call these. */
const SAME_WORDS: Readonly<Record<string, string>> = {
  fatal: 'critical',
  emergency: 'critical',
  high: 'critical',
  major: 'error',
  medium: 'warning',
  warn: 'warning',
  minor: 'warning',
  low: 'info',
  information: 'info',
  firing: 'trigger',
  open: 'trigger',
  ack: 'acknowledge',
  acknowledged: 'acknowledge',
  resolved: 'resolve',
  recovered: 'resolve',
  closed: 'resolve',
};

export type SeverityWord = (typeof SEVERITIES)[number];
export type EventWord = (typeof EVENTS)[number];

export function toSeverity(text: string): SeverityWord | undefined {
  return SEVERITIES.find((word) => word === meaningOf(text));
}

export function toEvent(text: string): EventWord | undefined {
  return EVENTS.find((word) => word === meaningOf(text));
}

function meaningOf(text: string): string {
  const word = text.trim().toLowerCase();
  return SAME_WORDS[word] ?? word;
}
