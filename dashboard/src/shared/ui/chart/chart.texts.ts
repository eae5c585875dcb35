import { defineTexts } from '../../texts/texts.ts';

export const chartTexts = defineTexts(
  {
    keys: 'Left and right move the cursor',
    keysSelect: 'left and right move the cursor, with Shift they select, Enter shows what is selected',
    showTable: 'Show as a table',
    showChart: 'Show as a chart',
    inAll: 'in all',
    selecting: (from: string, to: string) => `${from} – ${to}: Enter shows it`,
    time: 'Time',
    notes: 'Alerts and changes',
    tableCut: (shown: number, all: number) => `The last ${shown} of ${all} points`,
    noData: 'No data in this time',
    nothingAt: 'no value',
    notDrawn: 'The chart could not be loaded; the table shows the same.',
  },
  {
    keys: '左右键移动光标',
    keysSelect: '左右键移动光标，按住 Shift 选择，回车显示所选',
    showTable: '以表格显示',
    showChart: '以图表显示',
    inAll: '合计',
    selecting: (from: string, to: string) => `${from} – ${to}：按回车显示`,
    time: '时间',
    notes: '告警与变更',
    tableCut: (shown: number, all: number) => `共 ${all} 个数据点，显示最近 ${shown} 个`,
    noData: '此时间段没有数据',
    nothingAt: '无数据',
    notDrawn: '图表无法加载；表格内容相同。',
  },
);
