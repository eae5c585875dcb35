import { Button, Group, NumberInput, Stack, Table, Text, TextInput, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import type { Simulation, SimulationDetail, SimulationList } from '../../../../src/api/contract.ts';
import { api } from '../../shared/api/client.ts';
import { useFormats } from '../../shared/format/format.ts';
import { useTexts } from '../../shared/texts/texts.ts';
import { DeviceText } from '../../shared/ui/device-text.tsx';
import { ForRole } from '../../shared/ui/for-role.tsx';
import { Moment } from '../../shared/ui/moment.tsx';
import { ProblemView } from '../../shared/ui/problem-view.tsx';
import { QueryView } from '../../shared/ui/query-view.tsx';
import { simulationTexts } from './simulations.texts.ts';

const KEY = ['simulations'];
const MOST_SHOWN = 100;

/** Devices that the broker plays: started, lost in every way a device is lost, and back again. */
export function SimulatedDevices() {
  const texts = useTexts(simulationTexts);
  const query = useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => api.get<SimulationList>('/simulations', {}, signal),
    refetchInterval: 1_000,
  });
  return (
    <Stack gap="lg">
      <Text c="dimmed">{texts.intro}</Text>
      <StartForm />
      <QueryView
        query={query}
        isEmpty={({ data }) => data.length === 0}
        empty={<Text c="dimmed">{texts.none}</Text>}
      >
        {({ data }) => (
          <Stack gap="sm">
            {data.map((simulation) => (
              <SimulationCard key={simulation.id} simulation={simulation} />
            ))}
          </Stack>
        )}
      </QueryView>
    </Stack>
  );
}

function StartForm() {
  const texts = useTexts(simulationTexts);
  const queries = useQueryClient();
  const [clients, setClients] = useState<number | string>(10);
  const [prefix, setPrefix] = useState('sim-');
  const [keepalive, setKeepalive] = useState<number | string>(60);
  const [topic, setTopic] = useState(`demo/\${clientid}/temperature`);
  const [payload, setPayload] = useState(`{"value": \${random}}`);
  const [every, setEvery] = useState('5s');
  const start = useMutation({
    mutationFn: () =>
      api.post<SimulationDetail>('/simulations', {
        clients: Number(clients),
        prefix,
        keepalive: Number(keepalive),
        ...(topic.trim() !== '' && { publish: { topic: topic.trim(), payload, every } }),
      }),
    onSettled: () => queries.invalidateQueries({ queryKey: KEY }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    start.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="xs">
        <Group gap="xs" align="end">
          <NumberInput
            size="xs"
            label={texts.clients}
            value={clients}
            onChange={setClients}
            min={1}
            max={1000}
            w={90}
          />
          <TextInput
            label={texts.prefix}
            value={prefix}
            onChange={(event) => setPrefix(event.currentTarget.value)}
            w={150}
            spellCheck={false}
          />
          <NumberInput
            size="xs"
            label={texts.keepalive}
            value={keepalive}
            onChange={setKeepalive}
            min={0}
            max={65535}
            w={100}
          />
        </Group>
        <Group gap="xs" align="end">
          <TextInput
            label={texts.topic}
            placeholder={texts.topicHint}
            value={topic}
            onChange={(event) => setTopic(event.currentTarget.value)}
            spellCheck={false}
            style={{ flex: '1 1 180px' }}
          />
          <TextInput
            label={texts.payload}
            value={payload}
            onChange={(event) => setPayload(event.currentTarget.value)}
            spellCheck={false}
            style={{ flex: '1 1 160px' }}
          />
          <TextInput
            label={texts.every}
            value={every}
            onChange={(event) => setEvery(event.currentTarget.value)}
            w={80}
          />
          <ForRole role="operator">
            <Button type="submit" loading={start.isPending}>
              {texts.start}
            </Button>
          </ForRole>
        </Group>
        {start.error && <ProblemView problem={start.error} />}
      </Stack>
    </form>
  );
}

const OPERATIONS = ['cut', 'timeout', 'disconnect', 'reconnect'] as const;

function SimulationCard({ simulation }: { simulation: Simulation }) {
  const texts = useTexts(simulationTexts);
  const formats = useFormats();
  const queries = useQueryClient();
  const [count, setCount] = useState<number | string>('');
  const [isOpen, setOpen] = useState(false);
  const { id, prefix, clients, states, sent, created_by: by, publish } = simulation;
  const operate = useMutation({
    mutationFn: (operation: (typeof OPERATIONS)[number] | 'stop') =>
      operation === 'stop'
        ? api.delete(`/simulations/${id}`)
        : api.post(`/simulations/${id}/${operation}`, count === '' ? {} : { count: Number(count) }),
    onSettled: () => queries.invalidateQueries({ queryKey: KEY }),
  });
  const shown = Object.entries(states).filter(([, number]) => number > 0) as [keyof typeof states, number][];
  return (
    <Stack gap="xs" p="sm" style={{ border: '1px solid var(--tocsin-line)', borderRadius: 6 }}>
      <Group justify="space-between">
        <Title order={3}>
          <DeviceText text={`${prefix}1`} longest={60} />
          {clients > 1 && ` … ${clients}`}
        </Title>
        <Text size="xs" c="dimmed">
          {texts.by(by)} · <Moment at={simulation.created_at} />
        </Text>
      </Group>
      <Text size="sm">
        {shown.map(([state, number]) => `${formats.number(number)} ${texts.states[state]}`).join(' · ')}
        {publish && ` · ${texts.sent(formats.number(sent))}`}
      </Text>
      <Group gap={6} align="end">
        <NumberInput
          size="xs"
          aria-label={texts.howMany}
          placeholder={texts.all}
          value={count}
          onChange={setCount}
          min={1}
          max={clients}
          w={70}
        />
        {OPERATIONS.map((operation) => (
          <ForRole key={operation} role="operator">
            <Button size="compact-sm" variant="default" onClick={() => operate.mutate(operation)}>
              {texts[operation]}
            </Button>
          </ForRole>
        ))}
        <ForRole role="operator">
          <Button size="compact-sm" variant="default" onClick={() => operate.mutate('stop')}>
            {texts.stop}
          </Button>
        </ForRole>
        <Button size="compact-sm" variant="subtle" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {texts.members}
        </Button>
      </Group>
      {operate.error && <ProblemView problem={operate.error} />}
      {isOpen && <Members id={id} />}
    </Stack>
  );
}

const SHAPES = { connecting: '↻', connected: '●', silent: '‖', offline: '○', refused: '▲' } as const;

function Members({ id }: { id: string }) {
  const texts = useTexts(simulationTexts);
  const formats = useFormats();
  const query = useQuery({
    queryKey: [...KEY, id],
    queryFn: ({ signal }) => api.get<SimulationDetail>(`/simulations/${id}`, {}, signal),
    refetchInterval: 1_000,
  });
  return (
    <QueryView query={query}>
      {({ members }) => (
        <Table.ScrollContainer minWidth={360} maxHeight={300}>
          <Table verticalSpacing={2} fz="xs">
            <Table.Tbody>
              {members.slice(0, MOST_SHOWN).map(({ clientid, state, reason, since, sent }) => (
                <Table.Tr key={clientid}>
                  <Table.Td>
                    <Link to={'/clients/detail' as string} search={{ id: clientid } as never}>
                      <DeviceText text={clientid} longest={64} />
                    </Link>
                  </Table.Td>
                  <Table.Td>
                    {SHAPES[state]} {texts.states[state]}
                    {reason && ` · ${reason}`}
                  </Table.Td>
                  <Table.Td>
                    <Moment at={since} />
                  </Table.Td>
                  <Table.Td ta="right">{formats.number(sent)}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </QueryView>
  );
}
