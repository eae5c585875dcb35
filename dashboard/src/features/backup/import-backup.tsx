import { Stack, Text } from '@mantine/core';
import { useState } from 'react';
import type { BackupPlan, BackupResult } from '../../../../src/api/contract.ts';
import { useTexts } from '../../shared/texts/texts.ts';
import { FileDrop } from '../../shared/ui/file-drop.tsx';
import { Moment } from '../../shared/ui/moment.tsx';
import { ProblemView } from '../../shared/ui/problem-view.tsx';
import { Section } from '../../shared/ui/section.tsx';
import { backupTexts } from './backup.texts.ts';
import { type Chosen, importBackup, planImport } from './backups.ts';
import { ImportResult } from './import-result.tsx';
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
      <FileDrop
        label={texts.drop}
        choose={texts.choose}
        accept=".yaml,.yml,.json"
        onFile={(file) => void read(file)}
        isBusy={isReading}
      />
      {problem && <ProblemView problem={problem} />}
      {result && <ImportResult result={result} />}
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
