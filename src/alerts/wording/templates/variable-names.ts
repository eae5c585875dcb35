/** What a template of a message can be filled with: name, what it is, an example. */
interface TemplateVariable {
  readonly name: string;
  readonly description: string;
  readonly example: string;
}

const v = (name: string, description: string, example: string): TemplateVariable => ({
  name,
  description,
  example,
});

/** All of them are texts; what a message does not have is empty, so that `${summary:-none}` has its default. */
export const TEMPLATE_VARIABLES: readonly TemplateVariable[] = [
  v('headline', 'The first line as it is built in', '[Critical] Device offline: dev-0421'),
  v('what', 'The same without the word in brackets', 'Device offline: dev-0421'),
  v('tag', 'That word', 'Critical'),
  v(
    'text',
    'The lines below it as they are built in: summary, what is in common, names',
    'In common: network 10.2.0.0/16 (312 of 312)',
  ),
  v('title', 'The title of the alert; of several, what their titles share', 'Device offline: dev-0421'),
  v('summary', 'Of the alert', 'no heartbeat'),
  v('description', 'Of the alert', 'Check the power of the cabinet first'),
  v('runbook_url', 'Of the alert', 'https://wiki.example.com/offline'),
  v('severity', 'critical, warning or info', 'critical'),
  v('severity_text', 'The same in the language of the message', 'Critical'),
  v('status', 'pending, open, acknowledged or resolved', 'open'),
  v('event', 'trigger, acknowledge or resolve: what the message means', 'trigger'),
  v('kind', 'Which template it is', 'trigger'),
  v('told_because', 'first, more, escalated, repeat, acknowledged or resolved', 'first'),
  v('key', 'What the alert is about', 'dev-0421'),
  v('rule', 'The id of the rule', 'device_offline'),
  v('monitor', 'The name of the monitor, when there is no rule', 'connector_down'),
  v('id', 'Of the alert', '019a0000-0000-7000-8000-000000000001'),
  v(
    'incident',
    'The same from the first message about it to the last',
    '019a0000-0000-7000-8000-000000000001',
  ),
  v('group_id', 'Of what is told together', '4f1c2b…'),
  v('channel', 'Where the message goes', 'wecom:ops'),
  v('clientid', 'Of the client', 'dev-0421'),
  v('username', 'Of the client', 'u_emqx'),
  v('peerhost', 'Of the client', '192.168.0.10'),
  v('listener', 'Of the client', 'tcp:default'),
  v('node', 'Of the client', 'tocsin@127.0.0.1'),
  v('reason', 'Why the client is gone, in words', 'keep-alive timeout'),
  v('reason_code', 'The same as rules see it', 'keepalive_timeout'),
  v('since', 'When the condition began', '2026-08-20 14:03:07 +08:00'),
  v('until', 'When it was over', '2026-08-20 14:07:19 +08:00'),
  v('duration', 'How long it lasts, or lasted', '4 min 12 s'),
  v('starts_at', "The same as since, in Unix milliseconds, for ${starts_at | date('UTC')}", '1787205787000'),
  v('resolved_at', 'The same as until, in Unix milliseconds', '1787206039000'),
  v('at', 'When people are told, in Unix milliseconds', '1787205847000'),
  v('acknowledged_by', 'Who takes care of it', 'zhang'),
  v('resolved_by', 'Who ended it by hand', 'zhang'),
  v('count', 'How often the condition was seen', '1'),
  v('suppressed', 'Short drops before', '0'),
  v('opened', 'How many alerts this message tells for the first time, and that are open', '312'),
  v('resolved', 'How many alerts it says are over', '0'),
  v('still_open', 'How many alerts of the group are open', '312'),
  v('span', 'Within how long they came', '40 s'),
  v('names', 'The first ten of them', 'dev-0001, dev-0002'),
  v('more', 'How many are not among these', '302'),
  v('common', 'What they have in common', 'network 10.2.0.0/16 (312 of 312)'),
  v(
    'held_back',
    'Why it comes late or together: a limit, an outage, quiet hours, a silence',
    "28 more alerts merged here because of the bot's rate limit",
  ),
  v('url', 'The first link of the message', 'https://tocsin.example.com/a/…'),
];

export const VARIABLE_NAMES: ReadonlySet<string> = new Set(TEMPLATE_VARIABLES.map(({ name }) => name));

/** Of these, what stands behind the point is named by whoever wrote the rule: `facts.topic`, `labels.site`, `attrs.line`. */
export const OPEN_VARIABLES: ReadonlySet<string> = new Set(['facts', 'labels', 'attrs']);
