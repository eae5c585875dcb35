import type { Answer, Outcome } from '../outcome.ts';

/** One row's fate by the error code of Kafka's protocol. */
interface KafkaCode {
  readonly id: string;
  readonly code: number;
  readonly message: string;
}

/** Kafka calls these not retriable; each is about the settings, here or there. */
const CONFIG_CODES = new Set([
  'INVALID_TOPIC_EXCEPTION',
  'TOPIC_AUTHORIZATION_FAILED',
  'CLUSTER_AUTHORIZATION_FAILED',
  'TRANSACTIONAL_ID_AUTHORIZATION_FAILED',
  'SASL_AUTHENTICATION_FAILED',
  'UNSUPPORTED_SASL_MECHANISM',
  'ILLEGAL_SASL_STATE',
  'INVALID_REQUIRED_ACKS',
  'UNSUPPORTED_VERSION',
  'UNSUPPORTED_FOR_MESSAGE_FORMAT',
  'UNSUPPORTED_COMPRESSION_TYPE',
  'SECURITY_DISABLED',
  'POLICY_VIOLATION',
]);

/** Of these one record is the reason, and the whole batch of its partition is refused with it. */
const RECORD_CODES = new Set([
  'MESSAGE_TOO_LARGE',
  'RECORD_LIST_TOO_LARGE',
  'INVALID_TIMESTAMP',
  'INVALID_RECORD',
]);

export function isAboutOneRecord({ id }: KafkaCode): boolean {
  return RECORD_CODES.has(id);
}

export function judgeCode({ id, code, message }: KafkaCode): Outcome {
  const answer: Answer = { status: code, code: id, excerpt: message };
  const reason = `Kafka: ${id} (${code})`;
  if (CONFIG_CODES.has(id)) return { kind: 'rejected', cause: 'config', reason, answer };
  if (RECORD_CODES.has(id)) return { kind: 'rejected', cause: 'message', reason, answer };
  const cause = id === 'THROTTLING_QUOTA_EXCEEDED' ? 'throttled' : 'remote';
  return { kind: 'unavailable', cause, reason, answer };
}

/** The topic is not there: it may come, and Kafka's own producers wait for it as well. */
export function unknownTopic(topic: string): Outcome {
  return judgeCode({
    id: 'UNKNOWN_TOPIC_OR_PARTITION',
    code: 3,
    message: `this cluster has no topic ${topic}`,
  });
}

/** What was said of single partitions, and of the request as a whole. */
export interface KafkaFaults {
  /** By partition. */
  readonly partitions: ReadonlyMap<number, KafkaCode>;
  readonly whole: KafkaCode | undefined;
}

/** Picks the protocol's codes out of what the driver threw. */
export function faultsIn(error: unknown): KafkaFaults {
  const partitions = new Map<number, KafkaCode>();
  let whole: KafkaCode | undefined;
  for (const { fault, path, response } of protocolErrors(error, undefined)) {
    const partition = partitionAt(path, response);
    if (partition === undefined) whole ??= fault;
    else if (fault.code !== -1 || !partitions.has(partition)) partitions.set(partition, fault);
  }
  return { partitions, whole };
}

interface ProtocolFault {
  readonly fault: KafkaCode;
  readonly path: string;
  readonly response: unknown;
}

function* protocolErrors(error: unknown, outer: unknown): Generator<ProtocolFault> {
  if (!(error instanceof Error)) return;
  const { apiId, apiCode, path, serverErrorMessage, response = outer } = error as unknown as Members;
  if (typeof apiId === 'string' && typeof apiCode === 'number') {
    const message = typeof serverErrorMessage === 'string' ? serverErrorMessage : error.message;
    yield { fault: { id: apiId, code: apiCode, message }, path: String(path ?? ''), response };
  }
  for (const inner of error instanceof AggregateError ? error.errors : [])
    yield* protocolErrors(inner, response);
  yield* protocolErrors(error.cause, response);
}

type Members = Readonly<Record<string, unknown>>;

/** `/responses/0/partition_responses/2` of a produce response is the place of a partition, not its number. */
function partitionAt(path: string, response: unknown): number | undefined {
  const [, topic, partition] = /^\/responses\/(\d+)\/partition_responses\/(\d+)/.exec(path) ?? [];
  if (topic === undefined || partition === undefined) return undefined;
  const { responses } = response as { responses?: { partitionResponses?: { index?: number }[] }[] };
  return responses?.[Number(topic)]?.partitionResponses?.[Number(partition)]?.index;
}
