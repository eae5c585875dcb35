/** Stands where other deliveries have the id of their action: `alert:wecom:ops`. No type of connectors is called so. */
const PREFIX = 'alert:';

export function isNotice(action: string): boolean {
  return action.startsWith(PREFIX);
}

/** @param channel id of the connector */
export function noticeIdOf(channel: string): string {
  return PREFIX + channel;
}

export function channelOf(notice: string): string {
  return notice.slice(PREFIX.length);
}
