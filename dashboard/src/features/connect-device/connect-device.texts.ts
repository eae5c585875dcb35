import { defineTexts } from '../../shared/texts/texts.ts';

export const connectTexts = defineTexts(
  {
    connectTitle: 'Connect the first client',
    connectHint: 'Any MQTT client can connect with one of these addresses.',
    noListener: 'No listener is running.',
    openListeners: 'Open Listeners',
    loopback: 'It listens on this machine only.',
    needsLogin: 'A user name and password are needed.',
    copy: (what: string) => `Copy ${what}`,
    copied: 'Copied',
    qr: 'QR code',
    qrLabel: (text: string) => `QR code of ${text}`,
    simulate: 'Start simulated devices',
    close: 'Close',
  },
  {
    connectTitle: '连接第一个客户端',
    connectHint: '任何 MQTT 客户端都可以用以下地址连接。',
    noListener: '没有正在运行的监听器。',
    openListeners: '打开监听器',
    loopback: '仅监听本机。',
    needsLogin: '需要用户名和密码。',
    copy: (what: string) => `复制 ${what}`,
    copied: '已复制',
    qr: '二维码',
    qrLabel: (text: string) => `${text} 的二维码`,
    simulate: '启动模拟设备',
    close: '关闭',
  },
);
