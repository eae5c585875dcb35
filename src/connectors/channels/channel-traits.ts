/** What those who write messages must know of a channel. */
export interface ChannelTraits {
  /** Makes foreign text harmless inside the channel's own markup: a device name shall not mention everybody. */
  escape(text: string): string;
  /** What was triggered stays open there until it is resolved by its `key`: so a test takes back what it sent. */
  readonly staysOpen?: boolean;
  /** What actions may say here and nowhere else, as templates: they come as the message's `extra`. */
  readonly extras?: Readonly<Record<string, ExtraMember>>;
}

export interface ExtraMember {
  readonly description: string;
  /** The template is a body: its values are encoded for what it is, which is JSON unless a header says otherwise. */
  readonly isBody?: boolean;
}
