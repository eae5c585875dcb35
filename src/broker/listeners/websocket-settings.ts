import { z } from 'zod';
import { parseByteSize } from '../../lib/byte-size.ts';
import { durationOrInfinityField, unusedField } from '../../lib/zod-fields.ts';

/** What clients may name as sub-protocol, the standard's own first [MQTT-6.0.0-3]; the others are in use with EMQX. */
export const SUBPROTOCOLS = 'mqtt, mqtt-v5, mqtt-v3.1.1, mqtt-v3, mqttv3.1';

export const DEFAULT_ORIGINS = 'http://localhost:18083, http://127.0.0.1:18083';

export const mqttPath = z
  .string()
  .max(255)
  .regex(/^\/[A-Za-z0-9._~/-]*$/, { error: 'write a path that begins with /, such as /mqtt' });

export const frameSize = z.union([z.string(), z.number()]).refine((text) => (parseByteSize(text) ?? 0) > 0, {
  error: 'not a size: write it like 1MB, 64KB or infinity',
});

/** Names with commas between them, as EMQX writes them. */
export const nameList = z.union([z.string().max(2000), z.array(z.string().max(200)).max(50)]);

export const compress = z.literal(false, {
  error: 'compression of WebSocket frames is not offered: it costs much memory per connection',
});

/** `websocket` of a listener, with EMQX's names. */
export const webSocketSettings = z.strictObject({
  mqtt_path: mqttPath.default('/mqtt'),
  fail_if_no_subprotocol: z.boolean().default(true),
  supported_subprotocols: nameList.default(SUBPROTOCOLS),
  check_origin_enable: z
    .boolean()
    .default(false)
    .meta({ description: 'Whether pages of browsers may connect only from `check_origins`' }),
  check_origins: nameList.default(DEFAULT_ORIGINS),
  allow_origin_absence: z.boolean().default(true).meta({ description: 'Programs send no Origin' }),
  idle_timeout: durationOrInfinityField
    .default('7200s')
    .meta({ description: 'A connection on which nothing moves is closed' }),
  max_frame_size: frameSize
    .default('infinity')
    .meta({ description: 'Of a message in WebSocket frames; never more than the largest packet and 64 KB' }),
  compress: compress.default(false),
  deflate_opts: unusedField(z.looseObject({})),
  mqtt_piggyback: unusedField(z.string()),
  validate_utf8: unusedField(z.boolean()),
});

export type WebSocketSettings = z.output<typeof webSocketSettings>;

export function namesOf(list: string | readonly string[]): string[] {
  const names = typeof list === 'string' ? list.split(',') : list;
  return names.map((name) => name.trim()).filter((name) => name !== '');
}
