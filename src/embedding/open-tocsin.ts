import { randomBytes } from 'node:crypto';
import { AuthorizationChain } from '../broker/access/authorization/authorization-chain.ts';
import { packageVersion } from '../cli/version.ts';
import { siteUrl } from '../ready-report.ts';
import { apiCalls } from './api-calls.ts';
import { embeddedConfig, embeddedLogger, inWords } from './embedded-config.ts';
import { FunctionAuthenticators, FunctionRights } from './function-access.ts';
import { HookedBroker } from './hooked-broker.ts';
import { placesOf } from './places.ts';
import type { Tocsin, TocsinOptions } from './tocsin-handle.ts';

export async function openTocsin(options: TocsinOptions): Promise<Tocsin> {
  const { dashboardPort, authenticate, authorize, hooks = {}, connectors = [] } = options;
  const start = embeddedConfig(options, dashboardPort);
  const logger = embeddedLogger(options);
  if (connectors.length > 0) {
    const { registerConnectors } = await import('./own-kinds.ts');
    registerConnectors(connectors);
  }
  const key = {
    key: 'embedded',
    secret: randomBytes(24).toString('base64url'),
    role: 'administrator',
  } as const;
  let handle: HookedBroker | undefined;
  try {
    const { startApp } = await import('../app.ts');
    const app = await startApp(start, {
      logger,
      version: packageVersion(),
      apiKeys: [key],
      embedding: {
        isServing: dashboardPort !== undefined,
        authenticators: (configured) =>
          authenticate ? new FunctionAuthenticators(authenticate, configured, logger) : configured,
        rights: authorize ? new FunctionRights(authorize, logger) : new AuthorizationChain(),
        meet(broker) {
          handle = new HookedBroker(broker, logger, () => app.stop('the program stops it'));
          handle.hook(hooks);
        },
      },
    });
    return Object.assign(handle as unknown as HookedBroker, placesOf(app.ready.listeners), {
      api: apiCalls(app, key),
      dashboardUrl: dashboardPort === undefined ? undefined : siteUrl(app.ready),
    });
  } catch (error) {
    throw inWords(error);
  }
}
