import { Text } from '@mantine/core';
import { useState } from 'react';
import type { BackupResult, EmqxImportPlan } from '../../../../src/api/contract.ts';
import { useTexts } from '../../shared/texts/texts.ts';
import { ProblemView } from '../../shared/ui/problem-view.tsx';
import { Section } from '../../shared/ui/section.tsx';
import { ImportResult } from '../backup/import-result.tsx';
import { emqxImportTexts } from './emqx-import.texts.ts';
import { applyEmqx, type EmqxChoice, type EmqxSource, planEmqx } from './emqx-imports.ts';
import { EmqxPlan } from './emqx-plan.tsx';
import { EmqxSourceForm } from './emqx-source-form.tsx';

/** A source, its plan, and what became of it. */
export function EmqxImport() {
  const texts = useTexts(emqxImportTexts);
  const [source, setSource] = useState<EmqxSource>();
  const [plan, setPlan] = useState<EmqxImportPlan>();
  const [result, setResult] = useState<BackupResult>();
  const [problem, setProblem] = useState<Error>();
  const [isReading, setReading] = useState(false);

  async function read(from: EmqxSource): Promise<void> {
    setSource(from);
    setReading(true);
    setProblem(undefined);
    setPlan(undefined);
    setResult(undefined);
    try {
      setPlan(await planEmqx(from));
    } catch (error) {
      setProblem(error instanceof Error ? error : new Error(String(error)));
    } finally {
      setReading(false);
    }
  }

  async function apply(choice: EmqxChoice): Promise<void> {
    if (!plan || !source) return;
    setResult(await applyEmqx(plan.plan, choice));
    setPlan(await planEmqx(source));
  }

  return (
    <>
      <Section title={texts.source} about={texts.sourceAbout}>
        <EmqxSourceForm isBusy={isReading} onSource={(from) => void read(from)} />
        {problem && <ProblemView problem={problem} />}
      </Section>
      {result && <ImportResult result={result} />}
      {plan && (
        <Section
          title={texts.plan}
          about={
            <Text span inherit>
              {texts.from[plan.source]}
              {plan.version !== '' && ` · ${texts.version(plan.version)}`}
            </Text>
          }
        >
          <EmqxPlan key={plan.plan} plan={plan} isDone={result !== undefined} onApply={apply} />
        </Section>
      )}
    </>
  );
}
