/** Warnings about what a rule does with its rows. */

const en = {
  unknownVariable: ({ name, suggestion }: { name: string; suggestion: string | undefined }) =>
    `\${${name}} is no output of the SQL, it becomes the text undefined; ${
      suggestion === undefined ? 'select it' : `did you mean \${${suggestion}}?`
    }`,
  unknownAction: ({ id }: { id: string }) =>
    `there is no action ${id}, so rows for it are lost; create it, or take it out of the rule`,
  notJson: ({ reason }: { reason: string }) =>
    `the body is sent as JSON (content-type), and is none: ${reason}; mend it, or name another content-type`,
  republishLoop: ({ rules }: { rules: string }) =>
    `this rule may see what it caused again, by way of ${rules}; change a topic, or a FROM`,
};

export type RuleLintMessages = typeof en;

const zh: RuleLintMessages = {
  unknownVariable: ({ name, suggestion }) =>
    `\${${name}} 不是 SQL 的输出，会变成文本 undefined；${suggestion === undefined ? '请在 SELECT 中选取' : `是否想写 \${${suggestion}}？`}`,
  unknownAction: ({ id }) => `没有 ${id} 这个动作，发给它的行会丢失；请创建它，或从规则中去掉`,
  notJson: ({ reason }) =>
    `请求体按 JSON 发送（content-type），但不是 JSON：${reason}；请修正，或改用其他 content-type`,
  republishLoop: ({ rules }) => `该规则可能经由 ${rules} 再次收到自己引发的消息；请修改主题或 FROM`,
};

export const ruleLintMessages: Readonly<Record<'en' | 'zh', RuleLintMessages>> = { en, zh };
