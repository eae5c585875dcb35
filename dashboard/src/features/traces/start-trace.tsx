import { NumberInput, SegmentedControl, Select, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Trace } from '../../../../src/api/contract.ts';
import { FormDialog } from '../../shared/forms/form-dialog.tsx';
import { useTexts } from '../../shared/texts/texts.ts';
import { traceTexts } from './traces.texts.ts';
import { startTrace } from './traces.ts';

const TYPES = ['clientid', 'topic', 'ip_address'] as const;
const ENCODINGS = ['text', 'hex', 'hidden'] as const;
const DAY = 24 * 60;

interface StartTraceProps {
  readonly opened: boolean;
  /** What stands in it at first. */
  readonly clientId?: string | undefined;
  readonly onClose: () => void;
  readonly onStarted: (trace: Trace) => void;
}

/** Asks what is to be watched, and for how long. */
export function StartTrace({ opened, clientId = '', onClose, onStarted }: StartTraceProps) {
  const texts = useTexts(traceTexts);
  const [type, setType] = useState<Trace['type']>('clientid');
  const [value, setValue] = useState(clientId);
  const [minutes, setMinutes] = useState<number | string>(15);
  const [encoding, setEncoding] = useState<Trace['payload_encode']>('text');
  return (
    <FormDialog
      opened={opened}
      onClose={onClose}
      title={texts.start}
      action={texts.start}
      fields={[type, 'end_at']}
      isReady={value !== '' && Number(minutes) > 0}
      onSubmit={async () =>
        onStarted(
          await startTrace({ type, [type]: value, minutes: Number(minutes), payload_encode: encoding }),
        )
      }
    >
      {(error) => (
        <Stack gap="sm">
          <div>
            <Text size="xs" fw={500} id="trace-type" mb={2}>
              {texts.type}
            </Text>
            <SegmentedControl
              size="xs"
              aria-labelledby="trace-type"
              value={type}
              onChange={(next) => setType(next as Trace['type'])}
              transitionDuration={0}
              data={TYPES.map((one) => ({ value: one, label: texts.types[one] }))}
            />
          </div>
          <TextInput
            data-autofocus
            label={texts.values[type]}
            description={texts.hints[type]}
            value={value}
            onChange={({ currentTarget }) => setValue(currentTarget.value)}
            error={error(type)}
            spellCheck={false}
            autoComplete="off"
          />
          <NumberInput
            size="xs"
            label={texts.minutes}
            value={minutes}
            onChange={setMinutes}
            min={1}
            max={DAY}
            clampBehavior="blur"
            error={error('end_at')}
            w={120}
          />
          <Select
            label={texts.payloads}
            value={encoding}
            onChange={(next) => setEncoding((next ?? 'text') as Trace['payload_encode'])}
            allowDeselect={false}
            data={ENCODINGS.map((one) => ({ value: one, label: texts.encodings[one] }))}
          />
        </Stack>
      )}
    </FormDialog>
  );
}
