import type { MqttBroker } from './broker/broker.ts';
import type { ClientInfo } from './broker/events.ts';
import type { Journal, LostClient } from './journal/door.ts';
import type { Clock, Timer } from './lib/clock.ts';
import type { Logger } from './lib/logger.ts';

interface LostClientsParts {
  readonly broker: MqttBroker;
  readonly journal: Pick<Journal, 'isOn' | 'lostClients' | 'toldOfLostClients'>;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Unix milliseconds: when clients have had time to come back. */
  readonly knownFrom: number;
}

/** Told of between two looks at everything else. */
const PAGE = 500;

/** Milliseconds until it is tried again when something of it could not be read or stored. */
const RETRY = 10_000;

/**
 * A process that is killed takes its connections with it, and nobody sees them end. Once clients have had time to come back,
 * those that did not are told of as `client.disconnected`, as if they went now: else a device that died together with its
 * broker would never be missed. Kept sessions are known from the log of the broker, all others from the journal.
 */
export class LostClients {
  readonly #parts: LostClientsParts;
  #lost: Map<string, ClientInfo> | undefined;
  #timer: Timer | undefined;
  #isStopped = false;

  constructor(parts: LostClientsParts) {
    this.#parts = parts;
  }

  start(): void {
    const { clock, knownFrom } = this.#parts;
    this.#plan(Math.max(0, knownFrom - clock.now()));
  }

  stop(): void {
    this.#isStopped = true;
    this.#timer?.cancel();
  }

  #plan(delay: number): void {
    this.#timer = this.#parts.clock.after(delay, () => {
      this.#tell().catch((error: unknown) => {
        if (this.#isStopped) return;
        this.#parts.logger.warn(
          { err: error },
          'who was lost with the last process could not be found out: tried again',
        );
        this.#plan(RETRY);
      });
    });
  }

  async #tell(): Promise<void> {
    const { broker, journal, logger } = this.#parts;
    const kept = this.#lost ?? broker.sessions.takeLost();
    this.#lost = kept;
    let count = 0;
    if (journal.isOn) {
      for (let page = await journal.lostClients('', PAGE); page.length > 0; ) {
        for (const client of page) {
          const info = kept.get(client.clientId) ?? infoOf(client);
          if (broker.sessions.tellLost(info, client.lostAt)) count++;
          kept.delete(client.clientId);
        }
        await this.#done();
        page = await journal.lostClients(page.at(-1)?.clientId ?? '', PAGE);
      }
      await journal.toldOfLostClients();
    }
    for (const [clientId, info] of kept) {
      if (broker.sessions.tellLost(info, broker.startedAt)) count++;
      if (count % PAGE === 0) await this.#done();
      kept.delete(clientId);
    }
    await this.#done();
    broker.sessions.toldLost();
    if (count > 0)
      logger.info(
        { clients: count },
        'clients were connected when the last process ended, and have not come back',
      );
  }

  async #done(): Promise<void> {
    if (!(await this.#parts.broker.untilDone())) throw new Error('what follows from it was not stored');
    if (this.#isStopped) throw new Error('the broker is stopping');
  }
}

/** As much as is known; where nothing is, there are empty texts and zeros. */
function infoOf({ clientId, username, peerHost, connectedAt, columns }: LostClient): ClientInfo {
  const known = (columns === undefined ? {} : JSON.parse(columns)) as Record<string, unknown>;
  const text = (name: string): string => (typeof known[name] === 'string' ? known[name] : '');
  const number = (name: string): number => (typeof known[name] === 'number' ? known[name] : 0);
  const peerName = text('peername') || (peerHost ?? '');
  const version = number('proto_ver');
  return {
    clientId,
    username,
    peerHost: peerHost ?? '',
    peerPort: Number(/:(\d+)$/.exec(peerName)?.[1] ?? 0),
    peerName,
    sockName: text('sockname'),
    listener: '',
    protocolName: text('proto_name') || 'MQTT',
    protocolVersion: version === 3 || version === 5 ? version : 4,
    keepAlive: number('keepalive'),
    cleanStart: known.clean_start !== false,
    expiryInterval: number('expiry_interval'),
    receiveMaximum: number('receive_maximum'),
    isBridge: known.is_bridge === true,
    properties: {},
    attributes: attributesOf(known.client_attrs),
    isSuperuser: false,
    acl: undefined,
    identity: undefined,
    connectedAt,
  };
}

function attributesOf(value: unknown): Record<string, string> {
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(Object.entries(value).filter(([, one]) => typeof one === 'string')) as Record<
    string,
    string
  >;
}
