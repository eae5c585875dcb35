import type { MailAddress } from './mail-address.ts';
import type { Mail } from './write-mail.ts';

/** The bytes of a mail: text first, HTML last (RFC 2046 §5.1.4). The same for the same mail and id. */
export async function toMime(mail: Mail, id: string): Promise<Buffer> {
  const { default: MailComposer } = await import('nodemailer/lib/mail-composer');
  const { from, to, cc, replyTo, subject, messageId, thread, date, headers, text, html } = mail;
  const composer = new MailComposer({
    from: toHeader(from),
    to: to.map(toHeader),
    ...(cc.length > 0 && { cc: cc.map(toHeader) }),
    ...(replyTo && { replyTo: toHeader(replyTo) }),
    ...(thread !== undefined && { inReplyTo: thread, references: [thread] }),
    subject,
    messageId,
    date: new Date(date),
    headers: { ...headers },
    text,
    ...(html !== undefined && { html }),
    textEncoding: 'base64',
    baseBoundary: id.replace(/[^\w-]/g, ''),
    newline: 'win',
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return composer.compile().build();
}

function toHeader({ address, name }: MailAddress): { address: string; name: string } {
  return { address, name };
}
