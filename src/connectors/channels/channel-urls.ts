import type { AddressProblem } from '../../texts/channel-addresses.ts';

/** What an address says about who is behind it. */
export interface RecognizedUrl {
  /** Of the connector to make of it; `webhook` when nobody is recognised. */
  readonly type: string;
  /**
   * `vendor`: the vendor's own server, which takes nothing else. `flow`: the vendor's own server, which may run what somebody
   * built there for any body. `path`: a private server with the vendor's paths. `other`: anybody.
   */
  readonly certainty: 'vendor' | 'flow' | 'path' | 'other';
  readonly problem?: AddressProblem | undefined;
}

interface Vendor {
  readonly type: string;
  /** Its own servers. */
  readonly host: RegExp;
  /** By which a private deployment is known; not of those that have none. */
  readonly path?: RegExp;
  /** Somebody else's body is taken there as well. */
  readonly flow?: boolean;
  /** Of an address of its own servers. */
  problemOf?(url: URL): AddressProblem | undefined;
}

const vendors: readonly Vendor[] = [
  {
    type: 'wecom',
    host: /^qyapi\.weixin\.qq\.com$/,
    path: /\/cgi-bin\/webhook\/send\/?$/,
    problemOf: ({ searchParams }) => (searchParams.get('key') ? undefined : 'incomplete'),
  },
  {
    type: 'dingtalk',
    host: /^oapi\.dingtalk\.com$/,
    path: /\/robot\/send\/?$/,
    problemOf: ({ searchParams }) => (searchParams.get('access_token') ? undefined : 'incomplete'),
  },
  {
    type: 'feishu',
    host: /^open\.(?:feishu\.cn|larksuite\.com)$/,
    path: /\/open-apis\/bot\/v2\/hook\/[^/]+\/?$/,
    problemOf({ pathname }) {
      if (/^\/open-apis\/bot\/hook\//.test(pathname)) return 'old_bot';
      return /^\/open-apis\/bot\/v2\/hook\/[^/]+/.test(pathname) ? undefined : 'incomplete';
    },
  },
  {
    // Variables of a workflow, and no message.
    type: 'webhook',
    host: /^hooks\.slack\.com$/,
    path: /^\/(?:workflows|triggers)\//,
    flow: true,
  },
  {
    type: 'slack',
    host: /^hooks\.slack(?:-gov)?\.com$/,
    path: /\/services\/T\w+\/B\w+\/\w+\/?$/,
    problemOf: ({ pathname }) => (/^\/services\/\w+\/\w+\/\w+/.test(pathname) ? undefined : 'incomplete'),
  },
  {
    type: 'teams',
    host: /(?:^|\.)(?:webhook\.office\.com|outlook\.office(?:365)?\.com)$/,
    problemOf: () => 'retired',
  },
  {
    type: 'teams',
    host: /\.(?:logic\.azure\.(?:com|us|cn)|powerplatform\.(?:com|cn)|powerautomate\.(?:com|us|cn))$/,
    flow: true,
    problemOf: ({ searchParams }) => (searchParams.get('sig') ? undefined : 'incomplete'),
  },
  {
    type: 'telegram',
    host: /^api\.telegram\.org$/,
    path: /\/bot\d+:[\w-]{20,}(?:\/\w*)?$/,
    problemOf: ({ pathname }) => (/^\/bot\d+:[\w-]+/.test(pathname) ? undefined : 'incomplete'),
  },
  {
    type: 'discord',
    host: /^(?:(?:ptb|canary)\.)?discord(?:app)?\.com$/,
    path: /\/api(?:\/v\d+)?\/webhooks\/\d+\/[\w-]+/,
    problemOf: ({ pathname }) =>
      /^\/api(?:\/v\d+)?\/webhooks\/\d+\/[\w-]+/.test(pathname) ? undefined : 'incomplete',
  },
  { type: 'pagerduty', host: /^events(?:\.eu)?\.pagerduty\.com$/, path: /\/v2\/enqueue\/?$/ },
];

/** Who is behind an address that somebody pasted, by its host and path alone. Nothing is looked up. */
export function recognizeUrl(text: string): RecognizedUrl {
  const trimmed = text.trim();
  const url = URL.parse(trimmed);
  if (!url || !/^https?:$/.test(url.protocol) || url.hostname === '') {
    const completed = URL.parse(`https://${trimmed}`);
    const looksLikeOne = completed?.hostname.includes('.') && !/^\w+:\/\/|\s/.test(trimmed);
    if (!completed || !looksLikeOne)
      return { type: 'webhook', certainty: 'other', problem: 'not_an_address' };
    return { ...recognize(completed), problem: 'without_scheme' };
  }
  return recognize(url);
}

function recognize(url: URL): RecognizedUrl {
  // A name that ends with the dot of the root is the same host.
  const hostname = url.hostname.replace(/\.$/, '');
  const own = vendors.find(
    ({ host, path, type }) => host.test(hostname) && (type !== 'webhook' || path?.test(url.pathname)),
  );
  if (own) {
    const certainty = own.flow ? 'flow' : 'vendor';
    return { type: own.type, certainty, problem: own.problemOf?.(url) };
  }
  const alike = vendors.find(({ path, type }) => type !== 'webhook' && path?.test(url.pathname));
  return alike ? { type: alike.type, certainty: 'path' } : { type: 'webhook', certainty: 'other' };
}

/** Why an address cannot be that of a connector of this type, if its host tells; a host that nobody knows may be anything. */
export function mistakeInChannelUrl(
  text: string,
  type: string,
): { problem: AddressProblem; vendor: string } | undefined {
  const { type: vendor, certainty, problem } = recognizeUrl(text);
  if (certainty === 'path' || certainty === 'other') return undefined;
  if (vendor !== type && !(certainty === 'flow' && type === 'webhook')) {
    return { problem: 'wrong_type', vendor };
  }
  return vendor === type && problem !== undefined ? { problem, vendor } : undefined;
}
