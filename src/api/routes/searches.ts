import { RememberedClients } from '../../journal/door.ts';
import type { ApiApp } from '../api-app.ts';
import type { ApiParts } from '../parts.ts';
import { clientSearchRoutes } from './client-search.ts';
import { subscriptionSearchRoutes } from './subscription-search.ts';

/** Lists that answer while somebody types: they share what is remembered of clients. */
export function searchRoutes(
  app: ApiApp,
  parts: Pick<ApiParts, 'broker' | 'journal' | 'clock' | 'node' | 'rules'>,
): void {
  const remembered = new RememberedClients(parts);
  app.addHook('onClose', async () => remembered.release());
  clientSearchRoutes(app, { ...parts, remembered });
  subscriptionSearchRoutes(app, { ...parts, remembered });
}
