import type { VendorError } from './vendor-error.ts';

/** Mail servers, by the reply code of RFC 5321 that the answer begins with. */
export const emailErrors: readonly VendorError[] = [
  {
    says: /^534|application-specific password|5\.7\.9/i,
    en: {
      sentence: 'The mail server wants a stronger way to sign in than this password.',
      fix: 'Make an app password (or an authorization code) in the settings of the mailbox, and use it here; or use auth xoauth2.',
    },
    zh: {
      sentence: '邮件服务器要求更安全的登录方式，不接受此密码。',
      fix: '请在邮箱设置中生成应用专用密码（授权码）并填在这里，或使用 auth xoauth2。',
    },
  },
  {
    says: /^535/,
    en: {
      sentence: 'The mail server does not accept this user name and password.',
      fix: 'Enter them again. Many providers want an app password (or an authorization code) instead of that of the account.',
    },
    zh: {
      sentence: '邮件服务器不接受该用户名和密码。',
      fix: '请重新填写。许多邮箱（如 QQ、163、Gmail）要求使用授权码或应用专用密码，而不是账号密码。',
    },
  },
  {
    says: /^53[08]/,
    en: {
      sentence: 'The mail server wants a user name and password, or TLS, before it takes mails.',
      fix: 'Set username and password, and tls to starttls (port 587) or tls (port 465).',
    },
    zh: {
      sentence: '邮件服务器要求先登录或加密连接，才接收邮件。',
      fix: '请填写用户名和密码，并把 tls 设为 starttls（端口 587）或 tls（端口 465）。',
    },
  },
  {
    says: /^454/,
    en: {
      sentence: 'The mail server cannot check passwords, or cannot encrypt, for the moment.',
      fix: 'Nothing to do: it is tried again after a minute.',
    },
    zh: { sentence: '邮件服务器暂时无法验证登录或建立加密。', fix: '无需处理，一分钟后自动重试。' },
  },
  {
    says: /^552|larger than/,
    en: {
      sentence: 'The mail is larger than the server takes.',
      fix: 'Shorten the text of the action; leave the payload out, or only its important values in.',
    },
    zh: { sentence: '邮件超过服务器允许的大小。', fix: '请缩短动作的文本，不要包含整个消息内容。' },
  },
  {
    says: /^5[05][013] 5\.7\.|relay/i,
    en: {
      sentence: 'The mail server does not deliver for this sender to this recipient.',
      fix: 'Sign in (username, password), and send from an address that belongs to this mailbox.',
    },
    zh: {
      sentence: '邮件服务器不为该发件人转发到该收件人。',
      fix: '请填写用户名和密码登录，并使用属于该邮箱的发件地址（from）。',
    },
  },
  {
    says: /^55[013]/,
    en: {
      sentence: 'The mail server refuses an address: it does not exist, or may not be used.',
      fix: 'Look at its answer for which one, and correct from, to, cc or bcc.',
    },
    zh: {
      sentence: '邮件服务器拒绝了某个地址：地址不存在，或不允许使用。',
      fix: '请根据服务器的回复，修改 from、to、cc 或 bcc 中对应的地址。',
    },
  },
  {
    says: /^554/,
    en: {
      sentence: 'The mail server refuses the mail as a matter of policy, perhaps as spam.',
      fix: 'Read its answer. Often SPF or DKIM of the domain of from is missing, or the address of this machine is on a list.',
    },
    zh: {
      sentence: '邮件服务器按策略拒绝了邮件，可能被判为垃圾邮件。',
      fix: '请查看服务器的回复。常见原因是发件域名缺少 SPF 或 DKIM，或本机地址在黑名单中。',
    },
  },
  {
    says: /^421/,
    en: {
      sentence: 'The mail server closes the connection for now: it is busy, or there are too many.',
      fix: 'Nothing to do: it is tried again. If it happens often, lower pool_size or set limits.',
    },
    zh: {
      sentence: '邮件服务器暂时关闭连接：服务器繁忙，或连接过多。',
      fix: '无需处理，会自动重试。如果经常发生，请减小 pool_size 或设置 limits。',
    },
  },
  {
    says: /^45[0-2]/,
    en: {
      sentence:
        'The mail server puts the mail off: the mailbox is busy, or the sender is new to it (greylisting).',
      fix: 'Nothing to do: it is tried again after 1 to 15 minutes.',
    },
    zh: {
      sentence: '邮件服务器暂缓接收：邮箱繁忙，或首次收到该发件人的邮件（灰名单）。',
      fix: '无需处理，1 到 15 分钟后自动重试。',
    },
  },
  {
    says: /STARTTLS/,
    en: {
      sentence: 'The mail server does not offer STARTTLS, and nothing is sent in clear.',
      fix: 'Use port 465 with tls "tls"; in a lab, tls "none" sends in clear.',
    },
    zh: {
      sentence: '邮件服务器不支持 STARTTLS，不会以明文发送。',
      fix: '请改用端口 465 并把 tls 设为 tls；测试环境可设为 none（明文）。',
    },
  },
];
