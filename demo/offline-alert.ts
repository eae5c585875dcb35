/**
 * The story that Tocsin exists for: a device drops off, and three group chats hear it. The rule and the actions
 * are the ones in `examples/`, which the README uses; the demo plays them and the tests hold us to them.
 */
import { readFileSync } from 'node:fs';

interface ActionExample {
  readonly name: string;
  readonly parameters: { readonly path: string };
}

function example<Shape>(name: string): Shape {
  return JSON.parse(readFileSync(new URL(`../examples/${name}.json`, import.meta.url), 'utf8'));
}

export const OFFLINE_RULE = example<{ readonly sql: string }>('offline-rule');

/** A group-chat bot: how it is fed, what it answers when it is content, and what the chat then shows. */
export interface Bot {
  readonly title: string;
  /** The body of `POST /actions`. */
  readonly action: ActionExample;
  readonly answer: object;
  /** The text that the chat shows, from the body of a request. */
  readonly shownText: (body: string) => string;
}

export const BOTS: readonly Bot[] = [
  {
    title: '企业微信 WeCom',
    action: example('wecom-action'),
    answer: { errcode: 0, errmsg: 'ok' },
    shownText: (body) => JSON.parse(body).text.content,
  },
  {
    title: '钉钉 DingTalk',
    action: example('dingtalk-action'),
    answer: { errcode: 0, errmsg: 'ok' },
    shownText: (body) => JSON.parse(body).markdown.text,
  },
  {
    title: '飞书 Feishu',
    action: example('feishu-action'),
    answer: { code: 0, data: {}, msg: 'success' },
    shownText: (body) => JSON.parse(body).content.text,
  },
];
