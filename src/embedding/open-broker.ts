import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AuthorizationChain } from '../broker/access/authorization/authorization-chain.ts';
import { MqttBroker } from '../broker/broker.ts';
import { Listeners } from '../broker/listeners/listeners.ts';
import { BrokerLog } from '../broker/persistence/broker-log.ts';
import { SystemTopics } from '../broker/system-topics/system-topics.ts';
import { packageVersion } from '../cli/version.ts';
import { accessPolicyOf, brokerSettingsOf, systemTopicsOf } from '../config/broker-settings.ts';
import { systemClock } from '../lib/clock.ts';
import { openAccess } from '../open-access.ts';
import { readyListeners } from '../ready-report.ts';
import { Definitions } from '../store/definitions.ts';
import { Store } from '../store/store.ts';
import type { EmbeddedBroker } from './broker-handle.ts';
import type { BrokerOptions } from './broker-options.ts';
import { embeddedConfig, embeddedLogger, inWords } from './embedded-config.ts';
import { FunctionAuthenticators, FunctionRights } from './function-access.ts';
import { HookedBroker } from './hooked-broker.ts';
import { placesOf } from './places.ts';

/** The parts of `startApp` that MQTT needs, and no others. */
export async function openBroker(options: BrokerOptions): Promise<EmbeddedBroker> {
  const { config, listeners: base } = embeddedConfig(options);
  const logger = embeddedLogger(options);
  const clock = systemClock;
  const { data_dir: directory, tcp_transport: transport } = config.node;
  const isKept = directory !== ':memory:';
  await using cleanUp = new AsyncDisposableStack();
  try {
    const { durability } = config.store;
    const store = Store.open({ directory, durability, logger });
    cleanUp.defer(() => store.close());
    const definitions = new Definitions(store, clock);
    const { authenticate, authorize } = options;
    const rights = authorize ? new FunctionRights(authorize, logger) : new AuthorizationChain();
    const access = await openAccess({ config, store, definitions, clock, logger, rights });
    cleanUp.defer(() => access.close());
    const log = isKept
      ? BrokerLog.inFiles({ directory: join(directory, 'broker-log'), durability, clock, logger })
      : undefined;
    cleanUp.defer(() => log?.close());
    const broker = new MqttBroker({
      settings: brokerSettingsOf(config),
      access: accessPolicyOf(config),
      authenticators: authenticate
        ? new FunctionAuthenticators(authenticate, access.authenticators, logger)
        : access.authenticators,
      banStore: definitions,
      rules: access.rules,
      clock,
      logger,
      beforeFlush: () => store.commit(),
      log,
    });
    cleanUp.defer(() => broker.stop());
    broker.restore();
    const systemTopics = new SystemTopics(broker, {
      settings: systemTopicsOf(config),
      clock,
      version: packageVersion(),
    });
    systemTopics.start();
    cleanUp.defer(() => systemTopics.stop());
    const listeners = new Listeners({
      broker,
      definitions,
      directory: join(isKept ? directory : join(tmpdir(), `tocsin-${process.pid}`), 'certs'),
      transport,
      headStart: async () => {},
    });
    cleanUp.defer(() => listeners.stopAccepting());
    const handle = new HookedBroker(broker, logger, () => running.disposeAsync());
    handle.hook(options.hooks ?? {});
    await listeners.start(base);
    const running = cleanUp.move();
    return Object.assign(handle, placesOf(readyListeners(listeners.list())));
  } catch (error) {
    throw inWords(error);
  }
}
