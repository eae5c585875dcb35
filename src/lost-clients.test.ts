import assert from 'node:assert/strict';
import { test } from 'node:test';
import { endOfTurn, startTestBroker } from '../test/support/test-broker.ts';
import type { LostClient } from './journal/door.ts';
import { silentLogger } from './lib/logger.ts';
import { LostClients } from './lost-clients.ts';

const lost = (clientId: string): LostClient => ({
  clientId,
  username: undefined,
  peerHost: undefined,
  connectedAt: 1,
  lostAt: 2,
  columns: undefined,
});

test('a client that comes and goes again while it is looked up who was lost is not told to be lost', async (t) => {
  const { broker, clock, join, record } = startTestBroker();
  const events = record('client.disconnected');
  const pages = [[lost('back'), lost('lost')]];
  const journal = {
    isOn: true,
    async lostClients(): Promise<LostClient[]> {
      const page = pages.shift() ?? [];
      if (page.length > 0) (await join('back')).cut();
      return page;
    },
    async toldOfLostClients(): Promise<void> {},
  };
  const clients = new LostClients({ broker, journal, clock, logger: silentLogger, knownFrom: clock.now() });
  t.after(() => clients.stop());
  clients.start();
  await clock.advance(1);
  for (let turn = 0; turn < 100 && events.length < 2; turn++) await endOfTurn();
  for (let turn = 0; turn < 10; turn++) await endOfTurn();
  assert.deepEqual(
    events.map(({ client, reason }) => `${client.clientId} ${reason}`),
    ['back tcp_closed', 'lost broker_stopped'],
  );
});
