import {
  Button,
  Checkbox,
  Group,
  NumberInput,
  SegmentedControl,
  Select,
  Stack,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useFormats } from '../../shared/format/format.ts';
import { useTexts } from '../../shared/texts/texts.ts';
import { mqttClientTexts } from './mqtt-client.texts.ts';
import { mqttSession, type PublishedProperties } from './mqtt-session.ts';
import { bytesOf, type PayloadFormat } from './payload-format.ts';
import { QOS, type Qos } from './qos.ts';

const FORMATS: readonly PayloadFormat[] = ['text', 'json', 'hex', 'base64'];

/** Sends one message, with all that MQTT 5 lets it say. */
export function PublishForm() {
  const texts = useTexts(mqttClientTexts);
  const formats = useFormats();
  const [topic, setTopic] = useState('demo/hello');
  const [payload, setPayload] = useState('{"hello": "world"}');
  const [format, setFormat] = useState<PayloadFormat>('text');
  const [qos, setQos] = useState<string>('0');
  const [retain, setRetain] = useState(false);
  const [hasProperties, setHasProperties] = useState(false);
  const [properties, setProperties] = useState<PublishedProperties>({});
  const [answer, setAnswer] = useState<string>();
  const bytes = bytesOf(payload, format);
  const hasWildcard = /[+#]/.test(topic);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!bytes || topic === '' || hasWildcard) return;
    setAnswer(undefined);
    try {
      await mqttSession.publish({
        topic,
        payload: bytes,
        qos: Number(qos) as Qos,
        retain,
        properties: hasProperties ? properties : {},
      });
      setAnswer(`✓ ${texts.published} · ${formats.bytes(bytes.length)}`);
    } catch (error) {
      setAnswer(`✗ ${(error as Error).message}`);
    }
  };
  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack gap="xs">
        <Group gap="xs" align="start">
          <TextInput
            label={texts.topic}
            value={topic}
            onChange={(event) => setTopic(event.currentTarget.value)}
            error={hasWildcard ? texts.noWildcards : undefined}
            spellCheck={false}
            autoComplete="off"
            style={{ flex: '1 1 160px' }}
          />
          <Select
            label="QoS"
            aria-label="QoS"
            data={QOS}
            value={qos}
            onChange={(value) => value && setQos(value)}
            allowDeselect={false}
            w={90}
          />
        </Group>
        <Textarea
          size="xs"
          label={texts.payload}
          value={payload}
          onChange={(event) => setPayload(event.currentTarget.value)}
          error={bytes ? undefined : texts.badPayload[format]}
          autosize
          minRows={2}
          maxRows={10}
          spellCheck={false}
          styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
        />
        <Group gap="md">
          <SegmentedControl
            size="xs"
            aria-label={texts.payloadAs}
            transitionDuration={0}
            value={format}
            onChange={(value) => setFormat(value as PayloadFormat)}
            data={FORMATS.map((value) => ({ value, label: texts.formats[value] }))}
          />
          <Checkbox
            size="xs"
            label={texts.retain}
            checked={retain}
            onChange={(event) => setRetain(event.currentTarget.checked)}
          />
          <Checkbox
            size="xs"
            label={texts.properties}
            checked={hasProperties}
            onChange={(event) => setHasProperties(event.currentTarget.checked)}
          />
        </Group>
        {hasProperties && <Properties value={properties} onChange={setProperties} />}
        <Group gap="md">
          <Button type="submit" disabled={topic === '' || hasWildcard || !bytes}>
            {texts.publish}
          </Button>
          <Text size="sm" role="status">
            {answer}
          </Text>
        </Group>
      </Stack>
    </form>
  );
}

interface PropertiesProps {
  readonly value: PublishedProperties;
  readonly onChange: (value: PublishedProperties) => void;
}

function Properties({ value, onChange }: PropertiesProps) {
  const texts = useTexts(mqttClientTexts);
  const [own, setOwn] = useState('');
  const text = (name: 'contentType' | 'responseTopic' | 'correlationData') => (
    <TextInput
      label={texts[name]}
      value={value[name] ?? ''}
      spellCheck={false}
      autoComplete="off"
      onChange={({ currentTarget }) =>
        onChange({ ...value, [name]: currentTarget.value === '' ? undefined : currentTarget.value })
      }
      style={{ flex: '1 1 140px' }}
    />
  );
  return (
    <Stack gap="xs">
      <Group gap="xs" align="end">
        {text('contentType')}
        {text('responseTopic')}
        {text('correlationData')}
        <NumberInput
          label={texts.expiry}
          value={value.messageExpiryInterval ?? ''}
          min={1}
          max={4_294_967_295}
          allowDecimal={false}
          allowNegative={false}
          onChange={(seconds) =>
            onChange({ ...value, messageExpiryInterval: typeof seconds === 'number' ? seconds : undefined })
          }
          w={140}
        />
      </Group>
      <Textarea
        size="xs"
        label={texts.userProperties}
        description={texts.userPropertiesHint}
        value={own}
        onChange={({ currentTarget }) => {
          setOwn(currentTarget.value);
          onChange({ ...value, userProperties: pairsOf(currentTarget.value) });
        }}
        autosize
        minRows={1}
        maxRows={6}
      />
    </Stack>
  );
}

/** A name may stand there several times. */
function pairsOf(text: string): Record<string, string[]> | undefined {
  const pairs = new Map<string, string[]>();
  for (const line of text.split('\n')) {
    const [, name, value = ''] = /^([^=]+)=(.*)$/s.exec(line) ?? [];
    if (name !== undefined) pairs.set(name.trim(), [...(pairs.get(name.trim()) ?? []), value]);
  }
  return pairs.size > 0 ? Object.fromEntries(pairs) : undefined;
}
