import { Stack, TextInput } from '@mantine/core';
import { SqlEditor } from '../../shared/code/sql-editor.tsx';
import { useTexts } from '../../shared/texts/texts.ts';
import { alertFormTexts } from './alert.texts.ts';
import { type AlertFormParts, ChoiceInput, DurationInput } from './alert-fields.tsx';

const BEGINNINGS: Readonly<Record<string, unknown>> = {
  event: 'client.connected',
  sql: { sql: 'SELECT clientid FROM "$events/client/connected"' },
  after: { after: '10m' },
};

/** What ends the alert: nothing said, an event, a statement, or a time without a row. */
export function ResolveOn({ parts: { value, set, readOnly, problemOf } }: { parts: AlertFormParts }) {
  const texts = useTexts(alertFormTexts);
  const resolveOn = value.resolve_on;
  const kind = kindOf(resolveOn);
  return (
    <Stack gap={6}>
      <ChoiceInput
        label={texts.resolve}
        value={kind}
        options={[
          { value: 'default', label: texts.resolveDefault },
          { value: 'event', label: texts.resolveEvent },
          { value: 'after', label: texts.resolveAfter },
          { value: 'sql', label: texts.resolveSql },
        ]}
        onChange={(next) => set('resolve_on', BEGINNINGS[next])}
        readOnly={readOnly}
      />
      {kind === 'event' && (
        <TextInput
          label={texts.event}
          value={String(resolveOn)}
          readOnly={readOnly}
          error={problemOf('resolve_on')}
          onChange={({ currentTarget }) => set('resolve_on', currentTarget.value)}
        />
      )}
      {kind === 'after' && (
        <DurationInput
          label={texts.after}
          value={(resolveOn as { after: unknown }).after}
          onChange={(next) => set('resolve_on', { after: next ?? '' })}
          error={problemOf('resolve_on.after') ?? problemOf('resolve_on')}
          readOnly={readOnly}
        />
      )}
      {kind === 'sql' && (
        <div>
          <SqlEditor
            label={texts.sql}
            value={(resolveOn as { sql: string }).sql}
            readOnly={readOnly}
            minLines={2}
            maxLines={8}
            onChange={(sql) => set('resolve_on', { sql })}
          />
          <Complaint text={problemOf('resolve_on.sql')} />
        </div>
      )}
    </Stack>
  );
}

function kindOf(resolveOn: unknown): 'default' | 'event' | 'after' | 'sql' {
  if (resolveOn === undefined) return 'default';
  if (typeof resolveOn === 'string') return 'event';
  return typeof resolveOn === 'object' && resolveOn !== null && 'sql' in resolveOn ? 'sql' : 'after';
}

export function Complaint({ text }: { text: string | undefined }) {
  if (text === undefined) return null;
  return (
    <pre role="alert" style={{ color: 'var(--mantine-color-error)', whiteSpace: 'pre-wrap', margin: 0 }}>
      {text}
    </pre>
  );
}
