import type { QoS } from '../../../mqtt/packets.ts';
import { parseSharedFilter, topicMatchesFilter } from '../../../mqtt/topics.ts';
import type { CheckAuthzPort } from '../../event-ports.ts';
import type { ClientInfo } from '../../events.ts';
import type { BrokerMetrics } from '../../metrics.ts';
import type { Topic } from '../../routing/topic.ts';
import type { AccessRequest } from './access-request.ts';
import { AuthorizationCache } from './authorization-cache.ts';
import type { AuthorizationChain, Decider, Decision } from './authorization-chain.ts';

/** What is remembered of the rights of a connected client. */
export interface RightsHolder {
  readonly info: ClientInfo;
  /** Unix milliseconds. */
  readonly now: number;
  /** The version of the rules under which it may publish to every topic that does not begin with `$`; -1 for none. */
  publishPass: number;
  rights: AuthorizationCache | undefined;
}

const DELAYED = '$delayed/';

/** Whether clients may do what they want to do: the chain's verdicts, remembered, counted and told. */
export class Authorization {
  readonly chain: AuthorizationChain;
  readonly #metrics: BrokerMetrics;
  readonly #port: CheckAuthzPort;

  constructor(chain: AuthorizationChain, metrics: BrokerMetrics, port: CheckAuthzPort) {
    this.chain = chain;
    this.#metrics = metrics;
    this.#port = port;
  }

  get denyAction(): 'ignore' | 'disconnect' {
    return this.chain.settings.denyAction;
  }

  /** At once, unless a source has to ask elsewhere; the promise does not reject. */
  mayPublish(holder: RightsHolder, topic: Topic, qos: QoS, retain: boolean): boolean | Promise<boolean> {
    if (holder.publishPass === this.chain.version && topic.isPlain && !this.#port.wanted) {
      this.#metrics['authorization.allow']++;
      return true;
    }
    return this.#judgePublish(holder, topic, qos, retain);
  }

  /** @param filter with `$share/group/`, if it is shared */
  maySubscribe(holder: RightsHolder, filter: string, qos: QoS): boolean | Promise<boolean> {
    const { info, now } = holder;
    const request = subscribeRequest(filter, qos);
    const { topic } = request;
    const cache = this.#rightsOf(holder);
    const known = cache.subscribe(topic, qos, now);
    if (known !== undefined) {
      this.#metrics['authorization.cache_hit']++;
      this.#tell(info, request, known, 'cache', now);
      return known;
    }
    return this.#judge(info, request, now, (isAllowed) =>
      cache.rememberSubscribe(topic, qos, isAllowed, now),
    );
  }

  /** Whether the will of a client that is gone may be published, at the moment at which that is to happen. */
  mayPublishWill(
    info: ClientInfo,
    will: { readonly topic: string; readonly qos: QoS; readonly retain: boolean },
    now: number,
  ): boolean | Promise<boolean> {
    const { topic, qos, retain } = will;
    return this.#judge(info, { action: 'publish', topic: plainTopic(topic), qos, retain }, now, undefined);
  }

  #judgePublish(holder: RightsHolder, topic: Topic, qos: QoS, retain: boolean): boolean | Promise<boolean> {
    const { info, now } = holder;
    const cache = this.#rightsOf(holder);
    if (holder.publishPass === this.chain.version && topic.isPlain && !this.#port.wanted) {
      this.#metrics['authorization.allow']++;
      return true;
    }
    const known = cache.publish(topic, qos, retain, now);
    if (known !== undefined && !this.#port.wanted && (known || !this.#port.denialsWanted)) {
      this.#metrics['authorization.cache_hit']++;
      this.#metrics[known ? 'authorization.allow' : 'authorization.deny']++;
      return known;
    }
    const request = { action: 'publish', topic: plainTopic(topic.name), qos, retain } as const;
    if (known !== undefined) {
      this.#metrics['authorization.cache_hit']++;
      this.#tell(info, request, known, 'cache', now);
      return known;
    }
    return this.#judge(info, request, now, (isAllowed) =>
      cache.rememberPublish(topic, qos, retain, isAllowed, now),
    );
  }

  /** What is remembered under the present rules. */
  #rightsOf(holder: RightsHolder): AuthorizationCache {
    const { version, settings } = this.chain;
    let rights = holder.rights;
    if (rights?.version !== version) {
      rights = new AuthorizationCache(version, settings.cache);
      holder.rights = rights;
      holder.publishPass = this.chain.isFreeToPublish(holder.info) ? version : -1;
    }
    return rights;
  }

  #judge(
    info: ClientInfo,
    request: AccessRequest,
    now: number,
    remember: ((isAllowed: boolean) => void) | undefined,
  ): boolean | Promise<boolean> {
    const { cache } = this.chain.settings;
    const isRemembered = remember !== undefined && cache.enable && !this.#isExcluded(request.topic);
    if (isRemembered) this.#metrics['authorization.cache_miss']++;
    this.#metrics['client.authorize']++;
    const conclude = (decision: Decision): boolean => {
      const isAllowed = decision.permission === 'allow';
      // A function is asked each time: nobody can say when its answer changes.
      if (isRemembered && !decision.isFailure && decision.decider !== 'function') remember(isAllowed);
      this.#tell(info, request, isAllowed, decision.decider, now);
      return isAllowed;
    };
    const decision = this.chain.decide(info, request);
    return decision instanceof Promise ? decision.then(conclude) : conclude(decision);
  }

  /** A subscription is taken away from a client that may not have it any more. */
  revoke(info: ClientInfo, filter: string, qos: QoS, decider: Decider, now: number): void {
    this.#tell(info, subscribeRequest(filter, qos), false, decider, now);
  }

  #isExcluded(topic: string): boolean {
    return this.chain.settings.cache.excludes.some((filter) => topicMatchesFilter(topic, filter));
  }

  #tell(info: ClientInfo, request: AccessRequest, isAllowed: boolean, decider: Decider, now: number): void {
    this.#metrics[isAllowed ? 'authorization.allow' : 'authorization.deny']++;
    const port = this.#port;
    if (!port.wanted && (isAllowed || !port.denialsWanted)) return;
    port.emit({
      name: 'client.check_authz_complete',
      at: now,
      client: info,
      topic: request.topic,
      action: request.action,
      source: decider,
      result: isAllowed ? 'allow' : 'deny',
    });
  }
}

/** Who shares a subscription needs the right to its filter. */
export function subscribeRequest(filter: string, qos: QoS): AccessRequest {
  return { action: 'subscribe', topic: parseSharedFilter(filter)?.filter ?? filter, qos, retain: false };
}

/** A message that is to be published later is judged by where it goes (EMQX: `$delayed/{seconds}/{topic}`). */
export function plainTopic(name: string): string {
  if (!name.startsWith(DELAYED)) return name;
  const slash = name.indexOf('/', DELAYED.length);
  return slash < 0 ? name : name.slice(slash + 1);
}
