import { defineTexts } from '../texts/texts.ts';

export const stateTexts = defineTexts(
  {
    stillLoading: 'Still loading: the result may be large.',
    noAnswer: 'The server does not answer.',
    noAnswerFix: 'Check that it is running and that this machine reaches it.',
    forbidden: 'The role of this user is not enough for this.',
    signedOut: 'The session is over.',
    failed: 'That did not work.',
    code: 'Code',
    requestId: 'Request',
    retry: 'Retry',
    copyDetails: 'Copy details',
    copied: 'Copied',
    clearFilter: 'Clear the filter',
    nothingMatches: 'Nothing matches.',
  },
  {
    stillLoading: '仍在加载，可能是数据量较大。',
    noAnswer: '服务器没有响应。',
    noAnswerFix: '请检查它是否在运行，以及本机能否连接到它。',
    forbidden: '当前用户的角色没有此权限。',
    signedOut: '会话已结束。',
    failed: '操作未成功。',
    code: '错误代码',
    requestId: '请求编号',
    retry: '重试',
    copyDetails: '复制详情',
    copied: '已复制',
    clearFilter: '清除筛选',
    nothingMatches: '没有匹配的内容。',
  },
);
