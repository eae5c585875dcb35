import type { Credentials } from './load/wire.ts';
import { type RunningTocsin, startTocsin } from './tocsin.ts';
import type { TocsinApi } from './tocsin-api.ts';

export const credentials: Credentials = { username: 'load', password: 'load-secret' };

/** Every connection and every subscription of the load is an event that the rule selects. */
const watchingRule = `SELECT clientid, username, event, timestamp
FROM "$events/client/connected", "$events/client/disconnected", "$events/session/subscribed"`;

/** A fresh Tocsin that asks who comes, looks up what each may do, and has a rule that watches clients. */
export async function startTocsinWithAccess(): Promise<RunningTocsin> {
  const tocsin = await startTocsin();
  try {
    await switchOn(tocsin.api);
    return tocsin;
  } catch (error) {
    await tocsin[Symbol.asyncDispose]();
    throw error;
  } finally {
    tocsin.api.close();
  }
}

async function switchOn(api: TocsinApi): Promise<void> {
  const { username, password } = credentials;
  const users = '/authentication/password_based%3Abuilt_in_database/users';
  await api.post('/authentication', { mechanism: 'password_based', backend: 'built_in_database' });
  await api.post(users, { user_id: username, password });
  await api.post('/authorization/sources', { type: 'built_in_database' });
  const rules = [
    { topic: 'load/${username}/own', permission: 'allow', action: 'all' },
    { topic: 'load/#', permission: 'allow', action: 'all' },
    { topic: '#', permission: 'deny', action: 'all' },
  ];
  await api.post('/authorization/sources/built_in_database/rules/users', [{ username, rules }]);
  await api.post('/rules', {
    name: 'clients come and go',
    sql: watchingRule,
    actions: [
      {
        function: 'republish',
        // Templates of Tocsin's, not of JavaScript's.
        args: { topic: 'bench/events/${clientid}', payload: '${.}', qos: 0, retain: false },
      },
    ],
  });
}
