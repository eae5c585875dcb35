import { Button } from '@mantine/core';
import { useReachability } from '../../shared/api/reachability.ts';
import { useFormats } from '../../shared/format/format.ts';
import { useIsOutdated } from '../../shared/live/served-build.ts';
import { useTexts } from '../../shared/texts/texts.ts';
import styles from './shell.module.css';
import { shellTexts } from './shell.texts.ts';

/** What is the matter with the server, above everything that came from it. */
export function ServerBanner() {
  const words = useTexts(shellTexts);
  const formats = useFormats();
  const { isReachable, answeredAt } = useReachability();
  const isOutdated = useIsOutdated();
  return (
    <div role="status">
      {!isReachable && (
        <div className={styles.banner}>
          <span aria-hidden="true">↻</span>
          <span>{words.noAnswer(formats.time(answeredAt))}</span>
        </div>
      )}
      {isReachable && isOutdated && (
        <div className={styles.banner}>
          <span>{words.outdated}</span>
          <Button variant="default" size="compact-sm" onClick={() => location.reload()}>
            {words.reload}
          </Button>
        </div>
      )}
    </div>
  );
}
