import { useTexts } from '../../texts/texts.ts';
import styles from '../chat-bubble.module.css';
import { bubbleTexts } from '../chat-bubble.texts.ts';
import type { Block, Inline } from './shown-message.ts';

/** The lines of a message. They have no identity of their own: the message as a whole is drawn anew. */
export function ShownBlocks({ blocks }: { blocks: readonly Block[] }) {
  return blocks.map((block, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a line is known by its place
    <ShownBlock key={index} block={block} />
  ));
}

function ShownBlock({ block }: { block: Block }) {
  const texts = useTexts(bubbleTexts);
  switch (block.kind) {
    case 'code':
      return <pre className={styles.code}>{block.text}</pre>;
    case 'fields':
      return (
        <dl className={styles.fields} data-layout={block.layout}>
          {block.fields.map(({ name, value }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two of them may be called the same
            <div key={index}>
              <dt>
                <ShownInline parts={name} />
              </dt>
              <dd>
                <ShownInline parts={value} />
              </dd>
            </div>
          ))}
        </dl>
      );
    case 'buttons':
      return (
        <div className={styles.buttons}>
          {block.links.map(({ label, url }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two of them may lead to the same place
            <span key={index} className={styles.button} title={texts.opens(url)}>
              {label}
            </span>
          ))}
        </div>
      );
    default:
      return (
        <p data-block={block.kind}>
          <ShownInline parts={block.parts} />
        </p>
      );
  }
}

export function ShownInline({ parts }: { parts: readonly Inline[] }) {
  return parts.map((part, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a part is known by its place
    <ShownPart key={index} part={part} />
  ));
}

function ShownPart({ part }: { part: Inline }) {
  const texts = useTexts(bubbleTexts);
  switch (part.kind) {
    case 'text':
      return part.text;
    case 'code':
      return <code>{part.text}</code>;
    case 'mention':
      return <span className={styles.mention}>{part.text}</span>;
    case 'strong':
      return (
        <strong>
          <ShownInline parts={part.parts} />
        </strong>
      );
    case 'emphasis':
      return (
        <em>
          <ShownInline parts={part.parts} />
        </em>
      );
    case 'colour':
      return (
        <span data-colour={part.colour}>
          <ShownInline parts={part.parts} />
        </span>
      );
    case 'link':
      return (
        <span className={styles.link} title={texts.opens(part.url)}>
          <ShownInline parts={part.parts} />
        </span>
      );
  }
}
