import type { PageOf } from '../lib/page-of.ts';
import type { Steps } from '../lib/steps.ts';
import { ReasonCode } from '../mqtt/reason-codes.ts';
import { isValidTopicFilter, isValidTopicName } from '../mqtt/topics.ts';
import { viewClient, viewSubscription } from './client-view.ts';
import type {
  ClientFacts,
  ClientSearch,
  ClientView,
  ConnectionFacts,
  SessionMessage,
  SubscriptionOptions,
  SubscriptionSearch,
  SubscriptionView,
} from './door.ts';
import type { Subscriptions } from './routing/subscriptions.ts';
import { isWithinBounds } from './routing/topic-bounds.ts';
import { inflightIn, queuedIn, searchClients, searchSubscriptions } from './search.ts';
import type { Sessions } from './sessions/sessions.ts';
import type { BrokerSettings } from './settings.ts';

/** What operators see of clients, and do to them and in their name: this part of the broker's door. */
export abstract class Operations {
  abstract readonly settings: BrokerSettings;
  abstract readonly sessions: Sessions;
  abstract readonly subscriptionRegistry: Subscriptions;

  isTopicName(text: string): boolean {
    return isValidTopicName(text) && isWithinBounds(text, this.settings);
  }

  isTopicFilter(text: string): boolean {
    return isValidTopicFilter(text) && isWithinBounds(text, this.settings);
  }

  clients(search: ClientSearch): Steps<PageOf<ClientView>> {
    return searchClients(this.sessions, this.settings, search);
  }

  client(clientId: string): ClientView | undefined {
    const session = this.sessions.session(clientId);
    return session && viewClient(session, this.sessions.client(clientId), this.settings);
  }

  connection(clientId: string): ConnectionFacts | undefined {
    const client = this.sessions.client(clientId);
    if (!client) return undefined;
    const { certificate, properties, receiveMaximum } = client.info;
    return { encryption: client.connection.transport.encryption, certificate, properties, receiveMaximum };
  }

  comingOf(clientId: string): number | undefined {
    return this.sessions.client(clientId)?.sequence;
  }

  facts(clientId: string): ClientFacts | undefined {
    return this.sessions.session(clientId);
  }

  kick(clientId: string, reasonString = 'an operator ended the connection'): boolean {
    const session = this.sessions.session(clientId);
    if (!session) return false;
    const client = this.sessions.client(clientId);
    if (client) {
      client.end({
        reason: 'kicked',
        closedBy: 'server',
        reasonCode: ReasonCode.AdministrativeAction,
        reasonString,
        endsSession: true,
      });
    } else this.sessions.drop(session);
    return true;
  }

  hasRoomFor(clientId: string, filters: readonly string[]): boolean {
    const session = this.sessions.session(clientId);
    if (!session) return true;
    const { maximumSubscriptions, maximumTotalSubscriptions } = this.settings;
    const more = new Set(filters.filter((filter) => !session.subscriptions.has(filter))).size;
    if (more === 0) return true;
    return (
      session.subscriptions.size + more <= maximumSubscriptions &&
      this.subscriptionRegistry.count + more <= maximumTotalSubscriptions
    );
  }

  subscribe(clientId: string, options: SubscriptionOptions): SubscriptionView | undefined {
    const session = this.sessions.session(clientId);
    if (!session) return undefined;
    const subscription = { kind: 'subscription', session, ...options, identifier: undefined } as const;
    const isNew = this.subscriptionRegistry.add(subscription, {});
    this.subscriptionRegistry.sendRetained(subscription, isNew);
    return { clientId, ...viewSubscription(subscription) };
  }

  unsubscribe(clientId: string, filter: string): boolean {
    const session = this.sessions.session(clientId);
    if (!session) return false;
    this.subscriptionRegistry.remove(session, filter, {});
    return true;
  }

  setKeepAlive(clientId: string, seconds: number): boolean {
    const client = this.sessions.client(clientId);
    client?.setKeepAlive(seconds);
    return client !== undefined;
  }

  queuedMessages(clientId: string): Iterable<SessionMessage> | undefined {
    const session = this.sessions.session(clientId);
    return session && queuedIn(session);
  }

  inflightMessages(clientId: string): Iterable<SessionMessage> | undefined {
    const session = this.sessions.session(clientId);
    return session && inflightIn(session);
  }

  subscriptions(search: SubscriptionSearch): Steps<PageOf<SubscriptionView>> {
    return searchSubscriptions(this.sessions, this.subscriptionRegistry.count, search);
  }

  topics(): readonly string[] {
    return this.subscriptionRegistry.filters;
  }

  hasTopic(filter: string): boolean {
    return this.subscriptionRegistry.hasFilter(filter);
  }
}
