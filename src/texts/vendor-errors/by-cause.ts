import type { Translated } from './vendor-error.ts';

export type Cause = 'config' | 'message' | 'throttled' | 'remote' | 'network';

const byCause: Readonly<Record<Cause, Translated>> = {
  config: {
    en: {
      sentence: 'The other side refused it, and will refuse everything until settings are changed.',
      fix: 'Compare address, secrets and permissions with those that the other side shows, and test again.',
    },
    zh: {
      sentence: '对方拒绝了请求，在修改设置之前会一直拒绝。',
      fix: '请核对地址、密钥和权限是否与对方显示的一致，然后重新测试。',
    },
  },
  message: {
    en: {
      sentence: 'The other side refused this message; others may pass.',
      fix: 'Read its answer, and change the texts of the message.',
    },
    zh: { sentence: '对方拒绝了这条消息，其他消息可能可以通过。', fix: '请查看对方的回复，并修改消息内容。' },
  },
  throttled: {
    en: { sentence: 'The other side takes no more for the moment.', fix: 'Wait a minute, and test again.' },
    zh: { sentence: '发送过快，对方暂时不接收。', fix: '请等待一分钟后重新测试。' },
  },
  remote: {
    en: {
      sentence: 'The other side was reached, and could not take it.',
      fix: 'Test again in a minute; if it goes on, look at its status page or log.',
    },
    zh: {
      sentence: '已连接到对方，但对方无法处理。',
      fix: '请稍后重新测试；如果持续失败，请查看对方的状态页或日志。',
    },
  },
  network: {
    en: {
      sentence: 'Nobody could be reached there.',
      fix: 'Check the address and the firewall; inside a closed network set the proxy of this connector.',
    },
    zh: { sentence: '无法连接到对方。', fix: '请检查地址和防火墙；内网部署请为此连接器配置代理。' },
  },
};

/** Somebody was reached, and not believed: a firewall is not to blame. */
const untrusted: Translated = {
  en: {
    sentence: 'Somebody answered there, but could not prove to be the one that was asked for.',
    fix: 'Have the certificate renewed there, or set under ssl the CA and the name that it is of.',
  },
  zh: {
    sentence: '对方有应答，但无法证明其身份。',
    fix: '请在对方更新证书，或在 ssl 中设置签发它的 CA 证书和证书中的名称。',
  },
};

/**
 * What is said of a refusal that no vendor's table knows: what its class and our own words for it tell.
 * @param reason as `describeNetworkError` writes it, or the other side
 */
export function explainByCause(cause: Cause, reason: string): Translated {
  return cause === 'network' && /^the certificate of /.test(reason) ? untrusted : byCause[cause];
}
