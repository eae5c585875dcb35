import type { BaseListener } from '../broker/listeners/listener-definition.ts';
import { parseSettings } from '../broker/listeners/listener-parsing.ts';
import type { ListenerType } from '../broker/listeners/listener-types.ts';
import { urlHost } from '../lib/url-host.ts';
import type { Config } from './config.ts';

/** The listeners that the configuration asks for, those that are switched off among them. */
export function baseListenersOf({ listeners }: Config): BaseListener[] {
  const { tcp, ssl, ws, wss, more } = listeners;
  const named = more.map(({ type, name, settings }) => ({ type, name, settings, setting: 'listeners.more' }));
  return [base('tcp', tcp), base('ssl', ssl), base('ws', ws), base('wss', wss), ...named];
}

type Section = Config['listeners']['tcp' | 'ssl' | 'ws' | 'wss'];

function base(type: ListenerType, section: Section): BaseListener {
  const { host, port, max_connections, ...rest } = section;
  const { path, websocket, ...others } = { path: undefined, websocket: undefined, ...rest };
  const isCertified = 'ssl_options' in section && section.ssl_options.certfile !== undefined;
  const settings = parseSettings(type, {
    ...others,
    enable: section.enable ?? isCertified,
    bind: `${urlHost(host)}:${port}`,
    max_connections: max_connections === Number.POSITIVE_INFINITY ? 'infinity' : max_connections,
    ...(websocket && { websocket: { ...websocket, mqtt_path: path } }),
  });
  return { type, name: 'default', settings, setting: `listeners.${type}.port` };
}
