import { formatByteSize, parseByteSize } from '../../lib/byte-size.ts';
import { formatDuration, parseDuration } from '../../lib/duration.ts';
import { parseRateLimit } from '../../lib/rate-text.ts';
import type { RetainedLimits } from '../settings.ts';

/** How retained messages are treated, as EMQX writes it and as it is stored: durations, sizes and rates are texts. */
export interface RetainerSettings {
  enable: boolean;
  msg_expiry_interval: string | number;
  allow_never_expire: boolean;
  /** Kept for callers that send it back: what has expired is removed every 10 s. */
  msg_clear_interval: string | number;
  max_payload_size: string | number;
  stop_publish_clear_msg: boolean;
  /** Kept for callers that send it back: retained messages leave as fast as their receiver takes them. */
  delivery_rate: string;
  max_publish_rate: string;
  backend: {
    type: 'built_in_database';
    storage_type: 'ram' | 'disc';
    /** 0 for as many as the memory for all of them takes. */
    max_retained_messages: number;
    enable: boolean;
  };
}

/** What the configuration says, as long as nobody changed it. */
export function retainerSettingsOf(limits: RetainedLimits): RetainerSettings {
  return {
    enable: limits.enabled,
    msg_expiry_interval: formatDuration(limits.expiry),
    allow_never_expire: limits.allowsEndless,
    msg_clear_interval: '0s',
    max_payload_size: formatByteSize(limits.maximumPayload),
    stop_publish_clear_msg: limits.clearsSilently,
    delivery_rate: 'infinity',
    max_publish_rate: 'infinity',
    backend: {
      type: 'built_in_database',
      storage_type: 'disc',
      max_retained_messages: limits.maximumMessages,
      enable: true,
    },
  };
}

/** The name of the first setting whose text means nothing, or what they all mean. */
export function retainedLimitsOf(
  settings: RetainerSettings,
): RetainedLimits | { readonly unreadable: string } {
  const expiry = parseDuration(settings.msg_expiry_interval);
  const maximumPayload = parseByteSize(settings.max_payload_size);
  const maximumRate = parseRateLimit(settings.max_publish_rate);
  if (expiry === undefined) return { unreadable: 'msg_expiry_interval' };
  if (maximumPayload === undefined) return { unreadable: 'max_payload_size' };
  if (!maximumRate) return { unreadable: 'max_publish_rate' };
  if (!parseRateLimit(settings.delivery_rate)) return { unreadable: 'delivery_rate' };
  if (parseDuration(settings.msg_clear_interval) === undefined) return { unreadable: 'msg_clear_interval' };
  return {
    enabled: settings.enable && settings.backend.enable,
    maximumMessages: settings.backend.max_retained_messages,
    maximumPayload,
    expiry: expiry === Number.POSITIVE_INFINITY ? 0 : expiry,
    allowsEndless: settings.allow_never_expire,
    clearsSilently: settings.stop_publish_clear_msg,
    maximumRate,
  };
}
