import { Code, Drawer, Stack, Text, Title } from '@mantine/core';
import type { AuditEntry } from '../../../../src/api/contract.ts';
import { useFormats } from '../../shared/format/format.ts';
import { useTexts } from '../../shared/texts/texts.ts';
import { DeviceText, visibleText } from '../../shared/ui/device-text.tsx';
import { Moment } from '../../shared/ui/moment.tsx';
import { StateMark } from '../../shared/ui/state-mark.tsx';
import { auditTexts } from './audit.texts.ts';
import { ChangeList } from './change-list.tsx';
import { sentenceOf } from './entry-sentence.ts';

interface AuditEntryPanelProps {
  readonly entry: AuditEntry | undefined;
  readonly onClose: () => void;
}

/** One change: who, from where, and what it was before. */
export function AuditEntryPanel({ entry, onClose }: AuditEntryPanelProps) {
  const texts = useTexts(auditTexts);
  return (
    <Drawer
      opened={entry !== undefined}
      onClose={onClose}
      position="right"
      size="lg"
      closeButtonProps={{ 'aria-label': texts.close }}
      title={entry && <DeviceText text={sentenceOf(entry)} />}
    >
      {entry && <Content entry={entry} />}
    </Drawer>
  );
}

function Content({ entry }: { entry: AuditEntry }) {
  const texts = useTexts(auditTexts);
  const formats = useFormats();
  const { body, headers } = entry.http_request;
  return (
    <Stack gap="md">
      <Text size="sm" component="div">
        <Moment at={entry.created_at} precision="millisecond" /> · <DeviceText text={entry.source || '–'} /> ·{' '}
        {texts[entry.from]} {entry.source_ip} ·{' '}
        <StateMark tone={entry.operation_result === 'success' ? 'good' : 'warning'}>
          {texts[entry.operation_result]} ({entry.http_status_code})
        </StateMark>
      </Text>
      {entry.failure !== '' && <Text style={{ overflowWrap: 'anywhere' }}>{entry.failure}</Text>}
      {entry.operation_result === 'success' && (
        <section>
          <Title order={3}>{texts.changes}</Title>
          {entry.changes.length === 0 ? (
            <Text c="dimmed">{texts.noChanges}</Text>
          ) : (
            <ChangeList changes={entry.changes} />
          )}
          {entry.more_changes > 0 && <Text c="dimmed">{texts.more(entry.more_changes)}</Text>}
        </section>
      )}
      <section>
        <Title order={3}>{texts.call}</Title>
        <Text size="sm" className="device-text">
          {entry.http_method.toUpperCase()} {entry.operation_id}
        </Text>
        <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
          {texts.took} {formats.duration(entry.duration_ms)}
          {headers['user-agent'] && ` · ${texts.client} ${headers['user-agent']}`}
        </Text>
      </section>
      {body !== null && body !== undefined && (
        <section>
          <Title order={3} mb={4}>
            {texts.sent}
          </Title>
          <Code block style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}>
            {visibleJson(body)}
          </Code>
        </section>
      )}
    </Stack>
  );
}

function visibleJson(body: unknown): string {
  return JSON.stringify(body, null, 2)
    .split('\n')
    .map((line) => visibleText(line))
    .join('\n');
}
