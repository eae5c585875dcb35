/** What those who write messages must know of a channel. */
export interface ChannelTraits {
  /** Makes foreign text harmless inside the channel's own markup: a device name shall not mention everybody. */
  escape(text: string): string;
  /** What was triggered stays open there until it is resolved by its `key`: so a test takes back what it sent. */
  readonly staysOpen?: boolean;
}
