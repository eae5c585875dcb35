import { z } from 'zod';
import { mistakeInTemplate } from '../../../delivery/door.ts';
import { placeholdersIn } from '../../../lib/placeholder.ts';
import { suggest } from '../../../lib/suggest.ts';
import type { Notification } from '../../notification.ts';
import { isAllOver } from '../group-message.ts';
import { OPEN_VARIABLES, VARIABLE_NAMES } from './variable-names.ts';

/** The kinds of messages that have templates of their own. */
export const MESSAGE_KINDS = [
  'trigger',
  'repeat',
  'escalate',
  'unstable',
  'acknowledge',
  'resolve',
  'digest',
  'digest_resolve',
] as const;

export type MessageKind = (typeof MESSAGE_KINDS)[number];

export function messageKindOf(notification: Notification): MessageKind {
  const { single, reason } = notification;
  if (!single) return isAllOver(notification) ? 'digest_resolve' : 'digest';
  if (single.resolution) return 'resolve';
  if (reason === 'acknowledged') return 'acknowledge';
  if (reason === 'repeat') return 'repeat';
  // That it comes and goes is told as something that got worse.
  if (single.flapping) return 'unstable';
  return reason === 'escalated' ? 'escalate' : 'trigger';
}

/** A text with placeholders that all mean something. */
const template = z
  .string()
  .max(8192)
  .superRefine((text, context) => {
    const mistake = mistakeInTemplate(text) ?? unknownVariable(text);
    if (!mistake) return;
    const { reason, suggestion } = mistake;
    context.addIssue({
      code: 'custom',
      message: reason + (suggestion ? ` (did you mean ${suggestion}?)` : ''),
    });
  });

/** A message in words of one's own; what is left out stays as it is built in. */
export const messageTemplate = z
  .strictObject({
    title: template.optional().meta({ description: 'Template of the first line', example: '🔥 ${headline}' }),
    text: template
      .optional()
      .meta({ description: 'Template of plain text; what it holds is shown and not obeyed' }),
    markdown: template.optional().meta({
      description: "Instead of `text`: template in the channel's own markup; values are escaped in it",
    }),
    fields: z
      .array(z.strictObject({ name: template, value: template }))
      .max(20)
      .optional()
      .meta({ description: 'Templates of what is shown below the text; an empty list shows nothing there' }),
  })
  .superRefine(({ text, markdown, title, fields }, context) => {
    if (text !== undefined && markdown !== undefined) {
      const message = 'write text or markdown, not both: the message has one body';
      context.addIssue({ code: 'custom', path: ['markdown'], message });
    }
    if (text === undefined && markdown === undefined && title === undefined && fields === undefined) {
      context.addIssue({ code: 'custom', message: 'write title, text, markdown or fields' });
    }
  });

export type MessageTemplate = z.output<typeof messageTemplate>;

/** A name that no message has would be filled with nothing, and nobody would notice. */
function unknownVariable(text: string): { reason: string; suggestion: string | undefined } | undefined {
  for (const { path, source } of placeholdersIn(text)) {
    const [first] = path;
    if (first === undefined) continue;
    if (VARIABLE_NAMES.has(first) || (OPEN_VARIABLES.has(first) && path.length > 1)) continue;
    const before = text.slice(0, text.indexOf(source)).split('\n');
    const place = `line ${before.length}, column ${(before.at(-1) ?? '').length + 1}`;
    if (OPEN_VARIABLES.has(first)) {
      return {
        reason: `${place}: write \${${first}.name}, with the name of what is meant`,
        suggestion: undefined,
      };
    }
    const meant = suggest(first, [...VARIABLE_NAMES, ...OPEN_VARIABLES]);
    return {
      reason: `${place}: there is no variable ${first}`,
      suggestion: meant && `\${${OPEN_VARIABLES.has(meant) ? `${meant}.name` : meant}}`,
    };
  }
  return undefined;
}
