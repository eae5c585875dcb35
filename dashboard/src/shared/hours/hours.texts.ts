import { defineTexts } from '../texts/texts.ts';

export const hoursTexts = defineTexts(
  {
    zone: 'Time zone',
    from: 'From',
    to: 'To',
    days: 'Days',
    daily: 'Daily',
    addHours: 'Add hours',
    removeHours: 'Remove these hours',
    nextDay: 'ends on the next day',
    dayNames: { mon: 'Mon', tue: 'Tue', wed: 'Wed', thu: 'Thu', fri: 'Fri', sat: 'Sat', sun: 'Sun' },
  },
  {
    zone: '时区',
    from: '从',
    to: '到',
    days: '星期',
    daily: '每天',
    addHours: '添加时段',
    removeHours: '移除此时段',
    nextDay: '次日结束',
    dayNames: { mon: '周一', tue: '周二', wed: '周三', thu: '周四', fri: '周五', sat: '周六', sun: '周日' },
  },
);
