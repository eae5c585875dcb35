import { Anchor, Group, Stack, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useFormats } from '../../shared/format/format.ts';
import { useNow } from '../../shared/format/now.ts';
import { useLanguage, useTexts } from '../../shared/texts/texts.ts';
import { DeviceText } from '../../shared/ui/device-text.tsx';
import { Moment } from '../../shared/ui/moment.tsx';
import { QueryView } from '../../shared/ui/query-view.tsx';
import { SeverityMark } from '../../shared/ui/severity-mark.tsx';
import styles from './list-card.module.css';
import { overviewTexts } from './overview.texts.ts';
import { useAlertCounts, useLastAlert, useWorstAlerts } from './overview-state.ts';

/** The five worst of what is open; when nothing is, when something was. */
export function WorstAlerts() {
  const texts = useTexts(overviewTexts);
  const formats = useFormats();
  const now = useNow();
  const alerts = useWorstAlerts(useLanguage());
  const counts = useAlertCounts().data;
  const all = counts ? counts.status.open + counts.status.acknowledged : 0;
  return (
    <section className={styles.card} aria-labelledby="worst-alerts">
      <Group justify="space-between" mb={4}>
        <Title order={2} id="worst-alerts">
          {texts.openAlerts}
        </Title>
        <Anchor component={Link} to="/alerts" size="xs">
          {texts.allAlerts}
        </Anchor>
      </Group>
      <QueryView query={alerts} isEmpty={(list) => list.length === 0} empty={<Calm />}>
        {(list) => (
          <ul className={styles.list}>
            {list.map(({ id, severity, title, key, starts_at }) => (
              <li key={id}>
                <Link to="/alerts/detail" search={{ id } as never} className={styles.row ?? ''}>
                  <SeverityMark severity={severity} />
                  <span className={styles.text}>
                    {title}
                    {!title.includes(key) && (
                      <>
                        {texts.about}
                        <DeviceText text={key} longest={64} />
                      </>
                    )}
                  </span>
                  <span className={styles.when}>
                    {formats.duration(Math.max(0, now - Date.parse(starts_at)))}
                  </span>
                </Link>
              </li>
            ))}
            {all > list.length && (
              <li>
                <Anchor component={Link} to="/alerts" size="xs">
                  {texts.moreAlerts(formats.number(all - list.length))}
                </Anchor>
              </li>
            )}
          </ul>
        )}
      </QueryView>
    </section>
  );
}

function Calm() {
  const texts = useTexts(overviewTexts);
  const last = useLastAlert().data;
  return (
    <Stack gap={0} py="xs">
      <Text>
        <span aria-hidden="true" className={styles.tick}>
          ✓{' '}
        </span>
        {texts.nothingWrong}
      </Text>
      {last && (
        <Text size="xs" c="dimmed" component="div">
          {texts.lastAlert} <Moment at={last.starts_at} />
        </Text>
      )}
    </Stack>
  );
}
