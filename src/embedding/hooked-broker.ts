import type { MqttBroker } from '../broker/broker.ts';
import type { Logger } from '../lib/logger.ts';
import type {
  ConnectedClient,
  EmbeddedBroker,
  Hook,
  HookName,
  Hooks,
  OutgoingMessage,
  PublishedMessage,
} from './broker-handle.ts';

/** What the program that embeds a broker sees of it, whatever else runs beside it. */
export class HookedBroker implements Omit<EmbeddedBroker, 'port' | 'url' | 'webSocketUrl'> {
  readonly #broker: MqttBroker;
  readonly #logger: Logger;
  readonly #end: () => Promise<void>;
  #stopped: Promise<void> | undefined;

  /** @param end stops everything */
  constructor(broker: MqttBroker, logger: Logger, end: () => Promise<void>) {
    this.#broker = broker;
    this.#logger = logger;
    this.#end = end;
  }

  publish({
    topic,
    payload = '',
    qos = 0,
    retain = false,
    properties,
    clientId = 'tocsin',
  }: OutgoingMessage): {
    receivers: number;
  } {
    if (!this.#broker.isTopicName(topic)) throw new Error(`nothing can be published to the topic "${topic}"`);
    const from = { clientId, username: undefined, peerHost: undefined, peerName: undefined, attributes: {} };
    const { receivers } = this.#broker.publish({
      topic,
      payload: typeof payload === 'string' ? Buffer.from(payload) : Buffer.from(payload),
      qos,
      retain,
      ...(properties && { properties }),
      from,
    });
    this.#broker.wake();
    return { receivers };
  }

  subscribe(filter: string, listener: (message: PublishedMessage) => void): () => void {
    if (!this.#broker.isTopicFilter(filter)) throw new Error(`"${filter}" is no topic filter`);
    return this.#broker.watch(filter, this.#guard(listener));
  }

  on<Name extends HookName>(name: Name, hook: Hook<Name>): () => void {
    return hear(this.#broker, name, this.#guard(hook));
  }

  hook(hooks: Hooks): void {
    for (const name of Object.keys(hooks) as HookName[]) {
      const hook = hooks[name];
      if (hook) this.on(name, hook as Hook<HookName>);
    }
  }

  clients(): ConnectedClient[] {
    return Array.from(this.#broker.sessions.connectedClients, ({ info }) => info);
  }

  kick(clientId: string): boolean {
    return this.#broker.kick(clientId);
  }

  stop(): Promise<void> {
    this.#stopped ??= this.#end();
    return this.#stopped;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  /** What is thrown in the middle of the broker's work would end up with a client that has nothing to do with it. */
  #guard<Heard>(listener: (heard: Heard) => void): (heard: Heard) => void {
    return (heard) => {
      try {
        listener(heard);
      } catch (error) {
        this.#logger.error({ err: error }, 'a hook failed');
      }
    };
  }
}

function hear<Name extends HookName>(broker: MqttBroker, name: Name, hook: Hook<Name>): () => void {
  if (name === 'message.publish') {
    const tell = hook as Hook<'message.publish'>;
    return broker.watch('#', (message, _filter, at) => tell({ at, message }));
  }
  return broker.events[name as Exclude<HookName, 'message.publish'>].listen(hook as never);
}
