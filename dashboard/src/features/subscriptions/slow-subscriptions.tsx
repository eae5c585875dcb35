import { Anchor, Button, NativeSelect, Stack, Switch, Table, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useFormats } from '../../shared/format/format.ts';
import { useTexts } from '../../shared/texts/texts.ts';
import { attempt } from '../../shared/ui/attempt.tsx';
import { DeviceText } from '../../shared/ui/device-text.tsx';
import { ForRole } from '../../shared/ui/for-role.tsx';
import { Moment } from '../../shared/ui/moment.tsx';
import { PlainTable } from '../../shared/ui/plain-table.tsx';
import { QueryView } from '../../shared/ui/query-view.tsx';
import { Section } from '../../shared/ui/section.tsx';
import { slowTexts } from './slow.texts.ts';
import {
  changeSlowSettings,
  forgetSlow,
  SLOW_THRESHOLDS,
  SLOW_TYPES,
  useSlowSettings,
  useSlowSubscriptions,
} from './slow-search.ts';

/** Clients that get a topic slowly; measured only when somebody has switched it on. */
export function SlowSubscriptions() {
  const texts = useTexts(slowTexts);
  const settings = useSlowSettings();
  return (
    <QueryView query={settings} rows={3}>
      {({ enable, threshold, stats_type }) => (
        <Stack gap="md">
          <Section
            title={texts.title}
            about={texts.about}
            actions={
              <>
                <ForRole role="administrator">
                  <NativeSelect
                    size="xs"
                    aria-label={texts.measured}
                    value={stats_type}
                    data={SLOW_TYPES.map((value) => ({ value, label: texts[value] }))}
                    onChange={({ currentTarget }) =>
                      attempt(() => changeSlowSettings({ stats_type: currentTarget.value }))
                    }
                  />
                </ForRole>
                <ForRole role="administrator">
                  <NativeSelect
                    size="xs"
                    aria-label={texts.threshold}
                    value={threshold}
                    data={[...new Set([threshold, ...SLOW_THRESHOLDS])].map((value) => ({
                      value,
                      label: `≥ ${value}`,
                    }))}
                    onChange={({ currentTarget }) =>
                      attempt(() => changeSlowSettings({ threshold: currentTarget.value }))
                    }
                  />
                </ForRole>
                <ForRole role="operator">
                  <Button size="compact-sm" variant="default" onClick={() => attempt(forgetSlow)}>
                    {texts.forget}
                  </Button>
                </ForRole>
                <ForRole role="administrator">
                  <Switch
                    label={texts.measure}
                    checked={enable}
                    onChange={({ currentTarget }) =>
                      attempt(() => changeSlowSettings({ enable: currentTarget.checked }))
                    }
                  />
                </ForRole>
              </>
            }
          >
            {enable ? <SlowTable /> : <Text c="dimmed">{texts.off}</Text>}
          </Section>
        </Stack>
      )}
    </QueryView>
  );
}

function SlowTable() {
  const texts = useTexts(slowTexts);
  const formats = useFormats();
  const slow = useSlowSubscriptions();
  return (
    <QueryView
      query={slow}
      isEmpty={({ data }) => data.length === 0}
      empty={<Text c="dimmed">{texts.nothing}</Text>}
    >
      {({ data }) => (
        <PlainTable label={texts.title} head={[texts.client, texts.topic, texts.took, texts.last]}>
          {data.map(({ clientid, topic, timespan, last_update_time }) => (
            <Table.Tr key={`${clientid} ${topic}`}>
              <Table.Td>
                <Anchor component={Link} to="/clients/detail" search={{ id: clientid } as never} inherit>
                  <DeviceText text={clientid} longest={100} />
                </Anchor>
              </Table.Td>
              <Table.Td>
                <DeviceText text={topic} longest={200} />
              </Table.Td>
              <Table.Td>{`${formats.number(timespan)} ms`}</Table.Td>
              <Table.Td>
                <Moment at={last_update_time} />
              </Table.Td>
            </Table.Tr>
          ))}
        </PlainTable>
      )}
    </QueryView>
  );
}
