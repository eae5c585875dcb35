// A rule's SQL as a function: to test rules without a broker.
import assert from 'node:assert/strict';
import { compileRule } from 'tocsin';

const warm = compileRule('SELECT topic, payload.t AS t FROM "rooms/+" WHERE payload.t > 30');
assert.deepEqual(warm.run({ topic: 'rooms/1', payload: { t: 31 } }), [{ topic: 'rooms/1', t: 31 }]);
assert.deepEqual(warm.run({ topic: 'rooms/1', payload: '{"t": 21}' }), []);
assert.deepEqual(warm.run({ topic: 'cars/1', payload: { t: 31 } }), []);

const gone = compileRule(
  `SELECT clientid, reason FROM "$events/client/disconnected" WHERE reason != 'normal'`,
);
assert.deepEqual(gone.run({ clientid: 'pump-7', reason: 'keepalive_timeout' }), [
  { clientid: 'pump-7', reason: 'keepalive_timeout' },
]);
assert.deepEqual(gone.run({ clientid: 'pump-7', reason: 'normal' }), []);

// One row for each item of a list.
const items = compileRule('FOREACH payload.sensors AS s DO s.name AS name, s.v * 2 AS double FROM "plant/#"');
assert.deepEqual(
  items.run({
    topic: 'plant/1',
    payload: {
      sensors: [
        { name: 'a', v: 1 },
        { name: 'b', v: 2 },
      ],
    },
  }),
  [
    { name: 'a', double: 2 },
    { name: 'b', double: 4 },
  ],
);

// What is no rule says where.
assert.throws(() => compileRule('SELECT abz(payload.t) FROM "rooms/+"'), /abz.*did you mean abs/s);
// What is one, and probably not meant, too.
assert.match(compileRule('SELECT clientid FROM "rooms/+" WHERE usrname = 1').warnings.join(), /usrname/);
