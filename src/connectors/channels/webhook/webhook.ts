import { STATUS_CODES } from 'node:http';
import { z } from 'zod';
import { timeOfOrderedId } from '../../../lib/ids.ts';
import type { HttpAnswer } from '../../http/http-client.ts';
import { parseRetryAfter } from '../../http/retry-after.ts';
import { type Answer, excerptOf, type Outcome } from '../../outcome.ts';
import { type BotRequest, defineBotChannel, type Moment } from '../bot-channel.ts';
import type { ChannelMessage } from '../channel-message.ts';
import { channelUrlField } from '../channel-url-field.ts';
import { alertmanagerPayload } from './alertmanager-payload.ts';
import { binaryEvent, structuredEvent } from './cloud-event.ts';
import { standardPayload } from './webhook-payload.ts';
import { githubHeaders, grafanaHeaders, mistakeInSecret, standardHeaders } from './webhook-signature.ts';

const FORMATS = ['standard', 'alertmanager', 'cloudevents', 'cloudevents_binary'] as const;

const bot = z.strictObject({
  url: channelUrlField('webhook').meta({ description: 'Where requests go, with its query.' }),
  secret: z
    .string()
    .superRefine((secret, context) => {
      const message = mistakeInSecret(secret);
      if (message) context.addIssue({ code: 'custom', message });
    })
    .optional()
    .meta({
      description:
        'Signs each request: `whsec_…` of the Standard Webhooks specification, or any other text. Several with blanks between them while one is being replaced.',
    }),
  signature: z.enum(['standard', 'github', 'grafana']).default('standard').meta({
    description:
      'Where the signature goes: `webhook-signature`, `X-Hub-Signature-256` or `X-Grafana-Alerting-Signature`.',
  }),
  timestamp_header: z
    .string()
    .regex(/^[A-Za-z0-9-]+$/, { error: 'no name of a header: write letters, digits and hyphens' })
    .optional()
    .meta({ description: 'With `grafana`: the header of the time, which is then signed with the body.' }),
  format: z.enum(FORMATS).default('standard').meta({
    description:
      "`type`, `timestamp` and `data`; what Alertmanager's webhook sends, version 4; or a CloudEvent 1.0, as one JSON document or with its attributes in headers.",
  }),
});

/** Any receiver of our own making or somebody else's (standardwebhooks.com). */
export const webhook = defineBotChannel<(typeof bot)['shape']>({
  type: 'webhook',
  bot,
  limits: {},
  // Inside JSON every text is harmless.
  escape: (text) => text,
  standsAlone: true,
  extras: {
    body: {
      description: 'The whole body, instead of the payload: sent and signed as it is filled in.',
      isBody: true,
    },
  },
  tokenOf: ({ url }) => url,
  write(message, { url, secret = '', signature, timestamp_header, format }, moment) {
    const own = message.extra?.body;
    const { headers: described, body } =
      own === undefined ? writtenAs(format, message, moment) : { body: own };
    const signed = { secret, id: moment.id, now: moment.now, body };
    // The id goes out in any case: it is how a receiver knows a repeat.
    const headers = standardHeaders(signature === 'standard' ? signed : { ...signed, secret: '' });
    if (signature === 'github') Object.assign(headers, githubHeaders(signed));
    if (signature === 'grafana') Object.assign(headers, grafanaHeaders(signed, timestamp_header));
    return { url, headers: { ...traceHeaders(message), ...described, ...headers }, body };
  },
  judge,
});

/** The span of the delivery lies in the queue with its message, so that repeats name the same one. */
function traceHeaders({ trace }: ChannelMessage): Record<string, string> {
  const { traceparent, tracestate } = trace ?? {};
  return { ...(traceparent && { traceparent }), ...(tracestate && { tracestate }) };
}

/** A repeat carries the very bytes of the first attempt, so no time of an attempt may stand in it. */
function writtenAs(
  format: (typeof FORMATS)[number],
  message: ChannelMessage,
  { id, now }: Moment,
): Pick<BotRequest, 'headers' | 'body'> {
  const told = { id, at: message.at ?? timeOfOrderedId(id) ?? now };
  switch (format) {
    case 'standard':
      return { body: JSON.stringify(standardPayload(message, told)) };
    case 'alertmanager':
      return { body: JSON.stringify(alertmanagerPayload(message, told)) };
    case 'cloudevents':
      return structuredEvent(message, told);
    case 'cloudevents_binary':
      return binaryEvent(message, told);
  }
}

/** As the specification has it: any 2xx is yes, a redirect is none, 410 ends it, everything else is worth a repeat. */
function judge({ status, headers, text }: HttpAnswer): Outcome {
  const answer: Answer = { status, excerpt: excerptOf(text) };
  if (status >= 200 && status < 300) return { kind: 'delivered', answer };
  const reason = `HTTP ${status} ${STATUS_CODES[status] ?? ''}`.trimEnd();
  if (status >= 300 && status < 400) {
    return { kind: 'rejected', cause: 'config', reason: `${reason}: redirects are not followed`, answer };
  }
  if (status === 410) {
    return {
      kind: 'rejected',
      cause: 'config',
      reason: `${reason}: the receiver wants nothing more`,
      answer,
    };
  }
  const retryAfter = parseRetryAfter(headers['retry-after']);
  return { kind: 'unavailable', cause: status === 429 ? 'throttled' : 'remote', reason, retryAfter, answer };
}
