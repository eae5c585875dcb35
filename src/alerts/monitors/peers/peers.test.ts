import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startMonitors } from '../../../../test/support/monitor-scenario.ts';

const SECOND = 1000;

test('a peer is down when it has not answered for a while, with its state, and up when it has stayed up', async (t) => {
  const { monitors, figures, clock, told, open } = startMonitors(t);
  monitors.update('peer_down', {
    threshold: 20,
    peers: [{ type: 'tcp', address: '10.0.0.1:5432', name: 'db', every: '2s' }],
  });
  await clock.advance(3 * SECOND);
  assert.equal(monitors.get('peer_down').watched[0]?.state, 'ok');
  figures.peers.set('db', 'connection refused by 10.0.0.1:5432');
  await clock.advance(19 * SECOND);
  assert.deepEqual(told(), []);
  await clock.advance(5 * SECOND);
  assert.deepEqual(told(), ['raise peer_down/db']);
  assert.deepEqual(open(), ['peer_down db: Peer link db is down: connection refused by 10.0.0.1:5432']);
  figures.peers.delete('db');
  await clock.advance(5 * SECOND);
  assert.deepEqual(told(), []);
  await clock.advance(10 * SECOND);
  assert.deepEqual([told(), open()], [['clear peer_down/db'], []]);
});

test('peers are added, changed and deleted one by one, with their secrets hidden and kept', async (t) => {
  const { monitors, figures, clock, told, documents } = startMonitors(t);
  const added = monitors.addPeer({
    type: 'mqtt',
    address: 'mqtts://10.0.0.1:8883',
    username: 'u',
    password: 'pw-1',
  });
  assert.deepEqual([added.name, added.password, added.every], ['10.0.0.1:8883', '******', '10s']);
  monitors.replacePeer('10.0.0.1:8883', { ...added, every: '1s' });
  const stored = () =>
    documents.list<{ peers?: { password?: string; every?: string }[] }>('monitor')[0]?.body.peers?.[0];
  assert.deepEqual([stored()?.password, stored()?.every], ['pw-1', '1s']);
  const view = monitors.get('peer_down');
  monitors.update('peer_down', { ...view, threshold: 1 });
  assert.equal(stored()?.password, 'pw-1');
  figures.peers.set('10.0.0.1:8883', 'not authorized');
  await clock.advance(5 * SECOND);
  assert.deepEqual(told(), ['raise peer_down/10.0.0.1:8883']);
  monitors.deletePeer('10.0.0.1:8883');
  assert.deepEqual(told(), ['clear peer_down/10.0.0.1:8883'], 'at once');
  assert.deepEqual(monitors.peers(), []);
});

test('a peer that cannot be watched is refused with its place', (t) => {
  const { monitors } = startMonitors(t);
  const refused = (body: unknown, pattern: RegExp) => assert.throws(() => monitors.addPeer(body), pattern);
  refused({ type: 'udp', address: 'a:1' }, /"path":"type"/);
  refused({ type: 'tcp' }, /"path":"address","reason":"required_field"/);
  refused({ type: 'tcp', address: 'db.example' }, /write host:port, with the port/);
  refused({ type: 'http', url: 'db.example' }, /write a URL that begins with http/);
  refused({ type: 'http' }, /"path":"url","reason":"required_field"/);
  refused({ type: 'tcp', address: '169.254.169.254:80' }, /cloud metadata/);
  refused({ type: 'http', url: 'http://169.254.169.254/' }, /cloud metadata/);
  refused({ type: 'tcp', address: 'a:1', every: '10ms' }, /from 1s to 1d/);
  refused({ type: 'tcp', address: 'a:1', username: 'u' }, /only a peer of the type mqtt/);
  refused({ type: 'tcp', address: 'a:1', password: '******' }, /not stored here/);
  monitors.addPeer({ type: 'tcp', address: 'a:1' });
  refused({ type: 'tls', address: 'a:1' }, /two peers with the name a:1/);
  assert.throws(() => monitors.update('cpu_high', { peers: [] }), /cpu_high has no peers/);
  assert.throws(() => monitors.deletePeer('b'), /there is no peer b/);
});
