/** What a bot is told in `url`, `token`, `chat_id`; people also paste the whole URL of `sendMessage`. */
export interface TelegramSettings {
  url: string;
  token?: string | undefined;
  chat_id?: string | number | undefined;
}

export interface TelegramAddress {
  /** `https://api.telegram.org`, or a server of one's own with a path before `/bot`. */
  readonly base: string;
  readonly token: string | undefined;
  readonly chatId: string | number | undefined;
}

export function readTelegramAddress({ url, token, chat_id }: TelegramSettings): TelegramAddress {
  // No URL yet where it is a reference that is looked up later.
  const { origin, pathname, searchParams } = URL.parse(url) ?? new URL('http://unknown.invalid');
  const [, path = '', inPath] = /^(.*?)\/bot(\d+:[\w-]+)(?:\/\w*)?\/?$/.exec(pathname) ?? [
    undefined,
    pathname,
  ];
  return {
    base: origin + path.replace(/\/+$/, ''),
    token: token?.replace(/^bot(?=\d)/, '') || inPath,
    chatId: chat_id ?? searchParams.get('chat_id') ?? undefined,
  };
}

/** Groups and channels have negative ids, or a name in public ones; a person's id is positive. */
export function isGroup(chatId: string | number | undefined): boolean {
  return !/^\d+$/.test(String(chatId ?? ''));
}
