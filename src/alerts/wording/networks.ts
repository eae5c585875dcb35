type Network = readonly [name: 'network/16' | 'network/24' | 'network/48', network: string];

const IPV4 = /^(?:::ffff:)?(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.\d{1,3}$/i;

/** The networks that an address belongs to, as sites and providers share them out. None for what is no address. */
export function networksOf(address: string): Network[] {
  const four = IPV4.exec(address);
  if (four) {
    const [, a, b, c] = four;
    return [
      ['network/16', `${a}.${b}.0.0/16`],
      ['network/24', `${a}.${b}.${c}.0/24`],
    ];
  }
  const site = address.includes(':') ? siteOf(address) : undefined;
  return site === undefined ? [] : [['network/48', `${site}/48`]];
}

/** The first three groups of an IPv6 address, which may be written with `::` and a zone. */
function siteOf(address: string): string | undefined {
  const [bare = ''] = address.toLowerCase().split('%', 1);
  const [head = '', tail] = bare.split('::', 2);
  const groups = head === '' ? [] : head.split(':');
  if (tail !== undefined) {
    const after = tail === '' ? 0 : tail.split(':').length + (tail.includes('.') ? 1 : 0);
    while (groups.length + after < 8) groups.push('0');
  }
  const site = groups.slice(0, 3).map((group) => group.replace(/^0+(?=[0-9a-f])/, ''));
  if (site.length < 3 || site.some((group) => !/^[0-9a-f]{1,4}$/.test(group))) return undefined;
  while (site.at(-1) === '0') site.pop();
  return `${site.join(':')}::`;
}
