import type { TestContext } from 'node:test';
import type { SMTPServerOptions } from 'smtp-server';
import type { ChannelMessage } from '../../src/connectors/channels/channel-message.ts';
import { email } from '../../src/connectors/channels/email/email.ts';
import type { Outcome } from '../../src/connectors/outcome.ts';
import { MailServer } from './mail-server.ts';

export const never = new AbortController().signal;

/** A mail server and a connector that leads to it. */
export async function startEmail(
  t: TestContext,
  settings: Record<string, unknown> = {},
  options: SMTPServerOptions = {},
) {
  const server = await new MailServer({ hideSTARTTLS: true, allowInsecureAuth: true, ...options }).open();
  t.after(() => server.close());
  const parsed = email.settings.parse({
    server: `127.0.0.1:${server.port}`,
    tls: 'none',
    from: 'Tocsin <tocsin@broker.example>',
    to: ['ops@example.com'],
    ...settings,
  });
  const handle = await email.open(parsed);
  t.after(() => handle.close());
  const send = (request: ChannelMessage, id = '019f0000-0000-7000-8000-000000000001', signal = never) =>
    handle.send({ id, request }, signal);
  return { server, handle, send, source: () => server.mails.at(-1)?.source ?? '' };
}

/** `rejected config 550 5.1.1` */
export function inShort(outcome: Outcome): string {
  const cause = outcome.kind === 'delivered' ? '' : ` ${outcome.cause}`;
  return `${outcome.kind}${cause} ${outcome.answer?.status ?? '-'} ${outcome.answer?.code ?? '-'}`;
}
