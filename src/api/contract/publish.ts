import { z } from 'zod';

export const UINT32_MAX = 0xffff_ffff;
const encoding = z.enum(['plain', 'base64']);
/** What stands in a packet behind a length of two bytes [MQTT 5 §1.5.4, §1.5.6]. */
const bytes = z
  .string()
  .max(65_535)
  .refine((value) => Buffer.byteLength(value) <= 65_535, 'must be at most 65,535 bytes in UTF-8');
/** A receiver closes the connection over the null character [MQTT-1.5.4-2]. */
export const propertyText = bytes.refine(
  (value) => !value.includes('\0'),
  'must not hold the null character',
);

export const PublishBody = z
  .strictObject({
    topic: z.string(),
    payload: z.string(),
    payload_encoding: encoding.optional().meta({ description: 'Default `plain`' }),
    encoding: encoding.optional().meta({ description: 'Alias of `payload_encoding`' }),
    qos: z.literal([0, 1, 2]).default(0),
    retain: z.boolean().default(false),
    properties: z
      .strictObject({
        payload_format_indicator: z.literal([0, 1]).optional(),
        message_expiry_interval: z.int().min(0).max(UINT32_MAX).optional().meta({ description: 'Seconds' }),
        response_topic: propertyText.optional(),
        correlation_data: bytes.optional(),
        content_type: propertyText.optional(),
        user_properties: z.record(propertyText, propertyText).optional(),
      })
      .optional(),
    clientid: z.string().optional().meta({ deprecated: true, description: 'Ignored' }),
  })
  .meta({ id: 'Publish' });
export type PublishBody = z.output<typeof PublishBody>;

export const PublishBulkBody = z.array(PublishBody).min(1).max(10_000);

export const Published = z
  .object({ id: z.string().meta({ description: '32 hexadecimal digits' }) })
  .meta({ id: 'Published' });
export type Published = z.output<typeof Published>;

export const NotDelivered = z
  .object({ reason_code: z.int().meta({ description: 'Of MQTT 5 (§2.4)' }), message: z.string() })
  .meta({ id: 'NotDelivered' });
export type NotDelivered = z.output<typeof NotDelivered>;

export const PublishedOrNot = z.union([Published, NotDelivered]);
export type PublishedOrNot = z.output<typeof PublishedOrNot>;
