import { Button, Group, Pill, Select, Stack, Text, TextInput, Title, UnstyledButton } from '@mantine/core';
import { type FormEvent, useEffect, useState } from 'react';
import { useFormats } from '../../shared/format/format.ts';
import { useMay } from '../../shared/session/session.ts';
import { useStore } from '../../shared/store/store.ts';
import { useTexts } from '../../shared/texts/texts.ts';
import { wantedFilter } from '../../shared/tools/opened-tools.ts';
import { DeviceText } from '../../shared/ui/device-text.tsx';
import { PayloadView } from '../../shared/ui/payload/payload-view.tsx';
import { mqttClientTexts } from './mqtt-client.texts.ts';
import { mqttSession, type SeenMessage, useMqttSession } from './mqtt-session.ts';
import { PublishForm } from './publish-form.tsx';
import { QOS, type Qos } from './qos.ts';

/** Subscribe, publish, and look at what comes. */
export function MqttClientTool() {
  const texts = useTexts(mqttClientTexts);
  const { state, clientId, reason } = useMqttSession();
  const may = useMay('operator');
  const wanted = useStore(wantedFilter);
  useEffect(() => {
    if (wanted === undefined || !may) return;
    wantedFilter.set(undefined);
    void mqttSession.add(wanted, 0);
  }, [wanted, may]);
  if (!may) return <Text c="dimmed">{texts.needs}</Text>;
  return (
    <Stack gap="lg">
      <Group justify="space-between">
        <Text size="sm" role="status">
          {state === 'connected' ? '● ' : state === 'off' ? '○ ' : '↻ '}
          {texts.states[state]}{' '}
          <Text span inherit c="dimmed">
            {texts.as(clientId)}
            {reason && state !== 'connected' ? ` · ${reason}` : ''}
          </Text>
        </Text>
        {state !== 'off' && (
          <Button size="compact-sm" variant="default" onClick={() => mqttSession.end()}>
            {texts.disconnect}
          </Button>
        )}
      </Group>
      <Subscribe />
      <PublishForm />
      <Messages />
    </Stack>
  );
}

function Subscribe() {
  const texts = useTexts(mqttClientTexts);
  const { subscriptions } = useMqttSession();
  const [filter, setFilter] = useState('#');
  const [qos, setQos] = useState<string>('0');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (filter !== '') void mqttSession.add(filter, Number(qos) as Qos);
  };
  return (
    <Stack gap="xs">
      <form onSubmit={submit}>
        <Group gap="xs" align="end">
          <TextInput
            label={texts.filter}
            value={filter}
            onChange={(event) => setFilter(event.currentTarget.value)}
            spellCheck={false}
            style={{ flex: '1 1 160px' }}
          />
          <Select
            aria-label="QoS"
            data={QOS}
            value={qos}
            onChange={(value) => value && setQos(value)}
            allowDeselect={false}
            w={90}
          />
          <Button type="submit" disabled={filter === ''}>
            {texts.subscribe}
          </Button>
        </Group>
      </form>
      {subscriptions.length > 0 && (
        <Group gap={6}>
          {subscriptions.map((one) => (
            <Pill
              key={one.filter}
              withRemoveButton
              onRemove={() => mqttSession.remove(one.filter)}
              removeButtonProps={{
                'aria-label': texts.unsubscribe(one.filter),
                tabIndex: 0,
                'aria-hidden': false,
              }}
            >
              <DeviceText text={one.filter} longest={60} /> · QoS {one.qos}
              {one.refused && ` · ${texts.refused(one.refused)}`}
            </Pill>
          ))}
        </Group>
      )}
    </Stack>
  );
}

function Messages() {
  const texts = useTexts(mqttClientTexts);
  const formats = useFormats();
  const { messages, received, forgotten } = useMqttSession();
  const [held, setHeld] = useState<readonly SeenMessage[]>();
  const [open, setOpen] = useState<number>();
  const shown = held ?? messages;
  return (
    <Stack gap="xs">
      <Group justify="space-between">
        <Title order={3}>{texts.messages(formats.number(received))}</Title>
        <Group gap={4}>
          <Button size="compact-xs" variant="subtle" onClick={() => setHeld(held ? undefined : messages)}>
            {held ? texts.resume : texts.pause}
          </Button>
          <Button
            size="compact-xs"
            variant="subtle"
            onClick={() => {
              setHeld(undefined);
              mqttSession.clear();
            }}
          >
            {texts.clear}
          </Button>
        </Group>
      </Group>
      {shown.length === 0 && <Text c="dimmed">{texts.none}</Text>}
      {forgotten > 0 && (
        <Text size="xs" c="dimmed">
          {texts.forgotten(formats.number(messages.length), formats.number(forgotten))}
        </Text>
      )}
      {held && messages !== held && (
        <Text size="xs" c="dimmed">
          {texts.held}
        </Text>
      )}
      <Stack gap={0} component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
        {shown.slice(0, 200).map((message) => (
          <li key={message.id} style={{ borderTop: '1px solid var(--tocsin-line)' }}>
            <UnstyledButton
              w="100%"
              py={5}
              fz="sm"
              aria-expanded={open === message.id}
              onClick={() => setOpen(open === message.id ? undefined : message.id)}
            >
              <Group gap="xs" wrap="nowrap">
                <Text span size="xs" c="dimmed" style={{ flex: 'none' }}>
                  {formats.time(message.at, 'millisecond')}
                </Text>
                <Text span inherit fw={600} truncate>
                  <DeviceText text={message.topic} longest={120} />
                </Text>
                <Text span size="xs" c="dimmed" style={{ flex: 'none' }}>
                  QoS {message.qos}
                  {message.retain && ` · ${texts.retained}`} · {formats.bytes(message.payload.length)}
                </Text>
              </Group>
            </UnstyledButton>
            {open === message.id && (
              <Stack gap="xs" pb="xs">
                <PayloadView payload={message.payload} name={message.topic.replaceAll('/', '-')} />
                {Object.keys(message.properties).length > 0 && (
                  <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
                    {JSON.stringify(message.properties).slice(0, 2000)}
                  </Text>
                )}
              </Stack>
            )}
          </li>
        ))}
      </Stack>
    </Stack>
  );
}
