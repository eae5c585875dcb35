import type { Language } from './cut-notes.ts';

/**
 * Why something could not be handed to the other side, in Chinese: the sentences that Tocsin itself makes, as
 * `lib/network-error.ts` and the connectors write them. What the other side answered stays in its own words.
 */
const zh: readonly (readonly [pattern: RegExp, said: (...parts: string[]) => string])[] = [
  [/^connection refused by (.+)$/s, (host) => `${host} 拒绝连接`],
  [
    /^connection to (.+) was closed before the answer was complete$/s,
    (host) => `与 ${host} 的连接在应答完成之前中断`,
  ],
  [/^(.+) did not accept a connection in time$/s, (host) => `连接 ${host} 超时`],
  [/^there is no way to (.+)$/s, (host) => `无法到达 ${host}：网络不通`],
  [/^the connector was closed$/, () => '连接器已关闭'],
  [/^the host name of (.+) is not known$/s, (host) => `找不到 ${host} 的主机名`],
  [/^the host name of (.+) could not be looked up$/s, (host) => `暂时无法解析 ${host} 的主机名`],
  [
    /^the certificate of (.+) is signed by nobody whom we trust: .+$/s,
    (host) => `${host} 的证书不受信任：请将其 CA 证书设为 ssl.cacertfile`,
  ],
  [/^the certificate of (.+) has expired$/s, (host) => `${host} 的证书已过期`],
  [
    /^the certificate of (.+) is for another name: .+$/s,
    (host) => `${host} 的证书属于另一个名称：请将其设为 ssl.server_name_indication`,
  ],
  [/^(.+) does not speak TLS: is it http\?$/s, (host) => `${host} 不支持 TLS：是否应使用 http？`],
  [/^(.+) did not answer CONNECT in time$/s, (host) => `${host} 未及时应答 CONNECT`],
  [/^(.+) closed the connection$/s, (host) => `${host} 关闭了连接`],
  [/^deliveries are refused: (.+)$/s, (reason) => `投递被拒绝：${outboundReason(reason, 'zh')}`],
  [
    /^deliveries fail, (\d+) in a row: (.+)$/s,
    (count, reason) => `连续 ${count} 次投递失败：${outboundReason(reason, 'zh')}`,
  ],
  [/^WeCom (.+?): (.+)$/s, (code, words) => `企业微信 ${code}：${words}`],
  [/^DingTalk (.+?): (.+)$/s, (code, words) => `钉钉 ${code}：${words}`],
  [/^Feishu (.+?): (.+)$/s, (code, words) => `飞书 ${code}：${words}`],
];

/** The reason in the language of who reads it; what is not known stays as it is. */
export function outboundReason(reason: string, language: Language): string {
  if (language === 'en') return reason;
  for (const [pattern, said] of zh) {
    const found = pattern.exec(reason);
    if (found) return said(...found.slice(1));
  }
  return reason;
}
