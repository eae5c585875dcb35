import { createInterface } from 'node:readline';
import { mqttToolTexts } from '../../texts/mqtt-tools.ts';
import { type PrintingRun, UsageError } from '../client/client-run.ts';
import { MqttPeer } from './mqtt-peer.ts';
import { type MqttOptions, peerOptions, qosOf, readBytes, withPeers } from './peer-options.ts';

export interface PublishOptions extends MqttOptions {
  readonly retain?: boolean | undefined;
  readonly file?: string | undefined;
  readonly lines?: boolean | undefined;
}

/** `tocsin pub` */
export async function publish(
  run: PrintingRun,
  environment: Readonly<Record<string, string | undefined>>,
  topic: string,
  payload: string | undefined,
  options: PublishOptions,
): Promise<number> {
  const texts = mqttToolTexts[run.language];
  const qos = qosOf(options.qos, texts);
  const peerOf = peerOptions(options, environment, texts);
  const { file, lines = false, retain = false } = options;
  if (payload === undefined && file === undefined && !lines) throw new UsageError(texts.noPayload);
  const whole = lines ? undefined : file === undefined ? Buffer.from(payload ?? '') : readBytes(file, texts);
  return withPeers(run, peerOf.url, topic, async () => {
    const peer = await MqttPeer.connect(peerOf);
    let count = 0;
    const send = async (bytes: Buffer): Promise<void> => {
      await peer.publish(topic, bytes, qos, retain);
      count++;
    };
    if (whole) await send(whole);
    else for await (const line of createInterface({ input: process.stdin })) await send(Buffer.from(line));
    peer.end();
    await peer.closed;
    return run.print.done({
      answer: { topic, count, qos, retain },
      names: [topic],
      sentence: texts.published(count, topic),
    });
  });
}
