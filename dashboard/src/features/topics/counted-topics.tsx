import { ActionIcon, Button, Group, Table, Text, TextInput } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { useFormats } from '../../shared/format/format.ts';
import { useTexts } from '../../shared/texts/texts.ts';
import { attempt } from '../../shared/ui/attempt.tsx';
import { DeviceText } from '../../shared/ui/device-text.tsx';
import { ForRole } from '../../shared/ui/for-role.tsx';
import { Moment } from '../../shared/ui/moment.tsx';
import { PlainTable } from '../../shared/ui/plain-table.tsx';
import { QueryView } from '../../shared/ui/query-view.tsx';
import { Section } from '../../shared/ui/section.tsx';
import { countedTexts } from './counted-topics.texts.ts';
import { countTopic, forgetTopic, resetTopics, useCountedTopics } from './counted-topics.ts';

/** The messages of single topics, which somebody asked to have counted. */
export function CountedTopics() {
  const texts = useTexts(countedTexts);
  const counted = useCountedTopics();
  const reset = counted.data !== undefined && counted.data.length > 0 && (
    <ForRole role="operator">
      <Button size="compact-sm" variant="default" onClick={() => attempt(resetTopics)}>
        {texts.reset}
      </Button>
    </ForRole>
  );
  return (
    <Section title={texts.title} about={texts.about} actions={reset}>
      <AddTopic />
      <QueryView
        query={counted}
        isEmpty={(rows) => rows.length === 0}
        empty={<Text c="dimmed">{texts.nothing}</Text>}
      >
        {(rows) => <CountedTable rows={rows} />}
      </QueryView>
    </Section>
  );
}

function AddTopic() {
  const texts = useTexts(countedTexts);
  const [topic, setTopic] = useState('');
  const add = async () => {
    await countTopic(topic);
    setTopic('');
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        attempt(add);
      }}
    >
      <Group gap="xs">
        <ForRole role="operator">
          <TextInput
            size="xs"
            w={360}
            maw="100%"
            aria-label={texts.name}
            placeholder={texts.hint}
            value={topic}
            onChange={({ currentTarget }) => setTopic(currentTarget.value)}
          />
        </ForRole>
        <ForRole role="operator">
          <Button size="xs" type="submit">
            {texts.add}
          </Button>
        </ForRole>
      </Group>
    </form>
  );
}

function CountedTable({ rows }: { readonly rows: NonNullable<ReturnType<typeof useCountedTopics>['data']> }) {
  const texts = useTexts(countedTexts);
  const formats = useFormats();
  const head = [
    texts.topic,
    texts.come,
    texts.gone,
    texts.dropped,
    texts.comeRate,
    texts.goneRate,
    texts.since,
  ];
  return (
    <PlainTable label={texts.title} head={[...head, '']} minWidth={720}>
      {rows.map(({ topic, metrics, create_time, reset_time }) => (
        <Table.Tr key={topic}>
          <Table.Td>
            <DeviceText text={topic} longest={200} />
          </Table.Td>
          <Table.Td>{formats.number(metrics['messages.in.count'])}</Table.Td>
          <Table.Td>{formats.number(metrics['messages.out.count'])}</Table.Td>
          <Table.Td>{formats.number(metrics['messages.dropped.count'])}</Table.Td>
          <Table.Td>{formats.number(metrics['messages.in.rate'])}</Table.Td>
          <Table.Td>{formats.number(metrics['messages.out.rate'])}</Table.Td>
          <Table.Td>
            <Moment at={Date.parse(reset_time ?? create_time)} />
          </Table.Td>
          <Table.Td>
            <ForRole role="operator">
              <ActionIcon
                size="sm"
                variant="subtle"
                aria-label={texts.remove(topic)}
                onClick={() => attempt(() => forgetTopic(topic))}
              >
                <IconX size={16} stroke={1.5} />
              </ActionIcon>
            </ForRole>
          </Table.Td>
        </Table.Tr>
      ))}
    </PlainTable>
  );
}
