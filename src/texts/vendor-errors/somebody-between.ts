import type { VendorError } from './vendor-error.ts';

/** Answers that are not those of the vendor at all: its codes are HTTP statuses, since the vendor said nothing. */
export const somebodyBetween: readonly VendorError[] = [
  {
    codes: ['200', '201', '202', '204'],
    en: {
      sentence:
        'Somebody else answered: a proxy, a sign-in page or another server; the message is not delivered.',
      fix: 'Check the address; in a closed network set `proxy` of the connector, or sign in to the network.',
    },
    zh: {
      sentence: '回答的不是该平台：可能是代理、登录页或其他服务器，消息没有送达。',
      fix: '请检查地址；内网环境请为连接器设置 proxy，或先登录网络。',
    },
  },
  {
    codes: ['301', '302', '303', '307', '308'],
    en: {
      sentence: 'The address leads to another one, and redirects are not followed.',
      fix: 'Write the address as the vendor shows it, with https://.',
    },
    zh: {
      sentence: '该地址会跳转到其他地址，而我们不跟随跳转。',
      fix: '请按平台显示的内容填写完整地址（https:// 开头）。',
    },
  },
  {
    codes: ['404', '405'],
    en: {
      sentence: 'At this address there is no bot.',
      fix: 'Copy the whole address again from the settings of the bot.',
    },
    zh: { sentence: '该地址上没有机器人。', fix: '请在机器人设置中重新复制完整地址。' },
  },
  {
    codes: ['407'],
    en: {
      sentence: 'The proxy wants a user and a password.',
      fix: 'Write them into `proxy` of the connector: http://user:password@host:port.',
    },
    zh: {
      sentence: '代理要求用户名和密码。',
      fix: '请写入连接器的 proxy：http://用户名:密码@主机:端口。',
    },
  },
];
