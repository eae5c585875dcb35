import { defineTexts } from '../../texts/texts.ts';

export const payloadTexts = defineTexts(
  {
    how: 'How the payload is shown',
    text: 'Text',
    empty: 'No bytes',
    noText: 'not UTF-8',
    noJson: 'not JSON',
    cut: (shown: string, all: string) => `The first ${shown} of ${all}.`,
    copy: 'Copy',
    copied: 'Copied',
    download: 'Download',
  },
  {
    how: '载荷的显示方式',
    text: '文本',
    empty: '没有内容',
    noText: '不是 UTF-8',
    noJson: '不是 JSON',
    cut: (shown: string, all: string) => `共 ${all}，显示前 ${shown}。`,
    copy: '复制',
    copied: '已复制',
    download: '下载',
  },
);
