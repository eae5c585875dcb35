import type { VendorError } from './vendor-error.ts';

/** Workflows of Microsoft Teams, which Power Automate runs; and what is left of the old connectors. */
export const teamsErrors: readonly VendorError[] = [
  {
    says: /WorkflowTriggerIsNotEnabled|WorkflowDisabled|not enabled|is disabled/i,
    en: {
      sentence: 'The workflow is switched off.',
      fix: 'Turn it on in Power Automate (My flows); those that nobody uses are switched off after a while.',
    },
    zh: {
      sentence: '该工作流已关闭。',
      fix: '请在 Power Automate 的“我的流”中打开它；长期未使用的流会被自动关闭。',
    },
  },
  {
    codes: ['WorkflowNotFound', '404', '410'],
    en: {
      sentence:
        'The workflow does not exist any more, or this is the address of an old connector, which Microsoft retired.',
      fix: 'Create a workflow "Post to a channel when a webhook request is received", and write its address into the connector.',
    },
    zh: {
      sentence: '该工作流已不存在，或这是已被微软停用的旧连接器地址。',
      fix: '请创建“收到 Webhook 请求时发布到频道”的工作流，并把新地址填入连接器。',
    },
  },
  {
    codes: ['401', '403', 'DirectApiAuthorizationRequired', 'AuthorizationFailed', 'InvalidSasToken'],
    en: {
      sentence:
        'The workflow did not let us in: the signature at the end of the address is not complete, or was renewed.',
      fix: 'Copy the whole address again from the workflow; anyone must be allowed to trigger it.',
    },
    zh: {
      sentence: '工作流拒绝了请求：地址末尾的签名不完整，或已被更新。',
      fix: '请从工作流中重新复制完整地址，并允许任何人触发它。',
    },
  },
  {
    codes: ['TriggerInputSchemaMismatch', '400'],
    en: {
      sentence: 'The workflow expects another body than a message with an Adaptive Card.',
      fix: 'Use the template "Post to a channel when a webhook request is received", or a connector of type webhook with a body of your own.',
    },
    zh: {
      sentence: '工作流需要的请求体不是带自适应卡片的消息。',
      fix: '请使用“收到 Webhook 请求时发布到频道”模板，或改用 webhook 类型的连接器并自定义 body。',
    },
  },
  {
    codes: ['413'],
    en: {
      sentence: 'The card is larger than the 28 KB that Teams takes.',
      fix: 'Shorten the text of the action.',
    },
    zh: { sentence: '卡片超过 Teams 的 28 KB 限制。', fix: '请缩短动作中的文本。' },
  },
  {
    codes: ['429'],
    en: {
      sentence: 'Teams takes four messages a second, and more came.',
      fix: 'Nothing to do: it goes on by itself. If it happens often, group alerts.',
    },
    zh: {
      sentence: '发送过快：Teams 每秒接收四条消息。',
      fix: '无需处理，之后自动继续。如果经常发生，请合并告警。',
    },
  },
  {
    codes: ['200'],
    en: {
      sentence: 'Teams said 200, and in its text that it posted nothing.',
      fix: 'Read its text; if the address is that of an old connector, replace it by a workflow.',
    },
    zh: {
      sentence: 'Teams 返回了 200，但文字说明消息没有发出。',
      fix: '请查看返回文字；如果是旧连接器的地址，请改用工作流。',
    },
  },
  {
    codes: ['500', '502', '503', '504', 'NoResponse'],
    en: { sentence: 'Power Automate has trouble of its own.', fix: 'Nothing to do: it is sent again.' },
    zh: { sentence: 'Power Automate 服务出现故障。', fix: '无需处理，会自动重发。' },
  },
];
