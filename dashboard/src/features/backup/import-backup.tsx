import { Alert, Button, FileButton, Group, List, Stack, Text } from '@mantine/core';
import { type DragEvent, useState } from 'react';
import type { BackupPlan, BackupResult } from '../../../../src/api/contract.ts';
import { useTexts } from '../../shared/texts/texts.ts';
import { DeviceText } from '../../shared/ui/device-text.tsx';
import { ForRole } from '../../shared/ui/for-role.tsx';
import { Moment } from '../../shared/ui/moment.tsx';
import { ProblemView } from '../../shared/ui/problem-view.tsx';
import { Section } from '../../shared/ui/section.tsx';
import { backupTexts } from './backup.texts.ts';
import { type Chosen, importBackup, planImport } from './backups.ts';
import styles from './import-backup.module.css';
import { PlanTable } from './plan-table.tsx';

/** A file, its plan, and what became of it. */
export function ImportBackup() {
  const texts = useTexts(backupTexts);
  const [document, setDocument] = useState<string>();
  const [plan, setPlan] = useState<BackupPlan>();
  const [result, setResult] = useState<BackupResult>();
  const [problem, setProblem] = useState<Error>();
  const [isReading, setReading] = useState(false);

  async function read(file: File): Promise<void> {
    setReading(true);
    setProblem(undefined);
    setPlan(undefined);
    setResult(undefined);
    try {
      const text = await file.text();
      setDocument(text);
      setPlan(await planImport(text));
    } catch (error) {
      setProblem(error instanceof Error ? error : new Error(String(error)));
    } finally {
      setReading(false);
    }
  }

  async function apply(chosen: readonly Chosen[]): Promise<void> {
    const done = await importBackup(document ?? '', chosen);
    setResult(done);
    setPlan(await planImport(document ?? ''));
  }

  return (
    <Section title={texts.restore} about={texts.restoreAbout}>
      <FileDrop onFile={(file) => void read(file)} isBusy={isReading} />
      {problem && <ProblemView problem={problem} />}
      {result && <ResultView result={result} />}
      {plan && (
        <Stack gap="xs">
          <Text size="sm" c="dimmed" component="div">
            {texts.about(plan.node, plan.version)}{' '}
            {Number.isNaN(Date.parse(plan.created_at)) ? '–' : <Moment at={plan.created_at} />}
          </Text>
          <PlanTable key={JSON.stringify(plan.entries.length)} plan={plan} onApply={apply} />
        </Stack>
      )}
    </Section>
  );
}

function FileDrop({ onFile, isBusy }: { onFile: (file: File) => void; isBusy: boolean }) {
  const texts = useTexts(backupTexts);
  const [isOver, setOver] = useState(false);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const [file] = event.dataTransfer.files;
    if (file) onFile(file);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is the mouse's way; the button is everybody's
    <div
      className={styles.drop ?? ''}
      {...(isOver && { 'data-over': true })}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <Group justify="center" gap="sm">
        <Text c="dimmed">{texts.drop}</Text>
        <FileButton accept=".yaml,.yml,.json" onChange={(file) => file && onFile(file)}>
          {(props) => (
            <ForRole role="administrator">
              <Button {...props} variant="default" loading={isBusy}>
                {texts.choose}
              </Button>
            </ForRole>
          )}
        </FileButton>
      </Group>
    </div>
  );
}

function ResultView({ result: { results } }: { result: BackupResult }) {
  const texts = useTexts(backupTexts);
  const failed = results.filter(({ what }) => what === 'failed');
  return (
    <Alert variant="light" color={failed.length > 0 ? 'yellow' : 'teal'} role="status">
      {texts.done(results.length - failed.length)} {failed.length > 0 && texts.failed(failed.length)}
      <List size="sm">
        {failed.map(({ kind, id, reason = '' }) => (
          <List.Item key={`${kind} ${id}`}>
            <DeviceText text={`${kind} ${id}: ${reason}`} longest={600} />
          </List.Item>
        ))}
      </List>
    </Alert>
  );
}
