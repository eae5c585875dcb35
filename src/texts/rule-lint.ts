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
  // About the alert of a rule.
  keyUndefined: ({ name, suggestion }: { name: string; suggestion: string | undefined }) =>
    `\${${name}} is no output of the SQL, so that the key cannot tell one subject from another; ${
      suggestion === undefined ? 'select it' : `did you mean \${${suggestion}}?`
    }`,
  keyMissing: ({ rows }: { rows: number }) =>
    `the key had no value in ${rows === 1 ? 'one row' : `${rows} rows`}, taken for one subject, the rule as a whole; give it a default, or keep such rows out with WHERE`,
  keyWithoutClient: ({ key }: { key: string }) =>
    `clients that share the key ${key} share one alert, which ends as soon as one of them is back; have \${clientid} in the key, or count them with threshold`,
  keyNotAtEnd: ({ name }: { name: string }) =>
    `what ends the alert does not know \${${name}}, of which the key is made, so that it ends none; select it there, or leave it out of the key`,
  endsWhatItRaises: ({ event }: { event: string }) =>
    `${event} raises the alert and ends it as well; name another event`,
  graceInMilliseconds: ({ grace }: { grace: number }) =>
    `the grace period is ${grace} milliseconds; write ${grace}s for seconds`,
  graceOnlyDelays: ({ grace, after }: { grace: string; after: string }) =>
    `nothing can end the alert within the grace period of ${grace} (it ends ${after} after the last row), so that it only opens later; say with resolve_on what ends it`,
  graceNeedsRows: ({ grace, after }: { grace: string; after: string }) =>
    `it ends when no row came for ${after}, before the grace period of ${grace} is over: it opens only if rows keep coming`,
  unknownChannel: ({ id, suggestion }: { id: string; suggestion: string | undefined }) =>
    `there is no channel ${id}, so that nobody is told there; ${
      suggestion === undefined ? 'create it, or take it out' : `did you mean ${suggestion}?`
    }`,
  ambiguousChannel: ({ id, ids }: { id: string; ids: string }) =>
    `several channels are called ${id}; write one of ${ids}`,
};

export type RuleLintMessages = typeof en;

const zh: RuleLintMessages = {
  unknownVariable: ({ name, suggestion }) =>
    `\${${name}} 不是 SQL 的输出，会变成文本 undefined；${suggestion === undefined ? '请在 SELECT 中选取' : `是否想写 \${${suggestion}}？`}`,
  unknownAction: ({ id }) => `没有 ${id} 这个动作，发给它的行会丢失；请创建它，或从规则中去掉`,
  notJson: ({ reason }) =>
    `请求体按 JSON 发送（content-type），但不是 JSON：${reason}；请修正，或改用其他 content-type`,
  keyUndefined: ({ name, suggestion }) =>
    `\${${name}} 不是 SQL 的输出，key 无法区分不同的对象；${suggestion === undefined ? '请在 SELECT 中选取' : `是否想写 \${${suggestion}}？`}`,
  keyMissing: ({ rows }) =>
    `有 ${rows} 行中 key 没有值，都当作同一个对象，即整条规则；请写一个默认值，或用 WHERE 排除这些行`,
  keyWithoutClient: ({ key }) =>
    `key 为 ${key} 的客户端共用一个告警，其中任一个恢复即结束；请在 key 中写上 \${clientid}，或用 threshold 计数`,
  keyNotAtEnd: ({ name }) =>
    `结束告警的事件中没有 key 所用的 \${${name}}，因此不会结束任何告警；请在那里选取它，或从 key 中去掉`,
  endsWhatItRaises: ({ event }) => `${event} 既产生告警又结束告警；请改用其他事件`,
  graceInMilliseconds: ({ grace }) => `宽限时间是 ${grace} 毫秒；若指秒，请写 ${grace}s`,
  graceOnlyDelays: ({ grace, after }) =>
    `宽限时间 ${grace} 内没有什么能结束该告警（最后一行之后 ${after} 才结束），因此只是推迟；请用 resolve_on 写明何时结束`,
  graceNeedsRows: ({ grace, after }) =>
    `${after} 内没有新行就会结束，早于宽限时间 ${grace}：只有持续有行时才会打开`,
  unknownChannel: ({ id, suggestion }) =>
    `没有 ${id} 这个通知渠道，不会通知到；${suggestion === undefined ? '请创建它，或从规则中去掉' : `是否想写 ${suggestion}？`}`,
  ambiguousChannel: ({ id, ids }) => `有多个通知渠道名为 ${id}；请写 ${ids} 之一`,
  republishLoop: ({ rules }) => `该规则可能经由 ${rules} 再次收到自己引发的消息；请修改主题或 FROM`,
};

export const ruleLintMessages: Readonly<Record<'en' | 'zh', RuleLintMessages>> = { en, zh };
