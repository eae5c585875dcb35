/** How the keys of vendors look on their own servers; elsewhere they may look as they like. */
const SHAPES: readonly (readonly [host: RegExp, key: (url: URL) => string, shape: RegExp])[] = [
  [
    /^qyapi\.weixin\.qq\.com$/,
    (url) => url.searchParams.get('key') ?? '',
    /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i,
  ],
  [/^oapi\.dingtalk\.com$/, (url) => url.searchParams.get('access_token') ?? '', /^[0-9a-f]{64}$/i],
  [
    /^open\.(feishu\.cn|larksuite\.com)$/,
    (url) => url.pathname.split('/').at(-1) ?? '',
    /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i,
  ],
  [/^hooks\.slack(-gov)?\.com$/, (url) => url.pathname, /^\/services\/T\w{5,}\/B\w{5,}\/\w{16,}\/?$/],
];

/** False where the key of an address was cut off or mangled, as far as its vendor's keys have a shape. */
export function keyLooksRight(address: string): boolean {
  const url = URL.parse(address.trim());
  if (!url) return true;
  const known = SHAPES.find(([host]) => host.test(url.hostname));
  if (!known) return true;
  const [, keyOf, shape] = known;
  const key = keyOf(url);
  return key === '' || shape.test(key);
}
