import type { NodemailerError } from 'nodemailer/lib/errors';
import type { SMTPConnectionSendInfo } from 'nodemailer/lib/smtp-connection';
import { showServer } from '../../../lib/server-address.ts';
import { excerptOf, type Outcome } from '../../outcome.ts';
import { answerOf, outcomeOfError, outcomeOfReply } from './smtp-outcome.ts';
import { type SmtpEnvelope, type SmtpOptions, SmtpSession } from './smtp-session.ts';

/** What is remembered of mails that were put off, so that nobody gets one twice and the server is not asked too soon. */
interface PutOff {
  failures: number;
  /** Who has it already. */
  readonly accepted: Set<string>;
  /** Who never will, and the server's reply. */
  readonly refused: Map<string, string>;
}

const MOST_PUT_OFF = 1000;

/** Transactions of one mail, when the server takes few recipients at a time. */
const MOST_SPLITS = 20;

const CLOSED = 'the connector was closed';

const TOO_MANY_RECIPIENTS = 452;

/** Mails to one server over connections that are used again. */
export class MailTransfer {
  readonly #options: SmtpOptions;
  readonly #server: string;
  readonly #maxIdle: number;
  readonly #idle: { session: SmtpSession; timer: NodeJS.Timeout }[] = [];
  readonly #putOff = new Map<string, PutOff>();
  #running = 0;
  /** Nothing more is taken. */
  #draining = false;
  readonly #closing = new AbortController();
  #onIdle: (() => void) | undefined;

  constructor(options: SmtpOptions, maxIdle: number) {
    this.#options = options;
    this.#server = showServer(options);
    this.#maxIdle = maxIdle;
  }

  /** Never rejects. */
  async send(
    id: string,
    envelope: SmtpEnvelope,
    write: () => Promise<Buffer>,
    until: AbortSignal,
  ): Promise<Outcome> {
    if (this.#draining) return { kind: 'unavailable', cause: 'network', reason: CLOSED };
    const signal = AbortSignal.any([until, this.#closing.signal]);
    this.#running++;
    const state = this.#putOff.get(id) ?? { failures: 0, accepted: new Set(), refused: new Map() };
    try {
      const outcome = await this.#sendToRest(state, envelope, await write(), signal);
      this.#remember(id, state, outcome);
      return outcome;
    } catch (error) {
      if (signal.aborted) {
        return { kind: 'unavailable', cause: 'network', reason: (signal.reason as Error).message };
      }
      const outcome = outcomeOfError(error, this.#server, state.failures);
      this.#remember(id, state, outcome);
      return outcome;
    } finally {
      this.#running--;
      if (this.#running === 0) this.#onIdle?.();
    }
  }

  async drain(): Promise<void> {
    this.#draining = true;
    if (this.#running > 0) {
      await new Promise<void>((resolve) => {
        this.#onIdle = resolve;
      });
    }
    for (const { session, timer } of this.#idle.splice(0)) {
      clearTimeout(timer);
      session.quit();
    }
  }

  close(): void {
    this.#draining = true;
    this.#closing.abort(new Error(CLOSED));
    for (const { session, timer } of this.#idle.splice(0)) {
      clearTimeout(timer);
      session.close();
    }
  }

  /** To everybody who has not got it: several transactions when the server takes few recipients at a time. */
  async #sendToRest(
    state: PutOff,
    { from, to }: SmtpEnvelope,
    mime: Buffer,
    signal: AbortSignal,
  ): Promise<Outcome> {
    let last: string | undefined;
    let deferred = new Map<string, string>();
    for (let split = 0; split < MOST_SPLITS; split++) {
      const rest = to.filter((address) => !state.accepted.has(address) && !state.refused.has(address));
      if (rest.length === 0) break;
      const { response, accepted, errors } = await this.#transact({ from, to: rest }, mime, signal);
      for (const address of accepted) state.accepted.add(address);
      deferred = new Map();
      for (const { recipient = '', response: reply = '', responseCode = 0 } of errors) {
        (responseCode >= 500 ? state.refused : deferred).set(recipient, reply);
      }
      if (response !== undefined) last = response;
      const isSplit = [...deferred.values()].some((reply) => answerOf(reply).status === TOO_MANY_RECIPIENTS);
      if (!isSplit || accepted.length === 0) break;
    }
    return this.#outcomeOf(state, deferred, last);
  }

  #outcomeOf(state: PutOff, deferred: ReadonlyMap<string, string>, last: string | undefined): Outcome {
    const notes = [...state.refused, ...deferred].map(([address, reply]) => `${address}: ${reply}`);
    const [putOff] = deferred.values();
    if (putOff !== undefined) {
      const outcome = outcomeOfReply(putOff, 'RCPT TO', state.failures);
      return withNotes(outcome, notes, 'the mail waits for');
    }
    if (state.accepted.size > 0) {
      const outcome: Outcome = { kind: 'delivered', answer: answerOf(last ?? '250 accepted before') };
      return withNotes(outcome, notes, 'refused for');
    }
    const [refusal = '550'] = state.refused.values();
    return withNotes(outcomeOfReply(refusal, 'RCPT TO', 0), notes, 'refused for');
  }

  /** One mail to some recipients. A connection that the server closed meanwhile costs nothing but a new one. */
  async #transact(
    envelope: SmtpEnvelope,
    mime: Buffer,
    signal: AbortSignal,
  ): Promise<{ response: string | undefined; accepted: string[]; errors: NodemailerError[] }> {
    const session = await this.#take(signal);
    const wasUsed = session.isUsed;
    try {
      const info: SMTPConnectionSendInfo = await session.send(envelope, mime, signal);
      return { response: info.response, accepted: info.accepted, errors: info.rejectedErrors ?? [] };
    } catch (error) {
      const { rejectedErrors, responseCode, name } = error as NodemailerError;
      if (responseCode !== undefined) await session.reset(signal);
      if (rejectedErrors) return { response: undefined, accepted: [], errors: rejectedErrors };
      const isStale = wasUsed && name !== 'UnansweredMailError' && (responseCode ?? 421) === 421;
      if (!isStale || signal.aborted) throw error;
      session.close();
      return await this.#transact(envelope, mime, signal);
    } finally {
      this.#give(session);
    }
  }

  async #take(signal: AbortSignal): Promise<SmtpSession> {
    for (let entry = this.#idle.pop(); entry; entry = this.#idle.pop()) {
      clearTimeout(entry.timer);
      if (entry.session.isUsable) return entry.session;
      entry.session.quit();
    }
    return SmtpSession.open(this.#options, signal);
  }

  #give(session: SmtpSession): void {
    if (!session.isUsable || this.#draining || this.#maxIdle === 0) {
      session.quit();
      return;
    }
    const timer = setTimeout(() => {
      const index = this.#idle.findIndex((entry) => entry.session === session);
      if (index !== -1) this.#idle.splice(index, 1);
      session.quit();
    }, this.#maxIdle);
    timer.unref();
    this.#idle.push({ session, timer });
  }

  #remember(id: string, state: PutOff, outcome: Outcome): void {
    this.#putOff.delete(id);
    if (outcome.kind !== 'unavailable') return;
    state.failures++;
    this.#putOff.set(id, state);
    const [oldest] = this.#putOff.keys();
    if (this.#putOff.size > MOST_PUT_OFF && oldest !== undefined) this.#putOff.delete(oldest);
  }
}

/** The server's own words about each recipient that did not get it. */
function withNotes(outcome: Outcome, notes: readonly string[], what: string): Outcome {
  if (!outcome.answer || notes.length === 0) return outcome;
  const excerpt = excerptOf(`${outcome.answer.excerpt}\n${what} ${notes.join('; ')}`);
  return { ...outcome, answer: { ...outcome.answer, excerpt } };
}
