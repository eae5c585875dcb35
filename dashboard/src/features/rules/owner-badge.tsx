import { Badge, Tooltip } from '@mantine/core';
import { useTexts } from '../../shared/texts/texts.ts';
import { rulesTexts } from './rules.texts.ts';

/** Who may change an object: a file, or the dashboard and the API. */
export function OwnerBadge({ file }: { file: string | undefined }) {
  const texts = useTexts(rulesTexts);
  const badge = (
    <Badge variant="default" size="sm" tt="none" fw={400} {...(file && { tabIndex: 0 })}>
      {file === undefined ? texts.ui : texts.file}
    </Badge>
  );
  return file === undefined ? badge : <Tooltip label={texts.fileNote(file)}>{badge}</Tooltip>;
}
