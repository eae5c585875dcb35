import { parseDuration } from '../../lib/duration.ts';
import { printable } from '../../lib/human-log.ts';
import type { PublishPacket } from '../../mqtt/packets.ts';
import { type MqttToolTexts, mqttToolTexts } from '../../texts/mqtt-tools.ts';
import { type PrintingRun, UsageError } from '../client/client-run.ts';
import { clockTime } from '../output/clock-time.ts';
import { type Arrival, arrivalForPrograms, formatOf } from './message-format.ts';
import { textOrBase64 } from './message-properties.ts';
import { MqttPeer } from './mqtt-peer.ts';
import { type MqttOptions, peerOptions, qosOf, topicIn, wholeNumber, withPeers } from './peer-options.ts';

export interface SubscribeOptions extends MqttOptions {
  readonly topic?: readonly string[] | undefined;
  readonly count?: string | undefined;
  /** False with `--no-retained`. */
  readonly retained?: boolean | undefined;
  readonly format?: string | undefined;
  readonly verbose?: boolean | undefined;
  /** Payloads alone, byte by byte. */
  readonly raw?: boolean | undefined;
  readonly wait?: string | undefined;
}

/** Nothing came in the time that was given, as mosquitto_sub ends. */
const TIMED_OUT = 27;

/** `tocsin sub`: prints what comes until somebody ends it, or so many, or for some time. */
export async function subscribe(
  run: PrintingRun,
  environment: Readonly<Record<string, string | undefined>>,
  words: readonly string[],
  options: SubscribeOptions,
): Promise<number> {
  const texts = mqttToolTexts[run.language];
  const qos = qosOf(options.qos, texts);
  const peerOf = peerOptions(options, environment, texts);
  const inUrl = topicIn(peerOf.url);
  const filters = [...words, ...(options.topic ?? []), ...(inUrl === undefined ? [] : [inUrl])];
  if (filters.length === 0) throw new UsageError(texts.noFilter);
  let left = options.count === undefined ? Infinity : wholeNumber('--count', options.count, texts);
  const time = options.wait === undefined ? undefined : waitOf(options.wait, texts);
  const write = writerOf(run, options, texts);
  return withPeers(run, peerOf.url, filters.join(' '), async () => {
    let isEnough = false;
    let hasTimedOut = false;
    let peer: MqttPeer | undefined;
    const end = (): void => {
      isEnough = true;
      peer?.end();
    };
    const onMessage = (message: PublishPacket): void => {
      if (left <= 0) return;
      left--;
      write({ at: new Date(), message });
      if (left <= 0) end();
    };
    peer = await MqttPeer.connect({ ...peerOf, onMessage });
    process.once('SIGINT', end);
    process.once('SIGTERM', end);
    const timer =
      time === undefined
        ? undefined
        : setTimeout(() => {
            hasTimedOut = left > 0 && Number.isFinite(left);
            end();
          }, time);
    try {
      await peer.subscribe(filters, qos, options.retained ?? true);
      if (run.print.isForPeople) run.error(texts.subscribed(filters.join(' ')));
      if (left <= 0) end();
      const why = await peer.closed;
      if (!isEnough) throw why;
      return hasTimedOut ? TIMED_OUT : 0;
    } finally {
      clearTimeout(timer);
      process.off('SIGINT', end).off('SIGTERM', end);
    }
  });
}

/** How a message is written. @throws UsageError */
function writerOf(
  run: PrintingRun,
  { format, verbose = false, raw = false }: SubscribeOptions,
  texts: MqttToolTexts,
): (arrival: Arrival) => void {
  if (raw) return ({ message }) => run.bytes(message.payload);
  const written = format ?? (verbose ? '%t %p' : undefined);
  if (written === undefined) return (arrival) => print(run, arrival);
  const writes = formatOf(written);
  if (typeof writes !== 'function') throw new UsageError(texts.badFormat(writes.unknown));
  return (arrival) => {
    const line = writes(arrival);
    // Programs get the bytes as they came; a terminal gets nothing that could steer it.
    if (run.isTerminal) run.out(`${line.toString().split('\n').map(printable).join('\n')}\n`);
    else run.bytes(Buffer.concat([line, Buffer.from('\n')]));
  };
}

function print(run: PrintingRun, arrival: Arrival): void {
  const { topic, payload } = arrival.message;
  const shown = textOrBase64(payload);
  run.print.news({
    answer: arrivalForPrograms(arrival),
    name: topic,
    cells: [topic, shown],
    spoken: [clockTime(arrival.at), topic, shown],
  });
}

/** Seconds, as mosquitto_sub has it, or a duration. @throws UsageError @returns milliseconds */
function waitOf(given: string, texts: MqttToolTexts): number {
  const time = parseDuration(/^[\d.]+$/.test(given) ? `${given}s` : given);
  if (time === undefined || !Number.isFinite(time) || time <= 0)
    throw new UsageError(texts.badDuration('--wait', given));
  return time;
}
