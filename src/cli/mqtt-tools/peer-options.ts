import { readFileSync } from 'node:fs';
import type { ProtocolVersion, QoS } from '../../mqtt/packets.ts';
import { type MqttToolTexts, mqttToolTexts } from '../../texts/mqtt-tools.ts';
import { type OutputOptions, type PrintingRun, UsageError } from '../client/client-run.ts';
import { askedServer, readFirstLine, type ServerOptions } from '../contexts/asked-server.ts';
import { PeerError, type PeerOptions } from './mqtt-peer.ts';

export interface MqttOptions extends OutputOptions, Pick<ServerOptions, 'ctx'> {
  readonly broker?: string | undefined;
  readonly id?: string | undefined;
  readonly username?: string | undefined;
  readonly passwordFile?: string | undefined;
  readonly mqttVersion?: string | undefined;
  readonly ca?: string | undefined;
  readonly insecure?: boolean | undefined;
  readonly qos?: string | undefined;
}

const VERSIONS: Readonly<Record<string, ProtocolVersion>> = { '3.1': 3, '3.1.1': 4, '5': 5 };

/** @throws UsageError, ClientError */
export function peerOptions(
  options: MqttOptions,
  environment: Readonly<Record<string, string | undefined>>,
  texts: MqttToolTexts,
): PeerOptions {
  const version = VERSIONS[options.mqttVersion ?? '5'];
  if (version === undefined) throw new UsageError(texts.badVersion(options.mqttVersion ?? ''));
  const { ca, passwordFile } = options;
  return {
    url: brokerUrl(options, environment, texts),
    clientId: options.id,
    username: options.username,
    password:
      passwordFile === undefined
        ? environment.TOCSIN_MQTT_PASSWORD || undefined
        : readFirstLine(passwordFile),
    version,
    ca: ca === undefined ? undefined : readBytes(ca, texts).toString(),
    trustsAll: options.insecure,
  };
}

function brokerUrl(
  { ctx, broker }: MqttOptions,
  environment: Readonly<Record<string, string | undefined>>,
  texts: MqttToolTexts,
): URL {
  const given = broker ?? (environment.TOCSIN_MQTT_URL || undefined);
  if (given === undefined) {
    const { url } = askedServer({ ctx }, { ...environment, TOCSIN_TOKEN_FILE: undefined });
    return new URL(`mqtt://${new URL(url).hostname}:1883`);
  }
  const text = given.includes('://') ? given : `mqtt://${given}`;
  if (!URL.canParse(text) || !/^mqtts?:\/\/[^/]/.test(text)) throw new UsageError(texts.badBroker(given));
  return new URL(text);
}

/** @throws UsageError */
export function qosOf(given: string | undefined, texts: MqttToolTexts): QoS {
  const qos = ({ '0': 0, '1': 1, '2': 2 } as const)[given ?? '0'];
  if (qos === undefined) throw new UsageError(texts.badQos(given ?? ''));
  return qos;
}

/** @throws UsageError */
export function wholeNumber(flag: string, given: string, texts: MqttToolTexts): number {
  if (!/^[1-9]\d{0,8}$/.test(given)) throw new UsageError(texts.badNumber(flag, given));
  return Number(given);
}

/** Of standard input for `-`. @throws UsageError */
export function readBytes(file: string, texts: MqttToolTexts): Buffer {
  try {
    return readFileSync(file === '-' ? 0 : file);
  } catch (error) {
    throw new UsageError(texts.unreadable(file, (error as NodeJS.ErrnoException).code ?? String(error)));
  }
}

const EXIT_CODES = { unreachable: 3, refused: 4, denied: 4, closed: 1 } as const;

/** Runs a tool; what goes wrong with its connection is said, with an exit code. */
export async function withPeers(
  { language, error }: PrintingRun,
  url: URL,
  what: string,
  work: () => Promise<number>,
): Promise<number> {
  const texts = mqttToolTexts[language];
  try {
    return await work();
  } catch (failure) {
    if (!(failure instanceof PeerError)) throw failure;
    const { kind, reason } = failure;
    if (kind === 'unreachable') error(texts.unreachable(`${url.protocol}//${url.host}`, reason));
    else if (kind === 'refused') error(texts.refused(reason));
    else if (kind === 'denied') error(texts.notDone(what, reason));
    else error(texts.closed(reason));
    return EXIT_CODES[kind];
  }
}
