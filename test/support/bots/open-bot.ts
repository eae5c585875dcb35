import type { TestContext } from 'node:test';
import type { ChannelMessage } from '../../../src/connectors/channels/channel-message.ts';
import type { ConnectorKind } from '../../../src/connectors/connector.ts';
import type { Outcome } from '../../../src/connectors/outcome.ts';
import type { BotSimulator } from './bot-simulator.ts';

/** A simulator that is open until the test ends. */
export async function openSimulator<Simulator extends BotSimulator>(
  t: TestContext,
  simulator: Simulator,
): Promise<Simulator> {
  await simulator.open();
  t.after(() => simulator.close());
  return simulator;
}

/** A connector of that kind to the simulator, and how a message is sent by it. */
export async function openBot(
  t: TestContext,
  kind: ConnectorKind,
  simulator: BotSimulator,
  settings: Record<string, unknown> = {},
): Promise<(message: ChannelMessage) => Promise<Outcome>> {
  const handle = await kind.open(kind.settings.parse({ url: simulator.url, ...settings }));
  t.after(() => handle.close());
  const never = new AbortController().signal;
  return (request) => handle.send({ id: 'delivery-1', request }, never);
}

/** What the last request carried. */
export function lastBody(simulator: BotSimulator): Record<string, unknown> {
  return JSON.parse(simulator.requests.at(-1)?.body ?? 'null');
}

/** An outcome in few words: `rejected config`, `unavailable throttled 60000`. */
export function inShort(outcome: Outcome): string {
  if (outcome.kind === 'delivered') return 'delivered';
  if (outcome.kind === 'rejected') return `rejected ${outcome.cause}`;
  const { cause, retryAfter, maxAttempts } = outcome;
  return ['unavailable', cause, retryAfter, maxAttempts && `${maxAttempts} tries`]
    .filter((word) => word !== undefined)
    .join(' ');
}

/** Names that devices have when somebody means harm. */
export const hostileNames: readonly string[] = [
  'd-17"}],"at":{"isAtAll":true},"x":[{"',
  'line\nbreak\r\n> quote\n# heading\n- item\n1. one',
  '<at user_id="all">x</at><at id=all></at><@all><@zhangsan>@all @13800000000',
  '<font color="warning">red</font> **bold** _it_ `code` [click](https://evil.example) ![x](https://evil.example/x.png)',
  '&#60;at id=all&#62;&#60;/at&#62; &lt;b&gt;',
  '\u202egnp.exe\u202c \u2066abc\u2069',
  '\u0000\u0007\u001b[31m',
  '👩🏽‍🚒🇨🇳e\u0301\ud800',
  '```\nfence',
  '\\*\\_\\[',
  '> 引用',
  '# 标题',
  '告'.repeat(21_846),
  '"\\\n'.repeat(21_846),
];
