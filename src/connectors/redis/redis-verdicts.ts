import { type Answer, excerptOf, type Outcome } from '../outcome.ts';

/** The first word of an error says what it is about; most are plain `ERR`. */
const AGAIN = new Set([
  'LOADING',
  'READONLY',
  'MOVED',
  'ASK',
  'TRYAGAIN',
  'CLUSTERDOWN',
  'MASTERDOWN',
  'BUSY',
  'OOM',
  'MISCONF',
  'NOREPLICAS',
  'UNBLOCKED',
]);

const CONFIG = new Set(['NOAUTH', 'WRONGPASS', 'NOPERM', 'NOPROTO', 'CROSSSLOT']);

/** Of `ERR`: the command itself, whatever the values. */
const CONFIG_TEXTS =
  /^ERR (unknown (sub)?command|wrong number of arguments|invalid password|DB index|syntax error)/i;

const AGAIN_TEXTS = /^ERR (max number of clients|.*timed? ?out)/i;

export function judgeReplyError(message: string): Outcome {
  const [code = 'ERR'] = /^[A-Z]+/.exec(message) ?? [];
  const answer: Answer = { status: 0, code, excerpt: excerptOf(message) };
  const reason = `Redis: ${answer.excerpt}`;
  if (AGAIN.has(code) || AGAIN_TEXTS.test(message))
    return { kind: 'unavailable', cause: 'remote', reason, answer };
  const cause = CONFIG.has(code) || CONFIG_TEXTS.test(message) ? 'config' : 'message';
  return { kind: 'rejected', cause, reason, answer };
}

/** The beginning of what Redis answered, for people. */
export function delivered(reply: unknown): Outcome {
  const text = Buffer.isBuffer(reply)
    ? reply.toString()
    : typeof reply === 'string'
      ? reply
      : JSON.stringify(reply);
  return { kind: 'delivered', answer: { status: 0, excerpt: excerptOf(text ?? 'null') } };
}
