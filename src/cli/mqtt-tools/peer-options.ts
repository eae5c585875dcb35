import type { ProtocolVersion, QoS, Will } from '../../mqtt/packets.ts';
import { type MqttToolTexts, mqttToolTexts } from '../../texts/mqtt-tools.ts';
import { type OutputOptions, type PrintingRun, UsageError } from '../client/client-run.ts';
import { askedServer, readFirstLine, type ServerOptions } from '../contexts/asked-server.ts';
import { readGiven } from '../given-file.ts';
import type { PeerOptions } from './mqtt-peer.ts';
import { exitCodeOf, PeerError } from './peer-error.ts';

export interface MqttOptions extends OutputOptions, Pick<ServerOptions, 'ctx'> {
  readonly broker?: string | undefined;
  /** The same as `broker`. */
  readonly url?: string | undefined;
  readonly host?: string | undefined;
  readonly port?: string | undefined;
  readonly id?: string | undefined;
  readonly username?: string | undefined;
  readonly password?: string | undefined;
  readonly passwordFile?: string | undefined;
  readonly mqttVersion?: string | undefined;
  readonly keepalive?: string | undefined;
  readonly keepSession?: boolean | undefined;
  readonly sessionExpiry?: string | undefined;
  readonly willTopic?: string | undefined;
  readonly willPayload?: string | undefined;
  readonly willQos?: string | undefined;
  readonly willRetain?: boolean | undefined;
  readonly ca?: string | undefined;
  /** The same as `ca`. */
  readonly cafile?: string | undefined;
  readonly cert?: string | undefined;
  readonly key?: string | undefined;
  readonly insecure?: boolean | undefined;
  readonly qos?: string | undefined;
}

/** Also as mosquitto_pub writes them. */
const VERSIONS: Readonly<Record<string, ProtocolVersion>> = {
  '3.1': 3,
  '31': 3,
  '3.1.1': 4,
  '311': 4,
  '5': 5,
  '5.0': 5,
};

const NEVER = 0xffff_ffff;

/** @throws UsageError, ClientError */
export function peerOptions(
  options: MqttOptions,
  environment: Readonly<Record<string, string | undefined>>,
  texts: MqttToolTexts,
): PeerOptions {
  const given = options.mqttVersion ?? '5';
  const version = VERSIONS[given.replace(/^mqttv?/i, '')];
  if (version === undefined) throw new UsageError(texts.badVersion(given));
  const url = brokerUrl(options, environment, texts);
  const { keepalive, keepSession, sessionExpiry } = options;
  const text = (file: string | undefined): string | undefined =>
    file === undefined ? undefined : readBytes(file, texts).toString();
  const expiry = sessionExpiry === undefined ? undefined : seconds('--session-expiry', sessionExpiry, texts);
  return {
    url,
    clientId: options.id,
    username: options.username ?? (url.username === '' ? undefined : decodeURIComponent(url.username)),
    password: passwordOf(options, environment, url),
    version,
    keepAlive: keepalive === undefined ? undefined : seconds('--keepalive', keepalive, texts),
    keepsSession: keepSession,
    sessionExpiry: expiry ?? (keepSession ? NEVER : undefined),
    will: willOf(options, texts),
    ca: text(options.ca ?? options.cafile),
    cert: text(options.cert),
    key: text(options.key),
    trustsAll: options.insecure,
  };
}

function passwordOf(
  { password, passwordFile }: MqttOptions,
  environment: Readonly<Record<string, string | undefined>>,
  url: URL,
): string | undefined {
  if (password !== undefined) return password;
  if (passwordFile !== undefined) return readFirstLine(passwordFile);
  return url.password === ''
    ? environment.TOCSIN_MQTT_PASSWORD || undefined
    : decodeURIComponent(url.password);
}

function willOf(options: MqttOptions, texts: MqttToolTexts): Will | undefined {
  const { willTopic: topic, willPayload = '', willQos, willRetain: retain = false } = options;
  if (topic === undefined) return undefined;
  return { topic, payload: Buffer.from(willPayload), qos: qosOf(willQos, texts), retain, properties: {} };
}

function brokerUrl(
  { ctx, broker, url: other, host, port }: MqttOptions,
  environment: Readonly<Record<string, string | undefined>>,
  texts: MqttToolTexts,
): URL {
  if (port !== undefined && !(Number(port) <= 65_535)) throw new UsageError(texts.badNumber('--port', port));
  if (port !== undefined) wholeNumber('--port', port, texts);
  const written = broker ?? other;
  if (written !== undefined && host !== undefined) throw new UsageError(texts.hostAndBroker);
  const given = written ?? host ?? (environment.TOCSIN_MQTT_URL || undefined);
  if (given === undefined) {
    const { url } = askedServer({ ctx }, { ...environment, TOCSIN_TOKEN_FILE: undefined });
    return new URL(`mqtt://${new URL(url).hostname}:${port ?? 1883}`);
  }
  const bare = host !== undefined && /^[\da-f:]*:[\da-f:]*:/i.test(given) ? `[${given}]` : given;
  const text = bare.includes('://') ? bare : `mqtt://${bare}`;
  if (!URL.canParse(text) || !/^(mqtts?|wss?):\/\/[^/]/.test(text))
    throw new UsageError(texts.badBroker(given));
  const url = new URL(text);
  if (port !== undefined) url.port = port;
  return url;
}

/** What stands behind the address: `mqtt://host/plant/1`. Of a WebSocket it is the path of the broker. */
export function topicIn({ protocol, pathname }: URL): string | undefined {
  return /^mqtt/.test(protocol) && pathname.length > 1 ? decodeURIComponent(pathname.slice(1)) : undefined;
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

/** @throws UsageError */
export function seconds(flag: string, given: string, texts: MqttToolTexts): number {
  if (!/^\d{1,10}$/.test(given) || Number(given) > NEVER) throw new UsageError(texts.badSeconds(flag, given));
  return Number(given);
}

/** Of standard input for `-`. @throws UsageError */
export function readBytes(file: string, texts: MqttToolTexts): Buffer {
  try {
    return readGiven(file);
  } catch (error) {
    throw new UsageError(texts.unreadable(file, (error as NodeJS.ErrnoException).code ?? String(error)));
  }
}

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
    const place = `${url.protocol}//${url.host}`;
    if (kind === 'unreachable') error(texts.unreachable(place, reason));
    else if (kind === 'refused') error(texts.refused(reason, exitCodeOf(failure) === 4));
    else if (kind === 'denied') error(texts.notDone(what, reason, exitCodeOf(failure) === 4));
    else error(texts.closed(reason));
    return exitCodeOf(failure);
  }
}
