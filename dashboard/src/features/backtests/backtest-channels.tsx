import { Progress, Stack, Table, Text, Title } from '@mantine/core';
import type { Backtest } from '../../../../src/api/contract.ts';
import { useFormats } from '../../shared/format/format.ts';
import { useTexts } from '../../shared/texts/texts.ts';
import { backtestTexts } from './backtests.texts.ts';

/** What each channel would have been told, against what its vendor takes. */
export function BacktestChannels({ channels }: { channels: Backtest['channels'] }) {
  const texts = useTexts(backtestTexts);
  const formats = useFormats();
  return (
    <Stack gap="xs">
      <Title order={3}>{texts.channels}</Title>
      <Table.ScrollContainer minWidth={420}>
        <Table verticalSpacing={4} fz="sm">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{texts.channel}</Table.Th>
              <Table.Th ta="right">{texts.messages}</Table.Th>
              <Table.Th>{texts.peak}</Table.Th>
              <Table.Th ta="right">{texts.digests}</Table.Th>
              <Table.Th ta="right">{texts.throttled}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {channels.map(({ channel, messages, peak, limit, digests, throttled_minutes: throttled }) => (
              <Table.Tr key={channel}>
                <Table.Td>{channel}</Table.Td>
                <Table.Td ta="right">{formats.number(messages)}</Table.Td>
                <Table.Td>
                  {limit === null ? (
                    texts.noLimit(formats.number(peak))
                  ) : (
                    <>
                      <Text span inherit>
                        {texts.ofLimit(formats.number(peak), formats.number(limit))}
                      </Text>
                      <Progress
                        value={Math.min(100, (peak / limit) * 100)}
                        size={4}
                        mt={2}
                        color={peak >= limit ? 'red' : 'teal'}
                        aria-label={`${channel}: ${texts.peak}`}
                      />
                    </>
                  )}
                </Table.Td>
                <Table.Td ta="right">{formats.number(digests)}</Table.Td>
                <Table.Td ta="right">{formats.number(throttled)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Stack>
  );
}
