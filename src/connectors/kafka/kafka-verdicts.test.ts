import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MultipleErrors, protocolErrors, ResponseError } from '@platformatic/kafka';
import { faultsIn, isAboutOneRecord, judgeCode } from './kafka-verdicts.ts';

const fates = {
  delivered: [],
  config: ['TOPIC_AUTHORIZATION_FAILED', 'INVALID_TOPIC_EXCEPTION', 'SASL_AUTHENTICATION_FAILED'],
  message: ['MESSAGE_TOO_LARGE', 'RECORD_LIST_TOO_LARGE', 'INVALID_TIMESTAMP'],
  again: ['NOT_LEADER_OR_FOLLOWER', 'REQUEST_TIMED_OUT', 'NOT_ENOUGH_REPLICAS', 'UNKNOWN_TOPIC_OR_PARTITION'],
};
const cases = Object.entries(fates).flatMap(([fate, ids]) => ids.map((id) => [id, fate] as const));
for (const [id, fate] of cases) {
  test(`${id} means ${fate}`, () => {
    const { code } = protocolErrors[id] ?? assert.fail();
    const outcome = judgeCode({ id, code, message: 'm' });
    assert.equal(outcome.kind === 'rejected' ? outcome.cause : 'again', fate);
    assert.deepEqual(outcome.answer, { status: code, code: id, excerpt: 'm' });
  });
}

test('what Kafka calls retriable is tried again, and nothing else but quotas and topics', () => {
  const differ = Object.values(protocolErrors)
    .filter(({ id, canRetry }) => canRetry && judgeCode({ id, code: 1, message: '' }).kind !== 'unavailable')
    .map(({ id }) => id);
  assert.deepEqual(differ, []);
});

test('a fault is of the partition that the response names at its place, however deep the driver hides it', () => {
  const response = {
    responses: [{ partitionResponses: [{ index: 7 }, { index: 3 }] }],
  };
  const error = new MultipleErrors('Producing messages failed.', [
    new ResponseError(0, 9, { '/responses/0/partition_responses/1': [10, 'too large'] }, response),
  ]);
  const { partitions, whole } = faultsIn(error);
  assert.equal(whole, undefined);
  assert.deepEqual([...partitions.keys()], [3]);
  assert.ok(isAboutOneRecord(partitions.get(3) ?? assert.fail()));
});
