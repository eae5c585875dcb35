import { Button, Table, Text } from '@mantine/core';
import type { DoctorCheck } from '../../../../src/api/contract.ts';
import { useFormats } from '../../shared/format/format.ts';
import { usePreferences } from '../../shared/preferences/preferences.ts';
import { useTexts } from '../../shared/texts/texts.ts';
import { PlainTable } from '../../shared/ui/plain-table.tsx';
import { QueryView } from '../../shared/ui/query-view.tsx';
import { Section } from '../../shared/ui/section.tsx';
import { StateMark, type StateTone } from '../../shared/ui/state-mark.tsx';
import { systemTexts } from './system.texts.ts';
import { type Diagnosis, useDoctor } from './system.ts';

const TONES: Readonly<Record<DoctorCheck['state'], StateTone>> = {
  fine: 'good',
  look: 'warning',
  wrong: 'bad',
  unknown: 'off',
};

/** What the node finds when it looks at itself, and what to do about it. */
export function Doctor() {
  const texts = useTexts(systemTexts);
  const doctor = useDoctor();
  const { language } = usePreferences();
  return (
    <Section
      title={texts.checks}
      about={texts.checksAbout}
      actions={
        <Button variant="default" loading={doctor.isFetching} onClick={() => void doctor.refetch()}>
          {texts.again}
        </Button>
      }
    >
      <QueryView query={doctor} rows={8}>
        {(report) => (
          <PlainTable label={texts.checks} head={[texts.check, texts.result, texts.found]} minWidth={280}>
            {report.checks.map(({ name, state, [language]: said }) => (
              <CheckRow key={name} title={texts[name]} state={state} {...said} />
            ))}
            <BrowserClock report={report} />
          </PlainTable>
        )}
      </QueryView>
    </Section>
  );
}

interface CheckRowProps {
  readonly title: string;
  readonly state: DoctorCheck['state'];
  readonly sentence: string;
  readonly fix: string | null;
}

function CheckRow({ title, state, sentence, fix }: CheckRowProps) {
  const texts = useTexts(systemTexts);
  return (
    <Table.Tr>
      <Table.Td>{title}</Table.Td>
      <Table.Td style={{ whiteSpace: 'nowrap' }}>
        <StateMark tone={TONES[state]}>{texts.states[state]}</StateMark>
      </Table.Td>
      <Table.Td style={{ overflowWrap: 'anywhere' }}>
        {sentence}
        {fix !== null && (
          <Text size="xs" c="dimmed">
            {fix}
          </Text>
        )}
      </Table.Td>
    </Table.Tr>
  );
}

const TOLERANCE = 30_000;

/** Times on these pages are read beside other clocks: one that differs makes them look wrong. */
function BrowserClock({ report: { clockDifference } }: { report: Diagnosis }) {
  const texts = useTexts(systemTexts);
  const formats = useFormats();
  const difference = Math.abs(clockDifference);
  if (difference <= TOLERANCE) return null;
  return (
    <CheckRow
      title={texts.browserClock}
      state="look"
      sentence={texts.browserClockOff(formats.duration(difference))}
      fix={texts.browserClockFix}
    />
  );
}
