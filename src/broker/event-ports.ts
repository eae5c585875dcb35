import type { EventName, EventOf } from './events.ts';

/**
 * Where one kind of event leaves the broker. Asking `wanted` first keeps an event that nobody wants free of
 * cost: it is not even built.
 */
export class EventPort<Name extends EventName> {
  #listeners: ReadonlyArray<(event: EventOf<Name>) => void> = [];
  wanted = false;

  listen(listener: (event: EventOf<Name>) => void): () => void {
    this.#set([...this.#listeners, listener]);
    return () => this.#set(this.#listeners.filter((other) => other !== listener));
  }

  emit(event: EventOf<Name>): void {
    for (const listener of this.#listeners) listener(event);
  }

  #set(listeners: ReadonlyArray<(event: EventOf<Name>) => void>): void {
    this.#listeners = listeners;
    this.wanted = listeners.length > 0;
  }
}

/** The checks of what clients may do come with every message: who wants only those that say no leaves the others free of cost. */
export class CheckAuthzPort extends EventPort<'client.check_authz_complete'> {
  readonly #denials = new EventPort<'client.check_authz_complete'>();

  get denialsWanted(): boolean {
    return this.#denials.wanted;
  }

  listenToDenials(listener: (event: EventOf<'client.check_authz_complete'>) => void): () => void {
    return this.#denials.listen(listener);
  }

  override emit(event: EventOf<'client.check_authz_complete'>): void {
    super.emit(event);
    if (event.result === 'deny') this.#denials.emit(event);
  }
}

/** All ports but that of `message.publish`, which is reached by topic: see `Broker.watch`. */
export type EventPorts = {
  readonly [Name in Exclude<EventName, 'message.publish' | 'client.check_authz_complete'>]: EventPort<Name>;
} & { readonly 'client.check_authz_complete': CheckAuthzPort };

export function createEventPorts(): EventPorts {
  return {
    'connection.refused': new EventPort(),
    'client.connected': new EventPort(),
    'client.disconnected': new EventPort(),
    'client.connack': new EventPort(),
    'client.check_authn_complete': new EventPort(),
    'client.check_authz_complete': new CheckAuthzPort(),
    'session.subscribed': new EventPort(),
    'session.unsubscribed': new EventPort(),
    'session.subscribe_refused': new EventPort(),
    'message.delivered': new EventPort(),
    'message.acked': new EventPort(),
    'message.dropped': new EventPort(),
    'delivery.dropped': new EventPort(),
    'alarm.activated': new EventPort(),
    'alarm.deactivated': new EventPort(),
  };
}
