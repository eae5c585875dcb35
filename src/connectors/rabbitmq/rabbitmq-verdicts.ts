import { type Answer, excerptOf, type Outcome } from '../outcome.ts';

/** Reply codes of AMQP 0-9-1 after which nothing of this exchange passes until somebody changes something. */
const CONFIG_CODES = new Set([402, 403, 404, 405, 406, 530, 540]);

/** What it means that RabbitMQ closed a channel or a connection. */
export function judgeClosed({
  code,
  message,
}: {
  code?: number | undefined;
  message: string;
}): Outcome | undefined {
  if (code === undefined) return undefined;
  const answer: Answer = { status: code, code: String(code), excerpt: excerptOf(textOf(message)) };
  const reason = `RabbitMQ: ${code} ${answer.excerpt}`;
  if (CONFIG_CODES.has(code)) return { kind: 'rejected', cause: 'config', reason, answer };
  return { kind: 'unavailable', cause: 'remote', reason, answer };
}

/** The message came back: no queue is bound for its routing key. */
export function judgeReturned(fields: { replyCode: number; replyText: string }): Outcome {
  const answer: Answer = {
    status: fields.replyCode,
    code: String(fields.replyCode),
    excerpt: excerptOf(fields.replyText),
  };
  const reason = `RabbitMQ returned it: ${fields.replyCode} ${fields.replyText}`;
  return { kind: 'rejected', cause: 'config', reason, answer };
}

export const confirmed: Outcome = { kind: 'delivered', answer: { status: 0, excerpt: 'confirmed' } };

/** basic.nack: a queue is full and refuses, or something inside went wrong. */
export const refused: Outcome = {
  kind: 'unavailable',
  cause: 'remote',
  reason: 'RabbitMQ did not take it (basic.nack): a queue is full, or has a problem',
  answer: { status: 0, code: 'nack', excerpt: 'basic.nack' },
};

/** Why one message alone is the reason: RabbitMQ says how large it may be. */
export function largestMessage(message: string): number | undefined {
  const [, limit] = /message size \d+ is larger than configured max size (\d+)/.exec(message) ?? [];
  return limit === undefined ? undefined : Number(limit);
}

/** `… with message "NOT_FOUND - no exchange 'x' in vhost '/'"`: the part that RabbitMQ wrote. */
function textOf(message: string): string {
  return /with message "(.*)"$/s.exec(message)?.[1] ?? message;
}

export const lost: Outcome = {
  kind: 'unavailable',
  cause: 'network',
  reason: 'the connection to RabbitMQ was closed before it confirmed',
};

/** It is short of memory or disk, and says so to publishers. */
export function takesNothing(why: string): Outcome {
  return {
    kind: 'unavailable',
    cause: 'remote',
    reason: `RabbitMQ takes nothing at present: ${why}`,
    answer: { status: 0, code: 'blocked', excerpt: why },
  };
}
