import type { NodemailerError } from 'nodemailer/lib/errors';
import { networkFailure } from '../../driver-failures.ts';
import { type Answer, excerptOf, type Outcome } from '../../outcome.ts';
import { UnansweredMailError } from './smtp-session.ts';

/** Minutes that greylisting usually wants (RFC 6647 §5): longer with each time. */
const WAITS = [60_000, 120_000, 240_000, 480_000, 900_000];

/** @param failures how often this mail was put off before */
export function waitAfter(failures: number): number {
  return WAITS[Math.min(failures, WAITS.length - 1)] ?? 60_000;
}

/** The server's reply as it is kept: `550`, `5.1.1` and the text. */
export function answerOf(reply: string): Answer {
  const [, digits = '0', enhanced] = /^(\d{3})(?:[ -]([245]\.\d{1,3}\.\d{1,3}))?/.exec(reply) ?? [];
  return { status: Number(digits), ...(enhanced && { code: enhanced }), excerpt: excerptOf(reply) };
}

/**
 * What it means that a mail, or a connection for it, was refused.
 * @param server `host:port`, for people
 * @param failures how often this mail was put off before
 */
export function outcomeOfError(error: unknown, server: string, failures: number): Outcome {
  if (error instanceof UnansweredMailError) {
    return { kind: 'unavailable', cause: 'network', reason: error.message };
  }
  const { code, response, responseCode, command = '', originalCode } = error as NodemailerError;
  if (responseCode === undefined || response === undefined) {
    return withoutReply(error as NodemailerError, server, originalCode ?? code);
  }
  return outcomeOfReply(response, command, failures);
}

/** By RFC 5321 §4.2 and RFC 3463: 4yz passes, 5yz does not. @param command that it answers */
export function outcomeOfReply(reply: string, command: string, failures: number): Outcome {
  const answer = answerOf(reply);
  const { status } = answer;
  const reason = `${command === 'CONN' ? 'the server' : command || 'the server'} was answered ${reply.replace(/\s+/g, ' ').slice(0, 300)}`;
  if (status === 503) return { kind: 'unavailable', cause: 'remote', reason, answer };
  if (status < 500) {
    const cause = isTooFast(answer) ? 'throttled' : 'remote';
    return { kind: 'unavailable', cause, reason, retryAfter: waitAfter(failures), answer };
  }
  return { kind: 'rejected', cause: causeOf(status, command), reason, answer };
}

/** 530, 534, 535 and 538 are of signing in; before the message itself it is the settings that are refused. */
function causeOf(status: number, command: string): 'config' | 'message' {
  if (status === 552) return 'message';
  if (status === 530 || status === 534 || status === 535 || status === 538) return 'config';
  return command === 'DATA' || command === '' ? 'message' : 'config';
}

function isTooFast({ code, excerpt }: Answer): boolean {
  return code === '4.7.28' || /rate limit|too many (?:messages|mails|connections)|throttl/i.test(excerpt);
}

/** Nobody answered, or the library refused by itself. */
function withoutReply(error: NodemailerError, server: string, code: string | undefined): Outcome {
  if (error.code === 'EMESSAGE') {
    return {
      kind: 'rejected',
      cause: 'message',
      reason: `the mail is larger than ${server} takes: ${error.message}`,
    };
  }
  if (error.code === 'EAUTH' || error.code === 'ENOAUTH' || error.code === 'EENVELOPE') {
    return { kind: 'rejected', cause: 'config', reason: error.message };
  }
  // Its own code, which says more than that of the library.
  const bare = Object.assign(new Error(error.message, { cause: error.cause }), { code });
  return networkFailure(code === undefined ? error : bare, server);
}
