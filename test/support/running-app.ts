import type { TestContext } from 'node:test';
import { connectAsync, type IClientOptions, type MqttClient } from 'mqtt';
import { temporaryDirectory } from '../../demo/broker-process.ts';
import { RestClient } from '../../demo/rest-client.ts';
import { type RunningApp, startApp } from '../../src/app.ts';
import { loadConfig } from '../../src/cli/load-config.ts';
import { baseListenersOf } from '../../src/config/base-listeners.ts';
import { type Logger, silentLogger } from '../../src/lib/logger.ts';

export interface TestApp {
  readonly app: RunningApp;
  readonly api: RestClient;
  readonly tcpPort: number;
  /** A connected client of MQTT.js, which ends with the test. */
  connect(options: IClientOptions): Promise<MqttClient>;
  stop(): Promise<void>;
}

/** The whole program, in this process, on free ports and in a directory of its own. */
export async function startTestApp(
  t: TestContext,
  assignments: readonly string[] = [],
  directory = temporaryDirectory(),
  logger: Logger = silentLogger,
): Promise<TestApp> {
  const ports = ['listeners.tcp', 'listeners.ws', 'dashboard'].flatMap((part) => [
    `${part}.port=0`,
    `${part}.host=127.0.0.1`,
  ]);
  const config = loadConfig({
    file: undefined,
    environment: {},
    // A busy machine makes the event loop late, and what a test is about is then refused.
    assignments: [...ports, 'overload_protection.enable=false', ...assignments],
    dataDirectory: directory,
  });
  const key = { key: 'test', secret: 'test-secret', role: 'administrator' } as const;
  const app = await startApp(
    { config, listeners: baseListenersOf(config) },
    { logger, version: '0.0.0', apiKeys: [key] },
  );
  let stopped: Promise<void> | undefined;
  const stop = () => {
    stopped ??= app.stop('the test is over');
    return stopped;
  };
  t.after(stop);
  const tcpPort = app.ready.listeners.tcp?.port ?? 0;
  return {
    app,
    api: new RestClient(app.ready.dashboard.port, key.key, key.secret),
    tcpPort,
    stop,
    async connect(options) {
      const client = await connectAsync({ port: tcpPort, reconnectPeriod: 0, ...options });
      // A connection that the broker or the test ends is the subject here and not an error.
      client.on('error', () => {});
      t.after(() => client.endAsync(true));
      return client;
    },
  };
}
