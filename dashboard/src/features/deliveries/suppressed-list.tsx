import { Stack, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Alert, Page } from '../../../../src/api/contract.ts';
import { api } from '../../shared/api/client.ts';
import { useTexts } from '../../shared/texts/texts.ts';
import { DeviceText } from '../../shared/ui/device-text.tsx';
import { EmptyState } from '../../shared/ui/empty-state.tsx';
import { Moment } from '../../shared/ui/moment.tsx';
import { PlainTable } from '../../shared/ui/plain-table.tsx';
import { QueryView } from '../../shared/ui/query-view.tsx';
import { deliveryTexts } from './deliveries.texts.ts';

/** Alerts that are looked through. */
const MOST = 1000;

/** What nobody is told of now, and why. There is no delivery of it: it shows what would be one. */
export function SuppressedList() {
  const texts = useTexts(deliveryTexts).suppressed;
  const query = useQuery({
    queryKey: ['alerts', 'suppressed'],
    queryFn: async ({ signal }) => {
      const { data } = await api.get<Page<Alert>>('/alerts', { limit: MOST }, signal);
      return data.filter(({ silenced_by: by }) => by !== null);
    },
    refetchInterval: 10_000,
  });
  return (
    <Stack gap="xs">
      <Text size="sm" c="dimmed">
        {texts.about}{' '}
        <Link to="/alerts/silences" style={{ color: 'var(--mantine-color-anchor)' }}>
          {texts.silences}
        </Link>
      </Text>
      <QueryView query={query}>
        {(alerts) =>
          alerts.length === 0 ? (
            <EmptyState>{texts.none}</EmptyState>
          ) : (
            <PlainTable label={texts.title} head={[texts.subject, texts.since, texts.until]} minWidth={320}>
              {alerts.map(({ id, title, starts_at: since, silenced_until: until }) => (
                <Table.Tr key={id}>
                  <Table.Td>
                    <Link
                      to="/alerts/detail"
                      search={{ id } as never}
                      style={{ color: 'var(--mantine-color-anchor)' }}
                    >
                      <DeviceText text={title} />
                    </Link>
                  </Table.Td>
                  <Table.Td>
                    <Moment at={since} />
                  </Table.Td>
                  <Table.Td>{until === null ? texts.open : <Moment at={until} />}</Table.Td>
                </Table.Tr>
              ))}
            </PlainTable>
          )
        }
      </QueryView>
    </Stack>
  );
}
