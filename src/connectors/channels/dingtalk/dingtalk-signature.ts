import { crypto } from '../../../lib/late-crypto.ts';

/** Base64. The secret is the key, and stands in what is signed as well. @param timestamp Unix milliseconds */
export function dingtalkSign(timestamp: number, secret: string): string {
  return crypto().createHmac('sha256', secret).update(`${timestamp}\n${secret}`).digest('base64');
}

/** The address with a fresh signature. One that was pasted along with it is stale and goes, with or without a secret. */
export function signedUrl(url: string, secret: string | undefined, now: number): string {
  const [address = '', query = ''] = split(url);
  const kept = query.split('&').filter((part) => part !== '' && !/^(?:timestamp|sign)(?:=|$)/i.test(part));
  const signature = secret
    ? [`timestamp=${now}`, `sign=${encodeURIComponent(dingtalkSign(now, secret))}`]
    : [];
  const parts = [...kept, ...signature];
  return parts.length === 0 ? address : `${address}?${parts.join('&')}`;
}

function split(url: string): [address: string, query: string] {
  const at = url.indexOf('?');
  return at < 0 ? [url, ''] : [url.slice(0, at), url.slice(at + 1)];
}
