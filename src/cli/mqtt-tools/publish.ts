import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { parseDuration } from '../../lib/duration.ts';
import { ReasonCode } from '../../mqtt/reason-codes.ts';
import { type MqttToolTexts, mqttToolTexts } from '../../texts/mqtt-tools.ts';
import { type PrintingRun, UsageError } from '../client/client-run.ts';
import { type PropertyOptions, propertiesOf } from './message-properties.ts';
import { MqttPeer } from './mqtt-peer.ts';
import {
  type MqttOptions,
  peerOptions,
  qosOf,
  readBytes,
  topicIn,
  wholeNumber,
  withPeers,
} from './peer-options.ts';

export interface PublishOptions extends MqttOptions, PropertyOptions {
  readonly topic?: string | undefined;
  readonly message?: string | undefined;
  readonly retain?: boolean | undefined;
  readonly file?: string | undefined;
  readonly stdinFile?: boolean | undefined;
  readonly nullMessage?: boolean | undefined;
  readonly lines?: boolean | undefined;
  readonly repeat?: string | undefined;
  readonly repeatDelay?: string | undefined;
}

/** `tocsin pub`. The topic and the payload stand as words, or as options. */
export async function publish(
  run: PrintingRun,
  environment: Readonly<Record<string, string | undefined>>,
  words: readonly (string | undefined)[],
  options: PublishOptions,
): Promise<number> {
  const texts = mqttToolTexts[run.language];
  const qos = qosOf(options.qos, texts);
  const peerOf = peerOptions(options, environment, texts);
  const given = words.filter((word) => word !== undefined);
  const topic = options.topic ?? topicIn(peerOf.url) ?? given.shift();
  if (topic === undefined) throw new UsageError(texts.noTopic);
  const payload = payloadOf(given, options, texts);
  const properties = propertiesOf(options, texts);
  if (peerOf.version !== 5 && Object.keys(properties).length > 0) throw new UsageError(texts.propertiesNeed5);
  const { retain = false } = options;
  const times = options.repeat === undefined ? 1 : wholeNumber('--repeat', options.repeat, texts);
  const delay = delayOf(options.repeatDelay, texts);
  return withPeers(run, peerOf.url, topic, async () => {
    const peer = await MqttPeer.connect(peerOf);
    let count = 0;
    let unheard = 0;
    const send = async (bytes: Buffer): Promise<void> => {
      const code = await peer.publish(topic, bytes, { qos, retain, properties });
      count++;
      if (code === ReasonCode.NoMatchingSubscribers) unheard++;
    };
    if (payload === 'lines')
      for await (const line of createInterface({ input: process.stdin })) await send(Buffer.from(line));
    else
      for (let time = 0; time < times; time++) {
        if (time > 0 && delay > 0) await pause(delay);
        await send(payload);
      }
    // Without an answer to each, this is one to all: whether the broker took them, or ended the connection.
    await peer.flush();
    peer.end();
    await peer.closed;
    return run.print.done({
      answer: { topic, count, qos, retain, ...(qos > 0 && { without_subscribers: unheard }) },
      names: [topic],
      sentence: texts.published(count, topic, unheard > 0 && unheard === count),
    });
  });
}

/** @throws UsageError */
function payloadOf(
  words: readonly string[],
  { message, file, stdinFile = false, nullMessage = false, lines = false }: PublishOptions,
  texts: MqttToolTexts,
): Buffer | 'lines' {
  const [word, ...others] = words;
  const ways = [word, message, file].filter((way) => way !== undefined).length;
  if (others.length > 0) throw new UsageError(texts.onePayload);
  const count = ways + [stdinFile, nullMessage, lines].filter(Boolean).length;
  if (count === 0) throw new UsageError(texts.noPayload);
  if (count > 1) throw new UsageError(texts.onePayload);
  if (lines) return 'lines';
  if (nullMessage) return Buffer.alloc(0);
  if (file !== undefined || stdinFile) return readBytes(file ?? '-', texts);
  return Buffer.from(message ?? word ?? '');
}

/** Seconds, as mosquitto_pub has it, or a duration. @throws UsageError @returns milliseconds */
function delayOf(given: string | undefined, texts: MqttToolTexts): number {
  if (given === undefined) return 0;
  const delay = parseDuration(/^[\d.]+$/.test(given) ? `${given}s` : given);
  if (delay === undefined || !Number.isFinite(delay))
    throw new UsageError(texts.badDuration('--repeat-delay', given));
  return delay;
}
