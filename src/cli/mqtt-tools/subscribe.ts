import { mqttToolTexts } from '../../texts/mqtt-tools.ts';
import type { PrintingRun } from '../client/client-run.ts';
import { clockTime } from '../output/clock-time.ts';
import { MqttPeer } from './mqtt-peer.ts';
import { type MqttOptions, peerOptions, qosOf, wholeNumber, withPeers } from './peer-options.ts';

export interface SubscribeOptions extends MqttOptions {
  readonly count?: string | undefined;
  /** False with `--no-retained`. */
  readonly retained?: boolean | undefined;
}

/** `tocsin sub`: prints what comes until somebody ends it, or so many. */
export async function subscribe(
  run: PrintingRun,
  environment: Readonly<Record<string, string | undefined>>,
  filters: readonly string[],
  options: SubscribeOptions,
): Promise<number> {
  const texts = mqttToolTexts[run.language];
  const qos = qosOf(options.qos, texts);
  const peerOf = peerOptions(options, environment, texts);
  let left = options.count === undefined ? Infinity : wholeNumber('--count', options.count, texts);
  return withPeers(run, peerOf.url, filters.join(' '), async () => {
    const peer = await MqttPeer.connect(peerOf);
    let isEnough = false;
    const end = (): void => {
      isEnough = true;
      peer.end();
    };
    process.once('SIGINT', end);
    process.once('SIGTERM', end);
    peer.onMessage = ({ topic, payload, qos: level, retain }) => {
      if (left <= 0) return;
      left--;
      const at = new Date();
      const text = payload.toString();
      const isText = Buffer.from(text).equals(payload);
      const shown = isText ? text : payload.toString('base64');
      run.print.news({
        answer: {
          at: at.toISOString(),
          topic,
          qos: level,
          retain,
          ...(isText ? { payload: text } : { payload_base64: shown }),
        },
        name: topic,
        cells: [topic, shown],
        spoken: [clockTime(at), topic, shown],
      });
      if (left <= 0) end();
    };
    await peer.subscribe(filters, qos, options.retained ?? true);
    if (run.print.isForPeople) run.error(texts.subscribed(filters.join(' ')));
    const why = await peer.closed;
    process.off('SIGINT', end).off('SIGTERM', end);
    if (!isEnough) throw why;
    return 0;
  });
}
