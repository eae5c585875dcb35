import { List, Stack, Text } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import type { SilencePreview } from '../../../../../src/api/contract.ts';
import { useFormats } from '../../../shared/format/format.ts';
import { useTexts } from '../../../shared/texts/texts.ts';
import { DeviceText } from '../../../shared/ui/device-text.tsx';
import { QueryView } from '../../../shared/ui/query-view.tsx';
import { SeverityMark } from '../../../shared/ui/severity-mark.tsx';
import styles from './acting.module.css';
import { actingTexts } from './acting.texts.ts';

const MOST_SHOWN = 5;

/** What a silence would hide, before it is made. */
export function SilencePreviewView({ query }: { query: UseQueryResult<SilencePreview> }) {
  const texts = useTexts(actingTexts);
  const formats = useFormats();
  return (
    <section aria-label={texts.preview} aria-live="polite" className={styles.preview}>
      <Text size="sm" fw={500}>
        {texts.preview}
      </Text>
      <QueryView query={query} rows={2}>
        {({ now, last_24h: day, warnings }) => (
          <Stack gap={4}>
            <Text size="sm">
              {now.count === 0 ? texts.previewNothing : texts.previewNow(formats.number(now.count))}
            </Text>
            {now.alerts.length > 0 && (
              <List size="sm" listStyleType="none">
                {now.alerts.slice(0, MOST_SHOWN).map(({ id, severity, title, key }) => (
                  <List.Item key={id}>
                    <span className={styles.previewed}>
                      <SeverityMark severity={severity} /> <bdi>{title}</bdi>{' '}
                      <DeviceText text={key} longest={64} />
                    </span>
                  </List.Item>
                ))}
                {now.count > MOST_SHOWN && (
                  <List.Item>{texts.previewMore(formats.number(now.count - MOST_SHOWN))}</List.Item>
                )}
              </List>
            )}
            <Text size="sm" c="dimmed">
              {texts.previewDay(formats.number(day.count))}
            </Text>
            {warnings.map((warning) => (
              <Text key={warning} size="sm" className={styles.warning}>
                ◆ {warning}
              </Text>
            ))}
          </Stack>
        )}
      </QueryView>
    </section>
  );
}
