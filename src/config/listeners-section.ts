import { z } from 'zod';
import { flag, host, integerOrInfinity, port, urlPath } from './config-fields.ts';

const tcp = z.strictObject({
  enable: flag().prefault(true).describe('Whether MQTT over TCP is offered'),
  host: host().prefault('0.0.0.0').describe('Address to listen on'),
  port: port().prefault(1883).describe('Port to listen on; 0 takes a free one'),
  max_connections: integerOrInfinity(1)
    .prefault('infinity')
    .describe('Clients connected to this listener at a time'),
});

const ws = z.strictObject({
  enable: flag().prefault(true).describe('Whether MQTT over WebSocket is offered'),
  host: host().prefault('0.0.0.0').describe('Address to listen on'),
  port: port().prefault(8083).describe('Port to listen on; 0 takes a free one'),
  path: urlPath().prefault('/mqtt').describe('Path of the WebSocket'),
  max_connections: integerOrInfinity(1)
    .prefault('infinity')
    .describe('Clients connected to this listener at a time'),
});

/** Where clients arrive. */
export const listeners = z.strictObject({ tcp: tcp.prefault({}), ws: ws.prefault({}) });
