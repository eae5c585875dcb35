import { ReasonCode } from '../../../mqtt/reason-codes.ts';
import type { PeerCertificate } from '../../connections/peer-certificate.ts';
import type { Conversation } from './conversation.ts';

/** Who a client says that it is in CONNECT, and where it comes from. */
export interface Credentials {
  readonly clientId: string;
  readonly username: string | undefined;
  readonly password: Buffer | undefined;
  /** The peer's address without a port. */
  readonly peerHost: string;
  readonly certificate: PeerCertificate | undefined;
  /** User name or client id that its certificate proved; undefined where certificates do not name clients. */
  readonly certifiedName?: string | undefined;
}

/** The client is who it says. */
export interface Allow {
  readonly result: 'allow';
  readonly isSuperuser: boolean;
  readonly attributes: Readonly<Record<string, string>>;
  /** The access list that came with the answer, in the form of EMQX's `acl` claim; undefined when none did. */
  readonly acl: unknown;
  /** When the answer stops being true and the client is disconnected, Unix milliseconds; undefined for never. */
  readonly expiresAt: number | undefined;
  /**
   * The name that was proved: only the same one may take the session over. Undefined when the proof was about no name,
   * such as a token without a subject.
   */
  readonly identity: string | undefined;
}

export interface Deny {
  readonly result: 'deny';
  readonly reasonCode: ReasonCode;
}

export interface Ignore {
  readonly result: 'ignore';
}

export type Judgement = Allow | Deny | Ignore;

/** One link of the chain. */
export interface Authenticator {
  /** Never throws: what goes wrong is a judgement too, and never `allow`. */
  check(credentials: Credentials): Judgement | Promise<Judgement>;
  /** For an authentication method of MQTT 5 that it offers. */
  conversation?(method: string): Conversation | undefined;
  /** `connected`, or why it cannot do its work. */
  readonly status: 'connected' | 'disconnected';
  close(): Promise<void>;
}

export const IGNORE: Ignore = { result: 'ignore' };
export const WRONG_PASSWORD: Deny = { result: 'deny', reasonCode: ReasonCode.BadUserNameOrPassword };
export const BUSY: Deny = { result: 'deny', reasonCode: ReasonCode.ServerBusy };
export const FAILED: Deny = { result: 'deny', reasonCode: ReasonCode.ServerUnavailable };

const NO_ATTRIBUTES: Allow['attributes'] = {};

export function allow(identity: string | undefined, about: Partial<Allow> = {}): Allow {
  return {
    result: 'allow',
    isSuperuser: false,
    attributes: NO_ATTRIBUTES,
    acl: undefined,
    expiresAt: undefined,
    identity,
    ...about,
  };
}
