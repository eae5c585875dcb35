import { useTexts } from '../../shared/texts/texts.ts';
import { visibleText } from '../../shared/ui/device-text.tsx';
import type { NumberedLine } from './trace-lines.ts';
import styles from './trace-table.module.css';
import { traceTexts } from './traces.texts.ts';

/** All that a line says, by the names of the API. */
export function LineFields({ line: { n: _, fields, ...about } }: { line: NumberedLine }) {
  const texts = useTexts(traceTexts);
  return (
    <dl className={styles.fields} aria-label={texts.fields}>
      {Object.entries({ ...about, ...fields }).map(([name, value]) => (
        <Field key={name} name={name} value={value} />
      ))}
    </dl>
  );
}

function Field({ name, value }: { name: string; value: unknown }) {
  const isText = typeof value === 'string';
  return (
    <>
      <dt>{name}</dt>
      <dd>
        <bdi>
          {isText
            ? value.split('\n').map(visibleText).join('\n')
            : visibleText(JSON.stringify(value, null, 1).replaceAll(/\n\s*/g, ' '))}
        </bdi>
      </dd>
    </>
  );
}
