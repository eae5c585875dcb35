import { useTexts } from '../texts/texts.ts';
import { useKindName } from './channel-kinds.ts';
import { mailHead } from './chat/html-messages.ts';
import type { Json } from './chat/json-parts.ts';
import { readMessage, readRequest } from './chat/read-message.ts';
import { ShownBlocks, ShownInline } from './chat/shown-blocks.tsx';
import type { ShownMessage } from './chat/shown-message.ts';
import styles from './chat-bubble.module.css';
import { bubbleTexts } from './chat-bubble.texts.ts';

interface ChatBubbleProps {
  /** The type of the channel, such as `wecom`. */
  readonly kind: string;
  /** As it goes over the wire: of a delivery, of a test, of a preview. */
  readonly request?: Json | null | undefined;
  /** Before any format: shown where there is no request, or none that can be read. */
  readonly message?: Json | null | undefined;
}

/** A message as the chat shows it. Nothing in it can be followed or runs: it holds what devices are called. */
export function ChatBubble({ kind, request, message }: ChatBubbleProps) {
  const texts = useTexts(bubbleTexts);
  const nameOf = useKindName();
  const shown =
    (request ? readRequest(kind, request) : undefined) ?? (message ? readMessage(message) : undefined);
  return (
    <figure className={styles.figure} data-kind={kind} aria-label={texts.asShown(nameOf(kind))}>
      {kind === 'email' && request ? <MailHead mail={request} /> : null}
      {shown?.push && kind !== 'slack' ? (
        <div className={styles.push}>
          <span className={styles.label}>{texts.push}</span>
          <span className={styles.text}>{shown.push}</span>
        </div>
      ) : null}
      {shown ? <Bubble shown={shown} /> : <p className={styles.unreadable}>{texts.unreadable}</p>}
    </figure>
  );
}

function Bubble({ shown }: { shown: ShownMessage }) {
  const texts = useTexts(bubbleTexts);
  const mentions = shown.mentions ?? [];
  return (
    <div className={styles.bubble} data-tone={shown.tone}>
      {shown.title && shown.title.length > 0 ? (
        <div className={styles.title}>
          <ShownInline parts={shown.title} />
        </div>
      ) : null}
      <div className={styles.body}>
        <ShownBlocks blocks={shown.blocks} />
        {mentions.length > 0 ? (
          <p>
            <span className={styles.label}>{texts.calls}</span>{' '}
            {mentions.map((name) => (
              <span key={name} className={styles.mention}>
                {name}{' '}
              </span>
            ))}
          </p>
        ) : null}
      </div>
    </div>
  );
}

function MailHead({ mail }: { mail: Json }) {
  const texts = useTexts(bubbleTexts);
  const head = mailHead(mail);
  const lines = [
    [texts.subject, head.subject],
    [texts.from, head.from],
    [texts.to, head.to],
  ] as const;
  return (
    <dl className={styles.head}>
      {lines.map(([name, value]) => (
        <div key={name} className={styles.headLine}>
          <dt className={styles.label}>{name}</dt>
          <dd className={styles.text}>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
