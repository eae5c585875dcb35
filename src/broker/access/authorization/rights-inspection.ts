import type { Clock } from '../../../lib/clock.ts';
import type { QoS } from '../../../mqtt/packets.ts';
import type { Sessions } from '../../sessions/sessions.ts';
import { mayPublish } from '../access.ts';
import type { AccessRequest, Permission, Subject } from './access-request.ts';
import { plainTopic, subscribeRequest } from './authorization.ts';
import type { CachedVerdict } from './authorization-cache.ts';
import type { AuthorizationChain, Decider, Decision } from './authorization-chain.ts';
import type { Judgement } from './source.ts';

/** May somebody do something? Of a connected client everything that is left out is known. */
export interface Question {
  readonly clientId: string;
  readonly username?: string | undefined;
  readonly peerHost?: string | undefined;
  readonly listener?: string | undefined;
  readonly attributes?: Readonly<Record<string, string>> | undefined;
  readonly commonName?: string | undefined;
  readonly isSuperuser?: boolean | undefined;
  readonly action: 'publish' | 'subscribe';
  /** A topic name; for `subscribe` a filter, with or without `$share/group/`. */
  readonly topic: string;
  readonly qos: QoS;
  readonly retain: boolean;
}

/** What one source said. */
export interface Testimony {
  readonly source: Decider;
  /** Whether it was asked; what comes after the decision was not, and is looked at only here. */
  readonly isConsulted: boolean;
  /** Undefined for a source that would have had to ask elsewhere, for nothing. */
  readonly judgement: Judgement | undefined;
}

export interface Explanation {
  readonly subject: Subject;
  readonly isConnected: boolean;
  /** As the sources see it. */
  readonly request: AccessRequest;
  /** In their order. */
  readonly testimonies: readonly Testimony[];
  readonly result: Permission;
  /** `reserved` for a tree to which no client publishes, whatever the rules say. */
  readonly decider: Decider | 'reserved';
  /** A sentence. */
  readonly reason: string;
  /** What is remembered of it for the connected client, which holds until it is forgotten. */
  readonly remembered: Permission | undefined;
}

/** The rights of clients for people to look at. */
export class RightsInspection {
  readonly #chain: AuthorizationChain;
  readonly #sessions: Sessions;
  readonly #clock: Clock;

  constructor(chain: AuthorizationChain, sessions: Sessions, clock: Clock) {
    this.#chain = chain;
    this.#sessions = sessions;
    this.#clock = clock;
  }

  /** The verdicts that are remembered on a client; undefined when it is not connected. */
  remembered(clientId: string): CachedVerdict[] | undefined {
    const client = this.#sessions.client(clientId);
    if (!client) return undefined;
    const { rights } = client;
    return rights?.version === this.#chain.version ? [...rights.verdicts(this.#clock.now())] : [];
  }

  /** Forgets them. False when the client is not connected. */
  forget(clientId: string): boolean {
    const client = this.#sessions.client(clientId);
    if (!client) return false;
    client.rights = undefined;
    client.publishPass = -1;
    return true;
  }

  /** Judges as a packet would be judged, by the same code, and tells how. Nothing is counted and nobody is told. */
  async explain(question: Question): Promise<Explanation> {
    const info = this.#sessions.client(question.clientId)?.info;
    const subject = subjectOf(question, info);
    const { action, topic, qos, retain } = question;
    const request: AccessRequest =
      action === 'subscribe'
        ? subscribeRequest(topic, qos)
        : { action, topic: plainTopic(topic), qos, retain };
    const heard: Testimony[] = [];
    const decision = await this.#chain.decide(subject, request, (source, judgement) => {
      if (source !== 'client_info' || subject.acl !== undefined)
        heard.push({ source, isConsulted: true, judgement });
    });
    const isReserved = action === 'publish' && !mayPublish(topic);
    return {
      subject,
      isConnected: info !== undefined,
      request,
      testimonies: [...heard, ...this.#unheard(heard, subject, request)],
      result: isReserved ? 'deny' : decision.permission,
      decider: isReserved ? 'reserved' : decision.decider,
      reason: isReserved ? reserved(topic) : reasonOf(decision),
      remembered: this.#rememberedOf(question, request),
    };
  }

  #unheard(heard: readonly Testimony[], subject: Subject, request: AccessRequest): Testimony[] {
    return this.#chain.sources
      .filter(({ type }) => !heard.some(({ source }) => source === type))
      .map((source) => ({
        source: source.type,
        isConsulted: false,
        judgement: source.asksElsewhere ? undefined : (source.judge(subject, request, false) as Judgement),
      }));
  }

  #rememberedOf(
    { clientId }: Question,
    { action, topic, qos, retain }: AccessRequest,
  ): Permission | undefined {
    return this.remembered(clientId)?.find(
      (verdict) =>
        verdict.action === action &&
        plainTopic(verdict.topic) === topic &&
        verdict.qos === qos &&
        verdict.retain === retain,
    )?.permission;
  }
}

function subjectOf(question: Question, info: Subject | undefined): Subject {
  const { clientId, username, peerHost, listener, attributes, commonName, isSuperuser } = question;
  return {
    clientId,
    username: username ?? info?.username,
    peerHost: peerHost ?? info?.peerHost ?? '',
    listener: listener ?? info?.listener ?? '',
    attributes: attributes ?? info?.attributes ?? {},
    certificate: commonName === undefined ? info?.certificate : { commonName },
    isSuperuser: isSuperuser ?? info?.isSuperuser ?? false,
    acl: info?.acl,
  };
}

function reserved(topic: string): string {
  return `Denied: ${topic} belongs to the broker, and no client publishes there, whatever the rules say.`;
}

function reasonOf({ permission, decider, rule, detail, isFailure }: Decision): string {
  const verdict = permission === 'allow' ? 'Allowed' : 'Denied';
  if (decider === 'superuser') return 'Allowed: the client is a superuser, to whom nothing is denied.';
  if (decider === 'default') return `${verdict}: no rule matches, and no_match is ${permission}.`;
  const source = decider === 'client_info' ? "the list that came with the client's authentication" : decider;
  if (isFailure) return `Denied: the source ${source} could not find out: ${detail}.`;
  if (rule) return `${verdict} by ${rule.place} of ${source}: ${rule.text}`;
  return `${verdict} by ${source}${detail === undefined ? '' : `: ${detail}`}.`;
}
