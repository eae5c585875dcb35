import type { AuthenticatorChain } from '../broker/access/authentication/authentication.ts';
import {
  allow,
  type Credentials,
  FAILED,
  IGNORE,
  type Judgement,
  WRONG_PASSWORD,
} from '../broker/access/authentication/authenticator.ts';
import type { AccessRequest, Subject } from '../broker/access/authorization/access-request.ts';
import {
  AuthorizationChain,
  type Decision,
  type Witness,
} from '../broker/access/authorization/authorization-chain.ts';
import type { Logger } from '../lib/logger.ts';
import type { AccessQuestion, Authenticate, Authorize } from './broker-options.ts';

/** The function first, then those that are configured. */
export class FunctionAuthenticators implements AuthenticatorChain {
  readonly isEnabled = true;
  readonly #ask: Authenticate;
  readonly #configured: AuthenticatorChain;
  readonly #logger: Logger;

  constructor(ask: Authenticate, configured: AuthenticatorChain, logger: Logger) {
    this.#ask = ask;
    this.#configured = configured;
    this.#logger = logger;
  }

  check(credentials: Credentials): Judgement | Promise<Judgement> {
    const { clientId, username, password, peerHost } = credentials;
    try {
      const answer = this.#ask({ clientId, username, password, peerHost });
      if (!(answer instanceof Promise)) return this.#judge(answer, credentials);
      return answer.then(
        (late) => this.#judge(late, credentials),
        (error: unknown) => this.#fail(error),
      );
    } catch (error) {
      return this.#fail(error);
    }
  }

  conversation(method: string): ReturnType<AuthenticatorChain['conversation']> {
    return this.#configured.conversation(method);
  }

  #judge(
    answer: Awaited<ReturnType<Authenticate>>,
    credentials: Credentials,
  ): Judgement | Promise<Judgement> {
    if (answer === undefined) {
      return this.#configured.isEnabled ? this.#configured.check(credentials) : IGNORE;
    }
    if (answer === false) return WRONG_PASSWORD;
    const { superuser = false, attributes = {}, expiresAt } = answer === true ? {} : answer;
    return allow(credentials.username ?? credentials.clientId, {
      isSuperuser: superuser,
      attributes,
      expiresAt,
    });
  }

  #fail(error: unknown): Judgement {
    this.#logger.error({ err: error }, 'authenticate failed: the client is refused');
    return FAILED;
  }
}

/** The function first, then the rules that are configured. */
export class FunctionRights extends AuthorizationChain {
  readonly #ask: Authorize;
  readonly #logger: Logger;

  constructor(ask: Authorize, logger: Logger) {
    super();
    this.#ask = ask;
    this.#logger = logger;
  }

  override get asksElsewhere(): boolean {
    return true;
  }

  override isFreeToPublish(subject: Subject): boolean {
    return subject.isSuperuser === true;
  }

  override decide(subject: Subject, request: AccessRequest, witness?: Witness): Decision | Promise<Decision> {
    if (subject.isSuperuser) return super.decide(subject, request, witness);
    const { clientId, username, peerHost, listener, attributes } = subject;
    const client: AccessQuestion['client'] = { clientId, username, peerHost, listener, attributes };
    const { action, topic, qos, retain } = request;
    const conclude = (answer: boolean | undefined): Decision | Promise<Decision> => {
      const verdict = answer === undefined ? 'ignore' : answer ? 'allow' : 'deny';
      witness?.('function', { verdict });
      return verdict === 'ignore' ? super.decide(subject, request, witness) : decision(verdict);
    };
    try {
      const answer = this.#ask({ action, topic, qos, retain, client });
      if (!(answer instanceof Promise)) return conclude(answer);
      return answer.then(conclude).catch((error: unknown) => this.#fail(error));
    } catch (error) {
      return this.#fail(error);
    }
  }

  #fail(error: unknown): Decision {
    this.#logger.error({ err: error }, 'authorize failed: the client may not');
    return { ...decision('deny'), isFailure: true };
  }
}

function decision(permission: 'allow' | 'deny'): Decision {
  return { permission, decider: 'function', rule: undefined, detail: undefined, isFailure: false };
}
