import { hostname } from 'node:os';
import { parseDuration } from '../../../lib/duration.ts';
import { fingerprint } from '../../../lib/fingerprint.ts';
import { showServer } from '../../../lib/server-address.ts';
import { toTlsOptions } from '../../../lib/tls-settings.ts';
import { type ConnectorHandle, defineConnector, type Parcel, type ProbeResult } from '../../connector.ts';
import type { Outcome } from '../../outcome.ts';
import type { ChannelMessage } from '../channel-message.ts';
import { type EmailSettings, emailSettings, mailServer } from './email-settings.ts';
import { escapeMailMarkdown } from './mail-markdown.ts';
import { MailTransfer } from './mail-transfer.ts';
import { outcomeOfError } from './smtp-outcome.ts';
import { type SmtpOptions, SmtpSession } from './smtp-session.ts';
import { toMime } from './to-mime.ts';
import { type Mail, writeMail } from './write-mail.ts';

/** E-mail over SMTP (RFC 5321), handed in to one server. */
export const email = defineConnector<typeof emailSettings, ChannelMessage>({
  type: 'email',
  aliases: ['smtp', 'mail', 'e-mail'],
  settings: emailSettings,
  channel: { escape: escapeMailMarkdown },
  async open(settings) {
    // Loaded now, so that the first alert does not wait for it.
    await import('nodemailer/lib/smtp-connection');
    return new EmailHandle(settings, await smtpOptions(settings));
  },
  describe: (settings, message) => describeMail(writeMail(message, settings, '<id of the delivery>')),
  destinations: (settings) => [
    {
      key: `email:${fingerprint(`${showServer(mailServer(settings))} ${settings.username ?? ''} ${settings.from}`)}`,
      limits: { perMinute: settings.limits.per_minute, perSecond: settings.limits.per_second },
    },
  ],
  simplify: (message) => (message.plain ? undefined : { ...message, plain: true }),
});

function describeMail({ from, to, cc, envelope, subject, messageId, thread, headers, text, html }: Mail) {
  const show = (addresses: readonly { address: string; name: string }[]): string[] =>
    addresses.map(({ address, name }) => (name === '' ? address : `${name} <${address}>`));
  return {
    from: show([from])[0],
    to: show(to),
    ...(cc.length > 0 && { cc: show(cc) }),
    envelope,
    subject,
    headers: {
      'Message-ID': messageId,
      ...(thread !== undefined && { References: thread, 'In-Reply-To': thread }),
      ...headers,
    },
    text,
    ...(html !== undefined && { html }),
  };
}

async function smtpOptions(settings: EmailSettings): Promise<SmtpOptions> {
  const { host, port, tls } = mailServer(settings);
  const { username = '', password = '', auth } = settings;
  return {
    host,
    port,
    tls,
    tlsOptions: await toTlsOptions(settings.ssl),
    login:
      username === ''
        ? undefined
        : {
            user: username,
            pass: password,
            method: auth === 'auto' ? undefined : auth.toUpperCase().replace('_', '-'),
          },
    ehloName: settings.ehlo_name ?? ownName(),
    proxy: settings.proxy,
    connectTimeout: parseDuration(settings.connect_timeout) ?? 15_000,
  };
}

/** A name with a point; without one the library writes the address of the connection. */
function ownName(): string | undefined {
  const name = hostname();
  return /^[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+$/.test(name) ? name : undefined;
}

class EmailHandle implements ConnectorHandle<ChannelMessage> {
  readonly concurrency: number;
  readonly #settings: EmailSettings;
  readonly #options: SmtpOptions;
  readonly #transfer: MailTransfer;

  constructor(settings: EmailSettings, options: SmtpOptions) {
    this.concurrency = settings.pool_size;
    this.#settings = settings;
    this.#options = options;
    this.#transfer = new MailTransfer(options, parseDuration(settings.max_inactive) ?? 10_000);
  }

  async send({ id, request }: Parcel<ChannelMessage>, signal: AbortSignal): Promise<Outcome> {
    let mail: Mail;
    try {
      mail = writeMail(request, this.#settings, id);
    } catch (error) {
      return { kind: 'rejected', cause: 'config', reason: (error as Error).message };
    }
    return this.#transfer.send(id, mail.envelope, () => toMime(mail, id), signal);
  }

  async probe(signal: AbortSignal): Promise<ProbeResult> {
    try {
      const session = await SmtpSession.open(this.#options, signal);
      session.quit();
      return { reachable: true };
    } catch (error) {
      if (signal.aborted) return { reachable: false, reason: (signal.reason as Error).message };
      const outcome = outcomeOfError(error, showServer(this.#options), 0);
      return { reachable: false, reason: outcome.kind === 'delivered' ? '' : outcome.reason };
    }
  }

  drain(): Promise<void> {
    return this.#transfer.drain();
  }

  async close(): Promise<void> {
    this.#transfer.close();
  }
}
