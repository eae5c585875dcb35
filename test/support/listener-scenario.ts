import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { connectAsync, type IClientOptions, type MqttClient } from 'mqtt';
import type { MqttBroker } from '../../src/broker/broker.ts';
import type { BaseListener } from '../../src/broker/listeners/listener-definition.ts';
import { parseSettings } from '../../src/broker/listeners/listener-parsing.ts';
import type { ListenerType } from '../../src/broker/listeners/listener-types.ts';
import { Listeners } from '../../src/broker/listeners/listeners.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { FakeDocuments } from './fake-documents.ts';
import { newTestBroker } from './test-broker.ts';

const MOST_TRIES = 1000;

export interface ListenerScenario {
  readonly broker: MqttBroker;
  readonly listeners: Listeners;
  readonly documents: FakeDocuments;
  /** Of certificates that are given as text. */
  readonly directory: string;
  /** The real port of a listener that runs. */
  port(id: string): number;
  /** A connected client of MQTT.js, which ends with the test. */
  connect(id: string, options?: IClientOptions): Promise<MqttClient>;
  /** Waits until this is so. */
  until(condition: () => boolean): Promise<void>;
}

/** A listener of the configuration on a free port of the loopback. */
export function baseListener(id: string, settings: Record<string, unknown> = {}): BaseListener {
  const [type, name = ''] = id.split(':');
  const parsed = parseSettings(type as ListenerType, { bind: '127.0.0.1:0', ...settings });
  return { type: type as ListenerType, name, settings: parsed, setting: `listeners.${type}.port` };
}

/** Real listeners of a real broker, which end with the test. */
export async function startListeners(
  t: TestContext,
  base: readonly BaseListener[],
  {
    documents = new FakeDocuments(),
    allowAnonymous = true as boolean | 'loopback',
    clock = systemClock,
  } = {},
): Promise<ListenerScenario> {
  const directory = mkdtempSync(join(tmpdir(), 'tocsin-pem-'));
  const broker = newTestBroker(clock, { access: { allowAnonymous } });
  const listeners = new Listeners({ broker, definitions: documents, directory, transport: 'auto' });
  t.after(() => {
    listeners.stopAccepting();
    broker.stop();
    rmSync(directory, { recursive: true, force: true });
  });
  await listeners.start(base);
  const port = (id: string): number => Number(listeners.get(id).address?.split(':').at(-1));
  return {
    broker,
    listeners,
    documents,
    directory,
    port,
    async connect(id, options = {}) {
      const protocol = { tcp: 'mqtt', ssl: 'mqtts', ws: 'ws', wss: 'wss' }[id.split(':')[0] ?? ''];
      assert.ok(protocol);
      const client = await connectAsync(`${protocol}://127.0.0.1:${port(id)}/mqtt`, {
        reconnectPeriod: 0,
        protocolVersion: 5,
        ...options,
      });
      // A connection that the broker or the test ends is the subject here and not an error.
      client.on('error', () => {});
      t.after(() => client.endAsync(true));
      return client;
    },
    async until(condition) {
      for (let tries = 0; !condition(); tries++) {
        if (tries === MOST_TRIES) assert.fail('what was waited for did not happen');
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    },
  };
}
