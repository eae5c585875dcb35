import { type Answer, excerptOf, type Outcome } from '../outcome.ts';

/** What JetStream answers to a message (its `PubAck`), as JSON. */
interface PublishAnswer {
  stream?: string;
  seq?: number;
  duplicate?: boolean;
  error?: { code?: number; err_code?: number; description?: string };
}

export function judgePublishAnswer(text: string): Outcome {
  let answer: PublishAnswer;
  try {
    answer = JSON.parse(text) as PublishAnswer;
  } catch {
    const reason = 'what answers on this subject is not JetStream';
    return { kind: 'rejected', cause: 'config', reason, answer: { status: 0, excerpt: excerptOf(text) } };
  }
  const { error, stream, seq, duplicate } = answer;
  if (!error) {
    const excerpt = `stream ${stream}, sequence ${seq}${duplicate ? ', it was there already' : ''}`;
    return { kind: 'delivered', answer: { status: 0, excerpt } };
  }
  const { code = 0, err_code: detail, description = 'no reason given' } = error;
  const said: Answer = { status: code, code: String(detail ?? code), excerpt: excerptOf(description) };
  const reason = `JetStream: ${description} (${said.code})`;
  // 10054: larger than the stream takes; 400 otherwise: the request itself.
  if (detail === 10_054 || code === 400) return { kind: 'rejected', cause: 'message', reason, answer: said };
  if (code === 401 || code === 403) return { kind: 'rejected', cause: 'config', reason, answer: said };
  return { kind: 'unavailable', cause: 'remote', reason, answer: said };
}

/** Nobody takes what is sent to this subject: no stream does, or JetStream is not there. */
export const noResponders: Outcome = {
  kind: 'unavailable',
  cause: 'remote',
  reason: 'NATS: no stream takes messages of this subject',
  answer: { status: 503, code: '503', excerpt: 'no responders' },
};

export function forbidden(subject: string): Outcome {
  return {
    kind: 'rejected',
    cause: 'config',
    reason: `NATS: no permission to publish to ${subject}`,
    answer: {
      status: 0,
      code: 'permissions_violation',
      excerpt: `Permissions Violation for Publish to "${subject}"`,
    },
  };
}

export const received: Outcome = {
  kind: 'delivered',
  answer: { status: 0, excerpt: 'the server has it; without JetStream nobody says who received it' },
};

/** Why nothing can be sent to a subject, in words; undefined when something can. */
export function mistakeInSubject(subject: string): string | undefined {
  if (/[\s\p{Cc}]/u.test(subject)) return `${JSON.stringify(subject)} has spaces or control characters`;
  if (subject.split('.').some((token) => token === '')) return `${JSON.stringify(subject)} has an empty part`;
  if (/(^|\.)[*>](\.|$)/.test(subject)) return `${subject} has wildcards`;
  return undefined;
}
