import { outboundReason } from './outbound-reasons.ts';

/** The alert about a channel that takes no alerts. */
export interface AlertingFailedTexts {
  readonly title: (channel: string) => string;
  /** @param answer of the other side, in its own words; empty when there was none */
  readonly summary: (answer: string) => string;
  readonly advice: string;
}

export const alertingFailedTexts: Readonly<Record<'en' | 'zh', AlertingFailedTexts>> = {
  en: {
    title: (channel) => `Alerts do not reach ${channel}`,
    summary: (answer) => (answer === '' ? 'It does not answer.' : `Its last answer: ${answer}`),
    advice:
      'Test the connector and put its settings right. What is still open is told there as soon as it takes messages again.',
  },
  zh: {
    title: (channel) => `告警无法送达 ${channel}`,
    summary: (answer) => (answer === '' ? '对方没有应答。' : `最近一次应答：${outboundReason(answer, 'zh')}`),
    advice: '请测试该连接器并修正配置。恢复后会自动补发仍未恢复的告警。',
  },
};
