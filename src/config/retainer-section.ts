import { z } from 'zod';
import { duration, flag, integer, size } from './config-fields.ts';

export const retainer = z.strictObject({
  enable: flag().prefault(true).describe('Whether retained messages are kept'),
  max_payload_size: size('0B', '255MB').prefault('1MB').describe('Largest payload that is kept'),
  max_retained_messages: integer(0, 100_000_000)
    .prefault(100_000)
    .describe('Retained messages that are kept; 0 for as many as max_retained_bytes takes'),
  max_retained_bytes: size('1MB', '64GB')
    .prefault('256MB')
    .describe('Memory of all retained messages together, with their topics and properties'),
  msg_expiry_interval: duration('0s', '3650d')
    .prefault('0s')
    .describe('When a retained message without an expiry of its own goes; 0s for never'),
  stop_publish_clear_msg: flag()
    .prefault(false)
    .describe('Whether an empty message, which removes the retained one, goes to nobody'),
});
