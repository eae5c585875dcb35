import { plainBlocks, readBlocks } from './block-markup.ts';
import { flavours, readInline } from './inline-markup.ts';
import { type Json, listOf, recordOf, textIn, textsIn } from './json-parts.ts';
import { type Block, plain, type ShownMessage, type Tone } from './shown-message.ts';

export function readWecom(body: Json): ShownMessage {
  const markdown = recordOf(body.markdown ?? body.markdown_v2);
  if (markdown.content !== undefined) {
    return { blocks: readBlocks(textIn(markdown.content), flavours.wecom) };
  }
  const text = recordOf(body.text);
  const mentions = [...textsIn(text.mentioned_list), ...textsIn(text.mentioned_mobile_list)];
  return {
    blocks: plainBlocks(textIn(text.content)),
    mentions: mentions.map((one) => (one === '@all' ? one : `@${one}`)),
  };
}

export function readDingtalk(body: Json): ShownMessage {
  const at = recordOf(body.at);
  const everybody = at.isAtAll === true ? ['@all'] : [];
  const markdown = recordOf(body.markdown ?? body.actionCard);
  if (markdown.text !== undefined) {
    const title = textIn(markdown.title);
    return {
      push: title,
      blocks: readBlocks(textIn(markdown.text), flavours.dingtalk),
      mentions: everybody,
    };
  }
  return { blocks: plainBlocks(textIn(recordOf(body.text).content)), mentions: everybody };
}

const HEADERS: Readonly<Record<string, Tone>> = {
  red: 'critical',
  carmine: 'critical',
  orange: 'warning',
  yellow: 'warning',
  green: 'good',
  wathet: 'quiet',
  grey: 'quiet',
};

export function readFeishu(body: Json): ShownMessage {
  const card = recordOf(body.card);
  const elements = [...listOf(card.elements), ...listOf(recordOf(card.body).elements)];
  if (body.card === undefined) {
    return {
      blocks: readBlocks(textIn(recordOf(body.content).text), { ...flavours.feishu, entities: false }),
    };
  }
  const header = recordOf(card.header);
  const title = textIn(recordOf(header.title).content);
  return {
    ...(title && { title: plain(title), tone: HEADERS[textIn(header.template)] ?? 'info' }),
    blocks: elements.flatMap(readElement),
  };
}

function readElement(element: Json): Block[] {
  if (element.tag === 'action') {
    const links = listOf(element.actions).map(({ text, url }) => ({
      label: textIn(recordOf(text).content),
      url: textIn(url),
    }));
    return [{ kind: 'buttons', links }];
  }
  if (element.tag === 'note') {
    return listOf(element.elements).map(({ content }) => ({ kind: 'note', parts: plain(textIn(content)) }));
  }
  if (element.fields !== undefined) {
    const fields = listOf(element.fields).map(({ text }) => {
      const [name = '', ...value] = textIn(recordOf(text).content).split('\n');
      return {
        name: readInline(name, flavours.feishu),
        value: readInline(value.join('\n'), flavours.feishu),
      };
    });
    return [{ kind: 'fields', layout: 'tiles', fields }];
  }
  const text = recordOf(element.text);
  const content = textIn(text.content ?? element.content);
  return text.tag === 'plain_text' ? plainBlocks(content) : readBlocks(content, flavours.feishu);
}
