import type { NoticeTexts } from './notice-texts.js';

export const en: NoticeTexts = {
  subject: {
    success: 'Your import was a success: {{when}}',
    issues: 'Your import had a few issues: {{when}}',
    failure: 'Your import has failed: {{when}}',
  },
  told: {
    success:
      'Your import that started on {{date}} at {{time}} has been processed successfully: every client is in the CRM.',
    issues:
      'Your import that started on {{date}} at {{time}} has been processed, but it was not a complete success: some records were not created, or the CRM has not said what became of them.',
    failure:
      'Your import that started on {{date}} at {{time}} has failed: the clients of your list did not get into the CRM, or not all of them.',
  },
  advice: {
    issues:
      'Please look at the rejection file and at the account of the import. There you see which ones they are, and can try those again.',
    failure:
      'Please look at the account of the import and at the rejection file for the reasons. Nothing is sent again by itself.',
  },
  support: 'If this happens again, please contact {{contact}}.',
  supportTeam: 'If this happens again, please contact your support team.',
  counts: {
    clients: 'Clients in the list',
    handed_over: 'Handed over to the CRM',
    created: 'Created',
    updated: 'Updated',
    skipped: 'Skipped, there already',
    failed: 'Failed in the CRM',
    unknown: 'Unknown, the CRM has not said',
    rejected: 'Records in the rejection file',
  },
  open: 'See what became of every client',
  footer:
    'This message was sent automatically; replies to it are not read. Import {{import}}, business {{business}}.',
};
