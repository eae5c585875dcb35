import type { ChannelMessage } from '../../connectors/channels/channel-message.ts';
import type {
  ConnectorHandle,
  ConnectorIdentity,
  ConnectorKind,
  Parcel,
  RequestView,
} from '../../connectors/connector.ts';
import type { Outcome } from '../../connectors/outcome.ts';
import type { Clock } from '../../lib/clock.ts';
import { orderedId } from '../../lib/ids.ts';
import { maskTokensIn } from '../../lib/secrets.ts';
import { channelTexts } from '../../texts/channel-messages.ts';
import { explainByCause } from '../../texts/vendor-errors/by-cause.ts';
import { explainVendorError } from '../../texts/vendor-errors/explain.ts';
import { heldBack } from '../../texts/vendor-errors/held-back.ts';
import { DeliveryError } from '../delivery-error.ts';
import type { Destinations } from '../outbox/destinations.ts';
import { LaneGates } from '../outbox/lane-gates.ts';
import { probeWithin } from './configured-connector.ts';
import type { ConnectorSettings } from './connector-settings.ts';
import { describeRequest, openConnector } from './opened-connector.ts';

/** What a test message says instead of its usual words. */
export interface TestMessage {
  title?: string | undefined;
  text?: string | undefined;
  mention?: string | readonly string[] | undefined;
}

/** Of a test that went well; the API's answer as it is. */
export interface ConnectorVerdict {
  /** `reachable` is all that can be said of what is no channel: a test row in a database would be a row too many. */
  result: 'delivered' | 'reachable';
  duration_ms: number;
  /** HTTP status, or the code of another protocol. */
  status?: number;
  vendor_code?: string | null;
  /** The beginning of the answer, without secrets. */
  body?: string;
  /** What was sent, without secrets. */
  request?: RequestView;
}

interface Tested {
  kind: ConnectorKind;
  identity: ConnectorIdentity;
  settings: ConnectorSettings;
  /** Of a connector that is at work; another one is opened for the test. */
  handle: ConnectorHandle | undefined;
  clock: Clock;
  /** Their limits hold for tests too. */
  destinations: Destinations | undefined;
}

/** As for every attempt, where the connector says nothing else. */
const TEST_TIMEOUT = 15_000;

/**
 * Tries a connector the way deliveries go: the same message, the same writing, sending and judging. A channel is sent a
 * message that people see; anything else is only reached.
 * @throws DeliveryError TEST_FAILED with what the other side said
 */
export async function testConnector(tested: Tested, message: TestMessage): Promise<ConnectorVerdict> {
  const { kind, settings, clock } = tested;
  const handle = tested.handle ?? (await openOrFail(tested));
  try {
    if (kind.channel) return await sendTest(tested, handle, message);
    const startedAt = clock.now();
    const result = await probeWithin(handle, settings.used, clock);
    if (!result.reachable) throw new DeliveryError('TEST_FAILED', result.reason);
    return { result: 'reachable', duration_ms: clock.now() - startedAt };
  } finally {
    if (handle !== tested.handle) await handle.close();
  }
}

async function openOrFail({ kind, settings, identity }: Tested): Promise<ConnectorHandle> {
  try {
    // Others remember by name who was there: a second one of this name would turn out the first.
    return await openConnector(kind, settings, kind.channel ? identity : undefined);
  } catch (error) {
    throw new DeliveryError('TEST_FAILED', (error as Error).message);
  }
}

async function sendTest(
  tested: Tested,
  handle: ConnectorHandle,
  words: TestMessage,
): Promise<ConnectorVerdict> {
  const { kind, settings, clock } = tested;
  const id = orderedId(clock.now());
  const message = testMessage(tested, id, words);
  const gates = gatesOf(tested);
  const destination = gates?.pick('critical') ?? 0;
  const send = (one: ChannelMessage, parcel: string): Promise<Outcome> =>
    countedBy(gates, destination, clock, () =>
      sendParcel(handle, { id: parcel, request: one, destination }, abort.signal),
    );
  const abort = new AbortController();
  const timeout = handle.timeout ?? TEST_TIMEOUT;
  const timer = clock.after(timeout, () =>
    abort.abort(new Error(`no complete answer within ${timeout / 1000} s`)),
  );
  const startedAt = clock.now();
  try {
    const outcome = await send(message, id);
    const duration_ms = clock.now() - startedAt;
    const request = describeRequest(kind, settings, message);
    if (outcome.kind !== 'delivered') throw refusal(kind.type, outcome, { duration_ms, request });
    if (kind.channel?.staysOpen) {
      const resolved = { ...message, event: 'resolve' as const };
      await send(resolved, `${id}-resolve`);
    }
    return { result: 'delivered', duration_ms, ...answerView(outcome), request };
  } finally {
    timer.cancel();
  }
}

/** @throws DeliveryError TEST_FAILED while the destination takes nothing */
function gatesOf({ kind, settings, clock, destinations }: Tested): LaneGates | undefined {
  const places = kind.destinations?.(settings.used) ?? [];
  if (!destinations || places.length === 0) return undefined;
  const gates = new LaneGates(destinations, clock);
  gates.use(places);
  if (gates.pick('critical') !== undefined) return gates;
  const wait = gates.nextAt('critical', () => undefined) - clock.now();
  const seconds = Number.isFinite(wait) ? Math.max(1, Math.ceil(wait / 1000)) : 1;
  throw new DeliveryError('TEST_FAILED', heldBack.en(seconds), {
    message_zh: heldBack.zh(seconds),
    result: 'unavailable',
    cause: 'throttled',
    retry_after_ms: seconds * 1000,
  });
}

/** What a test sends counts like everything else that is sent there. */
async function countedBy(
  gates: LaneGates | undefined,
  destination: number,
  clock: Clock,
  send: () => Promise<Outcome>,
): Promise<Outcome> {
  const startedAt = clock.now();
  gates?.start(destination, 1);
  const outcome = await send();
  gates?.end(gates.keyOf(destination), [outcome], startedAt);
  return outcome;
}

async function sendParcel(
  handle: ConnectorHandle,
  parcel: Parcel<ChannelMessage>,
  signal: AbortSignal,
): Promise<Outcome> {
  try {
    return await handle.send(parcel, signal);
  } catch (error) {
    const reason = `the request cannot be sent: ${(error as Error).message}`;
    return { kind: 'rejected', cause: 'message', reason };
  }
}

function testMessage({ identity, settings, clock }: Tested, id: string, words: TestMessage): ChannelMessage {
  const say = channelTexts[settings.written.language ?? 'en'];
  const { title, text, mention = [] } = words;
  return {
    title: title ?? say.testTitle(),
    isTagged: title === undefined,
    text: text ?? say.testText(),
    fields: [{ name: say.connector(), value: identity.name }],
    mention: typeof mention === 'string' ? [mention] : [...mention],
    severity: 'info',
    event: 'trigger',
    key: `tocsin-test-${id}`,
    at: clock.now(),
  };
}

function refusal(
  type: string,
  outcome: Exclude<Outcome, { kind: 'delivered' }>,
  about: Readonly<Record<string, unknown>>,
): DeliveryError {
  const { answer, cause } = outcome;
  const code = answer && (answer.code ?? String(answer.status));
  const explained =
    explainVendorError(type, code, answer?.excerpt ?? outcome.reason) ??
    explainByCause(cause, outcome.reason);
  const { en, zh } = explained;
  const reason = maskTokensIn(outcome.reason);
  const retryAfter = outcome.kind === 'unavailable' ? outcome.retryAfter : undefined;
  return new DeliveryError('TEST_FAILED', `${reason}. ${en.sentence} ${en.fix}`, {
    message_zh: `${reason}。${zh.sentence}${zh.fix}`,
    fix: en.fix,
    fix_zh: zh.fix,
    result: outcome.kind,
    cause,
    ...answerView(outcome),
    ...(retryAfter !== undefined && { retry_after_ms: retryAfter }),
    ...about,
  });
}

function answerView({ answer }: Outcome): Pick<ConnectorVerdict, 'status' | 'vendor_code' | 'body'> {
  if (!answer) return {};
  return { status: answer.status, vendor_code: answer.code ?? null, body: maskTokensIn(answer.excerpt) };
}
