import { Button, Group, Select, Stack, Switch, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { MonitorPeer } from '../../../../src/api/contract.ts';
import { api } from '../../shared/api/client.ts';
import { fieldProblemOf } from '../../shared/forms/form-problem.ts';
import { useLanguage, useTexts } from '../../shared/texts/texts.ts';
import { ProblemView } from '../../shared/ui/problem-view.tsx';
import { showDone } from '../../shared/ui/undo-toast.tsx';
import { refreshMonitors } from './monitor-queries.ts';
import { monitorTexts } from './monitors.texts.ts';

const PATH = '/monitors/peer_down/peers';
const FIELDS = ['name', 'type', 'address', 'url', 'every', 'timeout', 'username', 'password', 'ssl'];

interface PeerFormProps {
  /** Undefined: a new one. */
  readonly peer: MonitorPeer | undefined;
  readonly onClose: () => void;
}

const textOf = (value: unknown, otherwise = '') =>
  value === undefined || value === null ? otherwise : String(value);

/** A place that is watched: how it is asked, how often, and when it is given up. */
export function PeerForm({ peer, onClose }: PeerFormProps) {
  const texts = useTexts(monitorTexts);
  const language = useLanguage();
  const [type, setType] = useState<string>(peer?.type ?? 'tcp');
  const [place, setPlace] = useState(textOf(peer?.url ?? peer?.address));
  const [name, setName] = useState(textOf(peer?.name));
  const [every, setEvery] = useState(textOf(peer?.every, '10s'));
  const [timeout, setTimeoutText] = useState(textOf(peer?.timeout, '5s'));
  const [username, setUsername] = useState(textOf(peer?.username));
  const [password, setPassword] = useState(textOf(peer?.password));
  const ssl = (peer?.ssl ?? {}) as { verify?: string };
  const [verifies, setVerifies] = useState(ssl.verify !== 'verify_none');
  const [enable, setEnable] = useState(peer?.enable ?? true);
  const [isChecked, setChecked] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Error>();
  const refused = fieldProblemOf(problem, language);
  const [, spoken, reason] = /^(\w+)[\w.]*: (.*)$/s.exec(refused?.reason ?? '') ?? [];
  const where = refused?.path?.split('.')[0] ?? (spoken && FIELDS.includes(spoken) ? spoken : undefined);
  const errorAt = (field: string) => (where === field ? (reason ?? refused?.reason) : undefined);
  const isHttp = type === 'http';

  async function save(event: FormEvent): Promise<void> {
    event.preventDefault();
    setChecked(true);
    if (place.trim() === '') return;
    setBusy(true);
    setProblem(undefined);
    const body = {
      type,
      ...(isHttp ? { url: place.trim() } : { address: place.trim() }),
      ...(name.trim() !== '' && { name: name.trim() }),
      every: every.trim(),
      timeout: timeout.trim(),
      enable,
      ...(type === 'mqtt' && username !== '' && { username }),
      ...(type === 'mqtt' && password !== '' && { password }),
      ssl: { ...ssl, verify: verifies ? 'verify_peer' : 'verify_none' },
    };
    try {
      if (peer) await api.put(`${PATH}/${encodeURIComponent(peer.name)}`, body);
      else await api.post(PATH, body);
      refreshMonitors();
      showDone(texts.saved);
      onClose();
    } catch (error) {
      setProblem(error as Error);
      setBusy(false);
    }
  }

  return (
    <form
      onSubmit={(event) => void save(event)}
      noValidate
      aria-label={peer ? texts.editPeer(peer.name) : texts.addPeer}
    >
      <Stack gap="xs">
        <Group grow align="start">
          <Select
            label={texts.type}
            value={type}
            allowDeselect={false}
            data={[
              { value: 'tcp', label: 'TCP' },
              { value: 'tls', label: 'TLS' },
              { value: 'http', label: 'HTTP' },
              { value: 'mqtt', label: 'MQTT' },
            ]}
            onChange={(next) => next !== null && setType(next)}
          />
          <TextInput
            label={isHttp ? texts.url : texts.address}
            placeholder={isHttp ? 'https://erp.example.com/health' : texts.addressHint}
            value={place}
            onChange={({ currentTarget }) => setPlace(currentTarget.value)}
            error={isChecked && place.trim() === '' ? texts.missing : (errorAt('address') ?? errorAt('url'))}
          />
        </Group>
        <Group grow align="start">
          <TextInput
            label={texts.peerName}
            placeholder={texts.peerNameHint}
            value={name}
            disabled={peer !== undefined}
            onChange={({ currentTarget }) => setName(currentTarget.value)}
            error={errorAt('name')}
          />
          <TextInput
            label={texts.every}
            value={every}
            onChange={({ currentTarget }) => setEvery(currentTarget.value)}
            error={errorAt('every')}
          />
          <TextInput
            label={texts.timeout}
            value={timeout}
            onChange={({ currentTarget }) => setTimeoutText(currentTarget.value)}
            error={errorAt('timeout')}
          />
        </Group>
        {type === 'mqtt' && (
          <Group grow align="start">
            <TextInput
              label={texts.username}
              autoComplete="off"
              value={username}
              onChange={({ currentTarget }) => setUsername(currentTarget.value)}
              error={errorAt('username')}
            />
            <TextInput
              label={texts.password}
              type="password"
              autoComplete="off"
              value={password}
              onChange={({ currentTarget }) => setPassword(currentTarget.value)}
              error={errorAt('password')}
            />
          </Group>
        )}
        {type !== 'tcp' && (
          <Switch
            label={texts.verify}
            checked={verifies}
            onChange={({ currentTarget }) => setVerifies(currentTarget.checked)}
          />
        )}
        <Switch
          label={texts.enable}
          checked={enable}
          onChange={({ currentTarget }) => setEnable(currentTarget.checked)}
        />
        {problem && where === undefined && <ProblemView problem={problem} />}
        <Group gap="xs">
          <Button type="submit" loading={isBusy}>
            {texts.save}
          </Button>
          <Button variant="default" onClick={onClose}>
            {texts.cancel}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
