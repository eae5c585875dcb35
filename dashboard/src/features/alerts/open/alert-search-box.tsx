import { type ReactNode, useMemo } from 'react';
import { SearchBox } from '../../../shared/search/search-box.tsx';
import { useTexts } from '../../../shared/texts/texts.ts';
import { openTexts } from './open.texts.ts';

interface AlertSearchBoxProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly statuses: readonly string[];
  readonly count?: ReactNode;
}

/** The words that alerts are searched by. */
export function AlertSearchBox({ value, onChange, statuses, count }: AlertSearchBoxProps) {
  const texts = useTexts(openTexts);
  const keys = useMemo(
    () => [
      { word: 'severity:', meaning: texts.severityMeans, values: ['critical', 'warning', 'info'] },
      { word: 'is:', meaning: texts.isMeans, values: statuses },
      { word: 'rule:', meaning: texts.ruleMeans },
      { word: 'monitor:', meaning: texts.monitorMeans },
      { word: 'key:', meaning: texts.keyMeans },
    ],
    [texts, statuses],
  );
  return (
    <SearchBox
      label={texts.search}
      placeholder={texts.placeholder}
      value={value}
      onChange={onChange}
      keys={keys}
      {...(count !== undefined && { count })}
    />
  );
}
