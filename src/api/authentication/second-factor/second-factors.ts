import type { Clock } from '../../../lib/clock.ts';
import type { Documents } from '../documents.ts';
import { newRecoveryCodes, recoveryCodeHash } from './recovery-codes.ts';
import { matchingStep, newTotpSecret } from './totp.ts';

const KIND = 'mfa';
/** Of an enrolment that somebody began and did not confirm. */
const ENROLMENT_TIME = 15 * 60_000;
const MAXIMUM_ENROLMENTS = 1_000;

/** How EMQX calls it: `disabled` was switched off, `none` was never on. */
export type FactorState = 'none' | 'disabled' | 'totp';

interface FactorDocument {
  /** Sealed on the disk by its name. Undefined: switched off. */
  readonly secret?: string | undefined;
  /** False: it was asked for, and the app is set up at the next sign-in. */
  readonly isConfirmed: boolean;
  /** The step of the last code that was good: it and those before it are good no more. */
  readonly lastStep: number;
  /** Hashes of the codes that are left. */
  readonly recoveryCodes: readonly string[];
}

/** Whether a code is asked for of this user. */
export function factorStateOf(documents: Documents, username: string): FactorState {
  const document = documents.get(KIND, username)?.body as FactorDocument | undefined;
  if (!document) return 'none';
  return document.secret === undefined ? 'disabled' : 'totp';
}

export type FactorCheck =
  /** There is no second factor, or the code is right. */
  | { kind: 'passed' /** To be told this once: the app was set up by this code. */; recoveryCodes?: string[] }
  /** No code was given. @property secret of an app that has to be set up first */
  | { kind: 'missing'; secret: string | undefined }
  | { kind: 'wrong' };

/** What people sign in with besides a password: codes of an app (RFC 6238), and recovery codes. */
export class SecondFactors {
  readonly #documents: Documents;
  readonly #clock: Clock;
  /** Begun by people for themselves, by user name. */
  readonly #enrolments = new Map<string, { secret: string; until: number }>();

  constructor(documents: Documents, clock: Clock) {
    this.#documents = documents;
    this.#clock = clock;
  }

  /** Whether a code is asked for that the user can give already. */
  isConfirmed(username: string): boolean {
    return this.#read(username)?.isConfirmed ?? false;
  }

  /** Of somebody whose password was right. A code that was right is used up. */
  check(username: string, code: string | undefined): FactorCheck {
    const document = this.#read(username);
    if (document?.secret === undefined) return { kind: 'passed' };
    const { secret, isConfirmed } = document;
    if (code === undefined || code === '')
      return { kind: 'missing', secret: isConfirmed ? undefined : secret };
    const step = matchingStep(secret, code, { now: this.#clock.now(), after: document.lastStep });
    if (step === undefined) return this.#byRecoveryCode(username, document, code);
    if (!isConfirmed) return { kind: 'passed', recoveryCodes: this.#confirm(username, secret, step) };
    this.#write(username, { ...document, lastStep: step });
    return { kind: 'passed' };
  }

  /** From the next sign-in on a code is asked for; the app is set up then. */
  require(username: string): void {
    this.#write(username, {
      secret: newTotpSecret(),
      isConfirmed: false,
      lastStep: 0,
      recoveryCodes: [],
    });
  }

  disable(username: string): void {
    this.#enrolments.delete(username);
    this.#write(username, { isConfirmed: false, lastStep: 0, recoveryCodes: [] });
  }

  forget(username: string): void {
    this.#enrolments.delete(username);
    this.#documents.delete(KIND, username);
  }

  /** A key for an app. Nothing is asked for until `confirm` was given a code of it. */
  begin(username: string): string {
    const secret = newTotpSecret();
    this.#enrolments.delete(username);
    this.#enrolments.set(username, { secret, until: this.#clock.now() + ENROLMENT_TIME });
    const [oldest] = this.#enrolments.keys();
    if (oldest !== undefined && this.#enrolments.size > MAXIMUM_ENROLMENTS) this.#enrolments.delete(oldest);
    return secret;
  }

  /** @returns the recovery codes; undefined for a wrong code, `expired` when nothing was begun lately */
  confirm(username: string, code: string): string[] | undefined | 'expired' {
    const enrolment = this.#enrolments.get(username);
    const now = this.#clock.now();
    if (!enrolment || enrolment.until <= now) return 'expired';
    const step = matchingStep(enrolment.secret, code, { now, after: 0 });
    if (step === undefined) return undefined;
    this.#enrolments.delete(username);
    return this.#confirm(username, enrolment.secret, step);
  }

  /** Those before are good no more. */
  renewRecoveryCodes(username: string): string[] {
    const document = this.#read(username);
    if (!document) return [];
    const codes = newRecoveryCodes();
    this.#write(username, { ...document, recoveryCodes: codes.map(recoveryCodeHash) });
    return codes;
  }

  #confirm(username: string, secret: string, lastStep: number): string[] {
    const codes = newRecoveryCodes();
    const recoveryCodes = codes.map(recoveryCodeHash);
    this.#write(username, { secret, isConfirmed: true, lastStep, recoveryCodes });
    return codes;
  }

  #byRecoveryCode(username: string, document: FactorDocument, code: string): FactorCheck {
    const hash = recoveryCodeHash(code);
    if (!document.recoveryCodes.includes(hash)) return { kind: 'wrong' };
    const recoveryCodes = document.recoveryCodes.filter((kept) => kept !== hash);
    this.#write(username, { ...document, recoveryCodes });
    return { kind: 'passed' };
  }

  #read(username: string): FactorDocument | undefined {
    return this.#documents.get(KIND, username)?.body as FactorDocument | undefined;
  }

  #write(username: string, document: FactorDocument): void {
    this.#documents.put(KIND, username, document);
  }
}
