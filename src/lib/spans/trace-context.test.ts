import assert from 'node:assert/strict';
import { test } from 'node:test';
import { childOf, parseTraceparent, traceparentOf } from './trace-context.ts';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const SPAN = 'b7ad6b7169203331';

test('a traceparent is read and written as W3C has it', () => {
  assert.deepEqual(parseTraceparent(`00-${TRACE}-${SPAN}-01`, 'a=1'), {
    traceId: TRACE,
    spanId: SPAN,
    traceState: 'a=1',
    isSampled: true,
  });
  assert.equal(parseTraceparent(`00-${TRACE}-${SPAN}-00`)?.isSampled, false);
  assert.equal(parseTraceparent(`cc-${TRACE}-${SPAN}-01-what-comes`)?.traceId, TRACE, 'a later version');
  const child = childOf({ traceId: TRACE, spanId: SPAN });
  assert.equal(child.traceId, TRACE);
  assert.match(traceparentOf(child), new RegExp(`^00-${TRACE}-[0-9a-f]{16}-01$`));
  assert.notEqual(child.spanId, SPAN);
});

test('what is no traceparent begins no trace', () => {
  for (const text of [
    '',
    'x',
    `00-${TRACE}-${SPAN}`,
    `ff-${TRACE}-${SPAN}-01`,
    `00-${TRACE}-${SPAN}-01-more`,
    `00-${'0'.repeat(32)}-${SPAN}-01`,
    `00-${TRACE}-${'0'.repeat(16)}-01`,
    `00-${TRACE.toUpperCase()}-${SPAN}-01`,
  ])
    assert.equal(parseTraceparent(text), undefined, text);
  assert.equal(parseTraceparent(`00-${TRACE}-${SPAN}-01`, 'a\r\nb: c')?.traceState, undefined);
});
