import { Anchor, Button, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { AlertCounts } from '../../../../../src/api/contract.ts';
import { api } from '../../../shared/api/client.ts';
import { useFormats } from '../../../shared/format/format.ts';
import { quoteWord } from '../../../shared/search/search-words.ts';
import { useTexts } from '../../../shared/texts/texts.ts';
import { QueryView } from '../../../shared/ui/query-view.tsx';
import { ALERTS } from '../alert-queries.ts';
import { historyTexts } from './history.texts.ts';
import styles from './noisiest.module.css';

const MOST = 5;

/** What rang most since a moment, and the way to make it ring less. */
export function Noisiest({ since }: { since: number }) {
  const texts = useTexts(historyTexts);
  const formats = useFormats();
  const query = useQuery({
    queryKey: [ALERTS, 'stats', since],
    queryFn: ({ signal }) => api.get<AlertCounts>('/alerts/stats', { since }, signal),
  });
  return (
    <section aria-label={texts.noisiest} className={styles.section}>
      <Text size="sm" fw={600} mb={4}>
        {texts.noisiest}
      </Text>
      <QueryView query={query} rows={3}>
        {({ noisiest, short_drops: drops }) => {
          const most = noisiest[0]?.began ?? 1;
          return (
            <>
              {noisiest.length === 0 && <Text c="dimmed">{texts.quiet}</Text>}
              <ul className={styles.list}>
                {noisiest.slice(0, MOST).map(({ rule_id: rule, monitor, began }) => {
                  const name = rule ?? monitor ?? '';
                  const word = `${rule === null ? 'monitor' : 'rule'}:${quoteWord(name)}`;
                  return (
                    <li key={word} className={styles.row}>
                      <Anchor
                        component={Link}
                        to="/alerts/history"
                        search={{ q: word } as never}
                        inherit
                        className={styles.name}
                      >
                        <bdi>{name}</bdi>
                      </Anchor>
                      <span className={styles.bar} aria-hidden="true">
                        <span style={{ width: `${(100 * began) / most}%` }} />
                      </span>
                      <span className={styles.count} title={texts.noisyIn(formats.number(began))}>
                        {formats.number(began)}
                      </span>
                      {rule === null ? (
                        <Button
                          component={Link}
                          to="/alerts/monitors"
                          search={{ monitor } as never}
                          variant="default"
                          size="compact-xs"
                        >
                          {texts.settings}
                        </Button>
                      ) : (
                        <Button
                          component={Link}
                          to="/rules/backtests"
                          search={{ rule } as never}
                          variant="default"
                          size="compact-xs"
                        >
                          {texts.tune}
                        </Button>
                      )}
                    </li>
                  );
                })}
              </ul>
              {drops.last_24h > 0 && (
                <Text size="xs" c="dimmed" mt={6}>
                  {texts.drops(formats.number(drops.last_24h))}
                </Text>
              )}
            </>
          );
        }}
      </QueryView>
    </section>
  );
}
